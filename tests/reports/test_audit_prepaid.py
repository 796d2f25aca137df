"""The audit of orders' money: what was changed together with its journal is found by its sums."""

import pytest

from shoppos.reports.audit import audit, prepaid
from shoppos.rules.bank_words import Credit
from shoppos.shop import Shop
from shoppos.shop.payments import Tender
from tests.reports.test_audit import attack
from tests.shop.order_rows import an_order, leaves


@pytest.fixture
def paid(shop: Shop) -> Shop:
    """An order of Rs 310 paid in part before and at the door, one that was given up, and the bank's word of it all."""
    first = an_order(shop, "2*1001", "1002")
    shop.advances.take(first, Tender("cash", 100_00))
    shown = shop.advances.qr(first, 60_00)
    shop.bank.learn([Credit(60_00, "412345678901", reference=shown.reference), Credit(7_00, "412345678902")])
    shop.cod.take(leaves(shop, first, Tender("cod")), 120_00)
    second = an_order(shop, "1003", phone="9812345679")
    shop.advances.take(second, Tender("cash", 62_00))
    shop.advances.strike(shop.advances.take(second, Tender("upi", 5_00)), "never came")
    shop.advances.give_back(second, 62_00, reason="next time", to_khata=True)
    assert audit(shop.db).faults == ()
    return shop


@pytest.mark.parametrize(
    ("statement", "check", "said"),
    [
        ("DELETE FROM advance WHERE amount = 10000", "used", "amount is ₹60.00, it should be ₹160.00"),
        ("UPDATE payment SET amount = 16001 WHERE method = 'advance'", "used", "it should be ₹160.01"),
        ("DELETE FROM parcel", "used", "belongs to no order"),
        ("DELETE FROM khata_entry WHERE method = 'advance'", "on_khata", "amount is ₹0.00, it should be ₹62.00"),
        ("UPDATE khata_entry SET amount = -6100 WHERE method = 'advance'", "on_khata", "₹61.00, it should be ₹62.00"),
        ("UPDATE advance SET method = 'cash' WHERE method = 'khata'", "on_khata", "that no order has"),
        ("UPDATE advance SET amount = -400 WHERE amount = -500", "struck", "amount is ₹4.00, it should be ₹5.00"),
        ("UPDATE cod_receipt SET amount = 15001", "at_door", "amount is ₹150.01, it should be ₹150.00"),
        ("UPDATE cod_receipt SET method = 'khata'", "ways", "came by khata"),
        ("UPDATE payment SET amount = 6000 WHERE method = 'advance'", "idle", "₹100.00 that no bill used"),
        ("UPDATE bank_credit SET doc_id = NULL WHERE state = 'matched'", "matched", "412345678901 is matched"),
        ("UPDATE bank_credit SET doc_id = id WHERE state = 'open'", "matched", "412345678902 is open"),
        ("DELETE FROM utr", "matched", "412345678901 is matched"),
    ],
)  # fmt: skip
def test_each_check_finds_what_it_is_for(paid: Shop, statement, check, said):
    assert list(getattr(prepaid, check)(paid.db)) == []
    attack(paid, statement)
    found = [fault.sentence for fault in getattr(prepaid, check)(paid.db)]
    assert any(said in one for one in found), found
    assert audit(paid.db, most=1).faults
