"""The run of who carries parcels to the doors: what they take, and the money that they bring."""

import json

import pytest

from shoppos.base.errors import Doubtful, InvalidInput, Refused, ShopError
from shoppos.base.ids import new_id
from shoppos.reports import picking, run_sheet
from shoppos.reports.audit import audit
from shoppos.reports.timeline import timeline
from shoppos.rules.bank_words import Credit
from shoppos.shop import Shop
from shoppos.shop.payments import Tender
from tests.shop.order_taking import confirmed


@pytest.fixture
def run(shop: Shop) -> list[bytes]:
    """Three parcels with Ravi: 300 and 62 rupees at the door, and one that is paid."""
    orders = [
        confirmed(shop, "2*1001", phone="9812345671"),
        confirmed(shop, "1003", phone="9812345672"),
        confirmed(shop, "5*1002", phone="9812345673"),
    ]
    shop.advances.take(orders[2], Tender("cash", 50_00))
    shop.orders.set(orders[1], promised=20991231)
    return [shop.dispatching.dispatch(order, carrier="Ravi").parcel_id for order in orders]


def test_a_run_tells_the_doors_in_their_order_and_the_cash(shop: Shop, run):
    sheet = shop.dispatching.run(" Ravi ")
    assert [(one.order[-3:], one.collect) for one in sheet.parcels] == [("001", 300_00), ("003", 0), ("002", 62_00)]
    assert (sheet.to_collect, sheet.to_bring, sheet.cash) == (362_00, 0, 362_00)
    assert shop.dispatching.run("Sunil").parcels == ()
    assert shop.dispatching.carriers() == ["Ravi", "Meena"]


def test_what_was_paid_at_the_doors_is_handed_over(shop: Shop, run):
    d = shop.dispatching
    for parcel in run[:2]:
        d.deliver(parcel)
    sheet = d.run("Ravi")
    assert (len(sheet.out), sheet.to_bring) == (1, 362_00)
    settled = d.settle_run("Ravi", 362_00)
    assert (settled.expected, settled.brought, settled.short, settled.parcels, settled.out) == (362_00, 362_00, 0, 2, 1)
    assert [row.payment for row in map(shop.orders.view, map(shop.orders.find, ("1", "2")))] == ["paid", "paid"]
    d.deliver(run[2])
    assert d.run("Ravi").parcels == ()
    assert d.carriers() == ["Meena"]


def test_one_person_has_one_run_however_they_are_typed(shop: Shop, run):
    found = shop.dispatching.dispatch(confirmed(shop, "1001", phone="9812345674"), carrier=" RAVI ")
    assert found.parcel_id in [one.parcel_id for one in shop.dispatching.run("Ravi").parcels]
    shop.dispatching.dispatch(confirmed(shop, "1001", phone="9812345675"), carrier="meena")
    assert shop.dispatching.carriers() == ["Meena", "Ravi"]


def test_what_is_short_is_asked_about_written_down_and_stays_due(shop: Shop, run):
    d = shop.dispatching
    d.deliver(run[0])
    d.deliver(run[1])
    with pytest.raises(Doubtful, match=r"Ravi brings ₹320\.00 of ₹362\.00: ₹42\.00 are short"):
        d.settle_run("Ravi", 320_00)
    assert shop.db.row("SELECT count(*) FROM cod_receipt") == (0,)
    assert d.settle_run("Ravi", 320_00, sure=True).short == 42_00
    first, second = (shop.orders.view(shop.orders.find(text)) for text in ("1", "2"))
    assert (first.due, second.due) == (0, 42_00)
    step = second.steps[-1]
    assert (step.kind, step.said, step.told["short"]) == ("cash_short", "Ravi", 42_00)
    assert d.run("Ravi").to_bring == 42_00
    assert d.settle_run("Ravi", 42_00).short == 0


def test_what_is_paid_short_at_the_door_is_the_customers_and_not_asked_of_the_carrier(shop: Shop, run):
    d = shop.dispatching
    with pytest.raises(Doubtful, match=r"₹100\.00 were paid at the door; ₹200\.00 stay due of the customer"):
        d.deliver(run[0], tenders=[Tender("cash", 100_00)], sure=False)
    assert shop.db.row("SELECT count(*) FROM cod_receipt") == (0,)
    assert d.deliver(run[0], tenders=[Tender("cash", 100_00)]).due == 200_00
    assert d.run("Ravi").to_bring == 0
    d.deliver(run[1])
    assert d.run("Ravi").to_bring == 62_00
    order = shop.orders.find("1")
    assert shop.orders.view(order).due == 200_00
    shop.cod.take(shop.orders.view(order).parcels[0].sale_id)
    assert shop.orders.view(order).payment == "paid"
    words = [one.words for one in timeline(shop.db, order) if one.of == "step"]
    assert words[-2:] == ["Delivered; ₹100.00 paid at the door (Cash)", "₹200.00 of the door came in (Cash)"]
    assert audit(shop.db).agrees


