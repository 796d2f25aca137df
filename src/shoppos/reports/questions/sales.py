"""What was sold, day by day; by month where the days would be too many to see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.clock import day_number
from shoppos.base.i18n import _
from shoppos.base.money import rupees
from shoppos.reports import findings, periods, sold
from shoppos.reports.charts import Chart, Series
from shoppos.reports.report import Asked, Column, Figure, Kind, Line, Link, Period, Question, Report, Table, total
from shoppos.reports.totals import Sold

if TYPE_CHECKING:
    from shoppos.base.file import Reader

MOST_DAYS = 62
"""More days than these are shown by month."""


def question() -> Question:
    """What was sold, by day or month."""
    return Question(
        "sales", _("Sales"), _("What was sold each day, and is it more than before?"), _("Sales"), ask,
        (findings.till_choice(), findings.employee_choice()),
    )  # fmt: skip


def ask(db: Reader, asked: Asked) -> Report:
    """Sales of the period, against the one before."""
    period = asked.period
    other = periods.compared(period, periods.today(db.clock))
    now, was = sold.whole(db, period, asked), sold.whole(db, other, asked)
    by_month = period.days > MOST_DAYS
    parts = periods.months(period) if by_month else [periods.around(day, "day") for day in periods.days(period)]
    key = "month" if by_month else "day"
    sums = sold.by(db, period, key, only=asked)
    each = [(part, sums.get(_number(part, by_month=by_month), Sold())) for part in parts]
    finding = findings.of_sales(now, was, period, other) if any(now) else findings.nothing_sold(db, period)
    return Report(
        "sales", _("Sales"), period, finding, (_table(each, by_month=by_month),), _figures(now, was, period),
        (_chart(each, _earlier(db, asked), finding, by_month=by_month),) if any(now) else (), _notes(now),
    )  # fmt: skip


def _number(part: Period, *, by_month: bool) -> int:
    return periods.month_number(part.first) if by_month else day_number(part.first)


def _figures(now: Sold, before: Sold, period: Period) -> tuple[Figure, ...]:
    was = before if any(before) else None
    bills = Link("report", "bills", period=period)
    return (
        Figure(_("Sales"), now.net, was=was and was.net, link=bills),
        Figure(_("Number of bills"), now.bills, Kind.WHOLE, was and was.bills, bills),
        Figure(_("Average bill"), sold.average(now), was=was and sold.average(was)),
        Figure(_("Discounts"), now.discount, was=was and was.discount, link=Link("report", "employees", period=period)),
        Figure(
            _("Profit before tax"), now.margin, was=was and was.margin, link=Link("report", "margin", period=period)
        ),
    )


def _table(each: list[tuple[Period, Sold]], *, by_month: bool) -> Table:
    """What was billed before discounts, and each step from there to the sales: its columns add up row by row."""
    named = {"shipping": _("Delivery"), "on_top": _("Tax on top"), "rounding": _("Round-off")}
    more = [(name, title) for name, title in named.items() if any(_steps(one)[name] for _part, one in each)]
    columns = (
        Column("month", _("Month"), Kind.MONTH) if by_month else Column("day", _("Day"), Kind.DAY),
        Column("bills", _("Bills made"), Kind.WHOLE, total=True),
        Column("gross", _("Before discounts"), Kind.MONEY, total=True),
        Column("discount", _("Discounts"), Kind.MONEY, total=True),
        *(Column(name, title, Kind.MONEY, total=True) for name, title in more),
        Column("back", _("Cancelled, returned"), Kind.MONEY, total=True),
        Column("net", _("Sales"), Kind.MONEY, total=True), Column("tax", _("Tax in it"), Kind.MONEY, total=True),
        Column("profit", _("Profit"), Kind.MONEY, total=True),
    )  # fmt: skip
    lines = tuple(
        Line(
            (_number(part, by_month=by_month), one.bills, one.gross, one.discount,
             *(_steps(one)[name] for name, _title in more), one.cancelled + one.noted, one.net,
             one.net_tax + one.net_cess, one.margin),
            Link("report", "sales" if by_month else "day", period=part),
        )
        for part, one in each
        if any(one)
    )  # fmt: skip
    return Table(columns, lines, total=total(columns, lines, _("Total")) if lines else None)


def _steps(one: Sold) -> dict[str, int]:
    """What bills had to bear beside their goods after discounts, in paise."""
    rest = one.payable - (one.gross - one.discount + one.shipping + one.on_top)
    return {"shipping": one.shipping, "on_top": one.on_top, "rounding": rest}


def _earlier(db: Reader, asked: Asked) -> Series | None:
    """The same days of the week before, or the months of the year before, where anything was sold then."""
    span = periods.span_of(asked.period)
    if span not in {"week", "year"}:
        return None
    other = periods.before(asked.period)
    sums = sold.by(db, other, "day" if span == "week" else "month", only=asked)
    parts = periods.days(other) if span == "week" else [one.first for one in periods.months(other)]
    numbers = [day_number(one) if span == "week" else periods.month_number(one) for one in parts]
    values = tuple(sums.get(number, Sold()).net for number in numbers)
    return Series(periods.said(other), values) if sums else None


def _chart(each: list[tuple[Period, Sold]], earlier: Series | None, said: str, *, by_month: bool) -> Chart:
    if by_month:
        labels = tuple(periods.month_short(part.first.month) for part, _one in each)
    else:
        short = len(each) <= 7  # noqa: PLR2004  (a week)
        labels = tuple(
            f"{periods.weekday_short(part.first.weekday())} {part.first.day}" if short else str(part.first.day)
            for part, _one in each
        )
    title = _("Sales by month") if by_month else _("Sales by day")
    named = _("Sales") if earlier is None else periods.said(Period(each[0][0].first, each[-1][0].last))
    series = (Series(named, tuple(one.net for _part, one in each)), *((earlier,) if earlier else ()))
    return Chart("bar", title, labels, series, said)


def _notes(now: Sold) -> tuple[str, ...]:
    """What one must know to read the profit."""
    unknown = now.net_taxable - now.net_costed
    if unknown <= 0:
        return ()
    return (
        _("{amount} of the sales (before tax) are of items whose cost is not known: they count nothing in the profit.")
        .format(amount=rupees(unknown)),
    )  # fmt: skip
