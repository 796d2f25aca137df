"""What a Vyapar backup brings: its firm, items and people as lists of ours, and the figures to hold them against."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from shoppos.base.i18n import _
from shoppos.base.money import half_up
from shoppos.base.text import clean, fold
from shoppos.rules.identifiers import check
from shoppos.shop import vyapar_file
from shoppos.shop.item_check import ITEMS, PARTIES, Checked, NewItem, NewParty, Sheet
from shoppos.shop.party_check import BY_STATE, SUPPLIER

if TYPE_CHECKING:
    from pathlib import Path

    from shoppos.base.db import Database
    from shoppos.base.file import Foreign

ITEM_FIELDS = (
    "name", "code", "price", "inclusive", "mrp", "cost", "stock", "low", "hsn", "rate", "category", "unit",
    "second_unit", "ratio", "wholesale", "shelf",
)  # fmt: skip
PARTY_FIELDS = ("name", "phone", "email", "address", "gstin", "state", "kind", "balance", "credit_limit")
ITEM_COLUMNS = (
    "item_id", "item_name", "item_code", "item_sale_unit_price", "item_purchase_unit_price", "item_stock_quantity",
    "item_min_stock_quantity", "item_location", "item_hsn_sac_code", "item_tax_id", "item_tax_type", "item_mrp",
    "item_wholesale_price", "item_type", "item_is_active", "base_unit_id", "secondary_unit_id", "unit_mapping_id",
    "category_id",
)  # fmt: skip
NAME_COLUMNS = (
    "full_name", "phone_number", "email", "address", "name_gstin_number", "name_state", "name_type", "credit_limit",
    "amount", "name_is_active",
)  # fmt: skip
FIRM_COLUMNS = ("firm_name", "firm_gstin_number", "firm_state", "firm_phone", "firm_email", "firm_address", "phone")
GOODS, SERVICE, VENDOR, EXCLUSIVE = 1, 2, 2, 2
THOUSAND, HUNDRED = 1000, 100
NAMED = 20


@dataclass(frozen=True, slots=True)
class Figures:
    """What must come out: items and people that are in use, paise owed either way, and the stock at cost in paise."""

    items: int
    people: int
    receivable: int
    payable: int
    worth: int


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup as it was read. `bills` stay in Vyapar; `asleep` items and people were put out of use there."""

    file: str
    firm: dict[str, str]
    items: Sheet
    people: Sheet
    vyapar: Figures
    bills: int
    asleep: int


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure of Vyapar's beside ours; `money` says that both are paise."""

    what: str
    theirs: int
    ours: int
    money: bool

    @property
    def agrees(self) -> bool:
        """Whether they are the same."""
        return self.theirs == self.ours


def read(path: Path) -> Backup:
    """Read a backup; raises NotFound, Unavailable and InvalidInput, each in one sentence."""
    with vyapar_file.opened(path) as database:
        goods = vyapar_file.rows(database, "kb_items", ITEM_COLUMNS)
        names = vyapar_file.rows(database, "kb_names", NAME_COLUMNS)
        firms = vyapar_file.rows(database, "kb_firms", FIRM_COLUMNS)
        bills = len(vyapar_file.rows(database, "kb_transactions", ("txn_id",)))
        known = _Known(database)
    live = [row for row in goods if _in_use(row.get("item_is_active")) and row.get("item_type", GOODS) in {1, 2, None}]
    met = [row for row in names if _in_use(row.get("name_is_active")) and row.get("name_type", 1) in {1, 2, None}]
    items = [known.item(row) for row in live]
    people = [_person(row) for row in met]
    dues = [_paise(row.get("amount")) for row in met]
    figures = Figures(
        len(items), len(people), sum(due for due in dues if due > 0), -sum(due for due in dues if due < 0),
        sum(map(_worth, live)),
    )  # fmt: skip
    return Backup(
        path.name, _firm(firms[0]) if firms else {}, _sheet(path.name, _("Items"), ITEMS, ITEM_FIELDS, items),
        _sheet(path.name, _("People"), PARTIES, PARTY_FIELDS, people), figures, bills,
        len(goods) - len(live) + len(names) - len(met),
    )  # fmt: skip


def expected(checked: Checked) -> Figures:
    """What the shop would have of that backup, by its dry run."""
    items = [item for item in checked.new if isinstance(item, NewItem)]
    dues = [party.balance for party in checked.new if isinstance(party, NewParty)]
    worth = 0
    for item in items:
        part, cost = item.more.part, item.form.cost or 0
        worth += half_up((part.stock or 0) * cost, item.more.ratio) if part else 0
        worth += half_up((item.form.stock or 0) * cost, THOUSAND)
    return Figures(len(items), len(dues), sum(d for d in dues if d > 0), -sum(d for d in dues if d < 0), worth)


