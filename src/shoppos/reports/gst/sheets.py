"""GSTR-1 as sheets: named and headed as in the GST portal's own offline tool, for Excel and CSV.

They are written from the return itself, so that no sheet can say another figure than the file that is filed.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shoppos.reports.cells import guarded
from shoppos.reports.gst import gstr1
from shoppos.rules.gst_sections import HSN_SPLIT
from shoppos.rules.place_of_supply import STATES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from shoppos.reports.gst.documents import Books

Cell = str | float
Row = tuple[Cell, ...]

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_RATE = ("Applicable % of Tax Rate", "Rate", "Taxable Value", "Cess Amount")
HEADS: dict[str, Row] = {
    "b2b,sez,de": (
        "GSTIN/UIN of Recipient", "Receiver Name", "Invoice Number", "Invoice date", "Invoice Value",
        "Place Of Supply", "Reverse Charge", "Applicable % of Tax Rate", "Invoice Type", "E-Commerce GSTIN", "Rate",
        "Taxable Value", "Cess Amount",
    ),
    "b2cl": ("Invoice Number", "Invoice date", "Invoice Value", "Place Of Supply", *_RATE, "E-Commerce GSTIN"),
    "b2cs": ("Type", "Place Of Supply", *_RATE, "E-Commerce GSTIN"),
    "cdnr": (
        "GSTIN/UIN of Recipient", "Receiver Name", "Note Number", "Note Date", "Note Type", "Place Of Supply",
        "Reverse Charge", "Note Supply Type", "Note Value", *_RATE,
    ),
    "cdnur": ("UR Type", "Note Number", "Note Date", "Note Type", "Place Of Supply", "Note Value", *_RATE),
    "exemp": (
        "Description", "Nil Rated Supplies", "Exempted(other than nil rated/non GST supply)", "Non-GST Supplies",
    ),
    "hsn": (
        "HSN", "Description", "UQC", "Total Quantity", "Total Value", "Rate", "Taxable Value",
        "Integrated Tax Amount", "Central Tax Amount", "State/UT Tax Amount", "Cess Amount",
    ),
    "docs": ("Nature of Document", "Sr. No. From", "Sr. No. To", "Total Number", "Cancelled"),
}  # fmt: skip
"""The sheets and the heads of their columns; `hsn` stands twice from May 2025 on."""
EXEMPT = {
    "INTRB2B": "Inter-State supplies to registered persons", "INTRAB2B": "Intra-State supplies to registered persons",
    "INTRB2C": "Inter-State supplies to unregistered persons",
    "INTRAB2C": "Intra-State supplies to unregistered persons",
}  # fmt: skip
REGULAR = "Regular B2B"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, and its rows with the heads first."""

    name: str
    rows: tuple[Row, ...]


def sheets(books: Books) -> list[Sheet]:
    """All sheets of the return, those with nothing in them too: the tool wants its tabs."""
    told = gstr1.build(books)
    names = {paper.number: paper.name for paper in books.papers}
    made: dict[str, Iterable[Row]] = {
        "b2b,sez,de": _b2b(told, names), "b2cl": _b2cl(told), "b2cs": _b2cs(told), "cdnr": _cdnr(told, names),
        "cdnur": _cdnur(told), "exemp": _exempt(told),
    }  # fmt: skip
    found = [Sheet(name, (HEADS[name], *map(_safe, rows))) for name, rows in made.items()]
    hsn = told.get("hsn", {})
    split = (("hsn(b2b)", "hsn_b2b"), ("hsn(b2c)", "hsn_b2c")) if books.period.last >= HSN_SPLIT else (("hsn", "data"),)
    found += [Sheet(name, (HEADS["hsn"], *map(_safe, _hsn(hsn.get(key, []))))) for name, key in split]
    return [*found, Sheet("docs", (HEADS["docs"], *_docs(told)))]


def as_csv(sheet: Sheet) -> bytes:
    """One sheet as CSV, as the offline tool reads it: UTF-8, plain figures."""
    kept = io.StringIO(newline="")
    csv.writer(kept).writerows([[_plain(cell) for cell in row] for row in sheet.rows])
    return kept.getvalue().encode("utf-8")


