"""GSTR-1 from a real shop's file: the published sample, the names of the portal's sections, and sums that agree."""

import json
import time
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shoppos.base.clock import Clock
from shoppos.base.errors import Refused
from shoppos.base.file import Reader
from shoppos.base.paths import SHOP_FILE
from shoppos.reports import periods
from shoppos.reports.gst import gstr1
from shoppos.reports.gst.documents import Paper, Taxes
from shoppos.rules.gst_sections import Section
from shoppos.shop.payments import Tender
from tests.reports.gst.books import Line, Writer

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "rules.json").read_text(encoding="utf-8"))
SAMPLE = VECTORS["gstr1_sample"]
MAY = periods.named("2026-05", periods.day("2026-06-01"))
RAVI = "27AABCU9603R1ZN"
BENGALURU = "29AABCR1718E1ZL"


def line_of(told: dict[str, Any]) -> Line:
    return Line(
        price=int(Decimal(told["price"]) * 100), quantity=int(Decimal(told.get("qty", "1")) * 1000),
        rate=int(Decimal(told["rate"]) * 100), inclusive=told.get("incl", False), hsn=told["hsn"], unit=told["uqc"],
        name=told["desc"], treatment=told.get("treat", "taxable"),
    )  # fmt: skip


def write_sample(writer: Writer) -> None:
    known = {}
    for told in SAMPLE["input"]["invoices"]:
        known[told["no"]] = writer.bill(
            told["no"], int(told["date"].replace("-", "")), [line_of(one) for one in told["lines"]],
            place=told["pos"], gstin=told["ctin"] or "", round_to=0,
        )  # fmt: skip
    for number in SAMPLE["input"]["cancelled"]:
        writer.bill(number, 20260508, [Line(10_000, rate=1800)], void=20260508)
    for told in SAMPLE["input"]["credit_notes"]:
        writer.bill(
            told["no"], int(told["date"].replace("-", "")), [line_of(one) for one in told["lines"]],
            place=told["pos"], gstin=told["ctin"] or "", round_to=0, note=True, against=known[told["orig"]],
        )  # fmt: skip


def test_the_published_sample_comes_out_as_it_was_published(writer, db):
    write_sample(writer)
    assert gstr1.gstr1(db, MAY) == SAMPLE["expect"]


def test_a_quarterly_return_names_its_last_month(writer, db):
    write_sample(writer)
    quarter = periods.around(MAY.first, "quarter")
    assert gstr1.gstr1(db, quarter) == {**SAMPLE["expect"], "fp": "062026"}


def test_a_month_without_bills_is_an_empty_return(db):
    assert gstr1.gstr1(db, MAY) == {"gstin": "27AAPFU0939F1ZV", "fp": "052026", "version": "GST3.2.1", "hash": "hash"}


# -- names and shape of the public fragments ---------------------------------------------------------------------------


def fragment(section: str) -> Any:
    return next(one["json"] for one in VECTORS["gstr1_public_fragments"] if one["section"] == section)


def keys(told: Any) -> set[str]:
    """All names in a piece of JSON."""
    if isinstance(told, dict):
        return set(told) | {name for value in told.values() for name in keys(value)}
    return {name for value in told for name in keys(value)} if isinstance(told, list) else set()


@pytest.fixture
def everything(writer, db):
    """A month with a document for each section."""
    write_sample(writer)
    large = writer.bill("INV/26-27/0007", 20260509, [Line(20_000_000, rate=1800, cess_rate=100)], place="24")
    writer.bill("INV/26-27/0008", 20260510, [Line(1000, treatment="exempt")], place="29", gstin=BENGALURU)
    writer.bill("CN/26-27/0004", 20260522, [Line(1000, rate=1800)], place="29", gstin=BENGALURU, note=True)
    writer.bill("CN/26-27/0003", 20260522, [Line(1_000_000, rate=1800)], place="24", note=True, against=large)
    return gstr1.gstr1(db, MAY)


