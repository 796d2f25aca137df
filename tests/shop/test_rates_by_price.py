"""Clothes and shoes: what one piece comes to decides the rate."""

import pytest

from shoppos.reports.audit import audit
from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.payments import Tender


@pytest.fixture
def shirt(shop: Shop) -> bytes:
    """A shirt at 3,000 before tax: 5 % up to 2,500, above it 18 %."""
    product = shop.catalogue.add(ProductForm("S1", "Shirt", 3000_00, inclusive=False, rate=500, hsn="6205"))
    shop.rates_by_price.set(product, 2500_00, 1800)
    return product


@pytest.mark.parametrize(
    ("typed", "payable"),
    [("S1", 3540_00), ("S1@2500", 2625_00), ("S1@2501", 2951_00), ("S1/20", 2520_00), ("2*S1@2500", 5250_00)],
)
def test_the_discounted_price_of_one_piece_decides_the_rate(typed, payable, shop: Shop, shirt):
    assert shop.sales.enter(shop.sales.on_screen().id, typed).view.payable == payable


def test_a_discount_on_the_whole_bill_counts_too_and_the_books_agree(shop: Shop, shirt):
    sale = shop.sales.on_screen().id
    shop.sales.enter(sale, "S1")
    assert shop.sales.enter(sale, "//20").view.payable == 2520_00
    shop.sales.checkout(sale, [Tender("cash")])
    assert shop.db.row("SELECT rate FROM sale_line") == (500,)
    assert audit(shop.db).agrees


def test_a_price_with_tax_in_it_is_taken_without_it(shop: Shop):
    product = shop.catalogue.add(ProductForm("S2", "Shoes", 2625_00, rate=500, hsn="6403"))
    shop.rates_by_price.set(product, 2500_00, 1800)
    sale = shop.sales.on_screen().id
    assert shop.sales.enter(sale, "S2").view.lines[0].rate == 500
    assert shop.sales.enter(sale, "=2626").view.lines[0].rate == 1800
    shop.rates_by_price.set(product, None)
    assert shop.sales.view(sale).lines[0].rate == 500
