"""What is filed, in one look: the return's tables, what would be refused, and who files what."""

import datetime as dt

import pytest

from shoppos.reports import formats, periods, questions
from shoppos.rules.letterhead import Letterhead
from shoppos.shop.payments import Tender
from tests.reports.gst.books import Line, Writer

RAVI = "27AABCU9603R1ZN"
MAY = periods.named("2026-05", periods.day("2026-06-01"))
NOON = dt.datetime(2026, 6, 1, 12, tzinfo=dt.timezone(dt.timedelta(hours=5.5)))


@pytest.fixture
def writer(shop):
    return Writer(shop.db.path)


def rows(report, title):
    return [line.values for table in report.tables if table.title == title for line in table.lines]


def test_the_return_is_told_table_by_table(shop, writer):
    sold = writer.bill("A1/2627/000001", 20260503, [Line(10_000, rate=1800)], gstin=RAVI)
    writer.bill("A1/2627/000002", 20260503, [Line(5_000, rate=500), Line(700, treatment="nil", hsn="0401")])
    writer.bill("A1/2627/C00001", 20260504, [Line(1_000, rate=1800)], gstin=RAVI, note=True, against=sold)
    told = questions.ask(shop.db, "gst", MAY)
    assert told.finding == "May 2026: ₹18.70 of tax on ₹140.00, and nothing would be refused."
    assert [values[:4] for values in rows(told, "What is filed")] == [
        ("Bills to registered buyers (b2b)", 1, 10_000, 900), ("All other sales (b2cs)", None, 5_000, 125),
        ("Credit notes to registered buyers (cdnr)", 1, -1_000, -90), ("Nil rated, exempt, outside GST", None, 700, 0),
    ]  # fmt: skip
    assert told.tables[0].total[2:] == (14_700, 935, 935, 0, 0)


def test_what_would_be_refused_leads_to_its_bill(shop, writer):
    writer.product = (b"x" * 16,)
    writer.bill("A1/2627/000001", 20260503, [Line(10_000, rate=1800, hsn="")])
    told = questions.ask(shop.db, "gst", MAY)
    assert told.finding.endswith("but one thing would be refused.")
    line = told.tables[1].lines[0]
    assert line.values[:2] == ("refused", "A1/2627/000001")
    assert (line.link.kind, line.link.target) == ("bill", "A1/2627/000001")


def test_other_days_are_told_by_month_from_the_totals(shop):
    shop.sales.sell(["1001"], [Tender("cash")])
    today = periods.today(shop.db.clock)
    told = questions.ask(shop.db, "gst", periods.around(today, "year"))
    assert told.tables[0].total[1:] == (12_712, 1_144, 1_144, 0, 0)
    assert len(told.tables[0].lines) == 12
    assert "Returns are filed for a month or a quarter: ask for one." in told.notes


def test_a_composition_shop_sees_its_quarter(shop, writer):
    shop.settings.set_profile(scheme="composition")
    writer.head = shop.settings.letterhead()[0]
    writer.bill("A1/2627/000001", 20260503, [Line(100_000)])
    told = questions.ask(shop.db, "gst", MAY)
    assert told.period == periods.around(MAY.first, "quarter")
    assert "₹10.00 to pay until 18 July 2026" in told.finding


def test_a_shop_without_gst_is_told_that_it_files_nothing_and_when_it_must(shop):
    shop.settings.set_profile(scheme="unregistered", gstin="")
    told = questions.ask(shop.db, "gst", MAY)
    assert told.notes[-1].startswith("The shop is not registered for GST")


def test_near_a_threshold_one_is_told(shop):
    shop.settings.set_profile(scheme="unregistered", gstin="")
    shop.sales.sell(["8*3001@400000"], [Tender("card")])
    today = periods.today(shop.db.clock)
    told = questions.ask(shop.db, "gst", periods.around(today, "month"))
    assert "Turnover this year is ₹32,00,000.00; above ₹40,00,000.00 the shop must register for GST." in told.notes


@pytest.mark.parametrize("format_", formats.FORMATS)
def test_it_is_written_in_every_format(shop, writer, format_):
    writer.bill("A1/2627/000001", 20260503, [Line(10_000, rate=1800, hsn="", name="=cmd")])
    for name in ("gst", "daybook"):
        assert formats.write(questions.ask(shop.db, name, MAY), format_, Letterhead(name="Sharma"), NOON)


def test_no_note_or_remedy_names_a_shell_command_for_an_owner_knows_keys(shop, writer):
    writer.bill("A1/2627/000001", 20260503, [Line(10_000, rate=1800)])
    writer.bill("A1/2627/000005", 20260503, [Line(10_000, rate=1800)])
    told = questions.ask(shop.db, "gst", MAY)
    assert "Ctrl+G" in told.notes[0]
    words = [*told.notes, *(str(value) for table in told.tables for line in table.lines for value in line.values)]
    assert any("Ctrl+B" in said for said in words), "the numbers that are missing"
    assert not [said for said in words if "shoppos " in said]
