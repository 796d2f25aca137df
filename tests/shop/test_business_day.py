"""Which day a document is booked on, and what is said of a clock that cannot be right."""

import pytest

from shoppos.reports.audit import audit
from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.payments import Tender
from tests.stories.clocks import SetClock

CASH = [Tender("cash")]


@pytest.fixture
def clock():
    return SetClock("2026-07-15 12:00")


@pytest.fixture
def shop(folder, clock):
    shop = Shop.open(folder, clock=clock)
    shop.catalogue.add(ProductForm("1001", "Surf Excel 1 kg", 118_00, rate=1800))
    yield shop
    shop.close()


def shown(shop):
    sale = shop.sales.on_screen().id
    return [text for text in shop.sales.enter(sale, "1001").view.warnings if "clock" in text]


def test_a_clock_behind_the_last_bill_is_told_and_stops_no_sale(shop, clock):
    assert shop.sales.sell(["1001"], CASH).warnings == ()
    clock.set("2026-07-12 12:00")
    said = "The computer's clock shows 12-07-2026, the last bill is of 15-07-2026; bills keep the later day. "
    assert shown(shop) == [said + "Put the clock right."]
    done = shop.sales.sell(["1001"], CASH)
    assert [text for text in done.warnings if "12-07-2026" in text]
    assert shop.sales.clock_warning()


def test_a_clock_far_ahead_is_told_before_the_bill_takes_its_day(shop, clock):
    shop.sales.sell(["1001"], CASH)
    clock.set("2026-09-13 12:00")
    assert shown(shop) == []
    clock.set("2027-08-20 12:00")
    assert "20-08-2027" in shown(shop)[0]
    assert "20-08-2027" in shop.sales.sell(["1001"], CASH).warnings[0]
    assert shop.sales.sell(["1001"], CASH).warnings == ()


def test_a_shop_without_bills_has_no_clock_to_doubt(shop):
    assert shown(shop) == []


def test_khata_stock_and_cancellings_go_with_the_day_of_the_bills(shop, clock):
    anil = shop.customers.add("Anil Verma", "9812345678")
    shop.sales.sell(["1001"], CASH)
    clock.set("2026-07-12 12:00")
    number = shop.sales.sell(["1001"], [Tender("khata")], customer_phone="9812345678").numbers[0]
    shop.customers.pay(anil.id, 18_00)
    shop.stock.move("1001", 5_000, "counted")
    shop.sales.void(number, "brought back")
    for table in ("sale", "khata_entry", "stock_move", "void"):
        days = shop.db.rows(f"SELECT DISTINCT business_date FROM {table} WHERE business_date IS NOT NULL")
        assert days == [(20260715,)], table
    assert audit(shop.db).faults == ()
