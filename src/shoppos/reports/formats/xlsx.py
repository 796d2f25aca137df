"""A report for Excel: a sheet of what was found and one for each table, figures as figures; and lists row by row.

Here is XlsxWriter's one door. Text stays text: nothing that a customer or an item is called is a formula or a link.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import TYPE_CHECKING, Any

from shoppos.base.clock import day_of
from shoppos.base.i18n import _
from shoppos.base.text import clean
from shoppos.reports import findings
from shoppos.reports.cells import LONGEST, guarded, moment
from shoppos.reports.drawing import LIGHT, PARTS
from shoppos.reports.report import NUMBERS, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from shoppos.reports.charts import Chart
    from shoppos.reports.report import Report, Table, Value
    from shoppos.rules.letterhead import Letterhead

NAME = 31
"""Characters of a sheet's name, by Excel."""
FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
FORMATS = {
    Kind.MONEY: "[>=10000000]##\\,##\\,##\\,##0.00;[>=100000]##\\,##\\,##0.00;#,##0.00", Kind.WHOLE: "#,##0",
    Kind.QUANTITY: "#,##0.###", Kind.PERCENT: '0.##" %"', Kind.DAY: "dd-mm-yyyy", Kind.MONTH: "mmm yyyy",
    Kind.MOMENT: "dd-mm-yyyy hh:mm", Kind.TEXT: "@",
}  # fmt: skip
SHAPES = {"bar": "column", "line": "line", "hbar": "bar", "donut": "doughnut"}
"""What Excel calls our charts; it has no heat map."""
CHART_ROWS = 15
"""Rows that a chart covers."""
SCALE = {Kind.MONEY: 100, Kind.QUANTITY: 1000, Kind.PERCENT: 100, Kind.WHOLE: 1}
WIDTHS = {Kind.TEXT: 26, Kind.MONEY: 15, Kind.MOMENT: 17}


def write(report: Report, shop: Letterhead, made_at: dt.datetime) -> bytes:
    """The report as an Excel file; the same report made at the same moment is the same bytes."""
    import xlsxwriter  # noqa: PLC0415  # pyright: ignore[reportMissingTypeStubs]  (only for an export; no stubs)

    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True}) as opened:
        book: Any = opened
        book.set_properties(
            {"title": report.title, "author": clean(shop.name), "created": made_at.replace(tzinfo=None)}
        )
        taken = [_("Overview")]
        _overview(book, report, shop, made_at)
        for at, table in enumerate(report.tables, 1):
            name = _sheet_name(table.title or report.title, at, taken)
            _table(book, name, table, made_at.tzinfo)
        if report.charts:
            _charts(book, _sheet_name(_("Charts"), len(taken), taken), report.charts)
    return kept.getvalue()


def _overview(book: Any, report: Report, shop: Letterhead, made_at: dt.datetime) -> None:
    """What was asked and found, the figures and what one must know to read them."""
    sheet, bold = book.add_worksheet(_("Overview")), book.add_format({"bold": True, "font_size": 14})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    warned = book.add_format({"text_wrap": True, "valign": "top", "bold": True})
    sheet.set_column(0, 0, 60)
    sheet.set_column(1, 2, 18)
    sheet.write_string(0, 0, guarded(findings.title_of(report.title, report.period)), bold)
    sheet.write_string(1, 0, guarded(clean(shop.name)))
    sheet.write_string(2, 0, _("Made on {moment}").format(moment=f"{made_at:%d-%m-%Y %H:%M}"))
    sheet.write_string(4, 0, guarded(clean(report.finding, LONGEST)), wrapped)
    row = 5
    for row, alert in enumerate(report.alerts, 5):
        sheet.write_string(row, 0, guarded(clean(alert, LONGEST)), warned)
    row += 1
    if report.figures:
        sheet.write_string(row, 2, _("before"))
    for one in report.figures:
        row += 1
        sheet.write_string(row, 0, guarded(clean(one.title)))
        style = book.add_format({"num_format": FORMATS[one.kind]})
        for column, value in ((1, one.value), (2, one.was)):
            _put(sheet, row, column, value, one.kind, style, made_at.tzinfo)
    for at, note in enumerate(report.notes, row + 2):
        sheet.write_string(at, 0, guarded(clean(note, LONGEST)), wrapped)


def _table(book: Any, name: str, table: Table, zone: dt.tzinfo | None) -> None:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    for column, about in enumerate(table.columns):
        sheet.set_column(column, column, WIDTHS.get(about.kind, 12))
        sheet.write_string(0, column, guarded(clean(about.title)), head)
    plain = [book.add_format({"num_format": FORMATS[one.kind]}) for one in table.columns]
    below = [book.add_format({"num_format": FORMATS[one.kind], "bold": True, "top": 1}) for one in table.columns]
    rows = [(line.values, plain) for line in table.lines] + ([(table.total, below)] if table.total else [])
    for row, (values, styles) in enumerate(rows, 1):
        for column, (value, about) in enumerate(zip(values, table.columns, strict=True)):
            _put(sheet, row, column, value, about.kind, styles[column], zone)
    if table.lines:
        sheet.autofilter(0, 0, len(table.lines), len(table.columns) - 1)


