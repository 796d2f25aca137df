"""Couriers' lists: each parcel's money counts once, and what does not fit is named, never guessed."""

import pytest

from shoppos.base.errors import InvalidInput
from shoppos.reports import dues
from shoppos.reports.audit import audit
from shoppos.rules.remittance_list import Remitted, read
from shoppos.shop import Shop, sheets
from shoppos.shop.payments import Tender
from tests.shop.order_rows import an_order, leaves

HEAD = "AWB No,COD Amount,Charges,Remittance UTR No.,Remittance Date"


@pytest.fixture
def parcels(shop: Shop):
    """Three parcels on their way, Rs 150 to be paid at each door."""
    return {
        awb: leaves(shop, an_order(shop, "1001", phone=f"981234567{n}"), Tender("cod"), awb=awb)
        for n, awb in enumerate(("AB123456", "AB123457", "AB123458"))
    }


def a_file(path, *rows, head="AWB No,COD Amount,Charges,UTR No,Remittance Date"):
    path.write_text("\n".join(["Delhi Express", "", head, *rows, "Total,450,30,,"]), encoding="utf-8")
    return path


def test_a_list_is_counted_by_awb_and_what_is_due_sinks(shop: Shop, parcels, tmp_path):
    listed = a_file(
        tmp_path / "cod.csv", "AB123456,150.00,10,R77,23/11/2026", "ab123457,140,10,R77,23/11/2026",
        "AB123458,160,10,R77,23/11/2026", "ZZ999999,75,10,R77,23/11/2026",
    )  # fmt: skip
    seen = shop.remittances.read_file(listed, preview=True)
    assert [row.state for row in seen.rows] == ["right", "less", "more", "unknown"]
    assert [shop.cod.due(sale) for sale in parcels.values()] == [150_00] * 3
    done = shop.remittances.read_file(listed)
    assert (done.rows, done.counted, done.fees) == (seen.rows, 440_00, 30_00)
    assert [dues.unpaid(shop.db, sale)[1] for sale in parcels.values()] == [0, 10_00, 0]
    assert [row.awb for row in done.odd] == ["AB123457", "AB123458", "ZZ999999"]
    assert "160.00 came" in done.odd[1].why
    assert audit(shop.db).faults == ()


def test_the_same_list_twice_counts_once(shop: Shop, parcels, tmp_path):
    listed = a_file(tmp_path / "cod.csv", "AB123456,100,0,R77,23/11/2026", "AB123457,150,0,R77,23/11/2026")
    shop.remittances.read_file(listed)
    again = shop.remittances.read_file(listed)
    assert ([row.state for row in again.rows], again.counted) == (["known", "known"], 0)
    assert [shop.cod.due(sale) for sale in parcels.values()] == [50_00, 0, 150_00]
    rest = shop.remittances.read_file(a_file(tmp_path / "rest.csv", "AB123456,50,0,R78,24/11/2026"))
    assert ([row.state for row in rest.rows], rest.counted) == (["right"], 50_00)


def test_an_excel_list_is_read_the_same(shop: Shop, parcels, tmp_path):
    path = tmp_path / "cod.xlsx"
    sheets.write_xlsx(path, "COD", [("Waybill", "Net Amount", "Deduction"), ("AB123456", 140.0, 10.0)])
    done = shop.remittances.read_file(path)
    assert (done.counted, done.fees, done.rows[0].state) == (150_00, 10_00, "right")


def test_what_was_paid_before_or_cancelled_is_named(shop: Shop, parcels):
    shop.cod.take(parcels["AB123456"])
    done = shop.remittances.settle([Remitted(4, "AB123456", 150_00)])
    assert (done.rows[0].state, done.counted) == ("nothing", 0)


def test_both_papers_of_a_sale_are_counted_by_one_row(shop: Shop):
    order = an_order(shop, "1001", "2001")
    (sale_id,) = shop.db.row("SELECT sale_id FROM orders WHERE id = ?", (order,))
    shop.sales.set_gstin(sale_id, "27AAPFU0939F1ZV")
    leaves(shop, order, Tender("cod"), awb="AB1")
    line = Remitted(2, "AB1", 318_00, reference="R1")
    assert shop.remittances.settle([line]).counted == 318_00
    assert shop.remittances.settle([line]).counted == 0


@pytest.mark.parametrize("row", ["4.1E+11,100,0,R,", "AB1,abc,0,R,", "AB1,100,x,R,", "AB1,0,0,R,"])
def test_a_row_that_cannot_be_read_is_named_and_not_counted(row):
    found = read([(1, tuple(HEAD.split(","))), (2, tuple(row.split(",")))])
    assert found.lines == ()
    assert found.skipped[0][0] == 2


def test_a_list_without_awb_or_amount_is_refused(shop: Shop, tmp_path):
    for head in ("Item,Price", "AWB,Town", "Amount,Date"):
        with pytest.raises(InvalidInput, match="no courier's list"):
            shop.remittances.read_file(a_file(tmp_path / "x.csv", "1,2", head=head))
