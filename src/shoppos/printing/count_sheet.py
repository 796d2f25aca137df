"""A count's sheet as a page: shelf by shelf what is to be counted, with room for the figure and a box to tick."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.i18n import catalogue
from shoppos.base.money import quantity
from shoppos.base.text import clean
from shoppos.printing.page import NBSP, Align, Column, Feed, Page, Rule, Size, Table, Text, Together, row
from shoppos.printing.terms import LINE, both, time_said

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.printing.page import Part
    from shoppos.printing.paper import Paper
    from shoppos.reports.count_sheet import CountSheet, SheetLine

BOX = f"[{NBSP}{NBSP}]"
ROOM = "_" * 8
"""Where the figure is written."""


def sheet_page(sheet: CountSheet, paper: Paper, copy: str = "", language: str = "en") -> Page:
    """`sheet` laid out for a roll or a sheet; `copy` is the mark of a second print."""
    _ = catalogue(language).gettext
    title = both("COUNT SHEET", _("COUNT SHEET"))
    parts: list[Part] = [Text(title, bold=True, align=Align.CENTER, fit=True)]
    parts += [Text(clean(copy), align=Align.CENTER)] if copy else []
    parts.append(Text(_scope(sheet, _), Size.LARGE, bold=True, align=Align.CENTER, fit=True))
    parts.append(row(f"{sheet.made_at:%d-%m-%Y} {time_said(sheet.made_at)}", clean(sheet.by)))
    parts.append(Rule())
    local = language != "en"
    for shelf in dict.fromkeys(line.shelf for line in sheet.lines):
        lines = [line for line in sheet.lines if line.shelf == shelf]
        if shelf:
            parts.append(Text(_("Shelf: {shelf}").format(shelf=clean(shelf)), bold=True))
        parts.append(_table(lines, paper, _, local=local))
    counted = _("Items: {lines}").format(lines=len(sheet.lines))
    signed = Text(f"{_('Counted by')} {LINE}", Size.SMALL)
    parts.append(Together((Rule(), Text(counted, bold=True), Feed(3), signed)))
    foot = "" if paper.is_roll else title
    return Page(paper, tuple(parts), title=title, foot=foot, page_of=_("Page {page} of {pages}"))


def _scope(sheet: CountSheet, _: Callable[[str], str]) -> str:
    """What is counted, in the paper's language."""
    words = {
        "risk": _("Today's count"), "category": _("Count of {of}"), "shelf": _("Count of shelf {of}"),
        "all": _("Count of the whole shop"), "items": _("Count of chosen items"),
    }  # fmt: skip
    return words[sheet.scope].format(of=clean(sheet.of))


def _table(lines: list[SheetLine], paper: Paper, _: Callable[[str], str], *, local: bool) -> Table:
    """The box, the item with its code below it, what was expected unless the sheet is blind, and room to write."""
    blind = all(line.expected is None for line in lines)
    columns = [Column("", 2), Column(_("Item"), 9 if paper.is_roll else 14)]
    columns += [] if blind else [Column(_("Expected"), 4, Align.RIGHT)]
    columns.append(Column(_("Counted"), 5, Align.RIGHT))
    rows = [
        (BOX, _item(line, local=local), *([] if blind else [_expected(line)]), f"{ROOM}{NBSP}{clean(line.unit)}")
        for line in lines
    ]
    return Table(tuple(columns), tuple(rows), head=True, grid=True)


def _item(line: SheetLine, *, local: bool) -> str:
    name = clean(line.local_name) if local and line.local_name else clean(line.name)
    return f"{name}\n{clean(line.code)}"


def _expected(line: SheetLine) -> str:
    return "" if line.expected is None else quantity(line.expected)
