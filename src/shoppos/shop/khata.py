"""The khata: what customers owe, what they pay of it, how far each may go, and who was reminded."""

from dataclasses import dataclass

from shoppos.base.db import UNREADABLE, CommitUnknown, Database
from shoppos.base.errors import InvalidInput, NeedsApproval, Refused, Unavailable
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.journal import Value
from shoppos.base.money import rupees, sane
from shoppos.base.settings import setting
from shoppos.base.text import clean
from shoppos.base.transaction import Transaction
from shoppos.models.loyalty import Reminder
from shoppos.models.party import KhataEntry
from shoppos.reports import khata as told
from shoppos.reports.one_person import survivor
from shoppos.shop.business_day import booking_day
from shoppos.shop.customer_find import CustomerFind, CustomerView
from shoppos.shop.payments import Method, check_tender, method
from shoppos.shop.points import Points
from shoppos.shop.references import use_utr
from shoppos.shop.staff import Staff, bound

WARN, BLOCK = "warn", "block"
CHANNELS = ("whatsapp", "sms", "phone", "person")
"""By what a customer is reminded."""
LIMIT = (
    "SELECT coalesce((SELECT sum(amount) FROM khata_entry WHERE customer_id = c.id), 0), "
    "(SELECT credit_limit FROM customer_terms WHERE customer_id = c.id), "
    "(SELECT value FROM setting WHERE key = 'credit_limit') FROM customer c WHERE c.id = ?"
)


