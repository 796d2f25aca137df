"""Returns at the command line: the month's file, its sheets, the figures, and what would be refused."""

import datetime as dt
import json
from zoneinfo import ZoneInfo

import pytest
from python_calamine import CalamineWorkbook

from shoppos.base.paths import SHOP_FILE
from tests.reports.gst.books import Line, Writer

RAVI = "27AABCU9603R1ZN"
MAY = ("--month", "2026-05")


@pytest.fixture
def writer(folder):
    return Writer(folder / SHOP_FILE)


@pytest.fixture
def month(writer):
    """A month with a bill to a dealer, one over the counter and one without HSN."""
    writer.bill("A1/2627/000001", 20260503, [Line(10_000, rate=1800)], gstin=RAVI)
    writer.bill("A1/2627/000002", 20260504, [Line(10_500, rate=500, inclusive=True)])
    writer.bill("A1/2627/000003", 20260505, [Line(1_000, treatment="nil", hsn="")])
    return writer


def test_the_return_is_one_document(run, month):
    said = run("gst", "gstr1", *MAY, "--json")
    assert said.code == 0
    assert said.json["fp"] == "052026"
    assert said.json["b2b"][0]["ctin"] == RAVI
    assert said.json["b2cs"][0]["txval"] == 100.0


def test_a_person_is_told_how_much_stands_where_and_that_something_would_be_refused(run, month):
    said = run("gst", "gstr1", *MAY)
    assert "GSTR-1  27AAPFU0939F1ZV  May 2026" in said.out
    assert any(line.split()[:3] == ["b2b", "1", "100.00"] for line in said.out.splitlines())
    assert said.err.strip() == "One thing in it would be refused. See: shoppos gst check --month 2026-05"


def test_the_file_is_the_document(run, month, tmp_path):
    out = tmp_path / "may.json"
    said = run("gst", "gstr1", *MAY, "--out", out, "--json")
    assert said.json == {"files": [str(out)], "refused": 1}
    assert json.loads(out.read_text("utf-8")) == run("gst", "gstr1", *MAY, "--json").json


def test_the_sheets_carry_the_portal_s_names_and_figures(run, month, tmp_path):
    out = tmp_path / "may.xlsx"
    assert run("gst", "gstr1", *MAY, "--out", out).code == 0
    book = CalamineWorkbook.from_path(str(out))
    assert book.sheet_names == [
        "b2b,sez,de", "b2cl", "b2cs", "cdnr", "cdnur", "exemp", "hsn(b2b)", "hsn(b2c)", "docs",
    ]  # fmt: skip
    rows = book.get_sheet_by_name("b2b,sez,de").to_python()
    assert rows[0][:5] == [
        "GSTIN/UIN of Recipient", "Receiver Name", "Invoice Number", "Invoice date", "Invoice Value",
    ]  # fmt: skip
    assert rows[1] == [RAVI, "", "A1/2627/000001", "03-May-2026", 118, "27-Maharashtra", "N", "", "Regular B2B", "",
                       18, 100, 0]  # fmt: skip


def test_csv_is_a_folder_with_a_file_for_each_sheet(run, month, tmp_path):
    out = tmp_path / "may"
    said = run("gst", "gstr1", *MAY, "--out", out, "--format", "csv", "--json")
    assert sorted(path.name for path in out.iterdir()) == [
        "b2b.csv", "b2cl.csv", "b2cs.csv", "cdnr.csv", "cdnur.csv", "docs.csv", "exemp.csv", "hsn_b2b.csv",
        "hsn_b2c.csv",
    ]  # fmt: skip
    assert len(said.json["files"]) == 9
    assert (out / "b2cs.csv").read_text("utf-8").splitlines() == [
        "Type,Place Of Supply,Applicable % of Tax Rate,Rate,Taxable Value,Cess Amount,E-Commerce GSTIN",
        "OE,27-Maharashtra,,5.00,100.00,0.00,",
    ]


def test_a_name_that_excel_would_run_is_written_as_text(run, writer, tmp_path):
    writer.raw.execute(
        "INSERT INTO personal (id, commitment, salt, name, phone, address, pin_code, state, email) "
        "VALUES (?, x'00', x'00', '=HYPERLINK(1)', '', '', '', '', '')",
        (b"p" * 16,),
    )
    writer.bill(
        "A1/2627/000001", 20260503, [Line(10_000, rate=1800, name="@SUM(1)")], gstin=RAVI, personal_id=b"p" * 16
    )
    run("gst", "gstr1", *MAY, "--out", tmp_path / "may", "--format", "csv")
    assert "'=HYPERLINK(1)" in (tmp_path / "may" / "b2b.csv").read_text("utf-8")
    assert "'@SUM(1)" in (tmp_path / "may" / "hsn_b2b.csv").read_text("utf-8")


def test_a_quarter_is_asked_by_any_of_its_months(run, month):
    assert run("gst", "gstr1", "--quarter", "2026-04", "--json").json["fp"] == "062026"
    for quarter in ("2026-Q1", "2026-27 Q1", "2026-27/q1"):
        assert run("gst", "gstr1", "--quarter", quarter, "--json").json["fp"] == "062026"
    assert run("gst", "gstr1", "--quarter", "2025-Q4", "--json").json["fp"] == "032026"
    assert "April" in run("gst", "gstr3b", "--quarter", "2026-06").out


def test_the_figures_of_gstr3b(run, month, tmp_path):
    said = run("gst", "gstr3b", *MAY, "--json", "--out", tmp_path / "3b.json")
    assert said.json["sup_details"]["osup_det"]["txval"] == 200.0
    assert said.json["sup_details"]["osup_nil_exmp"]["txval"] == 10.0
    assert json.loads((tmp_path / "3b.json").read_text("utf-8")) == said.json
    assert "3.1(a) Taxable supplies" in run("gst", "gstr3b", *MAY).out


