"""The picking list as a page: one walk along the shelves for several orders, ticked off, then laid out by order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.clock import day_of
from shoppos.base.i18n import catalogue
from shoppos.base.money import quantity
from shoppos.base.text import clean
from shoppos.printing.order_slip import BOX
from shoppos.printing.page import NBSP, Align, Column, Feed, Page, Rule, Size, Table, Text, Together, row
from shoppos.printing.terms import LINE, both, time_said

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.printing.page import Part
    from shoppos.printing.paper import Paper
    from shoppos.reports.picking import PickingList, PickLine, PickOrder

SHORT = 6
"""Signs at the end of an order's number by which a line names it; the head has them whole."""
NOTES = 200


def picking_page(picking: PickingList, paper: Paper, copy: str = "", language: str = "en") -> Page:
    """`picking` laid out for a roll or a sheet; no price stands on it."""
    _ = catalogue(language).gettext
    title = both("PICKING LIST", _("PICKING LIST"))
    parts: list[Part] = [Text(title, bold=True, align=Align.CENTER, fit=True)]
    parts += [Text(clean(copy), align=Align.CENTER)] if copy else []
    orders = _("Orders: {count}").format(count=len(picking.orders))
    parts.append(row(orders, f"{picking.made_at:%d-%m-%Y} {time_said(picking.made_at)}", bold=True))
    parts += [*(_order(one, _) for one in picking.orders), Rule(heavy=True)]
    local, several = language != "en", len(picking.orders) > 1
    for shelf in dict.fromkeys(line.shelf for line in picking.lines):
        mine = [line for line in picking.lines if line.shelf == shelf]
        said = _("Shelf: {shelf}").format(shelf=clean(shelf)) if shelf else _("No shelf")
        parts.append(Text(said, Size.LARGE, bold=True))
        if paper.is_roll:
            parts += [_on_roll(line, _, local=local, several=several) for line in mine]
        else:
            parts += [_on_sheet(mine, _, local=local, several=several), Feed()]
    lines = _("Items: {lines}").format(lines=len(picking.lines))
    signed = Text(f"{_('Gathered by')} {LINE}", Size.SMALL)
    parts.append(Together((Rule(), Text(lines, Size.LARGE, bold=True), Feed(3), signed)))
    foot = "" if paper.is_roll else f"{title} {picking.number}"
    return Page(paper, tuple(parts), title=f"{title} {picking.number}", foot=foot,
                page_of=_("Page {page} of {pages}"))  # fmt: skip


def _order(order: PickOrder, _: Callable[[str], str]) -> Part:
    """One order of the walk: its number, whose it is, and by when."""
    when = " ".join(
        part for part in (f"{day_of(order.promised):%d-%m}" if order.promised else "", clean(order.slot)) if part
    )
    return row(f"{clean(order.number)} {clean(order.customer)}", when, shares=(3, 1))


def _short(number: str) -> str:
    return clean(number)[-SHORT:]


def _how_many(line: PickLine) -> str:
    return f"{quantity(line.quantity)}{NBSP}{clean(line.unit)}".rstrip(NBSP)


def _names(line: PickLine, *, local: bool) -> list[str]:
    names = [clean(line.local_name), clean(line.name)] if local else [clean(line.name), clean(line.local_name)]
    return [name for at, name in enumerate(names) if name and name not in names[:at]] or [clean(line.code)]


def _batch(line: PickLine, _: Callable[[str], str]) -> str:
    """The batch to take first, and until when it is good."""
    if not line.batch:
        return ""
    if not line.expiry:
        return _("Batch {batch}").format(batch=clean(line.batch))
    return _("Batch {batch}, good until {day}").format(batch=clean(line.batch), day=f"{day_of(line.expiry):%d-%m-%Y}")


def _shares(line: PickLine) -> str:
    """How much of it is for which order."""
    return "  ".join(f"{_short(number)}:{NBSP}{quantity(amount)}" for number, amount in line.orders)


def _on_roll(line: PickLine, _: Callable[[str], str], *, local: bool, several: bool) -> Together:
    """Box and quantity, the name below as large, then code and batch, and for whom it is."""
    first, *others = _names(line, local=local)
    parts: list[Part] = [
        Text(f"{BOX}{NBSP}{_how_many(line)}", Size.LARGE, bold=True),
        Text(first, Size.LARGE, bold=True),
        *(Text(name) for name in others),
        *(Text(said) for said in (clean(line.code), _batch(line, _)) if said),
        *(Text(clean(note, limit=NOTES), bold=True) for note in line.notes),
    ]
    if several:
        parts.append(Text(_shares(line), bold=True))
    return Together((*parts, Rule()))


def _on_sheet(lines: list[PickLine], _: Callable[[str], str], *, local: bool, several: bool) -> Table:
    """The box, how many, the item with its code and batch below it, and for whom it is."""
    columns = [Column("", 2), Column(_("Quantity"), 5, Align.RIGHT), Column(_("Item"), 20)]
    columns += [Column(_("For order"), 9)] if several else []
    rows = [
        (BOX, _how_many(line), _item(line, _, local=local), *([_shares(line)] if several else [])) for line in lines
    ]
    return Table(tuple(columns), tuple(rows), head=True, grid=True)


def _item(line: PickLine, _: Callable[[str], str], *, local: bool) -> str:
    names = " / ".join(_names(line, local=local))
    below = [" · ".join(part for part in (clean(line.code), _batch(line, _)) if part)]
    return "\n".join((names, *below, *(clean(note, limit=NOTES) for note in line.notes)))
