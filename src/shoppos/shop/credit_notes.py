"""Credit notes: how one is numbered and written, with its money, its goods and what it says of its bill."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from shoppos.base.db import Database
from shoppos.base.errors import Refused
from shoppos.base.i18n import _
from shoppos.base.journal import Value
from shoppos.base.transaction import Transaction
from shoppos.models.credit_note import CreditLine, CreditNote
from shoppos.models.sale import DONE, Sale, SaleLine
from shoppos.reports.returned import Paper
from shoppos.rules.documents import Kind
from shoppos.rules.pricing import PricedSale
from shoppos.shop import return_view, sale_view, totals
from shoppos.shop.billing import Billing, Done, money_columns
from shoppos.shop.business_day import last_day
from shoppos.shop.catalogue import Catalogue
from shoppos.shop.customers import Customers
from shoppos.shop.goods_back import Back, add_line
from shoppos.shop.moves import Moves
from shoppos.shop.papers import Papers
from shoppos.shop.payments import Method, Tender, method
from shoppos.shop.return_view import BACK_BY, Give
from shoppos.shop.sale_edit import blank_row
from shoppos.shop.sale_view import Header, OpenLine
from shoppos.shop.settings import Settings
from shoppos.shop.settling import Taken
from shoppos.shop.staff import Staff
from shoppos.shop.stock import StockRoom
from shoppos.shop.tills import Tills

SERIES = "C"
"""The letter of the credit notes' own numbers (Rule 53(1A)(c))."""


@dataclass(frozen=True, slots=True)
class Refund:
    """How what comes back is settled: the way money goes, its reference, and for whom it stands on the khata.

    `customer_id` is needed for store credit where the bill names nobody; `tenders` pay what an exchange costs more.
    `by` are ways and paise that go back before the rest goes back by `way`.
    """

    way: str = "cash"
    reference: str = ""
    customer_id: bytes | None = None
    tenders: tuple[Tender, ...] = ()
    by: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Returned:
    """A return that is done: its credit notes, their payable in paise, how it was settled, and the bill in exchange."""

    numbers: tuple[str, ...]
    sale_ids: tuple[bytes, ...]
    payable: int
    ways: tuple[tuple[str, int], ...]
    bill: Done | None = None
    warnings: tuple[str, ...] = ()


class Note(NamedTuple):
    """One credit note before it is written: of which bill, its lines' numbers there, and its amounts."""

    paper: Paper
    lines: tuple[int, ...]
    priced: PricedSale


