"""A return before it is made: the bill that is to be taken back, its lines, and what stands in the way of each."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from shoppos.base.clock import day_of
from shoppos.base.db import Database
from shoppos.base.errors import InvalidInput, NotFound, Refused
from shoppos.base.i18n import _
from shoppos.base.money import quantity
from shoppos.base.settings import setting
from shoppos.base.text import clean
from shoppos.reports import bill as bill_report
from shoppos.reports import returned
from shoppos.reports.returned import Paper
from shoppos.rules import upi
from shoppos.rules.documents import Kind
from shoppos.rules.returns import Window, last_day, tax_until
from shoppos.shop import days_invoice
from shoppos.shop.business_day import booking_day

RESTOCK, DAMAGE = "restock", "damage"
FATES = (RESTOCK, DAMAGE)
BACK_BY = ("cash", "upi", "card", "netbanking", "khata")
"""By what money goes back; the khata is a due that sinks, or store credit."""
_NUMBER_IN_NOTE = re.compile(r"Bill (\S+)")


@dataclass(frozen=True, slots=True)
class Give:
    """What comes back of one line, in thousandths; `fate` restock or damage, `serials` which pieces, where it matters.

    Without `serials` all pieces that are left are meant.
    """

    quantity: int
    fate: str = RESTOCK
    serials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """One line of the bill: thousandths sold, come back and left; `worth` is what all of it cost, in paise.

    `until` is the last day on which it may come back by itself (None: never), `late` says that this day is over,
    `serials` the pieces that are still with the customer.
    """

    line: int
    sale_id: bytes
    product_id: bytes
    code: str
    name: str
    local_name: str
    unit: str
    sold: int
    returned: int
    price: int
    worth: int
    until: dt.date | None
    late: bool
    serials: tuple[str, ...] = ()

    @property
    def left(self) -> int:
        """Thousandths that have not come back."""
        return self.sold - self.returned

    def why_not(self) -> str:
        """What stands in the way, "" when nothing does."""
        if self.left <= 0:
            return _("All of it came back already.")
        if self.until is None:
            return _("{name} cannot be returned.").format(name=self.name)
        if self.late:
            return _("{name} could come back until {day}.").format(name=self.name, day=f"{self.until:%d-%m-%Y}")
        return ""


@dataclass(frozen=True, slots=True)
class ReturnView:
    """A sale that is to be taken back, all its papers together; money in paise.

    `ways` are the ways to give the money back, the one it was paid by first; `due` what of it was not paid yet,
    which sinks before any money goes back. `after`: what is late may come back with a manager's yes.
    """

    number: str
    numbers: tuple[str, ...]
    sale_id: bytes
    day: dt.date
    buyer: str
    customer_id: bytes | None
    payable: int
    refunded: int
    due: int
    ways: tuple[str, ...]
    after: bool
    lines: tuple[ReturnLine, ...]
    warnings: tuple[str, ...] = ()
    papers: tuple[Paper, ...] = field(default=(), repr=False)

    def line(self, number: int) -> ReturnLine:
        """The line with that number; NotFound when the bill has none."""
        found = next((line for line in self.lines if line.line == number), None)
        if found is None:
            raise NotFound(_("Bill {number} has no line {line}.").format(number=self.number, line=number))
        return found

    def find(self, product_id: bytes, so_far: Mapping[int, int] | None = None) -> ReturnLine | None:
        """The line from which one more of a product comes back: the first with any left beside `so_far`, else any."""
        mine = [line for line in self.lines if line.product_id == product_id]
        given = so_far or {}
        return next((line for line in mine if line.left > given.get(line.line, 0)), mine[-1] if mine else None)

    def everything(self) -> dict[int, Give]:
        """All that is left of it."""
        return {line.line: Give(line.left) for line in self.lines if line.left > 0}


def number_of(db: Database, text: str) -> str:
    """The number of the bill meant by `text`: a number as typed or scanned, or the bill's payment link.

    A link that the counter showed is known by its reference. NotFound when no bill is meant.
    """
    asked = clean(text)
    if asked.casefold().startswith("upi:"):
        told = upi.parse(asked)
        named = _NUMBER_IN_NOTE.fullmatch(told.get("tn", ""))
        if named and _is_bill(db, named[1]):
            return named[1].upper()
        row = db.row(
            "SELECT s.number FROM upi_attempt a JOIN sale s ON s.id = a.sale_id "
            "WHERE a.reference = ? AND s.state = 'done'",
            (told.get("tr", ""),),
        )
        if row is None:
            raise NotFound(_("No bill was paid with that code."), _("Scan the code on the bill, or type its number."))
        return row[0]
    if not _is_bill(db, asked):
        days_invoice.refuse(db, asked.upper())
        raise NotFound(
            _("There is no bill {number}.").format(number=asked[:40]),
            _("Scan the code on the bill, or type its number."),
        )
    return asked.upper()


def _is_bill(db: Database, number: str) -> bool:
    return db.row("SELECT 1 FROM sale WHERE number = ? AND state = 'done'", (number.upper(),)) is not None


def look(db: Database, text: str) -> ReturnView:
    """The sale that `text` means, as it can be taken back now; Refused for one that cannot at all."""
    number = number_of(db, text)
    row = db.row("SELECT coalesce(with_id, id), kind FROM sale WHERE number = ?", (number,))
    if row is None or row[1] == Kind.CREDIT_NOTE:
        raise Refused(_("{number} is a credit note.").format(number=number), _("Scan the bill it belongs to."))
    ids = db.rows("SELECT id FROM sale WHERE id = ? OR with_id = ? ORDER BY number", (row[0], row[0]))
    papers = [paper for (at,) in ids if (paper := returned.paper(db, at)) is not None]
    if any(paper.void for paper in papers):
        raise Refused(
            _("Bill {number} is cancelled.").format(number=number), _("Nothing of it can come back any more.")
        )
    bills = [bill_report.load_by_id(db, paper.sale_id) for paper in papers]
    window, today = Window.of(setting(db, "returns", dict[str, object]())), day_of(booking_day(db))
    lines = tuple(line for paper in papers for line in _lines(db, paper, window, today))
    first, buyer = papers[0], bills[0].buyer
    return ReturnView(
        number=number, numbers=tuple(paper.number for paper in papers), sale_id=first.sale_id,
        day=day_of(first.business_date), buyer=(buyer.name or buyer.phone) if buyer else "",
        customer_id=first.customer_id, payable=sum(paper.payable for paper in papers),
        refunded=sum(paper.sold.refunded for paper in papers), due=sum(bill.due for bill in bills),
        ways=_ways(bills, known=first.customer_id is not None), after=window.after, lines=lines,
        warnings=_warnings(first, today), papers=tuple(papers),
    )  # fmt: skip


def _ways(bills: Sequence[bill_report.Bill], *, known: bool) -> tuple[str, ...]:
    """The ways to give money back, that by which most was paid first."""
    paid: dict[str, int] = {}
    for bill in bills:
        for payment in bill.payments:
            paid[payment.method] = paid.get(payment.method, 0) + payment.amount
    able = [way for way in BACK_BY if known or way != "khata"]
    return tuple(sorted(able, key=lambda way: -paid.get(way, 0)))


def _warnings(paper: Paper, today: dt.date) -> tuple[str, ...]:
    until = tax_until(day_of(paper.business_date))
    if today <= until or not (paper.sold.priced and any(line.tax for line in paper.sold.priced)):
        return ()
    return (
        _("The bill's tax can be lowered until {day} only: this credit note gives the money, not the tax.").format(
            day=f"{until:%d-%m-%Y}"
        ),
    )


def _lines(db: Database, paper: Paper, window: Window, today: dt.date) -> list[ReturnLine]:
    own = {
        row[0]: row[1:]
        for row in db.rows(
            "SELECT l.line, coalesce(p.category, ''), k.return_days FROM sale_line l "
            "LEFT JOIN product p ON p.id = l.product_id LEFT JOIN keeping k ON k.product_id = l.product_id "
            "WHERE l.sale_id = ?",
            (paper.sale_id,),
        )
    }
    pieces = serials_out(db, paper.sale_id)
    found = list[ReturnLine]()
    for at, line in enumerate(paper.lines):
        category, days = own.get(line.line, ("", None))
        until = last_day(day_of(paper.business_date), window.days_of(category, days))
        said, money = line.copied(), line.money
        found.append(
            ReturnLine(
                line.line,
                paper.sale_id,
                said["product_id"],
                said["code"],
                said["name"],
                said["local_name"],
                said["unit"],
                line.quantity,
                paper.sold.taken[at].quantity,
                said["price"],
                money.total,
                until,
                until is None or today > until,
                pieces.get(line.line, ()),
            )
        )
    return found


def serials_out(db: Database, sale_id: bytes) -> dict[int, tuple[str, ...]]:
    """The serial numbers of each of a bill's lines that are with the customer still."""
    rows = db.rows(
        "SELECT m.line, m.serial FROM serial_move m WHERE m.doc_id = ? AND m.kind = 'sale' AND NOT EXISTS "
        "(SELECT 1 FROM credit_note n JOIN credit_line c ON c.sale_id = n.sale_id JOIN serial_move b "
        "ON b.doc_id = c.sale_id AND b.line = c.line AND b.kind = 'return' WHERE n.against_id = m.doc_id "
        "AND c.of_line = m.line AND b.serial = m.serial) ORDER BY m.line, m.serial",
        (sale_id,),
    )
    found: dict[int, tuple[str, ...]] = {}
    for line, serial in rows:
        found[line] = (*found.get(line, ()), serial)
    return found


def checked(view: ReturnView, gives: Mapping[int, Give]) -> dict[int, Give]:
    """What comes back, each line with some of it; InvalidInput for nothing or for a fate that is none."""
    kept = {number: give for number, give in gives.items() if give.quantity}
    if not kept:
        raise InvalidInput(_("Nothing is being returned."), _("Scan what came back."), "quantity")
    for number, give in kept.items():
        line = view.line(number)
        if give.fate not in FATES:
            raise InvalidInput(
                _("{fate} is not what becomes of goods.").format(fate=clean(give.fate, 40)), field="fate"
            )
        if give.quantity < 0:
            raise InvalidInput(_("The returned quantity must be more than 0."), field="quantity")
        if give.quantity > line.left:
            raise Refused(
                _("Of {name} only {left} can come back.").format(name=line.name, left=quantity(line.left)),
                _("Lower the quantity."),
            )
    return kept


def late_lines(view: ReturnView, gives: Mapping[int, Give]) -> list[ReturnLine]:
    """What comes back after its last day, or never should."""
    return [line for number in gives if (line := view.line(number)).late]
