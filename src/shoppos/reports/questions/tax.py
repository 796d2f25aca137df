"""The tax in what was sold: by rate, and by the HSN of the goods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.i18n import _
from shoppos.base.money import rate, rupees
from shoppos.reports import findings, periods, sold
from shoppos.reports.charts import Chart, Series
from shoppos.reports.report import Asked, Column, Figure, Kind, Line, Question, Report, Table, total

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shoppos.base.file import Reader
    from shoppos.reports.report import Period
    from shoppos.reports.totals import Taxed

TAXES = ("cgst", "sgst", "igst", "cess")


def question() -> Question:
    """The tax."""
    return Question(
        "tax", _("Tax"), _("How much tax is in the sales, at which rate and of which goods?"), _("Tax"), ask
    )


def ask(db: Reader, asked: Asked) -> Report:
    """Tax by rate and by HSN, net of what was cancelled or came back."""
    period, rows = asked.period, sold.taxes(db, asked.period)
    if not rows:
        finding = findings.nothing_sold(db, period)
        return Report("tax", _("Tax"), period, finding, (by_rate((), _("By rate")), _by_hsn(())))
    taxable = sum(one.taxable for one in rows)
    each = {name: sum(getattr(one, name) for one in rows) for name in TAXES}
    figures = (
        Figure(_("Taxable value"), taxable), Figure("CGST", each["cgst"]), Figure("SGST", each["sgst"]),
        Figure("IGST", each["igst"]), Figure(_("Cess"), each["cess"]),
    )  # fmt: skip
    finding = _finding(rows, taxable, sum(each.values()), period)
    missing = sum(one.taxable for one in rows if not one.hsn)
    note = _("Goods worth {amount} have no HSN: returns for the government ask for it.").format(amount=rupees(missing))
    return Report(
        "tax", _("Tax"), period, finding, (by_rate(rows, _("By rate")), _by_hsn(rows)),
        tuple(one for one in figures if one.value or one.title == _("Taxable value")), (_chart(rows, finding),),
        (note,) if missing > 0 else (),
    )  # fmt: skip


def _finding(rows: Sequence[Taxed], taxable: int, tax: int, period: Period) -> str:
    told = {"tax": rupees(abs(tax)), "taxable": rupees(abs(taxable)), "period": periods.said(period)}
    if not tax and taxable < 0:
        return _("{period}: goods of {taxable} came back, without tax.").format(**told)
    if not tax:
        return _("{period}: no tax in sales of {taxable}.").format(**told)
    by: dict[str, int] = {}
    for one in rows:
        by[called(one)] = by.get(called(one), 0) + _tax(one)
    most = max(by, key=lambda name: by[name] if tax > 0 else -by[name])
    told |= {"rate": most, "percent": findings.percent(findings.share(abs(by[most]), abs(tax)))}
    if tax < 0:
        return _("{period}: {tax} of tax came back on {taxable}; {percent} of it at {rate}.").format(**told)
    return _("{period}: {tax} of tax on {taxable}; {percent} of it at {rate}.").format(**told)


def called(one: Taxed) -> str:
    """The rate in words: "18 %", "28 % + 12 % cess", or why there is none."""
    if one.treatment != "taxable":
        words = {"nil": _("Nil rated"), "exempt": _("Exempt"), "non-gst": _("Non-GST")}
        return words.get(one.treatment, one.treatment)
    said = f"{rate(one.rate)} %"
    return _("{rate} + {cess} % cess").format(rate=said, cess=rate(one.cess_rate)) if one.cess_rate else said


def _tax(one: Taxed) -> int:
    return one.cgst + one.sgst + one.igst + one.cess


def by_rate(rows: Sequence[Taxed], title: str) -> Table:
    """Taxable value and each tax of every rate."""
    columns = (
        Column("rate", _("Rate")), Column("taxable", _("Taxable value"), Kind.MONEY, total=True),
        Column("cgst", "CGST", Kind.MONEY, total=True), Column("sgst", "SGST", Kind.MONEY, total=True),
        Column("igst", "IGST", Kind.MONEY, total=True), Column("cess", _("Cess"), Kind.MONEY, total=True),
        Column("tax", _("All tax"), Kind.MONEY, total=True),
    )  # fmt: skip
    sums: dict[tuple[int, int, int, str], list[int]] = {}
    for one in rows:
        key = (int(one.treatment != "taxable"), -one.rate, -one.cess_rate, called(one))
        _grow(sums.setdefault(key, [0] * 6), (one.taxable, *(getattr(one, name) for name in TAXES), _tax(one)))
    lines = tuple(Line((key[-1], *sums[key])) for key in sorted(sums))
    return Table(columns, lines, title, total(columns, lines, _("Total")) if lines else None)


def _by_hsn(rows: Sequence[Taxed]) -> Table:
    columns = (
        Column("hsn", "HSN"), Column("rate", _("Rate")), Column("quantity", _("Quantity"), Kind.QUANTITY),
        Column("unit", _("Unit")), Column("taxable", _("Taxable value"), Kind.MONEY, total=True),
        Column("tax", _("All tax"), Kind.MONEY, total=True),
    )  # fmt: skip
    sums: dict[tuple[str, int, str, str], list[int]] = {}
    for one in rows:
        key = (one.hsn, one.rate, called(one), one.unit)
        _grow(sums.setdefault(key, [0] * 3), (one.quantity, one.taxable, _tax(one)))
    lines = tuple(
        Line((hsn or _("none"), said, sums[hsn, number, said, unit][0], unit, *sums[hsn, number, said, unit][1:]))
        for hsn, number, said, unit in sorted(sums)
    )
    return Table(columns, lines, _("By HSN"), total(columns, lines, _("Total")) if lines else None)


def _grow(sums: list[int], more: Sequence[int]) -> None:
    for at, value in enumerate(more):
        sums[at] += value


def _chart(rows: Sequence[Taxed], said: str) -> Chart:
    table = by_rate(rows, "")
    labels = tuple(str(line.values[0]) for line in table.lines)
    values = tuple(value if isinstance(value := line.values[1], int) else 0 for line in table.lines)
    return Chart("hbar", _("Taxable value by rate"), labels, (Series(_("Taxable value"), values),), said)
