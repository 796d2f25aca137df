"""Money for an order: taken by any way, asked for by a QR, given back, or put on the khata."""

from collections.abc import Callable, Sequence

from shoppos.base.db import UNREADABLE, CommitUnknown, Database
from shoppos.base.errors import Doubtful, InvalidInput, NotFound, Refused, Unavailable
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.money import rupees, sane
from shoppos.base.text import clean
from shoppos.base.transaction import Transaction
from shoppos.models.order import CANCELLED, ENDED
from shoppos.models.sale import UpiAttempt
from shoppos.reports.one_person import survivor
from shoppos.reports.prepaid import CLAIMED, Prepaid, prepaid
from shoppos.rules import upi
from shoppos.shop.business_day import booking_day
from shoppos.shop.cod import AT_THE_DOOR, CashOnDelivery
from shoppos.shop.customers import Customers
from shoppos.shop.messages import Messages
from shoppos.shop.order_book import OrderRow
from shoppos.shop.order_receipts import BEFORE, DOOR, KHATA, OrderReceipts, Share
from shoppos.shop.papers import Papers
from shoppos.shop.payments import Method, Tender, UpiShown, check_tender, method
from shoppos.shop.settings import Settings
from shoppos.shop.tills import Tills

CAME = (
    "SELECT id FROM advance WHERE attempt = :asked AND amount > 0 AND reference <> '' UNION ALL "
    "SELECT u.doc_id FROM upi_attempt t JOIN order_step x ON x.order_id IN (SELECT id FROM orders "
    "WHERE sale_id = t.sale_id UNION SELECT order_id FROM parcel WHERE sale_id = t.sale_id) "
    "JOIN utr u ON u.doc_id = unhex(json_extract(x.told, '$.doc')) "
    "WHERE t.reference = :asked AND x.kind = 'paid' AND json_extract(x.told, '$.reference') = :asked"
)
"""The payment by which a QR was paid, as a bank or a service has told it."""


