"""GSTR-1: the month's outward supplies as the portal's offline file has them.

Names and shape of the sections are those of the GST portal's JSON; rules of what stands where: CGST Rule 59(4).
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from shoppos.base.money import half_up
from shoppos.reports.gst import documents
from shoppos.reports.gst.documents import Taxes, added
from shoppos.rules import gst_thresholds, uqc
from shoppos.rules.documents import Scheme, Treatment
from shoppos.rules.gst_sections import HSN_SPLIT, Section, nil_type, runs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shoppos.base.file import Reader
    from shoppos.reports.gst.documents import Books, Cell, Numbers, Paper
    from shoppos.reports.report import Period

VERSION = "GST3.2.1"
DOCUMENTS = ((1, "Invoices for outward supply"), (5, "Credit Note"))
"""The rows of Table 13 that a shop uses."""
NIL_COLUMNS = ((Treatment.EXEMPT, "expt_amt"), (Treatment.NIL, "nil_amt"), (Treatment.NON_GST, "ngsup_amt"))
DESCRIPTION = 30
"""Characters that the portal takes of what goods are."""


def gstr1(db: Reader, period: Period) -> dict[str, Any]:
    """The return of a month or a quarter, ready for json.dumps; Refused for a shop that does not file it."""
    documents.return_of(db, period, Scheme.REGULAR)
    return build(books(db, period))


def books(db: Reader, period: Period) -> Books:
    """The documents that it is made of, with as many digits of HSN as the shop's turnover asks for where known."""
    wanted = gst_thresholds.hsn_digits(documents.turnover_before(db, period))
    digits = wanted if wanted > gst_thresholds.SHORT_DIGITS else 1
    return documents.read(db, period, digits=digits)


def build(books: Books) -> dict[str, Any]:
    """The return of these documents; a section with nothing in it is left out, as the portal wants it."""
    sections: dict[str, Any] = {
        "b2b": by_buyer(books.papers, Section.B2B),
        "b2cl": _b2cl(books.papers),
        "b2cs": b2cs(books.cells),
        "cdnr": by_buyer(books.papers, Section.CDNR),
        "cdnur": [note(one) for one in books.papers if one.section is Section.CDNUR],
        "nil": _nil(books.cells),
        "hsn": hsn(books.cells, books.period.last),
        "doc_issue": doc_issue(books.bills, books.notes),
    }
    head = {"gstin": books.shop.gstin, "fp": f"{books.period.last:%m%Y}", "version": VERSION, "hash": "hash"}
    return {**head, **{name: told for name, told in sections.items() if told}}


# -- documents one by one ----------------------------------------------------------------------------------------------


def by_buyer(papers: Iterable[Paper], section: Section) -> list[dict[str, Any]]:
    """The bills (b2b) or credit notes (cdnr) of registered buyers, under each one's GSTIN."""
    under: dict[str, list[dict[str, Any]]] = {}
    for paper in papers:
        if paper.section is section:
            under.setdefault(paper.gstin, []).append(note(paper) if section is Section.CDNR else _invoice(paper))
    key = "nt" if section is Section.CDNR else "inv"
    return [{"ctin": gstin, key: told} for gstin, told in under.items()]


def _b2cl(papers: Iterable[Paper]) -> list[dict[str, Any]]:
    under: dict[str, list[dict[str, Any]]] = {}
    for paper in papers:
        if paper.section is Section.B2CL:
            told = {"inum": paper.number, "idt": _day(paper.day), "val": rupees(paper.value), "itms": items(paper)}
            under.setdefault(paper.place, []).append(told)
    return [{"pos": place, "inv": told} for place, told in under.items()]


def _invoice(paper: Paper) -> dict[str, Any]:
    return {
        "inum": paper.number, "idt": _day(paper.day), "val": rupees(paper.value), "pos": paper.place, "rchrg": "N",
        "inv_typ": "R", "itms": items(paper),
    }  # fmt: skip


def note(paper: Paper) -> dict[str, Any]:
    """A credit note; all its amounts are above zero, `ntty` says that they are taken off."""
    told: dict[str, Any] = {"ntty": "C", "nt_num": paper.number, "nt_dt": _day(paper.day), "pos": paper.place}
    if paper.section is Section.CDNUR:
        return {"typ": "B2CL", **told, "val": rupees(paper.value), "itms": items(paper)}
    return {**told, "rchrg": "N", "inv_typ": "R", "val": rupees(paper.value), "itms": items(paper)}


def items(paper: Paper) -> list[dict[str, Any]]:
    """One item for each rate."""
    return [
        {"num": n, "itm_det": {"rt": percent(rate), "txval": rupees(sums.taxable), **_taxes(sums, inter=paper.inter)}}
        for n, (rate, sums) in enumerate(paper.rates, 1)
    ]


# -- sums --------------------------------------------------------------------------------------------------------------


