"""Which day, which financial year and which rate a bill counts for, around every midnight that matters."""

import datetime as dt

import pytest

from shoppos.base.errors import Refused
from shoppos.reports import bill
from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.payments import Tender
from tests.crash import books
from tests.stories.clocks import SetClock

CASH = [Tender("cash")]


@pytest.fixture
def clock():
    return SetClock("2026-03-31 12:00")


@pytest.fixture
def shop(folder, clock):
    shop = Shop.open(folder, clock=clock)
    shop.catalogue.add(ProductForm("1001", "Surf Excel 1 kg", 118_00, rate=1800))
    shop.catalogue.add(ProductForm("3001", "Steel Tiffin", 400_00, inclusive=False, rate=1200 + 600))
    yield shop
    shop.close()


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-07-14 23:59", "2026-07-14"),
        ("2026-07-15 00:01", "2026-07-15"),
        ("2026-07-15 05:29", "2026-07-15"),  # one minute before UTC's midnight
        ("2026-07-15 05:31", "2026-07-15"),
        ("2028-02-29 23:59", "2028-02-29"),
        ("2028-03-01 00:00", "2028-03-01"),
    ],
)
def test_a_bill_counts_for_the_day_on_indias_clock(moment, day, shop, clock):
    clock.set(moment)
    found = bill.load(shop.db, shop.sales.sell(["1001"], CASH).numbers[0])
    assert found.business_date == dt.date.fromisoformat(day)
    assert found.made_at.isoformat().startswith(moment.replace(" ", "T"))
    assert found.made_at.utcoffset() == dt.timedelta(hours=5, minutes=30)


def test_a_shop_open_past_midnight_counts_for_the_evening(shop, clock, folder):
    shop.settings.set("day_start", 4)
    night = Shop.open(folder, clock=clock)
    for moment, day in (("2026-07-15 03:59", 14), ("2026-07-15 04:00", 15)):
        clock.set(moment)
        found = bill.load(night.db, night.sales.sell(["1001"], CASH).numbers[0])
        assert found.business_date == dt.date(2026, 7, day)
    night.close()


def test_the_series_begins_anew_on_the_first_of_april(shop, clock):
    numbers = []
    for moment in ("2026-03-31 23:58", "2026-03-31 23:59", "2026-04-01 00:00", "2026-04-01 00:01"):
        clock.set(moment)
        numbers += shop.sales.sell(["1001"], CASH).numbers
    assert numbers == ["A1/2526/000001", "A1/2526/000002", "A1/2627/000001", "A1/2627/000002"]
    assert books.wrong_with(shop) == []


def test_a_clock_set_back_does_not_carry_the_series_back(shop, clock):
    clock.set("2026-04-01 09:00")
    assert shop.sales.sell(["1001"], CASH).numbers == ("A1/2627/000001",)
    clock.set("2026-03-30 09:00")
    number = shop.sales.sell(["1001"], CASH).numbers[0]
    assert number == "A1/2627/000002"
    assert bill.load(shop.db, number).business_date == dt.date(2026, 4, 1)
    assert books.wrong_with(shop) == []


def test_a_bill_held_over_a_change_of_rates_is_shown_and_billed_at_the_new_ones(shop, clock):
    tiffin = shop.catalogue.show("3001").product_id
    shop.catalogue.set_rate(tiffin, 20260401, 500)
    sale = shop.sales.on_screen().id
    assert shop.sales.enter(sale, "3001").view.payable == 472_00
    shop.sales.hold(sale)
    clock.set("2026-04-01 10:00")
    assert [held.payable for held in shop.sales.held()] == [420_00]
    view = shop.sales.recall(sale)
    assert (view.payable, view.lines[0].rate) == (420_00, 500)
    found = bill.load(shop.db, shop.sales.checkout(sale, [Tender("cash", view.payable)]).numbers[0])
    assert (found.payable, found.by_rate[0].rate, found.change) == (420_00, 500, 0)
    assert books.wrong_with(shop) == []


def test_a_line_added_after_the_change_stands_beside_one_from_before_at_one_rate(shop, clock):
    shop.catalogue.set_rate(shop.catalogue.show("3001").product_id, 20260401, 500)
    sale = shop.sales.on_screen().id
    shop.sales.enter(sale, "3001")
    clock.set("2026-04-01 00:05")
    view = shop.sales.enter(sale, "3001@300").view
    assert [line.rate for line in view.lines] == [500, 500]
    found = bill.load(shop.db, shop.sales.checkout(sale, CASH).numbers[0])
    assert [group.rate for group in found.by_rate] == [500]


def test_a_rate_with_a_day_holds_from_that_day_on(shop, clock):
    shop.catalogue.set_rate(shop.catalogue.show("1001").product_id, 20260401, 500)
    clock.set("2026-03-31 23:59")
    assert bill.load(shop.db, shop.sales.sell(["1001"], CASH).numbers[0]).by_rate[0].rate == 1800
    clock.set("2026-04-01 00:00")
    assert bill.load(shop.db, shop.sales.sell(["1001"], CASH).numbers[0]).by_rate[0].rate == 500


def test_too_little_money_after_midnight_is_still_refused(shop, clock):
    sale = shop.sales.on_screen().id
    shop.sales.enter(sale, "1001")
    clock.go_on(hours=13)
    with pytest.raises(Refused, match="still to pay"):
        shop.sales.checkout(sale, [Tender("cash", 100_00)])
    assert shop.sales.on_screen().id == sale
