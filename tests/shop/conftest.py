"""Customers and orders of theirs, for whatever is to be done with them, and a clock that stands still."""

import datetime as dt

import pytest

from shoppos.base.clock import INDIA
from shoppos.shop import Shop
from tests.shop import message_rows
from tests.shop.order_taken import ANIL
from tests.stories.clocks import SetClock

NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=INDIA)


@pytest.fixture
def clock() -> SetClock:
    """For a shop that is opened with it: nine in the morning to begin with."""
    return SetClock("2026-11-23 09:00")


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


@pytest.fixture
def at(shop: Shop, monkeypatch):
    """The shop's clock stands still where a test sets it: noon to begin with."""
    stands = [NOON]
    monkeypatch.setattr(shop.db.clock, "ms", lambda: int(stands[0].timestamp() * 1000))

    def put(hour: int, minute: int = 0, day: int = 23) -> None:
        stands[0] = NOON.replace(hour=hour, minute=minute, day=day)

    return put


@pytest.fixture
def asha(shop: Shop, at) -> bytes:
    return message_rows.customer(shop)


@pytest.fixture
def asked(shop: Shop, asha: bytes) -> bytes:
    return message_rows.order(shop, asha)
