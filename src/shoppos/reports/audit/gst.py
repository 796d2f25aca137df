"""What the government is told is what the bills say: GSTR-1 of every month, its sections and its HSN table."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from shoppos.base.i18n import _
from shoppos.reports import periods
from shoppos.reports.audit.faults import Fault, unequal
from shoppos.reports.audit.span import each_month
from shoppos.reports.audit.totals import MANY, every
from shoppos.reports.gst import documents, gstr1, proof
from shoppos.reports.gst.documents import Taxes
from shoppos.reports.recount import months

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shoppos.base.file import Reader
    from shoppos.reports.report import Period

COLUMNS = ("taxable", "cgst", "sgst", "igst", "cess")
BILLS = (
    "SELECT "
    + ", ".join(f"sum(iif(v.sale_id IS NULL, iif(s.kind = 'CREDIT NOTE', -s.{name}, s.{name}), 0))" for name in COLUMNS)
    + ", sum(s.kind <> 'TOKEN') FROM sale s INDEXED BY sale_day LEFT JOIN void v ON v.sale_id = s.id "
    "LEFT JOIN letterhead h ON h.id = s.letterhead_id WHERE s.state = 'done' "
    "AND s.business_date BETWEEN ? AND ? AND coalesce(h.scheme, 'regular') = 'regular'"
)
"""What the heads of a month's bills say, less cancelled ones and credit notes, and how many numbers it used."""
CONSOLIDATED = "SELECT count(*) FROM consolidated WHERE business_date BETWEEN ? AND ?"
ODD = (
    "SELECT d.number, "
    + ", ".join(f"sum(l.{name}), s.{name}" for name in COLUMNS)
    + " FROM d CROSS JOIN sale s ON s.id = d.id LEFT JOIN sale_line l ON l.sale_id = d.id GROUP BY d.id HAVING "
    + " OR ".join(f"coalesce(sum(l.{name}), 0) <> s.{name}" for name in COLUMNS)
    + " ORDER BY length(d.number), d.number LIMIT 1"
)


def _silent() -> None:
    """Progress that nobody watches."""


def filed(db: Reader, progress: Callable[[], None] = _silent, *, many: int = MANY) -> Iterator[Fault]:
    """The sections and the HSN table of each month come to what its bills say, and every number is told.

    `progress` is called after each month: who watches may end it by raising what they like. From `many` bills on all
    cores read, a month at a time; what differs is looked at here, in the reader's language.
    """
    asked = list(months(db))
    for month, well in zip(asked, each_month(db, agrees, asked, alone=every(db) < many), strict=True):
        if not well:
            yield from _of_month(db, month)
        progress()


def agrees(db: Reader, month: int) -> bool:
    """Whether the return of a month (yyyymm) is what its bills say."""
    return next(_of_month(db, month), None) is None


def _of_month(db: Reader, month: int) -> Iterator[Fault]:
    """What in the return of a month (yyyymm) is not what its bills say."""
    period = periods.around(dt.date(month // 100, month % 100, 1), "month")
    row = db.row(BILLS, period.span)
    if row is None or row[-1] is None:
        return
    *sums, used = row
    told = gstr1.build(documents.read(db, period))
    should = Taxes(*sums)
    for found in (proof.of_sections(told), proof.of_hsn(told)):
        if found != should:
            yield _fault(db, period, found, should)
            break
    numbers = used + (db.row(CONSOLIDATED, period.span) or (0,))[0]
    if proof.numbers(told) != numbers:
        where = _("GSTR-1 of {month}").format(month=periods.said(period))
        yield unequal(where, "totnum", proof.numbers(told), numbers)


def _fault(db: Reader, period: Period, found: Taxes, should: Taxes) -> Fault:
    """What differs: the first bill whose lines are not what it says, else the month."""
    row = next(iter(documents.standing(db, period, ODD)), None)
    if row is None:
        at = next(n for n, amount in enumerate(found) if amount != should[n])
        where = _("GSTR-1 of {month}").format(month=periods.said(period))
        return unequal(where, COLUMNS[at], found[at], should[at])
    number, pairs = row[0], _pairs(row[1:])
    at = next(n for n, (lines, head) in enumerate(pairs) if (lines or 0) != head)
    where = _("Bill {number} in GSTR-1 of {month}").format(number=number, month=periods.said(period))
    return unequal(where, COLUMNS[at], pairs[at][0] or 0, pairs[at][1])


def _pairs(values: Any) -> list[tuple[int | None, int]]:
    return list(zip(values[::2], values[1::2], strict=True))
