"""A web shop over a bad line: every order arrives exactly once, every state is told, and nothing strange breaks it."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest

from shoppos.base.errors import InvalidInput, Refused, Unavailable
from shoppos.base.secrets import Secrets
from shoppos.online.storefront import Web, storefront, sync
from shoppos.online.woocommerce import OVERLAP, WooCommerce
from shoppos.online.woocommerce_order import mapped, moment
from shoppos.reports.audit import audit
from shoppos.rules.outside_order import told_of
from tests.online.woocommerce_server import KEY, SECRET, WebShop, an_order, serving

TOLD = {"name": "web", "kind": "woocommerce"}
FAULTS = ("500", "503", "429", "drop before", "drop after", "twice", "html")


def front(url, **more):
    return WooCommerce("web", url, KEY, SECRET, sleep=lambda _seconds: None, patience=5.0, **more)


def count(shop, sql):
    return shop.db.row(sql)[0]


def test_orders_come_page_by_page_and_the_cursor_moves_at_the_end(shop):
    web = WebShop()
    for number in range(1, 251):
        web.place(an_order(number))
    with serving(web) as url:
        line = front(url)
        batches = list(line.orders(""))
        assert [len(batch.orders) for batch in batches] == [100, 100, 50]
        assert [batch.cursor for batch in batches] == ["", "", web.orders[250]["date_modified_gmt"]]
        assert len({told.outside_id for batch in batches for told in batch.orders}) == 250
        since = batches[-1].cursor
        web.place(an_order(251))
        found = {told.outside_id for batch in line.orders(since) for told in batch.orders}
        seconds = int(OVERLAP.total_seconds())
        assert "251" in found
        assert len(found) <= seconds + 1
        line.rest()


def test_an_order_that_slips_to_the_page_before_is_not_missed(shop):
    web = WebShop()
    for number in range(1, 202):
        web.place(an_order(number))
    slipped = []

    def slip(page):
        if page == 1 and not slipped:
            slipped.append(web.orders.pop(1))

    web.on_page = slip
    with serving(web) as url:
        found = {told.outside_id for batch in front(url).orders("") for told in batch.orders}
    assert {str(number) for number in range(2, 202)} <= found


@pytest.mark.slow
def test_a_hundred_orders_over_a_bad_line_arrive_exactly_once_and_are_told_exactly_once(shop):
    web = WebShop(rate=0.3, kinds=FAULTS)
    shop.stock.move("1001", 1_000_000, "Delivery")
    shop.stock.move("1002", 1_000_000, "Delivery")
    for number in range(1, 101):
        web.place(an_order(number, status="on-hold"))
    with serving(web) as url:
        rounds = 0
        while rounds < 60 and (not rounds or shop.receiving.owed("web") or not shop.receiving.cursor("web")):
            done = sync(front(url), shop.receiving, TOLD)
            rounds += 1
            assert done.waits == 0
        for (order_id,) in shop.db.rows("SELECT id FROM orders ORDER BY number LIMIT 20"):
            shop.dispatching.dispatch(order_id, courier="Delhivery", awb=f"DL{order_id.hex()[-10:]}", sure=True)
        while rounds < 120 and shop.receiving.owed("web"):
            sync(front(url), shop.receiving, TOLD)
            rounds += 1
    assert sum(web.faults[kind] for kind in FAULTS) > 50
    assert set(FAULTS) <= set(web.faults)
    assert count(shop, "SELECT count(*) FROM orders") == 100
    assert (
        count(shop, "SELECT count(DISTINCT outside_id) FROM orders WHERE state IN ('confirmed', 'dispatched')") == 100
    )
    assert {order["status"] for order in web.orders.values()} == {"processing"}
    sent = [note["note"] for notes in web.notes.values() for note in notes]
    assert len(sent) == len(set(sent)) == 20  # once each, though lines were cut after they had arrived
    assert web.notes
    assert all(note["customer_note"] for notes in web.notes.values() for note in notes)
    assert audit(shop.db, lambda _done, _all: None, 5).agrees


def test_over_a_good_line_each_state_is_told_once(shop):
    web = WebShop()
    for number in range(1, 6):
        web.place(an_order(number, status="on-hold"))
    with serving(web) as url:
        for _round in range(4):
            done = sync(front(url), shop.receiving, TOLD)
    assert done.orders == {"same": 5}
    assert Counter(number for number, _told in web.puts) == dict.fromkeys(range(1, 6), 1)


def test_a_bug_at_one_order_holds_up_no_other_and_loses_none(shop, monkeypatch):
    web = WebShop()
    for number in (1, 2, 3):
        web.place(an_order(number))
    take = shop.receiving.taking.take

    def stumbles(tx, source, order, *more):
        if order.outside_id == "2":
            raise ZeroDivisionError
        return take(tx, source, order, *more)

    monkeypatch.setattr(shop.receiving.taking, "take", stumbles)
    with serving(web) as url:
        done = sync(front(url), shop.receiving, TOLD)
        assert (done.orders, len(done.trouble), shop.receiving.cursor("web")) == ({"new": 2}, 1, "")
        monkeypatch.undo()
        assert sync(front(url), shop.receiving, TOLD).orders == {"same": 2, "new": 1}


def test_a_slow_answer_is_not_waited_for_and_does_no_harm(shop):
    web = WebShop(rate=1.0, kinds=("slow",))
    web.place(an_order(1))
    with serving(web) as url:
        slow = WooCommerce("web", url, KEY, SECRET, sleep=lambda _s: None, patience=0.1)
        begun = time.monotonic()
        done = sync(slow, shop.receiving, TOLD)
        assert time.monotonic() - begun < 20
        assert "does not answer" in done.trouble[0]
        web.rate = 0.0
        assert sync(front(url), shop.receiving, TOLD).orders == {"new": 1}


def test_who_asks_to_wait_is_left_alone(shop):
    slept = []
    with serving(WebShop(rate=1.0, kinds=("429",))) as url:
        line = WooCommerce("web", url, KEY, SECRET, sleep=slept.append, patience=5.0)
        with pytest.raises(Unavailable, match="429"):
            list(line.orders(""))
    assert len(slept) == 5


def test_nobody_there_is_told_in_a_sentence(shop):
    done = sync(front("http://127.0.0.1:9"), shop.receiving, TOLD)
    assert "does not answer now" in done.trouble[0]
    assert done.after is not None


def test_a_wrong_key_is_told_and_a_plain_address_is_refused(shop):
    with serving(WebShop()) as url:
        wrong = WooCommerce("web", url, KEY, "other", sleep=lambda _s: None)
        assert "does not accept the key" in sync(wrong, shop.receiving, TOLD).trouble[0]
    for url in ("http://shop.example.in", "ftp://x", "x"):
        with pytest.raises(Refused, match="https"):
            front(url).test()


def test_a_line_comes_to_what_was_agreed_and_its_wishes_become_a_note(shop):
    web = WebShop()
    web.place(an_order(7))
    with serving(web) as url:
        sync(front(url), shop.receiving, TOLD)
    view = shop.orders.view(shop.db.row("SELECT order_id FROM outside_order")[0])
    assert [(line.code, line.amount, line.note) for line in view.sale.lines] == [
        ("1001", 14500, "Gift wrap: red"), ("1002", 2000, ""),
    ]  # fmt: skip
    assert (view.payable, view.pay_by, view.card.address) == (20500, "cod", "7 Lake View Road, Flat 4, Pune")


@pytest.mark.parametrize(
    ("more", "pay_by", "paid"),
    [
        ({"payment_method": "razorpay", "payment_method_title": "UPI"}, "upi", 20500),
        ({"payment_method": "stripe", "payment_method_title": "Stripe"}, "card", 20500),
        ({"payment_method": "payu", "payment_method_title": "Netbanking"}, "netbanking", 20500),
    ],
)
def test_how_it_was_paid_online_is_kept_with_its_reference(shop, more, pay_by, paid):
    web = WebShop()
    web.place(an_order(7, date_paid="2026-05-03T10:00:00", transaction_id="pay_29QQoUBi66xm2f", **more))
    with serving(web) as url:
        sync(front(url), shop.receiving, TOLD)
    order_id = shop.db.row("SELECT order_id FROM outside_order")[0]
    assert (shop.orders.view(order_id).pay_by, shop.advances.paid(order_id).taken) == (pay_by, paid)
    assert bool(shop.advances.claimed(order_id)) == (paid > 0), "what a web shop says is claimed, however it was paid"


def test_fees_and_pick_up_and_statuses_are_read():
    fees = [{"total": "10", "total_tax": "1.80"}, {"total": "-5", "total_tax": "0"}]
    told = told_of(mapped(an_order(1, fee_lines=fees, total="211.80", shipping_lines=[{"method_id": "local_pickup"}])))
    assert told.order is not None
    assert (told.order.shipping, told.order.discount, told.order.way) == (5180, 500, "pickup")
    for status, state in (("pending", "unpaid"), ("refunded", "cancelled"), ("completed", "done"), ("packing", "open")):
        order = told_of(mapped(an_order(1, status=status))).order
        assert order is not None
        assert order.state == state


def test_a_moment_is_one_or_none():
    assert moment("2017-03-22T16:28:02") is not None
    assert moment("yesterday") is moment(None) is moment(7) is None


HOSTILE = [
    {"line_items": [{"sku": "1001", "quantity": 1, "total": "1", "total_tax": "0"}] * 10_000},
    {"line_items": None},
    {"line_items": "none"},
    {"line_items": [None, 7]},
    {"line_items": [{"sku": ["1001"], "quantity": {}, "total": {}, "total_tax": []}]},
    {"line_items": [{"sku": "1001", "quantity": 10**60, "total": "1e400"}]},
    {"billing": None, "shipping": 7},
    {"billing": {"first_name": 1, "phone": {}}},
    {"total": {"INR": 1}},
    {"total": "-99999999999999999999999"},
    {"shipping_total": "NaN"},
    {"currency": "USD"},
    {"status": {"a": 1}},
    {"customer_note": "\x1b[2J" * 100, "line_items": []},
]


@pytest.mark.parametrize("more", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_orders_wait_with_a_sentence_and_the_next_goes_on(shop, more):
    web = WebShop()
    web.place(an_order(1, **more))
    web.place(an_order(2))
    with serving(web) as url:
        done = sync(front(url), shop.receiving, TOLD)
    assert done.orders == {"waiting": 1, "new": 1}
    reason = shop.db.row("SELECT reason FROM outside_order WHERE outside_id = '1'")[0]
    assert reason
    assert reason.isprintable()


@pytest.mark.parametrize(
    ("raw", "troubled"),
    [(b"[" * 100_000, True), (b'[{"id": ' + b"9" * 5000 + b"}]", True), (b"[null, 7, {}]", True),
     (b'[{"id": {}}]', True), (b"{}", True), (b"\xff\xfe", True), (b"", True),
     (b'[{"id": 1e999, "total": 1.5}]', False)],
)  # fmt: skip
def test_answers_that_are_no_orders_break_nothing(shop, raw, troubled):
    web = WebShop()
    web.raw = raw
    with serving(web) as url:
        done = sync(front(url), shop.receiving, TOLD)
    assert bool(done.trouble) is troubled
    assert done.orders == ({} if troubled else {"waiting": 1})
    assert count(shop, "SELECT count(*) FROM orders") == 0


def test_stock_is_put_where_it_differs_a_hundred_at_a_time(shop):
    web = WebShop()
    for number in range(1, 251):
        web.products.append({"id": number, "sku": f"S{number}", "type": "simple", "stock_quantity": None})
    web.products[0] |= {"type": "variation", "parent_id": 900}
    for number in range(1, 251):
        shop.receiving.map("web", f"S{number}", shop.catalogue.find_code("1001").product_id)
    known = {}
    told = {**TOLD, "stock": "mapped"}
    with serving(web) as url:
        assert sync(front(url), shop.receiving, told, known).stock == 250
        assert {one["stock_quantity"] for one in web.products} == {50}
        assert ("products/900/variations", [{"id": 1, "manage_stock": True, "stock_quantity": 50}]) in web.batches
        asked = sum(web.asked.values())
        assert sync(front(url), shop.receiving, told, known).stock == 0
        assert sum(web.asked.values()) == asked + 1  # only the orders were asked for
        assert sync(front(url), shop.receiving, told, {}).stock == 0  # it looks before it puts
        web.place(an_order(1))
        assert sync(front(url), shop.receiving, told, known).stock == 250
        assert {one["stock_quantity"] for one in web.products} == {49}


def test_an_order_that_is_gone_there_is_told_no_more(shop):
    web = WebShop()
    web.place(an_order(1, status="on-hold"))
    with serving(web) as url:
        line = front(url)
        for batch in line.orders(""):
            for told in batch.orders:
                shop.receiving.receive("web", told)
        web.orders.clear()
        done = sync(line, shop.receiving, TOLD)
        assert "No route was found" in done.trouble[0]
        assert sync(line, shop.receiving, TOLD).trouble == []


def test_the_key_comes_from_where_secrets_are_kept(shop, folder):
    secrets = Secrets(folder, lambda: None)
    told = {**TOLD, "url": "https://shop.example.in"}
    with pytest.raises(Refused, match="key of web shop"):
        storefront(told, secrets)
    secrets.set("web.web.key", KEY)
    secrets.set("web.web.secret", SECRET)
    assert storefront(told, secrets).name == "web"
    with pytest.raises(InvalidInput, match="no kind"):
        storefront({"kind": "shopify"}, secrets)


def test_a_worker_listens_to_all_and_tells_what_is_new(shop, folder):
    web, heard = WebShop(), []
    web.place(an_order(1))
    secrets = Secrets(folder, lambda: None)
    secrets.set("web.web.key", KEY)
    secrets.set("web.web.secret", SECRET)
    with serving(web) as url:
        shop.settings.set("web", [{**TOLD, "url": url}, {"name": "gone", "kind": "folder", "path": str(folder / "no")}])
        worker = Web(shop.db, shop.receiving, folder, secrets, lambda *said: heard.append(said))
        assert worker.work() >= 60
        assert heard[0] == ("1 new order of web.", "good")
        assert (heard[1][1], "cannot be read" in heard[1][0]) == ("warn", True)
        worker.work()
        assert len(heard) == 2  # the same trouble is told once
        assert [one.source for one in worker.once("web")] == ["web"]


def test_the_stock_is_looked_at_when_it_may_have_changed(shop, folder, monkeypatch):
    secrets = Secrets(folder, lambda: None)
    shop.settings.set("web", [{"name": "inbox", "kind": "folder", "path": str(folder), "stock": "all"}])
    looked = []
    stock = shop.receiving.stock
    monkeypatch.setattr(
        shop.receiving,
        "stock",
        lambda source, *, everything: looked.append(source) or stock(source, everything=everything),
    )
    worker = Web(shop.db, shop.receiving, folder, secrets)
    shop.db.committed.connect(worker.heard)
    for _round in range(3):
        worker.work()
    assert len(looked) == 1
    shop.stock.move("1001", 1000, "Found")
    worker.work()
    worker.work()
    assert len(looked) == 2
    for _round in range(10):
        worker.work()
    assert len(looked) == 3  # another program may have sold something


KILLED = """
import pathlib
import sys
import shoppos.shop
from shoppos.online.storefront import sync
from shoppos.online.woocommerce import WooCommerce
shop = shoppos.shop.Shop.open(pathlib.Path(sys.argv[1]))
sync(WooCommerce("web", sys.argv[2], "ck_test", "cs_test"), shop.receiving, {"name": "web"})
"""


@pytest.mark.slow
def test_killed_in_the_middle_nothing_is_lost_and_nothing_doubled(shop, folder):
    for code in ("1001", "1002"):
        shop.stock.move(code, 1_000_000, "Delivery")
    web = WebShop()
    for number in range(1, 151):
        web.place(an_order(number, status="on-hold", date_paid="2026-05-03T10:00:00", payment_method="stripe"))
    with serving(web) as url:
        for kill in range(3):
            child = subprocess.Popen([sys.executable, "-c", KILLED, str(folder), url], env=os.environ)
            while count(shop, "SELECT count(*) FROM orders") < 15 + 30 * kill:
                assert child.poll() is None
                time.sleep(0.01)
            child.send_signal(signal.SIGKILL)
            child.wait()
        assert 0 < count(shop, "SELECT count(*) FROM orders") < 150
        assert shop.receiving.cursor("web") == ""
        sync(front(url), shop.receiving, TOLD)
    assert count(shop, "SELECT count(*) FROM orders") == 150
    assert count(shop, "SELECT count(DISTINCT outside_id) FROM orders WHERE state = 'confirmed'") == 150
    assert count(shop, "SELECT count(*) FROM advance") == 150
    assert {order["status"] for order in web.orders.values()} == {"processing"}
    assert audit(shop.db, lambda _done, _all: None, 5).agrees
