"""What a shop under the composition levy owes for a quarter."""

import datetime as dt

import pytest

from shoppos.base.errors import Refused
from shoppos.reports import periods, questions
from shoppos.reports.gst import cmp08, gstr1
from shoppos.reports.report import Link
from shoppos.shop.payments import Tender
from tests.reports.gst.books import Line

DAY = dt.date(2026, 5, 10)


@pytest.fixture
def composition(shop, writer):
    shop.settings.set_profile(scheme="composition")
    writer.head = shop.settings.letterhead()[0]
    return writer


def test_the_quarter_is_summed_and_half_a_percent_goes_to_each(composition, db):
    composition.bill("A1/2627/000001", 20260401, [Line(100_050), Line(20_000, treatment="exempt")])
    composition.bill("A1/2627/000002", 20260630, [Line(50_000)])
    composition.bill("A1/2627/000003", 20260630, [Line(70_000)], void=20260630)
    composition.bill("A1/2627/C00001", 20260630, [Line(10_000)], note=True)
    composition.bill("A1/2627/000004", 20260701, [Line(90_000)])
    told = cmp08.cmp08(db, DAY)
    assert (told.outward, told.taxable) == (160_050, 140_050)
    assert (told.cgst, told.sgst, told.tax) == (700, 700, 1400)
    assert told.due == dt.date(2026, 7, 18)


def test_a_quarter_in_which_more_came_back_owes_nothing(composition, db):
    composition.bill("A1/2627/C00001", 20260430, [Line(10_000)], note=True)
    told = cmp08.cmp08(db, DAY)
    assert (told.taxable, told.tax) == (-10_000, 0)


def test_a_regular_shop_is_told_what_it_files(db):
    with pytest.raises(Refused, match="GSTR-1"):
        cmp08.cmp08(db, DAY)


def test_a_shop_that_left_the_levy_within_the_quarter_files_both(shop, composition, db):
    composition.bill("A1/2627/000001", 20260501, [Line(100_000)])
    shop.settings.set_profile(scheme="regular")
    composition.head = shop.settings.letterhead()[0]
    composition.bill("A1/2627/000002", 20260601, [Line(10_000, rate=1800)])
    told = cmp08.cmp08(db, DAY)
    assert (told.outward, told.tax) == (100_000, 1000)
    quarter = periods.around(DAY, "quarter")
    assert [row["txval"] for row in gstr1.gstr1(db, quarter)["b2cs"]] == [100.0]
    with pytest.raises(Refused, match="CMP-08"):
        gstr1.gstr1(db, periods.around(DAY, "month"))


def test_bills_to_another_state_are_named_for_the_levy_allows_none(composition, db):
    composition.bill("A1/2627/000001", 20260501, [Line(100_000)], place="29")
    composition.bill("A1/2627/000002", 20260501, [Line(100_000)])
    composition.bill("A1/2627/000003", 20260501, [Line(100_000)], place="29", void=20260501)
    composition.bill("A1/2627/000004", 20260701, [Line(100_000)], place="29")
    told = questions.ask(db, "gst", periods.around(DAY, "quarter"))
    (line,) = told.tables[1].lines
    how, number, wrong, _remedy = line.values
    assert (how, number, line.link) == ("mind", "A1/2627/000001", Link("bill", "A1/2627/000001"))
    assert "Karnataka; under the composition levy" in str(wrong)


def test_the_counter_warns_before_such_a_bill_is_made(shop):
    sale = shop.sales.on_screen().id
    shop.sales.enter(sale, "1001")
    shop.sales.set_state(sale, "29")
    warned = "may sell no goods to another State"
    assert not any(warned in told for told in shop.sales.view(sale).warnings)
    shop.settings.set_profile(scheme="composition")
    assert any(warned in told for told in shop.sales.view(sale).warnings)
    assert any(warned in told for told in shop.sales.sell(["1001"], [Tender("cash")], state="29").warnings)
    shop.sales.set_state(sale, "")
    assert not any(warned in told for told in shop.sales.view(sale).warnings)
