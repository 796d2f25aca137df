"""The day book: every document of a day in the order in which it was made, with its debits and credits.

A cancelled bill stands on its own day as it was, and once more the other way round on the day of its cancelling.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from shoppos.base.clock import day_number
from shoppos.reports import day_book_money, periods
from shoppos.reports.report import Period
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
    import datetime as dt
    from collections.abc import Callable, Iterator

    from shoppos.base.file import Reader

    Progress = Callable[[int, int], None]

OF_DAY = (
    "doc AS (SELECT s.id, 0 AS gone, s.business_date AS day, s.made_at, '' AS why FROM sale s INDEXED BY sale_day "
    "WHERE s.state = 'done' AND s.business_date = :day UNION ALL "
    "SELECT v.sale_id, 1, v.business_date, v.made_at, v.reason FROM void v WHERE v.business_date = :day)"
)
NAMED = (
    "doc AS (SELECT s.id, 0 AS gone, s.business_date AS day, s.made_at, '' AS why FROM json_each(:ids) j "
    "CROSS JOIN sale s ON s.id = unhex(j.value) UNION ALL "
    "SELECT v.sale_id, 1, v.business_date, v.made_at, v.reason FROM void v WHERE v.business_date BETWEEN :first AND "
    ":last)"
)
HEADS = (
    "WITH {documents} SELECT doc.id, doc.gone, doc.day, doc.made_at, doc.why, s.number, s.kind, s.cgst, s.sgst, "
    "s.igst, s.cess, s.round_off, s.customer_id, coalesce(p.name, ''), coalesce(p.phone, ''), "
    "coalesce(h.scheme, 'regular'), coalesce(b.number, '') FROM doc JOIN sale s ON s.id = doc.id "
    "LEFT JOIN letterhead h ON h.id = s.letterhead_id "
    "LEFT JOIN customer c ON c.id = s.customer_id LEFT JOIN personal p ON p.id = c.personal_id "
    "LEFT JOIN credit_note n ON n.sale_id = s.id LEFT JOIN sale b ON b.id = n.against_id"
)
LINES = (
    "WITH {documents} SELECT doc.id, doc.gone, l.treatment, l.rate, sum(l.taxable) FROM doc "
    "CROSS JOIN sale_line l ON l.sale_id = doc.id GROUP BY doc.id, doc.gone, l.treatment, l.rate"
)
PAID = (
    "WITH {documents} SELECT doc.id, doc.gone, p.method, sum(p.amount) FROM doc "
    "CROSS JOIN payment p ON p.sale_id = doc.id GROUP BY doc.id, doc.gone, p.method"
)
PLAIN = (
    "WITH d AS (SELECT s.id, s.kind, s.round_off, s.cgst + s.sgst + s.igst + s.cess AS tax, "
    "min(s.cgst, s.sgst, s.igst, s.cess) AS least, "
    "coalesce((SELECT sum(iif(p.amount < 0, :odd, p.amount)) FROM payment p WHERE p.sale_id = s.id), 0) AS paid, "
    "coalesce((SELECT sum(iif(l.taxable < 0, :odd, l.taxable)) FROM sale_line l WHERE l.sale_id = s.id), 0) AS sold "
    "FROM sale s INDEXED BY sale_day WHERE s.state = 'done' AND s.business_date BETWEEN :first AND :last) "
    "SELECT id, iif(kind <> 'CREDIT NOTE' AND least >= 0 AND paid = sold + tax + round_off, "
    "paid + max(-round_off, 0), NULL) FROM d"
)
"""What each bill debits where that is plain: what was paid, and what was rounded off. None for all others."""
ODD = 1 << 50
"""Paise that no bill comes to: a sum with something below zero in it is not plain."""
ORDER = (Treatment.TAXABLE, Treatment.NIL, Treatment.EXEMPT, Treatment.NON_GST)
Key = tuple[bytes, int]


def _silent(_done: int, _all: int) -> None:
    """Progress that nobody watches."""


def day_book(db: Reader, period: Period, progress: Progress = _silent) -> Iterator[Voucher]:
    """Every document of those days in order; `progress` gets days done and in all."""
    days = periods.days(period)
    for n, day in enumerate(days, 1):
        number = day_number(day)
        found = [*_sold(db, OF_DAY, {"day": number}), *day_book_money.vouchers(db, number)]
        yield from sorted(found, key=lambda one: (one.made_at, one.at, one.number))
        progress(n, len(days))


def beginning(db: Reader, period: Period, most: int) -> tuple[list[Voucher], int, int]:
    """The first `most` documents of those days, how many there are in all, and what all of them debit, in paise.

    Of what is not among the first only the sums are read, of plain bills without their accounts.
    """
    found, count, debit = list[Voucher](), 0, 0
    for day in periods.days(period):
        if len(found) >= most:
            rest = _sums(db, day, period.last)
            return found[:most], count + rest[0], debit + rest[1]
        of_day = list(day_book(db, Period(day, day)))
        count += len(of_day)
        debit += sum(one.amount for one in of_day)
        found += of_day
    return found[:most], count, debit


def _sums(db: Reader, first: dt.date, last: dt.date) -> tuple[int, int]:
    """How many documents those days have, and what they debit in all."""
    days = {"first": day_number(first), "last": day_number(last)}
    bills = db.rows(PLAIN, {**days, "odd": ODD})
    plain = [debit for _id, debit in bills if debit is not None]
    ids = json.dumps([one.hex() for one, debit in bills if debit is None])
    others = [one.amount for one in _sold(db, NAMED, {**days, "ids": ids})]
    for day in periods.days(Period(first, last)):
        others += [one.amount for one in day_book_money.vouchers(db, day_number(day))]
    return len(plain) + len(others), sum(plain) + sum(others)


def _sold(db: Reader, documents: str, asked: dict[str, Any]) -> Iterator[Voucher]:
    """Bills, credit notes and cancellings: those that `documents` calls so."""
    lines: dict[Key, list[tuple[str, int, int]]] = {}
    for at, gone, treatment, rate, taxable in db.rows(LINES.format(documents=documents), asked):
        lines.setdefault((at, gone), []).append((treatment, rate, taxable))
    paid: dict[Key, list[tuple[str, int]]] = {}
    for at, gone, way, amount in db.rows(PAID.format(documents=documents), asked):
        paid.setdefault((at, gone), []).append((way, amount))
    for head in db.rows(HEADS.format(documents=documents), asked):
        key = (head[0], head[1])
        yield _document(head, lines.get(key, []), paid.get(key, []))


def _document(
    head: tuple[Any, ...], lines: list[tuple[str, int, int]], paid: list[tuple[str, int]]
) -> Voucher:  # fmt: skip
    at, gone, day, made_at, why, number, kind, *taxes, round_off, customer_id, name, phone, scheme, bill = head
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
        _party(who, settled), told, balanced(booked), number if gone else bill or number, at,
    )  # fmt: skip


def _party(who: Ledger, settled: list[tuple[Ledger, int]]) -> Ledger:
    """Whose document it is: the known customer's, else by what was paid most."""
    if who is not UNSETTLED and any(ledger == who for ledger, _amount in settled):
        return who
    return max(settled, key=lambda one: abs(one[1]), default=(UNSETTLED, 0))[0]


def _place(line: tuple[str, int, int]) -> tuple[int, int]:
    """What is taxed first by rate, then what is not."""
    return ORDER.index(Treatment(line[0])), line[1]