def b2cs(cells: Iterable[Cell]) -> list[dict[str, Any]]:
    """All other taxable sales by State and rate, less the credit notes that are not named."""
    groups = _grouped(
        ((cell.inter, cell.place, cell.rate), cell) for cell in cells if cell.section is Section.B2CS
    )  # fmt: skip
    return [
        {"sply_ty": "INTER" if inter else "INTRA", "rt": percent(rate), "typ": "OE", "pos": place,
         "txval": rupees(sums.taxable), **_taxes(sums, inter=inter)}
        for (inter, place, rate), sums in sorted(groups.items()) if any(sums)
    ]  # fmt: skip


def _nil(cells: Iterable[Cell]) -> dict[str, Any]:
    rows: dict[str, dict[str, int]] = {}
    names = {treatment.value: column for treatment, column in NIL_COLUMNS}
    for cell in cells:
        if cell.section is Section.NIL:
            key = nil_type(registered=cell.registered, inter=cell.inter)
            row = rows.setdefault(key, dict.fromkeys(names.values(), 0))
            row[names[cell.treatment]] += cell.sign * cell.sums.taxable
    told = [
        {"sply_ty": key, **{column: rupees(value) for column, value in row.items()}}
        for key, row in sorted(rows.items()) if any(row.values())
    ]  # fmt: skip
    return {"inv": told} if told else {}


def hsn(cells: Iterable[Cell], last: dt.date) -> dict[str, Any]:
    """Table 12; from May 2025 on apart for registered buyers and for the others."""
    cells = list(cells)
    if last < HSN_SPLIT:
        told = {"data": _hsn_rows(cells)}
    else:
        told = {
            "hsn_b2b": _hsn_rows(cell for cell in cells if cell.registered),
            "hsn_b2c": _hsn_rows(cell for cell in cells if not cell.registered),
        }
    return {name: rows for name, rows in told.items() if rows}


def _hsn_rows(cells: Iterable[Cell]) -> list[dict[str, Any]]:
    groups: dict[tuple[str, str, int], list[Cell]] = {}
    for cell in cells:
        groups.setdefault((cell.hsn, uqc.uqc(cell.unit, cell.hsn), cell.rate), []).append(cell)
    rows = [_hsn_row(*key, group) for key, group in sorted(groups.items())]
    kept = [row for row in rows if any(row[name] for name in ("qty", "txval", "iamt", "camt", "samt", "csamt"))]
    return [{"num": n, **row} for n, row in enumerate(kept, 1)]


def _hsn_row(code: str, unit: str, rate: int, cells: list[Cell]) -> dict[str, Any]:
    sums = added((cell.sums, cell.sign) for cell in cells)
    pieces = 0 if unit == uqc.SERVICE else sum(cell.sign * cell.quantity for cell in cells)
    dearest = max(cells, key=lambda cell: (cell.dearest, cell.name))
    return {
        "hsn_sc": code, "desc": dearest.name[:DESCRIPTION].rstrip(), "uqc": unit, "qty": half_up(pieces, 10) / 100,
        "rt": percent(rate), "txval": rupees(sums.taxable), "iamt": rupees(sums.igst), "camt": rupees(sums.cgst),
        "samt": rupees(sums.sgst), "csamt": rupees(sums.cess),
    }  # fmt: skip


def doc_issue(bills: Numbers, notes: Numbers) -> dict[str, Any]:
    """Table 13: every number that was used, the cancelled among them; a row for each run without a gap."""
    told = [
        {
            "doc_num": number,
            "doc_typ": title,
            "docs": [
                {"num": n, "from": run.first, "to": run.last, "totnum": run.count, "cancel": run.cancelled,
                 "net_issue": run.count - run.cancelled}
                for n, run in enumerate(runs(numbers), 1)
            ],
        }
        for (number, title), numbers in zip(DOCUMENTS, (bills, notes), strict=True) if numbers
    ]  # fmt: skip
    return {"doc_det": told} if told else {}


# -- numbers -----------------------------------------------------------------------------------------------------------


def rupees(paise: int) -> float:
    """An amount as the file has it: a number with at most two decimals."""
    return paise / 100


def percent(rate: int) -> float:
    """A rate as the file has it."""
    return rate / 100


def _taxes(sums: Taxes, *, inter: bool) -> dict[str, float]:
    heads = {"iamt": sums.igst} if inter else {"camt": sums.cgst, "samt": sums.sgst}
    return {name: rupees(paise) for name, paise in {**heads, "csamt": sums.cess}.items()}


def _day(day: dt.date) -> str:
    return f"{day:%d-%m-%Y}"


def _grouped(cells: Iterable[tuple[tuple[bool, str, int], Cell]]) -> dict[tuple[bool, str, int], Taxes]:
    groups: dict[tuple[bool, str, int], Taxes] = {}
    for key, cell in cells:
        groups[key] = groups.get(key, Taxes()).plus(cell.sums, cell.sign)
    return groups
