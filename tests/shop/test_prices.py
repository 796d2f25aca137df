"""Price lists at the counter: by customer, by quantity, never above the MRP, and a typed price stays."""

import pytest

from shoppos.base.errors import InvalidInput, NotFound, Refused
from shoppos.models.loyalty import CustomerTerms
from shoppos.reports.audit import audit
from shoppos.shop import Shop
from shoppos.shop.payments import Tender


@pytest.fixture
def wholesale(shop: Shop) -> bytes:
    """A list with soap at 140, at 130 from ten on."""
    chosen = shop.prices.add("Wholesale")
    soap = shop.catalogue.find_code("1001").product_id
    shop.prices.set(chosen, soap, 140_00)
    shop.prices.set(chosen, soap, 130_00, least=10_000)
    return chosen


@pytest.fixture
def trader(shop: Shop, wholesale: bytes) -> bytes:
    """A customer who buys by it."""
    customer = shop.customers.add(name="Ravi Traders", phone="9822012345")
    customer = getattr(customer, "id", customer)
    with shop.db.transaction("customer.terms") as tx:
        tx.add(CustomerTerms(customer_id=customer, list_id=wholesale))
    return customer


def test_the_customer_s_prices_come_with_the_customer_and_it_is_said_which_changed(shop: Shop, trader):
    sale = shop.sales.on_screen().id
    shop.sales.enter(sale, "2*1001")
    shop.sales.enter(sale, "1002")
    view = shop.sales.set_customer(sale, trader)
    assert [line.price for line in view.lines] == [140_00, 10_00]
    assert view.warnings[0] == "1 price changed: Surf Excel 1 kg ₹140.00"
    assert [line.price for line in shop.sales.undo(sale).lines] == [150_00, 10_00]
    shop.sales.set_customer(sale, trader)
    assert [line.price for line in shop.sales.set_customer(sale, None).lines] == [150_00, 10_00]


def test_the_price_follows_the_quantity_up_and_down(shop: Shop, trader):
    sale = shop.sales.on_screen().id
    shop.sales.enter(sale, "1001")
    shop.sales.set_customer(sale, trader)
    assert shop.sales.enter(sale, "*10").view.lines[0].price == 130_00
    assert shop.sales.enter(sale, "*9").view.lines[0].price == 140_00
    view = shop.sales.enter(sale, "1001").view
    assert [(line.quantity, line.price) for line in view.lines] == [(10_000, 130_00)]


def test_a_typed_price_stays_whoever_buys(shop: Shop, trader):
    sale = shop.sales.on_screen().id
    shop.sales.enter(sale, "1001@120")
    assert shop.sales.set_customer(sale, trader).lines[0].price == 120_00
    assert shop.sales.enter(sale, "*20").view.lines[0].price == 120_00


def test_prices_from_a_quantity_on_may_hold_for_everybody(shop: Shop, wholesale):
    shop.prices.choose_for_all(wholesale)
    sale = shop.sales.on_screen().id
    assert shop.sales.enter(sale, "12*1001").view.lines[0].price == 130_00
    shop.sales.checkout(sale, [Tender("cash")])
    assert shop.db.row("SELECT payable FROM sale") == (1560_00,)
    assert audit(shop.db).agrees


def test_no_list_goes_above_the_mrp_even_when_the_mrp_falls_later(shop: Shop, wholesale):
    soap = shop.catalogue.find_code("1001").product_id
    with pytest.raises(Refused, match="MRP"):
        shop.prices.set(wholesale, soap, 156_00)
    shop.catalogue.change(soap, mrp=135_00, price=135_00)
    assert shop.prices.usual(wholesale, {soap: 1000}) == {soap: 135_00}


def test_a_list_is_known_by_its_one_name(shop: Shop, wholesale):
    with pytest.raises(Refused):
        shop.prices.add("wholesale")
    with pytest.raises(InvalidInput):
        shop.prices.add(" ")
    shop.prices.rename(wholesale, "Hotels")
    assert shop.prices.named("hotels").prices == 2
    shop.prices.retire(wholesale)
    with pytest.raises(NotFound):
        shop.prices.named("Hotels")
    assert shop.prices.lists() == []


def test_a_retired_list_charges_what_everybody_pays(shop: Shop, wholesale, trader):
    shop.prices.retire(wholesale)
    sale = shop.sales.on_screen().id
    shop.sales.enter(sale, "1001")
    assert shop.sales.set_customer(sale, trader).lines[0].price == 150_00
