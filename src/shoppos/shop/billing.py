"""Bills: a settled sale becomes numbered documents, with their lines, payments, stock and paper, in one go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shoppos.base.db import UNREADABLE, CommitUnknown
from shoppos.base.errors import InvalidInput, NotFound, Refused, Unavailable
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.journal import Value
from shoppos.base.money import rupees
from shoppos.base.text import clean
from shoppos.base.transaction import Transaction
from shoppos.models.keeping import LineNote
from shoppos.models.offer import LineOffer
from shoppos.models.sale import DONE, Payment, Sale, SaleLine
from shoppos.rules import entry
from shoppos.rules.documents import Kind
from shoppos.rules.pricing import PricedLine
from shoppos.shop import days_invoice, settling, small_sales, totals
from shoppos.shop.hits import not_called
from shoppos.shop.issuing import WARN, Leaving
from shoppos.shop.open_sales import OpenSales
from shoppos.shop.payments import Tender, method
from shoppos.shop.references import use_utr
from shoppos.shop.ringing import measured, new_line
from shoppos.shop.sale_edit import blank_row
from shoppos.shop.sale_view import Document, Header, OpenLine, Reckoning
from shoppos.shop.settling import Taken

SETTLED = (
    "sale_id", "line", "rate", "cess_rate", "cess_per_unit", "gross", "disc", "bdisc", "ship", "taxable", "cgst",
    "sgst", "igst", "cess",
)  # fmt: skip
"""What of an open line is settled only when it is billed, behind its key."""


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


class Billing(OpenSales):
    """Writes the documents of a sale inside the transaction of the act; what calls it decides the act."""

    gives_tokens = False
    """Whether a small sale may be a token here: at the counter alone."""

    def done(self, sale_id: bytes) -> Done:
        """What came of a sale that is done."""
        rows = self.db.rows(
            "SELECT number, id, payable, tendered FROM sale WHERE id = ? AND state = 'done' UNION ALL "
            "SELECT number, id, payable, tendered FROM sale WHERE with_id = ? ORDER BY number",
            (sale_id, sale_id),
        )
        if not rows:
            raise NotFound(_("That bill is not done."))
        ids = [row[1] for row in rows]
        marks = ", ".join("?" * len(ids))
        paid = self.db.rows(f"SELECT method, amount FROM payment WHERE sale_id IN ({marks})", ids)
        change = -sum(amount for _key, amount in paid if amount < 0)
        due = sum(amount for key, amount in paid if method(key).on_credit)
        return Done(
            tuple(r[0] for r in rows), tuple(ids), sum(r[2] for r in rows), sum(r[3] for r in rows), change, due
        )

    def _papers(self, number: str) -> list[tuple[bytes, str, bytes | None, int]]:
        """All papers of the sale to which that number belongs: id, number, customer and business day of each."""
        named = self.db.row(
            "SELECT coalesce(with_id, id) FROM sale WHERE number = ? AND state = 'done'", (clean(number).upper(),)
        )
        if named is None:
            days_invoice.refuse(self.db, clean(number).upper())
            raise NotFound(_("There is no bill {number}.").format(number=clean(number)))
        asked = "SELECT id, number, customer_id, business_date FROM sale WHERE"
        rows = self.db.rows(f"{asked} id = ? UNION ALL {asked} with_id = ? ORDER BY number", (*named, *named))
        return [(row[0], row[1], row[2], row[3]) for row in rows]

    # -- inside

    def _complete(
        self, tx: Transaction, sale_id: bytes, header: Header, lines: list[OpenLine], tenders: Sequence[Tender], *,
        fresh: bool, exchange: int = 0, advance: int = 0, invoice: bool = False,
    ) -> Done:  # fmt: skip
        """Turn a sale into its bill or bills, inside the transaction of the act.

        In paise: `exchange` what of it a credit note pays that is written in the same act, `advance` what was paid for
        its order before. `invoice`: the buyer asks for one, so that a small sale gets no token.
        """
        if not lines:
            raise Refused(_("There is nothing on this bill to pay."), _("Scan or type an item first."))
        reckoning = self.reckon_sale(header, lines)
        lines = reckoning.lines
        taken, tendered, change = settling.settle(
            reckoning.payable, tenders, known=bool(header.customer_id), exchange=exchange, advance=advance
        )
        self._refuse_unasked(sale_id, taken)
        self._refuse_points(header, sum(t.amount for t in taken if t.method == "points"))
        policy = self.settings.get("stock_policy", WARN)
        warnings = self._warnings(header, lines, reckoning, policy) + settling.warnings(taken)
        warnings += self._beyond_limit(header, sale_id, taken)
        ids = [sale_id, *(new_id() for _more in reckoning.documents[1:])]
        shares = settling.by_document(taken, [document.priced.payable for document in reckoning.documents])
        drawn = [
            self._write_bill(
                tx, at, sale_id, header, lines, reckoning, document, paid, policy, fresh=fresh, invoice=invoice
            )
            for at, document, paid in zip(ids, reckoning.documents, shares, strict=True)
        ]
        due = sum(t.amount for t in taken if method(t.method).on_credit)
        if header.customer_id:
            self._note_customer(tx, header.customer_id, ids, shares, drawn[0][1])
        self.papers.owe(tx, ids)
        numbers = tuple(number for number, _day in drawn)
        return Done(numbers, tuple(ids), reckoning.payable, tendered, change, due, warnings)

    def _write_bill(
        self, tx: Transaction, at: bytes, first: bytes, header: Header, lines: list[OpenLine], reckoning: Reckoning,
        document: Document, paid: list[Taken], policy: str, *, fresh: bool, invoice: bool,
    ) -> tuple[str, int]:  # fmt: skip
        """Write one document: its number, head, lines, payments and stock; gives its number and business day."""
        token = self.gives_tokens and not invoice and self._is_token(header, reckoning)
        kind = Kind.TOKEN if token else document.kind
        number, day = self.tills.draw(tx, self.db.clock.business_day(tx.at), small_sales.SERIES if token else "")
        priced = document.priced
        new = {
            "state": DONE, "till": self.db.till, "number": number, "seq": tx.last_entry(self.db.till).seq + 1,
            "kind": kind.value, "with_id": None if at == first else first, "business_date": day,
            "made_at": tx.at,
            "employee_id": self.db.employee, "letterhead_id": reckoning.terms.letterhead_id or None,
            "place": reckoning.place, "inter_state": int(reckoning.inter_state),
            "round_to": reckoning.terms.round_to, "taxable": priced.taxable, "cgst": priced.cgst,
            "sgst": priced.sgst, "igst": priced.igst, "cess": priced.cess, "total": priced.total,
            "round_off": priced.round_off, "payable": priced.payable,
            "tendered": sum(t.amount for t in paid if t.amount > 0),
        }  # fmt: skip
        row: dict[str, Value] = {**blank_row(at, header), **new}
        told = self._line_rows(at, lines, document)
        notes = [
            {"sale_id": at, "line": lines[i].line, "note": lines[i].note} for i in document.indexes if lines[i].note
        ]
        stands = not fresh and at == first
        if stands:
            self._price(tx, at, told, whole=len(told) == len(lines), offered=bool(reckoning.offs))
            self._keep_notes(tx, at, notes, whole=len(told) == len(lines))
            tx.change(Sale, {"id": at}, new, local=True)
            tx.tell(Sale, row)
            tx.tell(SaleLine, *told)
        else:
            tx.insert(Sale, row)
            tx.insert(SaleLine, *told)
            tx.insert(LineNote, *notes)
        if reckoning.offs:
            tx.insert(LineOffer, *_offer_rows(at, [lines[i].line for i in document.indexes], reckoning))
        self._write_payments(tx, at, paid)
        self._issue(tx, at, first, [lines[i] for i in document.indexes], day, policy)
        totals.add_bill(self.db, tx, row, told, [(t.method, t.amount) for t in paid])
        return number, day

    def _is_token(self, header: Header, reckoning: Reckoning) -> bool:
        kinds = tuple(document.kind for document in reckoning.documents)
        scheme = reckoning.terms.profile.scheme
        small = small_sales.Small(kinds, scheme, header.gstin, reckoning.payable, bool(reckoning.inter_state))
        return small_sales.is_token(self.db, small)

    def _issue(self, tx: Transaction, at: bytes, first: bytes, lines: list[OpenLine], day: int, policy: str) -> None:
        """Take what one paper sells out of the stock."""
        leaving = [
            Leaving(
                line.line, line.product_id, line.name, line.quantity, line.tracks, line.policy, line.pack, line.note
            )
            for line in lines
        ]
        self.stock.lines_out(tx, at, leaving, day, policy=policy, asked_for=first)

    def _keep_notes(self, tx: Transaction, at: bytes, notes: Sequence[Mapping[str, Value]], *, whole: bool) -> None:
        """What was asked for on the lines stays with them; what stands on the sale's other paper leaves this one."""
        if not whole:
            tx.run("DELETE FROM line_note WHERE sale_id = ?", (at,), touches=LineNote)
            tx.insert(LineNote, *notes, local=True)
        if notes:
            tx.tell(LineNote, *notes)

    def _refuse_points(self, header: Header, amount: int) -> None:
        """Points pay at most what those of the bill's customer are worth, in paise."""
        worth = self._points_worth(header.customer_id) if amount and header.customer_id else 0
        if amount > worth:
            raise Refused(
                _("The points are worth {worth} only.").format(worth=rupees(worth)), _("Take the rest another way.")
            )

    def _points_worth(self, customer_id: bytes) -> int:
        """What a customer's points pay at most, in paise: none, where the shop gives none."""
        return self.customers.points.worth(customer_id)

    def _beyond_limit(self, header: Header, sale_id: bytes, taken: Sequence[Taken]) -> tuple[str, ...]:
        """What to say of a khata that goes beyond its limit; asked only of bills on khata."""
        credit = sum(t.amount for t in taken if t.method == "khata")
        if not credit or not header.customer_id:
            return ()
        said = self.customers.credit_warning(header.customer_id, credit, sale_id)
        return (said,) if said else ()

    def _note_customer(
        self, tx: Transaction, customer_id: bytes, ids: Sequence[bytes], shares: Sequence[list[Taken]], day: int
    ) -> None:
        """Write what each bill of a known customer puts on the khata, what it earns, and what points paid of it."""
        points = self.customers.points
        given = points.rule().active or any(t.method == "points" for paid in shares for t in paid)
        for at, paid in zip(ids, shares, strict=True):
            on_khata = sum(t.amount for t in paid if t.method == "khata")
            if on_khata:
                self.customers.write_khata(tx, customer_id, at, "sale", on_khata, day)
            if given:
                by_points = sum(t.amount for t in paid if t.method == "points")
                points.take(tx, customer_id, at, sum(t.amount for t in paid), by_points, day)

    def _refuse_unasked(self, sale_id: bytes, taken: Sequence[Taken]) -> None:
        """A payment that names the QR it answers names one that was shown for this sale."""
        for attempt in {t.attempt for t in taken if t.attempt}:
            if not self.db.row("SELECT 1 FROM upi_attempt WHERE reference = ? AND sale_id = ?", (attempt, sale_id)):
                raise Refused(
                    _("No QR {reference} was shown for this bill.").format(reference=attempt),
                    _("Show the QR of this bill, or take the money another way."),
                )

    def _price(
        self, tx: Transaction, at: bytes, told: list[dict[str, Value]], *, whole: bool, offered: bool = False
    ) -> None:
        """Write what the lines came to; those that stand on the sale's other paper leave this one."""
        if whole:
            names = (*SETTLED, "disc_rate", "disc_amount") if offered else SETTLED
            tx.rewrite(SaleLine, ("sale_id", "line"), [{name: row[name] for name in names} for row in told])
        else:
            tx.run("DELETE FROM sale_line WHERE sale_id = ?", (at,), touches=SaleLine)
            tx.insert(SaleLine, *told, local=True)

    def _line_rows(self, at: bytes, lines: list[OpenLine], document: Document) -> list[dict[str, Value]]:
        priced = document.priced.lines
        return [
            {"sale_id": at, "line": lines[i].line, **lines[i].inputs(), **money_columns(priced[n])}
            for n, i in enumerate(document.indexes)
        ]

    def _write_payments(self, tx: Transaction, at: bytes, paid: list[Taken]) -> None:
        rows: list[Mapping[str, Value]] = [
            {
                "sale_id": at,
                "line": n,
                "method": t.method,
                "amount": t.amount,
                "reference": t.reference,
                "attempt": t.attempt,
            }
            for n, t in enumerate(paid, 1)
        ]
        tx.insert(Payment, *rows)
        for n, payment in enumerate(paid, 1):
            if payment.method == "upi" and payment.reference:
                use_utr(self.db, tx, at, n, payment.reference)

    def _rung(self, number: int, text: str) -> OpenLine:
        """One line as typed, for a sale that is made at once."""
        find = entry.read(text)
        if not isinstance(find, entry.Find):
            raise InvalidInput(
                entry.explain(find)
                if isinstance(find, entry.Mistake)
                else _("{text} is not an item.").format(text=clean(text)),
                field="line",
            )
        try:
            hit, find = self._found(find)
        except NotFound:
            near = [hit for hit in self._named(find) if hit.near]
            if near:
                raise not_called(find.text, near) from None
            raise
        quantity = measured(find, hit)
        self._plausible(quantity, sure=True)
        return new_line(number, hit, find, quantity)

    def _after_unknown(self, sale_id: bytes, unknown: CommitUnknown) -> Done:
        """COMMIT failed: look whether the bill is there before anything is done again."""
        try:
            return self.done(sale_id)
        except NotFound:
            raise Unavailable(
                _("The bill was not saved: {reason}").format(reason=unknown.message),
                _("Nothing was taken or moved. Free some space or check the disk, then pay again."),
            ) from unknown
        except UNREADABLE:
            raise CommitUnknown(
                _("It is not known whether the bill was saved: {reason}").format(reason=unknown.message),
                _("Check the disk, then look at the list of bills before you sell it again. Its id is {id}.").format(
                    id=sale_id.hex()
                ),
            ) from unknown


def money_columns(priced: PricedLine) -> dict[str, Value]:
    """What a line came to, as it is stored."""
    return {
        "gross": priced.gross, "disc": priced.disc, "bdisc": priced.bdisc, "ship": priced.ship,
        "taxable": priced.taxable, "cgst": priced.cgst, "sgst": priced.sgst, "igst": priced.igst, "cess": priced.cess,
    }  # fmt: skip


def _offer_rows(at: bytes, numbers: Sequence[int], reckoning: Reckoning) -> list[dict[str, Value]]:
    """What offers took off the lines of one document, in the words of its bill."""
    return [
        {
            "sale_id": at, "line": number, "offer_id": offs[0].offer, "said": " + ".join(off.said for off in offs),
            "amount": sum(off.amount for off in offs),
        }
        for number in numbers
        if (offs := reckoning.offs.get(number))
    ]  # fmt: skip
