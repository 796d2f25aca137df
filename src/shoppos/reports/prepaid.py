"""Money that came in before the bill: what of an order's is claimed, used, and left, and what the door still owes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shoppos.base.file import Reader

BILLS = (
    "SELECT s.id, s.payable FROM parcel c JOIN sale s ON s.id IN (SELECT id FROM sale WHERE id = c.sale_id UNION ALL "
    "SELECT id FROM sale WHERE with_id = c.sale_id) WHERE c.order_id = ? AND s.state = 'done' "
    "AND NOT EXISTS (SELECT 1 FROM void v WHERE v.sale_id = s.id)"
)
"""The bills of an order that stand: each parcel has its own, and a second paper where the law wants one."""
CLAIMED = (
    "FROM advance a WHERE a.method = 'upi' AND a.amount > 0 "
    "AND NOT EXISTS (SELECT 1 FROM utr u WHERE u.doc_id = a.id) "
    "AND NOT EXISTS (SELECT 1 FROM advance b WHERE b.order_id = a.order_id AND b.amount < 0 "
    "AND b.reference = lower(hex(a.id)))"
)
"""Money taken by UPI of which nobody has seen the proof, and which nobody has struck out either."""


@dataclass(frozen=True, slots=True)
class Prepaid:
    """What one order has paid, in paise.

    `taken` before its bills less what was given back, `claimed` the part of it that no UTR proves, `used` what its
    bills took of it. `door` is what of its bills was to be paid at the door, less what came back, and `received` what
    came in for that.
    """

    taken: int
    claimed: int
    used: int
    door: int
    received: int

    @property
    def left(self) -> int:
        """What is the customer's still: too much paid, or not yet billed."""
        return self.taken - self.used

    @property
    def proved(self) -> int:
        """What of it may be given back: a payment that is only claimed may never have come."""
        return max(self.left - self.claimed, 0)

    @property
    def at_door(self) -> int:
        """What is due at the door still."""
        return self.door - self.received


def prepaid(db: Reader, order_id: bytes) -> Prepaid:
    """The money of an order as it stands now."""
    taken = _one(db, "SELECT coalesce(sum(amount), 0) FROM advance WHERE order_id = ?", order_id)
    claimed = _one(db, f"SELECT coalesce(sum(a.amount), 0) {CLAIMED} AND a.order_id = ?", order_id)
    bills = f"SELECT id FROM ({BILLS})"
    paid = f"SELECT coalesce(sum(p.amount), 0) FROM payment p WHERE p.sale_id IN ({bills})"
    used = _one(db, f"{paid} AND p.method = 'advance'", order_id)
    door = _one(db, f"{paid} AND p.method = 'cod'", order_id)
    back = _one(
        db,
        "SELECT coalesce(sum(p.amount), 0) FROM credit_note n JOIN payment p ON p.sale_id = n.sale_id "
        f"WHERE p.method = 'cod' AND n.against_id IN ({bills})",
        order_id,
    )
    received = _one(db, f"SELECT coalesce(sum(amount), 0) FROM cod_receipt WHERE sale_id IN ({bills})", order_id)
    return Prepaid(taken, claimed, used, door + back, received)


def _one(db: Reader, sql: str, order_id: bytes) -> int:
    row = db.row(sql, (order_id,))
    return row[0] if row else 0