@pytest.mark.parametrize("section", ["b2cs", "hsn", "nil", "doc_issue", "cdnr", "cdnur", "b2cl"])
def test_every_section_has_the_names_that_public_files_have(everything, section):
    ours, theirs = keys(everything[section]), keys(fragment(section))
    assert theirs - ours == set()
    assert ours - theirs <= {"csamt", "camt", "samt", "iamt", "doc_typ", "hsn_b2c"}


def test_a_public_credit_note_is_written_digit_by_digit():
    told = fragment("cdnur")[0]
    item = told["itms"][0]["itm_det"]
    sums = Taxes(*(round(item.get(name, 0) * 100) for name in ("txval", "camt", "samt", "iamt", "csamt")))
    paper = Paper(
        told["nt_num"], periods.day("2016-09-23"), Section.CDNUR, "", "", told["pos"], True, told["val"] * 100,
        ((item["rt"] * 100, sums),),
    )  # fmt: skip
    assert gstr1.note(paper) == told


def test_a_note_against_a_large_bill_of_another_state_is_named_and_any_other_is_not(everything):
    assert [one["nt_num"] for one in everything["cdnur"]] == ["CN/26-27/0003"]
    assert [row["rt"] for row in everything["b2cs"]] == [5, 18, 5]


def test_what_bears_no_tax_stands_by_kind_and_buyer(everything):
    rows = {row["sply_ty"]: row for row in everything["nil"]["inv"]}
    assert rows["INTRB2B"]["expt_amt"] == 10.0
    assert rows["INTRAB2C"]["nil_amt"] == 80.0


def test_before_may_2025_the_hsn_table_is_one(writer, db):
    writer.bill("A1/2526/000001", 20250430, [Line(1000, rate=500)])
    april = gstr1.gstr1(db, periods.named("2025-04", MAY.first))
    assert list(april["hsn"]) == ["data"]


# -- what counts, and what does not ------------------------------------------------------------------------------------


def test_a_service_has_no_quantity_and_an_unknown_unit_is_other(writer, db):
    writer.bill("A1/2627/000001", 20260501, [Line(10_000, rate=1800, hsn="998729", unit="JOB")])
    writer.bill("A1/2627/000002", 20260501, [Line(10_000, 2500, rate=1800, hsn="7323", unit="HEAP")])
    rows = gstr1.gstr1(db, MAY)["hsn"]["hsn_b2c"]
    assert [(row["hsn_sc"], row["uqc"], row["qty"]) for row in rows] == [("7323", "OTH", 2.5), ("998729", "NA", 0)]


def test_a_gap_in_the_numbers_begins_a_new_row(writer, db):
    for n in (1, 2, 5):
        writer.bill(f"A1/2627/{n:06d}", 20260501, [Line(10_000, rate=1800)])
    docs = gstr1.gstr1(db, MAY)["doc_issue"]["doc_det"][0]["docs"]
    assert [(row["from"][-1], row["to"][-1], row["totnum"]) for row in docs] == [("1", "2", 2), ("5", "5", 1)]


def test_a_bill_cancelled_in_the_next_month_counts_in_neither(writer, db):
    writer.bill("A1/2627/000001", 20260531, [Line(10_000, rate=1800)], void=20260601)
    june = periods.named("2026-06", MAY.first)
    assert "b2cs" not in gstr1.gstr1(db, MAY)
    assert gstr1.gstr1(db, MAY)["doc_issue"]["doc_det"][0]["docs"][0]["cancel"] == 1
    assert "b2cs" not in gstr1.gstr1(db, june)


