"""How customers pay: what came in by each way, net of change and of what was given back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.clock import day_number
from shoppos.base.i18n import _
from shoppos.base.money import rupees
from shoppos.reports import findings, periods, sold
from shoppos.reports.charts import Chart, Series
from shoppos.reports.report import Asked, Column, Figure, Kind, Line, Link, Question, Report, Table, total
from shoppos.rules.methods import METHODS, label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shoppos.base.file import Reader
    from shoppos.reports.report import Period

MOST_DAYS = 62
"""More days than these are shown by month."""
Ways = dict[str, tuple[int, int]]
"""By method: how many bills, and paise."""


def question() -> Question:
    """How it was paid."""
    return Question("methods", _("Ways to pay"), _("How do customers pay?"), _("Money"), ask, (findings.till_choice(),))


def ask(db: Reader, asked: Asked) -> Report:
    """What each way to pay brought in, and on which day."""
    period = asked.period
    other = periods.compared(period, periods.today(db.clock))
    now, was = sums(db, period, asked), sums(db, other, asked)
    if not now:
        finding = findings.nothing_sold(db, period)
        return Report("methods", _("Ways to pay"), period, finding, (table(now, was, period),))
    whole = sum(amount for _bills, amount in now.values())
    finding = _finding(now, whole, period)
    figures = tuple(
        Figure(label(way), now[way][1], was=was.get(way, (0, 0))[1] if was else None,
               link=Link("report", "bills", {"method": way}, period))
        for way in now
    )  # fmt: skip
    note = _("On credit is what customers took on khata or pay at the door; dues paid later are not in it.")
    tables = (table(now, was, period), _by_day(db, asked, list(now)))
    return Report(
        "methods", _("Ways to pay"), period, finding, tables, figures, (chart(now, finding),),
        (note,) if {"khata", "cod"} & set(now) else (),
    )  # fmt: skip


def sums(db: Reader, period: Period, only: Asked | None = None) -> Ways:
    """What each way brought in, in the order in which they are offered."""
    found: Ways = {}
    for (_day, way), (bills, amount) in sold.methods(db, period, only).items():
        before = found.get(way, (0, 0))
        found[way] = (before[0] + bills, before[1] + amount)
    return {way: found[way] for way in sorted(found, key=_place)}


def _place(way: str) -> tuple[int, str]:
    return (METHODS.index(way) if way in METHODS else len(METHODS), way)


def _finding(now: Ways, whole: int, period: Period) -> str:
    if whole <= 0:
        back = _("{period}: no more came in than went back; {amount} in all.")
        return back.format(period=periods.said(period), amount=rupees(whole))
    most = max(now, key=lambda way: now[way][1])
    told = {
        "way": label(most), "percent": findings.percent(findings.share(now[most][1], whole)),
        "amount": rupees(whole), "period": periods.said(period),
    }  # fmt: skip
    return _("{way} is the way most is paid: {percent} of {amount} ({period}).").format(**told)


def table(
    now: Mapping[str, tuple[int, int]], was: Mapping[str, tuple[int, int]], period: Period, title: str = ""
) -> Table:
    """Each way with its bills, its money, its part of the whole, and what it was before."""
    columns = (
        Column("method", _("Paid by")), Column("bills", _("Bills made"), Kind.WHOLE),
        Column("amount", _("Amount"), Kind.MONEY, total=True), Column("share", _("Of all"), Kind.PERCENT),
        Column("before", _("Before"), Kind.MONEY, total=True),
    )  # fmt: skip
    whole = sum(amount for _bills, amount in now.values())
    lines = tuple(
        Line(
            (label(way), bills, amount, findings.share(amount, whole), was.get(way, (0, 0))[1]),
            Link("report", "bills", {"method": way}, period),
        )
        for way, (bills, amount) in now.items()
    )
    return Table(columns, lines, title or _("By way"), total(columns, lines, _("Total")) if lines else None)


def chart(now: Mapping[str, tuple[int, int]], said: str) -> Chart:
    """The parts of the whole."""
    values = tuple(amount for _bills, amount in now.values())
    return Chart("donut", _("Ways to pay"), tuple(map(label, now)), (Series(_("Amount"), values),), said)


def _by_day(db: Reader, asked: Asked, ways: list[str]) -> Table:
    """Each day, or each month of many days."""
    by_month = asked.period.days > MOST_DAYS
    found: dict[int, dict[str, int]] = {}
    for (day, way), (_bills, amount) in sold.methods(db, asked.period, asked).items():
        mine = found.setdefault(day // 100 if by_month else day, {})
        mine[way] = mine.get(way, 0) + amount
    columns = (
        Column("month", _("Month"), Kind.MONTH) if by_month else Column("day", _("Day"), Kind.DAY),
        *(Column(way, label(way), Kind.MONEY, total=True) for way in ways),
        Column("all", _("All"), Kind.MONEY, total=True),
    )
    parts = (
        periods.months(asked.period) if by_month else [periods.around(one, "day") for one in periods.days(asked.period)]
    )
    lines: list[Line] = []
    for part in parts:
        number = periods.month_number(part.first) if by_month else day_number(part.first)
        if number in found:
            each = [found[number].get(way, 0) for way in ways]
            link = Link("report", "methods" if by_month else "day", period=part)
            lines.append(Line((number, *each, sum(each)), link))
    return Table(
        columns, tuple(lines), _("By month") if by_month else _("By day"), total(columns, tuple(lines), _("Total"))
    )
