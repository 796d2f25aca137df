"""Sales: paid, numbered, done; cancelled when they must be; and everything before that, from `open_sales`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shoppos.base import journal
from shoppos.base.db import CommitUnknown
from shoppos.base.errors import InvalidInput, NotFound, Refused, Unavailable
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.journal import Value
from shoppos.base.money import parse_paise, parse_rate, rupees
from shoppos.base.settings import setting
from shoppos.base.text import clean
from shoppos.base.transaction import Transaction
from shoppos.models.print_job import OWED, PrintJob, Reprint
from shoppos.models.sale import DONE, OPEN, Payment, Sale, SaleLine, SaleStep, UpiAttempt, Utr, Void
from shoppos.rules import entry, upi
from shoppos.rules.pricing import PricedLine
from shoppos.shop import sale_view
from shoppos.shop.customers import checked_gstin
from shoppos.shop.open_sales import OpenSales
from shoppos.shop.payments import Tender, method
from shoppos.shop.sale_edit import blank_row
from shoppos.shop.sale_view import Document, Header, OpenLine, Reckoning

CASH_LIMIT = 2_00_000_00
"""Cash in paise from which one person may not pay on one day (Income-tax Act 2025 s.186, before s.269ST)."""


@dataclass(frozen=True, slots=True)
class Done:
    """A sale that is done: its bills' numbers and ids, and its money in paise."""

    numbers: tuple[str, ...]
    sale_ids: tuple[bytes, ...]
    payable: int
    tendered: int
    change: int
    due: int
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LastBill:
    """The newest bill of this till, as the counter keeps it in sight."""

    number: str
    sale_id: bytes
    payable: int
    tendered: int
    change: int
    method: str
    voided: bool


@dataclass(frozen=True, slots=True)
class UpiShown:
    """A UPI payment asked for: the reference of this attempt, and the link its QR carries."""

    reference: str
    link: str
    amount: int


@dataclass(frozen=True, slots=True)
class Taken:
    """One payment as it is written down; `amount` in paise, negative for change."""

    method: str
    amount: int
    reference: str
    attempt: str


