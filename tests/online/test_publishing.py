"""Publishing: each order's page says what is true, is put once, survives a bad line, and goes when it is over."""

import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from shoppos.base.errors import Unavailable
from shoppos.online.places import Place
from shoppos.online.publishing import IN_VAIN, PASSWORD, Publisher, place_of
from shoppos.online.tracking import page_fault
from shoppos.reports import slip
from shoppos.reports.tracking import file_name
from shoppos.rules.tracking import Tracking, told, unpack
from shoppos.shop import Shop
from shoppos.shop.payments import Tender
from tests.base.signatures import signed_by
from tests.online import sftp_server
from tests.online.webdav_server import PASSWORD as WORD
from tests.online.webdav_server import USER, webdav
from tests.plans import overheard
from tests.shop.order_taking import confirmed

PAGE = "https://sharmakirana.example.in/track/index.html"
DAY = 86_400_000


@pytest.fixture
def web(tmp_path: Path) -> Path:
    return tmp_path / "web"


@pytest.fixture
def tracked(shop: Shop, web: Path) -> Shop:
    """A shop that publishes into a folder."""
    shop.tracking.key()
    shop.tracking.choose(page=PAGE, publish=str(web))
    return shop


@pytest.fixture
def publisher(tracked: Shop) -> Publisher:
    return publisher_of(tracked)


def publisher_of(shop: Shop, news=lambda _why: None) -> Publisher:
    folder = shop.db.path.parent
    return Publisher(shop.published, folder, lambda: place_of(shop.db, shop.messages.secrets), news)


def name_of(shop: Shop, order_id: bytes) -> str:
    return file_name(shop.db.row("SELECT token FROM orders WHERE id = ?", (order_id,))[0])


def says(shop: Shop, folder: Path, order_id: bytes) -> Tracking:
    """What the page of an order says that lies there now."""
    text = (folder / name_of(shop, order_id)).read_text("utf-8")
    packed = text.split('"state":"')[-1].split('"')[0]
    return unpack(packed, lambda data, signature: signed_by(shop.tracking.chosen().key, data, signature))


def test_a_confirmed_order_gets_a_page_under_a_name_that_nobody_can_guess(tracked, publisher, web):
    draft = tracked.orders.begin(phone="9898989898").id
    tracked.orders.enter(draft, "1001")
    order = confirmed(tracked, "1001")
    assert publisher.work() is not None
    assert {path.name for path in web.iterdir()} == {"index.html", name_of(tracked, order)}
    assert says(tracked, web, order).state == "confirmed"
    assert len(name_of(tracked, order)) == 21
    assert "O00002" not in name_of(tracked, order)


def test_pages_go_by_sftp_to_the_computer_that_is_known_and_to_no_other(tracked, tmp_path):
    secrets = tracked.messages.secrets
    with sftp_server.sftp(tmp_path / "sftp") as (address, _key):
        tracked.tracking.choose(page=PAGE, publish=address, user=sftp_server.USER)
        secrets.set(PASSWORD, sftp_server.PASSWORD)
        confirmed(tracked, "1001")
        place = place_of(tracked.db, secrets)
        assert publisher_of(tracked).round(place).put == 1
        place.close()
        assert len(list((tmp_path / "sftp" / "reports").iterdir())) == 2, "the page of the order, and the shell"
    with sftp_server.sftp(tmp_path / "wrong", port=urlsplit(address).port):
        done = publisher_of(tracked).round(place_of(tracked.db, secrets))
    assert "another computer answers" in done.why


def test_its_link_is_short_from_then_on(tracked, publisher):
    order = confirmed(tracked, "1001")
    assert tracked.tracking.link(order).startswith(f"{PAGE}#1.")
    publisher.work()
    link = tracked.tracking.link(order)
    assert link == f"https://sharmakirana.example.in/track/{name_of(tracked, order)}"
    assert len(link) < 70


def test_a_page_is_put_anew_when_what_it_says_has_changed_and_only_then(tracked, publisher, web):
    order, other = confirmed(tracked, "1001"), confirmed(tracked, "1002", phone="9898989898")
    place = place_of(tracked.db, tracked.messages.secrets)
    assert publisher.round(place).put == 2
    assert publisher.round(place).put == 0
    tracked.advances.take(order, Tender("cash", 5_000))
    assert publisher.round(place).put == 1
    assert says(tracked, web, order).due == 10_000
    tracked.dispatching.dispatch(order, courier="Delhivery", awb="1234567890123")
    assert publisher.round(place).put == 1
    assert says(tracked, web, order).parcels[0].awb == "1234567890123"
    assert publisher_of(tracked).round(place).put == 0, "another program finds all of it done"
    tracked.settings.set_profile(phone="9876500000")
    assert publisher.round(place).put == 2
    assert says(tracked, web, other).phone == "9876500000"