def test_tokens_count_by_their_lines_and_their_invoice_by_its_number(writer, db):
    writer.bill("A1/2627/T00001", 20260501, [Line(10_000, rate=1800)], kind="TOKEN")
    writer.bill("A1/2627/T00002", 20260501, [Line(5_000, rate=1800)], kind="TOKEN")
    writer.raw.execute(
        "INSERT INTO consolidated (id, number, kind, till, seq, place, business_date, first, last, bills, taxable, "
        "cgst, sgst, igst, cess, round_off, payable, made_at, employee_id) VALUES (?, 'A1/2627/S00001', 'TAX INVOICE', "
        "'A1', 1, '27', 20260501, 'A1/2627/T00001', 'A1/2627/T00002', 2, 15000, 1350, 1350, 0, 0, 0, 17700, 1, ?)",
        (b"c" * 16, writer.employee),
    )
    told = gstr1.gstr1(db, MAY)
    assert [row["txval"] for row in told["b2cs"]] == [150.0]
    docs = told["doc_issue"]["doc_det"][0]["docs"]
    assert [(row["from"], row["totnum"]) for row in docs] == [("A1/2627/S00001", 1)]


def test_a_line_without_hsn_takes_what_its_item_was_given_since(shop):
    shop.sales.sell(["1001"], [Tender("cash")])
    card = shop.catalogue.show("1001")
    writer = Writer(shop.db.path)
    writer.product = (card.product_id,)
    writer.bill("A1/2627/000900", 20260501, [Line(10_000, rate=1800, hsn="")])
    assert gstr1.gstr1(shop.db, MAY)["hsn"]["hsn_b2c"][0]["hsn_sc"] == "3402"


def test_a_shop_above_five_crore_shows_six_digits_where_its_item_has_them(shop):
    shop.settings.set("gst_turnover", 6 * 10**9)
    shop.catalogue.change(shop.catalogue.show("1001").product_id, hsn="340220")
    writer = Writer(shop.db.path)
    writer.product = (shop.catalogue.show("1001").product_id,)
    writer.bill("A1/2627/000900", 20260501, [Line(10_000, rate=1800, hsn="3402")])
    assert gstr1.gstr1(shop.db, MAY)["hsn"]["hsn_b2c"][0]["hsn_sc"] == "340220"


def test_who_files_no_gstr1_is_told_what_they_file(shop):
    shop.settings.set_profile(scheme="composition")
    with pytest.raises(Refused, match="CMP-08"):
        gstr1.gstr1(shop.db, MAY)
    shop.settings.set_profile(scheme="unregistered", gstin="")
    with pytest.raises(Refused, match="files no returns"):
        gstr1.gstr1(shop.db, MAY)


def test_a_month_under_the_old_scheme_is_still_filed_under_it(shop):
    shop.sales.sell(["1001"], [Tender("cash")])
    shop.settings.set_profile(scheme="composition")
    month = periods.around(periods.today(shop.db.clock), "month")
    assert gstr1.gstr1(shop.db, month)["b2cs"][0]["txval"] == 127.12


# -- the sums agree ----------------------------------------------------------------------------------------------------

rates = st.sampled_from([0, 25, 300, 500, 1800, 4000])
lines = st.builds(
    Line, price=st.integers(1, 3_000_000), quantity=st.integers(1, 20_000), rate=rates, inclusive=st.booleans(),
    treatment=st.sampled_from(["taxable", "taxable", "taxable", "nil", "exempt", "non-gst"]),
    hsn=st.sampled_from(["", "3402", "19053100", "998314"]), unit=st.sampled_from(["PCS", "KG", "GM", "HEAP"]),
    cess_rate=st.sampled_from([0, 0, 1200]),
).map(lambda one: one if one.treatment == "taxable" else Line(**{**vars(one), "rate": 0, "cess_rate": 0}))  # fmt: skip
bills = st.tuples(
    st.lists(lines, min_size=1, max_size=4), st.sampled_from(["27", "29", "24"]),
    st.sampled_from(["", "", RAVI, BENGALURU]), st.sampled_from(["bill", "bill", "bill", "void", "note", "lone note"]),
)  # fmt: skip


