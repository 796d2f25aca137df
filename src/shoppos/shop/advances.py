"""Money for an order before its bill: taken by any way, asked for by a QR, given back, or put on the khata."""

import json
from collections.abc import Callable
from typing import NamedTuple

from shoppos.base.db import UNREADABLE, CommitUnknown, Database
from shoppos.base.errors import Doubtful, InvalidInput, NotFound, Refused, Unavailable
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.journal import Value
from shoppos.base.money import rupees, sane
from shoppos.base.text import clean
from shoppos.base.transaction import Transaction
from shoppos.models.order import CANCELLED, ENDED, Advance, OrderStep
from shoppos.models.sale import UpiAttempt
from shoppos.reports.prepaid import CLAIMED, Prepaid, prepaid
from shoppos.rules import upi
from shoppos.shop.business_day import booking_day
from shoppos.shop.customers import Customers
from shoppos.shop.messages import Messages
from shoppos.shop.papers import Papers
from shoppos.shop.payments import Tender, UpiShown, check_tender, method
from shoppos.shop.references import use_utr
from shoppos.shop.settings import Settings
from shoppos.shop.tills import Tills


class OrderRow(NamedTuple):
    """What of an order its money asks for; `agreed` in paise."""

    id: bytes
    number: str
    state: str
    sale_id: bytes | None
    customer_id: bytes
    agreed: int


