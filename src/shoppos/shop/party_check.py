"""The dry run of a list of people: who would become a customer or supplier, and which rows cannot come in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base import text as words
from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.money import rupees
from shoppos.base.text import clean, fold
from shoppos.rules import identifiers
from shoppos.rules.place_of_supply import STATES
from shoppos.shop import customers, suppliers
from shoppos.shop.item_cells import Mistaken, amount
from shoppos.shop.item_check import TELL_EVERY, Checked, NewParty, Remark, Sheet
from shoppos.shop.item_rows import BadCell, ItemRow, is_no_item

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.base.db import Database

CUSTOMER, SUPPLIER = "customer", "supplier"
SIDES = {
    "to receive": 1, "receivable": 1, "you ll get": 1, "dr": 1, "debit": 1, "receive": 1, "लेना": 1,
    "to pay": -1, "payable": -1, "you ll give": -1, "cr": -1, "credit": -1, "pay": -1, "देना": -1,
}  # fmt: skip
KINDS = {
    "customer": CUSTOMER, "customers": CUSTOMER, "sundry debtors": CUSTOMER, "buyer": CUSTOMER, "ग्राहक": CUSTOMER,
    "supplier": SUPPLIER, "suppliers": SUPPLIER, "vendor": SUPPLIER, "vendors": SUPPLIER, "sundry creditors": SUPPLIER,
}  # fmt: skip
MONEY = frozenset({"balance", "receive", "pay", "credit_limit"})
BY_STATE = {fold(name): code for code, name in STATES.items()} | {code: code for code in STATES}


def owed(text: str) -> int | None:
    """Paise of an amount that may be below zero, written with a minus, in brackets, or with Dr and Cr behind it."""
    plain = text.strip()
    sign = 1
    for end, meant in ((" dr", 1), (" cr", -1)):
        if plain.casefold().endswith(end):
            plain, sign = plain[: -len(end)].strip(), meant
    if plain.startswith("(") and plain.endswith(")"):
        plain, sign = plain[1:-1], -sign
    bare = plain.replace("₹", "").strip()
    if bare.startswith(("-", "−")) and len(bare) > 1:
        plain, sign = bare[1:], -sign
    found = amount(plain)
    return None if found is None else sign * found


class PartyCheck:
    """One dry run: it knows whom the shop knows, and whom the list has named so far."""

    def __init__(self, db: Database, sheet: Sheet, mapping: tuple[str, ...]) -> None:
        """Look up every customer and supplier, once."""
        self.found = Checked(sheet, mapping)
        people = db.rows(
            "SELECT p.name, p.phone FROM customer c JOIN personal p ON p.id = c.personal_id WHERE c.active = 1"
        )
        self.phones = {row[1]: row[0] or row[1] for row in people if row[1]}
        self.names = {fold(row[0]) for row in people if row[0]}
        self.sellers = {fold(row[0]) for row in db.rows("SELECT name FROM supplier")}
        self.seen: dict[str, int] = {}

    def run(self, progress: Callable[[int, int], None], cancelled: Callable[[], bool]) -> Checked:
        """Every row, in their order; when somebody cancels, what was found so far, not `whole`."""
        rows = self.found.sheet.rows
        for at, (number, cells) in enumerate(rows):
            if at % TELL_EVERY == 0:
                if cancelled():
                    return self.found
                progress(at, len(rows))
            self._row(number, cells)
        self.found.whole = True
        progress(len(rows), len(rows))
        return self.found

    def _row(self, number: int, cells: tuple[str, ...]) -> None:
        mapping = self.found.mapping
        told = {
            field: cell.strip() for field, cell in zip(mapping, cells, strict=False) if field and cell.strip("- \t")
        }
        row = ItemRow(number, cells, {})
        said = is_no_item(row, self.found.sheet.headings)
        if said:
            self.found.skipped.append(Remark(number, "", said))
            return
        money, bad = self._money(told)
        name = clean(told.get("name", ""), 80)
        if not any(map(str.isalnum, name)):
            bad.append(self._cell("name", _("The name is missing.")))
        balance, side = self._balance(told, money, bad)
        if bad:
            self.found.bad.append(ItemRow(number, cells, {}, tuple(bad)))
            return
        kind = self._kind(told, side)
        card = self._card(number, name, kind, told)
        self._settle(row, NewParty(number, kind, card, balance, money.get("credit_limit")))

    def _settle(self, row: ItemRow, party: NewParty) -> None:
        """Take somebody up who is new to the shop and to the list."""
        name, phone = party.card["name"], party.card["phone"]
        known = ""
        if party.kind == SUPPLIER:
            known = name if fold(name) in self.sellers else ""
            key = f"supplier {fold(name)}"
        else:
            known = self.phones.get(phone, "") if phone else name if fold(name) in self.names else ""
            key = phone or f"customer {fold(name)}"
        if known:
            said = _("Is in the shop already.")
            if party.balance:
                said += " " + _("The balance of {amount} is not written.").format(amount=rupees(abs(party.balance)))
            self.found.skipped.append(Remark(row.row, known, said))
        elif key in self.seen:
            field = "phone" if key == phone else "name"
            said = _("This stands in row {row} already.").format(row=self.seen[key])
            self.found.bad.append(ItemRow(row.row, row.cells, {}, (self._cell(field, said),)))
        elif (problem := _refused(party)) is not None:
            bad = self._cell(problem.field or "name", str(problem))
            self.found.bad.append(ItemRow(row.row, row.cells, {}, (bad,)))
        else:
            self.seen[key] = row.row
            self.found.new.append(party)

    def _money(self, told: dict[str, str]) -> tuple[dict[str, int], list[BadCell]]:
        found: dict[str, int] = {}
        bad: list[BadCell] = []
        for field in MONEY & told.keys():
            try:
                value = owed(told[field])
            except Mistaken as mistake:
                bad.append(self._cell(field, str(mistake)))
                continue
            if value is not None:
                found[field] = value
        if found.get("credit_limit", 0) < 0:
            bad.append(self._cell("credit_limit", _("A credit limit cannot be below 0.")))
        return found, bad

    def _balance(self, told: dict[str, str], money: dict[str, int], bad: list[BadCell]) -> tuple[int, int]:
        """What they owe (above zero) or are owed, and which side that is (0 for none)."""
        balance = abs(money.get("receive", 0)) - abs(money.get("pay", 0))
        if not balance:
            balance = money.get("balance", 0)
            side = " ".join(fold(told.get("side", "")).split())
            if side and side not in SIDES and balance:
                bad.append(self._cell("side", _("Write To Receive or To Pay.")))
            elif side:
                balance = abs(balance) * SIDES.get(side, 1)
        return balance, (balance > 0) - (balance < 0)

    def _kind(self, told: dict[str, str], side: int) -> str:
        """Customer or supplier: as the list says it, else who is to be paid is a supplier."""
        said = KINDS.get(fold(told.get("kind", "")))
        return said or (SUPPLIER if side < 0 else CUSTOMER)

    def _card(self, number: int, name: str, kind: str, told: dict[str, str]) -> dict[str, str]:
        """What is written down; a number that cannot be is left out, and told."""
        phone, note = told.get("phone", ""), ""
        if phone and identifiers.phone(phone) is None and kind == CUSTOMER:
            note = phone
            self._doubt(number, name, _("{text} is not a mobile number; it is kept as a note.").format(text=phone))
            phone = ""
        gstin = words.ascii_digits(told.get("gstin", "")).replace(" ", "").upper()
        if gstin and not identifiers.check("gstin", gstin).valid:
            self._doubt(number, name, _("{text} is not a valid GSTIN; it is left out.").format(text=clean(gstin, 20)))
            gstin = ""
        pin = "".join(sign for sign in told.get("pin_code", "") if sign.isdigit())
        state = BY_STATE.get(fold(told.get("state", "").split("-", 1)[-1]), "")
        return {
            "name": name, "phone": identifiers.phone(phone) or phone, "email": clean(told.get("email", ""), 100),
            "address": clean(told.get("address", ""), 300), "gstin": gstin, "state": gstin[:2] or state,
            "pin_code": pin if identifiers.check("pin", pin).valid else "", "note": note,
        }  # fmt: skip

    def _doubt(self, number: int, name: str, said: str) -> None:
        self.found.doubts.append(Remark(number, name, said))

    def _cell(self, field: str, said: str) -> BadCell:
        mapping = self.found.mapping
        return BadCell(mapping.index(field) if field in mapping else -1, field, said)


def supplier_card(party: NewParty) -> suppliers.SupplierCard:
    """What is written down of a supplier."""
    card = party.card
    return suppliers.SupplierCard(
        card["name"], card["phone"], card["email"], card["gstin"], card["state"], card["address"], card["note"]
    )


def _refused(party: NewParty) -> InvalidInput | None:
    """What the shop itself would say against that card."""
    card = party.card
    try:
        if party.kind == SUPPLIER:
            suppliers.checked(supplier_card(party))
        else:
            own = (card["name"], card["phone"], card["address"], card["pin_code"], card["state"], card["email"])
            customers.checked(customers.Card(*own))
            customers.checked_gstin(card["gstin"])
    except InvalidInput as error:
        return error
    return None