class Advances(OrderReceipts):
    """Rows that are only added; what is left of them is their sum, less what bills have used."""

    def __init__(
        self, db: Database, settings: Settings, tills: Tills, customers: Customers, papers: Papers,
        cod: CashOnDelivery, price: Callable[[bytes], int], messages: Messages | None = None,
    ) -> None:  # fmt: skip
        """Work on `db` with the other departments; `price` and `messages` as in `OrderReceipts`."""
        super().__init__(db, customers, cod, price, messages)
        self.settings = settings
        self.tills = tills
        self.papers = papers

    # -- looking

    def paid(self, order_id: bytes) -> Prepaid:
        """What an order has paid, what its bills used of it, and what is due at the door."""
        return prepaid(self.db, order_id)

    def left(self, order_id: bytes) -> int:
        """What of the money taken before no bill has used yet, in paise."""
        return prepaid(self.db, order_id).left

    def claimed(self, order_id: bytes) -> list[tuple[bytes, int, str]]:
        """The payments by UPI that no UTR proves: id, paise and the reference of the QR that was shown."""
        asked = f"SELECT a.id, a.amount, a.attempt {CLAIMED} AND a.order_id = ? ORDER BY a.id"
        return [(row[0], row[1], row[2]) for row in self.db.rows(asked, (order_id,))]

    def came(self, attempt: str) -> bytes | None:
        """The payment that a service or the bank has told for the QR of that reference; None while it was not seen."""
        row = self.db.row(CAME, {"asked": attempt}) if attempt else None
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
                raise Refused(
                    _("Nothing is on order {number} yet.").format(number=order.number),
                    _("Type what the customer wants."),
                )
            reference = self.tills.next_attempt(tx)
            tx.insert(UpiAttempt, {"reference": reference, "sale_id": sale_id, "amount": asked, "made_at": tx.at})
            self._step(tx, order_id, "asked", {"amount": asked, "reference": reference})
        link = upi.link(
            profile.upi, profile.name, amount=asked, tr=reference,
            tn=_("Order {number}").format(number=order.number), mc=profile.mcc or None, merchant=profile.upi_merchant,
        )  # fmt: skip
        return UpiShown(reference, link, asked)

    def take(self, order_id: bytes, tender: Tender, *, key: bytes | None = None, sure: bool = False) -> bytes:
        """Money taken for an order; gives the id of the payment. All that is due without an amount.

        What has left is paid first, at its doors in their order and then on the khata; only the rest is kept for the
        bill of what is in the shop still. Refused when nothing is, and more is taken than is due for what has left.

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
                check_tender(way.key, clean(tender.reference), known=True)
                amount = self.due(order_id) if tender.amount is None else tender.amount
                self._refuse_ended(order, amount)
                if amount <= 0:
                    raise InvalidInput(_("The amount must be more than 0."), field="amount")
                sane("amount", amount)
                parts = self.shares(order_id, amount)
                self._too_much(order, sum(part.amount for part in parts if part.kind == BEFORE), sure=sure)
                reference = way.reference(clean(tender.reference))
                self._refuse_way(way, parts, reference)
                self.receive(tx, doc_id, order_id, amount, way.key, reference, attempt=clean(tender.attempt))
        except CommitUnknown as unknown:
            self._after_unknown(doc_id, unknown)
        return doc_id

    def verify(self, advance_id: bytes, utr: str) -> None:
        """A claimed payment was found in the bank's list under that UTR; Refused when that proves another payment.

        What was paid in a web shop by card or bank has another: the reference under which it came is taken as it is.
        """
        row = self.db.row("SELECT method FROM advance WHERE id = ? AND amount > 0", (advance_id,))
        way = method(row[0] if row else "upi")
        utr = way.reference(clean(utr))
        if not utr and way.key == "upi":
            raise InvalidInput(_("Type the UTR of the payment."), _("It has 12 digits."), "reference")
        if not utr:
            raise InvalidInput(_("Type the reference under which it came."), field="reference")
        with self.db.transaction("upi.verified") as tx:
            self.prove(tx, advance_id, utr)

    def receipt(self, advance_id: bytes, printer: str = "") -> bytes:
        """Owe the receipt of money taken before a bill, once more marked DUPLICATE; gives the job's id."""
        if not self._there(advance_id):
            raise NotFound(_("There is no such payment for an order."), _("Look at the order again."))
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
            raise Refused(
                _("Money is not given back by {method}.").format(method=way.label()),
                _("Give it back in cash, by UPI or card, or on the khata."),
            )
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
                self._tell(tx, "credit" if way.key == "khata" else "refund", order_id, amount)
                if way.key == "khata":
                    day = booking_day(self.db)
                    self.customers.write_khata(
                        tx, order.customer_id, doc_id, "payment", -amount, day, method="advance"
                    )  # fmt: skip
        except CommitUnknown as unknown:
            self._after_unknown(doc_id, unknown)
        return doc_id

    def strike(self, advance_id: bytes, reason: str, *, sure: bool = False) -> bytes:
        """A payment that was claimed never came: take it off again. Gives the id of the row that does.

        Doubtful (repeat with `sure`) when a bill has used it: what is missing then is due, on its customer's khata.
        """
        reason = clean(reason)
        if not reason:
            raise InvalidInput(_("Say why the payment is taken off."), field="reason")
        with self.db.transaction("advance.struck") as tx:
            row = self.db.row(f"SELECT a.order_id, a.amount, a.attempt, a.method {CLAIMED} AND a.id = ?", (advance_id,))
            if row is None:
                raise Refused(
                    _("This payment is proved, or was taken off already."), _("Money that came is given back.")
                )
            order_id, amount, attempt, by = row
            missing = amount - max(prepaid(self.db, order_id).left, 0)
            if missing > 0:
                self._owe(tx, self._order(order_id), missing, reason, sure=sure)
            doc_id = new_id()
            self.write(tx, doc_id, order_id, -amount, by, advance_id.hex(), attempt=attempt, reason=reason)
        return doc_id

    # -- inside

    def _owe(self, tx: Transaction, order: OrderRow, missing: int, reason: str, *, sure: bool) -> None:
        """What a bill has used and nobody paid stands on its customer's khata from now on, in paise."""
        if not sure:
            raise Doubtful(
                _("A bill of order {number} has used this payment: {missing} are due for it then.").format(
                    number=order.number, missing=rupees(missing)
                ),
                _("Write them on the customer's khata, or bring the parcel back first."),
                "payment",
            )
        doc_id = new_id()
        self._advance(tx, doc_id, order.id, missing, "khata", "", "", reason)
        self.customers.write_khata(
            tx, survivor(self.db, order.customer_id), doc_id, "payment", missing, booking_day(self.db),
            method="advance",
        )  # fmt: skip

    def _refuse_ended(self, order: OrderRow, amount: int) -> None:
        """Nothing of the order is in the shop: no bill could use more than what is due for what has left."""
        owed = 0 if order.sale_id else sum(share.amount for share in self.owed(order.id))
        if order.sale_id or (owed and amount <= owed):
            return
        if owed:
            raise Refused(
                _("Only {due} are due for {number}.").format(due=rupees(owed), number=order.number),
                _("Take that much at the most."),
            )
        said = _("Order {number} has ended.") if order.state in ENDED else _("Nothing is due for order {number}.")
        said = _("Order {number} is cancelled.") if order.state == CANCELLED else said
        raise Refused(
            said.format(number=order.number), _("What is due for its bills is taken at the door or on the khata.")
        )

    def _refuse_way(self, way: Method, parts: Sequence[Share], reference: str) -> None:
        """What left is paid by what is taken there; a claim stands for one thing, so that it can be proved later."""
        kinds = {part.kind for part in parts}
        if DOOR in kinds and way.key not in AT_THE_DOOR:
            due = sum(part.amount for part in parts if part.kind == DOOR)
            raise Refused(
                _("{due} of it are due at the door: they are not paid by {method}.").format(
                    due=rupees(due), method=way.label()
                ),
                _("Take cash or UPI."),
            )
        if KHATA in kinds and way.key == "exchange":
            raise Refused(
                _("A due cannot be paid by {method}.").format(method=way.label()),
                _("Take cash, UPI, card or a bank transfer."),
            )
        if way.key == "upi" and not reference and len(kinds) > 1:
            raise Refused(
                _("A part of it is due for what has left: that is paid when the bank shows it."),
                _("Type the UTR, or wait until the payment is told."),
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
            hint = _("{amount} is only claimed: find it at the bank first, or take it off.").format(
                amount=rupees(stands.claimed)
            )
        raise Refused(
            _("Of order {number}, {left} is left.").format(number=order.number, left=rupees(stands.proved)), hint
        )

    def _last_sale(self, order_id: bytes) -> bytes | None:
        row = self.db.row("SELECT sale_id FROM parcel WHERE order_id = ? ORDER BY no DESC LIMIT 1", (order_id,))
        return row[0] if row else None

    def _there(self, doc_id: bytes) -> bool:
        """Whether the payment with that id is written down, before a bill, at a door or on the khata."""
        return self.db.row(
            "SELECT 1 FROM advance WHERE id = :id UNION ALL SELECT 1 FROM cod_receipt WHERE id = :id "
            "UNION ALL SELECT 1 FROM khata_entry WHERE doc_id = :id AND kind = 'payment'",
            {"id": doc_id},
        ) is not None  # fmt: skip

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
