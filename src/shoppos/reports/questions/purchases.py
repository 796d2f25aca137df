"""What was bought, of whom, in which month, and what went back."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shoppos.base.i18n import _, ngettext
from shoppos.base.money import rupees
from shoppos.reports import findings, periods
from shoppos.reports.charts import Chart, Series
from shoppos.reports.questions.reorder import suppliers
from shoppos.reports.report import Asked, Choice, Column, Figure, Kind, Line, Link, Question, Report, Table, total

if TYPE_CHECKING:
    from shoppos.base.file import Reader
    from shoppos.reports.report import Period, Value

MOST = 1000
"""Papers that are listed; the sums count them all."""
DRAWN = 10
PAPERS = (
    "SELECT p.number, p.kind, p.business_date, p.supplier_id, s.name, p.bill_number, p.taxable, "
    "p.cgst + p.sgst + p.igst + p.cess, p.total FROM purchase p JOIN supplier s ON s.id = p.supplier_id "
    "WHERE p.business_date BETWEEN ? AND ? AND (? = '' OR p.supplier_id = unhex(?)) "
    "ORDER BY p.business_date DESC, p.id DESC"
)


class Paper(NamedTuple):
    """One purchase, or a debit note, which counts below zero on its own day; money in paise."""

    number: str
    kind: str
    day: int
    supplier_id: bytes
    supplier: str
    bill_number: str
    taxable: int
    tax: int
    total: int


def question() -> Question:
    """What was bought."""
    return Question(
        "purchases", _("Purchases"), _("What was bought, of whom, and is it more than before?"), _("Buying"), ask,
        (Choice("supplier", _("Supplier"), suppliers),),
    )  # fmt: skip


def ask(db: Reader, asked: Asked) -> Report:
    """The purchases of the period, less what went back, against the time before."""
    period = asked.period
    other = periods.compared(period, periods.today(db.clock))
    papers, before = _papers(db, period, asked), _papers(db, other, asked)
    was = {one.supplier_id: 0 for one in before}
    for one in before:
        was[one.supplier_id] += one.total
    table = _by_supplier(papers, was, period)
    if not papers:
        said = _("Nothing was bought: {period}.").format(period=periods.said(period))
        return Report("purchases", _("Purchases"), period, said, (table,))
    bought = sum(one.total for one in papers)
    said = _finding(papers, table, sum(was.values()), period, other)
    back = -sum(one.total for one in papers if one.kind == "returned")
    figures = (
        Figure(_("Bought"), bought, was=sum(was.values()) if before else None),
        Figure(_("Tax in it"), sum(one.tax for one in papers)),
        Figure(_("Sent back"), back),
        Figure(_("Purchases"), sum(one.kind == "received" for one in papers), Kind.WHOLE),
    )
    months = _by_month(papers)
    notes = (_("The newest {most} are listed; all are counted.").format(most=MOST),) if len(papers) > MOST else ()
    tables = tuple(one for one in (table, months, _each(papers)) if one.lines)
    return Report("purchases", _("Purchases"), period, said, tables, figures, _charts(table, months, said), notes)


def _papers(db: Reader, period: Period, asked: Asked) -> list[Paper]:
    """The purchases and debit notes of those days, the newest first; what went back below zero."""
    supplier = asked.chosen("supplier")
    found = map(Paper._make, db.rows(PAPERS, (*period.span, supplier, supplier)))
    return [
        one if one.kind == "received" else one._replace(taxable=-one.taxable, tax=-one.tax, total=-one.total)
        for one in found
    ]


def _finding(papers: list[Paper], table: Table, was: int, period: Period, other: Period) -> str:
    bought = sum(one.total for one in papers)
    told = {
        "period": periods.said(period), "amount": rupees(bought), "most": table.lines[0].values[0],
        "count": len(table.lines), "compared": findings.compared(bought, was, other),
    }  # fmt: skip
    if bought <= 0:
        told["amount"] = rupees(-bought)
        return _("{period}: goods for {amount} more went back to suppliers than came.").format(**told)
    said = ngettext(
        "{period}: bought for {amount} of {most}", "{period}: bought for {amount} of {count} suppliers, most of {most}",
        len(table.lines),
    ).format(**told)  # fmt: skip
    return f"{said}; {told['compared']}." if told["compared"] else f"{said}."


def _by_supplier(papers: list[Paper], was: dict[bytes, int], period: Period) -> Table:
    columns = (
        Column("supplier", _("Supplier")), Column("purchases", _("Purchases"), Kind.WHOLE, total=True),
        Column("taxable", _("Before tax"), Kind.MONEY, total=True), Column("tax", _("Tax"), Kind.MONEY, total=True),
        Column("back", _("Sent back"), Kind.MONEY, total=True), Column("total", _("Bought"), Kind.MONEY, total=True),
        Column("share", _("Of all"), Kind.PERCENT), Column("before", _("Before"), Kind.MONEY, total=True),
    )  # fmt: skip
    of: dict[bytes, list[Paper]] = {}
    for one in papers:
        of.setdefault(one.supplier_id, []).append(one)
    whole = sum(one.total for one in papers)
    lines = [
        Line(
            (mine[0].supplier, sum(one.kind == "received" for one in mine), sum(one.taxable for one in mine),
             sum(one.tax for one in mine), -sum(one.total for one in mine if one.kind == "returned"),
             sum(one.total for one in mine), findings.share(sum(one.total for one in mine), whole),
             was.get(supplier_id, 0)),
            Link("report", "purchases", {"supplier": supplier_id.hex()}, period),
        )
        for supplier_id, mine in sorted(
            of.items(), key=lambda pair: (-sum(one.total for one in pair[1]), pair[1][0].supplier)
        )
    ]  # fmt: skip
    told = tuple(lines)
    return Table(columns, told, _("By supplier"), total(columns, told, _("Total")) if told else None)


def _by_month(papers: list[Paper]) -> Table:
    columns = (
        Column("month", _("Month"), Kind.MONTH), Column("purchases", _("Purchases"), Kind.WHOLE, total=True),
        Column("tax", _("Tax"), Kind.MONEY, total=True), Column("total", _("Bought"), Kind.MONEY, total=True),
    )  # fmt: skip
    sums: dict[int, list[int]] = {}
    for one in papers:
        mine = sums.setdefault(one.day // 100, [0, 0, 0])
        mine[0] += one.kind == "received"
        mine[1] += one.tax
        mine[2] += one.total
    lines = tuple(Line((month, *sums[month])) for month in sorted(sums))
    return Table(columns, lines, _("By month"), total(columns, lines, _("Total")) if lines else None)


def _each(papers: list[Paper]) -> Table:
    columns = (
        Column("number", _("Purchase")), Column("day", _("Day"), Kind.DAY), Column("supplier", _("Supplier")),
        Column("bill", _("Their bill")), Column("state", _("State")),
        Column("taxable", _("Before tax"), Kind.MONEY, total=True), Column("tax", _("Tax"), Kind.MONEY, total=True),
        Column("total", _("Bought"), Kind.MONEY, total=True),
    )  # fmt: skip
    lines = tuple(
        Line(
            (one.number, one.day, one.supplier, one.bill_number, _("sent back") if one.kind == "returned" else "",
             one.taxable, one.tax, one.total),
            Link("purchase", one.number),
        )
        for one in papers[:MOST]
    )  # fmt: skip
    return Table(columns, lines, _("Each purchase"), total(columns, lines, _("Total")) if lines else None)


def _charts(table: Table, months: Table, said: str) -> tuple[Chart, ...]:
    """The months where there are several, and the suppliers where there are several."""
    charts: list[Chart] = []
    if len(months.lines) > 1:
        labels = tuple(periods.month_short(int(str(line.values[0])) % 100) for line in months.lines)
        bought = tuple(_paise(line.values[-1]) for line in months.lines)
        charts.append(Chart("bar", _("Bought by month"), labels, (Series(_("Bought"), bought),), said))
    if len(table.lines) > 1:
        at = [column.key for column in table.columns].index("total")
        labels = tuple(str(line.values[0]) for line in table.lines[:DRAWN])
        values = tuple(_paise(line.values[at]) for line in table.lines[:DRAWN])
        charts.append(Chart("hbar", _("Bought by supplier"), labels, (Series(_("Bought"), values),), said))
    return tuple(charts)


def _paise(value: Value) -> int:
    return value if isinstance(value, int) else 0
