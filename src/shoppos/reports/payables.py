"""What the shop owes its suppliers: each one's sum, how old it is, and a statement line by line."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shoppos.base.clock import day_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shoppos.base.file import Reader

AGES = (30, 60, 90)
"""Days that part what is owed: up to 30, to 60, to 90, and longer."""
ENTRIES = (
    "SELECT e.supplier_id, s.name, e.business_date, e.amount FROM supplier_entry e "
    "JOIN supplier s ON s.id = e.supplier_id ORDER BY s.name COLLATE NOCASE, e.supplier_id, e.id"
)
STATEMENT = (
    "SELECT e.business_date, e.kind, coalesce(p.number, ''), coalesce(p.bill_number, ''), e.method, e.reference, "
    "e.amount FROM supplier_entry e LEFT JOIN purchase p ON p.id = e.doc_id WHERE e.supplier_id = ? ORDER BY e.id"
)


@dataclass(frozen=True, slots=True)
class Payable:
    """What one supplier is owed in paise, and of it what is up to 30, 60, 90 days old, and older.

    `owed` below zero is an advance; then no age is told.
    """

    supplier_id: bytes
    name: str
    owed: int
    ages: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a supplier's account: what it is, the shop's number and the supplier's, paise, and the sum then."""

    day: dt.date
    kind: str
    number: str
    bill_number: str
    method: str
    reference: str
    amount: int
    balance: int


def owed(db: Reader, *, every: bool = False) -> list[Payable]:
    """What is owed to whom, by name; with `every` also those who are owed nothing. Payments settle the oldest first."""
    today = day_of(db.clock.business_day(db.clock.ms()))
    by: dict[tuple[bytes, str], list[tuple[int, int]]] = {}
    for supplier_id, name, day, amount in db.rows(ENTRIES):
        by.setdefault((supplier_id, name), []).append((day, amount))
    found = [
        Payable(supplier_id, name, sum(amount for _day, amount in entries), aged(entries, today))
        for (supplier_id, name), entries in by.items()
    ]
    return [one for one in found if one.owed or every]


def aged(entries: Iterable[tuple[int, int]], today: dt.date) -> tuple[int, int, int, int]:
    """How old what is owed is: pairs of a day (yyyymmdd) and paise, owed above and settled below zero."""
    entries = list(entries)
    settled = -sum(amount for _day, amount in entries if amount < 0)
    ages = [0] * (len(AGES) + 1)
    for day, amount in sorted(entry for entry in entries if entry[1] > 0):
        rest = max(amount - settled, 0)
        settled = max(settled - amount, 0)
        old = (today - day_of(day)).days
        ages[sum(old > age for age in AGES)] += rest
    return ages[0], ages[1], ages[2], ages[3]


def statement(db: Reader, supplier_id: bytes) -> list[Entry]:
    """Every line of a supplier's account, the oldest first."""
    balance, found = 0, list[Entry]()
    for day, kind, number, bill, method, reference, amount in db.rows(STATEMENT, (supplier_id,)):
        balance += amount
        found.append(Entry(day_of(day), kind, number, bill, method, reference, amount, balance))
    return found