@dataclass(frozen=True, slots=True)
class KhataLine:
    """One line of a khata: yyyymmdd, its kind, the bill's number or "", paise, and what is owed then."""

    business_date: int
    kind: str
    number: str
    amount: int
    balance: int


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment of dues that was taken: its id, by which its receipt is printed, and how the customer stands now."""

    id: bytes
    customer: CustomerView


class Khata(CustomerFind):
    """What customers owe: lines that are only added to, the balance is their sum."""

    def __init__(self, db: Database, staff: Staff | None = None) -> None:
        """Work on `db`; `staff` knows who may let a khata go beyond its limit."""
        super().__init__(db)
        self.staff = staff or Staff(db)
        self.points = Points(db)

    def khata(self, customer_id: bytes) -> list[KhataLine]:
        """Every line of the khata, oldest first, with the balance after it in paise; of all cards of the person."""
        balance, lines = 0, list[KhataLine]()
        for line in told.entries(self.db, customer_id):
            balance += line.amount
            kind = "door" if line.kind == "payment" and line.amount > 0 and line.method == "cod" else line.kind
            lines.append(KhataLine(line.business_date, kind, line.number, line.amount, balance))
        return lines

    def pay(
        self, customer_id: bytes, amount: int, by: str = "cash", reference: str = "", *, key: bytes | None = None
    ) -> CustomerView:  # fmt: skip
        """Money taken from a customer for what they owe, in paise; more than they owe is refused.

        A UTR must be one that has paid nothing else, no bill either. The same `key` twice takes it once.
        """
        return self.take(customer_id, amount, by, reference, key=key).customer

    def take(
        self, customer_id: bytes, amount: int, by: str = "cash", reference: str = "", *, key: bytes | None = None
    ) -> Paid:  # fmt: skip
        """The same; gives the payment's id too, for its receipt."""
        if key is not None and self._taken(key):
            return Paid(key, self.get(customer_id))
        way = method(by)
        if way.on_credit or way.key in {"points", "exchange"}:
            raise Refused(
                _("A due cannot be paid by {method}.").format(method=way.label()), _("Take cash, UPI or card.")
            )
        if amount <= 0:
            raise InvalidInput(_("The amount must be more than 0."), field="amount")
        reference = clean(reference)
        check_tender(way.key, reference, known=True)
        doc_id = key or new_id()
        try:
            self._pay(customer_id, doc_id, amount, way, way.reference(reference))
        except CommitUnknown as unknown:
            self._after_unknown(doc_id, unknown)
        return Paid(doc_id, self.get(customer_id))

    def opening(self, customer_id: bytes, amount: int) -> CustomerView:
        """What a customer owed when the khata was begun here, in paise; below zero what they have to their credit.

        Refused when an opening balance stands there already: what was written is not written over; and to a cashier.
        """
        sane("amount", abs(amount))
        if not amount:
            raise InvalidInput(_("An opening balance of nothing need not be written."), field="amount")
        with self.db.transaction("khata.opened") as tx:
            self.staff.guard("khata.opening")
            customer = self.get(customer_id)
            if self.db.row("SELECT 1 FROM khata_entry WHERE customer_id = ? AND kind = 'opening'", (customer.id,)):
                raise Refused(
                    _("{name} has an opening balance already.").format(name=customer.name or customer.phone),
                    _("Take a payment, or sell on khata."),
                )
            self.write_khata(tx, customer.id, new_id(), "opening", amount, booking_day(self.db))
        return self.get(customer_id)

    def remind(self, customer_id: bytes, channel: str = "whatsapp") -> CustomerView:
        """Write down that a customer was reminded today of what they owe; Refused when they owe nothing."""
        if channel not in CHANNELS:
            raise InvalidInput(
                _("{channel} is no way to remind somebody.").format(channel=clean(channel, 40)), ", ".join(CHANNELS),
                "channel",
            )  # fmt: skip
        with self.db.transaction("khata.reminded") as tx:
            customer = self.get(customer_id)
            if customer.owes <= 0:
                raise Refused(_("{name} owes nothing.").format(name=customer.name or customer.phone))
            row: dict[str, Value] = {
                "id": new_id(), "customer_id": customer.id, "amount": customer.owes, "channel": channel,
                "business_date": booking_day(self.db), "made_at": tx.at, "employee_id": self.db.employee,
            }  # fmt: skip
            tx.insert(Reminder, row)
        return customer

    # -- inside the transaction of another act

    def credit_warning(self, customer_id: bytes, amount: int, sale_id: bytes) -> str:
        """What to say of `amount` paise more on a khata that then goes beyond its limit; "" when it does not.

        NeedsApproval (act credit_limit) where the shop's setting "credit_policy" is block, unless it was approved for
        that sale, that amount and what was owed then.
        """
        row = self.db.row(LIMIT, (customer_id,))
        if row is None:
            return ""
        owes, own, shops = row
        limit = own if own is not None else setting(self.db, "credit_limit", 0) if shops is not None else 0
        if owes + amount <= limit or (own is None and limit <= 0):
            return ""
        said = _("The khata would stand at {owes}, its limit is {limit}.").format(
            owes=rupees(owes + amount), limit=rupees(limit)
        )
        asked = bound(sale_id, customer_id, amount, owes)
        if setting(self.db, "credit_policy", WARN) == BLOCK:
            if not self._allowed(asked):
                raise NeedsApproval(
                    "credit_limit", asked, said, _("Take a part of it now, or a manager allows it with their PIN.")
                )
            if self.staff.may("credit_limit"):
                said = f"{said} {self.staff.whose_yes('credit_limit')}".rstrip()
        return said

    def write_khata(
        self, tx: Transaction, customer_id: bytes, doc_id: bytes, kind: str, amount: int, day: int, *,
        method: str = "", reference: str = "",
    ) -> None:  # fmt: skip
        """One line of a khata, inside the document's own transaction and of its business day (yyyymmdd).

        What comes back of an old bill goes to the card that its buyer has now.
        """
        if kind in {"void", "return"}:
            customer_id = survivor(self.db, customer_id)
        row: dict[str, Value] = {
            "id": new_id(), "customer_id": customer_id, "doc_id": doc_id, "kind": kind, "amount": amount,
            "method": method, "reference": reference, "business_date": day,
            "made_at": tx.at, "employee_id": self.db.employee, "till": self.db.till,
        }  # fmt: skip
        tx.insert(KhataEntry, row)

    # -- inside

    def _allowed(self, asked: bytes) -> bool:
        """Whether who is at the till may go beyond a limit, or a manager has allowed just this."""
        if self.db.row("SELECT 1 FROM approval WHERE act = 'credit_limit' AND doc_id = ?", (asked,)):
            return True
        return self.staff.may("credit_limit")

    def _pay(self, customer_id: bytes, doc_id: bytes, amount: int, way: Method, reference: str) -> None:
        with self.db.transaction("khata.paid") as tx:
            if self._taken(doc_id):
                return
            customer = self.get(customer_id)
            if amount > customer.owes:
                raise Refused(
                    _("{name} owes {owes}.").format(name=customer.name or customer.phone, owes=rupees(customer.owes)),
                    _("Take that much at the most."),
                )
            self.write_khata(
                tx, customer.id, doc_id, "payment", -amount, booking_day(self.db), method=way.key, reference=reference
            )
            if way.key == "upi" and reference:
                use_utr(self.db, tx, doc_id, 1, reference)

    def _taken(self, doc_id: bytes) -> bool:
        """Whether that payment is on the khata."""
        return self.db.row("SELECT 1 FROM khata_entry WHERE doc_id = ? AND kind = 'payment'", (doc_id,)) is not None

    def _after_unknown(self, doc_id: bytes, unknown: CommitUnknown) -> None:
        """COMMIT failed: look whether the payment is on the khata before anybody takes it again."""
        try:
            there = self._taken(doc_id)
        except UNREADABLE:
            raise CommitUnknown(
                _("It is not known whether the payment was saved: {reason}").format(reason=unknown.message),
                _("Check the disk, then look at the customer's khata before you take it again."),
            ) from unknown
        if not there:
            raise Unavailable(
                _("The payment was not saved: {reason}").format(reason=unknown.message),
                _("Free some space or check the disk, then write it down again."),
            ) from unknown
