"""How far an order is paid: what is only said to be paid is a part of its own, neither paid nor due."""

import pytest

from shoppos.cli.order_words import payment_said
from shoppos.reports.order_board import board
from shoppos.reports.order_told import order_told
from shoppos.rules.bank_words import Credit
from shoppos.shop import Shop
from shoppos.shop.payments import Tender
from shoppos.ui.widgets import order_words
from tests.shop.order_taking import confirmed

UTR = "412345678901"


def money(shop: Shop, order_id: bytes) -> tuple[int, int, int, str]:
    """Paid, said to be paid, due, and the word for it."""
    view = shop.orders.view(order_id)
    assert view.paid + view.claimed + view.due == view.payable
    return view.paid, view.claimed, view.due, view.payment


def test_a_claim_is_not_paid_until_it_is_seen(shop: Shop):
    order = confirmed(shop, "2*1001", pay_by="upi")
    claim = shop.advances.take(order, Tender("upi"))
    assert money(shop, order) == (0, 300_00, 0, "claimed")
    told = order_told(shop.db, order)
    assert (told["paid"], told["claimed"], told["due"], told["payment"]) == ("0.00", "300.00", "0.00", "claimed")
    row = board(shop.db).rows[0]
    assert (row.paid, row.claimed, row.payment) == (0, 300_00, "claimed")
    assert order_words.payment_said(row.payment, row.due)[0] == "Said to be paid"
    assert payment_said("claimed") == "said to be paid"
    shop.advances.verify(claim, UTR)
    assert money(shop, order) == (300_00, 0, 0, "paid")


def test_with_money_that_was_seen_the_rest_is_said_to_be_paid(shop: Shop):
    order = confirmed(shop, "2*1001", pay_by="upi")
    shop.advances.take(order, Tender("cash", 100_00))
    shop.advances.take(order, Tender("upi", 150_00))
    assert money(shop, order) == (100_00, 150_00, 50_00, "part paid")
    shop.advances.take(order, Tender("cash", 50_00))
    assert money(shop, order) == (150_00, 150_00, 0, "claimed")


def test_a_claim_beyond_what_is_to_be_paid_takes_nothing_from_what_is_paid(shop: Shop):
    order = confirmed(shop, "2*1001", pay_by="upi")
    shop.advances.take(order, Tender("upi", 300_00))
    shop.advances.take(order, Tender("cash", 300_00), sure=True)
    assert money(shop, order) == (300_00, 0, 0, "paid")


@pytest.mark.parametrize("reference", ["", UTR])
def test_at_the_door_it_is_the_same(shop: Shop, reference):
    order = confirmed(shop, "2*1001")
    parcel = shop.dispatching.dispatch(order, carrier="Ravi")
    shop.dispatching.deliver(parcel.parcel_id, tenders=[Tender("upi", 300_00, reference)])
    assert money(shop, order) == ((300_00, 0, 0, "paid") if reference else (0, 300_00, 0, "claimed"))


def test_what_is_handed_over_for_a_transfer_that_nobody_saw_is_said_to_be_paid(shop: Shop):
    order = confirmed(shop, "2*1001", way="pickup", pay_by="upi")
    shop.dispatching.hand_over(order, [Tender("upi")])
    assert money(shop, order) == (0, 300_00, 0, "claimed")


@pytest.mark.parametrize("left", [False, True])
def test_the_page_keeps_its_button_and_what_comes_by_it_proves_the_claim(shop: Shop, left):
    order = confirmed(shop, "2*1001", pay_by="" if left else "upi")
    if left:
        parcel = shop.dispatching.dispatch(order, carrier="Ravi")
        shop.dispatching.deliver(parcel.parcel_id, tenders=[Tender("upi")])
    else:
        shop.advances.take(order, Tender("upi"))
    page = shop.tracking.state(order)
    assert (page.due, page.upi) == (300_00, "sharmakirana@okhdfcbank")
    assert shop.bank.learn([Credit(300_00, UTR, said=f"UPI {page.attempt}")]).matched
    assert money(shop, order) == (300_00, 0, 0, "paid")
    assert (shop.tracking.state(order).due, shop.advances.left(order)) == (0, 0 if left else 300_00)
