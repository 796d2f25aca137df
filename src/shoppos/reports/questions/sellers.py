"""What sells best and worst, by money, quantity or profit: one ranking read from either end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.i18n import _
from shoppos.base.money import quantity, rupees
from shoppos.reports import findings, sold, totals
from shoppos.reports.charts import Chart, Series
from shoppos.reports.report import Choice, Column, Kind, Line, Link, Table

if TYPE_CHECKING:
    from shoppos.base.file import Reader
    from shoppos.reports.report import Asked, Period
    from shoppos.reports.totals import Item

MOST = 50
"""Lines of a ranking."""
DRAWN = 10
"""Bars of its chart."""
SALES = "sales"
"""What a ranking goes by unless another is chosen."""
RANKS = {SALES: "paid", "quantity": "quantity", "profit": "margin"}
"""What a ranking goes by, and what `totals` calls it."""


def ranks(_db: Reader | None = None) -> tuple[tuple[str, str], ...]:
    """By what a ranking may go."""
    return ((SALES, _("Sales")), ("quantity", _("Quantity")), ("profit", _("Profit")))


def choices() -> tuple[Choice, ...]:
    """By what it goes, and of which category."""
    return (Choice("by", _("Ranked by"), ranks, SALES), Choice("category", _("Category"), findings.categories))


def rank_of(asked: Asked) -> str:
    """By what it goes."""
    return asked.chosen("by") or SALES


def ranked(db: Reader, asked: Asked, *, worst: bool) -> list[Item]:
    """The products in that order, those of one category alone where one was chosen: the best, or all from the worst."""
    best = ("-" if worst else "") + RANKS[rank_of(asked)]
    category = asked.chosen("category")
    found = totals.by_item(db, *asked.period.span, best=best, limit=-1 if category or worst else MOST)
    return [one for one in found if not category or one.category == category]


def told(items: list[Item], rank: str) -> list[Item]:
    """Those that the ranking tells: of a ranking by profit, what has a known cost."""
    return [one for one in items if rank != "profit" or one.costed][:MOST]


def value_of(one: Item, rank: str) -> int:
    """What a product is ranked by."""
    return {"sales": one.paid, "quantity": one.quantity, "profit": one.margin}[rank]


def kind_of(rank: str) -> Kind:
    """What that value is."""
    return Kind.QUANTITY if rank == "quantity" else Kind.MONEY


def said_of(one: Item, rank: str) -> str:
    """The value in words: "₹1,200.00", "12 KG"."""
    return f"{quantity(one.quantity)} {one.unit}" if rank == "quantity" else rupees(value_of(one, rank))


def whole(db: Reader, period: Period) -> int:
    """All sales with their tax, in paise, without rounding."""
    sums = sold.whole(db, period)
    return sums.net_taxable + sums.net_tax + sums.net_cess


def table(items: list[Item], all_sales: int, period: Period) -> Table:
    """The ranking; each item leads to its bills."""
    columns = (
        Column("place", "#", Kind.WHOLE), Column("item", _("Item")), Column("sales", _("Sales"), Kind.MONEY),
        Column("share", _("Of all"), Kind.PERCENT), Column("quantity", _("Quantity"), Kind.QUANTITY),
        Column("unit", _("Unit")), Column("profit", _("Profit"), Kind.MONEY),
        Column("margin", _("Margin"), Kind.PERCENT), Column("category", _("Category")), Column("code", _("Code")),
    )  # fmt: skip
    lines = tuple(
        Line(
            (at, one.name, one.paid, findings.share(one.paid, all_sales), one.quantity, one.unit,
             *margin(one.margin, one.costed), one.category, one.code),
            Link("report", "bills", {"item": one.code}, period),
        )
        for at, one in enumerate(items, 1)
    )  # fmt: skip
    return Table(columns, lines)


def margin(profit: int, costed: int) -> tuple[int | None, int | None]:
    """The profit and its part of the sales; neither where no cost is known."""
    return (profit, findings.share(profit, costed)) if costed else (None, None)


def chart(items: list[Item], rank: str, title: str, said: str) -> Chart:
    """The first of the ranking."""
    drawn = items[:DRAWN]
    values = tuple(value_of(one, rank) for one in drawn)
    return Chart("hbar", title, tuple(one.name for one in drawn), (Series(title, values),), said, kind_of(rank))


def title_of(asked: Asked, title: str) -> str:
    """The ranking's name, with what it goes by."""
    named = dict(ranks())[rank_of(asked)]
    return f"{title}: {named}" if asked.chosen("by") else title
