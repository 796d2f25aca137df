"""What is stored of a done sale, and of the one invoice that stands for a day's small sales, in the same shape."""

from typing import Any, NamedTuple

from shoppos.base.file import Reader

LINES = (
    "SELECT code, name, local_name, hsn, unit, quantity, price, inclusive, mrp, treatment, rate, cess_rate, gross, "
    "disc, bdisc, ship, taxable, cgst, sgst, igst, cess, coalesce(o.said, ''), coalesce(n.note, '') FROM sale_line l "
    "LEFT JOIN line_note n ON n.sale_id = l.sale_id AND n.line = l.line "
    "LEFT JOIN line_offer o ON o.sale_id = l.sale_id AND o.line = l.line WHERE l.sale_id = ? ORDER BY l.line"
)
PAYMENTS = (
    "SELECT p.line, p.method, p.amount, p.reference, u.utr FROM payment p "
    "LEFT JOIN utr u ON u.doc_id = p.sale_id AND u.line = p.line WHERE p.sale_id = ? ORDER BY p.line"
)
AGAINST = (
    "SELECT b.number, b.business_date, n.reason, b.kind, b.till FROM credit_note n JOIN sale b ON b.id = n.against_id "
    "WHERE n.sale_id = ?"
)
NOTES = (
    "SELECT s.number, sum(l.quantity) FROM credit_note n JOIN sale s ON s.id = n.sale_id "
    "JOIN sale_line l ON l.sale_id = n.sale_id WHERE n.against_id = ? GROUP BY n.sale_id ORDER BY s.made_at, s.number"
)
TOKENS = (
    "FROM sale t INDEXED BY sale_day {more} WHERE t.state = 'done' AND t.business_date = :day AND t.till = :till "
    "AND t.kind = 'TOKEN' AND NOT EXISTS (SELECT 1 FROM void v WHERE v.sale_id = t.id) "
)
"""The tokens of a till's business day for which its one invoice stands."""
LINES_OF_DAY = (
    "SELECT l.code, l.name, l.local_name, l.hsn, l.unit, sum(l.quantity), l.price, l.inclusive, l.mrp, l.treatment, "
    "l.rate, l.cess_rate, sum(l.gross), sum(l.disc), sum(l.bdisc), sum(l.ship), sum(l.taxable), sum(l.cgst), "
    "sum(l.sgst), sum(l.igst), sum(l.cess), '', '' "
    + TOKENS.format(more="JOIN sale_line l ON l.sale_id = t.id")
    + "GROUP BY 1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12 ORDER BY min(t.seq), min(l.line)"
)
PAID_OF_DAY = (
    "SELECT 1, p.method, sum(p.amount) "
    + TOKENS.format(more="JOIN payment p ON p.sale_id = t.id")
    + "GROUP BY p.method HAVING sum(p.amount) > 0 ORDER BY sum(p.amount) DESC"
)
NOTES_OF_DAY = (
    "SELECT s.number, sum(l.quantity) "
    + TOKENS.format(
        more="JOIN credit_note n ON n.against_id = t.id JOIN sale s ON s.id = n.sale_id "
        "JOIN sale_line l ON l.sale_id = n.sale_id"
    )
    + "GROUP BY n.sale_id ORDER BY s.made_at, s.number"
)
STANDS_ON = "SELECT number, business_date FROM consolidated WHERE business_date = ? AND till = ?"


class SaleRow(NamedTuple):
    """One done sale as it is stored, with its employee's name and why it was cancelled.

    The invoice for a day's small sales has `tokens`, how many it stands for, from the `first` to the `last`.
    """

    id: bytes
    number: str
    kind: str
    business_date: int
    made_at: int
    till: str
    place: str
    inter_state: int
    letterhead_id: bytes | None
    customer_id: bytes | None
    personal_id: bytes | None
    with_address: int
    gstin: str
    taxable: int
    cgst: int
    sgst: int
    igst: int
    cess: int
    total: int
    round_off: int
    payable: int
    tendered: int
    seq: int | None
    employee: str
    void_reason: str | None
    tokens: int = 0
    first: str = ""
    last: str = ""

    @property
    def span(self) -> dict[str, Any]:
        """The business day and till of the tokens for which it stands."""
        return {"day": self.business_date, "till": self.till}


SALE = (
    f"SELECT {', '.join('s.' + name for name in SaleRow._fields[:-5])}, e.name, v.reason "
    "FROM sale s JOIN employee e ON e.id = s.employee_id LEFT JOIN void v ON v.sale_id = s.id "
    "WHERE s.state = 'done' AND "
)
OF_DAY = (
    "SELECT c.id, c.number, c.kind, c.business_date, c.made_at, c.till, c.place, 0, c.letterhead_id, NULL, NULL, 0, "
    "'', c.taxable, c.cgst, c.sgst, c.igst, c.cess, c.payable - c.round_off, c.round_off, c.payable, c.payable, "
    "c.seq, e.name, NULL, c.bills, c.first, c.last FROM consolidated c JOIN employee e ON e.id = c.employee_id WHERE "
)


def numbered(db: Reader, number: str) -> SaleRow | None:
    """The done sale, or the day's invoice, of that number."""
    return _row(db, "number", number)


def of_id(db: Reader, doc_id: bytes) -> SaleRow | None:
    """The done sale, or the day's invoice, of that id."""
    return _row(db, "id", doc_id)


def _row(db: Reader, column: str, value: object) -> SaleRow | None:
    row = db.row(f"{SALE}s.{column} = ?", (value,)) or db.row(f"{OF_DAY}c.{column} = ?", (value,))
    return SaleRow(*row) if row else None


def lines(db: Reader, sale: SaleRow) -> list[tuple[Any, ...]]:
    """The lines of its paper; alike ones of a day's tokens are one line."""
    return db.rows(LINES_OF_DAY, sale.span) if sale.tokens else db.rows(LINES, (sale.id,))


def payments(db: Reader, sale: SaleRow) -> list[tuple[Any, ...]]:
    """Line, way, paise, reference and UTR of each payment."""
    return db.rows(PAYMENTS, (sale.id,))


def paid_of_day(db: Reader, sale: SaleRow) -> list[tuple[Any, ...]]:
    """Of a day's tokens what was kept by each way: a number, the way, paise net of change."""
    return db.rows(PAID_OF_DAY, sale.span)


def notes(db: Reader, sale: SaleRow) -> list[tuple[Any, ...]]:
    """The numbers of its credit notes, each with how much came back, in thousandths."""
    return db.rows(NOTES_OF_DAY, sale.span) if sale.tokens else db.rows(NOTES, (sale.id,))


def against(db: Reader, sale: SaleRow) -> tuple[Any, ...] | None:
    """Of a credit note: number and day of its bill, why, and the bill's kind and till."""
    return db.row(AGAINST, (sale.id,))


def stands_on(db: Reader, day: int, till: str) -> tuple[str, int] | None:
    """Number and day (yyyymmdd) of the invoice for the tokens of a till's business day, once it is written."""
    row = db.row(STANDS_ON, (day, till))
    return (row[0], row[1]) if row else None
