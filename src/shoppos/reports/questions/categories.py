"""Which shelves the money comes from: sales and profit of each category."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.i18n import _
from shoppos.reports import findings, periods, totals
from shoppos.reports.charts import Chart, Series
from shoppos.reports.questions.sellers import margin
from shoppos.reports.report import Asked, Column, Kind, Line, Link, Question, Report, Table, total

if TYPE_CHECKING:
    from shoppos.base.file import Reader
    from shoppos.reports.report import Period
    from shoppos.reports.totals import Item

DRAWN = 5
"""Categories with a part of their own; the rest is one."""


def question() -> Question:
    """Sales by category."""
    return Question("categories", _("Categories"), _("Which shelves bring the money?"), _("Items"), ask)


def ask(db: Reader, asked: Asked) -> Report:
    """What each category brought."""
    period = asked.period
    rows = sorted(totals.by_category(db, *period.span), key=lambda one: (-one.paid, one.category))
    whole = sum(one.paid for one in rows)
    table = _table(rows, whole, period)
    if not rows:
        return Report("categories", _("Categories"), period, findings.nothing_sold(db, period), (table,))
    told = {
        "category": called(rows[0].category), "percent": findings.percent(findings.share(rows[0].paid, whole)),
        "period": periods.said(period),
    }  # fmt: skip
    said = _("{category} brings most: {percent} of all sales ({period}).").format(**told)
    return Report("categories", _("Categories"), period, said, (table,), (), (_chart(rows, said),))


def called(category: str) -> str:
    """A category's name, or that there is none."""
    return category or _("Without category")


def _table(rows: list[Item], whole: int, period: Period) -> Table:
    columns = (
        Column("category", _("Category")), Column("quantity", _("Quantity"), Kind.QUANTITY),
        Column("sales", _("Sales"), Kind.MONEY, total=True), Column("share", _("Of all"), Kind.PERCENT),
        Column("discount", _("Discounts"), Kind.MONEY, total=True),
        Column("profit", _("Profit"), Kind.MONEY, total=True), Column("margin", _("Margin"), Kind.PERCENT),
    )  # fmt: skip
    lines = tuple(
        Line(
            (called(one.category), one.quantity, one.paid, findings.share(one.paid, whole), one.discount,
             *margin(one.margin, one.costed)),
            Link("report", "best", {"category": one.category}, period) if one.category else None,
        )
        for one in rows
    )  # fmt: skip
    return Table(columns, lines, total=total(columns, lines, _("Total")) if lines else None)


def _chart(rows: list[Item], said: str) -> Chart:
    first, rest = rows[:DRAWN], rows[DRAWN:]
    labels = tuple(called(one.category) for one in first) + ((_("All others"),) if rest else ())
    values = tuple(one.paid for one in first) + ((sum(one.paid for one in rest),) if rest else ())
    return Chart("donut", _("Sales by category"), labels, (Series(_("Sales"), values),), said)
