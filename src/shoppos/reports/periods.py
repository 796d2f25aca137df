"""Of which days a question is asked: by name, from one day to another, or what lies around a day.

A year is the financial one, April to March, and a quarter one of its four; weeks begin on Monday.
"""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise

from shoppos.base.clock import Clock, day_of
from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.text import clean
from shoppos.reports.report import Period

SPANS = ("day", "week", "month", "quarter", "year")
APRIL = 4
MONTHS = 12
QUARTER = 3
"""Months of a quarter."""
LONGEST = 3660
"""Days of the longest period that may be asked for: ten years."""
YEARS = range(1990, 2200)
"""The years of which anybody asks: beyond them a day is a slip of the finger."""
ONE_DAY = dt.timedelta(days=1)
NAMES = (
    ("today", "day", 0), ("yesterday", "day", 1), ("this-week", "week", 0), ("last-week", "week", 1),
    ("this-month", "month", 0), ("last-month", "month", 1), ("this-quarter", "quarter", 0),
    ("last-quarter", "quarter", 1), ("this-year", "year", 0), ("last-year", "year", 1),
)  # fmt: skip
"""A name, what lies around the day, and how many of them before it."""
_LAST_DAYS = re.compile(r"last-(\d{1,4})-days", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TWO = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


def today(clock: Clock) -> dt.date:
    """The business day that it is now."""
    return day_of(clock.business_day(clock.ms()))


def around(day: dt.date, span: str) -> Period:
    """The day, week, month, quarter or financial year in which `day` lies."""
    if span == "day":
        return Period(day, day)
    if span == "week":
        monday = day - dt.timedelta(days=day.weekday())
        return Period(monday, monday + dt.timedelta(days=6))
    months = {"month": 1, "quarter": QUARTER, "year": MONTHS}[span]
    since_april = (day.month - APRIL) % MONTHS
    first = _months_on(day.replace(day=1), -(since_april % months))
    return Period(first, _months_on(first, months) - ONE_DAY)


def span_of(period: Period) -> str:
    """Which of SPANS it is, or "" for days that are none of them."""
    return next((span for span in SPANS if around(period.first, span) == period), "")


def before(period: Period, steps: int = 1) -> Period:
    """The one of its kind so many before it: of a day the same weekday a week before, of a month the month before."""
    for _step in range(steps):
        span = span_of(period)
        if span == "day":
            period = around(period.first - dt.timedelta(days=7), "day")
        elif span:
            period = around(period.first - ONE_DAY, span)
        else:
            period = period.before
    return period


def compared(period: Period, now: dt.date) -> Period:
    """With which days it is compared fairly: of one that still runs, as much of the one before as has passed of it."""
    other = before(period)
    if not period.first <= now < period.last:
        return other
    return Period(other.first, min(other.last, other.first + (now - period.first)))


def named(name: str, now: dt.date) -> Period:
    """The period called so: one of NAMES, "last-30-days", a day 2026-05-03, a month 2026-05 or a year 2026-27."""
    key = re.sub(r"[\s_]+", "-", clean(name, 40).casefold())
    for known, span, back in NAMES:
        if key == known:
            return around(now - ONE_DAY, "day") if known == "yesterday" else before(around(now, span), back)
    last = _LAST_DAYS.fullmatch(key)
    if last and 0 < int(last[1]) <= LONGEST:
        return Period(now - dt.timedelta(days=int(last[1]) - 1), now)
    if _DAY.fullmatch(key):
        return around(day(key), "day")
    two = _TWO.fullmatch(key)
    if two and 1 <= int(two[2]) <= MONTHS and int(two[1]) in YEARS:
        return around(dt.date(int(two[1]), int(two[2]), 1), "month")
    if two and int(two[1]) in YEARS and int(two[2]) == (int(two[1]) + 1) % 100:
        return around(dt.date(int(two[1]), APRIL, 1), "year")
    raise InvalidInput(
        _('There is no period called "{name}".').format(name=clean(name, 40)),
        _("Choose one of {names}, or write 2026-05-03, 2026-05 or 2026-27.").format(
            names=", ".join([known for known, _span, _back in NAMES] + ["last-30-days"])
        ),
        "period",
    )


def given(now: dt.date, span: str, name: str = "", since: str = "", until: str = "") -> Period:
    """What was asked for by name or by its ends (YYYY-MM-DD); with neither what lies around today."""
    if name and (since or until):
        raise InvalidInput(_("Name a period, or its first and last day, not both."), field="period")
    if name:
        return named(name, now)
    if not (since or until):
        return around(now, span)
    last = day(until) if until else max(now, day(since))
    first = day(since) if since else around(last, span).first
    if first > last:
        raise InvalidInput(
            _("{since} is after {until}.").format(since=first.isoformat(), until=last.isoformat()),
            _("Turn them round."),
            "period",
        )
    if (last - first).days >= LONGEST:
        raise InvalidInput(_("A report covers ten years at most."), _("Ask for fewer days."), "period")
    return Period(first, last)


def day(text: str) -> dt.date:
    """A day as YYYY-MM-DD."""
    try:
        found = dt.date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.year not in YEARS:
        raise InvalidInput(
            _("{text} is not a day.").format(text=clean(text, 40)), _("Write it like 2026-05-03."), "period"
        )
    return found


def days(period: Period) -> list[dt.date]:
    """Each of its days."""
    return [period.first + dt.timedelta(days=at) for at in range(period.days)]


def months(period: Period) -> list[Period]:
    """Its days by month; the first and the last may be no whole one."""
    firsts = [period.first]
    while (after := _months_on(firsts[-1].replace(day=1), 1)) <= period.last:
        firsts.append(after)
    ends = [(one, after - ONE_DAY) for one, after in pairwise(firsts)]
    return [Period(*ends_) for ends_ in [*ends, (firsts[-1], period.last)]]


def month_number(of: dt.date) -> int:
    """Its month as yyyymm."""
    return of.year * 100 + of.month


# -- in words


def names() -> tuple[tuple[str, str], ...]:
    """What can be asked for by name, with what each is called."""
    titles = (
        _("Today"), _("Yesterday"), _("This week"), _("Last week"), _("This month"), _("Last month"),
        _("This quarter"), _("Last quarter"), _("This financial year"), _("Last financial year"),
    )  # fmt: skip
    return tuple((key, title) for (key, _span, _back), title in zip(NAMES, titles, strict=True))


def month_name(number: int) -> str:
    """A month, 1 is January."""
    return (
        _("January"), _("February"), _("March"), _("April"), _("May"), _("June"), _("July"), _("August"),
        _("September"), _("October"), _("November"), _("December"),
    )[number - 1]  # fmt: skip


def month_short(number: int) -> str:
    """A month in few letters, for the foot of a chart."""
    return (
        _("Jan"), _("Feb"), _("Mar"), _("Apr"), _("May"), _("Jun"), _("Jul"), _("Aug"), _("Sep"), _("Oct"), _("Nov"),
        _("Dec"),
    )[number - 1]  # fmt: skip


def weekday(number: int) -> str:
    """A day of the week, 0 is Monday."""
    return (
        _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"),
    )[number]  # fmt: skip


def weekday_short(number: int) -> str:
    """A day of the week in few letters, 0 is Monday."""
    return (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))[number]


