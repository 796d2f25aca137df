"""The day in one look: is it more than the same weekday's, how was it paid, what needs a second look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.i18n import _
from shoppos.reports import findings, periods, sold, totals
from shoppos.reports.charts import Chart, Series
from shoppos.reports.drawer import OF_TILL
from shoppos.reports.questions import methods, tax
from shoppos.reports.report import Asked, Column, Figure, Kind, Line, Link, Question, Report, Table, total

if TYPE_CHECKING:
    from shoppos.base.file import Reader
    from shoppos.reports.report import Period
    from shoppos.reports.totals import Sold

MOST_ITEMS = 10
MOST_DISCOUNTS = 10
DUES = (
    "SELECT coalesce(-sum(amount), 0) FROM khata_entry WHERE kind = 'payment' AND kind <> 'sale' "
    "AND method <> 'advance' AND business_date BETWEEN :since AND :until "
    f"AND (:till = '' OR {OF_TILL.format(of='khata_entry')})"
)
TAKEN_OFF = (
    "SELECT 'void' AS what, s.number, v.made_at, s.payable, e.name, v.reason, s.id FROM void v "
    "JOIN sale s ON s.id = v.sale_id JOIN employee e ON e.id = v.employee_id WHERE v.business_date BETWEEN :a AND :b "
    "AND (:till = '' OR coalesce(v.till, s.till) = :till) "
    "UNION ALL SELECT 'note', s.number, s.made_at, s.payable, e.name, coalesce(n.reason, ''), s.id FROM sale s "
    "INDEXED BY sale_day JOIN employee e ON e.id = s.employee_id LEFT JOIN credit_note n ON n.sale_id = s.id "
    "WHERE s.state = 'done' AND s.kind = 'CREDIT NOTE' AND s.business_date BETWEEN :a AND :b "
    "AND :till IN ('', s.till) ORDER BY 3, 2"
)
DISCOUNTS = (
    "SELECT s.number, s.made_at, sum(l.disc + l.bdisc) AS off, e.name, s.id FROM sale s INDEXED BY sale_day "
    "CROSS JOIN sale_line l ON l.sale_id = s.id JOIN employee e ON e.id = s.employee_id WHERE s.state = 'done' "
    "AND s.kind <> 'CREDIT NOTE' AND s.business_date BETWEEN :a AND :b AND :till IN ('', s.till) "
    "GROUP BY s.id HAVING off > 0 ORDER BY off DESC, s.number LIMIT :most"
)


def question() -> Question:
    """One day whole."""
    return Question(
        "day", _("The day"), _("How was the day, and what needs a second look?"), _("Sales"), ask,
        (findings.till_choice(),), span="day",
    )  # fmt: skip


def ask(db: Reader, asked: Asked) -> Report:
    """The day against the same weekday of the week before; of one till where one is chosen."""
    period = asked.period
    other = periods.compared(period, periods.today(db.clock))
    now, was = sold.whole(db, period, asked), sold.whole(db, other, asked)
    if not any(now):
        finding = findings.nothing_sold(db, period)
        return Report(
            "day",
            _("The day"),
            period,
            finding,
            (methods.table({}, {}, period),),
            _figures(db, now, was, asked, other),
        )
    finding = findings.of_sales(now, was, period, other)
    ways, before = methods.sums(db, period, asked), methods.sums(db, other, asked)
    few = now.bills <= findings.MANY_BILLS
    summed = few or not asked.chosen("till")
    tables = (
        methods.table(ways, before, period, _("Ways to pay")), _by_hour(db, asked),
        *((_items(db, asked),) if summed else ()), *((_looks(db, asked),) if few else ()),
        *((tax.by_rate(sold.taxes(db, period, asked), _("By tax rate")),) if summed else ()),
    )  # fmt: skip
    charts = (_hours(db, asked, other, finding), methods.chart(ways, finding))
    return Report(
        "day", _("The day"), period, finding, tuple(table for table in tables if table.lines),
        _figures(db, now, was, asked, other), charts,
    )  # fmt: skip


def _figures(db: Reader, now: Sold, before: Sold, asked: Asked, other: Period) -> tuple[Figure, ...]:
    was, period, till = before if any(before) else None, asked.period, asked.chosen("till")
    bills = Link("report", "bills", _of(asked), period=period)
    credit, credit_was = (
        sum(one for (_day, way), (_bills, one) in sold.methods(db, days, asked).items() if way in {"khata", "cod"})
        for days in (period, other)
    )
    dues, dues_was = (
        (db.row(DUES, {"since": days.span[0], "until": days.span[1], "till": till}) or (0,))[0]
        for days in (period, other)
    )
    return (
        Figure(_("Sales"), now.net, was=was and was.net, link=bills),
        Figure(_("Number of bills"), now.bills, Kind.WHOLE, was and was.bills, bills),
        Figure(_("Average bill"), sold.average(now), was=was and sold.average(was)),
        Figure(
            _("Profit before tax"), now.margin, was=was and was.margin, link=Link("report", "margin", period=period)
        ),
        Figure(
            _("Given on credit"),
            credit,
            was=credit_was if was else None,
            link=Link("report", "methods", _of(asked), period),
        ),
        Figure(_("Dues received"), dues, was=dues_was if was else None),
    )


def _of(asked: Asked) -> dict[str, str]:
    """The till that was chosen, for what leads to another report."""
    return {"till": asked.chosen("till")} if asked.chosen("till") else {}


def _hours(db: Reader, asked: Asked, other: Period, said: str) -> Chart:
    """What was billed each hour, beside the same weekday's."""
    period = asked.period
    now, was = (sold.by(db, days, "hour", only=asked) for days in (period, other))
    start = db.clock.day_start
    used = {(hour - start) % 24 for hour in (*now, *was)}
    order = [(at + start) % 24 for at in range(min(used), max(used) + 1)]
    series = [
        Series(periods.said(days), tuple(sums[hour].payable if hour in sums else 0 for hour in order))
        for days, sums in ((period, now), (other, was))
        if sums
    ]
    return Chart("bar", _("Billed by hour"), tuple(map(str, order)), tuple(series), said)