def paise(number: float) -> int:
    return round(number * 100)


def taxes_of(row: dict[str, Any]) -> Taxes:
    return Taxes(*(paise(row.get(name, 0)) for name in ("txval", "camt", "samt", "iamt", "csamt")))


def by_sections(told: dict[str, Any]) -> Taxes:
    """What all sections but the HSN table say together."""
    whole = Taxes()
    for section, sign in (("b2b", 1), ("b2cl", 1), ("cdnr", -1)):
        for group in told.get(section, []):
            for paper in group.get("inv", group.get("nt")):
                for item in paper["itms"]:
                    whole = whole.plus(taxes_of(item["itm_det"]), sign)
    for paper in told.get("cdnur", []):
        for item in paper["itms"]:
            whole = whole.plus(taxes_of(item["itm_det"]), -1)
    for row in told.get("b2cs", []):
        whole = whole.plus(taxes_of(row))
    for row in told.get("nil", {"inv": []})["inv"]:
        whole = whole.plus(Taxes(sum(paise(row[name]) for name in ("expt_amt", "nil_amt", "ngsup_amt"))))
    return whole


def by_hsn(told: dict[str, Any], part: str) -> Taxes:
    whole = Taxes()
    for row in told.get("hsn", {}).get(part, []):
        whole = whole.plus(taxes_of(row))
    return whole


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(bills, max_size=8))
def test_hsn_equals_the_sections_and_both_equal_bills_less_notes(new_shop, tmp_path_factory, asked):
    copy = tmp_path_factory.mktemp("gst") / SHOP_FILE
    copy.write_bytes((new_shop / SHOP_FILE).read_bytes())
    writer, whole = Writer(copy), defaultdict(Taxes)
    with writer.many():
        last = None
        for n, (own, place, gstin, what) in enumerate(asked, 1):
            note = "note" in what
            made = writer.bill(
                f"A1/2627/{'C' if note else ''}{n:06d}"[:16], 20260501 + n, own, place=place, gstin=gstin, note=note,
                void=20260520 if what == "void" else 0, against=last if what == "note" else None,
            )  # fmt: skip
            last = last if note else made
            if what != "void":
                sums = Taxes(
                    made.priced.taxable, made.priced.cgst, made.priced.sgst, made.priced.igst, made.priced.cess
                )
                whole[bool(gstin)] = whole[bool(gstin)].plus(sums, -1 if note else 1)
    writer.raw.close()
    reader = Reader(copy, Clock())
    told = gstr1.gstr1(reader, MAY)
    reader.close()
    assert by_hsn(told, "hsn_b2b") == whole[True]
    assert by_hsn(told, "hsn_b2c") == whole[False]
    assert by_sections(told) == whole[True].plus(whole[False])


def test_a_month_of_thirty_thousand_bills_takes_less_than_a_second(folder, writer, db):
    goods = [
        Line(1000 + 37 * n, 1000, (500, 1800, 0)[n % 3], inclusive=True, hsn=str(1000 + n % 90),
             treatment="nil" if n % 3 == 2 else "taxable", unit=("PCS", "KG")[n % 2])
        for n in range(300)
    ]  # fmt: skip
    with writer.many():
        for n in range(1, 30_001):
            own = [goods[(n * 7 + at * 31) % 300] for at in range(5)]
            writer.bill(f"A1/2627/{n:06d}", 20260501 + n // 1000, own, gstin=RAVI if n % 50 == 0 else "",
                        place="29" if n % 40 == 0 else "27")  # fmt: skip
    gstr1.gstr1(db, MAY)
    best = min(_seconds(lambda: gstr1.gstr1(db, MAY)) for _ in range(3))
    assert best < 1.0, best


def _seconds(act) -> float:
    """What it costs this process, whatever else the machine does meanwhile."""
    before = time.process_time()
    act()
    return time.process_time() - before
