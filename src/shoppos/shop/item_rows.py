"""One row of a list of items, read by what its columns mean: an item, or what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from shoppos.base import text as words
from shoppos.base.i18n import _
from shoppos.base.money import half_up, quantity
from shoppos.shop import item_cells as cells

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Value = int | str | bool | tuple[str, ...] | None
TOTALS = frozenset({"total", "grand total", "totals", "sub total", "subtotal", "कुल", "योग", "कुल योग"})
WHOLE = 10_000
CODE_LIMIT = 60


@dataclass(frozen=True, slots=True)
class BadCell:
    """What is wrong with one cell; column -1 when something is missing that has no column."""

    column: int
    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class ItemRow:
    """What one row says of an item: only the fields that it fills, money in paise, counts in thousandths."""

    row: int
    cells: tuple[str, ...]
    values: dict[str, Value]
    bad: tuple[BadCell, ...] = ()


def _name(text: str) -> str | None:
    return text if any(map(str.isalnum, text)) else words.clean(text) or None


def _code(text: str) -> str | None:
    found = words.code(cells.scan_code(text))
    if len(found) > CODE_LIMIT:
        raise cells.Mistaken(_("A code has at most {most} letters and digits.").format(most=CODE_LIMIT))
    return found or None


def _barcodes(text: str) -> tuple[str, ...] | None:
    found = tuple(dict.fromkeys(filter(None, map(_code, cells.several(text)))))
    return found or None


READERS: dict[str, Callable[[str], Value]] = {
    "code": _code,
    "name": _name,
    "local_name": _name,
    "barcode": _barcodes,
    "unit": cells.unit,
    "price": cells.amount,
    "inclusive": cells.inclusive,
    "mrp": cells.amount,
    "off_mrp": cells.percent,
    "cost": cells.amount,
    "hsn": lambda text: cells.hsn(text) or None,
    "treatment": cells.treatment,
    "cess": cells.percent,
    "category": _name,
    "stock": cells.count,
    "low": cells.count,
    "wholesale": cells.amount,
    "least": cells.count,
    "shelf": lambda text: words.clean(text, 60) or None,
    "aliases": lambda text: words.clean(text, 300) or None,
    "cess_per_unit": cells.amount,
    "second_unit": lambda text: cells.unit(text, 12),
    "ratio": cells.count,
}


@lru_cache(8)
def _chosen(mapping: tuple[str, ...]) -> tuple[tuple[int, str, Callable[[str], Value] | None], ...]:
    """The columns that mean something: where they stand, which field, and how it is read (a tax fills two)."""
    return tuple((column, field, READERS.get(field)) for column, field in enumerate(mapping) if field)


def read_row(number: int, row: Sequence[str], mapping: Sequence[str]) -> ItemRow:
    """The item of one row by a mapping of its columns to fields; cells that do not do are named in `bad`."""
    values: dict[str, Value] = {}
    bad: list[BadCell] = []
    wide = len(row)
    for column, field, read in _chosen(tuple(mapping)):
        cell = row[column] if column < wide else ""
        if not cell:
            continue
        try:
            if read is None:
                _tax(values, cell)
                continue
            value = read(cell)
        except cells.Mistaken as mistake:
            bad.append(BadCell(column, field, str(mistake)))
            continue
        if value is None:
            continue
        if field == "barcode":
            value = (*_texts(values.get("barcode")), *_texts(value))
        values[field] = value
    if "off_mrp" in values or "price" not in values:
        _off_mrp(values)
    return ItemRow(number, tuple(row), values, tuple(bad))


def is_no_item(row: ItemRow, headings: Sequence[str]) -> str:
    """Why a row is no item although it is filled: a total, or the headings again; "" for an item."""
    filled = [cell for cell in row.cells if cell][:2]
    if "code" not in row.values and any(cell.casefold().strip(" *:") in TOTALS for cell in filled):
        return _("A total")
    if filled and all(cell == heading for cell, heading in zip(row.cells, headings, strict=False) if cell):
        return _("The headings again")
    return ""


def missing(row: ItemRow, mapping: Sequence[str]) -> tuple[BadCell, ...]:
    """What a new item cannot do without and this row does not have."""
    wrong = {cell.field for cell in row.bad}
    found: list[BadCell] = []
    if "name" not in row.values and "name" not in wrong:
        found.append(BadCell(_column(mapping, "name"), "name", _("The name is missing.")))
    if "price" not in row.values and not wrong & {"price", "mrp", "off_mrp"}:
        found.append(BadCell(_column(mapping, "price"), "price", _("The sale price is missing.")))
    return tuple(found)


def odd(price: int, stock: int, unit: str) -> list[str]:
    """What somebody should look at of an item that comes in: its price (paise), stock (thousandths) and unit."""
    said: list[str] = []
    if price == 0:
        said.append(_("The price is 0."))
    if stock < 0:
        said.append(_("The stock {stock} is below 0.").format(stock=quantity(stock)))
    if unit not in cells.KNOWN_UNITS:
        said.append(_("The unit {unit} is not one of GST's.").format(unit=unit))
    return said


def _column(mapping: Sequence[str], field: str) -> int:
    return mapping.index(field) if field in mapping else -1


def _tax(values: dict[str, Value], cell: str) -> None:
    """A tax column fills two fields; a treatment from a column of its own wins over what a rate of 0 suggests."""
    found = cells.tax(cell)
    if found:
        values["rate"] = found[0]
        values.setdefault("treatment", found[1])


def _off_mrp(values: dict[str, Value]) -> None:
    """Without a sale price it is the MRP, less Vyapar's "Disc % on MRP for Sale Price" if there is one."""
    mrp, off = values.get("mrp"), values.pop("off_mrp", 0)
    if "price" not in values and isinstance(mrp, int) and isinstance(off, int) and mrp > 0 and off < WHOLE:
        values["price"] = half_up(mrp * (WHOLE - off), WHOLE)


def _texts(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()
