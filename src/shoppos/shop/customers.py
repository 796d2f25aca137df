"""Customers: found by phone or name, and what each of them owes."""

import os
from dataclasses import asdict, dataclass, replace

from shoppos.base.db import UNREADABLE, CommitUnknown, Database
from shoppos.base.errors import InvalidInput, NotFound, Refused, Unavailable
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.journal import Value, commitment
from shoppos.base.money import rupees
from shoppos.base.text import ascii_digits, clean
from shoppos.base.transaction import Transaction
from shoppos.models.party import Customer, KhataEntry, Personal
from shoppos.rules import identifiers
from shoppos.rules.place_of_supply import STATES
from shoppos.shop.business_day import booking_day
from shoppos.shop.payments import Method, check_tender, method
from shoppos.shop.references import use_utr

VIEW = (
    "SELECT c.id, p.name, p.phone, p.address, p.pin_code, p.state, c.gstin, "
    "coalesce((SELECT sum(k.amount) FROM khata_entry k WHERE k.customer_id = c.id), 0), "
    "(SELECT count(*) FROM sale s WHERE s.customer_id = c.id AND s.state = 'done' "
    "AND s.kind <> 'CREDIT NOTE'), c.personal_id "
    "FROM customer c JOIN personal p ON p.id = c.personal_id WHERE c.active = 1 AND "
)


@dataclass(frozen=True, slots=True)
class CustomerView:
    """A customer as the counter shows them; `owes` in paise, `bills` how many they have had."""

    id: bytes
    name: str
    phone: str
    address: str
    pin_code: str
    state: str
    gstin: str
    owes: int
    bills: int
    personal_id: bytes


@dataclass(frozen=True, slots=True)
class Card:
    """What is written down of a person."""

    name: str = ""
    phone: str = ""
    address: str = ""
    pin_code: str = ""
    state: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class KhataLine:
    """One line of a khata: yyyymmdd, its kind, the bill's number or "", paise, and what is owed then."""

    business_date: int
    kind: str
    number: str
    amount: int
    balance: int


