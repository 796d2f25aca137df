"""Money that was claimed and never seen, when goods come back: it is taken off again, and nobody is given it."""

from typing import Any

from shoppos.base.db import Database
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.journal import Value
from shoppos.base.transaction import Transaction
from shoppos.models.order import Advance, CodReceipt
from shoppos.reports.prepaid import CLAIMED, DOOR_CLAIMED, prepaid
from shoppos.shop import order_book
from shoppos.shop.business_day import booking_day

ORDER = "SELECT c.order_id FROM sale s JOIN parcel c ON c.sale_id IN (s.id, s.with_id) WHERE s.id = ?"


def before(db: Database, sale_id: bytes) -> int:
    """What the bills of the order of that bill have used though nobody has seen it come in, in paise."""
    row = db.row(ORDER, (sale_id,))
    return prepaid(db, row[0]).used_unseen if row else 0


def at_door(db: Database, sale_id: bytes) -> int:
    """What is said to have been paid for a bill by UPI at the door, and was not seen, in paise."""
    row = db.row(f"SELECT coalesce(sum(r.amount), 0) {DOOR_CLAIMED} AND r.sale_id = ?", (sale_id,))
    return row[0] if row else 0


def strike_at_door(db: Database, tx: Transaction, sale_id: bytes, amount: int) -> None:
    """Take `amount` paise off what is claimed at the door of a bill; what is left of a claim is one of its own."""
    asked = f"SELECT r.id, r.amount {DOOR_CLAIMED} AND r.sale_id = ? ORDER BY r.id DESC"
    for receipt_id, claimed in db.rows(asked, (sale_id,)) if amount > 0 else ():
        part = min(claimed, amount)
        _receipt(db, tx, sale_id, -claimed, receipt_id.hex())
        if claimed > part:
            _receipt(db, tx, sale_id, claimed - part, "")
        amount -= part
        if not amount:
            return


def strike_before(db: Database, tx: Transaction, sale_id: bytes) -> None:
    """Take off what is claimed for the order of a bill and no bill uses: all of it left, so that none will.

    What is left of a claim by UPI is one of its own.
    """
    row = db.row(ORDER, (sale_id,))
    if row is None or order_book.read(db, row[0]).sale_id is not None:
        return
    order_id, stands = row[0], prepaid(db, row[0])
    spare = min(stands.left, stands.claimed)
    for advance_id, amount, by, attempt in db.rows(
        f"SELECT a.id, a.amount, a.method, a.attempt {CLAIMED} AND a.order_id = ? ORDER BY a.id DESC", (order_id,)
    ):
        part = min(amount, spare)
        if part <= 0 or (part < amount and by != "upi"):
            continue
        strike_off(db, tx, order_id, (advance_id, amount, by, attempt), _("the goods came back"))
        if part < amount:
            _advance(db, tx, order_id, amount - part, by, "", attempt, "")
        spare -= part


def strike_off(
    db: Database, tx: Transaction, order_id: bytes, claim: tuple[bytes, int, str, str], reason: str
) -> bytes:  # fmt: skip
    """Write the row that takes a claim (its id, paise, method and attempt) off whole; gives that row's id."""
    advance_id, amount, by, attempt = claim
    doc_id = _advance(db, tx, order_id, -amount, by, advance_id.hex(), attempt, reason)
    told = {"amount": amount, "method": by, "doc": doc_id.hex()}
    order_book.step(db, tx, order_id, "given_back", told=told, said=reason)
    return doc_id


def _advance(
    db: Database, tx: Transaction, order_id: bytes, amount: int, by: str, reference: str, attempt: str, reason: str
) -> bytes:  # fmt: skip
    doc_id = new_id()
    tx.insert(Advance, {
        "id": doc_id, "order_id": order_id, "amount": amount, "method": by, "reference": reference,
        "attempt": attempt, "reason": reason, **_booked(db, tx),
    })  # fmt: skip
    return doc_id


def _receipt(db: Database, tx: Transaction, sale_id: bytes, amount: int, reference: str) -> None:
    tx.insert(CodReceipt, {
        "id": new_id(), "sale_id": sale_id, "amount": amount, "method": "upi", "reference": reference,
        **_booked(db, tx),
    })  # fmt: skip


def _booked(db: Database, tx: Transaction) -> dict[str, Value]:
    """Where, when and by whom it is written down."""
    row: dict[str, Any] = {
        "till": db.till, "business_date": booking_day(db), "made_at": tx.at, "employee_id": db.employee,
    }  # fmt: skip
    return row
