"""What a customer is told of an order that goes in several parcels, and of what may only be told tomorrow."""

from pathlib import Path

import pytest

from shoppos.reports import messages as read
from shoppos.shop import Shop
from shoppos.shop.payments import Tender
from tests.shop.order_taken import stocked, taken
from tests.shop.order_taking import confirmed
from tests.stories.clocks import SetClock

DAY = "2026-11-23"


@pytest.fixture
def split(shop: Shop) -> tuple[bytes, bytes, bytes]:
    """An order that left in two parcels: its id and theirs."""
    shop.settings.set("messages", {"quiet": [0, 0]})
    order = confirmed(shop, "2*1001", "3*1002")
    first = shop.dispatching.dispatch(order, lines={1: 2000}, courier="Delhivery", awb="1490811234567")
    return order, first.parcel_id, shop.dispatching.dispatch(order, carrier="Raju", sure=True).parcel_id


def bodies(shop: Shop, order: bytes, step: str, *states: str) -> list[str]:
    return [one.body for one in read.of_document(shop.db, order) if one.step == step and one.state in states]


def test_a_parcel_of_several_is_never_told_as_the_order(shop: Shop, split):
    order, _first, second = split
    number = shop.orders.view(order).number
    first_left = bodies(shop, order, "dispatched", "owed")[0]
    assert f"part 1 of your order {number} is on its way." in first_left
    assert "The rest of it is still to come." in first_left
    shop.dispatching.deliver(second, tenders=[Tender("cash")])
    (there,) = bodies(shop, order, "delivered", "owed")
    assert there.startswith(f"Part 2 of your order {number} is delivered. Thank you.\nThe rest of it is on its way.")
    assert bodies(shop, order, "dispatched", "owed") == [first_left], "which is on its way still"


def test_where_the_rest_has_left_already_it_is_not_said_to_come_still(shop: Shop, split):
    order, first, _second = split
    (out,) = bodies(shop, order, "out", "owed")
    assert "part 2 of your order" in out
    assert "The rest" not in out
    shop.dispatching.fail(first, "nobody there")
    shop.dispatching.send_again(first)
    (again,) = bodies(shop, order, "out", "owed")[1:]
    assert "part 1 of your order" in again
    assert "The rest" not in again


def test_the_delivered_message_names_what_was_not_taken_and_what_is_on_the_khata(shop: Shop):
    order = confirmed(shop, "2*1001", "3*1002")
    parcel = shop.dispatching.dispatch(order, carrier="Raju", sure=True).parcel_id
    lines = shop.returns.open(shop.orders.view(order).parcels[0].bill).lines
    parle = next(one for one in lines if one.name.startswith("Parle"))
    shop.dispatching.deliver(
        parcel, tenders=[Tender("cash", 100_00)], refused={parle.line: 1000}, rest="khata", sure=True
    )  # fmt: skip
    (there,) = bodies(shop, order, "delivered", "owed")
    assert f"Not taken: 1 {parle.name}.\nOn your khata: ₹220.00." in there


def test_the_whole_is_told_once_when_the_last_parcel_is_there(shop: Shop, split):
    order, first, second = split
    number = shop.orders.view(order).number
    shop.dispatching.deliver(second, tenders=[Tender("cash")])
    shop.dispatching.deliver(first, tenders=[Tender("cash")])
    (there,) = bodies(shop, order, "delivered", "owed")
    assert there.startswith(f"Your order {number} is delivered. Thank you.")
    keys = [row[0] for row in shop.db.rows("SELECT key FROM message WHERE doc_id = ? AND way = 'out'", (order,))]
    assert len(set(keys)) == len(keys)


def test_where_a_part_came_back_the_whole_is_never_told(shop: Shop, split):
    order, first, second = split
    shop.dispatching.bring_back(first, "nobody there")
    shop.dispatching.deliver(second, tenders=[Tender("cash")])
    (there,) = bodies(shop, order, "delivered", "owed")
    assert there.startswith("Part 2 of your order")
    assert "still to come" not in there


def test_the_shops_own_words_for_delivered_are_not_said_of_a_part_unless_they_name_it(shop: Shop, split):
    order, first, second = split
    shop.messages.texts.set("delivered", "", "en", "All of {number} is there!")
    shop.dispatching.fail(first, "nobody there")
    shop.dispatching.deliver(second, tenders=[Tender("cash")])
    (there,) = bodies(shop, order, "delivered", "owed")
    assert there.startswith("Part 2 of your order")
    shop.dispatching.deliver(first, tenders=[Tender("cash")])
    assert bodies(shop, order, "delivered", "owed") == [f"All of {shop.orders.view(order).number} is there!"]


# -- late in the evening


def test_from_eight_in_the_evening_tomorrow_is_proposed_and_today_is_asked_about(folder: Path):
    clock = SetClock(f"{DAY} 19:59")
    shop = stocked(folder, clock)
    order = taken(shop)
    assert shop.orders.view(order).earliest == (20261123, "")
    clock.set(f"{DAY} 20:00")
    assert shop.orders.view(order).earliest == (20261124, "")
    assert shop.orders.days(order)[0][0] == 20261124
    assert "23-11-2026 is too early" in shop.orders.set(order, promised=20261123).doubts[0]
    shop.settings.set("cut_off", {"last": 22 * 60})
    assert shop.orders.set(order, promised=20261123).doubts == ()
    shop.close()


def test_a_message_that_goes_tomorrow_promises_no_day_that_is_over_then(folder: Path):
    clock = SetClock(f"{DAY} 21:04")
    shop = stocked(folder, clock)
    order = taken(shop, promised=20261123, pay_by="cod")
    shop.orders.confirm(order, sure=True)
    (said,) = bodies(shop, order, "confirmed", "owed")
    assert "is confirmed" in said
    assert "It comes on" not in said
    shop.dispatching.dispatch(order, carrier="Raju", sure=True)
    (left,) = bodies(shop, order, "out", "owed")
    assert "is on its way" in left
    assert "today" not in left
    shop.close()
