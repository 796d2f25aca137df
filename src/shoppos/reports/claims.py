"""Payments by UPI that were claimed and never seen at the bank: what a payment that comes in may be for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.reports.prepaid import CLAIMED, DOOR_CLAIMED
from shoppos.rules.matching import ADVANCE, BILL, DOOR, KHATA, Claim

if TYPE_CHECKING:
    from shoppos.base.file import Reader

DAYS = 7
"""How far back is looked: what is older is found by the payment itself."""
MOST = 300
NAMED = "coalesce((SELECT name FROM personal WHERE id = {}), '')"
UNPROVED = "AND NOT EXISTS (SELECT 1 FROM utr u WHERE u.doc_id = {})"
OPEN = (
    f"SELECT '{BILL}', p.sale_id, p.line, p.amount, s.made_at, p.attempt, s.number, {NAMED.format('s.personal_id')} "
    "FROM sale s JOIN payment p ON p.sale_id = s.id WHERE s.state = 'done' AND s.kind <> 'CREDIT NOTE' "
    "AND s.business_date >= :day AND p.method = 'upi' AND p.amount > 0 "
    "AND NOT EXISTS (SELECT 1 FROM utr u WHERE u.doc_id = p.sale_id AND u.line = p.line) "
    "AND NOT EXISTS (SELECT 1 FROM void v WHERE v.sale_id = s.id) UNION ALL "
    f"SELECT '{ADVANCE}', a.id, 1, a.amount, a.made_at, a.attempt, o.number, {NAMED.format('o.personal_id')} "
    f"{CLAIMED.replace('WHERE', 'JOIN orders o ON o.id = a.order_id WHERE', 1)} UNION ALL "
    f"SELECT '{KHATA}', k.doc_id, 1, -k.amount, k.made_at, '', '', {NAMED.format('c.personal_id')} "
    "FROM khata_entry k JOIN customer c ON c.id = k.customer_id WHERE k.kind = 'payment' AND k.method = 'upi' "
    f"AND k.made_at >= :since {UNPROVED.format('k.doc_id')} UNION ALL "
    f"SELECT '{DOOR}', r.id, 1, r.amount, r.made_at, '', s.number, {NAMED.format('s.personal_id')} "
    f"{DOOR_CLAIMED.replace('WHERE', 'JOIN sale s ON s.id = r.sale_id WHERE', 1)} AND r.made_at >= :since "
    f"ORDER BY 5 DESC LIMIT {MOST}"
)


def open_claims(db: Reader, days: int = DAYS) -> list[Claim]:
    """What was claimed to be paid by UPI in the last `days` and has no UTR, the newest first; of orders all of it."""
    since = db.clock.ms() - days * 86_400_000
    rows = db.rows(OPEN, {"since": since, "day": db.clock.business_day(since)})
    return [Claim(*row[:6], number=row[6], name=row[7], parts=((row[1], row[2]),)) for row in rows]
