"""An item's stock card: what came, what went, and why, the newest first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shoppos.base.clock import day_of
from shoppos.base.i18n import _

if TYPE_CHECKING:
    from shoppos.base.file import Reader


@dataclass(frozen=True, slots=True)
class Move:
    """One change of stock in thousandths; `number` is the bill, note or purchase it belongs to, or "".

    `batches` names the batches it was made of, `after` is what was on hand then.
    """

    day: dt.date
    kind: str
    quantity: int
    number: str
    reason: str
    batches: str = ""
    after: int = 0


def label(kind: str) -> str:
    """A kind of move in words."""
    words = {
        "sale": _("sold"), "void": _("bill cancelled"), "return": _("came back"), "opening": _("opening"),
        "adjust": _("corrected"), "count": _("counted"), "purchase": _("bought"), "sent_back": _("sent back"),
        "damage": _("damaged"), "used": _("own use"),
    }  # fmt: skip
    return words.get(kind, kind)


def moves(db: Reader, product_id: bytes, limit: int = 50) -> list[Move]:
    """The last changes of one product's stock."""
    rows = db.rows(
        "SELECT m.business_date, m.kind, m.quantity, coalesce(s.number, u.number, ''), m.reason, "
        "coalesce((SELECT group_concat(t.code, ', ') FROM batch_move b JOIN batch t ON t.id = b.batch_id "
        "WHERE b.doc_id = m.doc_id AND b.line = m.line AND b.kind = m.kind AND t.product_id = m.product_id), '') "
        "FROM stock_move m LEFT JOIN sale s ON s.id = m.doc_id LEFT JOIN purchase u ON u.id = m.doc_id "
        "WHERE m.product_id = ? ORDER BY m.doc_id DESC, m.line DESC LIMIT ?",
        (product_id, limit),
    )
    kept = db.row("SELECT on_hand FROM stock WHERE product_id = ?", (product_id,))
    found, after = list[Move](), kept[0] if kept else 0
    for day, kind, quantity, number, reason, batches in rows:
        found.append(Move(day_of(day), kind, quantity, number, reason, batches, after))
        after -= quantity
    return found
