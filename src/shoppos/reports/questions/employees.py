"""Who sold what, and who took off: discounts, cancelled bills, goods taken back and other prices, by employee."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.i18n import _
from shoppos.base.money import rupees
from shoppos.reports import findings, other_prices, periods, sold
from shoppos.reports.charts import Chart, Series
from shoppos.reports.report import Asked, Column, Figure, Kind, Line, Link, Period, Question, Report, Table, total

if TYPE_CHECKING:
    from shoppos.base.file import Reader
    from shoppos.reports.other_prices import OtherPrice
    from shoppos.reports.totals import Sold

MOST = 200


def question() -> Question:
    """Who did what."""
    return Question(
        "employees", _("Employees"), _("Who sold what, and who gave discounts, cancelled or took back?"), _("People"),
        ask, (findings.till_choice(),),
    )  # fmt: skip


def ask(db: Reader, asked: Asked) -> Report:
    """Each employee's sales and what they took off."""
    period = asked.period
    names = dict(findings.employees(db))
    sums = sold.by(db, period, "employee", only=asked)
    whole = sold.whole(db, period, asked)
    looked = findings.looked(db, period, whole.bills)
    others = other_prices.find(db, looked, asked.chosen("till"))
    table = _table({names[key.hex()]: (key, one) for key, one in sums.items()}, others, period)
    if not sums:
        return Report("employees", _("Employees"), period, findings.nothing_sold(db, period), (table,))
    said = _finding({names[key.hex()]: one for key, one in sums.items()}, period)
    bills = {key: Link("report", "bills", {"only": key}, period) for key in ("discount", "void", "notes")}
    figures = (
        Figure(_("Discounts"), whole.discount, link=bills["discount"]),
        Figure(_("Cancelled"), whole.cancelled, link=bills["void"]),
        Figure(_("Taken back"), whole.noted, link=bills["notes"]),
        Figure(_("Lines at another price"), sum(one.lines for one in others), Kind.WHOLE),
    )
    tables = (table, _others(others, names))
    return Report(
        "employees", _("Employees"), period, said, tuple(x for x in tables if x.lines), figures,
        (_chart(table, said),), _notes(others, looked, period),
    )  # fmt: skip


def _notes(others: list[OtherPrice], looked: Period, period: Period) -> tuple[str, ...]:
    """What another price is, and of which days they are told."""
    notes = [
        _(
            "Another price is one that is neither the item's usual price of that day nor on a price list; with few "
            "sales of an item on a day, the days around it decide."
        )
    ] if others else list[str]()  # fmt: skip
    if looked != period:
        said = _("Other prices are told of {period} alone: ask for fewer days to see others.")
        notes.append(said.format(period=periods.said(looked)))
    return tuple(notes)


def _finding(sums: dict[str, Sold], period: Period) -> str:
    """Who gave most, and how much of what they sold that is."""
    gave = max(sums, key=lambda name: (sums[name].discount, name))
    told = {"period": periods.said(period), "name": gave, "amount": rupees(sums[gave].discount)}
    told["percent"] = findings.percent(findings.share(sums[gave].discount, sums[gave].gross))
    if not sums[gave].discount:
        return _("{period}: nobody gave a discount.").format(**told)
    return _("{period}: {name} gave most discounts, {amount}: {percent} of what they sold.").format(**told)


def _table(sums: dict[str, tuple[bytes, Sold]], others: list[OtherPrice], period: Period) -> Table:
    columns = (
        Column("employee", _("Employee")), Column("bills", _("Bills made"), Kind.WHOLE, total=True),
        Column("net", _("Sales"), Kind.MONEY, total=True), Column("average", _("Average bill"), Kind.MONEY),
        Column("discounts", _("Discounts"), Kind.MONEY, total=True),
        Column("discount_share", _("Of their sales"), Kind.PERCENT),
        Column("voids", _("Cancelled"), Kind.WHOLE, total=True),
        Column("cancelled", _("Cancelled, amount"), Kind.MONEY, total=True),
        Column("notes", _("Returns"), Kind.WHOLE, total=True),
        Column("noted", _("Returns, amount"), Kind.MONEY, total=True),
        Column("prices", _("Other prices"), Kind.WHOLE, total=True),
        Column("lost", _("Other prices, less"), Kind.MONEY, total=True),
    )  # fmt: skip
    lines: list[Line] = []
    for name, (key, one) in sorted(sums.items(), key=lambda pair: (-pair[1][1].net, pair[0])):
        mine = [other for other in others if other.employee_id == key]
        lines.append(
            Line(
                (name, one.bills, one.net, sold.average(one), one.discount, findings.share(one.discount, one.gross),
                 one.voids, one.cancelled, one.notes, one.noted, sum(other.lines for other in mine),
                 sum(other.less for other in mine)),
                Link("report", "bills", {"employee": key.hex()}, period),
            )
        )  # fmt: skip
    told = tuple(lines)
    return Table(columns, told, _("By employee"), total(columns, told, _("Total")) if told else None)


def _others(others: list[OtherPrice], names: dict[str, str]) -> Table:
    columns = (
        Column("day", _("Day"), Kind.DAY), Column("employee", _("Employee")), Column("item", _("Item")),
        Column("usual", _("Usual price"), Kind.MONEY), Column("price", _("Price"), Kind.MONEY),
        Column("quantity", _("Quantity"), Kind.QUANTITY), Column("lines", _("Lines"), Kind.WHOLE, total=True),
        Column("less", _("Less"), Kind.MONEY, total=True),
    )  # fmt: skip
    lines = tuple(
        Line(
            (one.day, names.get(one.employee_id.hex(), ""), one.name, one.usual, one.price, one.quantity, one.lines,
             one.less),
            Link("product", one.product_id.hex()),
        )
        for one in others[:MOST]
    )  # fmt: skip
    return Table(columns, lines, _("Sold at another price"), total(columns, lines, _("Total")) if lines else None)


def _chart(table: Table, said: str) -> Chart:
    at = [column.key for column in table.columns].index("discounts")
    labels = tuple(str(line.values[0]) for line in table.lines)
    values = tuple(value if isinstance(value := line.values[at], int) else 0 for line in table.lines)
    return Chart("hbar", _("Discounts by employee"), labels, (Series(_("Discounts"), values),), said)
