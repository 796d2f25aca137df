"""The owner's evening report: a day, a week or a month on one page for a phone, and in a few lines to be sent."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from shoppos.base.clock import day_number
from shoppos.base.i18n import BILL_LANGUAGES, _, speaking
from shoppos.base.money import rupees
from shoppos.base.settings import setting
from shoppos.base.text import clean
from shoppos.reports import periods, phone_notes, questions, sold, z
from shoppos.reports.cells import figure
from shoppos.reports.formats import html
from shoppos.reports.report import Column, Figure, Kind, Line, Link, Report, Table, total
from shoppos.reports.report_paper import shop_now
from shoppos.rules.report_places import DAY, MONTH, WEEK

if TYPE_CHECKING:
    import datetime as dt

    from shoppos.base.file import Reader
    from shoppos.reports.charts import Chart
    from shoppos.reports.deliveries import Travelling
    from shoppos.reports.z import ClosedDay

YEAR = re.compile(r" \d{4}$", re.ASCII)
LARGEST = 60_000
"""Bytes of the page: it has to come through where the line is slow."""
MOST = 8
"""Lines of one table; the questions have them all."""
FEWEST = 3
ALWAYS = 2
"""The first figures of a day: what was sold, on how many bills."""
KEPT = {
    "method": ("method", "bills", "amount"), "item": ("item", "quantity", "sales"),
    "what": ("what", "number", "amount", "reason"), "rate": ("rate", "taxable", "tax"),
    "day": ("day", "bills", "net"),
}  # fmt: skip
"""The columns that a phone has room for, by the column that tells a table from the others."""


def language(db: Reader) -> str:
    """The language of the owner's reports: chosen for them, else the screen's."""
    told = setting(db, "report_language", "") or setting(db, "language", "en")
    return told if told in BILL_LANGUAGES else "en"


def compose(db: Reader, one: Travelling) -> Report:
    """The whole report, in the language in force; all its figures are of one moment.

    Its figures are those of the questions of the same days; of a day that was closed they are of its till, as the Z's
    and the drawer's are, and what the whole shop sold is one more figure.
    """
    with questions.one_moment(db):
        closed = z.read(db, one.till, one.number) if one.number and one.kind == DAY else None
        day = questions.ask(db, "day", one.period, till=one.till if one.kind == DAY and one.sequence else "")
        shop = _of_shop(db, one)
        charts = tuple(map(_called_short, day.charts))
        tables = [table for table in day.tables if table.lines and table.columns[0].key != "hour"]
        if one.kind != DAY:
            sales = questions.ask(db, "sales", one.period)
            best = questions.ask(db, "best", one.period)
            charts = (*sales.charts, *best.charts[:1], *day.charts[1:])
            by_day = [replace(table, title=_("By day")) for table in sales.tables[:1]]
            tables = [*by_day, _closings(db, one), *tables]
        drawer = [_drawer(closed)] if closed is not None and closed.reading.opening is not None else []
        shown = [_small(table) for table in (*tables[:1], *drawer, *tables[1:]) if table.lines]
        return Report(
            "phone", _title(one, several=bool(shop)), one.period, day.finding,
            (*shown, *_some(phone_notes.lately(db, one))),
            (*_told(day.figures), *_over(closed), *shop), charts,
            (*phone_notes.which(db, one), *phone_notes.undone(db, one, closed)),
            tuple(phone_notes.alerts(db, one, closed)),
        )  # fmt: skip


def files(db: Reader, one: Travelling, made_at: dt.datetime) -> tuple[Report, dict[str, bytes]]:
    """The report in its own language, its page ("html"), the same without charts ("mail") and its few lines ("text").

    Most mail programs leave a chart out, some put its words in a heap: in a mail it stands in what is attached.
    """
    with speaking(language(db)):
        report, shop = compose(db, one), shop_now(db)
        page = html.write(report, shop, made_at)
        most = MOST
        while len(page) >= LARGEST and most > FEWEST:
            most -= 1
            report = _shorter(report, most)
            page = html.write(report, shop, made_at)
        plain = html.write(replace(report, charts=()), shop, made_at)
        return report, {"html": page, "mail": plain, "text": text(db, one, report).encode()}


def text(db: Reader, one: Travelling, report: Report) -> str:
    """The report in a few lines, for WhatsApp: no figure in it that the page does not have."""
    shop = clean(shop_now(db).name, 60).replace("*", "")
    lines = [f"*{shop}*", f"{report.title} · {periods.said(report.period)}", ""]
    zone = db.clock.at(one.made_at).tzinfo
    lines += [f"{item.title}: {figure(item.value, item.kind, zone)}" for item in report.figures]
    ways = next((table for table in report.tables if table.columns[0].key == "method"), None)
    if ways is not None:
        at = [column.key for column in ways.columns].index("amount")
        said = [f"{line.values[0]} {rupees(value)}" for line in ways.lines if isinstance(value := line.values[at], int)]
        lines += ["", ", ".join(said)]
    lines += ["", *(f"⚠ {clean(alert, 300)}" for alert in report.alerts)]
    lines += [clean(note, 400) for note in report.notes[:2]]
    return "\n".join(lines).replace("\n\n\n", "\n\n").strip()


def subject(one: Travelling, report: Report, shop: str) -> str:
    """What stands above a mail: the shop, what it is, its days and what was sold."""
    sales = next((rupees(item.value) for item in report.figures), "")
    return " · ".join(part for part in (clean(shop, 40), report.title, periods.said(one.period), sales) if part)


# -- inside


def _title(one: Travelling, *, several: bool = False) -> str:
    """What stands above it; where several tills sold, whose day it is."""
    if not one.sequence:
        return _("Trial report")
    if one.kind == DAY and several:
        return _("The day of till {till} · Z {number}").format(till=one.till, number=one.number)
    if one.kind == DAY:
        return _("The day · Z {number}").format(number=one.number)
    return {WEEK: _("Week report {number}"), MONTH: _("Month report {number}")}[one.kind].format(number=one.sequence)


def _told(figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """The figures that say something: what was sold, and what is not zero now or before."""
    shown = [one for at, one in enumerate(figures) if at < ALWAYS or one.value or one.was]
    return tuple(replace(one, was=one.was or None) for one in shown)


def _of_shop(db: Reader, one: Travelling) -> tuple[Figure, ...]:
    """What all tills sold together so far, beside the day of one of them; nothing where no other sold."""
    if one.kind != DAY or not one.sequence:
        return ()
    sums = sold.by(db, one.period, "till")
    if not set(sums) - {one.till}:
        return ()
    return (Figure(_("Whole shop, all tills"), sum(each.net for each in sums.values())),)


def _over(closed: ClosedDay | None) -> tuple[Figure, ...]:
    """What the drawer was over or short, where it was counted."""
    if closed is None or closed.reading.over is None:
        return ()
    over = closed.reading.over
    return (Figure(_("Cash short") if over < 0 else _("Cash over"), abs(over)),)


def _drawer(closed: ClosedDay) -> Table:
    """From the float to what was counted, as the Z has it."""
    reading = closed.reading
    columns = (Column("cash", _("Cash")), Column("amount", _("Amount"), Kind.MONEY))
    took = reading.expected - (reading.opening or 0) - reading.cash_in + reading.cash_out
    rows = (
        (_("In the drawer at the beginning"), reading.opening), (_("From customers, less what they got back"), took),
        (_("Put in"), reading.cash_in or None), (_("Taken out"), -reading.cash_out or None),
        (_("Must be there"), reading.expected), (_("Counted"), reading.counted),
        (_("Over (or short, below zero)"), reading.over),
    )  # fmt: skip
    lines = tuple(Line(row) for row in rows if row[1] is not None)
    return Table(columns, lines, _("The drawer of till {till}").format(till=closed.till))


def _closings(db: Reader, one: Travelling) -> Table:
    """The Zs of those days, and by how much the drawer of each was over or short."""
    columns = (
        Column("closed", _("Day"), Kind.DAY), Column("z", _("Z")),
        Column("over", _("Over or short"), Kind.MONEY, total=True),
    )  # fmt: skip
    rows = db.rows(
        "SELECT till, number FROM day_close WHERE business_date BETWEEN ? AND ? ORDER BY business_date, till, number",
        one.period.span,
    )
    found = [z.read(db, till, number) for till, number in rows]
    lines = tuple(
        Line(
            (day_number(each.reading.day), f"{each.till}/Z{each.number}", each.reading.over),
            Link("report", "day", period=periods.around(each.reading.day, "day")),
        )
        for each in found
    )
    return Table(
        columns, lines, _("The days as they were closed"), total(columns, lines, _("Total")) if lines else None
    )


def _called_short(chart: Chart) -> Chart:
    """A chart whose two days are told without their year, which a phone has no room for beside each other."""
    return replace(chart, series=tuple(replace(one, name=YEAR.sub("", one.name)) for one in chart.series))


def _small(table: Table) -> Table:
    """A table as a phone has room for it: few columns, and the first lines; its total stays."""
    keys = KEPT.get(table.columns[0].key) or KEPT.get(table.columns[min(1, len(table.columns) - 1)].key)
    if keys is None:
        return table
    at = [place for place, column in enumerate(table.columns) if column.key in keys]
    lines = tuple(replace(line, values=tuple(line.values[place] for place in at)) for line in table.lines)
    sums = tuple(table.total[place] for place in at) if table.total else None
    return replace(table, columns=tuple(table.columns[place] for place in at), lines=lines, total=sums)


def _some(table: Table) -> tuple[Table, ...]:
    return (table,) if table.lines else ()


def _shorter(report: Report, most: int) -> Report:
    """The same with so many lines in a table and one chart less: each table says how many it leaves out."""
    tables = tuple(
        replace(table, lines=table.lines[:most], left=table.left + max(len(table.lines) - most, 0))
        for table in report.tables
    )
    return replace(report, tables=tables, charts=report.charts[:1] if most <= FEWEST else report.charts)
