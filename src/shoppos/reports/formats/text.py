"""A report for a terminal: its finding, its figures, its tables in columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.i18n import _
from shoppos.base.text import clean, width
from shoppos.reports import findings
from shoppos.reports.cells import figure, told
from shoppos.reports.report import NUMBERS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from shoppos.reports.report import Figure, Report, Table
    from shoppos.rules.letterhead import Letterhead

GAP = "  "


def write(report: Report, shop: Letterhead, made_at: dt.datetime) -> bytes:
    """The report as UTF-8 text."""
    return ("\n".join(lines(report, shop, made_at)) + "\n").encode()


def lines(report: Report, shop: Letterhead, made_at: dt.datetime) -> list[str]:
    """The report as a person reads it, line by line."""
    zone = made_at.tzinfo
    said = [findings.title_of(report.title, report.period)]
    said += [clean(shop.name)] if shop.name else []
    said += ["", report.finding, *(f"! {one}" for one in report.alerts), ""]
    if report.figures:
        said += [*aligned([(one.title, *_figure(one, zone)) for one in report.figures], " rl"), ""]
    for table in report.tables:
        said += [table.title] if table.title and table.lines else []
        said += [*_table(table, zone), ""] if table.lines else []
    said += list(report.notes)
    return "\n".join(said).rstrip().split("\n")


def _figure(one: Figure, zone: dt.tzinfo | None) -> tuple[str, str]:
    """A figure, and what it was before."""
    was = "" if one.was is None else _("before: {was}").format(was=figure(one.was, one.kind, zone))
    return figure(one.value, one.kind, zone), was


def _table(table: Table, zone: dt.tzinfo | None) -> list[str]:
    heads = [clean(column.title) for column in table.columns]
    rows = [
        [told(value, column.kind, zone) for column, value in zip(table.columns, values, strict=True)]
        for values in [line.values for line in table.lines] + ([table.total] if table.total else [])
    ]
    sides = "".join("r" if column.kind in NUMBERS else "l" for column in table.columns)
    laid = aligned([heads, *rows], sides)
    rule = GAP.join("-" * wide for wide in _widths([heads, *rows]))
    return [laid[0], rule, *laid[1:-1], *([rule] if table.total else []), laid[-1]]


def aligned(rows: Iterable[Sequence[str]], sides: str) -> list[str]:
    """Rows of cells in columns; `sides` has an `r` at the place of each column that is aligned to the right."""
    cells = [list(row) for row in rows]
    widths = _widths(cells)
    return [
        GAP.join(_placed(cell, wide, side) for cell, wide, side in zip(row, widths, sides, strict=False)).rstrip()
        for row in cells
    ]


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    return [max(width(row[at]) for row in rows) for at in range(len(rows[0]))]


def _placed(text: str, wide: int, side: str) -> str:
    room = " " * (wide - width(text))
    return room + text if side == "r" else text + room
