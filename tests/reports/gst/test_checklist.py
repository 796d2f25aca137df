"""Before a return is filed every bill that would be refused is named, with the reason and what to do."""

import pytest

from shoppos.reports import periods
from shoppos.reports.gst import gstr1
from shoppos.reports.gst.checklist import as_json, checklist, for_people
from tests.plans import overheard
from tests.reports.gst.books import Line

MAY = periods.named("2026-05", periods.day("2026-06-01"))
RAVI = "27AABCU9603R1ZN"
GOOD = [Line(10_000, rate=1800)]


def found(db):
    return [(one.code, one.document, one.refused) for one in checklist(db, MAY)]


def test_a_month_in_order_has_nothing_to_say(writer, db):
    sold = writer.bill("A1/2627/000001", 20260501, GOOD, gstin=RAVI)
    writer.bill("A1/2627/000002", 20260501, [Line(500, treatment="nil", hsn="0401")], place="29")
    writer.bill("A1/2627/C00001", 20260502, GOOD, gstin=RAVI, note=True, against=sold)
    assert found(db) == []


def test_a_missing_hsn_is_named_with_its_items(writer, db):
    writer.bill("A1/2627/000001", 20260501, [Line(n * 100, rate=500, hsn="", name=f"Item{n}") for n in range(1, 6)])
    told = checklist(db, MAY)
    assert [(one.code, one.document) for one in told] == [("hsn_missing", "A1/2627/000001")]
    assert "Item1 Item1, Item2 Item2, Item3 Item3 and 2 more" in told[0].sentence
    assert "HSN" in told[0].remedy


@pytest.mark.parametrize(("bills", "told"), [(1, 1), (2, 2), (15, 2), (60, 2)])
def test_where_many_bills_want_an_hsn_a_person_reads_the_items(writer, db, bills, told):
    for n in range(1, bills + 1):
        lines = [Line(100, rate=500, hsn="", name="Soap"), Line(100, rate=500, hsn="12345", name="Salt")]
        writer.bill(f"A1/2627/{n:06}", 20260500 + n % 28 + 1, lines[: min(bills, 2)])
    writer.bill("A1/2627/000001X", 20260530, GOOD, gstin="NONSENSE")
    found = for_people(db, gstr1.books(db, MAY))
    assert len([one for one in found if one.code.startswith("hsn")]) == told
    assert {one.code for one in found} >= {"gstin", "hsn_missing"}
    if bills > 1:
        assert {one.code for one in found if one.document == "A1/2627/000001"} == {"hsn_missing", "hsn_form"}
        assert all(
            ("So it is on one more bill." if bills == 2 else f"So it is on {bills - 1} more bills.") in one.sentence
            for one in found[:2]
        )


def test_documents_are_kept_for_their_sums_alone_and_not_for_each_check(shop, writer, monkeypatch):
    writer.bill("A1/2627/000001", 20260501, GOOD, gstin=RAVI)
    with overheard(shop, monkeypatch) as asked:
        for_people(shop.db, gstr1.books(shop.db, MAY))
    read = [sql for sql, _values in asked if sql.startswith("WITH d AS")]
    assert len([sql for sql in read if "d AS MATERIALIZED" in sql]) == 31, "once for each day"
    assert len(read) > 31


@pytest.mark.parametrize("hsn", ["34", "34021", "3402190011", "ABCD"])
def test_what_is_no_hsn_is_named(writer, db, hsn):
    writer.bill("A1/2627/000001", 20260501, [Line(100, rate=500, hsn=hsn)])
    assert found(db) == [("hsn_form", "A1/2627/000001", True)]


def test_above_five_crore_four_digits_are_too_short(shop, writer):
    shop.settings.set("gst_turnover", 6 * 10**9)
    writer.product = (b"x" * 16,)
    writer.bill("A1/2627/000001", 20260501, [Line(100, rate=500, hsn="3402"), Line(100, rate=500, hsn="340220")])
    assert found(shop.db) == [("hsn_short", "A1/2627/000001", True)]


@pytest.mark.parametrize(
    ("gstin", "code", "word"),
    [
        ("27AABCU9603R1ZX", "gstin", "check digit"), ("99AABCU9603R1ZN", "gstin", "State"),
        ("NONSENSE", "gstin", "is no GSTIN"), ("27AAPFU0939F1ZV", "own_gstin", "own GSTIN"),
    ],
)  # fmt: skip
def test_a_wrong_gstin_is_named(writer, db, gstin, code, word):
    writer.bill("A1/2627/000001", 20260501, GOOD, gstin=gstin)
    told = checklist(db, MAY)
    assert [(one.code, one.document) for one in told] == [(code, "A1/2627/000001")]
    assert word in told[0].sentence


@pytest.mark.parametrize(("place", "inter"), [("27", 1), ("29", 0), ("25", 1)])
def test_a_bill_taxed_for_the_wrong_state_is_named(writer, db, place, inter):
    writer.bill("A1/2627/000001", 20260501, GOOD, place=place, inter_state=inter)
    assert found(db) == [("state", "A1/2627/000001", True)]