class Customers:
    """People by phone; one phone belongs to one customer."""

    def __init__(self, db: Database) -> None:
        """Work on `db`."""
        self.db = db

    def get(self, customer_id: bytes) -> CustomerView:
        """One customer by id."""
        row = self.db.row(VIEW + "c.id = ?", (customer_id,))
        if row is None:
            raise NotFound(_("That customer is not on the list."))
        return CustomerView(*row)

    def by_phone(self, phone: str) -> CustomerView | None:
        """The customer with that mobile number, however it was typed."""
        number = identifiers.phone(phone)
        row = self.db.row(VIEW + "p.phone = ?", (number,)) if number else None
        return CustomerView(*row) if row else None

    def search(self, text: str, limit: int = 10) -> list[CustomerView]:
        """Digits look at the end of the phone number first, then anywhere in it; letters at the name's words."""
        asked = ascii_digits(clean(text))
        digits = "".join(c for c in asked if c.isdigit())
        if digits and not any(c.isalpha() for c in asked):
            number = identifiers.phone(digits) or digits
            rows = self.db.rows(
                VIEW + "p.phone LIKE ? ORDER BY p.phone NOT LIKE ?, c.id DESC LIMIT ?",
                (f"%{number}%", f"%{number}", limit),
            )
        elif asked:
            like = asked.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
            rows = self.db.rows(
                VIEW + "(p.name LIKE ? ESCAPE '\\' OR p.name LIKE ? ESCAPE '\\') ORDER BY p.name LIMIT ?",
                (f"{like}%", f"% {like}%", limit),
            )
        else:
            rows = []
        return [CustomerView(*row) for row in rows]

    def add(
        self, name: str, phone: str = "", *, address: str = "", pin_code: str = "", state: str = "", gstin: str = "",
        email: str = "",
    ) -> CustomerView:  # fmt: skip
        """A new customer; the phone number must be new, a GSTIN in form."""
        card = checked(Card(name, phone, address, pin_code, state, email))
        gstin = checked_gstin(gstin)
        customer_id = new_id()
        with self.db.transaction("customer.added") as tx:
            self._refuse_taken(card.phone, None)
            personal_id = self._write(tx, card)
            row: dict[str, Value] = {
                "id": customer_id, "personal_id": personal_id, "gstin": gstin, "note": "", "active": 1,
                "made_at": tx.at,
            }  # fmt: skip
            tx.insert(Customer, row)
        return self.get(customer_id)

    def change(self, customer_id: bytes, *, gstin: str | None = None, **changes: str) -> CustomerView:
        """Change what is written down (the fields of `Card`, and the GSTIN); old bills keep what they said."""
        with self.db.transaction("customer.changed") as tx:
            old = self.get(customer_id)
            before = self._card(old.personal_id)
            card = checked(replace(before, **changes))
            self._refuse_taken(card.phone, customer_id)
            if card != before:
                tx.change(Customer, {"id": customer_id}, {"personal_id": self._write(tx, card)})
            if gstin is not None and checked_gstin(gstin) != old.gstin:
                tx.change(Customer, {"id": customer_id}, {"gstin": checked_gstin(gstin)})
        return self.get(customer_id)

    def card(self, customer_id: bytes) -> Card:
        """All that is written down of a customer."""
        return self._card(self.get(customer_id).personal_id)

    # -- khata

    def khata(self, customer_id: bytes) -> list[KhataLine]:
        """Every line of the khata, oldest first, with the balance after it in paise."""
        rows = self.db.rows(
            "SELECT k.business_date, k.kind, coalesce(s.number, ''), k.amount FROM khata_entry k "
            "LEFT JOIN sale s ON s.id = k.doc_id WHERE k.customer_id = ? ORDER BY k.id",
            (customer_id,),
        )
        balance, lines = 0, list[KhataLine]()
        for day, kind, number, amount in rows:
            balance += amount
            lines.append(KhataLine(day, kind, number, amount, balance))
        return lines

    def pay(self, customer_id: bytes, amount: int, by: str = "cash", reference: str = "") -> CustomerView:
        """Money taken from a customer for what they owe, in paise; more than they owe is refused.

        A UTR must be one that has paid nothing else, no bill either.
        """
        way = method(by)
        if way.on_credit:
            raise Refused(
                _("A due cannot be paid by {method}.").format(method=way.label()), _("Take cash, UPI or card.")
            )
        if amount <= 0:
            raise InvalidInput(_("The amount must be more than 0."), field="amount")
        reference = clean(reference)
        check_tender(way.key, reference, known=True)
        doc_id = new_id()
        try:
            self._pay(customer_id, doc_id, amount, way, way.reference(reference))
        except CommitUnknown as unknown:
            self._after_unknown(doc_id, unknown)
        return self.get(customer_id)

    def _pay(self, customer_id: bytes, doc_id: bytes, amount: int, way: Method, reference: str) -> None:
        with self.db.transaction("khata.paid") as tx:
            customer = self.get(customer_id)
            if amount > customer.owes:
                raise Refused(
                    _("{name} owes {owes}.").format(name=customer.name or customer.phone, owes=rupees(customer.owes)),
                    _("Take that much at the most."),
                )
            self.write_khata(
                tx, customer_id, doc_id, "payment", -amount, booking_day(self.db), method=way.key, reference=reference
            )
            if way.key == "upi" and reference:
                use_utr(self.db, tx, doc_id, 1, reference)

    def _after_unknown(self, doc_id: bytes, unknown: CommitUnknown) -> None:
        """COMMIT failed: look whether the payment is on the khata before anybody takes it again."""
        try:
            there = self.db.row("SELECT 1 FROM khata_entry WHERE doc_id = ? AND kind = 'payment'", (doc_id,))
        except UNREADABLE:
            raise CommitUnknown(
                _("It is not known whether the payment was saved: {reason}").format(reason=unknown.message),
                _("Check the disk, then look at the customer's khata before you take it again."),
            ) from unknown
        if there is None:
            raise Unavailable(
                _("The payment was not saved: {reason}").format(reason=unknown.message),
                _("Free some space or check the disk, then write it down again."),
            ) from unknown

    def write_khata(
        self, tx: Transaction, customer_id: bytes, doc_id: bytes, kind: str, amount: int, day: int, *,
        method: str = "", reference: str = "",
    ) -> None:  # fmt: skip
        """One line of a khata, inside the document's own transaction and of its business day (yyyymmdd)."""
        row: dict[str, Value] = {
            "id": new_id(), "customer_id": customer_id, "doc_id": doc_id, "kind": kind, "amount": amount,
            "method": method, "reference": reference, "business_date": day,
            "made_at": tx.at, "employee_id": self.db.employee,
        }  # fmt: skip
        tx.insert(KhataEntry, row)

    def _refuse_taken(self, phone: str, customer_id: bytes | None) -> None:
        """One phone belongs to one customer; looked up under the write lock, so that nobody comes between."""
        other = self.by_phone(phone) if phone else None
        if other is not None and other.id != customer_id:
            raise Refused(
                _("{phone} already belongs to {name}.").format(phone=phone, name=other.name), _("Use that customer?")
            )

    def _write(self, tx: Transaction, card: Card) -> bytes:
        """A new card; the journal gets its commitment alone."""
        personal_id, salt = new_id(), os.urandom(16)
        values: dict[str, Value] = {"id": personal_id, "commitment": commitment(salt, asdict(card)), "salt": salt}
        tx.insert(Personal, {**values, **asdict(card)})
        return personal_id

    def _card(self, personal_id: bytes) -> Card:
        row = self.db.row(
            "SELECT name, phone, address, pin_code, state, email FROM personal WHERE id = ?", (personal_id,)
        )
        return Card(*row) if row else Card()


def checked(card: Card) -> Card:
    """The card with clean words; InvalidInput for a phone, PIN code or State that cannot be."""
    card = Card(
        clean(card.name, 80), clean(card.phone), clean(card.address, 300), clean(card.pin_code), clean(card.state),
        clean(card.email),
    )  # fmt: skip
    if not (card.name or card.phone):
        raise InvalidInput(_("A customer needs a name or a phone number."), field="name")
    if card.phone:
        phone = identifiers.phone(card.phone)
        if phone is None:
            raise InvalidInput(
                _("{phone} is not a mobile number.").format(phone=card.phone),
                _("It has 10 digits and begins with 6 to 9."),
                "phone",
            )
        card = replace(card, phone=phone)
    if card.pin_code and not identifiers.check("pin", card.pin_code).valid:
        raise InvalidInput(_("{pin} is not a PIN code.").format(pin=card.pin_code), _("It has six digits."), "pin_code")
    if card.state and card.state not in STATES:
        raise InvalidInput(_("{state} is not a State's code.").format(state=card.state), _("For example 27."), "state")
    return card


def checked_gstin(text: str) -> str:
    """A customer's GSTIN in its one spelling, or ""; InvalidInput when its form or check digit is wrong."""
    if not clean(text):
        return ""
    found = identifiers.check("gstin", text)
    if not found.valid:
        raise InvalidInput(
            _("{text} is not a valid GSTIN.").format(text=clean(text)), _("Ask the customer to read it again."), "gstin"
        )
    return found.normalised or text
