"""The day a document is booked on: the clock's, but never one before the till's newest bill, and never a closed one."""

import datetime as dt
from collections.abc import Sequence

from shoppos.base.clock import day_number, day_of
from shoppos.base.db import Database
from shoppos.base.i18n import _

LONG = dt.timedelta(days=60)
"""Longer than this between two bills is rather a wrong clock than a holiday."""


def last_day(db: Database) -> int:
    """The business day (yyyymmdd) of this till's newest bill; 0 before the first."""
    row = db.row("SELECT max(last_day) FROM series WHERE till = ?", (db.till,))
    return (row[0] if row else 0) or 0


def closed_day(db: Database, till: str = "") -> int:
    """The newest business day (yyyymmdd) that a till has closed, of this till where none is named; 0 before the first.

    All days up to it are closed with it.
    """
    row = db.row("SELECT max(business_date) FROM day_close WHERE till = ?", (till or db.till,))
    return (row[0] if row else 0) or 0


def first_open(db: Database) -> int:
    """The first business day (yyyymmdd) that this till has not closed; 0 where it never closed one."""
    closed = closed_day(db)
    return day_number(day_of(closed) + dt.timedelta(days=1)) if closed else 0


def booking_day(db: Database) -> int:
    """The business day (yyyymmdd) of what is written down now; it goes no more back than the bills' day does.

    What comes after the day was closed belongs to the next one.
    """
    return max(db.clock.business_day(db.clock.ms()), last_day(db), first_open(db))


def clock_warning(db: Database) -> str:
    """What to say of a clock that was put back behind the newest bill, or leapt far ahead of it; "" when it is well.

    A bill of tomorrow is well when today was closed.
    """
    last = last_day(db)
    if not last:
        return ""
    now = db.clock.business_day(db.clock.ms())
    late = last == first_open(db) and now == closed_day(db)
    today, newest = day_of(last if late else now), day_of(last)
    said = {"today": f"{day_of(now):%d-%m-%Y}", "last": f"{newest:%d-%m-%Y}"}
    if today < newest:
        return _(
            "The computer's clock shows {today}, the last bill is of {last}; bills keep the later day. "
            "Put the clock right."
        ).format(**said)
    if today > newest + LONG:
        return _(
            "The computer's clock shows {today}, the last bill is of {last}. If the clock is wrong, put it right "
            "before the next bill: its day cannot be taken back."
        ).format(**said)
    return ""


def leap_warning(db: Database, days: Sequence[int]) -> str:
    """What to say where one of the business days to be closed (yyyymmdd) lies long after all before it; "" else.

    A day's own bills prove nothing: the wrong clock made them too.
    """
    row = db.row("SELECT max(day) FROM sale_total WHERE till = ? AND day < ?", (db.till, days[0]))
    before = max((row[0] if row else 0) or 0, closed_day(db))
    for day in days:
        if before and day_of(day) > day_of(before) + LONG:
            return _("{day} is long after {last}, the last day before it on which this till sold.").format(
                day=f"{day_of(day):%d-%m-%Y}", last=f"{day_of(before):%d-%m-%Y}"
            )
        before = day
    return ""
