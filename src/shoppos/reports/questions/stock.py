"""What is on hand and what it is worth, at cost and at its price, by category and item by item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.i18n import _, ngettext
from shoppos.base.money import rupees
from shoppos.reports import findings, stock_worth
from shoppos.reports.charts import Chart, Series
from shoppos.reports.report import Asked, Choice, Column, Figure, Kind, Line, Link, Question, Report, Table, total

if TYPE_CHECKING:
    from shoppos.base.file import Reader
    from shoppos.reports.stock_worth import Shelf

MOST = 2000
"""Items that are listed, those worth most; the figures and the categories count all of them."""
DRAWN = 8


def question() -> Question:
    """What is there."""
    return Question(
        "stock", _("Stock"), _("What is on hand, and what is it worth at cost and at its price?"), _("Stock"), ask,
        (Choice("category", _("Category"), findings.categories),), of_now=True, span="day",
    )  # fmt: skip


def ask(db: Reader, asked: Asked) -> Report:
    """The stock as it is now."""
    today, category = findings.of_today(db), asked.chosen("category")
    shelves = stock_worth.shelves(db, category)
    if not shelves:
        said = _("No item's stock is counted yet. Enter what is on hand, or a purchase.")
        return Report("stock", _("Stock"), today, said, (_categories([]),))
    there, below = sum(one.there for one in shelves), sum(one.below for one in shelves)
    cost, price = sum(one.cost for one in shelves), sum(one.price for one in shelves)
    said = ngettext(
        "One item is on hand, worth {cost} at cost and {price} at its price.",
        "{count} items are on hand, worth {cost} at cost and {price} at their prices.", there,
    ).format(count=there, cost=rupees(cost), price=rupees(price))  # fmt: skip
    if not there:
        said = _("Nothing is on hand of what is counted.")
    zero = sum(one.items for one in shelves) - there - below
    figures = (
        Figure(_("Worth at cost"), cost), Figure(_("Worth at price"), price),
        Figure(_("Items on hand"), there, Kind.WHOLE), Figure(_("Items at zero"), zero, Kind.WHOLE),
        Figure(_("Below zero"), below, Kind.WHOLE),
    )  # fmt: skip
    table = _categories(shelves)
    tables = tuple(one for one in (table, _items(db, category)) if one.lines)
    alerts = (_below(below, stock_worth.lowest(db, category)),) if below else ()
    return Report(
        "stock", _("Stock"), today, said, tables or (table,), figures, _chart(table, said),
        _notes(shelves, there + below), alerts,
    )  # fmt: skip


def _notes(shelves: list[Shelf], count: int) -> tuple[str, ...]:
    """What one must know to read the figures."""
    notes = [_("At price is with the tax that is in an item's price; what is below zero counts as nothing.")]
    uncosted = sum(one.uncosted for one in shelves)
    if uncosted:
        said = ngettext(
            "One item on hand has no known cost and is not in the worth at cost.",
            "{count} items on hand have no known cost and are not in the worth at cost.", uncosted,
        )  # fmt: skip
        notes.append(said.format(count=uncosted))
    if count > MOST:
        notes.append(_("The {most} items worth most are listed; all are counted.").format(most=MOST))
    return tuple(notes)


def _below(count: int, name: str) -> str:
    said = ngettext(
        "One item is below zero: {name}. Count it.",
        "{count} items are below zero, {name} furthest. Count them.", count,
    )  # fmt: skip
    return said.format(count=count, name=name)


def _categories(shelves: list[Shelf]) -> Table:
    columns = (
        Column("category", _("Category")), Column("items", _("Items"), Kind.WHOLE, total=True),
        Column("cost", _("Worth at cost"), Kind.MONEY, total=True), Column("share", _("Of all"), Kind.PERCENT),
        Column("price", _("Worth at price"), Kind.MONEY, total=True),
    )  # fmt: skip
    whole = sum(one.cost for one in shelves)
    lines = tuple(
        Line(
            (one.category or _("Without category"), one.there, one.cost, findings.share(one.cost, whole), one.price),
            Link("report", "stock", {"category": one.category}) if one.category else None,
        )
        for one in shelves
        if one.there
    )
    return Table(columns, lines, _("By category"), total(columns, lines, _("Total")) if lines else None)


def _items(db: Reader, category: str) -> Table:
    columns = (
        Column("item", _("Item")), Column("code", _("Code")), Column("category", _("Category")),
        Column("on_hand", _("On hand"), Kind.QUANTITY), Column("unit", _("Unit")),
        Column("promised", _("Promised"), Kind.QUANTITY), Column("one", _("Cost of one"), Kind.MONEY),
        Column("cost", _("Worth at cost"), Kind.MONEY, total=True),
        Column("price", _("Worth at price"), Kind.MONEY, total=True),
    )  # fmt: skip
    promised = stock_worth.promised(db)
    lines = tuple(
        Line(
            (one.name, one.code, one.category, one.on_hand, one.unit, promised.get(one.product_id, 0), one.one,
             one.cost, one.price),
            Link("product", one.product_id.hex()),
        )
        for one in stock_worth.items(db, category, MOST)
    )  # fmt: skip
    return Table(columns, lines, _("By item"), total(columns, lines, _("Total")) if lines else None)


def _chart(shelves: Table, said: str) -> tuple[Chart, ...]:
    """The categories in which most money lies."""
    drawn = [(str(line.values[0]), line.values[2]) for line in shelves.lines[:DRAWN]]
    values = tuple(cost if isinstance(cost, int) else 0 for _name, cost in drawn)
    if not any(values):
        return ()
    title = _("Worth at cost")
    return (Chart("hbar", title, tuple(name for name, _cost in drawn), (Series(title, values),), said),)