def _charts(book: Any, name: str, charts: Sequence[Chart]) -> None:
    """The values of each chart, with Excel's own chart beside them; a heat map is warm cells."""
    sheet, bold = book.add_worksheet(name), book.add_format({"bold": True})
    sheet.set_column(0, 0, 26)
    top = 0
    for chart in charts:
        style = book.add_format({"num_format": FORMATS[chart.kind]})
        sheet.write_string(top, 0, guarded(clean(chart.title)), bold)
        for column, series in enumerate(chart.series, 1):
            sheet.write_string(top + 1, column, guarded(clean(series.name)), bold)
            for row, value in enumerate(series.values, top + 2):
                _put(sheet, row, column, value, chart.kind, style, None)
        for row, label in enumerate(chart.labels, top + 2):
            sheet.write_string(row, 0, guarded(clean(label)))
        last = top + 1 + len(chart.labels)
        if chart.shape == "heat" and chart.labels:
            warm = {"type": "2_color_scale", "min_color": LIGHT["heat0"], "max_color": LIGHT["heat5"]}
            sheet.conditional_format(top + 2, 1, last, len(chart.series), warm)
        elif chart.labels:
            sheet.insert_chart(top, len(chart.series) + 2, _chart(book, name, chart, top))
        top = max(last, top + CHART_ROWS) + 2


def _chart(book: Any, name: str, chart: Chart, top: int) -> Any:
    """Excel's own chart of the values that stand from that row on; it names cells, never what is written in them."""
    drawn = book.add_chart({"type": SHAPES[chart.shape]})
    first, last = top + 2, top + 1 + len(chart.labels)
    for column, (_series, key) in enumerate(zip(chart.series, ("accent", "before"), strict=False), 1):
        told: dict[str, Any] = {
            "name": [name, top + 1, column], "categories": [name, first, 0, last, 0],
            "values": [name, first, column, last, column],
        }  # fmt: skip
        parts = [{"fill": {"color": LIGHT[f"part{min(at, PARTS - 1)}"]}} for at in range(len(chart.labels))]
        line = {"line": {"color": LIGHT[key], "width": 2}}
        bars = {"fill": {"color": LIGHT[key]}}
        look = {"donut": {"points": parts}, "line": line}.get(chart.shape, bars)
        drawn.add_series({**told, **look})
    drawn.set_title({"name": [name, top, 0], "name_font": {"size": 12}})
    if chart.shape == "hbar":
        drawn.set_y_axis({"reverse": True})
    if chart.shape != "donut" and len(chart.series) == 1:
        drawn.set_legend({"none": True})
    return drawn


def _put(sheet: Any, row: int, column: int, value: Value, kind: Kind, style: Any, zone: dt.tzinfo | None) -> None:
    """One cell: a figure as a figure, a day as a day, words as words."""
    if value is None:
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, str) or kind is Kind.TEXT:
        sheet.write_string(row, column, guarded(clean(str(value), LONGEST)), style)
    elif kind in NUMBERS:
        sheet.write_number(row, column, value / SCALE[kind], style)
    else:
        sheet.write_datetime(row, column, _when(value, kind, zone), style)


def _when(value: int, kind: Kind, zone: dt.tzinfo | None) -> dt.datetime:
    if kind is Kind.MOMENT:
        return moment(value, zone).replace(tzinfo=None)
    return dt.datetime.combine(day_of(value * 100 + 1 if kind is Kind.MONTH else value), dt.time())


def _sheet_name(title: str, at: int, taken: list[str]) -> str:
    """A name that Excel takes, and that no other sheet has."""
    name = clean(FORBIDDEN.sub(" ", title), NAME) or str(at)
    if name.casefold() in {one.casefold() for one in taken}:
        name = f"{name[: NAME - 4]} {at}"
    taken.append(name)
    return name


def write_rows(path: Path, name: str, rows: Iterable[Sequence[str | float]]) -> None:
    """Rows to an Excel sheet on the disk, row by row: text stays text (never a formula or a link), numbers are numbers.

    OSError when the file cannot be written.
    """
    import xlsxwriter  # noqa: PLC0415  # pyright: ignore[reportMissingTypeStubs]  (only for an export; no stubs)
    from xlsxwriter.exceptions import (  # noqa: PLC0415  # pyright: ignore[reportMissingTypeStubs]  (the same)
        XlsxWriterException,
    )

    try:
        with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as opened:
            book: Any = opened
            _rows(book, name, rows)
    except XlsxWriterException as error:
        raise OSError(str(error)) from error


def write_sheets(sheets: Iterable[tuple[str, Iterable[Sequence[str | float]]]]) -> bytes:
    """Sheets with just these names and rows, the first of each its heads: for a program that reads them by name."""
    import xlsxwriter  # noqa: PLC0415  # pyright: ignore[reportMissingTypeStubs]  (only for an export; no stubs)

    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True}) as opened:
        book: Any = opened
        for name, rows in sheets:
            _rows(book, name, rows)
    return kept.getvalue()


def _rows(book: Any, name: str, rows: Iterable[Sequence[str | float]]) -> None:
    """One sheet row by row, its heads bold."""
    sheet, bold = book.add_worksheet(name[:NAME]), book.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(at, column, cell, bold if at == 0 else None)
            else:
                sheet.write_number(at, column, cell)
