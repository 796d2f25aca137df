"""People and stock as lists for Excel; those of people come in again as they went out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.money import half_up, plain, quantity
from shoppos.reports.cells import guarded
from shoppos.rules.place_of_supply import STATES
from shoppos.shop.party_check import CUSTOMER, SUPPLIER
from shoppos.shop.sheets import write_csv, write_xlsx

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from shoppos.base.db import Database

# English in every language, so that a list made in one shop comes into any other.
PARTY_HEADINGS = (
    "Name", "Phone No.", "Email", "Address", "PIN code", "State", "GSTIN", "Party type", "To Receive", "To Pay",
    "Credit limit",
)  # fmt: skip
STOCK_HEADINGS = ("Code", "Name", "Category", "Unit", "Stock", "Low stock", "Cost", "Worth")
PEOPLE = {
    CUSTOMER: (
        "SELECT p.name, p.phone, p.email, p.address, p.pin_code, p.state, c.gstin, "
        "coalesce((SELECT sum(k.amount) FROM khata_entry k WHERE k.customer_id = c.id), 0), t.credit_limit "
        "FROM customer c JOIN personal p ON p.id = c.personal_id LEFT JOIN customer_terms t ON t.customer_id = c.id "
        "WHERE c.active = 1 ORDER BY p.name COLLATE NOCASE, c.id"
    ),
    SUPPLIER: (
        "SELECT s.name, s.phone, s.email, s.address, '', s.state, s.gstin, "
        "-coalesce((SELECT sum(e.amount) FROM supplier_entry e WHERE e.supplier_id = s.id), 0), NULL "
        "FROM supplier s WHERE s.active = 1 ORDER BY s.name COLLATE NOCASE"
    ),
}
STOCK = (
    "SELECT p.code, p.name, p.category, p.unit, s.on_hand, p.low, p.cost FROM product p "
    "JOIN stock s ON s.product_id = p.id AND s.tracked = 1 WHERE p.active = 1 ORDER BY p.name COLLATE NOCASE, p.id"
)


def export(db: Database, kind: str, path: Path) -> int:
    """Every customer or supplier to a .csv or .xlsx; what Excel could calculate is quoted. Gives how many."""
    _refuse_other(path)
    if kind not in PEOPLE:
        raise InvalidInput(_("There is no list of {kind}.").format(kind=kind), _("customer or supplier"), "kind")
    numbers = path.suffix.casefold() == ".xlsx"
    rows = [_person(kind, row, numbers=numbers) for row in db.rows(PEOPLE[kind])]
    _write(path, "Parties", PARTY_HEADINGS, rows)
    return len(rows)


def export_stock(db: Database, path: Path) -> int:
    """Every counted item with what is on hand and its worth at cost, to a .csv or .xlsx; gives how many."""
    _refuse_other(path)
    numbers = path.suffix.casefold() == ".xlsx"
    rows = [
        [*map(guarded, row[:4]), _milli(row[4], numbers=numbers), _milli(row[5], numbers=numbers),
         _money(row[6], numbers=numbers),
         _money(None if row[6] is None else half_up(row[4] * row[6], 1000), numbers=numbers)]
        for row in db.rows(STOCK)
    ]  # fmt: skip
    _write(path, "Stock", STOCK_HEADINGS, rows)
    return len(rows)


def _person(kind: str, row: tuple[Any, ...], *, numbers: bool) -> list[str | float]:
    name, phone, email, address, pin, state, gstin, balance, limit = row
    receive, pay = (balance, None) if balance > 0 else (None, -balance or None)
    return [
        guarded(name or phone), guarded(phone), guarded(email), guarded(address), pin, STATES.get(state, ""), gstin,
        kind, _money(receive, numbers=numbers), _money(pay, numbers=numbers), _money(limit, numbers=numbers),
    ]  # fmt: skip


def _money(paise: int | None, *, numbers: bool) -> str | float:
    if paise is None:
        return ""
    return paise / 100 if numbers else plain(paise)


def _milli(milli: int | None, *, numbers: bool) -> str | float:
    if milli is None:
        return ""
    return milli / 1000 if numbers else quantity(milli)


def _refuse_other(path: Path) -> None:
    if path.suffix.casefold() not in {".csv", ".xlsx"}:
        raise InvalidInput(
            _("{file} must end in .csv or .xlsx.").format(file=path.name), _("Name the file again."), "file"
        )


def _write(path: Path, name: str, headings: Iterable[str], rows: Iterable[list[str | float]]) -> None:
    every = [list(headings), *rows]
    if path.suffix.casefold() == ".csv":
        write_csv(path, [[str(cell) for cell in row] for row in every])
    else:
        write_xlsx(path, name, every)
