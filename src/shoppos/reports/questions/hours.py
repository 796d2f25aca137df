"""When the shop is busy: the hours of the week, as a map whose warmth is money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.clock import day_of
from shoppos.base.i18n import _
from shoppos.base.money import half_up
from shoppos.reports import findings, periods, sold
from shoppos.reports.charts import Chart, Series
from shoppos.reports.report import Asked, Column, Figure, Kind, Line, Link, Question, Report, Table, total

if TYPE_CHECKING:
    import datetime as dt

    from shoppos.base.file import Reader
    from shoppos.reports.report import Period

WEEK = 7
DAY_HOURS = 24
BUSIEST = 10
"""How many hours are named."""
Hours = dict[tuple[int, int], tuple[int, int]]
"""By weekday (0 is Monday) and hour: how many bills, and what they came to in paise."""


def question() -> Question:
    """The busiest hours."""
    return Question(
        "hours", _("Peak hours"), _("When is the shop busy, and when is one person enough?"), _("Sales"), ask,
        (findings.till_choice(), findings.employee_choice()), span="month",
    )  # fmt: skip


def ask(db: Reader, asked: Asked) -> Report:
    """What was billed in each hour of the week, before anything came back."""
    period, hours = asked.period, _hours(db, asked)
    if not hours:
        nothing = findings.nothing_sold(db, period)
        return Report(
            "hours", _("Peak hours"), period, nothing, (_by_hour({}, [], period), _by_weekday({}, period, period.last))
        )
    order = _order(hours, db.clock.day_start)
    whole = sum(amount for _bills, amount in hours.values())
    peak = max(hours, key=lambda key: (hours[key][1], -key[0], -order.index(key[1])))
    finding = _finding(peak, hours[peak][1], whole, period)
    bills, amount = hours[peak]
    figures = (
        Figure(_("In the busiest hour"), amount, link=_bills_of(peak[0], peak[1], period)),
        Figure(_("Bills in the busiest hour"), bills, Kind.WHOLE, link=_bills_of(peak[0], peak[1], period)),
        Figure(_("Billed altogether"), whole, link=Link("report", "bills", period=period)),
    )
    tables = (
        _busiest(hours, whole, period),
        _by_hour(hours, order, period),
        _by_weekday(hours, period, periods.today(db.clock)),
    )
    note = _("Counted by the clock of the bill; what was cancelled or came back later is not taken off.")
    return Report("hours", _("Peak hours"), period, finding, tables, figures, (_map(hours, order, finding),), (note,))


def _hours(db: Reader, asked: Asked) -> Hours:
    found: Hours = {}
    for (day, hour), one in sold.by(db, asked.period, "day", "hour", only=asked).items():
        if one.bills:
            key = (day_of(day).weekday(), hour)
            bills, amount = found.get(key, (0, 0))
            found[key] = (bills + one.bills, amount + one.payable)
    return found


def _order(hours: Hours, day_start: int) -> list[int]:
    """The hours from the first to the last in which anything was sold, from the start of the business day on."""
    used = {(hour - day_start) % DAY_HOURS for _weekday, hour in hours}
    return [(at + day_start) % DAY_HOURS for at in range(min(used), max(used) + 1)]


def _finding(peak: tuple[int, int], amount: int, whole: int, period: Period) -> str:
    told = {
        "weekday": periods.weekday(peak[0]), "hour": periods.hour_said(peak[1]),
        "percent": findings.percent(findings.share(amount, whole)),
    }  # fmt: skip
    if periods.span_of(period) == "week":
        return _("{weekday} {hour} was the busiest hour: {percent} of the week's sales.").format(**told)
    if period.days == 1:
        return _("{hour} was the busiest hour: {percent} of the day's sales.").format(**told)
    return _("{weekday} {hour} is your busiest hour: {percent} of all sales.").format(**told)


def _map(hours: Hours, order: list[int], said: str) -> Chart:
    series = tuple(
        Series(periods.weekday_short(day), tuple(hours.get((day, hour), (0, 0))[1] for hour in order))
        for day in range(WEEK)
    )
    return Chart("heat", _("Sales by weekday and hour"), tuple(str(hour) for hour in order), series, said)


def _busiest(hours: Hours, whole: int, period: Period) -> Table:
    columns = (
        Column("weekday", _("Weekday")), Column("hour", _("Hour")), Column("bills", _("Bills made"), Kind.WHOLE),
        Column("billed", _("Billed"), Kind.MONEY), Column("share", _("Of all"), Kind.PERCENT),
    )  # fmt: skip
    ranked = sorted(hours, key=lambda key: (-hours[key][1], key))[:BUSIEST]
    lines = tuple(
        Line(
            (periods.weekday(key[0]), periods.hour_said(key[1]), *hours[key], findings.share(hours[key][1], whole)),
            _bills_of(*key, period),
        )
        for key in ranked
    )
    return Table(columns, lines, _("The busiest hours"))


def _by_hour(hours: Hours, order: list[int], period: Period) -> Table:
    columns = (
        Column("hour", _("Hour")), Column("bills", _("Bills made"), Kind.WHOLE, total=True),
        Column("billed", _("Billed"), Kind.MONEY, total=True), Column("average", _("Average bill"), Kind.MONEY),
        *(Column(f"day{at + 1}", periods.weekday_short(at), Kind.MONEY, total=True) for at in range(WEEK)),
    )  # fmt: skip
    lines: list[Line] = []
    for hour in order:
        each = [hours.get((day, hour), (0, 0)) for day in range(WEEK)]
        bills, amount = sum(one[0] for one in each), sum(one[1] for one in each)
        average = half_up(amount, bills) if bills else None
        link = Link("report", "bills", {"hour": str(hour)}, period)
        lines.append(Line((periods.hour_said(hour), bills, amount, average, *(one[1] for one in each)), link))
    told = tuple(lines)
    return Table(columns, told, _("By hour"), total(columns, told, _("Total")) if told else None)


def _by_weekday(hours: Hours, period: Period, now: dt.date) -> Table:
    columns = (
        Column("weekday", _("Weekday")), Column("days", _("Days"), Kind.WHOLE, total=True),
        Column("bills", _("Bills made"), Kind.WHOLE, total=True), Column("billed", _("Billed"), Kind.MONEY, total=True),
        Column("a_day", _("A day"), Kind.MONEY),
    )  # fmt: skip
    counted = [0] * WEEK
    for day in periods.days(period):
        counted[day.weekday()] += day <= now
    lines: list[Line] = []
    for at in range(WEEK if hours else 0):
        each = [value for (weekday, _hour), value in hours.items() if weekday == at]
        bills, amount = sum(one[0] for one in each), sum(one[1] for one in each)
        a_day = half_up(amount, counted[at]) if counted[at] else None
        link = Link("report", "bills", {"weekday": str(at + 1)}, period)
        lines.append(Line((periods.weekday(at), counted[at], bills, amount, a_day), link))
    told = tuple(lines)
    return Table(columns, told, _("By weekday"), total(columns, told, _("Total")) if told else None)


def _bills_of(weekday: int, hour: int, period: Period) -> Link:
    return Link("report", "bills", {"weekday": str(weekday + 1), "hour": str(hour)}, period)
