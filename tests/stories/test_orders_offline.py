"""Three days without the internet: the shop goes on; with the line back all goes out once, and by day."""

from collections import Counter
from pathlib import Path

import pytest

from shoppos.online.outbox import Outbox, accounts
from shoppos.online.publishing import PASSWORD as PLACE_PASSWORD
from shoppos.online.publishing import Publisher, place_of
from shoppos.online.smtp import PASSWORD
from shoppos.online.storefront import sync
from shoppos.online.woocommerce import WooCommerce
from shoppos.shop import Shop
from shoppos.shop.payments import Tender
from tests.online import mail_server, webdav_server, woocommerce_server
from tests.online.certificates import Authority
from tests.online.gateways import SmsGateway, serving
from tests.stories.clocks import SetClock
from tests.stories.line import lines
from tests.stories.order_shop import ANIL, ASHA, SURF, opened
from tests.stories.plain_orders import wrong_with

TOLD = {"name": "web", "kind": "woocommerce"}


@pytest.fixture
def clock() -> SetClock:
    return SetClock("2026-11-23 10:00")


@pytest.fixture
def shop(folder: Path, clock: SetClock):
    shop = opened(folder, clock)
    yield shop
    shop.close()


def states(shop: Shop) -> Counter[str]:
    return Counter(row[0] for row in shop.db.rows("SELECT state FROM message"))


def accounts_of(shop: Shop, mail: int, sms: int, place: int) -> None:
    """The shop's accounts: mail, SMS and a place for its pages, each at the end of a line."""
    secrets = shop.messages.secrets
    secrets.set(PASSWORD, "right")
    secrets.set(PLACE_PASSWORD, webdav_server.PASSWORD)
    shop.settings.set("mail", {"host": "127.0.0.1", "port": mail, "security": "starttls", "user": "shop@example.in"})
    shop.settings.set("sms", {
        "url": f"http://127.0.0.1:{sms}", "form": "json", "body": {"id": "{id}", "to": "{to}", "text": "{text}"},
        "good": {"field": "type", "is": "success"}, "reference": "message", "error": "message",
    })  # fmt: skip
    shop.settings.set("messages", {"channels": ["email", "sms"]})
    shop.tracking.key()
    shop.tracking.choose(
        page="https://sharma.example.in/t/index.html", publish=f"webdav://127.0.0.1:{place}", user=webdav_server.USER
    )


def programs(shop: Shop, port: int) -> tuple[Outbox, Publisher, WooCommerce]:
    """What sends, what publishes, and what listens to the web shop at that port."""
    outbox = Outbox(
        shop.messages, shop.db.clock, shop.db.path.parent, lambda: accounts(shop.db, shop.messages.secrets),
        chance=lambda _low, high: high,
    )  # fmt: skip
    publisher = Publisher(shop.published, shop.db.path.parent, lambda: place_of(shop.db, shop.messages.secrets))
    front = WooCommerce(
        "web", f"http://127.0.0.1:{port}", woocommerce_server.KEY, woocommerce_server.SECRET,
        sleep=lambda _seconds: None,
    )  # fmt: skip
    return outbox, publisher, front


def three_days(
    shop: Shop, clock: SetClock, web, outbox: Outbox, publisher: Publisher, front: WooCommerce
) -> list[bytes]:
    """Orders of three days, and nobody is reached."""
    # For three days nothing goes out; orders are taken, sent and paid as on any day.
    orders: list[bytes] = []
    for day in range(3):
        for phone in (ASHA, ANIL):
            order = shop.orders.begin(phone=phone).id
            shop.orders.enter(order, SURF)
            shop.orders.set(order, pay_by="cod")
            shop.orders.confirm(order, sure=True)
            orders.append(order)
        web.place(woocommerce_server.an_order(day + 1))
        for _look in range(6):
            outbox.work()
            publisher.work()
            assert "does not answer" in sync(front, shop.receiving, TOLD).trouble[0]
            clock.go_on(hours=3)
        shop.dispatching.dispatch(orders[2 * day], carrier="Ravi", sure=True)
        clock.go_on(hours=6)
    return orders


def each_told_once(box: mail_server.Postbox, gateway: SmsGateway) -> None:
    """Of each order its customer heard once, by mail or by SMS."""
    for number in range(1, 11):
        said = [mail for mail in box.mails if f"O{number:05}" in mail.get_body(("plain",)).get_content()]
        heard = [body for _how, _path, _head, body in gateway.asked if f"O{number:05}" in str(body)]
        assert len(said) + len(heard) == 1, f"order {number} was told of {len(said)} times by mail, {heard} by SMS"


def test_three_days_offline_then_all_goes_out_once(
    shop: Shop, clock: SetClock, tmp_path: Path, monkeypatch
):  # fmt: skip
    authority = Authority.made(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    web, box, gateway = woocommerce_server.WebShop(), mail_server.Postbox(), SmsGateway()
    with (
        lines(4) as (mail_line, sms_line, place_line, web_line),
        mail_server.serving(box, authority.server()) as mail, serving(gateway),
        webdav_server.webdav(tmp_path / "dav") as dav, woocommerce_server.serving(web) as web_url,
    ):  # fmt: skip
        accounts_of(shop, mail_line.port, sms_line.port, place_line.port)
        outbox, publisher, front = programs(shop, web_line.port)

        # For three days nothing goes out.
        orders = three_days(shop, clock, web, outbox, publisher, front)
        assert (box.mails, gateway.asked, dav.asked, web.asked) == ([], [], [], Counter())
        assert states(shop) == {"owed": 6, "cancelled": 3}  # what was overtaken is never said
        assert shop.published.counted() == 0
        assert shop.db.row("SELECT count(*) FROM orders") == (6,)

        # At ten in the evening of the third day the line is back: pages and web orders go at once, no telephone rings.
        clock.set("2026-11-26 22:00")
        for line, port in (
            (mail_line, mail.port), (sms_line, int(gateway.url.rsplit(":", 1)[1])),
            (place_line, int(dav.address.rsplit(":", 1)[1])), (web_line, int(web_url.rsplit(":", 1)[1])),
        ):  # fmt: skip
            line.up(port)
        order = shop.orders.begin(phone=ASHA).id
        shop.orders.enter(order, SURF)
        shop.orders.confirm(order, sure=True)
        listened = sync(front, shop.receiving, TOLD)
        assert (listened.orders, listened.trouble) == ({"new": 3}, [])
        assert sync(front, shop.receiving, TOLD).orders == {"same": 3}
        publisher.round(place_of(shop.db, shop.messages.secrets))
        pages = sorted(path.name for path in dav.folder.iterdir())
        assert len(pages) == 1 + 7 + 3  # the shop's own, and one for each order
        evening = states(shop)
        outbox.work()
        assert (box.mails, gateway.asked) == ([], []), "all that is owed waits for the morning"

        # In the morning all goes, each once, however often it is looked again.
        clock.set("2026-11-27 09:00")
        for _look in range(5):
            outbox.work()
            publisher.work()
            clock.go_on(hours=1)
        assert states(shop) == {"sent": evening["owed"], "cancelled": evening["cancelled"]}
        assert set(box.copies.values()) == {1}
        assert set(gateway.taken.values()) == {1}
        assert len(box.mails) + len(gateway.taken) == states(shop)["sent"]
        each_told_once(box, gateway)

    # And the goods of those days are where they should be.
    for number in range(3):
        shop.dispatching.deliver(shop.orders.view(orders[2 * number]).parcels[0].id, tenders=[Tender("cash")])
    assert wrong_with(shop) == []
