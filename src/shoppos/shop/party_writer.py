"""People of a list become customers and suppliers, and go again while nothing has happened with them since."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from shoppos.base.errors import ShopError
from shoppos.base.ids import new_id
from shoppos.models.party import Customer
from shoppos.models.purchase import Supplier
from shoppos.shop.business_day import booking_day
from shoppos.shop.party_check import CUSTOMER, SUPPLIER, supplier_card

if TYPE_CHECKING:
    from shoppos.base.db import Database
    from shoppos.base.transaction import Transaction
    from shoppos.shop.customers import Customers
    from shoppos.shop.item_check import NewParty
    from shoppos.shop.suppliers import Suppliers

USED = {
    CUSTOMER: (
        "SELECT 1 FROM khata_entry WHERE customer_id = :id AND kind <> 'opening' UNION ALL "
        "SELECT 1 FROM sale WHERE customer_id = :id UNION ALL SELECT 1 FROM points_entry WHERE customer_id = :id "
        "UNION ALL SELECT 1 FROM customer_address WHERE customer_id = :id "
        "UNION ALL SELECT 1 FROM customer_terms WHERE customer_id = :id AND merged_into IS NOT NULL UNION ALL "
        "SELECT 1 FROM customer_terms WHERE merged_into = :id LIMIT 1"
    ),
    SUPPLIER: (
        "SELECT 1 FROM supplier_entry WHERE supplier_id = :id AND kind <> 'opening' UNION ALL "
        "SELECT 1 FROM purchase WHERE supplier_id = :id UNION ALL "
        "SELECT 1 FROM purchase_order WHERE supplier_id = :id LIMIT 1"
    ),
}


class PartyWriter:
    """Writes and takes back one person at a time, inside the import's batch."""

    def __init__(self, db: Database, customers: Customers, suppliers: Suppliers) -> None:
        """Work on `db` through the departments that know these people."""
        self.db = db
        self.customers = customers
        self.suppliers = suppliers

    def add(self, party: NewParty) -> tuple[bytes, str] | None:
        """Write one person; gives the id and the mark by which the import finds them, None if the shop refuses now."""
        try:
            if party.kind == SUPPLIER:
                party_id = self.suppliers.add(supplier_card(party), opening=-party.balance).id
            else:
                party_id = self._customer(party)
        except ShopError:
            return None
        return party_id, json.dumps({"party": party.kind})

    def _customer(self, party: NewParty) -> bytes:
        card = party.card
        view = self.customers.add(
            card["name"], card["phone"], address=card["address"], pin_code=card["pin_code"], state=card["state"],
            gstin=card["gstin"], email=card["email"],
        )  # fmt: skip
        if card["note"] or party.credit_limit:
            self.customers.set_terms(view.id, note=card["note"], credit_limit=party.credit_limit or None)
        if party.balance:
            self.customers.opening(view.id, party.balance)
        return view.id

    def take_back(self, tx: Transaction, party_id: bytes, kind: str) -> str:
        """Undo one person, whose card is forgotten.

        Gives the name of who must stay, because something was bought, paid or joined since.
        """
        if kind == SUPPLIER:
            return self._supplier_back(tx, party_id)
        row = self.db.row(
            "SELECT p.name, p.phone, c.active, p.id FROM customer c JOIN personal p ON p.id = c.personal_id "
            "WHERE c.id = ?",
            (party_id,),
        )
        if row is None:
            return ""
        if not row[2]:
            return "" if not self.db.row(USED[kind], {"id": party_id}) else row[0] or row[1]
        if self.db.row(USED[kind], {"id": party_id}):
            return row[0] or row[1]
        owes = self.db.row("SELECT coalesce(sum(amount), 0) FROM khata_entry WHERE customer_id = ?", (party_id,))
        if owes and owes[0]:
            self.customers.write_khata(tx, party_id, new_id(), "opening", -owes[0], booking_day(self.db))
        tx.change(Customer, {"id": party_id}, {"gstin": "", "note": "", "active": 0})
        self.customers.blank_unused(tx, party_id, row[3])
        self.customers.write_words(tx, party_id, "")
        return ""

    def _supplier_back(self, tx: Transaction, party_id: bytes) -> str:
        view = self.suppliers.get(party_id)
        if not view.active:
            return ""
        if self.db.row(USED[SUPPLIER], {"id": party_id}):
            return view.name
        if view.owed:
            self.suppliers.write_entry(tx, party_id, new_id(), "opening", -view.owed, booking_day(self.db))
        tx.change(Supplier, {"id": party_id}, {"active": 0, "name": f"{view.name} #{party_id.hex()[-12:]}"})
        return ""
