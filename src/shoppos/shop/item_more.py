"""What a list says of an item beyond its card: where it lies, its wholesale price, its batches, what a pack holds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.money import half_up
from shoppos.base.text import clean, fold
from shoppos.models.keeping import Component, Keeping
from shoppos.models.offer import ListPrice, PriceList
from shoppos.shop.batches import NewBatch
from shoppos.shop.business_day import booking_day
from shoppos.shop.catalogue import Catalogue, ProductForm
from shoppos.shop.item_cells import Mistaken, amount, count, expiry
from shoppos.shop.item_columns import plain_heading
from shoppos.shop.keepings import FIELDS, Kept

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shoppos.base.db import Database
    from shoppos.base.journal import Value
    from shoppos.base.transaction import Transaction

BATCH_HEADS = {
    "name": ("item name", "name", "item"),
    "code": ("batch no", "batch number", "batch"),
    "expiry": ("exp date", "expiry date", "expiry"),
    "quantity": ("opening stock quantity", "quantity", "opening stock", "qty"),
    "mrp": ("mrp",),
}
ONE = 1000
MOST_RATIO = 100_000_000
KNOWN = ("shelf", "wholesale", "least")  # what a list changes of a product beyond its card


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One batch of a list: its code, expiry (yyyymmdd), MRP in paise, quantity in thousandths."""

    code: str
    expiry: int | None
    mrp: int | None
    quantity: int


@dataclass(frozen=True, slots=True)
class More:
    """What comes with a new item; `part` is what a pack of it holds, `ratio` how many thousandths of that."""

    shelf: str = ""
    wholesale: int | None = None
    least: int = 0
    batches: tuple[BatchRow, ...] = ()
    part: ProductForm | None = None
    ratio: int = 0


NOTHING = More()


def batch_columns(headings: Sequence[str]) -> dict[str, int] | None:
    """Where a sheet of batches has what; None for any other sheet."""
    plain = [plain_heading(heading) for heading in headings]
    found = {
        field: next((plain.index(alias) for alias in aliases if alias in plain), -1)
        for field, aliases in BATCH_HEADS.items()
    }
    return found if min(found["name"], found["code"]) >= 0 else None


def batch_rows(
    rows: Sequence[tuple[int, tuple[str, ...]]], columns: dict[str, int]
) -> tuple[dict[str, tuple[BatchRow, ...]], list[tuple[int, str, str]]]:
    """The batches by their items' folded names, and the rows that do not do: number, name, why."""
    good: dict[str, tuple[BatchRow, ...]] = {}
    bad: list[tuple[int, str, str]] = []

    def cell(row: tuple[str, ...], field: str) -> str:
        at = columns[field]
        return row[at] if 0 <= at < len(row) else ""

    for number, row in rows:
        name, code = cell(row, "name"), clean(cell(row, "code"), 60).upper()
        if not (name and code):
            continue
        try:
            quantity = count(cell(row, "quantity")) or 0
            batch = BatchRow(code, expiry(cell(row, "expiry")), amount(cell(row, "mrp")), quantity)
        except Mistaken as mistake:
            bad.append((number, name, str(mistake)))
            continue
        if batch.quantity > 0 and all(batch.code != other.code for other in good.get(fold(name), ())):
            good[fold(name)] = (*good.get(fold(name), ()), batch)
    return good, bad


def parted(form: ProductForm, unit: str, ratio: int) -> tuple[ProductForm, ProductForm]:
    """A pack without stock of its own, and the piece of which it holds `ratio` thousandths, with the pack's stock."""

    def share(paise: int | None) -> int | None:
        return None if paise is None else half_up(paise * 1000, ratio)

    def pieces(milli: int | None) -> int | None:
        return None if milli is None else half_up(milli * ratio, 1000)

    piece = replace(
        form, code=f"{form.code}-{unit}", name=f"{form.name} ({unit})", unit=unit, price=share(form.price) or 0,
        mrp=share(form.mrp), cost=share(form.cost), stock=pieces(form.stock), low=pieces(form.low), barcodes=(),
        cess_per_unit=share(form.cess_per_unit) or 0,
    )  # fmt: skip
    return replace(form, stock=None, low=None), piece


def hashable(value: Any) -> Any:
    """JSON knows no tuples; a form holds its barcodes in one."""
    return tuple(cast("list[str]", value)) if isinstance(value, list) else value


def wholesale_list(db: Database) -> bytes | None:
    """The price list for wholesale, where there is one."""
    row = db.row("SELECT id FROM price_list WHERE lower(name) = lower(?) AND active = 1", (_("Wholesale"),))
    return row[0] if row else None