def test_tax_of_the_other_kind_is_named(writer, db):
    writer.bill("A1/2627/000001", 20260501, GOOD)
    writer.raw.execute("DROP TRIGGER IF EXISTS sale_fixed")
    locks = [row[0] for row in writer.raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
    for lock in locks:
        writer.raw.execute(f"DROP TRIGGER {lock}")
    writer.raw.execute("UPDATE sale SET igst = cgst + sgst, cgst = 0, sgst = 0")
    assert ("state", "A1/2627/000001", True) in found(db)


def test_a_number_that_is_too_long_and_a_gap_are_named(writer, db):
    for number in ("A1/2627/000001", "A1/2627/000002", "A1/2627/000009", "LONGER/2627/000001"):
        writer.bill(number, 20260501, GOOD)
    told = {one.code: one for one in checklist(db, MAY)}
    assert told["number"].document == "LONGER/2627/000001"
    assert told["gap"].document == "A1/2627/000002"
    assert "A1/2627/000003, A1/2627/000004" in told["gap"].sentence
    assert "and 1 more" in told["gap"].sentence


def test_a_rate_that_is_no_more_is_named_but_not_on_a_note(writer, db):
    writer.bill("A1/2627/000001", 20260501, [Line(10_000, rate=1200)])
    writer.bill("A1/2627/C00001", 20260502, [Line(10_000, rate=1200)], note=True)
    assert found(db) == [("rate", "A1/2627/000001", True)]


def test_in_the_month_of_a_change_the_day_decides(writer, db):
    writer.bill("A1/2526/000001", 20250921, [Line(10_000, rate=1200)])
    writer.bill("A1/2526/000002", 20250922, [Line(10_000, rate=1200)])
    september = periods.named("2025-09", MAY.first)
    assert [(one.code, one.document) for one in checklist(db, september)] == [("rate", "A1/2526/000002")]


def test_sums_that_do_not_agree_are_named(writer, db):
    for number in ("A1/2627/000001", "A1/2627/000002"):
        writer.bill(number, 20260501, GOOD, gstin=RAVI)
    for lock in [row[0] for row in writer.raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]:
        writer.raw.execute(f"DROP TRIGGER {lock}")
    writer.raw.execute(
        "UPDATE sale_line SET taxable = 9000 WHERE sale_id = (SELECT id FROM sale WHERE number LIKE '%1')"
    )
    writer.raw.execute("UPDATE sale_line SET cgst = 1200, sgst = 1200 WHERE sale_id = "
                       "(SELECT id FROM sale WHERE number LIKE '%2')")  # fmt: skip
    codes = found(db)
    assert ("value", "A1/2627/000001", True) in codes
    assert ("value", "A1/2627/000002", True) in codes


@pytest.mark.parametrize(("sold", "late"), [(20240331, True), (20250331, True), (20250401, False)])
def test_a_credit_note_after_its_last_november_is_named(writer, db, sold, late):
    bill = writer.bill("A1/2425/000001", sold, GOOD, gstin=RAVI)
    writer.bill("A1/2627/C00001", 20260502, GOOD, gstin=RAVI, note=True, against=bill)
    writer.bill("A1/2627/000001", 20260502, GOOD)
    assert found(db) == ([("late_note", "A1/2627/C00001", True)] if late else [])


def test_warnings_stand_behind_refusals(writer, db):
    writer.bill("A1/2627/000001", 20260501, [Line(6_000_000, rate=1800, unit="HEAP")])
    writer.bill("A1/2627/000002", 20260501, [Line(100, rate=0, hsn="")])
    assert found(db) == [
        ("hsn_missing", "A1/2627/000002", True), ("rate_zero", "A1/2627/000002", False),
        ("unit", "A1/2627/000001", False), ("address", "A1/2627/000001", False), ("e_way", "A1/2627/000001", False),
    ]  # fmt: skip
    assert set(as_json(checklist(db, MAY))[0]) == {"code", "document", "refused", "sentence", "remedy"}


def test_an_e_way_bill_is_of_the_taxable_part_and_the_home_state_may_set_its_limit(shop, writer):
    exempt = Line(4_000_000, treatment="exempt")
    writer.bill("A1/2627/000001", 20260501, [Line(2_000_000, rate=1800), exempt], with_address=1)
    assert found(shop.db) == []
    writer.bill("A1/2627/000002", 20260501, [Line(5_000_000, rate=1800)], with_address=1)
    assert found(shop.db) == [("e_way", "A1/2627/000002", False)]
    shop.settings.set("eway_limit", 100_000_00)
    assert found(shop.db) == []


def test_above_five_crore_a_bill_to_a_registered_buyer_needs_an_e_invoice(shop, writer):
    shop.settings.set("gst_turnover", 6 * 10**9)
    writer.bill("A1/2627/000001", 20260501, [Line(100, rate=500, hsn="340220")], gstin=RAVI)
    assert found(shop.db) == [("e_invoice", "A1/2627/000001", False)]


def test_a_bill_cancelled_after_its_month_is_named_in_the_month_of_the_cancelling(writer, db):
    writer.bill("A1/2627/000001", 20260430, GOOD, void=20260502)
    assert found(db) == [("late_cancelled", "A1/2627/000001", False)]


def test_documents_under_another_gstin_are_told(shop, writer):
    writer.bill("A1/2627/000001", 20260501, GOOD)
    shop.settings.set_profile(gstin="27AABCU9603R1ZN")
    writer.head = shop.settings.letterhead()[0]
    writer.bill("A1/2627/000002", 20260502, GOOD)
    assert found(shop.db) == [("other_gstin", "A1/2627/000001", False)]


def test_a_shop_that_rounds_to_ten_rupees_and_a_note_that_empties_a_bill_are_in_order(writer, db):
    bill = writer.bill("A1/2627/000001", 20260501, [Line(10_044, rate=1800)], round_to=1000)
    assert abs(bill.priced.round_off) > 100
    writer.bill("A1/2627/C00001", 20260502, GOOD, note=True, payable=11_500, round_off=-300)
    assert found(db) == []
