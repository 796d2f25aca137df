"""The returns in one look: what will be filed for these days, and what would be refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.errors import Refused
from shoppos.base.i18n import _, ngettext
from shoppos.base.money import rupees
from shoppos.reports import periods, sold
from shoppos.reports.gst import cautions, checklist, cmp08, documents, gstr1, gstr3b
from shoppos.reports.gst.documents import Taxes
from shoppos.reports.report import Asked, Column, Figure, Kind, Line, Link, Question, Report, Table, total
from shoppos.rules.documents import Scheme
from shoppos.rules.gst_sections import LISTED, Section

if TYPE_CHECKING:
    from shoppos.base.file import Reader
    from shoppos.reports.gst.documents import Books
    from shoppos.reports.gst.finding import Finding
    from shoppos.reports.report import Period, Value

RETURNS = ("month", "quarter")
"""Of these days returns are filed; of others only the figures are told."""
MOST = 500
"""Findings that are listed."""


def question() -> Question:
    """What is filed."""
    return Question("gst", _("GST returns"), _("What is filed for GST, and is it in order?"), _("Tax"), ask)


def ask(db: Reader, asked: Asked) -> Report:
    """The return of a month or quarter with its check list; of other days the tax of each month."""
    shop = documents.letterhead(db, asked.period)
    if shop.scheme == Scheme.COMPOSITION and periods.span_of(asked.period) in RETURNS:
        return statement(db, asked.period)
    if shop.scheme == Scheme.REGULAR and shop.gstin and periods.span_of(asked.period) in RETURNS:
        return _regular(db, asked.period)
    return _by_month(db, asked.period)


def _regular(db: Reader, period: Period) -> Report:
    """GSTR-1 by its tables, the figures of GSTR-3B, and what is wrong."""
    books = gstr1.books(db, period)
    told, found = gstr3b.summary(books), checklist.for_people(db, books)
    refused = sum(one.refused for one in found)
    said = {"period": periods.said(period), "tax": rupees(told.taxable.tax), "n": refused,
            "taxable": rupees(told.taxable.taxable)}  # fmt: skip
    finding = (
        ngettext(
            "{period}: {tax} of tax on {taxable}, but one thing would be refused.",
            "{period}: {tax} of tax on {taxable}, but {n} things would be refused.", refused,
        ) if refused else _("{period}: {tax} of tax on {taxable}, and nothing would be refused.")
    ).format(**said)  # fmt: skip
    figures = (
        Figure(_("Taxable value"), told.taxable.taxable), Figure("CGST", told.taxable.cgst),
        Figure("SGST", told.taxable.sgst), Figure("IGST", told.taxable.igst), Figure(_("Cess"), told.taxable.cess),
        Figure(_("Nil rated and exempt"), told.nil_or_exempt), Figure(_("Outside GST"), told.non_gst),
    )  # fmt: skip
    tables = (_sections(books), _findings(found)) if found else (_sections(books),)
    notes = (where_saved(),)
    return Report("gst", _("GST returns"), period, finding, tables, figures, (), notes)


def where_saved() -> str:
    """Said wherever this is read but where the files are saved."""
    return _("The file for the portal is saved on the page Reports: Ctrl+G.")


def _sections(books: Books) -> Table:
    """GSTR-1, table by table; what came back is below zero."""
    sums: dict[Section, Taxes] = {}
    for cell in books.cells:
        sums[cell.section] = sums.get(cell.section, Taxes()).plus(cell.sums, cell.sign)
    counts = {one: sum(paper.section is one for paper in books.papers) for one in LISTED}
    rows = tuple(
        Line((called(one), counts.get(one), it.taxable, it.cgst, it.sgst, it.igst, it.cess))
        for one in Section if any(it := sums.get(one, Taxes()))
    )  # fmt: skip
    columns = (
        Column("section", _("GSTR-1")), Column("documents", _("Documents"), Kind.WHOLE), *_columns(),
    )  # fmt: skip
    return Table(columns, rows, _("What is filed"), total(columns, rows, _("Total")) if rows else None)


def _columns() -> tuple[Column, ...]:
    return (
        Column("taxable", _("Taxable value"), Kind.MONEY, total=True),
        Column("cgst", "CGST", Kind.MONEY, total=True), Column("sgst", "SGST", Kind.MONEY, total=True),
        Column("igst", "IGST", Kind.MONEY, total=True), Column("cess", _("Cess"), Kind.MONEY, total=True),
    )  # fmt: skip


def called(section: Section) -> str:
    """A table of GSTR-1 in words, with its name there."""
    words = {
        Section.B2B: _("Bills to registered buyers (b2b)"), Section.B2CL: _("Large bills to other States (b2cl)"),
        Section.B2CS: _("All other sales (b2cs)"), Section.CDNR: _("Credit notes to registered buyers (cdnr)"),
        Section.CDNUR: _("Credit notes of large bills (cdnur)"), Section.NIL: _("Nil rated, exempt, outside GST"),
    }  # fmt: skip
    return words[section]


def _findings(found: list[Finding]) -> Table:
    columns = (
        Column("refused", _("How bad")), Column("document", _("Document")), Column("sentence", _("What is wrong")),
        Column("remedy", _("What to do")),
    )  # fmt: skip
    lines = tuple(
        Line(
            (_("refused") if one.refused else _("mind"), one.document, one.sentence, one.remedy),
            Link("bill", one.document) if one.document else None,
        )
        for one in found[:MOST]
    )
    return Table(columns, lines, _("Before it is filed"))


def statement(db: Reader, period: Period) -> Report:
    """CMP-08 of the quarter in which those days lie; Refused for a shop that was not under the levy then."""
    told = cmp08.cmp08(db, period.first)
    finding = _("{period}: {tax} to pay until {day}, on sales of {sold}.").format(
        period=periods.said(told.period), tax=rupees(told.tax), day=periods.day_said(told.due),
        sold=rupees(told.outward),
    )  # fmt: skip
    figures = (Figure(_("Sold"), told.outward), Figure(_("Taxable value"), told.taxable), Figure(_("To pay"), told.tax))
    columns = (Column("what", _("CMP-08")), Column("amount", _("Amount"), Kind.MONEY))
    rows: tuple[tuple[Value, ...], ...] = (
        (_("Sold"), told.outward), (_("Taxable value"), told.taxable), ("CGST 0.5 %", told.cgst),
        ("SGST 0.5 %", told.sgst), (_("To pay"), told.tax),
    )  # fmt: skip
    table = Table(columns, tuple(Line(row) for row in rows))
    shop = documents.letterhead(db, period)
    notes = tuple(one.sentence for one in cautions.thresholds(db, shop, period.last))
    found = list(cautions.other_states(db, told.period))
    tables = (table, _findings(found)) if found else (table,)
    return Report("gst", _("GST returns"), told.period, finding, tables, figures, (), notes)


def _by_month(db: Reader, period: Period) -> Report:
    """The tax of each month, from the totals; for who files nothing, why."""
    lines = tuple(Line((one.first.year * 100 + one.first.month, *_month(db, one))) for one in periods.months(period))
    columns = (Column("month", _("Month"), Kind.MONTH), *_columns())
    sums = total(columns, lines, _("Total"))
    taxable, tax = sums[1], sum(value for value in sums[2:] if isinstance(value, int))
    told = {"period": periods.said(period), "tax": rupees(tax), "taxable": rupees(int(taxable or 0))}
    finding = _("{period}: {tax} of tax on {taxable}.").format(**told)
    shop = documents.letterhead(db, period)
    notes = [one.sentence for one in cautions.thresholds(db, shop, period.last)]
    try:
        documents.return_of(db, period, Scheme.COMPOSITION if shop.scheme == Scheme.COMPOSITION else Scheme.REGULAR)
        notes.append(_("Returns are filed for a month or a quarter: ask for one."))
    except Refused as why:
        notes.append(str(why))
    return Report(
        "gst", _("GST returns"), period, finding, (Table(columns, lines, total=sums),),
        (Figure(_("Taxable value"), int(taxable or 0)), Figure(_("All tax"), tax)), (), tuple(notes),
    )  # fmt: skip


def _month(db: Reader, month: Period) -> tuple[int, ...]:
    rows = sold.taxes(db, month)
    return tuple(sum(getattr(row, name) for row in rows) for name in Taxes._fields)
