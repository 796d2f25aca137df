"""Less than all is paid at a door: what is left is due of the customer, or stands on their khata."""

import datetime as dt

import pytest

from shoppos.base.clock import day_of
from shoppos.base.errors import Doubtful, NeedsApproval
from shoppos.base.ids import new_id
from shoppos.reports import reading
from shoppos.reports.audit import audit
from shoppos.reports.khata_told import statement
from shoppos.reports.orders import order_told, timeline
from shoppos.shop import Shop
from shoppos.shop.credit_notes import Refund
from shoppos.shop.payments import Tender
from tests.shop.order_taking import confirmed


@pytest.fixture
def order(shop: Shop) -> bytes:
    made = confirmed(shop, "1001", "2*1002")
    shop.dispatching.pack_all(made)
    shop.dispatching.dispatch(made, carrier="Ravi")
    return made


def parcel(shop: Shop, order: bytes):
    return shop.orders.view(order).parcels[0]


def owes(shop: Shop, order: bytes) -> int:
    return shop.customers.get(shop.orders.view(order).customer.id).owes


def at(shop: Shop, order: bytes, paid: int, **more):
    tenders = [Tender("cash", paid)] if paid else []
    return shop.dispatching.deliver(parcel(shop, order).id, tenders=tenders, **more)


def faults(shop: Shop) -> list[str]:
    return [fault.sentence for fault in audit(shop.db).faults]


def test_the_rest_goes_on_the_khata_and_is_due_nowhere_else(shop: Shop, order):
    done = at(shop, order, 10_000, rest="khata")
    assert (done.taken, done.due) == (10_000, 0)
    assert owes(shop, order) == 7000
    view = shop.orders.view(order)
    assert (view.state, view.due, view.paid, view.payment) == ("delivered", 7000, 10_000, "part paid")
    assert shop.dispatching.run("Ravi").to_bring == 0
    assert any("₹70.00 on the khata" in one.words for one in timeline(shop.db, order))
    assert faults(shop) == []


def test_nothing_paid_and_all_on_the_khata(shop: Shop, order):
    at(shop, order, 0, rest="khata")
    assert owes(shop, order) == 17_000
    assert shop.cod.due(parcel(shop, order).sale_id) == 0


def test_what_is_on_the_khata_is_no_money_of_the_day(shop: Shop, order):
    at(shop, order, 10_000, rest="khata")
    day = shop.db.clock.business_day(shop.db.clock.ms())
    read = reading.read(shop.db, shop.db.till, day)
    assert {one.method: one.door for one in read.by_method if one.door} == {"cash": 10_000}
    assert not any(one.khata or one.method == "khata" for one in read.by_method)


def test_the_khata_is_paid_and_the_order_is_paid_with_it(shop: Shop, order):
    at(shop, order, 10_000, rest="khata")
    shop.customers.pay(shop.orders.view(order).customer.id, 7000)
    view = shop.orders.view(order)
    assert (view.due, view.payment) == (0, "paid")
    assert faults(shop) == []


def test_goods_that_come_back_sink_what_is_on_the_khata_and_are_not_paid_out(shop: Shop, order):
    at(shop, order, 0, rest="khata")
    found = shop.returns.open(parcel(shop, order).bill)
    back = shop.returns.take(parcel(shop, order).bill, found.everything(), Refund("cash"), "Not wanted")
    assert dict(back.ways) == {"khata": 17_000}
    assert owes(shop, order) == 0
    assert faults(shop) == []


def test_the_limit_of_a_khata_holds_at_the_door_too(shop: Shop, order):
    shop.customers.set_terms(shop.orders.view(order).customer.id, credit_limit=5000)
    with pytest.raises(Doubtful, match="its limit is"):
        at(shop, order, 10_000, rest="khata", sure=False)
    assert shop.orders.view(order).state == "dispatched", "nothing is done yet"
    shop.settings.set("credit_policy", "block")
    shop.staff.add("Sunil", "cashier")
    shop.staff.sign_in("Sunil")
    with pytest.raises(NeedsApproval):
        at(shop, order, 10_000, rest="khata")


def test_money_that_comes_later_leaves_its_rest_on_the_khata_once(shop: Shop, order):
    at(shop, order, 10_000)
    key, sale = new_id(), parcel(shop, order).sale_id
    for _again in range(2):
        shop.dispatching.door_money(sale, 3000, rest="khata", key=key)
    assert owes(shop, order) == 4000
    assert shop.cod.due(sale) == 0
    assert faults(shop) == []


def test_the_statement_names_it(shop: Shop, order):
    at(shop, order, 10_000, rest="khata")
    found = statement(shop.db, shop.orders.view(order).customer.id, dt.date(2020, 1, 1), dt.date(2099, 1, 1))
    assert [(line.taken, line.paid) for line in found.lines] == [(7000, 0)]


def test_a_part_refused_a_part_paid_and_the_rest_on_the_khata_are_all_told(shop: Shop, order):
    at(shop, order, 100_00, rest="khata", refused={2: 1000})
    (words,) = (one.words for one in timeline(shop.db, order) if one.kind == "part_delivered")
    assert words.startswith("Delivered in part; ")
    assert "₹10.00 came back; ₹100.00 paid at the door (Cash), ₹60.00 on the khata" in words
    view = shop.orders.view(order)
    (line,) = [one for one in shop.customers.khata(view.customer.id) if one.amount > 0]
    assert (line.kind, line.number) == ("door", f"{view.number} {view.parcels[0].bill}")
    assert faults(shop) == []


def test_documents_tell_money_and_days_of_steps_as_everywhere(shop: Shop, order):
    at(shop, order, 100_00, rest="khata", refused={2: 1000})
    told = next(one["told"] for one in order_told(shop.db, order)["steps"] if one["kind"] == "part_delivered")
    assert (told["taken"], told["khata"], told["back"], told["ways"]) == ("100.00", "60.00", "10.00", {"cod": "10.00"})
    confirmed_as = order_told(shop.db, order)["steps"][1]["told"]
    promised = shop.orders.view(order).promised
    assert (confirmed_as["payable"], confirmed_as["promised"]) == ("170.00", day_of(promised).isoformat())
