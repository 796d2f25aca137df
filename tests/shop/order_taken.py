"""What the tests of orders share: who calls, a product by its code, a shop at a given hour, and what is owed."""

from pathlib import Path

from shoppos.base.ids import new_id
from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from tests.stories.clocks import SetClock

ANIL = "9812345678"


def product(shop: Shop, code: str) -> bytes:
    return shop.catalogue.show(code).product_id


def stocked(folder: Path, clock: SetClock) -> Shop:
    shop = Shop.open(folder, clock=clock)
    for form in (
        ProductForm("1001", "Surf Excel 1 kg", 15000, rate=1800, stock=50_000),
        ProductForm("1002", "Parle-G 100 g", 1000, rate=500, stock=200_000),
        ProductForm("1003", "Amul Butter 100 g", 6200, rate=500, stock=30_000),
    ):
        shop.catalogue.add(form)
    shop.customers.add("Anil Kumar", ANIL, address="4 Lake View, Pune", pin_code="411001", state="27")
    return shop


def taken(shop: Shop, *lines: str, **terms) -> bytes:
    order = shop.orders.begin(phone=ANIL, key=new_id()).id
    for line in lines or ("1001",):
        shop.orders.enter(order, line)
    shop.orders.set(order, **terms)
    return order


def owed(shop: Shop, order: bytes) -> list[str]:
    rows = shop.db.rows("SELECT DISTINCT step FROM message WHERE doc_id = ? AND state = 'owed'", (order,))
    return [row[0] for row in rows]
