"""A supplier is paid once, by somebody who may, and cash for it is in the drawer."""

import pytest

from shoppos.base.errors import Doubtful, NeedsApproval, Refused
from shoppos.base.ids import new_id
from shoppos.shop.suppliers import SupplierCard

OWED = 1000_00


@pytest.fixture
def agro(shop):
    return shop.suppliers.add(SupplierCard("Agro Traders"), opening=OWED).id


def test_a_key_pays_one_supplier_one_amount_in_one_way(shop, agro):
    key, other = new_id(), shop.suppliers.add(SupplierCard("Ramesh Stores"), opening=OWED).id
    shop.suppliers.pay(agro, 100_00, "upi", key=key)
    for supplier, amount, by in ((agro, 200_00, "upi"), (agro, 100_00, "card"), (other, 100_00, "upi")):
        with pytest.raises(Refused, match=r"Another payment has this key: Agro Traders, ₹100\.00"):
            shop.suppliers.pay(supplier, amount, by, key=key)
    assert shop.suppliers.pay(agro, 100_00, "upi", key=key).owed == 900_00
    assert shop.suppliers.get(other).owed == OWED


@pytest.mark.parametrize("by", ["upi", "cash"])
def test_with_nobody_signed_in_no_supplier_is_paid(shop, agro, by):
    shop.staff.set_pin("Meena", "2468")
    shop.staff.sign_out()
    with pytest.raises(Refused, match="Nobody is signed in"):
        shop.suppliers.pay(agro, 100_00, by)
    assert shop.suppliers.get(agro).owed == OWED


def test_who_may_not_spend_asks_before_a_supplier_is_paid_by_upi(shop, agro):
    shop.staff.add("Ravi", "cashier")
    shop.staff.set_pin("Meena", "2468")
    shop.settings.set("rights", {"expense": "manager"})
    shop.staff.sign_in("Ravi")
    with pytest.raises(NeedsApproval, match="To pay a supplier") as asked:
        shop.suppliers.pay(agro, 100_00, "upi")
    shop.staff.approve("expense", asked.value.doc_id, "2468")
    with pytest.raises(NeedsApproval):
        shop.suppliers.pay(agro, 100_00, "card")
    assert shop.suppliers.pay(agro, 100_00, "upi").owed == 900_00
    with pytest.raises(NeedsApproval):
        shop.suppliers.pay(agro, 100_00, "upi")


def test_more_cash_than_the_drawer_holds_is_asked_about(shop, agro):
    shop.shifts.open(100_00)
    with pytest.raises(Doubtful, match=r"₹500\.00 out of the drawer, which holds ₹100\.00"):
        shop.suppliers.pay(agro, 500_00)
    assert shop.suppliers.pay(agro, 200_00, "upi").owed == 800_00
    assert shop.suppliers.pay(agro, 500_00, sure=True).owed == 300_00