class Sales(OpenSales):
    """The whole life of a counter sale."""

    # -- paying

    def upi_attempt(self, sale_id: bytes, amount: int) -> UpiShown:
        """A QR's link for exactly `amount` paise under a reference never used before; nothing is paid by showing it."""
        profile = self.settings.profile()
        if not profile.upi:
            raise Refused(_("The shop has no UPI id yet."), _("Enter it in the settings, or take cash or card."))
        if amount <= 0:
            raise InvalidInput(_("There is nothing to pay by UPI."), field="amount")
        with self.db.transaction("upi.shown") as tx:
            self._begin(tx, sale_id)
            reference = self.tills.next_attempt(tx)
            row = {"reference": reference, "sale_id": sale_id, "amount": amount, "made_at": self.db.clock.ms()}
            tx.insert(UpiAttempt, row)
        link = upi.link(
            profile.upi, profile.name, amount=amount, tr=reference, tn=_("Bill"), mc=profile.mcc or None,
            merchant=profile.upi_merchant,
        )  # fmt: skip
        return UpiShown(reference, link, amount)

    def checkout(self, sale_id: bytes, tenders: Sequence[Tender]) -> Done:
        """Take the money and make the bill: payments, number, stock and paper in one transaction.

        The same sale twice gives the same bill once. Refused when the money is too little; nothing is changed then.
        """
        try:
            with self.db.transaction("sale.done") as tx:
                header = sale_view.read_header(self.db, sale_id)
                if header is not None and header.state == DONE:
                    return self.done(sale_id)
                edit = self._begin(tx, sale_id)
                lines = self._redated(list(edit.lines.values()), edit.header)
                done = self._complete(tx, sale_id, edit.header, lines, tenders, fresh=False)
                tx.run("DELETE FROM sale_step WHERE sale_id = ?", (sale_id,), touches=SaleStep)
                if self.tills.screen()[0] == sale_id:
                    self.tills.show(tx, None)
            return done
        except CommitUnknown as unknown:
            return self._after_unknown(sale_id, unknown)

    def sell(  # noqa: PLR0913  (what one says of a whole sale at once)
        self, lines: Sequence[str], tenders: Sequence[Tender], *, customer_phone: str = "", gstin: str = "",
        state: str = "", discount: str = "", shipping: int = 0, key: bytes | None = None,
    ) -> Done:  # fmt: skip
        """A whole sale at once: `lines` as typed at the counter, `discount` an amount or a percentage with %.

        The same `key` (16 bytes) twice gives the same bill once.
        """
        sale_id = key or new_id()
        if key is not None and self.db.row("SELECT 1 FROM sale WHERE id = ? AND state = 'done'", (sale_id,)):
            return self.done(sale_id)
        header = self._header(customer_phone, gstin, state, discount, shipping)
        rung = [self._rung(number, text) for number, text in enumerate(lines, 1)]
        try:
            with self.db.transaction("sale.done") as tx:
                return self._complete(tx, sale_id, header, rung, tenders, fresh=True)
        except CommitUnknown as unknown:
            return self._after_unknown(sale_id, unknown)

    def done(self, sale_id: bytes) -> Done:
        """What came of a sale that is done."""
        rows = self.db.rows(
            "SELECT number, id, payable, tendered FROM sale WHERE (id = ? OR with_id = ?) AND state = 'done' ORDER BY number",
            (sale_id, sale_id),
        )
        if not rows:
            raise NotFound(_("That bill is not done."))
        ids = [row[1] for row in rows]
        marks = ", ".join("?" * len(ids))
        paid = self.db.rows(f"SELECT method, amount FROM payment WHERE sale_id IN ({marks})", ids)  # noqa: S608  (question marks)
        change = -sum(amount for _key, amount in paid if amount < 0)
        due = sum(amount for key, amount in paid if method(key).on_credit)
        return Done(tuple(r[0] for r in rows), tuple(ids), sum(r[2] for r in rows), sum(r[3] for r in rows), change, due)

    def last(self) -> LastBill | None:
        """The newest bill of this till."""
        row = self.db.row(
            "SELECT number, id, payable, tendered, with_id FROM sale WHERE state = 'done' AND till = ? "
            "ORDER BY business_date DESC, made_at DESC LIMIT 1",
            (self.db.till,),
        )
        if row is None:
            return None
        done = self.done(row[4] or row[1])
        first = self.db.row("SELECT method FROM payment WHERE sale_id = ? ORDER BY line LIMIT 1", (done.sale_ids[0],))
        void = self.db.row("SELECT 1 FROM void WHERE sale_id = ?", (row[1],)) is not None
        return LastBill(
            row[0], row[1], done.payable, done.tendered, done.change, first[0] if first else "", void
        )

    def void(self, number: str, reason: str) -> None:
        """Cancel a done bill: stock and dues go back, all money taken is given back; the number stays used."""
        reason = clean(reason)
        if not reason:
            raise InvalidInput(_("Say why the bill is cancelled."), field="reason")
        row = self.db.row(
            "SELECT id, customer_id FROM sale WHERE number = ? AND state = 'done'", (clean(number).upper(),)
        )
        if row is None:
            raise NotFound(_("There is no bill {number}.").format(number=clean(number)))
        sale_id, customer_id = row
        if self.db.row("SELECT 1 FROM void WHERE sale_id = ?", (sale_id,)):
            raise Refused(_("Bill {number} is cancelled already.").format(number=clean(number)))
        ms = self.db.clock.ms()
        with self.db.transaction("sale.voided") as tx:
            day = self.db.clock.business_day(ms)
            tx.insert(
                Void,
                {"sale_id": sale_id, "reason": reason, "business_date": day, "made_at": ms, "employee_id": self.db.employee},
            )
            moved = self.db.rows(
                "SELECT line, product_id, quantity FROM stock_move WHERE doc_id = ? AND kind = 'sale'", (sale_id,)
            )
            self.stock.move_lines(tx, [_move(sale_id, "void", n, product, -q, day) for n, product, q in moved])
            khata = self.db.row("SELECT sum(amount) FROM khata_entry WHERE doc_id = ? AND kind = 'sale'", (sale_id,))
            if khata and khata[0] and customer_id:
                self.customers.write_khata(tx, customer_id, sale_id, "void", -khata[0])

    def verify_upi(self, number: str, line: int, utr: str) -> None:
        """A claimed UPI payment was found in the bank's list under that UTR."""
        row = self.db.row(
            "SELECT s.id FROM sale s JOIN payment p ON p.sale_id = s.id WHERE s.number = ? AND p.line = ? AND p.method = 'upi'",
            (number, line),
        )
        if row is None:
            raise NotFound(_("Bill {number} has no such UPI payment.").format(number=clean(number)))
        if not utr:
            raise InvalidInput(_("Type the UTR of the payment."), _("It has 12 digits."), "reference")
        with self.db.transaction("upi.verified") as tx:
            self._use_utr(tx, row[0], line, method("upi").reference(utr))

    def reprint(self, number: str) -> int:
        """Owe one more paper of a bill; it will say DUPLICATE. Gives the copy's number."""
        row = self.db.row("SELECT id FROM sale WHERE number = ? AND state = 'done'", (clean(number).upper(),))
        if row is None:
            raise NotFound(_("There is no bill {number}.").format(number=clean(number)))
        with self.db.transaction("bill.reprinted") as tx:
            return self.owe_copy(tx, row[0])

    def owe_copy(self, tx: Transaction, sale_id: bytes) -> int:
        """Write down that one more paper of a document was asked for, by whom and when, and owe it."""
        last = self.db.row("SELECT max(copy_no) FROM print_job WHERE doc_id = ? AND kind = 'bill'", (sale_id,))
        copy = (last[0] if last and last[0] is not None else -1) + 1
        if copy:
            row = {"id": new_id(), "doc_id": sale_id, "copy_no": copy, "made_at": self.db.clock.ms()}
            tx.insert(Reprint, {**row, "employee_id": self.db.employee})
        self._owe(tx, [sale_id], copy)
        return copy

    # -- inside

    def _complete(  # noqa: PLR0913  (a bill is made of that much)
        self, tx: Transaction, sale_id: bytes, header: Header, lines: list[OpenLine], tenders: Sequence[Tender], *,
        fresh: bool,
    ) -> Done:  # fmt: skip
        """Turn a sale into its bill or bills, inside the transaction of the act."""
        if not lines:
            raise Refused(_("There is nothing on this bill to pay."), _("Scan or type an item first."))
        reckoning = self.reckon(header, lines)
        taken, tendered, change = self._settle(reckoning.payable, tenders, header)
        ms = self.db.clock.ms()
        ids = [sale_id, *(new_id() for _more in reckoning.documents[1:])]
        shares = _by_document(taken, [document.priced.payable for document in reckoning.documents])
        numbers = [
            self._write_bill(tx, at, sale_id, header, lines, reckoning, document, paid, ms, fresh=fresh)
            for at, document, paid in zip(ids, reckoning.documents, shares, strict=True)
        ]
        credit = sum(t.amount for t in taken if t.method == "khata")
        due = sum(t.amount for t in taken if method(t.method).on_credit)
        if credit and header.customer_id:
            for at, paid in zip(ids, shares, strict=True):
                part = sum(t.amount for t in paid if t.method == "khata")
                if part:
                    self.customers.write_khata(tx, header.customer_id, at, "sale", part)
        self._owe(tx, ids, 0)
        warnings = self._warnings(header, lines, reckoning) + _money_warnings(taken)
        return Done(tuple(numbers), tuple(ids), reckoning.payable, tendered, change, due, warnings)

    def _settle(self, payable: int, tenders: Sequence[Tender], header: Header) -> tuple[list[Taken], int, int]:
        """The payments to write down, what was handed over, and the change, all in paise; Refused when it is too little."""
        taken, left = list[Taken](), payable
        for tender in tenders:
            way = method(tender.method)
            amount = max(left, 0) if tender.amount is None else tender.amount
            if amount < 0 or (amount == 0 and payable):
                raise InvalidInput(_("An amount paid must be more than 0."), field="amount")
            if amount > left and not way.gives_change:
                raise Refused(
                    _("{method} {amount} is more than the {left} to pay.").format(
                        method=way.label(), amount=rupees(amount), left=rupees(max(left, 0))
                    ),
                    _("Only cash gives change."),
                )
            if way.needs_customer and not header.customer_id:
                raise Refused(_("Khata needs a customer."), _("Press F5 and choose who it is."))
            if amount:
                taken.append(Taken(way.key, amount, way.reference(clean(tender.reference)), tender.attempt))
            left -= amount
        if left > 0:
            raise Refused(
                _("{left} is still to pay.").format(left=rupees(left)), _("Take the rest by cash, UPI, card or khata.")
            )
        tendered = sum(t.amount for t in taken)
        if left < 0:
            if -left > sum(t.amount for t in taken if t.method == "cash"):
                raise Refused(_("Only cash gives change."), _("Correct the amounts."))
            taken.append(Taken("cash", left, "", ""))
        return taken, tendered, -left

    def _write_bill(  # noqa: PLR0913  (a bill is made of that much)
        self, tx: Transaction, at: bytes, first: bytes, header: Header, lines: list[OpenLine], reckoning: Reckoning,
        document: Document, paid: list[Taken], ms: int, *, fresh: bool,
    ) -> str:  # fmt: skip
        """Write one document: its number, head, lines, payments and stock."""
        number, day = self.tills.draw(tx, self.db.clock.business_day(ms))
        priced = document.priced
        new = {
            "state": DONE, "number": number, "seq": journal.head(tx.raw, self.db.till).seq + 1, "kind": document.kind.value,
            "with_id": None if at == first else first, "business_date": day, "made_at": ms,
            "employee_id": self.db.employee, "letterhead_id": self.settings.letterhead()[0] or None,
            "place": reckoning.place, "inter_state": int(reckoning.inter_state),
            "round_to": self.settings.get("round_to", 100), "taxable": priced.taxable, "cgst": priced.cgst,
            "sgst": priced.sgst, "igst": priced.igst, "cess": priced.cess, "total": priced.total,
            "round_off": priced.round_off, "payable": priced.payable, "tendered": sum(t.amount for t in paid if t.amount > 0),
        }  # fmt: skip
        row: dict[str, Value] = {**blank_row(at, header), **new}
        stands = not fresh and at == first
        if stands:
            tx.run("DELETE FROM sale_line WHERE sale_id = ?", (at,), touches=SaleLine)
            tx.insert(SaleLine, *self._line_rows(at, lines, document), local=True)
            tx.change(Sale, {"id": at}, new, local=True)
            tx.tell(Sale, row)
            tx.tell(SaleLine, *self._line_rows(at, lines, document))
        else:
            tx.insert(Sale, row)
            tx.insert(SaleLine, *self._line_rows(at, lines, document))
        self._write_payments(tx, at, paid)
        moves = [_move(at, "sale", lines[i].line, lines[i].product_id, -lines[i].quantity, day) for i in document.indexes]
        self.stock.move_lines(tx, moves)
        return number

    def _line_rows(self, at: bytes, lines: list[OpenLine], document: Document) -> list[dict[str, Value]]:
        priced = document.priced.lines
        return [
            {"sale_id": at, "line": lines[i].line, **lines[i].inputs(), **_money(priced[n])}
            for n, i in enumerate(document.indexes)
        ]

    def _write_payments(self, tx: Transaction, at: bytes, paid: list[Taken]) -> None:
        rows: list[Mapping[str, Value]] = [
            {"sale_id": at, "line": n, "method": t.method, "amount": t.amount, "reference": t.reference, "attempt": t.attempt}
            for n, t in enumerate(paid, 1)
        ]
        tx.insert(Payment, *rows)
        for n, payment in enumerate(paid, 1):
            if payment.method == "upi" and payment.reference:
                self._use_utr(tx, at, n, payment.reference)

    def _use_utr(self, tx: Transaction, sale_id: bytes, line: int, utr: str) -> None:
        used = self.db.row("SELECT s.number FROM utr u JOIN sale s ON s.id = u.sale_id WHERE u.utr = ?", (utr,))
        if used is not None:
            raise Refused(
                _("UTR {utr} was used for bill {number} already.").format(utr=utr, number=used[0]),
                _("Ask for this payment's own UTR: an old screenshot is no payment."),
            )
        if self.db.row("SELECT 1 FROM utr WHERE sale_id = ? AND line = ?", (sale_id, line)):
            raise Refused(_("This payment has its UTR already."))
        row = {"utr": utr, "sale_id": sale_id, "line": line, "made_at": self.db.clock.ms()}
        tx.insert(Utr, {**row, "employee_id": self.db.employee})

    def _owe(self, tx: Transaction, ids: Sequence[bytes], copy: int) -> None:
        """Owe the paper of finished documents; the printer is chosen in the settings."""
        printer = setting(self.db, "bill_printer", "")
        now = self.db.clock.ms()
        tx.insert(
            PrintJob,
            *(
                {"id": new_id(), "doc_id": at, "kind": "bill", "copy_no": copy, "printer": printer, "state": OWED,
                 "tries": 0, "next_at": 0, "error": "", "made_at": now, "employee_id": self.db.employee, "content": None}
                for at in ids
            ),
        )  # fmt: skip

    def _redated(self, lines: list[OpenLine], header: Header) -> list[OpenLine]:
        """The lines at the rates of today: a bill held since before a change of rates is billed at the new ones."""
        today = self.catalogue.today()
        if self.db.clock.business_day(header.opened_at) == today:
            return lines
        fresh = [self.rate_on(line.product_id, today) for line in lines]
        return [
            line._replace(rate=rate, cess_rate=cess, cess_per_unit=unit)
            for line, (rate, cess, unit) in zip(lines, fresh, strict=True)
        ]

    def _header(self, phone: str, gstin: str, state: str, discount: str, shipping: int) -> Header:
        customer = self.customers.by_phone(phone) if phone else None
        if phone and customer is None:
            customer = self.customers.add("", phone)
        percent = discount.endswith("%")
        return Header(
            OPEN, self.db.clock.ms(), self.db.employee, customer.id if customer else None,
            customer.personal_id if customer else None, checked_gstin(gstin) or (customer.gstin if customer else ""),
            state, "", parse_rate(discount[:-1]) if percent else 0, 0 if percent or not discount else parse_paise(discount),
            shipping, self.db.till,
        )  # fmt: skip

    def _rung(self, number: int, text: str) -> OpenLine:
        """One line as typed, for a sale that is made at once."""
        find = entry.read(text)
        if not isinstance(find, entry.Find):
            raise InvalidInput(
                entry.explain(find) if isinstance(find, entry.Mistake) else _("{text} is not an item.").format(text=clean(text)),
                field="line",
            )
        hit, find = self._found(find)
        quantity = 1000 if find.quantity is None else find.quantity
        self._plausible(quantity, sure=True)
        return self._new_line(number, hit, find, quantity)

    def _after_unknown(self, sale_id: bytes, unknown: CommitUnknown) -> Done:
        """COMMIT failed: look whether the bill is there before anything is done again."""
        try:
            return self.done(sale_id)
        except NotFound:
            raise Unavailable(
                _("The bill was not saved: {reason}").format(reason=unknown.message),
                _("Nothing was taken or moved. Free some space or check the disk, then pay again."),
            ) from unknown


