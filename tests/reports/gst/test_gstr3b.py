"""GSTR-3B says of a month what GSTR-1 says, in fewer words."""

from shoppos.reports import periods
from shoppos.reports.gst import gstr3b
from shoppos.reports.gst.documents import Taxes
from tests.reports.gst.books import Line

MAY = periods.named("2026-05", periods.day("2026-06-01"))


def test_what_was_sold_stands_by_its_treatment_less_what_came_back(writer, db):
    sold = writer.bill("A1/2627/000001", 20260501, [
        Line(100_000, rate=1800, cess_rate=1200), Line(5_000, treatment="nil"), Line(3_000, treatment="exempt"),
        Line(2_000, treatment="non-gst"),
    ])  # fmt: skip
    writer.bill("A1/2627/000002", 20260502, [Line(7_700, rate=500)], void=20260502)
    writer.bill("A1/2627/C00001", 20260503, [Line(10_000, rate=1800), Line(1_000, treatment="nil")], note=True,
                against=sold)  # fmt: skip
    told = gstr3b.gstr3b(db, MAY)
    assert told.taxable == Taxes(90_000, 8_100, 8_100, 0, 12_000)
    assert (told.nil_or_exempt, told.non_gst) == (7_000, 2_000)
    assert told.to_other_states == ()


def test_what_went_to_other_states_to_nobody_registered_is_told_by_state(writer, db):
    writer.bill("A1/2627/000001", 20260501, [Line(10_000, rate=1800)], place="29")
    writer.bill("A1/2627/000002", 20260501, [Line(20_000_000, rate=1800)], place="24")
    writer.bill("A1/2627/000003", 20260501, [Line(30_000, rate=1800)], place="29", gstin="29AABCR1718E1ZL")
    writer.bill("A1/2627/C00001", 20260502, [Line(4_000, rate=1800)], place="29", note=True)
    told = gstr3b.gstr3b(db, MAY)
    assert told.to_other_states == (
        ("24", Taxes(20_000_000, 0, 0, 3_600_000, 0)), ("29", Taxes(6_000, 0, 0, 1_080, 0)),
    )  # fmt: skip
    assert told.taxable.taxable == 20_036_000


def test_the_file_has_the_names_of_the_portal(writer, db):
    writer.bill("A1/2627/000001", 20260501, [Line(10_000, rate=1800)], place="29")
    told = gstr3b.as_json(gstr3b.gstr3b(db, MAY))
    assert told["gstin"] == "27AAPFU0939F1ZV"
    assert told["ret_period"] == "052026"
    assert told["sup_details"]["osup_det"] == {"txval": 100.0, "iamt": 18.0, "camt": 0.0, "samt": 0.0, "csamt": 0.0}
    assert told["inter_sup"]["unreg_details"] == [{"pos": "29", "txval": 100.0, "iamt": 18.0}]