def brought(db: Database, import_id: bytes) -> Figures:
    """What the shop has of that import, read from its books.

    What lies in pieces is worth as many packs as it makes, at the pack's cost: so Vyapar counts it, and the cost of one
    piece is rounded to a paisa.
    """
    items = db.row(
        "SELECT count(*) FROM product p WHERE p.import_id = :id AND p.active = 1 AND NOT EXISTS "
        "(SELECT 1 FROM component c JOIN product w ON w.id = c.product_id "
        "WHERE c.part_id = p.id AND w.import_id = :id)",
        {"id": import_id},
    )
    worth = db.rows(
        "SELECT coalesce(w.cost, p.cost), CASE WHEN w.cost IS NULL THEN 1000 ELSE c.quantity END, "
        "(SELECT sum(m.quantity) FROM stock_move m WHERE m.product_id = p.id AND m.kind = 'opening') "
        "FROM product p LEFT JOIN component c ON c.part_id = p.id AND EXISTS (SELECT 1 FROM product x "
        "WHERE x.id = c.product_id AND x.import_id = p.import_id) LEFT JOIN product w ON w.id = c.product_id "
        "WHERE p.import_id = ? AND p.active = 1 AND p.cost IS NOT NULL",
        (import_id,),
    )
    people = db.rows(
        "SELECT coalesce((SELECT sum(k.amount) FROM khata_entry k WHERE k.customer_id = u.product_id "
        "AND k.kind = 'opening'), 0) - coalesce((SELECT sum(e.amount) FROM supplier_entry e "
        "WHERE e.supplier_id = u.product_id AND e.kind = 'opening'), 0) FROM import_undo u "
        "WHERE u.import_id = ? AND json_extract(u.was, '$.party') IS NOT NULL",
        (import_id,),
    )
    dues = [row[0] for row in people]
    return Figures(
        items[0] if items else 0, len(dues), sum(d for d in dues if d > 0), -sum(d for d in dues if d < 0),
        sum(half_up(cost * (moved or 0), size) for cost, size, moved in worth),
    )  # fmt: skip


def compared(theirs: Figures, ours: Figures) -> tuple[Compared, ...]:
    """Vyapar's figures beside ours."""
    return (
        Compared(_("Items"), theirs.items, ours.items, money=False),
        Compared(_("Customers and suppliers"), theirs.people, ours.people, money=False),
        Compared(_("You are owed"), theirs.receivable, ours.receivable, money=True),
        Compared(_("You owe"), theirs.payable, ours.payable, money=True),
        Compared(_("Stock at cost"), theirs.worth, ours.worth, money=True),
    )


def why(items: Checked, people: Checked) -> list[str]:
    """Why the figures differ: who and what of the backup is kept out, or was in the shop already, by name."""
    said: list[str] = []
    for checked, out, there in (
        (items, _("Items kept out: {n} ({names})."), _("Items that the shop has already: {n} ({names}).")),
        (people, _("People kept out: {n} ({names})."), _("People whom the shop knows already: {n} ({names}).")),
    ):
        at = checked.mapping.index("name") if "name" in checked.mapping else 0
        bad = [clean(row.cells[at], 80) or "–" for row in checked.bad if at < len(row.cells)]
        known = [*(change.name for change in checked.changed), *(one.name for one in checked.skipped if one.name)]
        for sentence, names in ((out, bad), (there, known)):
            if names:
                shown = ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")
                said.append(sentence.format(n=f"{len(names):,}", names=shown))
    return said


