"""Money that was claimed and never seen: when the goods come back, nobody is given it."""

import pytest

from shoppos.reports import dues
from shoppos.reports.audit import audit
from shoppos.shop import Shop
from shoppos.shop.credit_notes import Refund
from shoppos.shop.payments import Tender
from shoppos.shop.return_view import RESTOCK, Give
from tests.shop.order_taking import confirmed

UTR = "412345678901"


def whole(shop: Shop) -> None:
    """Every sum in the books is what its rows make of it."""
    assert [str(fault) for fault in audit(shop.db).faults] == []


def khata(shop: Shop) -> list[int]:
    """What stands on anybody's khata."""
    return [row[0] for row in shop.db.rows("SELECT amount FROM khata_entry")]


@pytest.mark.parametrize("refund", ["khata", "cash"])
def test_a_claim_that_a_bill_used_comes_back_as_no_money(shop: Shop, refund):
    order = confirmed(shop, "2*1001", pay_by="upi")
    claim = shop.advances.take(order, Tender("upi"))
    parcel = shop.dispatching.dispatch(order, carrier="Ravi", sure=True)
    back = shop.dispatching.bring_back(parcel.parcel_id, "not home", refund=refund)
    assert back.credit is not None
    assert back.credit.ways == (("advance", 300_00),)
    assert khata(shop) == []
    assert shop.advances.claimed(order) == []
    struck = shop.db.rows("SELECT amount, reference FROM advance WHERE amount < 0")
    assert struck == [(-300_00, claim.hex())]
    view = shop.orders.view(order)
    assert (view.payable, view.paid, view.claimed, view.due, view.credit) == (0, 0, 0, 0, 0)
    assert shop.db.rows("SELECT step FROM message WHERE step = 'refund'") == []
    whole(shop)


def test_of_a_bill_paid_in_part_by_a_claim_only_what_was_seen_goes_back(shop: Shop):
    order = confirmed(shop, "2*1001", pay_by="upi")
    shop.advances.take(order, Tender("cash", 100_00))
    shop.advances.take(order, Tender("upi", 200_00))
    parcel = shop.dispatching.dispatch(order, carrier="Ravi", sure=True)
    back = shop.dispatching.deliver(parcel.parcel_id, refused={1: 1000}, refund="cash")
    assert back.credit is not None
    assert back.credit.ways == (("advance", 150_00),)
    assert [one[1] for one in shop.advances.claimed(order)] == [50_00]
    assert shop.advances.left(order) == 0
    whole(shop)
    rest = shop.returns.take(parcel.done.numbers[0], None, Refund("cash"))
    assert rest.ways == (("advance", 50_00), ("cash", 100_00))
    assert shop.advances.claimed(order) == []
    assert shop.advances.left(order) == 0
    whole(shop)


def test_what_was_proved_goes_back(shop: Shop):
    order = confirmed(shop, "2*1001", pay_by="upi")
    shop.advances.verify(shop.advances.take(order, Tender("upi")), UTR)
    parcel = shop.dispatching.dispatch(order, carrier="Ravi")
    back = shop.dispatching.bring_back(parcel.parcel_id, "not home", refund="cash")
    assert back.credit is not None
    assert back.credit.ways == (("cash", 300_00),)
    whole(shop)


def test_a_claim_stays_while_goods_of_its_order_wait_in_the_shop(shop: Shop):
    order = confirmed(shop, "2*1001", pay_by="upi")
    claim = shop.advances.take(order, Tender("upi"))
    parcel = shop.dispatching.dispatch(order, lines={1: 1000}, carrier="Ravi", sure=True)
    shop.dispatching.bring_back(parcel.parcel_id, "not home", refund="cash")
    assert [one[0] for one in shop.advances.claimed(order)] == [claim]
    assert (shop.advances.paid(order).left, shop.advances.paid(order).proved) == (300_00, 0)
    whole(shop)


def test_a_claim_at_the_door_comes_back_as_no_money(shop: Shop):
    order = confirmed(shop, "2*1001")
    parcel = shop.dispatching.dispatch(order, carrier="Ravi")
    sale_id = parcel.done.sale_ids[0]
    receipt = shop.cod.take(sale_id, 100_00, "upi")[0]
    back = shop.dispatching.bring_back(parcel.parcel_id, "refused", refund="cash")
    assert back.credit is not None
    assert back.credit.ways == (("cod", 300_00),)
    assert shop.db.rows("SELECT amount, reference FROM cod_receipt ORDER BY id") == [
        (100_00, ""), (-100_00, receipt.hex()),
    ]  # fmt: skip
    assert dues.unpaid(shop.db, sale_id) == (0, 0)
    assert shop.bank.open() == []
    whole(shop)


def test_of_a_claim_at_the_door_that_covers_what_is_kept_the_rest_stays_claimed(shop: Shop):
    parcel = shop.dispatching.dispatch(confirmed(shop, "2*1001"), carrier="Ravi")
    sale_id = parcel.done.sale_ids[0]
    shop.cod.take(sale_id, 300_00, "upi")
    back = shop.dispatching.deliver(parcel.parcel_id, refused={1: 1000}, refund="cash")
    assert back.credit is not None
    assert back.credit.ways == (("cod", 150_00),)
    assert [row[0] for row in shop.db.rows("SELECT amount FROM cod_receipt ORDER BY id")] == [300_00, -300_00, 150_00]
    assert dues.unpaid(shop.db, sale_id) == (0, 0)
    whole(shop)


def test_what_nobody_saw_pays_no_goods_in_exchange(shop: Shop):
    order = confirmed(shop, "2*1001", pay_by="upi")
    shop.advances.take(order, Tender("upi"))
    bill = shop.dispatching.dispatch(order, carrier="Ravi", sure=True).done.numbers[0]
    gives = {1: Give(1000, RESTOCK)}
    seen = shop.returns.preview(shop.returns.open(bill), gives, ("2*1002",))
    assert (seen.exchange, seen.back, seen.to_pay) == (0, 0, 20_00)
    made = shop.returns.take(bill, gives, Refund("cash"), exchange=("2*1002",))
    assert made.ways == (("advance", 150_00),)
    assert made.bill is not None
    assert made.bill.payable == 20_00
    whole(shop)