def file_name(sheet: Sheet) -> str:
    """Under what name a sheet lies in a folder: "b2b.csv", "hsn_b2c.csv"."""
    return f"{sheet.name.split(',', maxsplit=1)[0].replace('(', '_').rstrip(')')}.csv"


def _b2b(told: dict[str, Any], names: dict[str, str]) -> Iterator[Row]:
    for buyer in told.get("b2b", []):
        for inv in buyer["inv"]:
            for item in _items(inv):
                yield (buyer["ctin"], names[inv["inum"]], inv["inum"], _day(inv["idt"]), inv["val"], _place(inv["pos"]),
                       inv["rchrg"], "", REGULAR, "", item["rt"], item["txval"], item["csamt"])  # fmt: skip


def _b2cl(told: dict[str, Any]) -> Iterator[Row]:
    for state in told.get("b2cl", []):
        for inv in state["inv"]:
            for item in _items(inv):
                yield (inv["inum"], _day(inv["idt"]), inv["val"], _place(state["pos"]), "", item["rt"], item["txval"],
                       item["csamt"], "")  # fmt: skip


def _b2cs(told: dict[str, Any]) -> Iterator[Row]:
    for row in told.get("b2cs", []):
        yield (row["typ"], _place(row["pos"]), "", row["rt"], row["txval"], row["csamt"], "")


def _cdnr(told: dict[str, Any], names: dict[str, str]) -> Iterator[Row]:
    for buyer in told.get("cdnr", []):
        for note in buyer["nt"]:
            for item in _items(note):
                yield (buyer["ctin"], names[note["nt_num"]], note["nt_num"], _day(note["nt_dt"]), note["ntty"],
                       _place(note["pos"]), note["rchrg"], REGULAR, note["val"], "", item["rt"], item["txval"],
                       item["csamt"])  # fmt: skip


def _cdnur(told: dict[str, Any]) -> Iterator[Row]:
    for note in told.get("cdnur", []):
        for item in _items(note):
            yield (note["typ"], note["nt_num"], _day(note["nt_dt"]), note["ntty"], _place(note["pos"]), note["val"], "",
                   item["rt"], item["txval"], item["csamt"])  # fmt: skip


def _exempt(told: dict[str, Any]) -> Iterator[Row]:
    rows = {row["sply_ty"]: row for row in told.get("nil", {}).get("inv", [])}
    for key, title in EXEMPT.items():
        row = rows.get(key, {})
        yield (title, *(row.get(name, 0.0) for name in ("nil_amt", "expt_amt", "ngsup_amt")))


def _hsn(rows: list[dict[str, Any]]) -> Iterator[Row]:
    for row in rows:
        taxes = [row[name] for name in ("txval", "iamt", "camt", "samt", "csamt")]
        value = sum(round(amount * 100) for amount in taxes) / 100
        yield (row["hsn_sc"], row["desc"], row["uqc"], row["qty"], value, row["rt"], *taxes)


def _docs(told: dict[str, Any]) -> Iterator[Row]:
    for kind in told.get("doc_issue", {}).get("doc_det", []):
        for row in kind["docs"]:
            yield (kind["doc_typ"], row["from"], row["to"], row["totnum"], row["cancel"])


def _items(paper: dict[str, Any]) -> list[dict[str, Any]]:
    return [item["itm_det"] for item in paper["itms"]]


def _day(told: str) -> str:
    """03-05-2026 as 03-May-2026."""
    day, month, year = told.split("-")
    return f"{day}-{_MONTHS[int(month) - 1]}-{year}"


def _place(code: str) -> str:
    """27 as 27-Maharashtra, spelled as the portal does."""
    return f"{code}-{STATES.get(code, '').replace(' and ', ' & ')}"


def _safe(row: Row) -> Row:
    return tuple(guarded(cell) if isinstance(cell, str) else cell for cell in row)


def _plain(cell: Cell) -> str:
    return cell if isinstance(cell, str) else f"{cell:.2f}" if isinstance(cell, float) else str(cell)
