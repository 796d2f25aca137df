"""A report as a page: what was found, its figures, its charts and its tables; the same for the printer and as PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base import i18n
from shoppos.base.i18n import catalogue
from shoppos.base.text import clean
from shoppos.printing.page import Align, Beside, Column, Feed, Page, Picture, Rule, Size, Table, Text, Together, row
from shoppos.reports import charts, findings, periods
from shoppos.reports.cells import figure, told
from shoppos.reports.report import NUMBERS, Kind

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from shoppos.printing.page import Part
    from shoppos.printing.paper import Paper
    from shoppos.reports.report import Figure, Report
    from shoppos.reports.report import Table as ReportTable
    from shoppos.reports.report_paper import ReportPaper
    from shoppos.rules.letterhead import Letterhead

PIXELS = 3.7
"""Pixels of a chart to a millimetre of paper: its type is then as large as the page's small print."""
ABREAST = 3
"""Figures side by side on a sheet."""
MANY = 6
"""Columns from which on a table is set in small print."""
SHARES = {Kind.TEXT: 5, Kind.MOMENT: 5, Kind.MONEY: 4, Kind.DAY: 4, Kind.MONTH: 4}


def paper_page(asked: ReportPaper, paper: Paper, *, language: str = "en") -> Page:
    """The report that is asked for, laid out for a roll or a sheet in that language."""
    return report_page(asked.asked(language), asked.shop, asked.made_at, paper, language=language)


def report_page(report: Report, shop: Letterhead, made_at: dt.datetime, paper: Paper, *, language: str = "en") -> Page:
    """`report` laid out for a roll or a sheet; its own words are those in which it was asked. A roll has no charts."""
    _ = catalogue(language).gettext
    with i18n.speaking(language):
        days = periods.said(report.period)
        left = [findings.left_out(table.left) for table in report.tables]
    title = clean(report.title)
    parts: list[Part] = [
        Text(clean(shop.name), bold=True, align=Align.CENTER if paper.is_roll else Align.LEFT),
        Text(title, Size.HUGE if not paper.is_roll else Size.LARGE, bold=True, fit=True),
        Text(days, Size.NORMAL, muted=True),
        Rule(),
        Text(report.finding, Size.NORMAL if paper.is_roll else Size.LARGE, bold=True),
        *(Text(f"! {clean(one)}", Size.NORMAL, bold=True) for one in report.alerts),
        Feed(),
    ]
    parts += _figures(report, paper, made_at.tzinfo, _)
    if not paper.is_roll:
        wide = (paper.width - 2 * paper.margin) / 10 * PIXELS
        for chart in report.charts:
            parts.append(
                Together((Text(clean(chart.title), bold=True), Feed(), Picture(charts.draw(chart, wide)), Feed(2)))
            )
    for table, more in zip(report.tables, left, strict=True):
        parts += _table(table, paper, made_at.tzinfo, more) if table.lines else []
    parts += [Text(note, Size.SMALL, muted=True) for note in report.notes]
    made = _("Made on {moment}").format(moment=f"{made_at:%d-%m-%Y %H:%M}")
    parts += [Rule(), Text(made, Size.SMALL)] if paper.is_roll else []
    said = f"{title} · {days} · {clean(shop.name, 60)}"
    foot = "" if paper.is_roll else f"{said} · {made}"
    return Page(paper, tuple(parts), title=said, foot=foot, page_of=_("Page {page} of {pages}"))


def _figures(report: Report, paper: Paper, zone: dt.tzinfo | None, _: Callable[[str], str]) -> list[Part]:
    """The figures; on a sheet side by side."""
    if not report.figures:
        return []
    if paper.is_roll:
        return [*(row(clean(one.title), figure(one.value, one.kind, zone)) for one in report.figures), Rule()]
    parts: list[Part] = []
    for at in range(0, len(report.figures), ABREAST):
        some = report.figures[at : at + ABREAST]
        stacks = tuple(_figure(one, zone, _) for one in some) + ((Text(""),),) * (ABREAST - len(some))
        tint = (True,) * len(some) + (False,) * (ABREAST - len(some))
        parts += [Beside(stacks, (1,) * ABREAST, tint), Feed()]
    return [*parts, Feed()]


def _figure(one: Figure, zone: dt.tzinfo | None, _: Callable[[str], str]) -> tuple[Part, ...]:
    was = "" if one.was is None else _("before: {was}").format(was=figure(one.was, one.kind, zone))
    stack: list[Part] = [
        Text(clean(one.title), Size.SMALL, muted=True),
        Text(figure(one.value, one.kind, zone), Size.LARGE, bold=True, fit=True),
    ]
    return tuple([*stack, Text(was, Size.SMALL, muted=True)] if was else stack)


def _table(table: ReportTable, paper: Paper, zone: dt.tzinfo | None, more: str) -> list[Part]:
    """A table under its title; days stand where words do, figures to the right; `more` says what it leaves out."""
    columns = tuple(
        Column(clean(one.title), SHARES.get(one.kind, 3), Align.RIGHT if one.kind in NUMBERS else Align.LEFT)
        for one in table.columns
    )

    def cells(values: tuple[int | str | None, ...]) -> tuple[str, ...]:
        return tuple(told(value, one.kind, zone) for one, value in zip(table.columns, values, strict=True))

    small = len(columns) > MANY or paper.is_roll
    laid = Table(
        columns, tuple(cells(line.values) for line in table.lines), total=cells(table.total) if table.total else (),
        head=True, grid=not paper.is_roll, size=Size.SMALL if small else Size.NORMAL,
    )  # fmt: skip
    head: list[Part] = [Text(clean(table.title), bold=True)] if table.title else []
    left: list[Part] = [Text(more, Size.SMALL, muted=True)] if more else []
    return [*head, laid, *left, Feed(2)]
