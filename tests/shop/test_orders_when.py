"""What is asked before an order is confirmed: doubles, slots, days; and what its customer is told of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shoppos.base.errors import Doubtful, InvalidInput, Refused
from shoppos.shop import Shop
from shoppos.shop.payments import Tender
from shoppos.shop.suppliers import SupplierCard
from tests.shop.order_taken import ANIL, owed, product, stocked, taken
from tests.stories.clocks import SetClock


def test_a_second_order_of_the_same_is_asked_about_once(shop: Shop, order: bytes):
    shop.orders.confirm(order)
    again = shop.orders.begin(phone=ANIL).id
    view = shop.orders.enter(again, "1001").view
    assert "is open still" in view.doubts[0]
    assert view.doubts[0] in view.warnings, "told while taking"
    with pytest.raises(Doubtful, match="is open still"):
        shop.orders.confirm(again)
    assert shop.orders.confirm(again, sure=True).state == "confirmed"
    assert shop.orders.view(again).doubts == ()


def test_the_same_goods_within_hours_are_asked_about(folder: Path):
    clock = SetClock("2026-11-23 10:00")
    shop = stocked(folder, clock)
    shop.sales.sell(["1001", "1003"], [Tender("cash")], customer_phone=ANIL)
    clock.go_on(hours=3)
    order = shop.orders.begin(phone=ANIL, way="pickup").id
    view = shop.orders.enter(order, "1001").view
    assert view.doubts == ("This customer got the same goods with A1/2627/000001 on 23-11-2026 10:00.",)
    assert shop.orders.enter(order, "1002").view.doubts == (), "not the same goods any more"
    shop.orders.remove(order, 2)
    shop.settings.set("order_double_hours", 2)
    assert shop.orders.view(order).doubts == ()
    shop.close()


def test_more_of_it_than_before_is_not_the_same_goods(folder: Path):
    clock = SetClock("2026-11-23 10:00")
    shop = stocked(folder, clock)
    shop.sales.sell(["2*1001", "1003"], [Tender("cash")], customer_phone=ANIL)
    clock.go_on(hours=1)
    order = shop.orders.begin(phone=ANIL, way="pickup").id
    assert shop.orders.enter(order, "2*1001").view.doubts, "all of it was on that bill"
    assert shop.orders.enter(order, "1001").view.doubts == (), "three were not"
    assert shop.orders.confirm(order).state == "confirmed"
    shop.close()


def test_an_order_that_left_in_two_parcels_and_is_asked_for_again_is_the_same_goods(folder: Path):
    clock = SetClock("2026-11-23 10:00")
    shop = stocked(folder, clock)
    order = shop.orders.begin(phone=ANIL, way="pickup").id
    shop.orders.enter(order, "1001")
    shop.orders.enter(order, "1003")
    shop.orders.confirm(order, sure=True)
    shop.dispatching.hand_over(order, lines={1: 1000})
    shop.dispatching.hand_over(order)
    clock.go_on(hours=1)
    again = shop.orders.begin(phone=ANIL, way="pickup").id
    shop.orders.enter(again, "1001")
    assert "the same goods" in shop.orders.enter(again, "1003").view.doubts[0]
    shop.close()


def test_a_delivery_to_nowhere_is_asked_about(shop: Shop):
    order = shop.orders.begin(phone="9898989898").id
    shop.orders.enter(order, "1001")
    with pytest.raises(Doubtful, match="no address"):
        shop.orders.confirm(order)
    assert shop.orders.set(order, way="pickup").doubts == ()
    assert shop.orders.confirm(order).state == "confirmed"


def test_an_order_of_nothing_is_not_confirmed(shop: Shop, anil: bytes):
    order = shop.orders.begin(phone=ANIL).id
    with pytest.raises(Refused, match="nothing on this order"):
        shop.orders.confirm(order)


# -- when

SLOTS = [
    {"label": "10-12", "from": 600, "to": 720, "most": 1, "ways": ["delivery"]},
    {"label": "17-19", "from": 1020, "to": 1140, "most": 2},
]


@pytest.fixture
def days(folder: Path) -> Iterator[tuple[Shop, SetClock]]:
    """A shop on Monday 23 November 2026 at nine, with two slots a day, closed on Sundays."""
    clock = SetClock("2026-11-23 09:00")
    shop = stocked(folder, clock)
    shop.settings.set("slots", SLOTS)
    shop.settings.set("closed_days", [6])
    yield shop, clock
    shop.close()


def test_the_earliest_honest_slot_is_proposed_and_taken_when_nobody_chose(days):
    shop, _clock = days
    first = taken(shop)
    assert shop.orders.earliest(first) == (20261123, "10-12")
    assert "It comes on 23-11-2026, 10-12." in shop.orders.read_back(first)
    view = shop.orders.confirm(first)
    assert (view.promised, view.slot) == (20261123, "10-12")
    assert [(slot.label, slot.taken, slot.full) for slot in shop.orders.slots(20261123)] == [
        ("10-12", 1, True), ("17-19", 0, False),
    ]  # fmt: skip
    assert shop.orders.slots(20261129) == [], "closed on Sunday"
    assert shop.orders.earliest(taken(shop)) == (20261123, "17-19")
    assert [slot.label for slot in shop.orders.slots(20261123, "pickup")] == ["17-19"]


def test_a_full_slot_is_taken_only_when_one_is_sure(days):
    shop, _clock = days
    shop.orders.confirm(taken(shop, promised=20261123, slot="10-12"))
    second = taken(shop, promised=20261123, slot="10-12")
    with pytest.raises(Doubtful, match="The slot 10-12 of 23-11-2026 is full \\(1 taken"):
        shop.orders.confirm(second)
    assert shop.orders.confirm(second, sure=True).slot == "10-12"
    shop.orders.cancel(second, "no")
    third = taken(shop, promised=20261124, slot="12-14")
    assert "There is no slot 12-14 on 24-11-2026." in shop.orders.view(third).doubts


def test_what_is_not_there_is_not_promised_too_early(days):
    shop, _clock = days
    butter = product(shop, "1003")
    order = taken(shop, "40*1003", backorder=True, promised=20261124, slot="17-19")
    assert shop.orders.view(order).earliest == (20261126, "10-12"), "three days where nobody said how long"
    assert "24-11-2026 17-19 is too early" not in str(shop.orders.view(order).doubts)
    assert "24-11-2026 is too early: it can be there by 26-11-2026 10-12." in shop.orders.view(order).doubts
    supplier = shop.suppliers.add(SupplierCard("Amul depot", lead_days=6)).id
    shop.keepings.set(butter, supplier_id=supplier)
    assert shop.orders.earliest(order) == (20261130, "10-12"), "Sunday is closed"
    shop.keepings.set(butter, lead_days=1)
    assert shop.orders.earliest(order) == (20261124, "10-12")


def test_a_closed_day_is_asked_about(days):
    shop, _clock = days
    order = taken(shop, promised=20261129)
    assert shop.orders.view(order).doubts == ("The shop is closed on 29-11-2026.",)


def test_a_delay_says_why_and_is_told(days):
    shop, _clock = days
    order = taken(shop)
    shop.orders.confirm(order)
    with pytest.raises(InvalidInput):
        shop.orders.delay(order, 20261125, "17-19", " ")
    with pytest.raises(InvalidInput):
        shop.orders.delay(order, 20261122, "", "late")
    with pytest.raises(Doubtful, match="closed"):
        shop.orders.delay(order, 20261129, "", "late")
    view = shop.orders.delay(order, 20261125, "17-19", "The van broke down")
    assert (view.promised, view.slot, view.state) == (20261125, "17-19", "confirmed")
    step = view.steps[-1]
    assert (step.kind, step.said) == ("delayed", "The van broke down")
    assert step.told == {"promised": 20261125, "slot": "17-19", "before": 20261123, "before_slot": "10-12"}
    assert owed(shop, order) == ["delayed"], "the older news is overtaken"


def test_confirming_owes_the_customer_a_message(shop: Shop, order: bytes):
    assert owed(shop, order) == []
    shop.orders.confirm(order)
    shop.orders.confirm(order)
    assert owed(shop, order) == ["confirmed"]
    shop.orders.cancel(order, "Sold out")
    assert owed(shop, order) == ["cancelled"]


def test_what_was_never_confirmed_is_given_up_silently(shop: Shop, order: bytes):
    shop.orders.cancel(order, "Wrong number")
    assert owed(shop, order) == []


def test_a_slot_without_a_day_is_refused_where_there_are_none(shop: Shop, order: bytes):
    with pytest.raises(InvalidInput, match="There is no slot evening: the shop has no slots") as refused:
        shop.orders.set(order, slot="evening")
    assert refused.value.field == "slot"
    assert shop.orders.view(order).slot == ""


def test_a_slot_without_a_day_is_refused_and_those_there_are_are_named(days):
    open_shop, _clock = days
    with pytest.raises(InvalidInput, match="For which day is the slot 17-19") as refused:
        taken(open_shop, slot="17-19")
    assert "10-12" in refused.value.hint
    assert taken(open_shop, promised=20261124, slot="17-19")