def test_the_page_of_an_order_that_is_over_is_taken_down_after_its_days(tracked, publisher, web):
    order = confirmed(tracked, "1001")
    tracked.dispatching.dispatch(order, carrier="Ravi")
    (parcel,) = (row[0] for row in tracked.db.rows("SELECT id FROM parcel"))
    tracked.dispatching.deliver(parcel, tenders=[Tender("cash", 15_000)])
    place = place_of(tracked.db, tracked.messages.secrets)
    publisher.round(place)
    assert says(tracked, web, order).state == "delivered"
    real = tracked.db.clock.ms
    tracked.db.clock.ms = lambda: real() + 31 * DAY
    done = publisher.round(place)
    assert (done.down, done.put, done.failed) == (1, 0, 0)
    assert [path.name for path in web.iterdir()] == ["index.html"]
    assert publisher.round(place).down == 0
    assert tracked.published.counted() == 0
    assert tracked.tracking.link(order).startswith(f"{PAGE}#1.")


def test_a_person_who_is_erased_is_on_no_page_any_more(tracked, publisher, web):
    order = confirmed(tracked, "1001")
    tracked.dispatching.dispatch(order, carrier="Ravi")
    (parcel,) = (row[0] for row in tracked.db.rows("SELECT id FROM parcel"))
    tracked.dispatching.deliver(parcel, tenders=[Tender("cash", 15_000)])
    publisher.work()
    assert says(tracked, web, order).first_name == "Asha"
    tracked.privacy.erase(tracked.orders.view(order).customer.id)
    publisher.work()
    assert says(tracked, web, order).first_name == ""


