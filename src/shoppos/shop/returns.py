"""Returns: what was sold comes back against its bill, priced as it was sold, in exchange or for money."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple

from shoppos.base.db import CommitUnknown
from shoppos.base.errors import InvalidInput, NotFound, Refused
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.money import quantity as show_quantity
from shoppos.base.text import clean
from shoppos.base.transaction import Transaction
from shoppos.models.sale import SaleStep
from shoppos.reports import dues
from shoppos.reports.one_person import survivor
from shoppos.rules import entry
from shoppos.rules.pricing import PIECE, PricedLine
from shoppos.rules.returns import price_return
from shoppos.shop import return_view, sale_view, unseen
from shoppos.shop.credit_notes import Note, Refund, Returned
from shoppos.shop.payments import Tender, check_tender
from shoppos.shop.refunding import Worth, settle_back
from shoppos.shop.repricing import at_once
from shoppos.shop.return_view import RESTOCK, Give, ReturnLine, ReturnView
from shoppos.shop.returns_without import ReturnsWithoutBill
from shoppos.shop.sale_view import Header, LineView, OpenLine
from shoppos.shop.staff import bound


@dataclass(frozen=True, slots=True)
class Amounts:
    """What a return comes to, in paise: the credit notes' `payable`, and what of it goes where.

    `to_pay` is what the goods taken in exchange cost beyond it; `by_line` is the worth of each line, `instead`
    the goods taken in exchange, `points` what points had paid and comes back as points. `at_door` is what of `due` was
    to be paid at the door.
    """

    payable: int
    exchange: int
    due: int
    back: int
    to_pay: int
    by_line: Mapping[int, int] = field(default_factory=dict[int, int])
    instead: tuple[LineView, ...] = ()
    points: int = 0
    at_door: int = 0


class Scanned(NamedTuple):
    """What comes back after a scan, and the line it concerned."""

    gives: dict[int, Give]
    line: int


class Returns(ReturnsWithoutBill):
    """Takes goods back; each call is one transaction, and the same key twice gives the same notes once."""

    # -- looking

    def open(self, text: str) -> ReturnView:
        """The sale that a number, a scanned code or a payment link means, as it can be taken back now."""
        return return_view.look(self.db, text)

    def scan(self, view: ReturnView, gives: Mapping[int, Give], text: str, fate: str = RESTOCK) -> Scanned:
        """One more of what was scanned or typed ("CODE", "2*CODE", a serial number) comes back.

        NotFound when the bill has no such item, Refused when no more of it is left.
        """
        asked = clean(text)
        for line in view.lines:
            if asked in line.serials:
                return _with(gives, line, PIECE, fate, asked)
        find = entry.read(asked)
        if not isinstance(find, entry.Find):
            raise InvalidInput(_("{text} is not an item.").format(text=asked[:40]), field="line")
        product, find = self._meant(view, find)
        quantity, kept, number = find.quantity, dict(gives), 0
        while quantity is None or quantity > 0:
            line = view.find(product, {at: give.quantity for at, give in kept.items()})
            if line is None:
                raise NotFound(
                    _("{code} is not on bill {number}.").format(code=asked[:40], number=view.number),
                    _("Look at the bill again."),
                )
            have = kept[line.line].quantity if line.line in kept else 0
            part = min(PIECE if quantity is None else quantity, line.left - have)
            if part <= 0:
                raise Refused(_too_many(view, product, line.name, gives), _("Scan another item, or press Enter."))
            kept, number = _with(kept, line, part, fate, "")
            quantity = 0 if quantity is None else quantity - part
        return Scanned(kept, number)

    def _meant(self, view: ReturnView, find: entry.Find) -> tuple[bytes, entry.Find]:
        """The product meant: by the bill's own codes first, for an item may have left the catalogue since."""
        for text in (find.whole, find.text):
            for line in view.lines:
                if text and line.code.casefold() == text.casefold():
                    return line.product_id, find
        hit, found = self._found(find)
        return hit.product_id, found

    def preview(
        self, view: ReturnView, gives: Mapping[int, Give], exchange: Sequence[str] = (), sale_id: bytes | None = None
    ) -> Amounts:
        """What would come of it; refused as `take` refuses what nobody can allow."""
        notes = self._priced(view, return_view.checked(view, gives))
        header, lines = self._taken_instead(view, exchange, sale_id)
        new = self.reckon_sale(header, lines) if lines else None
        payable, cost = sum(note.priced.payable for note in notes), new.payable if new else 0
        worths = self._worths(notes)
        netted = min(sum(one.open for one in worths), cost)
        shares = settle_back(worths, netted, "cash")
        went: dict[str, int] = {}
        for taken in (one for share in shares for one in share):
            went[taken.method] = went.get(taken.method, 0) - taken.amount
        due = went.get("khata", 0) + went.get("cod", 0)
        by_line = {
            number: _price_of(note, number, money)
            for note in notes
            for number, money in zip(note.lines, note.priced.lines, strict=True)
        }
        instead = sale_view.line_views(new.lines, new.priced, new.offs) if new else ()
        return Amounts(
            payable, netted, due, went.get("cash", 0), cost - netted, by_line, instead, went.get("points", 0),
            went.get("cod", 0),
        )  # fmt: skip

    # -- taking

    def take(
        self, text: str, gives: Mapping[int, Give] | None, refund: Refund, reason: str = "", *,
        exchange: Sequence[str] = (), sale_id: bytes | None = None, approved: bytes | None = None,
        key: bytes | None = None, was_taken: bool = True,
    ) -> Returned:  # fmt: skip
        """Take back what `gives` says of the bill's lines (None: all that is left).

        In exchange for `exchange` (lines as typed at the counter) or for the open sale `sale_id`. `approved` is the id
        of an approval of just that; NeedsApproval says for what one is needed. Refused for more than is left of a line.
        Of a parcel that nobody took (not `was_taken`) everything may come back, however late.
        """
        note_id = key or new_id()
        check_tender(self._way(refund).key, clean(refund.reference), known=True)
        try:
            with self.db.transaction("sale.returned") as tx:
                if key is not None and (before := self._before(key)) is not None:
                    return before
                view = self.open(text)
                kept = return_view.checked(view, view.everything() if gives is None else gives)
                allowed = self._allowed(view, kept, refund, clean(reason), approved, late=was_taken)
                notes = self._priced(view, kept)
                new = self._open_instead(tx, note_id, view, exchange, sale_id)
                return self._taken_back(tx, note_id, view, notes, kept, refund, new, (clean(reason), allowed))
        except CommitUnknown as unknown:
            return self.returned(self._after_unknown(note_id, unknown).sale_ids[0])

    def cancel(self, number: str, reason: str) -> tuple[str, ...]:
        """Take back all that is left of a bill that can be cancelled no more; gives the credit notes' numbers.

        The money goes back by the ways by which it came. NeedsApproval for who may not take goods back, late
        where the days for that are over; that the shop takes a thing back never is no hindrance to who may.
        """
        with self.db.transaction("sale.returned") as tx:
            view = self.open(number)
            if not view.everything():
                raise Refused(_("All goods of bill {number} came back already.").format(number=view.number))
            gives = return_view.checked(view, view.everything())
            late = return_view.late_lines(view, gives)
            act = "return_late" if late else "return"
            message = late[0].why_not() if late else _("A return needs a manager's yes here.")
            given = self.staff.require(act, view.sale_id, self.stock.approval(act, view.sale_id), message)
            allowed = given if given != self.db.employee else None
            notes, refund = self._priced(view, gives), Refund(view.ways[0], by=self._came_by(view))
            return self._taken_back(tx, new_id(), view, notes, gives, refund, None, (reason, allowed)).numbers

    def _came_by(self, view: ReturnView) -> tuple[tuple[str, int], ...]:
        """What money came for the papers of a sale, by each way and less what went back by it, in paise."""
        papers = [paper.sale_id for paper in view.papers]
        marks, ways = ", ".join("?" * len(papers)), [way for way in return_view.BACK_BY if way != "khata"]
        rows = self.db.rows(
            f"SELECT p.method, sum(p.amount) FROM payment p WHERE p.method IN ({', '.join('?' * len(ways))}) AND "
            f"(p.sale_id IN ({marks}) OR p.sale_id IN (SELECT sale_id FROM credit_note WHERE against_id IN ({marks}))) "
            "GROUP BY p.method HAVING sum(p.amount) > 0 ORDER BY 2 DESC, 1",
            (*ways, *papers, *papers),
        )
        return tuple((way, amount) for way, amount in rows)

    # -- what must be so

    def _allowed(
        self, view: ReturnView, gives: Mapping[int, Give], refund: Refund, reason: str, approved: bytes | None, *,
        late: bool = True,
    ) -> bytes | None:  # fmt: skip
        """Who allowed what is not allowed by itself, or None when all of it is; it may be too late unless not `late`.

        A yes is for these lines, as many of each and back by that way; anything else needs another.
        """
        lines = (
            (number, gives[number].quantity, gives[number].fate, gives[number].serials) for number in sorted(gives)
        )
        asked = bound(view.sale_id, *lines, self._way(refund).key, refund.customer_id)
        since = self.db.row(
            "SELECT coalesce(max(s.made_at), 0) + 1 FROM credit_note n JOIN sale s ON s.id = n.sale_id "
            "WHERE n.against_id IN (SELECT id FROM sale WHERE id = ? OR with_id = ?)",
            (view.sale_id, view.sale_id),
        )
        first = since[0] if since else 0
        over = return_view.late_lines(view, gives) if late else []
        if not over:
            message = _("A return needs a manager's yes here.")
            given = self.staff.require("return", asked, approved, message, since=first)
            return given if given != self.db.employee else None
        why = over[0].why_not()
        if not view.after:
            raise Refused(why, _("The shop takes nothing back after that."))
        given = self.staff.require("return_late", asked, approved, why, since=first)
        if not reason:
            raise InvalidInput(why, _("Say why it is taken back all the same."), "reason")
        return given

    # -- pricing

    def _priced(self, view: ReturnView, gives: Mapping[int, Give]) -> list[Note]:
        """One credit note for each paper of the sale of which something comes back."""
        notes = list[Note]()
        for paper in view.papers:
            places = paper.places
            lines = tuple(sorted(number for number in gives if number in places))
            if lines:
                priced = price_return(paper.sold, {places[number]: gives[number].quantity for number in lines})
                notes.append(Note(paper, lines, priced))
        return notes

    def _worths(self, notes: Sequence[Note]) -> list[Worth]:
        """What each note is worth, and what of that is no money: dues, points, and what nobody has seen come in."""
        before = unseen.before(self.db, notes[0].paper.sale_id) if notes else 0
        found = list[Worth]()
        for note in notes:
            sale_id, payable = note.paper.sale_id, note.priced.payable
            khata, cod = dues.unpaid(self.db, sale_id)
            spent = self.customers.points.part_paid(sale_id, note.paper.sold.refunded, payable)
            rest = max(payable - spent - khata - cod, 0)
            door = min(unseen.at_door(self.db, sale_id), rest)
            part = min(before, rest - door)
            before -= part
            found.append(Worth(payable, khata, cod, spent, part, door))
        return found

    def _taken_instead(
        self, view: ReturnView, exchange: Sequence[str], sale_id: bytes | None
    ) -> tuple[Header, list[OpenLine]]:  # fmt: skip
        """The head and lines of what is taken in exchange; no lines when nothing is."""
        if sale_id is None:
            head = self._header_of(view)
            return head, at_once(self.prices, head.customer_id, self._rung_all(exchange))
        header = sale_view.read_header(self.db, sale_id)
        return header or self._blank(), self._lines(sale_id, header) if header else []

    def _header_of(self, view: ReturnView) -> Header:
        """The head of what is sold in exchange: to whom the bill was sold, and where; nobody erased since."""
        paper = view.papers[0]
        if paper.customer_id and not self._stands(survivor(self.db, paper.customer_id)):
            return self._blank()
        return self._blank()._replace(
            customer_id=survivor(self.db, paper.customer_id) if paper.customer_id else None,
            personal_id=paper.personal_id, gstin=paper.gstin, with_address=paper.with_address,
            place="" if paper.gstin else paper.place,
        )  # fmt: skip

    # -- writing

    def _open_instead(
        self, tx: Transaction, note_id: bytes, view: ReturnView, exchange: Sequence[str], sale_id: bytes | None
    ) -> tuple[bytes, Header, list[OpenLine], bool] | None:  # fmt: skip
        """The sale that is completed in exchange: its id, head, lines, and whether it is new; None without one.

        A new one's id follows from the note's, so that what a manager allows for it holds when it is tried again.
        """
        if sale_id is None:
            head = self._header_of(view)
            lines = at_once(self.prices, head.customer_id, self._rung_all(exchange))
            at = sha256(b"exchange" + note_id).digest()[:16]
            return (at, head, lines, True) if lines else None
        edit = self._begin(tx, sale_id)
        tx.run("DELETE FROM sale_step WHERE sale_id = ?", (sale_id,), touches=SaleStep)
        if self.tills.screen()[0] == sale_id:
            self.tills.show(tx, None)
        return sale_id, edit.header, edit.ordered(), False

    def _taken_back(
        self, tx: Transaction, note_id: bytes, view: ReturnView, notes: Sequence[Note], gives: Mapping[int, Give],
        refund: Refund, new: tuple[bytes, Header, list[OpenLine], bool] | None, why: tuple[str, bytes | None],
    ) -> Returned:  # fmt: skip
        """Write it and put it into the chain; `why`: the reason, and who else allowed it."""
        made = self._write(tx, note_id, view, notes, gives, refund, new)
        self._tell_credit(tx, made, notes, gives, *why)
        if "advance" in dict(made.ways):
            unseen.strike_before(self.db, tx, view.sale_id)
        return made

    def _write(
        self, tx: Transaction, note_id: bytes, view: ReturnView, notes: Sequence[Note], gives: Mapping[int, Give],
        refund: Refund, new: tuple[bytes, Header, list[OpenLine], bool] | None,
    ) -> Returned:  # fmt: skip
        """The notes, and the bill of what was taken instead."""
        payable, worths = sum(note.priced.payable for note in notes), self._worths(notes)
        cost = self.reckon_sale(new[1], new[2]).payable if new else 0
        way, netted = self._way(refund), min(sum(one.open for one in worths), cost)
        shares = settle_back(worths, netted, way.key, way.reference(clean(refund.reference)), refund.by)
        ids = [note_id, *(new_id() for _more in notes[1:])]
        known = view.customer_id or refund.customer_id
        customer = survivor(self.db, known) if known else None
        numbers = [
            self._write_note(tx, at, note_id, note, gives, paid, customer)
            for at, note, paid in zip(ids, notes, shares, strict=True)
        ]
        for note, worth, share in zip(notes, worths, shares, strict=True):
            sunk = -sum(taken.amount for taken in share if taken.method == "cod")
            unseen.strike_at_door(self.db, tx, note.paper.sale_id, sunk - worth.cod)
        bill = None
        if new is not None:
            tenders = refund.tenders or ((Tender(way.key),) if cost > netted else ())
            bill = self._complete(tx, new[0], new[1], new[2], tenders, fresh=new[3], exchange=netted)
        self.papers.owe(tx, ids)
        ways: dict[str, int] = {}
        for one in (taken for share in shares for taken in share):
            ways[one.method] = ways.get(one.method, 0) - one.amount
        told = (*view.warnings, *(bill.warnings if bill else ()))
        return Returned(tuple(numbers), tuple(ids), payable, tuple(ways.items()), bill, told)


