"""The audit of expenses and estimates: what was changed behind the program's back is found and named."""

import pytest

from shoppos.reports.audit import audit, promises
from shoppos.shop import Shop
from shoppos.shop.suppliers import SupplierCard
from tests.reports.test_audit import attack


@pytest.fixture
def written(shop: Shop) -> Shop:
    """A shop with an expense in cash, one by the bank, one that was taken back, and two estimates."""
    shop.expenses.spend("Tea and snacks", 120_00)
    shop.expenses.spend("Rent", 9_000_00, method="upi")
    shop.suppliers.pay(shop.suppliers.add(SupplierCard("Ramesh Traders")).id, 400_00, sure=True)
    shop.expenses.take_back(shop.expenses.spend("Transport", 300_00), "Typed twice")
    for line in ("2*1001", "3*1002"):
        made = shop.estimates.begin().id
        shop.estimates.enter(made, line)
        shop.estimates.keep(made)
    shop.estimates.give_up(made, "Too dear")
    assert audit(shop.db, most=9).faults == ()
    return shop


CHANGES = [
    ("UPDATE cash_movement SET amount = 1 WHERE kind = 'in'", "spent", "Transport"),
    ("DELETE FROM cash_movement WHERE reason = 'Tea and snacks'", "spent", "Tea and snacks"),
    ("UPDATE cash_movement SET amount = 1 WHERE supplier_doc IS NOT NULL", "supplied", "Ramesh Traders"),
    ("UPDATE supplier_entry SET method = 'upi' WHERE kind = 'payment'", "supplied", "paid in cash"),
    ("UPDATE expense SET method = 'cash' WHERE category = 'Rent'", "spent", "Rent"),
    ("UPDATE expense SET amount = -1 WHERE reverses_id IS NOT NULL", "taken_back", "Transport"),
    ("UPDATE expense SET category = 'Rent' WHERE reverses_id IS NOT NULL", "taken_back", "Rent"),
    ("UPDATE sale SET state = 'void' WHERE id IN (SELECT sale_id FROM estimate WHERE state = 'open')", "promised", "E"),
    ("UPDATE sale SET till = 'A1' WHERE id IN (SELECT sale_id FROM estimate)", "promised", "at till A1"),
    ("UPDATE sale_line SET taxable = taxable + 1", "promised", "does not add up"),
    ("UPDATE estimate SET state = 'given up' WHERE state = 'open'", "promised", "its sale is open"),
]


@pytest.mark.parametrize(("statement", "check", "said"), CHANGES)
def test_what_was_changed_by_hand_is_found(written: Shop, statement: str, check: str, said: str) -> None:
    attack(written, statement)
    found = [fault.sentence for fault in getattr(promises, check)(written.db)]
    assert any(said in sentence for sentence in found), found
    assert not audit(written.db, most=9).agrees


def test_an_estimate_that_is_gone_leaves_a_gap(written: Shop) -> None:
    attack(written, "DELETE FROM estimate WHERE number LIKE '%E00001'")
    assert any("E00001" in fault.sentence for fault in audit(written.db, most=9).faults)
