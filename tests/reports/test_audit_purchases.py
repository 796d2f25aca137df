"""The audit of purchases: each lie is found, and named."""

import sqlite3

import pytest

from shoppos.reports.audit import purchases as checks
from shoppos.shop import Shop
from shoppos.shop.receipt import Receipt, ReceiptLine
from shoppos.shop.suppliers import SupplierCard


@pytest.fixture
def bought(shop, folder):
    """The file of a shop that bought ten and sent two back, for a liar; the numbers of purchase and note."""
    agro = shop.suppliers.add(SupplierCard("Agro", gstin="27AAPFU0939F1ZV")).id
    line = ReceiptLine(shop.catalogue.show("1001").product_id, 10_000, 100_00)
    done = shop.buying.receive(Receipt(agro, (line,)))
    shop.sending_back.take(done.number, {1: 2_000})
    shop.close()

    def lie(statement):
        raw = sqlite3.connect(folder / "shop.db")
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute(statement)
        raw.commit()
        raw.close()
        again = Shop.open(folder)
        found = [fault.sentence for check in checks.CHECKS for fault in check(again.db)]
        again.close()
        return found

    return lie


def test_true_books_have_no_fault(bought):
    assert bought("SELECT 1") == []


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE purchase_line SET taxable = taxable + 1", "Purchase A1/2627/G00001 does not add up: taxable"),
        ("UPDATE supplier_entry SET amount = amount - 1 WHERE kind = 'purchase'", "account of purchase A1/2627/G00001"),
        ("DELETE FROM supplier_entry WHERE kind = 'return'", "account of purchase A1/2627/D00001"),
        ("UPDATE supplier_entry SET kind = 'payment' WHERE kind = 'return'", "account of purchase A1/2627/D00001"),
        ("UPDATE stock_move SET quantity = 9000 WHERE kind = 'purchase'", "stock of line 1 of purchase A1/2627/G00001"),
        ("DELETE FROM stock_move WHERE kind = 'sent_back'", "stock of line 1 of purchase A1/2627/D00001"),
        ("UPDATE stock_move SET line = 7 WHERE kind = 'purchase'", "Stock moved (purchase) for a purchase"),
        ("UPDATE purchase_line SET quantity = 1000 WHERE quantity = 10000", "What went back of line 1"),
    ],
)
def test_a_lie_is_found(bought, statement, said):
    assert any(said in sentence for sentence in bought(statement)), bought("SELECT 1")