class Advances:
    """Rows that are only added; what is left of them is their sum, less what bills have used."""

    def __init__(
        self, db: Database, settings: Settings, tills: Tills, customers: Customers, papers: Papers,
        price: Callable[[bytes], int], messages: Messages | None = None,
    ) -> None:  # fmt: skip
        """Work on `db`; `price` says what an open sale comes to now, in paise, `messages` tells customers of money."""
        self.db = db
        self.settings = settings
        self.tills = tills
        self.customers = customers
        self.papers = papers
        self.price = price
        self.messages = messages

    # -- looking

    def paid(self, order_id: bytes) -> Prepaid:
        """What an order has paid, what its bills used of it, and what is due at the door."""
        return prepaid(self.db, order_id)

    def left(self, order_id: bytes) -> int:
        """What of the money taken before no bill has used yet, in paise."""
        return prepaid(self.db, order_id).left

    def due(self, order_id: bytes) -> int:
        """What is to be paid before the goods leave, and at the door for those that left, in paise; never below 0."""
        order = self._order(order_id)
        stands = prepaid(self.db, order_id)
        opened = self.price(order.sale_id) if order.sale_id else 0
        return max(opened - stands.left, 0) + max(stands.at_door, 0)

    def claimed(self, order_id: bytes) -> list[tuple[bytes, int, str]]:
        """The payments by UPI that no UTR proves: id, paise and the reference of the QR that was shown."""
        asked = f"SELECT a.id, a.amount, a.attempt {CLAIMED} AND a.order_id = ? ORDER BY a.id"
        return [(row[0], row[1], row[2]) for row in self.db.rows(asked, (order_id,))]

    def came(self, attempt: str) -> bytes | None:
        """The payment that a service or the bank has told for the QR of that reference; None while it was not seen."""
        row = self.db.row(
            "SELECT id FROM advance WHERE attempt = ? AND attempt <> '' AND amount > 0 AND reference <> ''", (attempt,)
        )
        return row[0] if row else None

    # -- taking

    def qr(self, order_id: bytes, amount: int | None = None) -> UpiShown:
        """A QR's link for exactly `amount` paise, else for all that is due, under a reference never used before."""
        profile = self.settings.profile()
        if not profile.upi:
            raise Refused(_("The shop has no UPI id yet."), _("Enter it in the settings, or take cash or card."))
        with self.db.transaction("upi.shown") as tx:
            order = self._order(order_id)
            asked = self.due(order_id) if amount is None else amount
            if asked <= 0:
                raise InvalidInput(_("There is nothing to pay by UPI."), field="amount")
            sane("amount", asked)
            sale_id = order.sale_id or self._last_sale(order_id)
            if sale_id is None:
                raise Refused(_("Nothing is on order {number} yet.").format(number=order.number))
            reference = self.tills.next_attempt(tx)
            tx.insert(UpiAttempt, {"reference": reference, "sale_id": sale_id, "amount": asked, "made_at": tx.at})
            self._step(tx, order_id, "asked", {"amount": asked, "reference": reference})
        link = upi.link(
            profile.upi, profile.name, amount=asked, tr=reference,
            tn=_("Order {number}").format(number=order.number), mc=profile.mcc or None, merchant=profile.upi_merchant,
        )  # fmt: skip
        return UpiShown(reference, link, asked)

    def take(self, order_id: bytes, tender: Tender, *, key: bytes | None = None, sure: bool = False) -> bytes:
        """Money taken for an order before its bill; gives the id of the payment. All that is due without an amount.

        UPI without a UTR is claimed until one is known; what a service told already is not taken twice. Doubtful
        (repeat with `sure`) when more is taken than the order was agreed to come to. The same `key` twice takes it
        once.
        """
        way = method(tender.method)
        if way.on_credit or way.key == "points":
            raise Refused(
                _("An order cannot be paid before by {method}.").format(method=way.label()),
                _("Take cash, UPI, card or a bank transfer."),
            )
        doc_id = key or new_id()
        try:
            with self.db.transaction("advance.taken") as tx:
                if self._there(doc_id):
                    return doc_id
                if way.key == "upi" and (seen := self.came(clean(tender.attempt))) is not None:
                    return seen
                order = self._order(order_id)
                self._refuse_ended(order)
                check_tender(way.key, clean(tender.reference), known=True)
                amount = self.due(order_id) if tender.amount is None else tender.amount
                if amount <= 0:
                    raise InvalidInput(_("The amount must be more than 0."), field="amount")
                sane("amount", amount)
                self._too_much(order, amount, sure=sure)
                reference = way.reference(clean(tender.reference))
                self.write(tx, doc_id, order_id, amount, way.key, reference, attempt=clean(tender.attempt))
        except CommitUnknown as unknown:
            self._after_unknown(doc_id, unknown)
        return doc_id

    def verify(self, advance_id: bytes, utr: str) -> None:
        """A claimed payment was found in the bank's list under that UTR; Refused when that proves another payment."""
        utr = method("upi").reference(clean(utr))
        if not utr:
            raise InvalidInput(_("Type the UTR of the payment."), _("It has 12 digits."), "reference")
        with self.db.transaction("upi.verified") as tx:
            self.prove(tx, advance_id, utr)

    def receipt(self, advance_id: bytes, printer: str = "") -> bytes:
        """Owe the receipt of money taken before a bill, once more marked DUPLICATE; gives the job's id."""
        if not self._there(advance_id):
            raise NotFound(_("There is no such payment for an order."))
        return self.papers.receipt(advance_id, printer)

    # -- giving back

    def give_back(
        self, order_id: bytes, amount: int, by: str = "cash", reason: str = "", *, to_khata: bool = False,
        reference: str = "", key: bytes | None = None, approved: bytes | None = None,
    ) -> bytes:  # fmt: skip
        """Money of an order given back, or left to its customer on the khata, in paise; gives the row's id.

        Never more than is left and was seen to have come: Refused. It counts for the day on which it is done.
        """
        reason = clean(reason)
        if not reason:
            raise InvalidInput(_("Say why the money is given back."), field="reason")
        way = method("khata" if to_khata else by)
        if way.key not in {"cash", "upi", "card", "netbanking", "khata"}:
            raise Refused(_("Money is not given back by {method}.").format(method=way.label()))
        doc_id = key or new_id()
        try:
            with self.db.transaction("advance.returned") as tx:
                if self._there(doc_id):
                    return doc_id
                order = self._order(order_id)
                message = _("To give money back needs a manager's yes here.")
                self.customers.staff.require("return", order_id, approved, message)
                self._refuse_above(order, amount)
                self.write(tx, doc_id, order_id, -amount, way.key, clean(reference, 40), reason=reason)
                self._tell(tx, "refund", order_id, amount)
                if way.key == "khata":
                    day = booking_day(self.db)
                    self.customers.write_khata(
                        tx, order.customer_id, doc_id, "payment", -amount, day, method="advance"
                    )  # fmt: skip
        except CommitUnknown as unknown:
            self._after_unknown(doc_id, unknown)
        return doc_id

    def strike(self, advance_id: bytes, reason: str) -> bytes:
        """A payment by UPI that was claimed never came: take it off again. Gives the id of the row that does."""
        reason = clean(reason)
        if not reason:
            raise InvalidInput(_("Say why the payment is taken off."), field="reason")
        with self.db.transaction("advance.struck") as tx:
            row = self.db.row(f"SELECT a.order_id, a.amount, a.attempt {CLAIMED} AND a.id = ?", (advance_id,))
            if row is None:
                raise Refused(
                    _("This payment is proved, or was taken off already."), _("Money that came is given back.")
                )
            order_id, amount, attempt = row
            order, stands = self._order(order_id), prepaid(self.db, order_id)
            if stands.left < amount:
                raise Refused(
                    _("A bill of order {number} has used this payment.").format(number=order.number),
                    _("Bring its parcel back first, or take the money anew."),
                )
            doc_id = new_id()
            self.write(tx, doc_id, order_id, -amount, "upi", advance_id.hex(), attempt=attempt, reason=reason)
        return doc_id

    # -- inside the transaction of another act

    def write(
        self, tx: Transaction, doc_id: bytes, order_id: bytes, amount: int, by: str, reference: str, *,
        attempt: str = "", reason: str = "",
    ) -> None:  # fmt: skip
        """Write down money of an order, below zero what is given back; a UTR proves what came by UPI."""
        if attempt and amount > 0 and not self.was_shown(order_id, attempt):
            raise Refused(
                _("No QR {reference} was shown for this order.").format(reference=attempt),
                _("Show the QR of this order, or take the money another way."),
            )
        row: dict[str, Value] = {
            "id": doc_id, "order_id": order_id, "amount": amount, "method": by, "reference": reference,
            "attempt": attempt, "reason": reason, "till": self.db.till, "business_date": booking_day(self.db),
            "made_at": tx.at, "employee_id": self.db.employee,
        }  # fmt: skip
        tx.insert(Advance, row)
        if by == "upi" and amount > 0 and reference:
            use_utr(self.db, tx, doc_id, 1, reference)
        if amount > 0 and (by != "upi" or reference):
            self._tell(tx, "payment", order_id, amount)
        kind = "paid" if amount > 0 else "given_back"
        self._step(tx, order_id, kind, {"amount": abs(amount), "method": by, "doc": doc_id.hex()}, reason)

    def prove(self, tx: Transaction, advance_id: bytes, utr: str) -> None:
        """A claimed payment is proved by that UTR, and its customer is told that it has come."""
        self._refuse_struck(advance_id)
        use_utr(self.db, tx, advance_id, 1, utr)
        row = self.db.row("SELECT order_id, amount FROM advance WHERE id = ?", (advance_id,))
        if row is not None:
            self._tell(tx, "payment", row[0], row[1])

    def at_door(self, tx: Transaction, order_id: bytes, doc_id: bytes, amount: int, reference: str) -> None:
        """A QR of an order was paid when its goods had left: its steps keep which, so that a second payment is none."""
        told: dict[str, Value] = {"amount": amount, "method": "upi", "doc": doc_id.hex(), "reference": reference}
        self._step(tx, order_id, "paid", told)
        self._tell(tx, "payment", order_id, amount)

    def was_shown(self, order_id: bytes, attempt: str) -> bool:
        """Whether a QR with that reference was shown for the order, or stands behind the button of its own page."""
        row = self.db.row("SELECT number FROM orders WHERE id = ?", (order_id,))
        if row and attempt.startswith(f"{upi.reference(row[0])}P"):
            return True
        return self.db.row(
            "SELECT 1 FROM upi_attempt t WHERE t.reference = ? AND (t.sale_id IN (SELECT sale_id FROM orders "
            "WHERE id = ? UNION SELECT sale_id FROM parcel WHERE order_id = ?) OR EXISTS (SELECT 1 FROM order_step s "
            "WHERE s.order_id = ? AND s.kind = 'asked' AND json_extract(s.told, '$.reference') = t.reference))",
            (attempt, order_id, order_id, order_id),
        ) is not None  # fmt: skip

    def _refuse_struck(self, advance_id: bytes) -> None:
        """NotFound for what is no payment by UPI, Refused for one that was taken off again."""
        row = self.db.row(
            "SELECT EXISTS (SELECT 1 FROM advance b WHERE b.order_id = a.order_id AND b.amount < 0 "
            "AND b.reference = lower(hex(a.id))) FROM advance a WHERE a.id = ? AND a.method = 'upi' AND a.amount > 0",
            (advance_id,),
        )
        if row is None:
            raise NotFound(_("There is no such payment by UPI for an order."))
        if row[0]:
            raise Refused(_("This payment was taken off: it had never come."), _("Write it down anew."))

    # -- inside

    def _order(self, order_id: bytes) -> OrderRow:
        row = self.db.row(
            "SELECT id, number, state, sale_id, customer_id, agreed FROM orders WHERE id = ?", (order_id,)
        )
        if row is None:
            raise NotFound(_("There is no such order."))
        return OrderRow(*row)

    def _refuse_ended(self, order: OrderRow) -> None:
        if order.state in ENDED:
            said = _("Order {number} is cancelled.") if order.state == CANCELLED else _("Order {number} has ended.")
            raise Refused(
                said.format(number=order.number), _("What is due for its bills is taken at the door or on the khata.")
            )

    def _too_much(self, order: OrderRow, amount: int, *, sure: bool) -> None:
        """More than was agreed is rather a slip of the finger than a gift."""
        taken = prepaid(self.db, order.id).taken
        if order.agreed and taken + amount > order.agreed and not sure:
            raise Doubtful(
                _("Order {number} comes to {agreed}; with this {paid} are paid.").format(
                    number=order.number, agreed=rupees(order.agreed), paid=rupees(taken + amount)
                ),
                _("Take it all the same?"),
                "amount",
            )

    def _refuse_above(self, order: OrderRow, amount: int) -> None:
        if amount <= 0:
            raise InvalidInput(_("The amount must be more than 0."), field="amount")
        stands = prepaid(self.db, order.id)
        if amount <= stands.proved:
            return
        hint = _("That much at the most can be given back.")
        if stands.claimed:
            hint = _("{amount} by UPI is only claimed: find it at the bank first, or take it off.").format(
                amount=rupees(stands.claimed)
            )
        raise Refused(
            _("Of order {number}, {left} is left.").format(number=order.number, left=rupees(stands.proved)), hint
        )

    def _last_sale(self, order_id: bytes) -> bytes | None:
        row = self.db.row("SELECT sale_id FROM parcel WHERE order_id = ? ORDER BY no DESC LIMIT 1", (order_id,))
        return row[0] if row else None

    def _step(self, tx: Transaction, order_id: bytes, kind: str, told: dict[str, Value], said: str = "") -> None:
        tx.insert(
            OrderStep,
            {
                "id": new_id(), "order_id": order_id, "parcel_id": None, "kind": kind,
                "told": json.dumps(told, sort_keys=True), "said": said, "business_date": booking_day(self.db),
                "made_at": tx.at, "employee_id": self.db.employee,
            },
        )  # fmt: skip

    def _tell(self, tx: Transaction, step: str, order_id: bytes, amount: int) -> None:
        """Owe the customer the news of money, in paise."""
        if self.messages is not None:
            self.messages.owe(tx, step, order_id, {"amount": amount})

    def _there(self, doc_id: bytes) -> bool:
        return self.db.row("SELECT 1 FROM advance WHERE id = ?", (doc_id,)) is not None

    def _after_unknown(self, doc_id: bytes, unknown: CommitUnknown) -> None:
        """COMMIT failed: look whether the money is written down before anybody takes or gives it again."""
        try:
            there = self._there(doc_id)
        except UNREADABLE:
            raise CommitUnknown(
                _("It is not known whether the payment was saved: {reason}").format(reason=unknown.message),
                _("Check the disk, then look at the order before you take it again."),
            ) from unknown
        if not there:
            raise Unavailable(
                _("The payment was not saved: {reason}").format(reason=unknown.message),
                _("Free some space or check the disk, then write it down again."),
            ) from unknown
