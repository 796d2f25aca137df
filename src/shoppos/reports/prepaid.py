"""Money that came in before the bill: what of an order's is claimed, used, and left, and what the door still owes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shoppos.base.settings import setting
from shoppos.reports.outside import SOURCES

if TYPE_CHECKING:
    from shoppos.base.file import Reader

BILLS = (
    "SELECT s.id, s.payable FROM parcel c JOIN sale s ON s.id IN (SELECT id FROM sale WHERE id = c.sale_id UNION ALL "
    "SELECT id FROM sale WHERE with_id = c.sale_id) WHERE c.order_id = ? AND s.state = 'done' "
    "AND NOT EXISTS (SELECT 1 FROM void v WHERE v.sale_id = s.id)"
)
"""The bills of an order that stand: each parcel has its own, and a second paper where the law wants one."""
OUTSIDE = (
    "EXISTS (SELECT 1 FROM order_step w WHERE w.order_id = a.order_id AND w.kind = 'paid_outside' "
    "AND json_extract(w.told, '$.doc') = lower(hex(a.id)))"
)
"""What only a web shop or a file says was paid, whatever the way."""
CLAIMABLE = f"(a.method = 'upi' OR a.method IN ('card', 'netbanking') AND {OUTSIDE})"
"""What is a claim by itself: a transfer by UPI, and what was paid outside."""
CLAIMED = (
    f"FROM advance a WHERE a.amount > 0 AND {CLAIMABLE} "
    "AND NOT EXISTS (SELECT 1 FROM utr u WHERE u.doc_id = a.id) "
    "AND NOT EXISTS (SELECT 1 FROM advance b WHERE b.order_id = a.order_id AND b.amount < 0 "
    "AND b.reference = lower(hex(a.id)))"
)
"""Money of which nobody has seen the proof, and which nobody has struck out either."""
DOOR_CLAIMED = (
    "FROM cod_receipt r WHERE r.method = 'upi' AND r.amount > 0 "
    "AND NOT EXISTS (SELECT 1 FROM utr u WHERE u.doc_id = r.id) "
    "AND NOT EXISTS (SELECT 1 FROM cod_receipt b WHERE b.sale_id = r.sale_id AND b.amount < 0 "
    "AND b.reference = lower(hex(r.id)))"
)
"""The same of what was paid by UPI at the door."""


@dataclass(frozen=True, slots=True)
class Prepaid:
    """What one order has paid, in paise.

    `taken` before its bills less what was given back, `claimed` the part of it that nothing proves, `used` what its
    bills took of it, less what returns of them set free again. `door` is what of its bills was to be paid at the door,
    less what came back, and `received` what came in for that.
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
    def used_unseen(self) -> int:
        """What of it the bills have used though nobody has seen it come in."""
        return max(self.claimed - max(self.left, 0), 0)

    @property
    def at_door(self) -> int:
        """What is due at the door still."""
        return self.door - self.received


def doubted(db: Reader, order_id: bytes, source: str) -> int:
    """What of an order's claimed money is asked about before its goods leave, in paise.

    All of it; of an order whose `source` the shop trusts ("trusted" in the setting "web") not what was paid there.
    """
    sources = setting(db, SOURCES, list[dict[str, Any]]()) if source else []
    trusted = any(one.get("name") == source and one.get("trusted") is True for one in sources)
    own = f" AND NOT {OUTSIDE}" if trusted else ""
    return _one(db, f"SELECT coalesce(sum(a.amount), 0) {CLAIMED} AND a.order_id = ?{own}", order_id)


def prepaid(db: Reader, order_id: bytes) -> Prepaid:
    """The money of an order as it stands now."""
    taken = _one(db, "SELECT coalesce(sum(amount), 0) FROM advance WHERE order_id = ?", order_id)
    claimed = _one(db, f"SELECT coalesce(sum(a.amount), 0) {CLAIMED} AND a.order_id = ?", order_id)
    bills = f"SELECT id FROM ({BILLS})"
    paid = f"SELECT coalesce(sum(p.amount), 0) FROM payment p WHERE p.sale_id IN ({bills})"
    used = _one(db, f"{paid} AND p.method = 'advance'", order_id)
    door = _one(db, f"{paid} AND p.method = 'cod'", order_id)
    notes = (
        "SELECT coalesce(sum(p.amount), 0) FROM credit_note n JOIN payment p ON p.sale_id = n.sale_id "
        f"WHERE n.against_id IN ({bills})"
    )
    used += _one(db, f"{notes} AND p.method = 'advance'", order_id)
    back = _one(db, f"{notes} AND p.method = 'cod'", order_id)
    received = _one(db, f"SELECT coalesce(sum(amount), 0) FROM cod_receipt WHERE sale_id IN ({bills})", order_id)
    return Prepaid(taken, claimed, used, door + back, received)


def _one(db: Reader, sql: str, order_id: bytes) -> int:
    row = db.row(sql, (order_id,))
    return row[0] if row else 0
