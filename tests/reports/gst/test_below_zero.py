"""What comes to less than nothing in a return is named with its table, and with what to do."""

from shoppos.reports import periods
from shoppos.reports.gst.checklist import checklist
from tests.reports.gst.books import Line

MAY = periods.named("2026-05", periods.day("2026-06-01"))
EARLIER = 20260410


def said(db):
    return [(one.sentence, one.remedy, one.refused) for one in checklist(db, MAY) if one.code == "below_zero"]


def test_exempt_goods_of_an_earlier_month_that_came_back_are_named_in_both_returns(writer, db):
    old = writer.bill("A1/2627/000001", EARLIER, [Line(27_500, treatment="exempt", hsn="0401")])
    writer.bill("A1/2627/000002", 20260502, [Line(6_903, treatment="exempt", hsn="0401")], gstin="27AABCU9603R1ZN")
    writer.bill("A1/2627/C00001", 20260503, [Line(27_500, treatment="exempt", hsn="0401")], note=True, against=old)
    why = "more came back or was cancelled of earlier months than was sold."
    do = "If the portal takes no amount below zero, enter 0 and take the rest off next month; ask your accountant."
    assert said(db) == [
        (f"GSTR-1, Table 8 (nil rated, exempt and non-GST) comes to -₹275.00: {why}", do, False),
        (f"GSTR-3B, Table 3.1(c) (nil rated and exempt) comes to -₹205.97: {why}", do, False),
    ]


def test_taxable_goods_that_came_back_are_named_where_the_whole_month_or_a_state_lies_below_zero(writer, db):
    old = writer.bill("A1/2627/000001", EARLIER, [Line(10_000, rate=1800)], place="29")
    writer.bill("A1/2627/C00001", 20260503, [Line(10_000, rate=1800)], place="29", note=True, against=old)
    tables = [sentence.partition(" comes to ")[0] for sentence, _do, _refused in said(db)]
    assert tables == ["GSTR-3B, Table 3.1(a) (taxable)", "GSTR-3B, Table 3.2 (Karnataka)"]


def test_a_row_of_small_bills_may_lie_below_zero_where_the_month_does_not(writer, db):
    old = writer.bill("A1/2627/000001", EARLIER, [Line(10_000, rate=1800)])
    writer.bill("A1/2627/000002", 20260502, [Line(60_000, rate=500)])
    writer.bill("A1/2627/C00001", 20260503, [Line(10_000, rate=1800)], note=True, against=old)
    assert said(db) == []
