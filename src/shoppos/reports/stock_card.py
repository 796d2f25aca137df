"""An item's stock card: what came, what went, and why, the newest first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shoppos.base.clock import day_of

if TYPE_CHECKING:
    from shoppos.base.file import Reader


@dataclass(frozen=True, slots=True)
class Move:
    """One change of stock in thousandths; `number` is the bill it belongs to, or ""."""

    day: dt.date
    kind: str
    quantity: int
    number: str
    reason: str


def moves(db: Reader, product_id: bytes, limit: int = 50) -> list[Move]:
    """The last changes of one product's stock."""
    rows = db.rows(
        "SELECT m.business_date, m.kind, m.quantity, coalesce(s.number, ''), m.reason FROM stock_move m "
        "LEFT JOIN sale s ON s.id = m.doc_id WHERE m.product_id = ? ORDER BY m.doc_id DESC, m.line DESC LIMIT ?",
        (product_id, limit),
    )
    return [Move(day_of(row[0]), *row[1:]) for row in rows]
