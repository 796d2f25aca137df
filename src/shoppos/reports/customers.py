"""Customers told: what each bought and likes to buy, who has a birthday, which cards may be one person's."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shoppos.base.clock import day_of
from shoppos.base.text import fold
from shoppos.reports.one_person import cards, marks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shoppos.base.file import Reader

WEEK = 7
HALF = 5
"""Digits of half a mobile number."""
STANDS = "state = 'done' AND NOT EXISTS (SELECT 1 FROM void v WHERE v.sale_id = s.id) AND s.customer_id IN ({cards})"


@dataclass(frozen=True, slots=True)
class Bought:
    """One thing a customer buys: its code and name, how many bills had it, and how much in thousandths."""

    code: str
    name: str
    unit: str
    bills: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Visit:
    """One bill or credit note of a customer; `payable` in paise, below zero for a credit note."""

    number: str
    day: dt.date
    payable: int
    kind: str


@dataclass(frozen=True, slots=True)
class History:
    """What a customer bought: bills that stand, their worth less what came back, both in paise, and the last visits."""

    bills: int
    total: int
    average: int
    first: dt.date | None
    last: dt.date | None
    visits: tuple[Visit, ...]
    most: tuple[Bought, ...]


@dataclass(frozen=True, slots=True)
class PointsLine:
    """One line of a points statement: its day, kind, a bill's number or "", points, and how many there are then."""

    day: dt.date
    kind: str
    number: str
    points: int
    balance: int


@dataclass(frozen=True, slots=True)
class Birthday:
    """Whose birthday comes: the next one's day, name and phone."""

    customer_id: bytes
    day: dt.date
    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class Twin:
    """Two cards that may be one person's, the older first: id, name and phone of each, and `why` (name or phone)."""

    first: tuple[bytes, str, str]
    second: tuple[bytes, str, str]
    why: str


def history(db: Reader, customer_id: bytes, visits: int = 10, most: int = 10) -> History:
    """The buying history of all cards of a person."""
    found = cards(db, customer_id)
    stands = STANDS.format(cards=marks(found))
    rows = db.rows(
        "SELECT s.number, s.business_date, iif(s.kind = 'CREDIT NOTE', -s.payable, s.payable), s.kind FROM sale s "
        f"WHERE {stands} ORDER BY s.business_date DESC, s.made_at DESC",
        found,
    )
    all_visits = [Visit(number, day_of(day), payable, kind) for number, day, payable, kind in rows]
    bills = [one for one in all_visits if one.kind != "CREDIT NOTE"]
    things = db.rows(
        "SELECT l.code, l.name, l.unit, count(DISTINCT s.id) FILTER (WHERE s.kind <> 'CREDIT NOTE'), "
        "sum(iif(s.kind = 'CREDIT NOTE', -l.quantity, l.quantity)) AS much FROM sale s "
        f"JOIN sale_line l ON l.sale_id = s.id WHERE {stands} GROUP BY l.product_id HAVING much > 0 "
        "ORDER BY 4 DESC, much DESC LIMIT ?",
        (*found, most),
    )
    total = sum(one.payable for one in all_visits)
    return History(
        len(bills), total, total // len(bills) if bills else 0, bills[-1].day if bills else None,
        bills[0].day if bills else None, tuple(all_visits[:visits]), tuple(Bought(*row) for row in things),
    )  # fmt: skip


def points(db: Reader, customer_id: bytes) -> list[PointsLine]:
    """Every line of a person's points, oldest first; what only moved from card to card is left out."""
    found = cards(db, customer_id)
    rows = db.rows(
        "SELECT e.business_date, e.kind, coalesce(s.number, ''), e.points FROM points_entry e "
        f"LEFT JOIN sale s ON s.id = e.doc_id WHERE e.customer_id IN ({marks(found)}) AND e.kind <> 'merged' "
        "ORDER BY e.id",
        found,
    )
    balance, lines = 0, list[PointsLine]()
    for day, kind, number, count in rows:
        balance += count
        lines.append(PointsLine(day_of(day), kind, number, count, balance))
    return lines


def birthdays(db: Reader, today: dt.date, days: int = WEEK) -> list[Birthday]:
    """Whose birthday is within the next `days` days, today's first; one of 29 February has it on 1 March else."""
    rows = db.rows(
        "SELECT c.id, t.birthday, p.name, p.phone FROM customer_terms t JOIN customer c ON c.id = t.customer_id "
        "JOIN personal p ON p.id = c.personal_id WHERE t.birthday <> '' AND c.active = 1"
    )
    found = [Birthday(row[0], _next(row[1], today), row[2], row[3]) for row in rows]
    near = [one for one in found if (one.day - today).days < days]
    return sorted(near, key=lambda one: (one.day, one.name))


def _next(birthday: str, today: dt.date) -> dt.date:
    """The next day of that birthday (MM-DD), today included."""
    month, day = int(birthday[:2]), int(birthday[3:])
    return min(found for year in (today.year, today.year + 1) if (found := _in(year, month, day)) >= today)


def _in(year: int, month: int, day: int) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return dt.date(year, 3, 1)


def twins(db: Reader) -> list[Twin]:
    """Cards that may be one person's: same name and PIN code, or same first name and a phone with one other digit."""
    rows = db.rows(
        "SELECT c.id, p.name, p.phone, p.pin_code FROM customer c JOIN personal p ON p.id = c.personal_id "
        "WHERE c.active = 1 AND p.name <> '' ORDER BY c.id"
    )
    people = [(row[0], row[1], row[2], fold(row[1]), row[3]) for row in rows]
    same: dict[tuple[str, str], list[int]] = defaultdict(list)
    near: dict[str, list[int]] = defaultdict(list)
    for at, (_id, _name, phone, folded, pin_code) in enumerate(people):
        if pin_code:
            same[folded, pin_code].append(at)
        if phone:
            near[folded.split()[0] if folded else ""].append(at)
    pairs: dict[tuple[int, int], str] = {}
    for group in near.values():
        pairs.update(dict.fromkeys(_one_digit_apart([(at, people[at][2]) for at in group]), "phone"))
    for group in same.values():
        pairs.update({(group[0], other): "name" for other in group[1:]})
    return [Twin(people[a][:3], people[b][:3], why) for (a, b), why in sorted(pairs.items())]


def _one_digit_apart(phones: list[tuple[int, str]]) -> Iterator[tuple[int, int]]:
    """The pairs of which one phone was typed with one other digit: one half of both is the same."""
    for half in (slice(None, HALF), slice(HALF, None)):
        alike: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for at, phone in phones:
            for other, before in alike[phone[half]]:
                if sum(a != b for a, b in zip(before, phone, strict=False)) == 1:
                    yield other, at
            alike[phone[half]].append((at, phone))
