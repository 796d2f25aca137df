"""The cash of a till's drawer: what business days moved in it, what was put in and taken out, and whose turn it was."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from shoppos.base.file import Reader

EVER = 1 << 62
"""Milliseconds behind every moment."""
LAST_DAY = 99991231
"""A business day behind every other."""
_SPAN = "x.business_date BETWEEN :since AND :until AND x.made_at > :after AND x.made_at <= :at"
_OWN = f"{_SPAN} AND x.till = :till"
OF_TILL = (
    "({of}.till = :till OR ({of}.till IS NULL AND ((SELECT count(*) FROM till) = 1 OR {of}.made_at IN "
    "(SELECT j.hlc >> 16 FROM journal j WHERE j.till = :till "
    "AND j.kind IN ('khata.paid', 'advance.taken', 'bank.matched', 'bank.learned') AND j.seq > coalesce((SELECT s.seq "
    "FROM sale s WHERE s.state = 'done' AND s.business_date < :since AND s.till = :till "
    "ORDER BY s.business_date DESC, s.made_at DESC LIMIT 1), 0)))))"
)
"""Dues that the till has written. Of those written before tills were told with them, where there are several, the
till's own journal tells its own: what was taken there, and what was learned there from the bank.
"""
OF_SALES = (
    "SELECT coalesce(sum(p.amount), 0) FROM sale x INDEXED BY sale_day JOIN payment p ON p.sale_id = x.id "
    f"AND p.method = 'cash' WHERE x.state = 'done' AND {_OWN}"
)
"""Bills net of change, and credit notes below zero."""
OF_VOIDS = (
    "SELECT -coalesce(sum(p.amount), 0) FROM void x CROSS JOIN sale s ON s.id = x.sale_id CROSS JOIN payment p "
    f"ON p.sale_id = s.id AND p.method = 'cash' WHERE {_SPAN} AND coalesce(x.till, s.till) = :till"
)
"""From the few that were cancelled to their payments, never through all payments that were ever made."""
OF_DUES = (
    "SELECT -coalesce(sum(x.amount), 0) FROM khata_entry x WHERE x.kind = 'payment' AND x.method = 'cash' "
    f"AND {_SPAN} AND {OF_TILL.format(of='x')}"
)
OF_ORDERS, OF_DOORS = (
    f"SELECT coalesce(sum(x.amount), 0) FROM {table} x WHERE x.method = 'cash' AND {_OWN}"
    for table in ("advance", "cod_receipt")
)
OF_MOVEMENTS = f"SELECT coalesce(sum(iif(x.kind = 'in', x.amount, -x.amount)), 0) FROM cash_movement x WHERE {_OWN}"
KEPT = (OF_SALES, OF_VOIDS, OF_DUES, OF_ORDERS, OF_DOORS, OF_MOVEMENTS)
MOVEMENTS = (
    "SELECT x.kind, x.amount, x.reason, x.made_at, coalesce(e.name, ''), x.expense_id IS NOT NULL FROM cash_movement x "
    f"LEFT JOIN employee e ON e.id = x.employee_id WHERE {_OWN} ORDER BY x.rowid"
)
_OF_TURN = "FROM shift_count t WHERE t.shift_id = h.id"
TURNS = (
    "SELECT h.id, h.business_date, h.opened_at, h.opening, h.kept_before, coalesce(e.name, ''), c.made_at, c.expected, "
    "c.counted, c.reason, c.pieces, (SELECT count(*) FROM shift b WHERE b.till = h.till AND b.rowid <= h.rowid), "
    f"(SELECT count(*) {_OF_TURN}), (SELECT t.counted {_OF_TURN} ORDER BY t.rowid LIMIT 1), "
    f"(SELECT t.counted {_OF_TURN} ORDER BY t.rowid DESC LIMIT 1) "
    "FROM shift h LEFT JOIN shift_close c ON c.shift_id = h.id AND c.made_at <= :at "
    "LEFT JOIN employee e ON e.id = h.employee_id WHERE h.till = :till "
)
OF_DAY = (
    "AND h.opened_at <= :at AND (c.business_date = :until OR (c.shift_id IS NULL AND h.business_date <= :until)) "
    "ORDER BY h.rowid"
)


@dataclass(frozen=True, slots=True)
class Movement:
    """Cash put into the drawer (`kind` "in") or taken out of it ("out"), in paise, by whom and why.

    Of an `expense` the reason is its category.
    """

    kind: str
    amount: int
    reason: str
    made_at: dt.datetime
    employee: str
    expense: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """One employee's turn at the drawer, the till's `number`th, in paise; not ended while `closed_at` is None.

    `expected` is what had to be in the drawer at its end, or has to by now; `pieces` how many of each note and coin,
    by its paise, were counted. `counts` is how often somebody counted, `first` what they found first where that was
    more than once.
    """

    id: str
    number: int
    employee: str
    business_date: int
    opened_at: dt.datetime
    closed_at: dt.datetime | None
    opening: int
    expected: int
    counted: int | None = None
    reason: str = ""
    pieces: tuple[tuple[int, int], ...] = ()
    counts: int = 0
    first: int | None = None

    @property
    def over(self) -> int | None:
        """What was counted above what was expected, below zero when it is short; None before it ends."""
        return None if self.counted is None else self.counted - self.expected


def cash(db: Reader, till: str, since: int, until: int, *, after: int = -1, at: int = EVER) -> int:
    """What cash a till's drawer holds more by the business days from `since` to `until` (yyyymmdd), in paise.

    `after` and `at` narrow it to moments (milliseconds) above the one and up to the other.
    """
    span = {"till": till, "since": since, "until": until, "after": after, "at": at}
    return sum((db.row(sql, span) or (0,))[0] for sql in KEPT)


def movements(db: Reader, till: str, since: int, until: int, *, after: int = -1, at: int = EVER) -> list[Movement]:
    """What was put in and taken out on business days (yyyymmdd), in that order, narrowed as by `cash`."""
    span = {"till": till, "since": since, "until": until, "after": after, "at": at}
    rows = db.rows(MOVEMENTS, span)
    return [
        Movement(kind, amount, reason, db.clock.at(made_at), name, bool(expense))
        for kind, amount, reason, made_at, name, expense in rows
    ]


def turns(db: Reader, till: str, day: int, *, at: int = EVER) -> list[Turn]:
    """The turns that ended on a business day (yyyymmdd), and the one that had not ended at `at` milliseconds."""
    rows = db.rows(TURNS + OF_DAY, {"till": till, "until": day, "at": at})
    return [_turn(db, till, row, day, at) for row in rows]


def opened(db: Reader, till: str, day: int = 0) -> Turn | None:
    """The turn that goes on at a till's drawer, None for none.

    With a business day (yyyymmdd) it says what has to be in the drawer now, also what was booked on a later day before
    the clock was put back; without one nothing is summed, and `expected` is what it began with.
    """
    rows = db.rows(f"{TURNS} AND c.shift_id IS NULL ORDER BY h.rowid DESC LIMIT 1", {"till": till, "at": EVER})
    return _turn(db, till, rows[0], LAST_DAY if day else 0, EVER) if rows else None


def turn(db: Reader, shift_id: bytes) -> Turn | None:
    """A turn by its id, None for none."""
    row = db.row("SELECT till, business_date FROM shift WHERE id = ?", (shift_id,))
    if row is None:
        return None
    rows = db.rows(f"{TURNS} AND h.id = :id", {"till": row[0], "at": EVER, "id": shift_id})
    return _turn(db, row[0], rows[0], 0, EVER)


def _turn(db: Reader, till: str, row: tuple[Any, ...], day: int, at: int) -> Turn:
    """A turn as it is stored; what has to be in its drawer is summed only while it goes on."""
    shift_id, began, opened_at, opening, before, name, closed_at, expected, counted, reason, pieces, *rest = row
    number, refused, first, latest = rest
    counts = refused + (counted is not None and counted != latest)  # to say why is not to count again
    if closed_at is None:
        expected = opening + (cash(db, till, began, max(day, began), at=at) - before if day else 0)
    return Turn(
        shift_id.hex(), number, name, began, db.clock.at(opened_at),
        None if closed_at is None else db.clock.at(closed_at), opening, expected, counted, reason or "",
        tuple(sorted(((int(paise), count) for paise, count in json.loads(pieces or "{}").items()), reverse=True)),
        counts, first if counts > 1 else None,
    )  # fmt: skip