def _too_many(view: ReturnView, product_id: bytes, name: str, gives: Mapping[int, Give]) -> str:
    """Why no more of an item can come back: all came back before, all is scanned by now, or fewer were sold."""
    mine = [line for line in view.lines if line.product_id == product_id]
    left = sum(line.left for line in mine)
    have = sum(gives[line.line].quantity for line in mine if line.line in gives)
    if left <= 0:
        said = _("All of {name} on this bill came back already.")
    elif have >= left:
        said = _("No more of {name} can come back: all {left} are scanned already.")
    elif have:
        said = _("Only {left} of {name} can come back, and {have} of them are scanned already.")
    else:
        said = _("Only {left} of {name} can come back.")
    return said.format(name=name, left=show_quantity(left), have=show_quantity(have))


def _with(
    gives: Mapping[int, Give], line: ReturnLine, quantity: int, fate: str, serial: str
) -> Scanned:  # fmt: skip
    """`quantity` thousandths more of a line come back, with that serial number if it has one."""
    before = gives.get(line.line)
    serials = before.serials if before else ()
    if serial and serial in serials:
        raise Refused(_("{serial} was scanned already.").format(serial=serial), _("Scan the next item."))
    have = before.quantity if before else 0
    if have + quantity > line.left:
        raise Refused(_("Of {name} no more can come back.").format(name=line.name), _("Scan another item."))
    now = Give(have + quantity, before.fate if before else fate, (*serials, serial) if serial else serials)
    return Scanned({**gives, line.line: now}, line.line)


def _price_of(note: Note, number: int, money: PricedLine) -> int:
    """What a line is worth to the customer in paise: as it was priced, with the tax that came on top of it."""
    inclusive = note.paper.sold.lines[note.paper.places[number]].inclusive
    return money.net if inclusive else money.net + money.tax
