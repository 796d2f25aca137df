"""The link of an order: what it says at each step, that nothing else stands in it, and when there is none."""

import json
from pathlib import Path

import pytest

from shoppos.base.errors import InvalidInput, Refused
from shoppos.base.secrets import Secrets
from shoppos.reports.audit import audit
from shoppos.reports.tracking import key_of
from shoppos.rules import upi
from shoppos.rules.tracking import Tracking, unpack
from shoppos.shop import Shop
from shoppos.shop.payments import Tender
from tests.base.signatures import signed_by
from tests.shop.order_taking import ADDRESS, PHONE, confirmed

PAGE = "https://sharmakirana.example.in/track/index.html"


@pytest.fixture
def tracked(shop: Shop, tmp_path: Path) -> Shop:
    """A shop whose page lies on the web."""
    shop.tracking.export(tmp_path / "web")
    shop.tracking.choose(page=PAGE)
    return shop


def read(shop: Shop, link: str) -> Tracking:
    page, _hash, packed = link.partition("#")
    assert page == PAGE
    return unpack(packed, lambda data, signature: signed_by(shop.tracking.chosen().key, data, signature))


def test_a_link_says_where_an_order_stands_and_nothing_of_its_address(tracked: Shop):
    order = confirmed(tracked, "2*1001", "1002", promised=20991224)
    link = tracked.tracking.link(order)
    state = read(tracked, link)
    assert state.number == tracked.orders.view(order).number
    assert (state.state, state.items, state.promised) == ("confirmed", 2, 20991224)
    assert (state.first_name, state.town) == ("Asha", "Pune")
    assert (state.due, state.door) == (31000, 31000)
    assert [step for step, _at in state.steps] == ["taken", "confirmed"]
    everything = repr(state)
    for private in ("Kulkarni", PHONE, "Lake View", ADDRESS, "411004", "Surf"):
        assert private not in everything


def test_it_follows_the_parcel_and_the_money(tracked: Shop):
    order = confirmed(tracked, "2*1001")
    tracked.advances.take(order, Tender("cash", 10_000))
    before = tracked.tracking.state(order)
    assert (before.due, before.attempt[-2:]) == (20_000, "P2")
    tracked.dispatching.pack_all(order)
    sent = tracked.dispatching.dispatch(order, courier="Delhivery", awb="1234567890123")
    state = read(tracked, tracked.tracking.link(order))
    assert state.state == "dispatched"
    assert state.parcels[0].link == "https://www.delhivery.com/track/package/1234567890123"
    assert (state.due, state.door) == (20_000, 20_000)
    tracked.dispatching.deliver(sent.parcel_id, tenders=[Tender("cash", 20_000)])
    done = read(tracked, tracked.tracking.link(order))
    assert (done.state, done.due, done.upi, done.promised) == ("delivered", 0, "", 0)
    assert [step for step, _at in done.steps] == ["taken", "confirmed", "packed", "dispatched", "delivered"]


def test_who_carries_it_is_not_told(tracked: Shop):
    order = confirmed(tracked, "1001")
    tracked.dispatching.dispatch(order, carrier="Ravi Kumar")
    state = tracked.tracking.state(order)
    assert state.parcels[0].way == "own"
    assert "Ravi" not in repr(state)


def test_what_is_not_confirmed_asks_for_no_money(tracked: Shop):
    order = tracked.orders.begin(phone=PHONE).id
    tracked.orders.enter(order, "1001")
    state = tracked.tracking.state(order)
    assert (state.state, state.due, state.upi, state.first_name) == ("taken", 15_000, "", "")


def test_what_is_cancelled_asks_for_none_either(tracked: Shop):
    order = confirmed(tracked, "1001")
    tracked.orders.cancel(order, "not wanted any more")
    state = tracked.tracking.state(order)
    assert (state.state, state.due, state.upi) == ("cancelled", 0, "")


def credited(amount: str, utr: str, note: str) -> str:
    return f"Rs.{amount} credited to HDFC Bank A/c XX1234 on 23-11-26 from VPA asha@upi (UPI {utr}) {note}"


def test_what_is_paid_by_the_button_is_found_at_the_bank_and_no_second_time(tracked: Shop):
    order = confirmed(tracked, "2*1001")
    button = upi.parse(tracked.tracking.state(order).pay_link)
    learned = tracked.bank.paste(credited("300.00", "412345678901", button["tr"]))
    assert (len(learned.matched), learned.open) == (1, 0)
    assert tracked.tracking.state(order).due == 0
    assert tracked.bank.paste(credited("300.00", "412345678902", button["tr"])).open == 1
    assert tracked.orders.view(order).payment == "paid"
    assert audit(tracked.db).faults == ()


def test_what_is_paid_by_the_button_while_the_parcel_is_on_its_way_is_not_asked_for_at_the_door(tracked: Shop):
    order = confirmed(tracked, "2*1001")
    tracked.dispatching.dispatch(order, carrier="Ravi")
    state = tracked.tracking.state(order)
    assert (state.due, state.door) == (30_000, 30_000)
    assert len(tracked.bank.paste(credited("300.00", "412345678901", state.attempt)).matched) == 1
    after = tracked.tracking.state(order)
    assert (after.due, after.door, after.upi) == (0, 0, "")
    assert audit(tracked.db).faults == ()


def test_less_than_the_button_asks_is_for_a_person(tracked: Shop):
    order = confirmed(tracked, "2*1001")
    state = tracked.tracking.state(order)
    assert tracked.bank.paste(credited("200.00", "412345678901", state.attempt)).open == 1
    assert tracked.tracking.state(order).due == 30_000


