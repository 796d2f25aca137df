"""Cash on delivery: what came in for a bill at the door, or from the courier that was paid there."""

from collections.abc import Collection
from typing import NamedTuple

from shoppos.base.db import Database
from shoppos.base.errors import InvalidInput, NotFound, Refused
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.journal import Value
from shoppos.base.money import rupees, sane
from shoppos.base.text import clean
from shoppos.base.transaction import Transaction
from shoppos.models.order import CodReceipt
from shoppos.reports import dues
from shoppos.shop import order_book
from shoppos.shop.business_day import booking_day
from shoppos.shop.payments import check_tender, method
from shoppos.shop.references import use_utr

COURIER = "courier"
"""The way by which a courier hands over what was paid at the door."""
AT_THE_DOOR = ("cash", "upi")


class Bill(NamedTuple):
    """A bill with something to be paid at the door; `due` in paise still."""

    sale_id: bytes
    number: str
    due: int


class CashOnDelivery:
    """Receipts that are only added: a bill's due at the door is what it said, less them and what came back."""

    def __init__(self, db: Database) -> None:
        """Work on `db`."""
        self.db = db

    def due(self, sale_id: bytes) -> int:
        """What of a bill, and of the other paper of its sale, is due at the door still, in paise."""
        return sum(bill.due for bill in self.bills(sale_id))

    def bills(self, sale_id: bytes) -> list[Bill]:
        """The papers of a sale that are due at the door still."""
        rows = self.db.rows(
            "SELECT id, number FROM sale WHERE state = 'done' AND (id = ? OR with_id = ?) ORDER BY number",
            (sale_id, sale_id),
        )
        found = (Bill(at, number, dues.unpaid(self.db, at)[1]) for at, number in rows)
        return [bill for bill in found if bill.due > 0]

    def take(
        self, sale_id: bytes, amount: int | None = None, by: str = "cash", reference: str = "", *,
        key: bytes | None = None, tell: bool = True,
    ) -> tuple[bytes, ...]:  # fmt: skip
        """Money that came in at the door for a bill, by cash or UPI; all that is due without an amount.

        Gives the receipts' ids: one for each paper of the sale. Refused when more came than is due. The same `key`
        twice takes it once. It is a step of the parcel's order, unless its caller does not `tell` it but in its own.
        """
        if by not in AT_THE_DOOR:
            raise Refused(
                _("At the door is paid by cash or UPI, not by {method}.").format(method=method(by).label()),
                _("A courier's money is written down by its remittance."),
            )
        reference = clean(reference)
        check_tender(by, reference, known=True)
        with self.db.transaction("cod.received") as tx:
            first = key or new_id()
            before = self.db.rows("SELECT id FROM cod_receipt WHERE id = ?", (first,))
            if before:
                return (first,)
            kept = method(by).reference(reference) if by == "upi" else reference[:40]
            due = self.due(sale_id) if amount is None else amount
            ids = self.write(tx, first, sale_id, amount, by, kept)
            if tell:
                self.tell(tx, sale_id, due, by, kept if by == "upi" else "")
            return ids

    # -- inside the transaction of another act

    def tell(self, tx: Transaction, sale_id: bytes, amount: int, by: str, utr: str = "") -> None:
        """Write down on the order of a parcel that `amount` paise of its door came in, and by which UTR that is seen.

        By UPI without one it is only said to be paid.
        """
        seen: dict[str, Value] = {"utr": utr} if utr else {"claimed": amount} if by == "upi" else {}
        self._step(tx, sale_id, "door_paid", {"amount": amount, "method": by, **seen})

    def prove(self, tx: Transaction, receipts: Collection[bytes], utr: str) -> None:
        """What was said to be paid at a door is proved by that UTR; its order keeps when, and who said so."""
        paid = dict[bytes, int]()
        for at in receipts:
            use_utr(self.db, tx, at, 1, utr, receipts)
            row = self.db.row(
                "SELECT coalesce(s.with_id, s.id), c.amount FROM cod_receipt c JOIN sale s ON s.id = c.sale_id "
                "WHERE c.id = ?",
                (at,),
            )
            if row is not None:
                paid[row[0]] = paid.get(row[0], 0) + row[1]
        for sale_id, amount in paid.items():
            self._step(tx, sale_id, "proved", {"amount": amount, "utr": utr})

    def _step(self, tx: Transaction, sale_id: bytes, kind: str, told: dict[str, Value]) -> None:
        """Write down on the order of the parcel with that bill what became of its money; nothing for a counter bill."""
        row = self.db.row(
            "SELECT order_id, id, no FROM parcel WHERE sale_id IN (?, (SELECT with_id FROM sale WHERE id = ?))",
            (sale_id, sale_id),
        )
        if row is not None:
            order_book.step(self.db, tx, row[0], kind, told={"parcel": row[2], **told}, parcel_id=row[1])

    def write(
        self, tx: Transaction, first: bytes, sale_id: bytes, amount: int | None, by: str, reference: str,
        beside: Collection[bytes] = (),
    ) -> tuple[bytes, ...]:  # fmt: skip
        """Write down what came in for a sale, shared among its papers; the first receipt has the id `first`.

        A UTR may stand for the rows `beside` these too, which the same act has written.
        """
        opened = self.bills(sale_id)
        due = sum(bill.due for bill in opened)
        if not opened:
            raise Refused(
                _("Nothing is due at the door for bill {number}.").format(number=self._number(sale_id)),
                _("What came too much is given back, or taken for the order."),
            )
        left = due if amount is None else amount
        sane("amount", left)
        if left <= 0:
            raise InvalidInput(_("The amount must be more than 0."), field="amount")
        if left > due:
            raise Refused(
                _("{amount} is more than the {due} due at the door for bill {number}.").format(
                    amount=rupees(left), due=rupees(due), number=opened[0].number
                ),
                _("Take that much at the most."),
            )
        ids = list[bytes]()
        for bill in opened:
            part = min(left, bill.due)
            if part:
                at = first if not ids else new_id()
                ids.append(self._receipt(tx, at, bill.sale_id, part, by, reference, (*beside, *ids)))
            left -= part
        return tuple(ids)

    def _receipt(
        self, tx: Transaction, doc_id: bytes, sale_id: bytes, amount: int, by: str, reference: str,
        beside: Collection[bytes],
    ) -> bytes:  # fmt: skip
        row: dict[str, Value] = {
            "id": doc_id, "sale_id": sale_id, "amount": amount, "method": by, "reference": reference,
            "till": self.db.till, "business_date": booking_day(self.db), "made_at": tx.at,
            "employee_id": self.db.employee,
        }  # fmt: skip
        tx.insert(CodReceipt, row)
        if by == "upi" and reference:
            use_utr(self.db, tx, doc_id, 1, reference, beside)
        return doc_id

    def _number(self, sale_id: bytes) -> str:
        row = self.db.row("SELECT number FROM sale WHERE id = ? AND state = 'done'", (sale_id,))
        if row is None:
            raise NotFound(_("That bill is not done."), _("Finish the bill first."))
        return row[0]
