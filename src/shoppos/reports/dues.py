"""What of a bill is due still: on its customer's khata, and at the door."""

from shoppos.base.file import Reader
from shoppos.reports import khata
from shoppos.rules import upi
from shoppos.rules.letterhead import Letterhead

SOLD = (
    "SELECT s.customer_id, coalesce(sum(p.amount) FILTER (WHERE p.method = 'khata'), 0), "
    "coalesce(sum(p.amount) FILTER (WHERE p.method = 'cod'), 0) FROM sale s JOIN payment p ON p.sale_id = s.id "
    "WHERE s.id = ? AND s.state = 'done' AND NOT EXISTS (SELECT 1 FROM void v WHERE v.sale_id = s.id) GROUP BY s.id"
)
COD_BACK = (
    "SELECT coalesce(sum(p.amount), 0) FROM credit_note n JOIN payment p ON p.sale_id = n.sale_id "
    "WHERE n.against_id = ? AND p.method = 'cod'"
)

DOOR = "cod"
"""By what a line of a khata says that it was to be paid at the door: the receipt of that id says it too."""
MOVED = "SELECT id FROM cod_receipt WHERE sale_id = ? AND method = 'khata'"
RECEIVED = "SELECT coalesce(sum(amount), 0) FROM cod_receipt WHERE sale_id = ?"


def unpaid(db: Reader, sale_id: bytes) -> tuple[int, int]:
    """What of a done bill is due still, in paise: on the khata, and at the door; nothing of a cancelled one.

    What came back of a bill sinks that bill's own due, and so does what came in at the door; what was written on the
    khata there is due there. A customer's payments on the khata settle the oldest credit first.
    """
    row = db.row(SOLD, (sale_id,))
    if row is None:
        return 0, 0
    customer_id, credit, cod = row
    at_door = bool(cod)
    if cod:
        back = db.row(COD_BACK, (sale_id,))
        came = db.row(RECEIVED, (sale_id,))
        cod += (back[0] if back else 0) - (came[0] if came else 0)
    moved = {row[0] for row in db.rows(MOVED, (sale_id,))} if at_door else set[bytes]()
    if not (credit or moved) or customer_id is None:
        return credit, cod
    return _on_khata(db, {sale_id, *moved}, customer_id), cod


def _on_khata(db: Reader, docs: set[bytes], customer_id: bytes) -> int:
    opened, _credit = khata.outstanding(khata.entries(db, customer_id))
    return sum(one.left for one in opened if one.doc_id in docs)


def attempt(db: Reader, sale_id: bytes) -> int:
    """Which amount due this is of a bill: 1, and one more for each payment, return or cancelling on the khata since."""
    mine = db.row("SELECT customer_id, id FROM khata_entry WHERE doc_id = ? AND kind = 'sale'", (sale_id,))
    if mine is None:
        return 1
    later = (line for line in khata.entries(db, mine[0]) if line.id > mine[1])
    return 1 + sum(line.kind in {"payment", "void", "return"} for line in later)


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
