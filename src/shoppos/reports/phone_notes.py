"""What a report that travels says beside its figures: which one it is, what is missing, and when the next is due."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

from shoppos.base.clock import day_number, day_of
from shoppos.base.i18n import _, ngettext
from shoppos.base.money import rupees
from shoppos.base.text import clean
from shoppos.reports import deliveries, openings, periods, totals, unclosed
from shoppos.reports.report import Column, Kind, Line, Link, Table
from shoppos.rules.report_places import DAY, FAILED, MONTH, OPENED, OWED, WEEK

if TYPE_CHECKING:
    from shoppos.base.file import Reader
    from shoppos.reports.deliveries import Travelling, Way
    from shoppos.reports.z import ClosedDay

LATE = 12
"""Hours after which a report that has not come is late."""
WEEKS = 4
"""How many weeks back it is looked on which days the shop sells."""
RECENT = 20
"""Among how many reports the newest of another till is looked for."""
UNSENT = 5
"""So many reports on their way are named one by one."""


# -- what somebody has to see to


def alerts(db: Reader, one: Travelling, closed: ClosedDay | None) -> list[str]:
    """Cash over or short, a drawer opened unsold, days not closed, wrong books, another UPI id, reports not arrived."""
    found = [drawer_said(closed)] if closed is not None and closed.reading.over else []
    found += recounted_said(closed) + counted_by_others(db, closed) if closed is not None else []
    found += openings.alerts(openings.listed(db, *one.period.span, closed.till)) if closed is not None else []
    found += _not_closed(db, one)
    books = db.row("SELECT agrees, fault, made_at FROM books_check ORDER BY made_at DESC, id DESC LIMIT 1")
    if books and not books[0]:
        day = f"{db.clock.at(books[2]):%d-%m-%Y}"
        found.append(_("The books do not agree ({date}). {fault}").format(date=day, fault=clean(books[1], 300)))
    return [*found, *_changed_upi(db, one), *_not_arrived(db, one)]


def drawer_said(closed: ClosedDay) -> str:
    """By how much the drawer was over or short, and the reason that was given."""
    reading = closed.reading
    over = reading.over or 0
    said = _("The drawer was {amount} short") if over < 0 else _("The drawer was {amount} over")
    sentence = said.format(amount=rupees(abs(over)))
    return f"{sentence}: {clean(reading.difference_reason)}" if reading.difference_reason else f"{sentence}."


def recounted_said(closed: ClosedDay) -> list[str]:
    """Whose drawer was counted more than once, and what was found first."""
    said = _("{name}'s drawer was counted {count} times, first {amount}.")
    return [
        said.format(name=clean(turn.employee, 60), count=turn.counts, amount=rupees(turn.first))
        for turn in closed.reading.turns
        if turn.first is not None
    ]


def counted_by_others(db: Reader, closed: ClosedDay) -> list[str]:
    """Whose drawer somebody else has counted, where it did not agree."""
    said = _("{name}'s drawer was counted by {counter}.")
    found: list[str] = []
    for turn in (one for one in closed.reading.turns if one.over):
        row = db.row(
            "SELECT e.name FROM shift_close c JOIN shift h ON h.id = c.shift_id AND h.employee_id <> c.employee_id "
            "JOIN employee e ON e.id = c.employee_id WHERE c.shift_id = ?",
            (bytes.fromhex(turn.id),),
        )
        if row is not None:
            found.append(said.format(name=clean(turn.employee, 60), counter=clean(row[0], 60)))
    return found


def _not_closed(db: Reader, one: Travelling) -> list[str]:
    """Days that were over and that a till had not closed; of a day's own report those before it, at other tills."""
    last = one.period.last - periods.ONE_DAY if one.kind == DAY else one.period.last
    days = unclosed.unclosed(db, day_number(last), one.till if one.kind == DAY else "")
    return [f"{said}." for said in unclosed.elsewhere_said(days)]


def _changed_upi(db: Reader, one: Travelling) -> list[str]:
    """To which UPI id money goes from now on, where that was changed: a usual way to steal."""
    start, end = _span(db, one)
    rows = db.rows(
        "SELECT upi FROM letterhead WHERE made_at < :end AND made_at >= coalesce((SELECT max(made_at) FROM letterhead "
        "WHERE made_at < :start), 0) ORDER BY id",
        {"start": start, "end": end},
    )
    if len(rows) < 2 or rows[0][0] == rows[-1][0]:  # noqa: PLR2004  (before and after)
        return []
    said = _(
        "The UPI id to which customers pay was changed from {before} to {after}. If it was not you, call the shop."
    )
    return [said.format(before=clean(rows[0][0]) or "–", after=clean(rows[-1][0]) or "–")]


