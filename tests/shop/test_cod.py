"""Cash on delivery: what comes in at the door sinks the bill's due, and no more than that."""

import pytest

from shoppos.base.errors import InvalidInput, NotFound, Refused
from shoppos.base.ids import new_id
from shoppos.reports import dues
from shoppos.reports.audit import audit
from shoppos.shop import Shop
from shoppos.shop.credit_notes import Refund
from shoppos.shop.payments import Tender
from shoppos.shop.return_view import Give
from tests.shop.order_rows import an_order, leaves

UTR = "412345678901"


@pytest.fixture
def bill(shop: Shop) -> bytes:
    """A bill of Rs 310, of which Rs 110 were paid before and Rs 200 are to be paid at the door."""
    order = an_order(shop, "2*1001", "1002")
    shop.advances.take(order, Tender("cash", 110_00))
    return leaves(shop, order, Tender("cod"))


def test_money_at_the_door_sinks_what_is_due(shop: Shop, bill):
    assert shop.cod.due(bill) == 200_00
    shop.cod.take(bill, 50_00)
    assert dues.unpaid(shop.db, bill) == (0, 150_00)
    shop.cod.take(bill, by="upi", reference=UTR)
    assert (shop.cod.due(bill), shop.cod.bills(bill)) == (0, [])
    assert audit(shop.db).faults == ()


def test_no_more_than_is_due_and_nothing_once_it_is_paid(shop: Shop, bill):
    with pytest.raises(Refused, match=r"200\.00 due"):
        shop.cod.take(bill, 200_01)
    for amount in (0, -1):
        with pytest.raises(InvalidInput):
            shop.cod.take(bill, amount)
    shop.cod.take(bill)
    with pytest.raises(Refused, match="Nothing is due"):
        shop.cod.take(bill)


def test_the_same_key_twice_takes_it_once(shop: Shop, bill):
    key = new_id()
    assert shop.cod.take(bill, 50_00, key=key) == shop.cod.take(bill, 50_00, key=key) == (key,)
    assert shop.cod.due(bill) == 150_00


def test_at_the_door_is_cash_or_upi_with_its_own_utr(shop: Shop, bill):
    with pytest.raises(Refused):
        shop.cod.take(bill, by="card")
    shop.sales.sell(["1002"], [Tender("upi", None, UTR)])
    with pytest.raises(Refused, match="already"):
        shop.cod.take(bill, by="upi", reference=UTR)
    with pytest.raises(NotFound):
        shop.cod.take(new_id(), 5_00)


def test_both_papers_of_a_sale_are_paid_with_one_utr(shop: Shop):
    order = an_order(shop, "1001", "2001")
    sale_id = shop.db.row("SELECT sale_id FROM orders WHERE id = ?", (order,))[0]
    shop.sales.set_gstin(sale_id, "27AAPFU0939F1ZV")
    bill = leaves(shop, order, Tender("cod"))
    assert len(shop.cod.bills(bill)) == 2
    assert len(shop.cod.take(bill, by="upi", reference=UTR)) == 2
    assert shop.cod.due(bill) == 0
    assert shop.advances.paid(order).at_door == 0
    assert audit(shop.db).faults == ()


def test_what_comes_back_sinks_what_is_due_and_no_more_is_taken(shop: Shop, bill):
    number = shop.db.row("SELECT number FROM sale WHERE id = ?", (bill,))[0]
    shop.returns.take(number, {1: Give(1000)}, Refund())
    assert shop.cod.due(bill) == 50_00
    with pytest.raises(Refused):
        shop.cod.take(bill, 51_00)
    shop.cod.take(bill)
    assert shop.cod.due(bill) == 0
    assert audit(shop.db).faults == ()
