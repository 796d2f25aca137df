"""A done bill as a return sees it: its lines at their own prices, and what earlier credit notes took back of each."""

from dataclasses import dataclass, fields
from typing import Any, NamedTuple

from shoppos.base.file import Reader
from shoppos.rules.documents import collects_tax
from shoppos.rules.pricing import PricedLine, PriceLine
from shoppos.rules.returns import Sold, Taken

MONEY = ("gross", "disc", "bdisc", "ship", "taxable", "cgst", "sgst", "igst", "cess")
COPIED = (
    "product_id", "code", "name", "local_name", "hsn", "unit", "price", "inclusive", "mrp", "cost", "treatment",
    "rate", "cess_rate", "cess_per_unit",
)  # fmt: skip
"""What a line of a credit note says as the bill's line said it."""


class SoldLine(NamedTuple):
    """One line of the bill: what it says, its quantity in thousandths, its money in paise."""

    line: int
    quantity: int
    said: tuple[Any, ...]
    money: PricedLine

    def copied(self) -> dict[str, Any]:
        """The columns that a credit note's line takes over."""
        return dict(zip(COPIED, self.said, strict=True))


@dataclass(frozen=True, slots=True)
class Paper:
    """One done bill: its head, and what of it has come back so far."""

    sale_id: bytes
    number: str
    kind: str
    business_date: int
    made_at: int
    customer_id: bytes | None
    personal_id: bytes | None
    gstin: str
    place: str
    inter_state: int
    with_address: int
    round_to: int
    letterhead_id: bytes | None
    payable: int
    void: int
    scheme: str
    state: str
    lines: tuple[SoldLine, ...]
    sold: Sold

    @property
    def places(self) -> dict[int, int]:
        """The place in the bill of each line's number."""
        return {line.line: at for at, line in enumerate(self.lines)}

    def left(self, line: int) -> int:
        """Thousandths of a line that have not come back."""
        at = self.places[line]
        return self.lines[at].quantity - (self.sold.taken[at].quantity if self.sold.taken else 0)


HEAD_NAMES = tuple(field.name for field in fields(Paper))[:-2]
HEAD = (
    "SELECT s.id, s.number, s.kind, s.business_date, s.made_at, s.customer_id, s.personal_id, s.gstin, s.place, "
    "s.inter_state, s.with_address, s.round_to, s.letterhead_id, s.payable, "
    "EXISTS (SELECT 1 FROM void v WHERE v.sale_id = s.id), coalesce(h.scheme, 'regular'), coalesce(h.state, '') "
    "FROM sale s LEFT JOIN letterhead h ON h.id = s.letterhead_id WHERE s.state = 'done' AND s.id = ?"
)
LINES = f"SELECT line, quantity, {', '.join(COPIED + MONEY)} FROM sale_line WHERE sale_id = ? ORDER BY line"
NOTES = (
    "SELECT n.sale_id, s.payable FROM credit_note n JOIN sale s ON s.id = n.sale_id "
    "JOIN journal j ON j.till = s.till AND j.seq = s.seq WHERE n.against_id = ? ORDER BY j.hlc, s.number"
)
BACK = (
    f"SELECT c.of_line, l.quantity, {', '.join('l.' + name for name in MONEY)} FROM credit_line c "
    "JOIN sale_line l ON l.sale_id = c.sale_id AND l.line = c.line WHERE c.sale_id = ? AND c.of_line IS NOT NULL"
)


def priced(amounts: tuple[int, ...]) -> PricedLine:
    """A line's money from the columns of MONEY; the net is not stored, for it follows."""
    gross, disc, bdisc, ship, *taxes = amounts
    return PricedLine(gross, disc, bdisc, ship, gross - disc - bdisc + ship, *taxes)


def paper(db: Reader, sale_id: bytes, before: bytes | None = None) -> Paper | None:
    """The bill with that id, or None; with `before` as it was when that credit note of it was written."""
    row = db.row(HEAD, (sale_id,))
    if row is None:
        return None
    head = dict(zip(HEAD_NAMES, row, strict=True))
    lines = tuple(
        SoldLine(r[0], r[1], r[2 : 2 + len(COPIED)], priced(r[2 + len(COPIED) :])) for r in db.rows(LINES, (sale_id,))
    )
    taken, refunded = _taken(db, sale_id, lines, before)
    sold = Sold(
        [_price_line(line, taxed=collects_tax(head["scheme"])) for line in lines], [line.money for line in lines],
        head["payable"], not head["inter_state"], taken, refunded, head["round_to"],
    )  # fmt: skip
    return Paper(**head, lines=lines, sold=sold)


def notes_of(db: Reader, sale_id: bytes) -> list[tuple[bytes, int]]:
    """The credit notes of a bill in the order in which they were written: id and payable in paise."""
    return [(row[0], row[1]) for row in db.rows(NOTES, (sale_id,))]


def _taken(
    db: Reader, sale_id: bytes, lines: tuple[SoldLine, ...], before: bytes | None
) -> tuple[list[Taken], int]:  # fmt: skip
    places = {line.line: at for at, line in enumerate(lines)}
    quantities, sums, refunded = [0] * len(lines), [[0] * len(MONEY) for _line in lines], 0
    for note, payable in notes_of(db, sale_id):
        if note == before:
            break
        refunded += payable
        for of_line, quantity, *amounts in db.rows(BACK, (note,)):
            at = places.get(of_line)
            if at is not None:
                quantities[at] += quantity
                sums[at] = [have + more for have, more in zip(sums[at], amounts, strict=True)]
    return [Taken(quantity, priced(tuple(one))) for quantity, one in zip(quantities, sums, strict=True)], refunded


def _price_line(line: SoldLine, *, taxed: bool) -> PriceLine:
    said = line.copied()
    rates = (said["rate"], said["cess_rate"], said["cess_per_unit"]) if taxed else (0, 0, 0)
    return PriceLine(
        line.quantity, said["price"], rates[0], said["inclusive"] == 1, cess_rate=rates[1], cess_per_unit=rates[2]
    )  # fmt: skip