def more_of(db: Database, product_id: bytes) -> dict[str, Any]:
    """The shelf of a product, its first wholesale price in paise (None without) and from how many thousandths."""
    shelf = db.row("SELECT shelf FROM keeping WHERE product_id = ?", (product_id,))
    price = db.row(
        "SELECT price, least FROM list_price WHERE product_id = ? AND list_id = ? ORDER BY least LIMIT 1",
        (product_id, wholesale_list(db)),
    )
    wholesale, least = price or (None, 0)
    return {"shelf": shelf[0] if shelf else "", "wholesale": wholesale, "least": least}


def more_changes(
    db: Database, product_id: bytes, values: Mapping[str, Any], form: ProductForm
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a row says of a known product beyond its card, where that differs: as it is, and as it becomes."""
    said = {key: values[key] for key in KNOWN if key in values}
    if not said:
        return {}, {}
    old = more_of(db, product_id)
    new = {**old, **said}
    above_mrp = form.mrp is not None and form.inclusive and (new["wholesale"] or 0) > form.mrp
    if above_mrp or not new["wholesale"]:
        new.update(wholesale=old["wholesale"], least=old["least"])
    now = {key: new[key] for key in KNOWN if new[key] != old[key]}
    return {key: old[key] for key in now}, now


class MoreWriter:
    """Writes what comes with new items, inside the batch that writes them."""

    def __init__(self, db: Database, catalogue: Catalogue) -> None:
        """Work on `db`; stock goes through the catalogue's."""
        self.db = db
        self.stock = catalogue.stock

    def write(self, tx: Transaction, items: Sequence[tuple[bytes, More, bytes | None]]) -> None:
        """Of each new item its id, what comes with it, and the id of its part where it is a pack."""
        kept: list[dict[str, Value]] = []
        prices: list[dict[str, Value]] = []
        parts: list[dict[str, Value]] = []
        blank = Kept()
        for product_id, more, part_id in items:
            holder = part_id or product_id
            if more.shelf or more.batches:
                row: dict[str, Value] = {"product_id": holder, **{name: getattr(blank, name) for name in FIELDS}}
                kept.append({**row, "shelf": more.shelf, "tracks": "batch" if more.batches else ""})
            if more.wholesale is not None:
                key: dict[str, Value] = {"list_id": self._wholesale(tx), "product_id": product_id, "least": more.least}
                prices.append({**key, "price": more.wholesale})
            if part_id is not None:
                parts.append({"product_id": product_id, "part_id": part_id, "quantity": more.ratio})
        tx.insert(Keeping, *kept)
        tx.insert(ListPrice, *prices)
        tx.insert(Component, *parts)
        for product_id, more, part_id in items:
            for batch in more.batches:
                times = more.ratio if part_id else 1000
                self.stock.receive(
                    tx, new_id(), 1, part_id or product_id, half_up(batch.quantity * times, 1000),
                    day=booking_day(self.db), batch=NewBatch(batch.code, batch.expiry, batch.mrp), kind="opening",
                )  # fmt: skip

    def change(self, tx: Transaction, product_id: bytes, changes: Mapping[str, Any]) -> None:
        """Give a known product another shelf or wholesale price (None: none any more), keys as in KNOWN."""
        if "shelf" in changes and not tx.change(Keeping, {"product_id": product_id}, {"shelf": changes["shelf"]}):
            blank = {name: getattr(Kept(), name) for name in FIELDS}
            tx.insert(Keeping, {"product_id": product_id, **blank, "shelf": changes["shelf"]})
        if not changes.keys() & {"wholesale", "least"}:
            return
        old, list_id = more_of(self.db, product_id), self._wholesale(tx)
        new = {**old, **changes}
        if old["wholesale"] is not None:
            tx.remove(ListPrice, {"list_id": list_id, "product_id": product_id, "least": old["least"]})
        if new["wholesale"] is not None:
            key: dict[str, Value] = {"list_id": list_id, "product_id": product_id, "least": new["least"]}
            tx.remove(ListPrice, key)
            tx.insert(ListPrice, {**key, "price": new["wholesale"]})

    def _wholesale(self, tx: Transaction) -> bytes:
        """The price list for wholesale, made when there is none."""
        found = wholesale_list(self.db)
        if found is not None:
            return found
        list_id = new_id()
        tx.insert(PriceList, {"id": list_id, "name": _("Wholesale"), "active": 1})
        return list_id