def test_messages_take_the_link(tracked: Shop):
    order = confirmed(tracked, "1001")
    bodies = [row[0] for row in tracked.db.rows("SELECT body FROM message WHERE doc_id = ?", (order,))]
    assert any(f"{PAGE}#1." in body for body in bodies), bodies


def test_before_there_is_a_page_there_is_no_link_and_nothing_waits_for_it(shop: Shop):
    order = confirmed(shop, "1001")
    assert shop.tracking.link_of(order) == ""
    with pytest.raises(Refused, match="no page for its orders yet"):
        shop.tracking.link(order)


def test_the_page_knows_the_key_that_signs(tracked: Shop, tmp_path: Path):
    text = (tmp_path / "web" / "index.html").read_text("utf-8")
    assert key_of(text) == tracked.tracking.signer.public() == tracked.tracking.chosen().key
    assert len(text.encode()) < 30_000
    tracked.tracking.export(tmp_path / "again")
    assert (tmp_path / "again" / "index.html").read_text("utf-8") == text


def test_a_lost_key_is_not_replaced_behind_anybodys_back(tracked: Shop, tmp_path: Path):
    order = confirmed(tracked, "1001")
    Secrets(tracked.db.path.parent, lambda: None).forget("tracking-key")
    with_key, tracked.tracking.signer._key = tracked.tracking.signer._key, None
    assert with_key is not None
    assert tracked.tracking.link_of(order) == ""
    with pytest.raises(Refused, match="not on this computer"):
        tracked.tracking.export(tmp_path / "web")
    old = tracked.tracking.chosen().key
    tracked.tracking.export(tmp_path / "web", new_key=True)
    assert tracked.tracking.chosen().key != old
    assert read(tracked, tracked.tracking.link(order)).state == "confirmed"


@pytest.mark.parametrize(
    "address", ["http://example.com/t.html", "example.com", "https://", "https://a.b/c#d", "ftp://a/b"]
)
def test_a_page_that_no_browser_would_trust_is_refused(shop: Shop, address):
    with pytest.raises(InvalidInput):
        shop.tracking.choose(page=address)
    assert shop.tracking.chosen().page == ""


@pytest.mark.parametrize(
    ("page", "live", "base"),
    [
        ("https://a.example/track/index.html", "", "https://a.example/track/"),
        ("https://a.example", "", "https://a.example/"),
        ("https://a.example/track/?shop=1", "", "https://a.example/track/"),
        ("https://a.example/t.html", "https://b.example/live", "https://b.example/live/"),
    ],
)
def test_pages_lie_beside_the_page_unless_it_is_said_where(shop: Shop, page, live, base):
    chosen = shop.tracking.choose(page=page, live=live)
    assert chosen.base == base
    assert chosen.key == shop.tracking.signer.public() != ""


def test_the_private_key_stands_in_no_table(tracked: Shop):
    kept = json.loads((tracked.db.path.parent / "secrets.json").read_text())["tracking-key"]
    tracked.db.checkpoint()
    everything = b"".join(path.read_bytes() for path in tracked.db.path.parent.glob("shop.db*"))
    assert kept.encode() not in everything


class SlowStore:
    """A store of the system that has the shop's key; it notes whether the shop's file was held when it was asked."""

    def __init__(self, shop: Shop) -> None:
        filed = Secrets(shop.db.path.parent, lambda: None)
        self.shop = shop
        self.key = filed.get("tracking-key")
        self.asked = list[bool]()
        filed.forget("tracking-key")

    def get_password(self, _service: str, name: str) -> str | None:
        self.asked.append(self.shop.db.raw.in_transaction)
        return self.key if name == "tracking-key" else None


def test_the_systems_store_is_asked_for_the_key_before_an_act_and_never_within(tracked: Shop):
    again = Shop.open(tracked.db.path.parent)
    store = SlowStore(again)
    again.tracking.secrets._find = lambda: store
    again.tracking.secrets._found.clear()
    again.sales.sell(["1001"], [Tender("cash")])
    assert store.asked == [], "the counter waits for no key"
    order = confirmed(again, "2*1001")
    assert store.asked == [False]
    bodies = [row[0] for row in again.db.rows("SELECT body FROM message WHERE doc_id = ?", (order,))]
    assert f"{PAGE}#1." in bodies[0], bodies
    again.close()


def test_a_message_does_not_wait_for_a_key_that_is_not_read_yet(tracked: Shop):
    order = confirmed(tracked, "2*1001")
    again = Shop.open(tracked.db.path.parent)
    with again.db.transaction("price.changed"):
        assert again.tracking.link_of(order) == ""
    assert again.tracking.link_of(order).startswith(f"{PAGE}#1.")
    again.close()


def test_what_a_part_has_come_to_stands_with_its_parcel_and_not_among_the_steps_of_the_whole(tracked: Shop):
    order = confirmed(tracked, "2*1001", "3*1002")
    sent = tracked.dispatching.dispatch(order, lines={1: 2000}, carrier="Ravi")
    told = read(tracked, tracked.tracking.link(order))
    assert told.state == "confirmed"
    assert [kind for kind, _at in told.steps] == ["taken", "confirmed"]
    tracked.dispatching.deliver(sent.parcel_id)
    told = read(tracked, tracked.tracking.link(order))
    assert ([kind for kind, _at in told.steps], told.parcels[0].state) == (["taken", "confirmed"], "delivered")
