"""Sixty orders of a web shop and all that is told of them, over lines of which three in ten words fail."""

import logging
import re
import time
from collections import Counter
from pathlib import Path

import pytest

from shoppos.base import logs
from shoppos.online.outbox import Outbox, accounts
from shoppos.online.smtp import PASSWORD
from shoppos.online.storefront import sync
from shoppos.online.woocommerce import WooCommerce
from shoppos.shop import Shop
from shoppos.shop.payments import Tender
from tests.online import mail_server, woocommerce_server
from tests.online.certificates import Authority
from tests.online.gateways import SmsGateway, serving
from tests.stories.plain_orders import wrong_with

ORDERS, RATE = 60, 0.3
TOLD = {"name": "web", "kind": "woocommerce"}
FAULTS = ("500", "503", "429", "drop before", "drop after", "twice", "html")


def placed(number: int) -> dict:
    """An order of the web shop; every other customer gave no mail address and is told by SMS."""
    order = woocommerce_server.an_order(number)
    if number % 2:
        order["billing"]["email"] = ""
    return order


def listened(shop: Shop, url: str) -> int:
    """Listen until nothing is new and nothing is owed to the web shop; gives how many rounds that took."""
    for rounds in range(1, 90):
        front = WooCommerce(
            "web", url, woocommerce_server.KEY, woocommerce_server.SECRET, sleep=lambda _seconds: None, patience=5.0
        )
        done = sync(front, shop.receiving, TOLD)
        if not done.trouble and not done.orders.get("new") and not shop.receiving.owed("web"):
            return rounds
    pytest.fail(f"never came to an end: {done}")


def sent(shop: Shop, outbox: Outbox) -> Counter[str]:
    """Send until nothing waits any more; gives the states of all messages."""
    until = time.monotonic() + 90
    while (rest := outbox.work()) is not None:
        assert time.monotonic() < until
        time.sleep(min(rest, 0.02))
    return Counter(row[0] for row in shop.db.rows("SELECT state FROM message"))


def accounts_of(shop: Shop, port: int, gateway: SmsGateway) -> None:
    """The shop sends mail by that port and SMS by that gateway, at any hour."""
    shop.messages.secrets.set(PASSWORD, "right")
    shop.settings.set("mail", {"host": "127.0.0.1", "port": port, "security": "starttls",
                               "user": "shop@example.in"})  # fmt: skip
    shop.settings.set("sms", {
        "url": f"{gateway.url}/send?to={{to}}", "form": "json",
        "body": {"id": "{id}", "to": "{to}", "text": "{text}"},
        "good": {"field": "type", "is": "success"}, "reference": "message", "error": "message",
    })  # fmt: skip
    shop.settings.set("messages", {"channels": ["email", "sms"], "quiet": [0, 0]})


def each_went_once(rows: list, box: mail_server.Postbox, gateway: SmsGateway) -> None:
    """Each mail is there; each SMS was taken once, or a person is told that nobody knows."""
    for message, _doc, _step, channel, state, why in rows:
        copies = box.copies[f"<{message.hex()}@example.in>"] if channel == "email" else gateway.taken[message.hex()]
        if channel == "email":
            assert (state, copies > 0) == ("sent", True)
        elif state == "sent":
            assert copies == 1
        else:
            assert (state, copies <= 1, "may have gone" in why) == ("failed", True, True)


def test_every_order_arrives_once_and_every_message_goes_once_or_waits_for_a_person(
    shop: Shop, tmp_path: Path, monkeypatch, caplog
):
    authority = Authority.made(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    web = woocommerce_server.WebShop(rate=RATE, kinds=FAULTS)
    box, gateway = mail_server.Postbox(rate=RATE), SmsGateway(rate=RATE)
    for code in ("1001", "1002"):
        shop.stock.move(code, 500_000, "Delivery")
    for number in range(1, ORDERS + 1):
        web.place(placed(number))
    caplog.set_level(logging.ERROR, "mail.log")  # the mail server's own words
    stop = logs.start(tmp_path)
    logging.getLogger("shoppos").info("Sixty orders")
    with (
        mail_server.serving(box, authority.server()) as mail, serving(gateway),
        woocommerce_server.serving(web) as url,
    ):  # fmt: skip
        accounts_of(shop, mail.port, gateway)
        outbox = Outbox(
            shop.messages, shop.db.clock, shop.db.path.parent, lambda: accounts(shop.db, shop.messages.secrets),
            chance=lambda _low, high: min(high, 0.005),
        )  # fmt: skip

        # All arrive, each once, and each customer is told that theirs was taken.
        listened(shop, url)
        orders = [row[0] for row in shop.db.rows("SELECT id FROM orders ORDER BY outside_id")]
        assert len(orders) == ORDERS
        sent(shop, outbox)

        # They go out and arrive; the web shop and the customers hear of both.
        for order in orders:
            shop.dispatching.dispatch(order, carrier="Ravi", sure=True)
        listened(shop, url)
        sent(shop, outbox)
        for order in orders:
            shop.dispatching.deliver(shop.orders.view(order).parcels[0].id, tenders=[Tender("cash")])
        listened(shop, url)
        states = sent(shop, outbox)
    stop()

    # In the diary of all that stands nobody's name, number or address.
    diary = (tmp_path / logs.FOLDER / logs.DIARY).read_text("utf-8")
    assert diary.count("Sixty orders") == 1
    assert not re.search(r"Kulkarni|Lake View|asha\d|\b98\d{8}\b", diary)

    rows = shop.db.rows("SELECT id, doc_id, step, channel, state, error FROM message")
    assert len(rows) == states.total() == ORDERS * 3, "each step of each order is told of in one message"
    assert len({(doc, step) for _id, doc, step, *_rest in rows}) == len(rows)
    assert Counter(row[3] for row in rows) == {"email": ORDERS * 3 // 2, "sms": ORDERS * 3 // 2}
    each_went_once(rows, box, gateway)
    seconds = sum(count - 1 for count in box.copies.values())
    assert seconds <= box.faults["drop after"], "a second copy of a mail has its cause, and the same Message-ID"
    assert states["sent"] > ORDERS * 2
    assert web.faults.total() - web.faults[""] > ORDERS / 4
    assert {order["status"] for order in web.orders.values()} == {"completed"}
    assert {row[0] for row in shop.db.rows("SELECT state FROM orders")} == {"delivered"}
    assert wrong_with(shop) == []