class _Known:
    """What items of a backup refer to: taxes, units, conversions, categories."""

    def __init__(self, database: Foreign) -> None:
        """Read the small tables; one that this version lacks is empty."""

        def table(name: str, *columns: str) -> list[dict[str, Any]]:
            return [row for row in vyapar_file.rows(database, name, columns) if len(row) == len(columns)]

        self.rates = {row["tax_code_id"]: row["tax_rate"] for row in table("kb_tax_code", "tax_code_id", "tax_rate")}
        named = table("kb_item_units", "unit_id", "unit_name", "unit_short_name")
        named = named or table("kb_item_units", "unit_id", "unit_name")
        self.units = {row["unit_id"]: row.get("unit_short_name") or row["unit_name"] for row in named}
        links = ("unit_mapping_id", "base_unit_id", "secondary_unit_id", "conversion_rate")
        self.ratios = {row["unit_mapping_id"]: row for row in table("kb_item_units_mapping", *links)}
        groups = table("kb_item_categories", "item_category_id", "item_category_name")
        self.groups = {row["item_category_id"]: row["item_category_name"] for row in groups}
        self.group_of: dict[Any, Any] = {}
        for row in table("kb_item_categories_mapping", "item_id", "category_id"):
            self.group_of.setdefault(row["item_id"], row["category_id"])

    def item(self, row: dict[str, Any]) -> tuple[str, ...]:
        """One item as a row of our own list."""
        link = self.ratios.get(row.get("unit_mapping_id"), {})
        group = self.group_of.get(row.get("item_id"), row.get("category_id"))
        told = {
            "name": _words(row.get("item_name")),
            "code": _words(row.get("item_code")),
            "price": _number(row.get("item_sale_unit_price")) or "0",
            "inclusive": _side(row.get("item_tax_type")),
            "mrp": _above_zero(row.get("item_mrp")),
            "cost": _above_zero(row.get("item_purchase_unit_price")),
            "stock": "" if row.get("item_type") == SERVICE else _number(row.get("item_stock_quantity")),
            "low": _above_zero(row.get("item_min_stock_quantity")),
            "hsn": _words(row.get("item_hsn_sac_code")),
            "rate": _number(self.rates.get(row.get("item_tax_id"))),
            "category": _words(self.groups.get(group)),
            "unit": _words(self.units.get(row.get("base_unit_id") or link.get("base_unit_id"))),
            "second_unit": _words(self.units.get(link.get("secondary_unit_id"))),
            "ratio": _above_zero(link.get("conversion_rate")),
            "wholesale": _above_zero(row.get("item_wholesale_price")),
            "shelf": _words(row.get("item_location")),
        }
        return tuple(told[field] for field in ITEM_FIELDS)


def _person(row: dict[str, Any]) -> tuple[str, ...]:
    told = {
        "name": _words(row.get("full_name")),
        "phone": _words(row.get("phone_number")),
        "email": _words(row.get("email")),
        "address": _words(row.get("address")),
        "gstin": _words(row.get("name_gstin_number")),
        "state": _words(row.get("name_state")),
        "kind": SUPPLIER if row.get("name_type") == VENDOR else "customer",
        "balance": _number(row.get("amount")),
        "credit_limit": _above_zero(row.get("credit_limit")),
    }
    return tuple(told[field] for field in PARTY_FIELDS)


def _firm(row: dict[str, Any]) -> dict[str, str]:
    """The fields of a letterhead that the firm fills; a number that cannot be is left out."""
    gstin = _words(row.get("firm_gstin_number")).upper()
    gstin = gstin if gstin and check("gstin", gstin).valid else ""
    told = {
        "name": _words(row.get("firm_name")),
        "address": _words(row.get("firm_address")),
        "phone": _words(row.get("firm_phone") or row.get("phone")),
        "gstin": gstin,
        "state": gstin[:2] or BY_STATE.get(fold(_words(row.get("firm_state"))), ""),
    }
    return {field: value for field, value in told.items() if value}


def _sheet(file: str, name: str, kind: str, fields: tuple[str, ...], rows: list[tuple[str, ...]]) -> Sheet:
    return Sheet(file, name, fields, fields, list(enumerate(rows, 1)), kind, backup=True)


def _side(kept: Any) -> str:
    """Whether the tax is in the price; nothing where that version did not keep it."""
    return "" if kept is None else "Exclusive" if kept == EXCLUSIVE else "Inclusive"


def _in_use(value: Any) -> bool:
    return value is None or value not in {0, "0"}


def _words(value: Any) -> str:
    return clean(str(value), 300) if isinstance(value, str | int) else ""


def _decimal(value: Any) -> Decimal | None:
    """A number of Vyapar's as it was typed there, never as the float it is kept in."""
    try:
        found = Decimal(str(value)) if isinstance(value, str | int | float | Decimal) else None
    except InvalidOperation:
        return None
    return found if found is not None and found.is_finite() else None


def _number(value: Any) -> str:
    """The same as text for our own list, at most three decimals; what is no number is left to be refused by name."""
    found = _decimal(value)
    if found is None:
        return _words(value)
    if abs(found) >= Decimal(10) ** 15:
        return str(value)
    return f"{round(found, 3).normalize():f}"


def _above_zero(value: Any) -> str:
    text = _number(value)
    return "" if text in {"0", "-0"} or text.startswith("-") else text


def _paise(value: Any) -> int:
    found = _decimal(value)
    return round(found * HUNDRED) if found is not None and abs(found) < Decimal(10) ** 12 else 0


def _worth(row: dict[str, Any]) -> int:
    """The stock of one item at cost, in paise."""
    cost, stock = _decimal(row.get("item_purchase_unit_price")), _decimal(row.get("item_stock_quantity"))
    if not cost or not stock or cost < 0 or row.get("item_type") == SERVICE:
        return 0
    return half_up(_paise(cost) * round(stock * THOUSAND), THOUSAND) if abs(stock) < Decimal(10) ** 9 else 0