def broken_place(web: Path, chance, share: int = 30) -> Place:
    """A folder on a bad disk: of a hundred acts so many fail, before or after they are done, or write half."""
    place = Place(str(web))
    put, get, remove = place.put, place.get, place.remove

    def sick(act, *words):
        if chance.randrange(100) < share:
            if chance.randrange(2) and len(words) == 2:
                put(words[0], words[1][: len(words[1]) // 2])
                return None
            if chance.randrange(2):
                act(*words)
            raise Unavailable("The line is bad.")
        return act(*words)

    place.put = lambda name, data: sick(put, name, data)
    place.get = lambda name: sick(get, name)
    place.remove = lambda name: sick(remove, name)
    return place


def test_on_a_bad_disk_every_page_is_right_in_the_end(tracked, publisher, web):
    from random import Random

    orders = [confirmed(tracked, "1002", phone=f"98123456{n:02}") for n in range(12)]
    place = broken_place(web, Random(11))
    rounds = 0
    while (done := publisher.round(place)).failed or done.put:
        rounds += 1
        assert rounds < 100
    assert rounds > 1
    assert {says(tracked, web, order).state for order in orders} == {"confirmed"}
    assert tracked.published.errors() == []
    assert tracked.published.counted() == 12
    names = {path.name for path in web.iterdir()}
    assert len(names) == 1 + len(orders) > 1
    assert names == {"index.html"} | {name_of(tracked, order) for order in orders}
    assert all(path.read_text("utf-8").endswith("</html>\n") for path in web.iterdir())


def test_on_a_bad_line_every_page_is_right_in_the_end(tracked, tmp_path):
    orders = [confirmed(tracked, "1002", phone=f"98123456{n:02}") for n in range(8)]
    with webdav(tmp_path / "dav") as dav:
        tracked.tracking.choose(publish=dav.address, user=USER)
        tracked.messages.secrets.set(PASSWORD, WORD)
        publisher, place = publisher_of(tracked), place_of(tracked.db, tracked.messages.secrets)
        dav.faults, failed = 30, 0
        for _round in range(60):
            done = publisher.round(place)
            failed += done.failed
            if not done.failed and not done.put:
                break
        assert failed > 0, "the line was good by chance"
        assert {says(tracked, dav.folder, order).state for order in orders} == {"confirmed"}
        assert tracked.published.errors() == []
        dav.asked.clear()
        assert publisher.round(place).put == 0
        assert dav.asked == [], "nothing changed, nothing is asked"


def test_a_place_that_is_away_is_left_alone_and_said_once(tracked, web):
    orders = [confirmed(tracked, "1002", phone=f"98123456{n:02}") for n in range(6)]
    heard = []
    web.write_text("a file where the folder should be")
    publisher = publisher_of(tracked, heard.append)
    first = publisher.work()
    publisher.work()
    assert 0 <= first <= 4
    assert len(heard) == 1
    assert len(tracked.published.errors()) <= IN_VAIN
    assert tracked.published.errors()
    assert all(why for _number, why in tracked.published.errors())
    assert tracked.tracking.link(orders[0]).startswith(f"{PAGE}#1."), "what lies nowhere is not linked to"
    web.unlink()
    assert publisher.work() == 60.0
    assert heard[1:] == [""]
    assert tracked.published.errors() == []
    assert tracked.published.counted() == 6


def test_pauses_grow_and_end(tracked):
    publisher = Publisher(tracked.published, tracked.db.path.parent, lambda: None, chance=lambda _low, high: high)
    found = []
    for tries in range(14):
        publisher._tries = tries
        found.append(publisher.pause())
    assert found[:4] == [2.0, 4.0, 8.0, 16.0]
    assert found[-1] == 900.0


def test_nothing_is_published_where_nobody_asked(shop):
    confirmed(shop, "1001")
    assert publisher_of(shop).work() is None


def test_of_two_programs_one_publishes(tracked, publisher):
    confirmed(tracked, "1001")
    other = publisher_of(tracked)
    other._lock.take(signed=False)
    assert publisher.work() == 30.0
    other._lock.release()
    assert publisher.work() == 60.0


def test_started_it_puts_a_page_soon_after_the_act(tracked, publisher, web):
    tracked.db.committed.connect(publisher.heard)
    publisher.start()
    try:
        order = confirmed(tracked, "1001")
        until = time.monotonic() + 20
        while not (web / name_of(tracked, order)).exists() and time.monotonic() < until:
            time.sleep(0.02)
        assert says(tracked, web, order).state == "confirmed"
    finally:
        assert publisher.stop()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_words) -> None:
        """Say nothing."""


def test_the_page_is_looked_at_as_a_stranger_sees_it(tracked, publisher, web):
    publisher.work()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(web)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    where, key = f"http://127.0.0.1:{server.server_port}", tracked.tracking.chosen().key
    try:
        assert page_fault(f"{where}/index.html", key) == ""
        assert "another key" in page_fault(f"{where}/index.html", "AAAA")
        assert "404" in page_fault(f"{where}/nothing.html", key)
        (web / "other.html").write_text("<html>")
        assert "another page" in page_fault(f"{where}/other.html", key)
    finally:
        server.shutdown()
        server.server_close()
    assert "cannot be opened" in page_fault(f"{where}/index.html", key)


def test_the_slip_of_an_order_leads_to_its_page_once_it_lies_there(tracked, publisher):
    order = confirmed(tracked, "1001")
    assert slip.load_by_id(tracked.db, order).link == ""
    publisher.work()
    assert slip.load_by_id(tracked.db, order).link == tracked.tracking.link(order)


def test_what_many_pages_must_say_is_asked_with_few_questions_and_no_reading_of_all_bills(tracked, monkeypatch):
    def order(number: int) -> bytes:
        made = confirmed(tracked, "2*1001", "1002", phone=f"98123456{number:02d}")
        if number % 2:
            parcel = tracked.dispatching.dispatch(made, carrier="Ravi").parcel_id
            if number % 3 == 0:
                tracked.dispatching.deliver(parcel, refused={1: 1000}, tenders=[Tender("upi")])
        return made

    made = [order(number) for number in range(4)]
    with overheard(tracked, monkeypatch) as few:
        tracked.published.due()
    made += [order(number) for number in range(4, 12)]
    with overheard(tracked, monkeypatch) as many:
        due = tracked.published.due()
    priced = sum("sale_line" in sql and "l.line" in sql for sql, _values in many)
    assert len(many) - len(few) <= 8 * 4, "only what is in the shop still is priced one by one"
    assert priced
    bills = [
        how for sql, values in many for *_ids, how in tracked.db.rows(f"EXPLAIN QUERY PLAN {sql}", values)
        if "sale_customer" in how
    ]  # fmt: skip
    assert bills == [], "which bills have a customer is not asked of all there are"
    assert {one.order_id for one in due} == set(made)
    for order_id, state in tracked.tracking.states(made):
        assert told(state) == told(tracked.tracking.state(order_id))
    assert dict(tracked.tracking.states([*made, b"none"])).keys() == set(made)


def test_what_an_open_sale_comes_to_is_what_is_shown_of_it(tracked):
    order = confirmed(tracked, "2*1001", "1002", shipping=33_00)
    sale = tracked.orders.view(order).sale
    assert tracked.sales.payable(sale.id) == sale.payable == 343_00
