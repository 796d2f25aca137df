"""What is left of the sales: profit by item and category, and what of it cannot be known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.i18n import _, ngettext
from shoppos.base.money import rupees
from shoppos.reports import findings, periods, totals
from shoppos.reports.charts import Chart, Series
from shoppos.reports.questions.categories import called
from shoppos.reports.report import Asked, Choice, Column, Figure, Kind, Line, Link, Question, Report, Table, total

if TYPE_CHECKING:
    from shoppos.base.file import Reader
    from shoppos.reports.report import Period
    from shoppos.reports.totals import Item

MOST = 200
DRAWN = 10


def question() -> Question:
    """The margin."""
    return Question(
        "margin", _("Profit"), _("What is left of the sales, and what sells below its cost?"), _("Items"), ask,
        (Choice("category", _("Category"), findings.categories),),
    )  # fmt: skip


def ask(db: Reader, asked: Asked) -> Report:
    """Profit before tax of what has a known cost, the lowest margin first."""
    period, category = asked.period, asked.chosen("category")
    items = [one for one in totals.by_item(db, *period.span) if not category or one.category == category]
    known = sorted((one for one in items if one.costed or one.cost), key=_height)
    unknown = sorted(
        (one for one in items if one.sold != one.costed), key=lambda one: (one.costed - one.sold, one.code)
    )
    tables = (_categories(items, period), _items(known), _unknown(unknown))
    if not items:
        return Report("margin", _("Profit"), period, findings.nothing_sold(db, period), tables[:2])
    costed, cost = sum(one.costed for one in items), sum(one.cost for one in items)
    below = [one for one in known if one.margin < 0 < one.costed]
    said = _finding(costed, cost, len(below), period)
    missing = sum(one.sold - one.costed for one in unknown)
    figures = (
        Figure(_("Profit before tax"), costed - cost), Figure(_("Sales with a known cost"), costed),
        Figure(_("Margin"), findings.share(costed - cost, costed) or 0, Kind.PERCENT),
        Figure(_("Sales without a known cost"), missing),
    )  # fmt: skip
    notes = (
        ngettext(
            "One item has no known cost: enter it on its card, or receive it with a purchase.",
            "{count} items have no known cost: enter it on their cards, or receive them with a purchase.", len(unknown),
        ).format(count=len(unknown)),
    ) if unknown else ()  # fmt: skip
    charts = (_chart(items, said),) if costed else ()
    return Report("margin", _("Profit"), period, said, tuple(x for x in tables if x.lines), figures, charts, notes)


def _height(one: Item) -> tuple[int, str]:
    """The lowest margin first; what came back more than it was sold stands before all."""
    return (findings.share(one.margin, one.costed) or 0 if one.costed > 0 else -findings.WHOLE * 100, one.code)


def _finding(costed: int, cost: int, below: int, period: Period) -> str:
    if costed <= 0:
        return _("{period}: no item that was sold has a known cost.").format(period=periods.said(period))
    told = {
        "period": periods.said(period), "profit": rupees(costed - cost), "sales": rupees(costed), "count": below,
        "percent": findings.percent(findings.share(costed - cost, costed)),
    }  # fmt: skip
    said = _("{period}: {profit} is left of {sales} before tax, {percent}.").format(**told)
    more = ngettext("One item was sold below cost.", "{count} items were sold below cost.", below)
    return f"{said} {more.format(**told)}" if below else said


def _columns(first: Column, *more: Column) -> tuple[Column, ...]:
    return (
        first, *more, Column("sales", _("Sales before tax"), Kind.MONEY, total=True),
        Column("costed", _("Of it with known cost"), Kind.MONEY, total=True),
        Column("cost", _("Cost"), Kind.MONEY, total=True), Column("profit", _("Profit"), Kind.MONEY, total=True),
        Column("margin", _("Margin"), Kind.PERCENT),
    )  # fmt: skip


def _sums(items: list[Item]) -> tuple[int | None, ...]:
    sold, costed, cost = (sum(getattr(one, name) for one in items) for name in ("sold", "costed", "cost"))
    return (sold, costed, cost, costed - cost, findings.share(costed - cost, costed))


def _grouped(items: list[Item]) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = {}
    for one in items:
        found.setdefault(one.category, []).append(one)
    return dict(sorted(found.items(), key=lambda pair: (-sum(one.costed - one.cost for one in pair[1]), pair[0])))


def _categories(items: list[Item], period: Period) -> Table:
    columns = _columns(Column("category", _("Category")))
    lines = tuple(
        Line(
            (called(category), *_sums(some)),
            Link("report", "margin", {"category": category}, period) if category else None,
        )
        for category, some in _grouped(items).items()
    )
    return Table(columns, lines, _("By category"), total(columns, lines, _("Total")) if lines else None)


def _items(items: list[Item]) -> Table:
    columns = _columns(Column("code", _("Code")), Column("item", _("Item")))
    lines = tuple(
        Line((one.code, one.name, *_sums([one])), Link("product", one.product_id.hex())) for one in items[:MOST]
    )
    return Table(columns, lines, _("By item, the lowest margin first"))


def _unknown(items: list[Item]) -> Table:
    columns = (
        Column("code", _("Code")), Column("item", _("Item")),
        Column("sales", _("Sales without a known cost"), Kind.MONEY, total=True),
    )  # fmt: skip
    lines = tuple(
        Line((one.code, one.name, one.sold - one.costed), Link("product", one.product_id.hex())) for one in items[:MOST]
    )
    return Table(columns, lines, _("Without a known cost"), total(columns, lines, _("Total")) if lines else None)


def _chart(items: list[Item], said: str) -> Chart:
    groups = list(_grouped([one for one in items if one.costed or one.cost]).items())[:DRAWN]
    values = tuple(sum(one.costed - one.cost for one in some) for _category, some in groups)
    labels = tuple(called(category) for category, _some in groups)
    return Chart("hbar", _("Profit by category"), labels, (Series(_("Profit"), values),), said)