def test_the_check_names_the_bill_and_the_remedy(run, month):
    said = run("gst", "check", *MAY)
    assert said.out.splitlines() == [
        "REFUSED  A1/2627/000003: no HSN on Thing Thing.", "    Give the item its HSN: the return takes it at once.",
    ]  # fmt: skip
    findings = run("gst", "check", *MAY, "--json").json["findings"]
    assert [(one["code"], one["document"], one["refused"]) for one in findings] == [
        ("hsn_missing", "A1/2627/000003", True)
    ]  # fmt: skip
    assert run("gst", "check", "--month", "2026-04").out.strip() == "Nothing would be refused in April 2026."


def test_the_check_says_that_nothing_would_be_refused_before_what_one_should_mind(run, writer):
    writer.bill("A1/2627/C00001", 20260503, [Line(100, treatment="nil", hsn="0401")], note=True)
    first, *minded = run("gst", "check", *MAY).out.splitlines()
    assert first == "Nothing would be refused in May 2026."
    assert [line[:6] for line in minded[::2]] == ["Mind  ", "Mind  "]


@pytest.mark.parametrize("which", ["2026-13", "today", "2026-27", "nonsense"])
def test_where_only_a_month_fits_only_a_month_is_asked_for(run, which):
    said = run("gst", "gstr1", "--month", which)
    assert said.code == 1
    assert said.err.strip().endswith(f"{which} is not a month. Write it like 2026-05.")


def test_a_long_list_is_cut_for_people_and_whole_for_programs(run, writer):
    for n in range(1, 61):
        writer.bill(f"A1/2627/{n:06d}", 20260503, [Line(100, rate=1200)])
    assert run("gst", "check", *MAY).out.splitlines()[-1] == "and 10 more; all of them: --json"
    assert len(run("gst", "check", *MAY, "--json").json["findings"]) == 60


def test_where_many_bills_want_an_hsn_a_person_reads_which_items_have_none(run, writer):
    for n in range(1, 31):
        writer.bill(f"A1/2627/{n:06d}", 20260503, [Line(100, rate=500, hsn="", name="Salt"), Line(100, rate=500)])
    said = run("gst", "check", *MAY)
    assert said.out.splitlines() == [
        "REFUSED  A1/2627/000001: no HSN on Salt Salt. So it is on 29 more bills.",
        "    Give the item its HSN: the return takes it at once.",
    ]
    found = run("gst", "check", *MAY, "--json").json["findings"]
    assert [one["document"] for one in found] == [f"A1/2627/{n:06d}" for n in range(1, 31)]


def test_the_statement_of_a_composition_shop(run, folder, writer):
    from shoppos.shop import Shop

    shop = Shop.open(folder)
    shop.settings.set_profile(scheme="composition")
    writer.head = shop.settings.letterhead()[0]
    shop.close()
    writer.bill("A1/2627/000001", 20260503, [Line(100_000)], kind="BILL OF SUPPLY")
    said = run("gst", "cmp08", "--quarter", "2026-05", "--json")
    assert said.json == {
        "gstin": "27AAPFU0939F1ZV", "from": "2026-04-01", "to": "2026-06-30", "outward": "1000.00",
        "taxable": "1000.00", "cgst": "5.00", "sgst": "5.00", "tax": "10.00", "due": "2026-07-18", "findings": [],
    }  # fmt: skip
    refused = run("gst", "gstr1", *MAY)
    assert refused.code == 1
    assert "CMP-08" in refused.err


@pytest.mark.parametrize("text", ["2026", "2026-13", "may", "2026-05-01", "2026-27"])
def test_what_is_no_month_is_refused(run, month, text):
    said = run("gst", "gstr1", "--month", text)
    assert said.code == 1
    assert said.out == ""


def test_a_file_that_cannot_be_written_is_said(run, month, tmp_path):
    said = run("gst", "gstr1", *MAY, "--out", tmp_path / "none" / "may.json")
    assert said.code == 1
    assert "cannot be written" in said.err
    wrong = run("gst", "gstr1", *MAY, "--out", tmp_path / "may.pdf")
    assert wrong.code == 1
    assert "json, xlsx, csv" in wrong.err


def test_who_may_not_see_reports_gets_no_return(run, folder, month):
    from shoppos.shop import Shop

    shop = Shop.open(folder)
    shop.staff.set_pin("Meena", "2468")
    shop.staff.add("Ravi", "cashier")
    shop.close()
    for words in (("gst", "gstr1"), ("gst", "gstr3b"), ("gst", "check"), ("tally",)):
        said = run(*words, *MAY, "--as", "Ravi")
        assert said.code == 1
        assert "Only a manager" in said.err


def test_a_month_that_is_not_over_is_named_as_such(run, month):
    today = dt.datetime.now(ZoneInfo("Asia/Kolkata")).date()
    for day, told in ((today, "goes on until"), (today + dt.timedelta(days=62), "has not begun yet")):
        asked = ("--month", f"{day:%Y-%m}")
        for act in ("gstr1", "gstr3b"):
            assert told in run("gst", act, *asked).err
            assert told not in run("gst", act, *MAY).err
        assert told in run("gst", "check", *asked).out


def test_a_quarter_that_is_not_over_is_named_as_such(run, folder):
    from shoppos.shop import Shop

    shop = Shop.open(folder)
    shop.settings.set_profile(scheme="composition")
    shop.close()
    today = dt.datetime.now(ZoneInfo("Asia/Kolkata")).date()
    assert "goes on until" in run("gst", "cmp08", "--quarter", f"{today:%Y-%m}").err
    assert not run("gst", "cmp08").err