def _money(priced: PricedLine) -> dict[str, Value]:
    return {
        "gross": priced.gross, "disc": priced.disc, "bdisc": priced.bdisc, "ship": priced.ship, "taxable": priced.taxable,
        "cgst": priced.cgst, "sgst": priced.sgst, "igst": priced.igst, "cess": priced.cess,
    }  # fmt: skip


def _move(doc: bytes, kind: str, line: int, product: bytes, quantity: int, day: int) -> dict[str, Value]:
    return {
        "doc_id": doc, "line": line, "kind": kind, "product_id": product, "quantity": quantity, "business_date": day,
        "reason": "",
    }  # fmt: skip


def _by_document(taken: list[Taken], payables: list[int]) -> list[list[Taken]]:
    """Share the payments among the documents in order; change stays with the cash it came from."""
    if len(payables) == 1:
        return [taken]
    kept = [Taken(t.method, t.amount, t.reference, t.attempt) for t in taken if t.amount > 0]
    change = -sum(t.amount for t in taken if t.amount < 0)
    shares = list[list[Taken]]()
    for n, payable in enumerate(payables):
        last, share, left = n == len(payables) - 1, list[Taken](), payable
        while kept and (left > 0 or last):
            first = kept.pop(0)
            amount = first.amount if last else min(first.amount, left)
            share.append(Taken(first.method, amount, first.reference, first.attempt))
            left -= amount
            if first.amount > amount:
                kept.insert(0, Taken(first.method, first.amount - amount, "", first.attempt))
        shares.append(share)
    if change:
        shares[-1].append(Taken("cash", -change, "", ""))
    return shares


def _money_warnings(taken: list[Taken]) -> tuple[str, ...]:
    found = list[str]()
    cash = sum(t.amount for t in taken if t.method == "cash")
    if cash >= CASH_LIMIT:
        found.append(_("Cash of ₹2,00,000 or more from one person in a day is forbidden by law."))
    if any(t.method == "upi" and t.amount > upi.WARN_ABOVE for t in taken):
        found.append(_("Most UPI apps pay at most ₹1,00,000 at once."))
    return tuple(found)