def test_more_than_was_paid_at_the_doors_is_refused(shop: Shop, run):
    with pytest.raises(Refused, match="Ravi has delivered nothing that was to be paid at the door"):
        shop.dispatching.settle_run("Ravi", 100_00)
    shop.dispatching.deliver(run[0])
    with pytest.raises(Refused, match=r"brings ₹400\.00, but only ₹300\.00 were paid"):
        shop.dispatching.settle_run("Ravi", 400_00)
    with pytest.raises(InvalidInput):
        shop.dispatching.settle_run("Ravi", -1)


def test_who_brought_all_at_each_door_has_nothing_more_to_hand_over(shop: Shop, run):
    shop.dispatching.deliver(run[0], tenders=[Tender("cash")])
    with pytest.raises(Refused, match="Ravi has nothing more to hand over: all that was paid at the doors is booked"):
        shop.dispatching.settle_run("Ravi", 100_00)


def test_the_same_key_settles_once(shop: Shop, run):
    shop.dispatching.deliver(run[0])
    key = new_id()
    first = shop.dispatching.settle_run("Ravi", 300_00, key=key)
    shop.dispatching.deliver(run[1])
    assert shop.dispatching.settle_run("Ravi", 300_00, key=key) == first
    assert (first.expected, first.brought, first.short, first.parcels, first.out) == (300_00, 300_00, 0, 1, 2)
    assert shop.db.row("SELECT sum(amount) FROM cod_receipt") == (300_00,)


def test_a_key_of_another_act_settles_nothing(shop: Shop, run):
    key = new_id()
    shop.dispatching.deliver(run[0], key=key)
    with pytest.raises(Refused, match="another act"):
        shop.dispatching.settle_run("Ravi", 300_00, key=key)


@pytest.mark.parametrize("by", ["khata", "card", "points", "courier"])
def test_a_run_is_settled_by_cash_or_upi(shop: Shop, run, by):
    shop.dispatching.deliver(run[0])
    with pytest.raises(ShopError):
        shop.dispatching.settle_run("Ravi", 300_00, by=by)
    assert shop.db.row("SELECT count(*) FROM cod_receipt") == (0,)


def test_one_transfer_settles_all_parcels_of_a_run(shop: Shop, run):
    for parcel in run[:2]:
        shop.dispatching.deliver(parcel)
    shop.dispatching.settle_run("Ravi", 362_00, by="upi", reference=" 412345678901 ")
    assert shop.db.rows("SELECT DISTINCT reference FROM cod_receipt") == [("412345678901",)]
    assert shop.db.row("SELECT count(*) FROM utr") == (2,)
    assert shop.bank.learn([Credit(362_00, "412345678901")]).matched
    assert audit(shop.db).faults == ()
    with pytest.raises(Refused, match="already"):
        shop.sales.sell(["1002"], [Tender("upi", None, "412345678901")])


def test_money_taken_at_the_door_is_not_asked_for_again(shop: Shop, run):
    shop.dispatching.deliver(run[0], tenders=[Tender("upi", 300_00, "412345678901")])
    assert shop.dispatching.run("Ravi").to_bring == 0


def test_the_paper_keeps_the_parcels_it_was_printed_for(shop: Shop, run):
    shop.dispatching.print_run("Ravi")
    (told,) = shop.db.row("SELECT told FROM print_job WHERE kind = 'run_sheet'")
    assert "Ravi" not in told
    shop.dispatching.deliver(run[0], tenders=[Tender("cash")])
    sheet = run_sheet.load(shop.db, b"", json.loads(told))
    assert (sheet.carrier, len(sheet.parcels), len(sheet.out)) == ("Ravi", 3, 2)
    with pytest.raises(Refused, match="Sunil carries nothing"):
        shop.dispatching.print_run("Sunil")


def test_several_orders_are_gathered_in_one_walk(shop: Shop):
    shop.keepings.set(shop.catalogue.show("1001").product_id, shelf="A1")
    first = confirmed(shop, "2*1001", "1002", phone="9812345671")
    second = confirmed(shop, "3*1001", phone="9812345672")
    shop.dispatching.scan(first, "1001")
    found = picking.picking(shop.db, [first, second, first])
    assert [(line.shelf, line.code, line.quantity) for line in found.lines] == [
        ("", "1002", 1000),
        ("A1", "1001", 4000),
    ]
    assert dict(found.lines[1].orders) == {"A1/2627/O00001": 1000, "A1/2627/O00002": 3000}
    assert found.number == "A1/2627/O00001 +1"
    shop.dispatching.print_picking([second])
    for order in (first, second):
        shop.dispatching.pack_all(order)
    with pytest.raises(Refused, match="Everything of these orders is in its box"):
        shop.dispatching.print_picking([first, second])