class CreditNotes(Billing):
    """What every return writes, inside the transaction of the act."""

    def __init__(
        self, db: Database, settings: Settings, tills: Tills, catalogue: Catalogue, customers: Customers,
        stock: StockRoom, papers: Papers, staff: Staff,
    ) -> None:  # fmt: skip
        """Work on `db` with the other departments; `staff` says who may allow what."""
        super().__init__(db, settings, tills, catalogue, customers, stock, papers)
        self.staff = staff

    def returned(self, note_id: bytes) -> Returned:
        """What came of a return that is done, by its key or the id of its first note."""
        done = self.done(note_id)
        ways: dict[str, int] = {}
        marks = ", ".join("?" * len(done.sale_ids))
        for key, amount in self.db.rows(
            f"SELECT method, amount FROM payment WHERE sale_id IN ({marks}) ORDER BY sale_id, line", done.sale_ids
        ):
            ways[key] = ways.get(key, 0) - amount
        row = self.db.row("SELECT exchange_id FROM credit_note WHERE sale_id = ?", (note_id,))
        bill = self.done(row[0]) if row and row[0] else None
        return Returned(done.numbers, done.sale_ids, done.payable, tuple(ways.items()), bill)

    # -- inside

    def _before(self, key: bytes) -> Returned | None:
        """What that key has done already; Refused when it belongs to something else."""
        header = sale_view.read_header(self.db, key)
        if header is None:
            return None
        if header.state == DONE and self.db.row("SELECT 1 FROM credit_note WHERE sale_id = ?", (key,)):
            return self.returned(key)
        raise Refused(_("That key belongs to another sale."), _("Use a new one."))

    def _way(self, refund: Refund) -> "Method":
        way = method(refund.way)
        if way.key not in BACK_BY:
            raise Refused(
                _("Money cannot go back by {method}.").format(method=way.label()),
                _("Give it in cash, by UPI, to the card or onto the khata."),
            )
        return way

    def _write_note(
        self, tx: Transaction, at: bytes, first: bytes, note: Note, gives: Mapping[int, Give], paid: list[Taken],
        customer: bytes | None,
    ) -> str:  # fmt: skip
        """One credit note: number, head, lines, payments, goods and khata; gives its number."""
        paper = note.paper
        header = self._blank()._replace(
            customer_id=customer, personal_id=paper.personal_id or self._personal(customer), gstin=paper.gstin,
            with_address=paper.with_address,
        )  # fmt: skip
        head: dict[str, Value] = {
            "kind": Kind.CREDIT_NOTE.value, "with_id": None if at == first else first,
            "letterhead_id": self._letterhead(paper), "place": paper.place, "inter_state": paper.inter_state,
            "round_to": paper.round_to,
        }  # fmt: skip
        number, day = self._write_head(tx, at, header, head, note.priced)
        rows, moves = list[dict[str, Value]](), Moves()
        pieces = return_view.serials_out(self.db, paper.sale_id)
        for n, (of_line, money) in enumerate(zip(note.lines, note.priced.lines, strict=True), 1):
            place, give = paper.places[of_line], gives[of_line]
            sold = paper.lines[place]
            rows.append({
                "sale_id": at, "line": n, **sold.copied(), "quantity": give.quantity, "disc_rate": 0,
                "disc_amount": money.disc, **money_columns(money),
            })  # fmt: skip
            back = Back(at, n, paper.sale_id, sold, paper.sold.taken[place].quantity, give, day)
            add_line(self.db, moves, back, pieces.get(of_line, ()))
        tx.insert(SaleLine, *rows)
        self._settle(tx, at, customer, paid, day)
        moves.write(tx)
        return number

    def _write_head(
        self, tx: Transaction, at: bytes, header: Header, head: Mapping[str, Value], priced: PricedSale
    ) -> tuple[str, int]:  # fmt: skip
        """Draw the number and write the note's head; gives the number and the business day."""
        number, day = self.tills.draw(tx, max(self.db.clock.business_day(tx.at), last_day(self.db)), SERIES)
        row: dict[str, Value] = {
            **blank_row(at, header), **head, "state": DONE, "till": self.db.till, "number": number,
            "seq": tx.last_entry(self.db.till).seq + 1, "business_date": day, "made_at": tx.at,
            "employee_id": self.db.employee, "taxable": priced.taxable, "cgst": priced.cgst, "sgst": priced.sgst,
            "igst": priced.igst, "cess": priced.cess, "total": priced.total, "round_off": priced.round_off,
            "payable": priced.payable, "tendered": 0,
        }  # fmt: skip
        tx.insert(Sale, row)
        return number, day

    def _settle(self, tx: Transaction, at: bytes, customer: bytes | None, paid: list[Taken], day: int) -> None:
        """Write what was given back of a note whose lines stand, and take off the khata what went there."""
        self._write_payments(tx, at, paid)
        totals.take_off_note(self.db, tx, at, day)
        credit = sum(taken.amount for taken in paid if taken.method == "khata")
        if credit and not self._stands(customer):
            raise Refused(_("Store credit needs a customer."), _("Say who it is, or give the money back another way."))
        if credit and customer:
            self.customers.write_khata(tx, customer, at, "return", credit, day)

    def _stands(self, customer: bytes | None) -> bool:
        """Whether there is such a card: what stands to the credit of one that was erased, nobody could ever claim."""
        return self.db.row("SELECT 1 FROM customer WHERE id = ? AND active = 1", (customer,)) is not None

    def _tell_credit(
        self, tx: Transaction, made: Returned, notes: Sequence[Note], gives: Mapping[int, Give], reason: str,
        allowed: bytes | None,
    ) -> None:  # fmt: skip
        """Write beside each note which bill and lines it takes back, why, and what became of the goods."""
        exchange = made.bill.sale_ids[0] if made.bill else None
        for at, note in zip(made.sale_ids, notes, strict=True):
            row: dict[str, Value] = {"sale_id": at, "against_id": note.paper.sale_id, "exchange_id": exchange}
            tx.insert(CreditNote, {**row, "approved_id": allowed, "reason": reason})
            self.customers.points.claw(tx, note.paper.sale_id, at, note.priced.payable)
            self.customers.points.unspend(tx, note.paper.sale_id, at)
            tx.insert(
                CreditLine,
                *(
                    {"sale_id": at, "line": n, "of_line": of_line, "fate": gives[of_line].fate}
                    for n, of_line in enumerate(note.lines, 1)
                ),
            )

    def _letterhead(self, paper: Paper) -> bytes | None:
        """Under which head a note stands: today's, but the bill's where the shop's State or scheme has changed."""
        terms = self.settings.terms()
        same = (terms.profile.scheme, terms.profile.state) == (paper.scheme, paper.state)
        return (terms.letterhead_id or None) if same else paper.letterhead_id

    def _personal(self, customer: bytes | None) -> bytes | None:
        return self.customers.get(customer).personal_id if customer else None

    def _rung_all(self, exchange: Sequence[str]) -> list[OpenLine]:
        return [self._rung(number, text) for number, text in enumerate(exchange, 1)]
