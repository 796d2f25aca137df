"""The day book: every document of a day in the order in which it was made, with its debits and credits.

A cancelled bill stands on its own day as it was, and once more the other way round on the day of its cancelling.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shoppos.base.clock import day_number
from shoppos.reports import day_book_money, periods
from shoppos.reports.vouchers import (
    OUTPUT,
    ROUND_OFF,
    UNSETTLED,
    Kind,
    Ledger,
    Voucher,
    balanced,
    customer,
    method,
    sales,
)
from shoppos.rules.documents import Kind as Paper
from shoppos.rules.documents import Treatment, collects_tax

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shoppos.base.file import Reader
    from shoppos.reports.report import Period

    Progress = Callable[[int, int], None]

DOCUMENTS = (
    "doc AS (SELECT s.id, 0 AS gone, s.business_date AS day, s.made_at, '' AS why FROM sale s INDEXED BY sale_day "
    "WHERE s.state = 'done' AND s.business_date = :day UNION ALL "
    "SELECT v.sale_id, 1, v.business_date, v.made_at, v.reason FROM void v WHERE v.business_date = :day)"
)
HEADS = (
    f"WITH {DOCUMENTS} SELECT doc.id, doc.gone, doc.made_at, doc.why, s.number, s.kind, s.cgst, s.sgst, s.igst, "
    "s.cess, s.round_off, s.customer_id, coalesce(p.name, ''), coalesce(p.phone, ''), coalesce(h.scheme, 'regular'), "
    "coalesce(b.number, '') FROM doc JOIN sale s ON s.id = doc.id LEFT JOIN letterhead h ON h.id = s.letterhead_id "
    "LEFT JOIN customer c ON c.id = s.customer_id LEFT JOIN personal p ON p.id = c.personal_id "
    "LEFT JOIN credit_note n ON n.sale_id = s.id LEFT JOIN sale b ON b.id = n.against_id"
)
LINES = (
    f"WITH {DOCUMENTS} SELECT doc.id, doc.gone, l.treatment, l.rate, sum(l.taxable) FROM doc "
    "CROSS JOIN sale_line l ON l.sale_id = doc.id GROUP BY doc.id, doc.gone, l.treatment, l.rate"
)
PAID = (
    f"WITH {DOCUMENTS} SELECT doc.id, doc.gone, p.method, sum(p.amount) FROM doc "
    "CROSS JOIN payment p ON p.sale_id = doc.id GROUP BY doc.id, doc.gone, p.method"
)
ORDER = (Treatment.TAXABLE, Treatment.NIL, Treatment.EXEMPT, Treatment.NON_GST)
Key = tuple[bytes, int]


def _silent(_done: int, _all: int) -> None:
    """Progress that nobody watches."""


def day_book(db: Reader, period: Period, progress: Progress = _silent) -> Iterator[Voucher]:
    """Every document of those days in order; `progress` gets days done and in all."""
    days = periods.days(period)
    for n, day in enumerate(days, 1):
        number = day_number(day)
        found = [*_sold(db, number), *day_book_money.vouchers(db, number)]
        yield from sorted(found, key=lambda one: (one.made_at, one.kind, one.number))
        progress(n, len(days))


def _sold(db: Reader, day: int) -> Iterator[Voucher]:
    """Bills, credit notes and cancellings of one day."""
    lines: dict[Key, list[tuple[str, int, int]]] = {}
    for at, gone, treatment, rate, taxable in db.rows(LINES, {"day": day}):
        lines.setdefault((at, gone), []).append((treatment, rate, taxable))
    paid: dict[Key, list[tuple[str, int]]] = {}
    for at, gone, way, amount in db.rows(PAID, {"day": day}):
        paid.setdefault((at, gone), []).append((way, amount))
    for head in db.rows(HEADS, {"day": day}):
        key = (head[0], head[1])
        yield _document(day, head, lines.get(key, []), paid.get(key, []))


def _document(
    day: int, head: tuple[Any, ...], lines: list[tuple[str, int, int]], paid: list[tuple[str, int]]
) -> Voucher:  # fmt: skip
    _id, gone, made_at, why, number, kind, *taxes, round_off, customer_id, name, phone, scheme, bill = head
    noted = kind == Paper.CREDIT_NOTE
    who = customer(customer_id, name, phone)
    sold = -1 if noted else 1
    settled = [(who if way == "khata" else method(way), amount) for way, amount in paid]
    booked: list[tuple[Ledger, int]] = [
        *settled,
        *((sales(treatment, rate, taxed=collects_tax(scheme)), -sold * taxable)
          for treatment, rate, taxable in sorted(lines, key=_place)),
        *((ledger, -sold * amount) for ledger, amount in zip(OUTPUT, taxes, strict=True)),
        (ROUND_OFF, -sold * round_off),
    ]  # fmt: skip
    if gone:
        booked = [(ledger, -amount) for ledger, amount in booked]
    told = f"ShopPOS {number}"
    if gone:
        told = f"{told} cancelled: {why}"
    elif bill:
        told = f"{told} against {bill}"
    return Voucher(
        day, made_at, Kind.CREDIT_NOTE if noted or gone else Kind.SALES, f"{number}/X" if gone else number,
        _party(who, settled), told, balanced(booked), number if gone else bill or number,
    )  # fmt: skip


def _party(who: Ledger, settled: list[tuple[Ledger, int]]) -> Ledger:
    """Whose document it is: the known customer's, else by what was paid most."""
    if who is not UNSETTLED and any(ledger == who for ledger, _amount in settled):
        return who
    return max(settled, key=lambda one: abs(one[1]), default=(UNSETTLED, 0))[0]


def _place(line: tuple[str, int, int]) -> tuple[int, int]:
    """What is taxed first by rate, then what is not."""
    return ORDER.index(Treatment(line[0])), line[1]