def day_said(one: dt.date) -> str:
    """A day as people say it: "3 May 2026"."""
    return f"{one.day} {month_name(one.month)} {one.year}"


def hour_said(hour: int) -> str:
    """An hour of the day by its ends: "18–19"."""
    return f"{hour}–{hour + 1}"


def said(period: Period) -> str:
    """The days in words: "Sun 3 May 2026", "May 2026", "2026-27", "3–9 May 2026", "28 May to 3 June 2026"."""
    span = span_of(period)
    if span == "day":
        return f"{weekday_short(period.first.weekday())} {day_said(period.first)}"
    if span == "month":
        return f"{month_name(period.first.month)} {period.first.year}"
    if span == "year":
        return f"{period.first.year}-{(period.first.year + 1) % 100:02d}"
    if period.first.year != period.last.year:
        return _("{since} to {until}").format(since=day_said(period.first), until=day_said(period.last))
    if period.first.month != period.last.month:
        since = f"{period.first.day} {month_name(period.first.month)}"
        return _("{since} to {until}").format(since=since, until=day_said(period.last))
    return f"{period.first.day}–{day_said(period.last)}"


def _months_on(first: dt.date, months: int) -> dt.date:
    """The first of a month so many months on."""
    at = first.year * MONTHS + first.month - 1 + months
    return dt.date(at // MONTHS, at % MONTHS + 1, 1)
