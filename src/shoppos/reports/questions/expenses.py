"""What the shop spent on anything but goods: on what, how it was paid, and whether it was more than before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.i18n import _
from shoppos.base.money import rupees
from shoppos.reports import expenses as told
from shoppos.reports import findings, periods, sold
from shoppos.reports.charts import Chart, Series
from shoppos.reports.report import Asked, Choice, Column, Figure, Kind, Line, Link, Question, Report, Table, total
from shoppos.rules import expenses as rules
from shoppos.rules import methods

if TYPE_CHECKING:
    from shoppos.base.file import Reader
    from shoppos.reports.expenses import ExpenseRow
    from shoppos.reports.report import Period


def question() -> Question:
    """What was spent."""
    return Question(
        "expenses", _("Expenses"), _("What did the shop spend on beside goods, and on what most?"), _("Money"), ask,
        (Choice("category", _("What for"), _categories), Choice("method", _("Paid by"), _methods)),
    )  # fmt: skip


def ask(db: Reader, asked: Asked) -> Report:
    """The expenses of the period against the one before; what was taken back counts below zero on its own day."""
    period = asked.period
    other = periods.compared(period, periods.today(db.clock))
    rows, before = _rows(db, period, asked), _rows(db, other, asked)
    kinds = told.by_category(rows)
    spent, was = sum(row.amount for row in rows), sum(row.amount for row in before)
    finding = _finding(kinds, spent, was, period, other) if rows else _nothing(period)
    chart = Chart(
        "hbar", _("Spent on"), tuple(rules.label(name) for name, _count, amount in kinds if amount > 0),
        (Series(_("Spent"), tuple(amount for _name, _count, amount in kinds if amount > 0)),), finding,
    )  # fmt: skip
    return Report(
        "expenses", _("Expenses"), period, finding, (_by_kind(kinds, before, spent, period), _each(rows)),
        _figures(db, rows, was, period), (chart,) if chart.labels else (),
    )  # fmt: skip


def _rows(db: Reader, period: Period, asked: Asked) -> list[ExpenseRow]:
    """The expenses that were asked for, the newest first."""
    way = asked.chosen("method")
    rows = told.listed(db, *period.span, asked.chosen("category"))
    return [row for row in rows if way in {"", row.method}]


def _finding(kinds: list[tuple[str, int, int]], spent: int, was: int, period: Period, other: Period) -> str:
    name, _count, most = kinds[0]
    said = {
        "period": periods.said(period), "amount": rupees(spent), "category": rules.label(name), "most": rupees(most),
        "compared": findings.compared(spent, was, other),
    }  # fmt: skip
    if said["compared"]:
        return _("{period}: {amount} spent, {compared}; most on {category}, {most}.").format(**said)
    return _("{period}: {amount} spent; most on {category}, {most}.").format(**said)


def _nothing(period: Period) -> str:
    return _("No expense was written down: {period}.").format(period=periods.said(period))


def _figures(db: Reader, rows: list[ExpenseRow], was: int, period: Period) -> tuple[Figure, ...]:
    spent = sum(row.amount for row in rows)
    cash = sum(row.amount for row in rows if row.method == rules.CASH)
    sales = sold.whole(db, period, Asked(period)).net
    share = findings.share(spent, sales)
    figures = (
        Figure(_("Spent"), spent, was=was),
        Figure(_("In cash from the drawer"), cash, link=Link("report", "expenses", {"method": rules.CASH}, period)),
    )
    return figures if share is None else (*figures, Figure(_("Of what was sold"), share, Kind.PERCENT))


def _by_kind(kinds: list[tuple[str, int, int]], before: list[ExpenseRow], spent: int, period: Period) -> Table:
    was = {name: amount for name, _count, amount in told.by_category(before)}
    columns = (
        Column("category", _("What for")), Column("count", _("How many"), Kind.WHOLE, total=True),
        Column("amount", _("Spent"), Kind.MONEY, total=True), Column("share", _("Of all"), Kind.PERCENT),
        Column("before", _("Before"), Kind.MONEY, total=True),
    )  # fmt: skip
    lines = tuple(
        Line(
            (rules.label(name), count, amount, findings.share(amount, spent) if amount > 0 else None, was.get(name, 0)),
            Link("report", "expenses", {"category": name}, period),
        )
        for name, count, amount in kinds
    )
    return Table(columns, lines, _("By category"), total(columns, lines, _("Total")) if lines else None)


def _each(rows: list[ExpenseRow]) -> Table:
    columns = (
        Column("day", _("Day"), Kind.DAY), Column("category", _("What for")), Column("paid_to", _("Paid to")),
        Column("method", _("Paid by")), Column("reference", _("Number")), Column("note", _("Note")),
        Column("employee", _("Written by")), Column("amount", _("Spent"), Kind.MONEY, total=True),
    )  # fmt: skip
    lines = tuple(
        Line((
            row.day, rules.label(row.category), row.paid_to, methods.label(row.method), row.reference, _note(row),
            row.employee, row.amount,
        ))
        for row in rows
    )  # fmt: skip
    return Table(columns, lines, _("Each expense"), total(columns, lines, "") if lines else None)


def _note(row: ExpenseRow) -> str:
    state = _("taken back") if row.taken_back else _("takes one back") if row.reverses is not None else ""
    return " · ".join(part for part in (state, row.note) if part)


def _categories(db: Reader) -> tuple[tuple[str, str], ...]:
    """The shop's categories, and those that expenses of before still have."""
    used = [row[0] for row in db.rows("SELECT DISTINCT category FROM expense ORDER BY category")]
    known = told.categories(db)
    return tuple((name, rules.label(name)) for name in (*known, *(name for name in used if name not in known)))


def _methods(_db: Reader) -> tuple[tuple[str, str], ...]:
    return tuple((way, methods.label(way)) for way in rules.METHODS)
