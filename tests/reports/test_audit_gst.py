"""Verify proves that GSTR-1 of every month is what the bills say, and names the bill that breaks it."""

import pytest

from shoppos.base.paths import SHOP_FILE
from shoppos.reports.audit import audit
from shoppos.reports.audit.gst import filed
from shoppos.shop.credit_notes import Refund
from shoppos.shop.payments import Tender
from shoppos.shop.return_view import Give
from tests.reports.gst.books import Line, Writer

RAVI = "27AABCU9603R1ZN"


@pytest.fixture
def months(folder):
    """Two months of bills to dealers and others, with a note and a cancelled bill."""
    writer = Writer(folder / SHOP_FILE)
    sold = writer.bill("A1/2627/000001", 20260503, [Line(10_033, rate=1800), Line(777, treatment="nil")], gstin=RAVI)
    writer.bill("A1/2627/000002", 20260504, [Line(20_000_001, rate=500, inclusive=True)], place="29")
    writer.bill("A1/2627/000003", 20260504, [Line(4_999, rate=4000, cess_rate=1200)], void=20260601)
    writer.bill("A1/2627/000004", 20260602, [Line(4_999, rate=4000, cess_rate=1200)], kind="TOKEN")
    writer.bill("A1/2627/C00001", 20260602, [Line(33, rate=1800)], gstin=RAVI, note=True, against=sold)
    return writer


def change(writer, sql):
    for lock in [row[0] for row in writer.raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]:
        writer.raw.execute(f"DROP TRIGGER {lock}")
    writer.raw.execute("PRAGMA ignore_check_constraints=ON")
    assert writer.raw.execute(sql).rowcount


def said(db):
    return [fault.sentence for fault in filed(db)]


@pytest.fixture
def db(folder):
    from shoppos.base.clock import Clock
    from shoppos.base.file import Reader

    reader = Reader(folder / SHOP_FILE, Clock())
    yield reader
    reader.close()


def test_months_that_agree_have_no_fault(months, db):
    assert said(db) == []


def test_a_line_that_was_changed_is_named_by_its_bill_and_month(months, db):
    change(months, "UPDATE sale_line SET taxable = taxable + 100 WHERE sale_id = "
                   "(SELECT id FROM sale WHERE number = 'A1/2627/000002')")  # fmt: skip
    assert len(said(db)) == 1
    assert "Bill A1/2627/000002 in GSTR-1 of May 2026 does not add up: taxable is" in said(db)[0]


def test_a_line_that_is_gone_is_named(months, db):
    change(months, "DELETE FROM sale_line WHERE sale_id = (SELECT id FROM sale WHERE number = 'A1/2627/C00001')")
    assert "Bill A1/2627/C00001 in GSTR-1 of June 2026" in said(db)[0]


def test_a_head_that_was_changed_is_named(months, db):
    change(months, "UPDATE sale SET cgst = cgst + 1, sgst = sgst + 1 WHERE number = 'A1/2627/000001'")
    assert "Bill A1/2627/000001 in GSTR-1 of May 2026 does not add up: cgst" in said(db)[0]


def test_a_return_that_leaves_something_out_is_named_by_its_month(months, db, monkeypatch):
    from shoppos.reports.gst import documents

    monkeypatch.setattr(documents, "CELLS", documents.CELLS.replace("GROUP BY", "WHERE l.rate <> 500 GROUP BY"))
    assert "GSTR-1 of May 2026 does not add up: taxable is" in said(db)[0]


def test_verify_asks_it_too(shop):
    shop.sales.sell(["1001", "1002", "2001"], [Tender("cash")])
    shop.sales.sell(["2*1001", "2001"], [Tender("cash")], gstin=RAVI)
    shop.returns.take(shop.sales.last().number, {1: Give(1000)}, Refund("cash"))
    shop.sales.sell(["1003"], [Tender("cash")])
    shop.sales.void(shop.sales.last().number, "wrong item")
    assert audit(shop.db).faults == ()
    writer = Writer(shop.db.path)
    change(writer, "UPDATE sale_line SET taxable = taxable + 5 WHERE rate = 500")
    assert any("GSTR-1" in fault.sentence for fault in audit(shop.db, most=500).faults)


def test_all_cores_find_the_same_bill(months, db):
    change(months, "UPDATE sale_line SET taxable = taxable + 100 WHERE sale_id = "
                   "(SELECT id FROM sale WHERE number = 'A1/2627/C00001')")  # fmt: skip
    heard = []
    alone = list(filed(db))
    assert [fault.where for fault in alone] == ["Bill A1/2627/C00001 in GSTR-1 of June 2026"]
    assert list(filed(db, lambda: heard.append(1), many=1)) == alone
    assert len(heard) == 2


def test_who_watches_hears_of_each_month_and_may_end_it(months, db):
    heard = []
    assert list(filed(db, lambda: heard.append(1))) == []
    assert len(heard) == 2

    def enough():
        raise InterruptedError

    with pytest.raises(InterruptedError):
        list(filed(db, enough))
