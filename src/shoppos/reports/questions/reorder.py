"""What to buy now, of whom and why; and what customers asked for and did not get."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.clock import day_number
from shoppos.base.i18n import _, ngettext
from shoppos.base.money import half_up, rupees
from shoppos.reports import findings
from shoppos.reports import reorder as told
from shoppos.reports.charts import Chart, Series
from shoppos.reports.report import Asked, Choice, Column, Figure, Kind, Line, Link, Question, Report, Table, total

if TYPE_CHECKING:
    from shoppos.base.file import Reader
    from shoppos.reports.reorder import AskedWords, Suggestion

DRAWN = 8
MOST = 2000


def question() -> Question:
    """What to buy."""
    return Question(
        "reorder", _("To be bought"), _("What is running out, and how much of it is to be bought of whom?"),
        _("Buying"), ask, (Choice("supplier", _("Supplier"), suppliers),), of_now=True, span="day",
    )  # fmt: skip


def ask(db: Reader, asked: Asked) -> Report:
    """What to buy now, and what was asked for in vain."""
    today, supplier = findings.of_today(db), asked.chosen("supplier")
    found = [one for one in told.suggestions(db) if not supplier or (one.supplier_id or b"").hex() == supplier]
    words = [] if supplier else told.asked(db)
    tables = (_table(found), *((_asked(words),) if words else ()))
    if not found:
        said = _("Nothing has to be bought now.")
        return Report("reorder", _("To be bought"), today, said, tables)
    whole = sum(map(_costs, found))
    gone = [one for one in found if one.on_hand <= 0]
    said = ngettext(
        "One item is to be bought for {amount}", "{count} items are to be bought for {amount}", len(found)
    ).format(count=len(found), amount=rupees(whole))  # fmt: skip
    if gone:
        more = ngettext("{said}; one of them has run out.", "{said}; {count} of them have run out.", len(gone))
        said = more.format(said=said, count=len(gone))
    else:
        said = _("{said}; none of them has run out yet.").format(said=said)
    figures = (
        Figure(_("To be bought"), len(found), Kind.WHOLE), Figure(_("For about"), whole),
        Figure(_("Run out"), len(gone), Kind.WHOLE),
        *((Figure(_("Asked for in vain"), sum(one.times for one in words), Kind.WHOLE),) if words else ()),
    )  # fmt: skip
    return Report("reorder", _("To be bought"), today, said, tables, figures, _chart(found, said), _notes(found))


def _costs(one: Suggestion) -> int:
    """What it comes to at the last known cost, in paise before tax."""
    return half_up(one.quantity * one.cost, 1000)


def _notes(found: list[Suggestion]) -> tuple[str, ...]:
    notes = [_("Costs are those of the items' cards, before tax; see each item for why it is to be bought.")]
    if len(found) > MOST:
        notes.append(_("The first {most} items are listed; all are counted.").format(most=MOST))
    return tuple(notes)


def _table(found: list[Suggestion]) -> Table:
    columns = (
        Column("item", _("Item")), Column("code", _("Code")), Column("supplier", _("Supplier")),
        Column("on_hand", _("On hand"), Kind.QUANTITY), Column("promised", _("Promised"), Kind.QUANTITY),
        Column("coming", _("Coming"), Kind.QUANTITY), Column("sold", _("Sold in 28 days"), Kind.QUANTITY),
        Column("lasts", _("Lasts, days"), Kind.WHOLE), Column("buy", _("Buy"), Kind.QUANTITY),
        Column("unit", _("Unit")), Column("cost", _("For about"), Kind.MONEY, total=True),
    )  # fmt: skip
    lines = tuple(
        Line(
            (one.name, one.code, one.supplier, one.on_hand, one.reserved, one.coming, one.sold, one.days_left,
             one.quantity, one.unit, _costs(one)),
            Link("product", one.product_id.hex()),
        )
        for one in found[:MOST]
    )  # fmt: skip
    return Table(columns, lines, _("To be bought"), total(columns, lines, _("Total")) if lines else None)


def _asked(words: list[AskedWords]) -> Table:
    columns = (
        Column("said", _("Asked for")), Column("times", _("Times"), Kind.WHOLE, total=True),
        Column("quantity", _("Quantity"), Kind.QUANTITY), Column("last", _("Last"), Kind.DAY),
        Column("known", _("Is it an item?")),
    )  # fmt: skip
    lines = tuple(
        Line((one.said, one.times, one.quantity, day_number(one.last), _("yes") if one.known else _("no")))
        for one in words
    )
    return Table(columns, lines, _("Asked for and not there, in 28 days"), total(columns, lines, _("Total")))


def _chart(found: list[Suggestion], said: str) -> tuple[Chart, ...]:
    """What is to be spent at each supplier."""
    sums: dict[str, int] = {}
    for one in found:
        name = one.supplier or _("No supplier yet")
        sums[name] = sums.get(name, 0) + _costs(one)
    drawn = sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))[:DRAWN]
    if not any(paise for _name, paise in drawn):
        return ()
    values = Series(_("For about"), tuple(paise for _name, paise in drawn))
    return (Chart("hbar", _("By supplier"), tuple(name for name, _paise in drawn), (values,), said),)


def suppliers(db: Reader) -> tuple[tuple[str, str], ...]:
    """The suppliers: id in hex, and name."""
    return tuple((row[0].hex(), row[1]) for row in db.rows("SELECT id, name FROM supplier ORDER BY name"))
