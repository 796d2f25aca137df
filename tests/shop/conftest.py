"""A customer and an order of theirs, for whatever is to be done with it."""

import pytest

from shoppos.shop import Shop
from tests.shop.order_taken import ANIL


@pytest.fixture
def anil(shop: Shop) -> bytes:
    """A customer with an address in Pune."""
    card = shop.customers.add("Anil Kumar", ANIL, address="4 Lake View, Pune", pin_code="411001", state="27")
    return card.id


@pytest.fixture
def order(shop: Shop, anil: bytes) -> bytes:
    """An order of his with two things on it."""
    order_id = shop.orders.begin(phone=ANIL).id
    shop.orders.enter(order_id, "2*1001")
    shop.orders.enter(order_id, "1003")
    return order_id
