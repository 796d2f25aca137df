"""Money that came too late or twice: told of until a person has given it back."""

import pytest

from shoppos.rules.bank_words import Credit
from shoppos.shop import Shop
from tests.shop.order_rows import an_order

UTR, OTHER = "412345678901", "412345678902"


@pytest.fixture
def order(shop: Shop) -> bytes:
    """An order of Rs 310."""
    return an_order(shop, "2*1001", "1002")


def test_two_payments_alike_stay_listed_when_both_were_matched_until_one_is_given_back(shop: Shop, order):
    one, two = shop.bank.learn([Credit(310_00, UTR, "anil@upi"), Credit(310_00, OTHER, "Anil@UPI")]).ids
    for credit in (one, two):
        shop.bank.match(credit, order, sure=True)
    (double,) = shop.bank.doubles()
    assert (double.first, double.second, "anil@upi paid ₹310.00 before" in double.why.lower()) == (one, two, True)
    shop.bank.learn([Credit(5_00, "412345678903", "priya@upi")])
    assert [found.second for found in shop.bank.doubles()] == [two], "whatever else waits"
    shop.advances.give_back(order, 310_00, "upi", "paid twice")
    assert shop.bank.doubles() == []


def test_two_payments_alike_for_two_orders_are_no_doubles(shop: Shop, order):
    other = an_order(shop, "2*1001", "1002")
    one, two = shop.bank.learn([Credit(310_00, UTR, "anil@upi"), Credit(310_00, OTHER, "anil@upi")]).ids
    shop.bank.match(one, order)
    shop.bank.match(two, other)
    assert shop.bank.doubles() == []
