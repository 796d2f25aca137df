"""What an order can begin with: how its customer ordered last, the days that are open, and what was begun before."""

from pathlib import Path

import pytest

from shoppos.base.ids import new_id
from shoppos.shop import Shop
from shoppos.shop.payments import Tender
from tests.shop.order_taken import ANIL, stocked
from tests.stories.clocks import SetClock

SLOTS = [
    {"label": "9-12", "from": 540, "to": 720, "most": 1, "ways": ["delivery"], "days": [0, 1, 2, 3, 4]},
    {"label": "16-19", "from": 960, "to": 1140, "most": 5, "ways": ["delivery", "pickup"], "days": [0, 1, 2, 3, 4, 5]},
]
MONDAY = "2026-11-23T11:30:00"


@pytest.fixture
def monday(folder: Path):
    shop = stocked(folder, SetClock(MONDAY))
    yield shop
    shop.close()


def begun(shop: Shop) -> bytes:
    return shop.orders.begin(phone=ANIL, key=new_id()).id


def test_nobody_knows_how_a_new_customer_pays(monday: Shop):
    usual = monday.orders.usual(begun(monday))
    assert (usual.way, usual.personal_id, usual.pay_by) == ("", None, "")


def test_who_never_ordered_pays_as_the_last_bill_was_paid(monday: Shop):
    monday.sales.sell(["1001"], [Tender("upi")], customer_phone=ANIL)
    assert monday.orders.usual(begun(monday)).pay_by == "upi"


def test_an_order_is_wanted_as_the_last_one_was_and_what_was_cancelled_or_only_begun_says_nothing(monday: Shop):
    customer = monday.customers.by_phone(ANIL)
    office = monday.customers.add_address(customer.id, "Plot 12, Hinjewadi, Pune", label="Office")
    first = begun(monday)
    monday.orders.enter(first, "1001")
    monday.orders.set(first, personal_id=office.personal_id, pay_by="upi")
    monday.orders.confirm(first)
    second = begun(monday)
    monday.orders.enter(second, "1002")
    monday.orders.set(second, way="pickup", pay_by="cash")
    third = begun(monday)
    usual = monday.orders.usual(third)
    assert (usual.way, usual.personal_id, usual.pay_by) == ("delivery", office.personal_id, "upi")
    monday.customers.remove_address(customer.id, office.personal_id)
    assert monday.orders.usual(third).personal_id is None, "an address that is gone is not gone to"


def test_the_days_are_those_that_are_open_with_the_slots_that_can_still_be_met(monday: Shop):
    monday.settings.set("slots", SLOTS)
    monday.settings.set("closed_days", [20261125])
    order = begun(monday)
    days = monday.orders.days(order, 4)
    assert [(day, [slot.label for slot in there]) for day, there in days] == [
        (20261123, ["16-19"]), (20261124, ["9-12", "16-19"]), (20261126, ["9-12", "16-19"]),
        (20261127, ["9-12", "16-19"]),
    ]  # fmt: skip


def test_a_shop_without_slots_has_open_days(monday: Shop):
    monday.settings.set("closed_days", [6])
    days = monday.orders.days(begun(monday), 7)
    assert [day for day, _there in days] == [
        20261123, 20261124, 20261125, 20261126, 20261127, 20261128, 20261130,
    ]  # fmt: skip
    assert all(there == [] for _day, there in days)


def test_what_was_begun_is_offered_until_it_is_confirmed_or_given_up(monday: Shop):
    empty = begun(monday)
    first = begun(monday)
    monday.orders.enter(first, "1001")
    second = monday.orders.begin(phone="9898989898", key=new_id()).id
    monday.orders.enter(second, "1002")
    monday.orders.enter(second, "1003")
    found = monday.orders.drafts()
    assert [(one.phone, one.name, one.items) for one in found] == [("9898989898", "", 2), (ANIL, "Anil Kumar", 1)]
    assert empty not in {one.id for one in found}
    monday.orders.confirm(first)
    monday.orders.cancel(second, "Wrong number")
    assert monday.orders.drafts() == []


def test_a_caller_is_shown_whole_by_their_card(monday: Shop):
    monday.sales.sell(["1001"], [Tender("khata")], customer_phone=ANIL)
    customer = monday.customers.by_phone(ANIL)
    caller = monday.orders.caller_of(customer.id)
    assert (caller.customer, caller.owes, len(caller.bills)) == (customer, 150_00, 1)
