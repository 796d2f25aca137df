"""A shop on a clock that a test sets, and bills of it, for the tests of a day's end."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.payments import Tender

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from tests.stories.clocks import SetClock

CASH = [Tender("cash")]
GOODS = (
    ProductForm("1", "Rice", 100_00, rate=500, hsn="1006", stock=1_000_000),
    ProductForm("2", "Soap", 250_00, rate=1800, hsn="3401", stock=1_000_000),
)
SMALL_GOODS = (
    ProductForm("1", "Biscuits", 10_00, rate=500, hsn="1905", stock=10_000_000),
    ProductForm("2", "Soap", 45_00, rate=1800, hsn="3401", stock=10_000_000),
    ProductForm("3", "Dal", 60_00, treatment="exempt", hsn="0713", stock=10_000_000),
)
"""Goods of which a customer buys for less than ₹200."""


@contextmanager
def shop_on(folder: Path, clock: SetClock, goods: tuple[ProductForm, ...] = GOODS) -> Generator[Shop]:
    """The shop with these goods, open until the test is over."""
    shop = Shop.open(folder, clock=clock)
    for one in goods:
        shop.catalogue.add(one)
    yield shop
    shop.close()


def sold(shop: Shop, *lines: str, paid: list[Tender] = CASH, **how: Any) -> str:
    """The number of a bill for these lines, for the first of the goods without any."""
    return shop.sales.sell(lines or ("1",), paid, **how).numbers[0]


def day_of(shop: Shop, number: str) -> int:
    """The business day (yyyymmdd) of a bill."""
    return shop.db.row("SELECT business_date FROM sale WHERE number = ?", (number,))[0]