def _by_hour(db: Reader, asked: Asked) -> Table:
    columns = (
        Column("hour", _("Hour")), Column("bills", _("Bills made"), Kind.WHOLE, total=True),
        Column("billed", _("Billed"), Kind.MONEY, total=True),
        Column("back", _("Cancelled, returned"), Kind.MONEY, total=True),
        Column("net", _("Sales"), Kind.MONEY, total=True),
    )  # fmt: skip
    start = db.clock.day_start
    found = sold.by(db, asked.period, "hour", only=asked)
    sums = sorted(found.items(), key=lambda pair: (pair[0] - start) % 24)
    lines = tuple(
        Line(
            (periods.hour_said(hour), one.bills, one.payable, one.cancelled + one.noted, one.net),
            Link("report", "bills", {"hour": str(hour), **_of(asked)}, asked.period),
        )
        for hour, one in sums
        if any(one)
    )
    return Table(columns, lines, _("By hour"), total(columns, lines, _("Total")))


def _items(db: Reader, asked: Asked) -> Table:
    rows = totals.by_item(db, *asked.period.span, best="paid", limit=MOST_ITEMS, till=asked.chosen("till"))
    columns = (
        Column("item", _("Item")), Column("sales", _("Sales"), Kind.MONEY),
        Column("quantity", _("Quantity"), Kind.QUANTITY), Column("unit", _("Unit")),
        Column("profit", _("Profit"), Kind.MONEY), Column("code", _("Code")),
    )  # fmt: skip
    lines = tuple(
        Line(
            (one.name, one.paid, one.quantity, one.unit, one.margin if one.costed else None, one.code),
            Link("report", "bills", {"item": one.code, **_of(asked)}, asked.period),
        )
        for one in rows
        if one.paid > 0
    )
    return Table(columns, lines, _("What sold most"))


def _looks(db: Reader, asked: Asked) -> Table:
    """What was taken off: bills cancelled, goods that came back, the largest discounts."""
    columns = (
        Column("what", _("What")), Column("number", _("Bill")), Column("at", _("At"), Kind.MOMENT),
        Column("amount", _("Amount"), Kind.MONEY), Column("employee", _("By")), Column("reason", _("Reason")),
    )  # fmt: skip
    a, b = asked.period.span
    values = {"a": a, "b": b, "till": asked.chosen("till")}
    words = {"void": _("Cancelled"), "note": _("Came back")}
    lines = [
        Line((words[what], number, at, -amount, name, reason), Link("bill", number))
        for what, number, at, amount, name, reason, _id in db.rows(TAKEN_OFF, values)
    ]
    lines += [
        Line((_("Discount"), number, at, -off, name, ""), Link("bill", number))
        for number, at, off, name, _id in db.rows(DISCOUNTS, {**values, "most": MOST_DISCOUNTS})
    ]
    return Table(columns, tuple(lines), _("Cancelled, returned, discounts"))