def _not_arrived(db: Reader, one: Travelling) -> list[str]:
    """Reports before this one that failed somewhere: they do not come by themselves."""
    return [
        _("{report} ({day}) has not reached {place}. {why}").format(
            report=deliveries.name_of(way.report), day=_short(way.report.period.last), place=clean(way.place.name, 40),
            why=clean(way.error, 160),
        ).rstrip()
        for way in _before(db, one, (FAILED,))[:UNSENT]
    ]  # fmt: skip


def _on_their_way(db: Reader, one: Travelling) -> list[str]:
    """Reports before this one that still waited when it was made."""
    names = dict.fromkeys(
        f"{deliveries.name_of(way.report)} ({_short(way.report.period.last)})"
        for way in _before(db, one, (OWED, OPENED))
    )
    if not names:
        return []
    said = _("When this was made, these were still on their way: {reports}.")
    told = [said.format(reports=", ".join(list(names)[:UNSENT]))]
    more = len(names) - UNSENT
    return (
        [*told, ngettext("{n} more report waits.", "{n} more reports wait.", more).format(n=more)] if more > 0 else told
    )


def _before(db: Reader, one: Travelling, states: tuple[str, ...]) -> list[Way]:
    return [way for way in deliveries.ways(db, states) if way.report.made_at < one.made_at]


# -- which one it is


def which(db: Reader, one: Travelling) -> list[str]:
    """The number of the report and of its Z, those before them, and when the next is due."""
    if not one.sequence:
        return [_("This is a trial of today so far. It has no number, and more may be sold today.")]
    parts = [_("{report}, {z}.").format(report=deliveries.name_of(one), z=_z(one))]
    before = [other for other in _lately(db, one) if other.sequence == one.sequence - 1]
    if not before and one.sequence > 1:
        parts.append(_("The one before it was sent nowhere: no place was set up then, so none is missing."))
    elif before:
        parts.append(
            _(
                "The one before it is number {number} of {day}, {z}. If you do not have it, it did not reach you."
            ).format(number=before[0].sequence, day=_short(before[0].period.last), z=_z(before[0]))
        )
    else:
        parts.append(_first(db, one))
    return [" ".join(parts), next_due(db, one)]


def _sent_out(db: Reader, one: Travelling, found: list[Travelling]) -> list[Travelling]:
    """Those of them that were ever owed to a place: nobody misses another, where this one itself goes to one."""
    owed = {row[0] for row in db.rows(
        "SELECT DISTINCT report_id FROM delivery WHERE report_id IN (SELECT unhex(value) FROM json_each(?))",
        (json.dumps([each.id.hex() for each in (*found, one)]),),
    )}  # fmt: skip
    return [each for each in found if each.id in owed or each.id == one.id] if one.id in owed else found


def _first(db: Reader, one: Travelling) -> str:
    """That none of its kind came before it; of a till that is new, which one another till sent last."""
    others = [] if one.kind != DAY else [
        other
        for other in _sent_out(db, one, deliveries.latest(db, RECENT, kind=DAY, until=day_number(one.period.last)))
        if other.till != one.till and other.id < one.id
    ]  # fmt: skip
    if not others:
        return _("It is the first of its kind: none came before it.")
    said = _(
        "It is the first of its till. The newest of another till is {report} of {day}, {z}. "
        "If you do not have it, it did not reach you."
    )
    last = others[0]
    return said.format(report=deliveries.name_of(last), day=_short(last.period.last), z=_z(last))


def next_due(db: Reader, one: Travelling) -> str:
    """When the next of its kind is due, and what to do when it does not come."""
    told = {"day": _named(_next_day(db, one)), "hours": LATE}
    said = {
        DAY: _("The next one is due when {day} is closed. If it has not come {hours} hours later, ask the shop."),
        WEEK: _("The next one is due when the first day after {day} is closed. If it has not come then, ask the shop."),
        MONTH: _(
            "The next one is due when the first day after {day} is closed. If it has not come then, ask the shop."
        ),
    }[one.kind]
    return said.format(**told)


