"""Sales: paid, numbered, done; cancelled when they must be; and everything before that, from `open_sales`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from shoppos.base.clock import day_of
from shoppos.base.db import CommitUnknown
from shoppos.base.errors import InvalidInput, NotFound, Refused
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.money import parse_paise, parse_rate, sane
from shoppos.base.text import clean
from shoppos.base.transaction import Transaction
from shoppos.models.sale import DONE, SaleStep, UpiAttempt, Void
from shoppos.rules import upi
from shoppos.rules.gst_sections import last_day_for_note
from shoppos.shop import sale_view, totals
from shoppos.shop.billing import Billing, Done
from shoppos.shop.business_day import booking_day, closed_day
from shoppos.shop.customers import checked_gstin
from shoppos.shop.payments import Tender, UpiShown, method
from shoppos.shop.references import use_utr
from shoppos.shop.repricing import at_once
from shoppos.shop.sale_view import Header

SPLIT = "split"
"""The way of paying of a bill that was paid in several ways."""


@dataclass(frozen=True, slots=True)
class LastBill:
    """The newest sale of this till, as the counter keeps it in sight; `method` is its way of paying, or SPLIT.

    `numbers` are all its papers, `number` the newest of them; the money is that of the whole sale.
    """

    number: str
    sale_id: bytes
    payable: int
    tendered: int
    change: int
    method: str
    voided: bool
    numbers: tuple[str, ...] = ()


class Sales(Billing):
    """The whole life of a counter sale."""

    gives_tokens = True
    credit: Callable[[str, str], tuple[str, ...]]
    """What takes a bill back whole that is cancelled no more: its number and why; gives the credit notes' numbers."""

    # -- paying

    def upi_attempt(self, sale_id: bytes, amount: int) -> UpiShown:
        """A QR's link for exactly `amount` paise under a reference never used before; nothing is paid by showing it."""
        profile = self.settings.profile()
        if not profile.upi:
            raise Refused(_("The shop has no UPI id yet."), _("Enter it in the settings, or take cash or card."))
        if amount <= 0:
            raise InvalidInput(_("There is nothing to pay by UPI."), field="amount")
        sane("amount", amount)
        with self.db.transaction("upi.shown") as tx:
            self._begin(tx, sale_id)
            reference = self.tills.next_attempt(tx)
            row = {"reference": reference, "sale_id": sale_id, "amount": amount, "made_at": tx.at}
            tx.insert(UpiAttempt, row)
        link = upi.link(
            profile.upi, profile.name, amount=amount, tr=reference, tn=_("Bill"), mc=profile.mcc or None,
            merchant=profile.upi_merchant,
        )  # fmt: skip
        return UpiShown(reference, link, amount)

    def checkout(self, sale_id: bytes, tenders: Sequence[Tender], *, invoice: bool = False) -> Done:
        """Take the money and make the bill: payments, number, stock and paper in one transaction.

        The same sale twice gives the same bill once. Refused when the money is too little; nothing is changed then.
        `invoice`: the buyer asks for one, so that a small sale gets a numbered bill and no token.
        """
        try:
            with self.db.transaction("sale.done") as tx:
                header, order = sale_view.read_header_and_order(self.db, sale_id)
                if header is not None and header.state == DONE:
                    return self.done(sale_id)
                if order:
                    self._refuse_number(order)
                if header is not None and not header.till:
                    self._refuse_order(sale_id)
                edit = self._begin(tx, sale_id, header)
                tx.run("DELETE FROM sale_step WHERE sale_id = ?", (sale_id,), touches=SaleStep)
                if self.tills.screen()[0] == sale_id:
                    self.tills.show(tx, None)
                return self._complete(tx, sale_id, edit.header, edit.ordered(), tenders, fresh=False, invoice=invoice)
        except CommitUnknown as unknown:
            return self._after_unknown(sale_id, unknown)

    def sell(
        self, lines: Sequence[str], tenders: Sequence[Tender], *, customer_phone: str = "", gstin: str = "",
        state: str = "", discount: str = "", shipping: int = 0, key: bytes | None = None, with_address: bool = False,
        invoice: bool = False,
    ) -> Done:  # fmt: skip
        """A whole sale at once: `lines` as typed at the counter, `discount` an amount or a percentage with %.

        `with_address` puts the customer's address on the bill, whose State then decides the place of supply. The same
        `key` (16 bytes) twice gives the same bill once. `invoice` is that of `checkout`.
        """
        sale_id = key or new_id()
        try:
            with self.db.transaction("sale.done") as tx:
                before = sale_view.read_header(self.db, sale_id) if key is not None else None
                if before is not None and before.state == DONE:
                    return self.done(sale_id)
                if before is not None:
                    raise Refused(_("That key belongs to another sale."), _("Use a new one."))
                header = self._header(customer_phone, gstin, state, discount, shipping, with_address=with_address)
                rung = [self._rung(number, text) for number, text in enumerate(lines, 1)]
                rung = at_once(self.prices, header.customer_id, rung)
                lying = self.stock.elsewhere((x.product_id, x.name, x.on_hand, x.quantity) for x in rung)
                done = self._complete(tx, sale_id, header, rung, tenders, fresh=True, invoice=invoice)
                return replace(done, warnings=(*done.warnings, *lying))
        except CommitUnknown as unknown:
            return self._after_unknown(sale_id, unknown)

    def last(self) -> LastBill | None:
        """The newest bill of this till."""
        row = self.db.row(
            "SELECT number, id, payable, tendered, with_id FROM sale WHERE state = 'done' AND till = ? "
            "AND kind <> 'CREDIT NOTE' ORDER BY business_date DESC, made_at DESC LIMIT 1",
            (self.db.till,),
        )
        if row is None:
            return None
        done = self.done(row[4] or row[1])
        marks = ", ".join("?" * len(done.sale_ids))
        ways = self.db.rows(
            f"SELECT DISTINCT method FROM payment WHERE sale_id IN ({marks}) AND amount > 0", done.sale_ids
        )
        way = "" if not ways else ways[0][0] if len(ways) == 1 else SPLIT
        void = self.db.row("SELECT 1 FROM void WHERE sale_id = ?", (row[1],)) is not None
        return LastBill(row[0], row[1], done.payable, done.tendered, done.change, way, void, done.numbers)

    def void(self, number: str, reason: str) -> tuple[str, ...]:
        """Cancel a done sale: stock and dues go back, all money taken is given back; its numbers stay used.

        A sale that became two papers is cancelled whole, whichever of them is named. One of a day that was closed, or
        of an earlier month (its return may be filed), is taken back by a credit note for all that is left of it, whose
        numbers this gives; () for any other. NeedsApproval as for a late return then; Refused once its tax cannot be
        taken back any more (CGST s.34(2)).
        """
        reason = clean(reason)
        if not reason:
            raise InvalidInput(_("Say why the bill is cancelled."), field="reason")
        with self.db.transaction("sale.voided") as tx:
            papers = self._papers(number)
            first = min(papers, key=lambda paper: paper[1])[0]
            message = _("To cancel a bill needs a manager's yes here.")
            self.stock.staff.require("void", first, self.stock.approval("void", first), message)
            today = booking_day(self.db)
            if any(self._is_closed(at, day) or day // 100 < today // 100 for at, _number, _customer, day in papers):
                return self._credited(tx, papers, clean(number).upper(), reason, today)
            for sale_id, stands, customer_id, made_on in papers:
                self._refuse_gone(sale_id, stands)
                self._refuse_returned(sale_id, stands)
                day = max(today, made_on)
                self._void(tx, sale_id, customer_id, reason, day)
        return ()

    def _credited(
        self, tx: Transaction, papers: Sequence[tuple[bytes, str, bytes | None, int]], number: str, reason: str,
        today: int,
    ) -> tuple[str, ...]:  # fmt: skip
        """Take back by a credit note what can be cancelled no more; gives the notes' numbers."""
        for sale_id, stands, _customer, made_on in papers:
            self._refuse_gone(sale_id, stands)
            last = last_day_for_note(day_of(made_on))
            if day_of(today) > last:
                raise Refused(
                    _("The tax of bill {number} could be taken back until {day} only.").format(
                        number=stands, day=f"{last:%d-%m-%Y}"
                    ),
                    _("It cannot be cancelled any more. Press F8 to take its goods back all the same."),
                )
        tx.kind = "sale.returned"
        return self.credit(number, reason)

    def _is_closed(self, sale_id: bytes, day: int) -> bool:
        """Whether the till of a bill has closed its business day (yyyymmdd)."""
        row = self.db.row("SELECT till FROM sale WHERE id = ?", (sale_id,))
        return row is not None and day <= closed_day(self.db, row[0])

    def _refuse_gone(self, sale_id: bytes, number: str) -> None:
        """A bill is cancelled once; a credit note, and a parcel's bill, never."""
        if self.db.row("SELECT 1 FROM void WHERE sale_id = ?", (sale_id,)):
            raise Refused(_("Bill {number} is cancelled already.").format(number=number))
        if self.db.row("SELECT 1 FROM credit_note WHERE sale_id = ?", (sale_id,)):
            raise Refused(
                _("{number} is a credit note.").format(number=number), _("To undo it, sell the goods once more.")
            )
        order = self.db.row(
            "SELECT o.number, p.state FROM parcel p JOIN orders o ON o.id = p.order_id "
            "WHERE p.sale_id = (SELECT coalesce(with_id, id) FROM sale WHERE id = ?)",
            (sale_id,),
        )
        if order:
            raise Refused(
                _("Bill {number} left with order {order}.").format(number=number, order=order[0]),
                _("Press F8 to take its goods back.") if order[1] == "delivered" else _("Bring its parcel back."),
            )

    def _refuse_returned(self, sale_id: bytes, number: str) -> None:
        """What came back with a credit note stays, and so does what was taken in exchange."""
        if self.db.row("SELECT 1 FROM credit_note WHERE against_id = ? LIMIT 1", (sale_id,)):
            raise Refused(
                _("Goods of bill {number} came back already.").format(number=number),
                _("Press F8 to take back the rest."),
            )
        if self.db.row("SELECT 1 FROM payment WHERE sale_id = ? AND method = 'exchange'", (sale_id,)):
            raise Refused(
                _("Bill {number} was taken in exchange.").format(number=number), _("Press F8 to take its goods back.")
            )

    def _void(self, tx: Transaction, sale_id: bytes, customer_id: bytes | None, reason: str, day: int) -> None:
        """Cancel one paper, on that business day."""
        row = {"sale_id": sale_id, "reason": reason, "business_date": day, "made_at": tx.at}
        tx.insert(Void, {**row, "employee_id": self.db.employee, "till": self.db.till})
        self.stock.back_out(tx, sale_id, day)
        totals.take_off_cancelled(self.db, tx, sale_id, day)
        khata = self.db.row("SELECT sum(amount) FROM khata_entry WHERE doc_id = ? AND kind = 'sale'", (sale_id,))
        if khata and khata[0] and customer_id:
            self.customers.write_khata(tx, customer_id, sale_id, "void", -khata[0], day)
        if customer_id:
            self.customers.points.void(tx, sale_id, day)

    def verify_upi(self, number: str, line: int, utr: str) -> None:
        """A claimed UPI payment was found in the bank's list under that UTR; the sale's other paper may have the same.

        Refused when the UTR belongs to another payment, and for a cancelled bill.
        """
        utr = method("upi").reference(clean(utr))
        if not utr:
            raise InvalidInput(_("Type the UTR of the payment."), _("It has 12 digits."), "reference")
        with self.db.transaction("upi.verified") as tx:
            row = self.db.row(
                "SELECT s.id, EXISTS (SELECT 1 FROM void v WHERE v.sale_id = s.id) FROM sale s "
                "JOIN payment p ON p.sale_id = s.id WHERE s.number = ? AND p.line = ? AND p.method = 'upi' "
                "AND p.amount > 0",
                (clean(number).upper(), line),
            )
            if row is None:
                raise NotFound(_("Bill {number} has no such UPI payment.").format(number=clean(number)))
            if row[1]:
                raise Refused(
                    _("Bill {number} is cancelled.").format(number=clean(number).upper()),
                    _("Its payment counts no more; give the money back."),
                )
            use_utr(self.db, tx, row[0], line, utr)

    def reprint(self, number: str) -> int:
        """Owe one more paper of a bill, and of the other paper of its sale; they will say DUPLICATE.

        Gives the copy's number of the bill that was named.
        """
        return self.papers.copy(number)

    # -- inside

    def _header(
        self, phone: str, gstin: str, state: str, discount: str, shipping: int, *, with_address: bool
    ) -> Header:  # fmt: skip
        customer = self.customers.by_phone(phone) if phone else None
        if phone and customer is None:
            customer = self.customers.add("", phone)
        percent = parse_rate(discount[:-1]) if discount.endswith("%") else 0
        header = self._blank()._replace(
            gstin=checked_gstin(gstin),
            place=state,
            discount_rate=percent,
            discount_amount=parse_paise(discount) if discount and not discount.endswith("%") else 0,
            shipping=shipping,
        )
        if with_address and (customer is None or not customer.address):
            raise Refused(_("There is no address to put on the bill."), _("Write it on the customer's card first."))
        if customer is None:
            return header
        gstin = header.gstin or customer.gstin
        return header._replace(
            customer_id=customer.id, personal_id=customer.personal_id, gstin=gstin, with_address=int(with_address),
            place=state or (customer.state if with_address and not gstin else ""),
        )  # fmt: skip
