"""Purchases: found by day, supplier or bill number, and one of them whole; what a product cost on average."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shoppos.base.clock import day_number, day_of
from shoppos.base.errors import NotFound
from shoppos.base.i18n import _
from shoppos.base.text import clean

if TYPE_CHECKING:
    from shoppos.base.file import Reader

HEAD = (
    "SELECT p.number, p.kind, p.business_date, s.name, s.gstin, p.bill_number, p.bill_date, coalesce(o.number, ''), "
    "coalesce(a.number, ''), p.note, e.name, p.taxable, p.cgst, p.sgst, p.igst, p.cess, p.round_off, p.total, p.id "
    "FROM purchase p JOIN supplier s ON s.id = p.supplier_id JOIN employee e ON e.id = p.employee_id "
    "LEFT JOIN purchase_order o ON o.id = p.order_id LEFT JOIN purchase a ON a.id = p.against_id WHERE "
)
LINES = (
    "SELECT l.line, l.code, l.name, l.hsn, l.unit, l.quantity, l.free, l.cost, l.rate, l.taxable, "
    "l.cgst + l.sgst + l.igst + l.cess, coalesce(b.code, ''), b.expiry, "
    "coalesce((SELECT sum(r.quantity) FROM purchase q JOIN purchase_line r ON r.purchase_id = q.id AND r.line = l.line "
    "WHERE q.against_id = l.purchase_id), 0), "
    "l.product_id FROM purchase_line l LEFT JOIN batch b ON b.id = l.batch_id WHERE l.purchase_id = ? ORDER BY l.line"
)


@dataclass(frozen=True, slots=True)
class BoughtLine:
    """One line: thousandths, `cost` of a unit before tax in paise; `back` of it went back to the supplier."""

    line: int
    code: str
    name: str
    hsn: str
    unit: str
    quantity: int
    free: int
    cost: int
    rate: int
    taxable: int
    tax: int
    batch: str
    expiry: int | None
    back: int
    product_id: bytes


@dataclass(frozen=True, slots=True)
class PurchaseHead:
    """A purchase or a debit note without its lines; money in paise. `against` is the purchase a note belongs to."""

    number: str
    kind: str
    day: dt.date
    supplier: str
    gstin: str
    bill_number: str
    bill_date: dt.date | None
    order: str
    against: str
    note: str
    employee: str
    taxable: int
    cgst: int
    sgst: int
    igst: int
    cess: int
    round_off: int
    total: int
    id: bytes


def find(db: Reader, since: dt.date, until: dt.date, text: str = "", limit: int = 200) -> list[PurchaseHead]:
    """Purchases from `since` to `until`, both included, the newest first; `text` in number, supplier or bill number."""
    like = clean(text).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    rows = db.rows(
        HEAD + "p.business_date BETWEEN :a AND :b AND (p.number LIKE :t ESCAPE '\\' OR s.name LIKE :t ESCAPE '\\' "
        "OR p.bill_number LIKE :t ESCAPE '\\') ORDER BY p.id DESC LIMIT :most",
        {"a": day_number(since), "b": day_number(until), "t": f"%{like}%", "most": limit},
    )
    return list(map(_head, rows))


def load(db: Reader, number: str) -> tuple[PurchaseHead, tuple[BoughtLine, ...]]:
    """One purchase whole; NotFound names it."""
    row = db.row(HEAD + "p.number = ?", (clean(number).upper(),))
    if row is None:
        raise NotFound(_("There is no purchase {number}.").format(number=clean(number, 40)))
    head = _head(row)
    return head, tuple(BoughtLine(*line) for line in db.rows(LINES, (head.id,)))


def _head(row: tuple[object, ...]) -> PurchaseHead:
    values = list[object](row)
    values[2] = day_of(int(str(row[2])))
    values[6] = None if row[6] is None else day_of(int(str(row[6])))
    return PurchaseHead(*values)  # type: ignore[arg-type]  # the query's columns in the order of the fields