def _next_day(db: Reader, one: Travelling) -> dt.date:
    """The next day on which the shop sells, as its last weeks tell; of a week or month the end of the next one."""
    last = one.period.last
    if one.kind != DAY:
        return periods.around(last + periods.ONE_DAY, one.kind).last
    since = last - dt.timedelta(weeks=WEEKS)
    days = {day_of(row[0]) for row in db.rows(
        "SELECT DISTINCT day FROM sale_total WHERE day BETWEEN ? AND ?", (day_number(since), day_number(last))
    )}  # fmt: skip
    sold_on = {day.weekday() for day in days}
    if days and min(days) <= last - dt.timedelta(weeks=2):
        for ahead in range(1, 8):
            if (last + dt.timedelta(days=ahead)).weekday() in sold_on:
                return last + dt.timedelta(days=ahead)
    return last + periods.ONE_DAY


def lately(db: Reader, one: Travelling) -> Table:
    """The last reports of its kind with their numbers, so that the receiver sees which one did not come."""
    columns = (
        Column("report", _("Report"), Kind.WHOLE), Column("day", _("Day") if one.kind == DAY else _("Until"), Kind.DAY),
        Column("z", _("Z"), Kind.WHOLE), Column("sales", _("Sales"), Kind.MONEY),
    )  # fmt: skip
    lines = tuple(
        Line(
            (other.sequence, day_number(other.period.last), other.number or None,
             totals.of_period(db, *other.period.span, other.till if one.kind == DAY else "").net),
            Link("report", "day", period=other.period),
        )
        for other in _lately(db, one)
    )  # fmt: skip
    return Table(columns, lines, _("The last reports: one that you do not have did not reach you"))


def _lately(db: Reader, one: Travelling) -> list[Travelling]:
    if not one.sequence:
        return []
    last = day_number(one.period.last)
    till = one.till if one.kind == DAY else ""
    found = deliveries.latest(db, deliveries.LATELY, kind=one.kind, till=till, until=last)
    return _sent_out(db, one, found)


# -- what is not done yet


def undone(db: Reader, one: Travelling, closed: ClosedDay | None) -> list[str]:
    """What waited when the day was closed, which tills are still open, and whether the books agree."""
    found = list[str]()
    if closed is not None:
        papers, messages, reports = closed.reading.unsent
        waits = [
            ngettext("{n} paper is not printed yet", "{n} papers are not printed yet", papers).format(n=papers),
            ngettext("{n} message is not sent yet", "{n} messages are not sent yet", messages).format(n=messages),
            ngettext("{n} report is not sent yet", "{n} reports are not sent yet", reports).format(n=reports),
        ]  # fmt: skip
        counted = [said for said, count in zip(waits, (papers, messages, reports), strict=True) if count]
        found.append(
            _("When the day was closed: {waiting}.").format(waiting=", ".join(counted))
            if counted
            else _("When the day was closed, nothing waited to be printed or sent.")
        )
    found += _on_their_way(db, one)
    books = db.row("SELECT agrees, made_at FROM books_check ORDER BY made_at DESC, id DESC LIMIT 1")
    if books is None:
        found.append(_("The books were not checked yet."))
    elif books[0]:
        found.append(_("The books agree ({date}).").format(date=f"{db.clock.at(books[1]):%d-%m-%Y}"))
    open_tills = _open_tills(db, one)
    if open_tills:
        said = (
            _("Not closed yet: till {tills}. What it sells is in its own report.")
            if one.kind == DAY
            else _("Not closed yet: till {tills}. What it sells later is in its own report.")
        )
        found.append(said.format(tills=", ".join(open_tills)))
    return found


def _open_tills(db: Reader, one: Travelling) -> list[str]:
    """Other tills that sold on the last day of it and have not closed it."""
    last = day_number(one.period.last)
    rows = db.rows(
        "SELECT DISTINCT till FROM sale_total WHERE day = ? AND till <> ? AND NOT EXISTS (SELECT 1 FROM day_close c "
        "WHERE c.till = sale_total.till AND c.business_date >= ?) ORDER BY till",
        (last, one.till, last),
    )
    return [row[0] for row in rows]


def _span(db: Reader, one: Travelling) -> tuple[int, int]:
    """The first millisecond of its days, and the first after them."""
    start = dt.time(hour=db.clock.day_start)
    ends = (one.period.first, one.period.last + periods.ONE_DAY)
    first, after = (int(dt.datetime.combine(day, start, db.clock.zone).timestamp() * 1000) for day in ends)
    return first, after


def _z(one: Travelling) -> str:
    return _("Z {number}").format(number=one.number) if one.number else _("no Z")


def _short(day: dt.date) -> str:
    return f"{day:%d-%m-%Y}"


def _named(day: dt.date) -> str:
    return f"{periods.weekday(day.weekday())} {day:%d-%m-%Y}"
