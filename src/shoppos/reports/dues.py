"""What of a bill is due still: on its customer's khata, and at the door."""

from shoppos.base.file import Reader
from shoppos.rules import upi
from shoppos.rules.letterhead import Letterhead

SOLD = (
    "SELECT s.customer_id, coalesce(sum(p.amount) FILTER (WHERE p.method = 'khata'), 0), "
    "coalesce(sum(p.amount) FILTER (WHERE p.method = 'cod'), 0) FROM sale s JOIN payment p ON p.sale_id = s.id "
    "WHERE s.id = ? AND s.state = 'done' AND NOT EXISTS (SELECT 1 FROM void v WHERE v.sale_id = s.id) GROUP BY s.id"
)
KHATA = (
    "SELECT k.doc_id, k.kind, k.amount, n.against_id FROM khata_entry k "
    "LEFT JOIN credit_note n ON n.sale_id = k.doc_id WHERE k.customer_id = ? AND k.doc_id NOT IN "
    "(SELECT doc_id FROM khata_entry WHERE customer_id = ? AND kind = 'void') ORDER BY k.id"
)
COD_BACK = (
    "SELECT coalesce(sum(p.amount), 0) FROM credit_note n JOIN payment p ON p.sale_id = n.sale_id "
    "WHERE n.against_id = ? AND p.method = 'cod'"
)


def unpaid(db: Reader, sale_id: bytes) -> tuple[int, int]:
    """What of a done bill is due still, in paise: on the khata, and at the door; nothing of a cancelled one.

    What came back of a bill sinks that bill's own due; a customer's payments settle the oldest credit first.
    """
    row = db.row(SOLD, (sale_id,))
    if row is None:
        return 0, 0
    customer_id, khata, cod = row
    if cod:
        back = db.row(COD_BACK, (sale_id,))
        cod += back[0] if back else 0
    if not khata or customer_id is None:
        return khata, cod
    return _on_khata(db, sale_id, customer_id), cod


def _on_khata(db: Reader, sale_id: bytes, customer_id: bytes) -> int:
    owed: dict[bytes, int] = {}
    settled = 0
    for doc, kind, amount, against in db.rows(KHATA, (customer_id, customer_id)):
        if amount > 0:
            owed[doc] = owed.get(doc, 0) + amount
            continue
        own = min(owed.get(against, 0), -amount) if kind == "return" else 0
        if own:
            owed[against] -= own
        settled += -amount - own
    older = 0
    for doc, amount in owed.items():
        if doc == sale_id:
            return max(0, min(amount, amount + older - settled))
        older += amount
    return 0


def attempt(db: Reader, sale_id: bytes) -> int:
    """Which amount due this is of a bill: 1, and one more for each payment, return or cancelling on the khata since."""
    row = db.row(
        "SELECT count(*) FROM khata_entry k JOIN khata_entry mine ON mine.customer_id = k.customer_id WHERE "
        "mine.doc_id = ? AND mine.kind = 'sale' AND k.kind IN ('payment', 'void', 'return') AND k.id > mine.id",
        (sale_id,),
    )
    return 1 + (row[0] if row else 0)


def link(letterhead: Letterhead, number: str, due: int, attempt: int) -> str | None:
    """The payment link a printed unpaid bill carries: its own number as reference, with the attempt behind it.

    `attempt` rises whenever the due may have changed: a reference stands for one amount.
    """
    if due <= 0 or not letterhead.upi:
        return None
    return upi.link(
        letterhead.upi, letterhead.name, amount=due, tr=upi.reference(f"{number}P{attempt}"), tn=f"Bill {number}",
        mc=letterhead.mcc or None, merchant=letterhead.upi_merchant,
    )  # fmt: skip
