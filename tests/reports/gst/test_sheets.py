"""The sheets of GSTR-1 say what the file says, under the heads of the portal's own tool."""

import csv
import io

import pytest

from shoppos.reports import periods
from shoppos.reports.gst import gstr1, sheets
from tests.reports.gst.books import Line

MAY = periods.named("2026-05", periods.day("2026-06-01"))
RAVI = "27AABCU9603R1ZN"


@pytest.fixture
def made(writer, db):
    sold = writer.bill("A1/2627/000001", 20260503, [Line(10_000, rate=1800), Line(10_000, rate=500)], gstin=RAVI)
    large = writer.bill("A1/2627/000002", 20260504, [Line(20_000_000, 1500, rate=1800, cess_rate=100)], place="01")
    writer.bill("A1/2627/000003", 20260505, [Line(700, treatment="exempt"), Line(300, rate=500)])
    writer.bill("A1/2627/C00001", 20260506, [Line(1_000, rate=1800)], gstin=RAVI, note=True, against=sold)
    writer.bill("A1/2627/C00002", 20260506, [Line(1_000, rate=1800)], place="01", note=True, against=large)
    return {sheet.name: sheet for sheet in sheets.sheets(gstr1.books(db, MAY))}


def rows(sheet):
    return [dict(zip(sheet.rows[0], row, strict=True)) for row in sheet.rows[1:]]


def test_a_bill_of_two_rates_is_two_rows(made):
    told = rows(made["b2b,sez,de"])
    assert [(row["Invoice Number"], row["Rate"], row["Taxable Value"]) for row in told] == [
        ("A1/2627/000001", 5.0, 100.0), ("A1/2627/000001", 18.0, 100.0),
    ]  # fmt: skip


def test_a_state_is_spelled_as_the_portal_spells_it(made):
    assert rows(made["b2cl"])[0]["Place Of Supply"] == "01-Jammu & Kashmir"
    assert rows(made["b2cl"])[0]["Cess Amount"] == 3000.0


def test_credit_notes_stand_in_their_own_sheets(made):
    assert [(row["Note Number"], row["Note Type"], row["Note Value"]) for row in rows(made["cdnr"])] == [
        ("A1/2627/C00001", "C", 12.0)
    ]
    assert [(row["UR Type"], row["Note Number"], row["Note Date"]) for row in rows(made["cdnur"])] == [
        ("B2CL", "A1/2627/C00002", "06-May-2026")
    ]


def test_the_four_kinds_of_what_bears_no_tax_are_always_there(made):
    told = {row["Description"]: row["Exempted(other than nil rated/non GST supply)"] for row in rows(made["exemp"])}
    assert len(told) == 4
    assert told["Intra-State supplies to unregistered persons"] == 7.0


def test_the_hsn_sheets_add_up_their_own_rows(made):
    for name in ("hsn(b2b)", "hsn(b2c)"):
        for row in rows(made[name]):
            taxes = ("Taxable Value", "Integrated Tax Amount", "Central Tax Amount", "State/UT Tax Amount")
            assert row["Total Value"] == pytest.approx(sum(row[key] for key in (*taxes, "Cess Amount")))


def test_the_numbers_that_were_used_are_told_by_run(made):
    assert [tuple(row.values()) for row in rows(made["docs"])] == [
        ("Invoices for outward supply", "A1/2627/000001", "A1/2627/000003", 3, 0),
        ("Credit Note", "A1/2627/C00001", "A1/2627/C00002", 2, 0),
    ]


def test_before_the_split_there_is_one_hsn_sheet(writer, db):
    writer.bill("A1/2526/000001", 20250403, [Line(10_000, rate=1800)])
    april = periods.named("2025-04", MAY.first)
    names = [sheet.name for sheet in sheets.sheets(gstr1.books(db, april))]
    assert names[-2:] == ["hsn", "docs"]


def test_a_sheet_read_back_from_csv_has_its_figures(made):
    told = list(csv.DictReader(io.StringIO(sheets.as_csv(made["b2b,sez,de"]).decode("utf-8"))))
    assert [(row["Invoice Value"], row["Rate"]) for row in told] == [("223.00", "5.00"), ("223.00", "18.00")]
    assert sheets.file_name(made["hsn(b2c)"]) == "hsn_b2c.csv"
