"""Money that came for an order: first for what left, at its doors and on its khata, and only the rest before a bill."""

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from shoppos.base.db import Database
from shoppos.base.errors import NotFound, Refused
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.journal import Value
from shoppos.base.transaction import Transaction
from shoppos.models.order import Advance
from shoppos.reports import khata
from shoppos.reports.one_person import survivor
from shoppos.reports.order_money import ON_KHATA
from shoppos.reports.prepaid import CLAIMABLE, prepaid
from shoppos.rules import upi
from shoppos.shop import order_book
from shoppos.shop.business_day import booking_day
from shoppos.shop.cod import CashOnDelivery
from shoppos.shop.customers import Customers
from shoppos.shop.messages import Messages
from shoppos.shop.order_book import OrderRow
from shoppos.shop.references import use_utr

DOOR, KHATA, BEFORE = "door", "khata", "before"
"""What money for an order pays: a parcel at its door, what stands on the khata, and what is not billed yet."""


class Share(NamedTuple):
    """A part of a payment in paise, and what it pays: the sale of a parcel, a customer's khata, or the order itself."""

    kind: str
    doc_id: bytes
    amount: int


class OrderReceipts:
    """Rows that are only added, each inside the transaction of the act that took the money."""

    def __init__(
        self, db: Database, customers: Customers, cod: CashOnDelivery, price: Callable[[bytes], int],
        messages: Messages | None,
    ) -> None:  # fmt: skip
        """Work on `db`; `price` says what an open sale comes to now, in paise, `messages` tells customers of money."""
        self.db = db
        self.customers = customers
        self.cod = cod
        self.price = price
        self.messages = messages

    def to_leave(self, order_id: bytes) -> int:
        """What is to be paid before the rest of an order leaves, in paise."""
        order = self._order(order_id)
        return max(self.price(order.sale_id) - prepaid(self.db, order_id).left, 0) if order.sale_id else 0

    def owed(self, order_id: bytes) -> list[Share]:
        """What is due for the goods of an order that have left: at each door, then on the khata of each customer."""
        sales = self.db.rows("SELECT sale_id FROM parcel WHERE order_id = ? ORDER BY no", (order_id,))
        doors = [Share(DOOR, sale_id, self.cod.due(sale_id)) for (sale_id,) in sales]
        khatas = dict[bytes, int]()
        for _order, bill, customer_id in self.db.rows(ON_KHATA, {"ids": json.dumps([order_id.hex()])}):
            rest, _credit = khata.outstanding(khata.entries(self.db, customer_id))
            card = survivor(self.db, customer_id)
            khatas[card] = khatas.get(card, 0) + sum(one.left for one in rest if one.doc_id == bill)
        return [share for share in (*doors, *(Share(KHATA, *one) for one in khatas.items())) if share.amount > 0]

    def due(self, order_id: bytes) -> int:
        """All that is due for an order, in paise: before the rest leaves, at the doors and on the khata."""
        return self.to_leave(order_id) + sum(share.amount for share in self.owed(order_id))

    def shares(self, order_id: bytes, amount: int) -> list[Share]:
        """What `amount` paise for an order pay: each door of what has left, its khata, and the rest before a bill."""
        found = list[Share]()
        for share in self.owed(order_id):
            if part := min(amount, share.amount):
                found.append(share._replace(amount=part))
            amount -= part
        return [*found, Share(BEFORE, order_id, amount)] if amount else found

    def spare(self, order_id: bytes, amount: int) -> int:
        """How much of `amount` paise no bill of the order can use: it is paid, or nothing of it is in the shop."""
        if self.is_open(order_id):
            return amount if self.paid_up(order_id) else 0
        return sum(share.amount for share in self.shares(order_id, amount) if share.kind == BEFORE)

    def is_open(self, order_id: bytes) -> bool:
        """Whether some of an order is in the shop still."""
        return self._order(order_id).sale_id is not None

    def paid_up(self, order_id: bytes) -> bool:
        """Whether nothing is due of an order because it was paid."""
        known = prepaid(self.db, order_id)
        return (known.taken > 0 or known.received > 0) and self.due(order_id) <= 0

    # -- inside the transaction of another act

    def receive(
        self, tx: Transaction, doc_id: bytes, order_id: bytes, amount: int, by: str, reference: str, *,
        attempt: str = "",
    ) -> list[bytes]:  # fmt: skip
        """Write down money that came for an order, shared among all that is due of it; gives the rows' ids.

        The first has the id `doc_id`; one UTR stands for them all. The order's steps keep which QR was paid, and by
        which entries of a khata: those settle the order's own bills first. What is no UTR may name a person, and stands
        in no entry of the khata: the journal tells those whole.
        """
        self._refuse_stranger(order_id, attempt)
        again = self.paid_up(order_id)
        parts, ids, entries = self.shares(order_id, amount), list[bytes](), list[str]()
        for share in parts:
            at = new_id() if ids else doc_id
            if share.kind == DOOR:
                ids += self.cod.write(tx, at, share.doc_id, share.amount, by, reference, ids)
                continue
            if share.kind == KHATA:
                day = booking_day(self.db)
                kept = reference if by == "upi" else ""
                self.customers.write_khata(
                    tx, share.doc_id, at, "payment", -share.amount, day, method=by, reference=kept
                )
                entries.append(at.hex())
            else:
                self._advance(tx, at, order_id, share.amount, by, reference, attempt, "")
            if by == "upi" and reference:
                use_utr(self.db, tx, at, 1, reference, ids)
            ids.append(at)
        told: dict[str, Any] = {"amount": amount, "method": by, "doc": doc_id.hex(), **_seen(amount, by, reference)}
        if attempt and parts[0].kind != BEFORE:
            told["reference"] = attempt
        for kind in (DOOR, KHATA):
            if paid := sum(share.amount for share in parts if share.kind == kind):
                told[kind] = paid
        if entries:
            told["entries"] = entries
        self._step(tx, order_id, "paid", told, "" if by == "upi" else reference)
        if by != "upi" or reference:
            self._tell(tx, "payment", order_id, amount, more=again)
        return ids

    def claim(self, tx: Transaction, order_id: bytes, amount: int, by: str, reference: str) -> bytes:
        """Write down what a web shop or a file says was paid there, in paise: nobody here has seen it come in.

        It stays claimed, whatever the way, until the bank, a payment service or a person proves it.
        """
        doc_id = new_id()
        self._advance(tx, doc_id, order_id, amount, by, reference[:40], "", "")
        told: dict[str, Value] = {"amount": amount, "method": by, "doc": doc_id.hex()}
        self._step(tx, order_id, "paid_outside", told, reference)
        return doc_id

    def write(
        self, tx: Transaction, doc_id: bytes, order_id: bytes, amount: int, by: str, reference: str, *,
        attempt: str = "", reason: str = "",
    ) -> None:  # fmt: skip
        """Write down money of an order that is given back or taken off, below zero, in paise."""
        self._advance(tx, doc_id, order_id, amount, by, reference, attempt, reason)
        self._step(tx, order_id, "given_back", {"amount": abs(amount), "method": by, "doc": doc_id.hex()}, reason)

    def prove(self, tx: Transaction, advance_id: bytes, utr: str) -> None:
        """A claimed payment is proved by that UTR, and its customer is told that it has come."""
        self._refuse_struck(advance_id)
        use_utr(self.db, tx, advance_id, 1, utr)
        row = self.db.row("SELECT order_id, amount FROM advance WHERE id = ?", (advance_id,))
        if row is not None:
            self._step(tx, row[0], "proved", {"amount": row[1], "utr": utr, "doc": advance_id.hex()})
            self._tell(tx, "payment", row[0], row[1])

    def was_shown(self, order_id: bytes, attempt: str) -> bool:
        """Whether a QR with that reference was shown for the order, or stands behind the button of its own page."""
        row = self.db.row("SELECT number FROM orders WHERE id = ?", (order_id,))
        if row and attempt.startswith(f"{upi.reference(row[0])}P"):
            return True
        return self.db.row(
            "SELECT 1 FROM upi_attempt t WHERE t.reference = ? AND (t.sale_id IN (SELECT sale_id FROM orders "
            "WHERE id = ? UNION SELECT sale_id FROM parcel WHERE order_id = ?) OR EXISTS (SELECT 1 FROM order_step s "
            "WHERE s.order_id = ? AND s.kind = 'asked' AND json_extract(s.told, '$.reference') = t.reference))",
            (attempt, order_id, order_id, order_id),
        ) is not None  # fmt: skip

    # -- inside

    def _refuse_struck(self, advance_id: bytes) -> None:
        """NotFound for what is no payment by UPI, Refused for one that was taken off again."""
        row = self.db.row(
            "SELECT EXISTS (SELECT 1 FROM advance b WHERE b.order_id = a.order_id AND b.amount < 0 "
            "AND b.reference = lower(hex(a.id))) FROM advance a WHERE a.id = ? AND a.amount > 0 AND " + CLAIMABLE,
            (advance_id,),
        )
        if row is None:
            raise NotFound(
                _("There is no such payment for an order that waits for its proof."), _("Look at the order again.")
            )
        if row[0]:
            raise Refused(_("This payment was taken off: it had never come."), _("Write it down anew."))

    def _order(self, order_id: bytes) -> OrderRow:
        return order_book.read(self.db, order_id)

    def _step(self, tx: Transaction, order_id: bytes, kind: str, told: Mapping[str, Any], said: str = "") -> None:
        order_book.step(self.db, tx, order_id, kind, told=told, said=said)

    def _tell(self, tx: Transaction, step: str, order_id: bytes, amount: int, *, more: bool = False) -> None:
        """Owe the customer the news of money, in paise; `more` of what came for an order that was paid."""
        if self.messages is not None:
            self.messages.owe(tx, step, order_id, {"amount": amount, "more": more})

    def _advance(
        self, tx: Transaction, doc_id: bytes, order_id: bytes, amount: int, by: str, reference: str, attempt: str,
        reason: str,
    ) -> None:  # fmt: skip
        row: dict[str, Value] = {
            "id": doc_id, "order_id": order_id, "amount": amount, "method": by, "reference": reference,
            "attempt": attempt, "reason": reason, "till": self.db.till, "business_date": booking_day(self.db),
            "made_at": tx.at, "employee_id": self.db.employee,
        }  # fmt: skip
        tx.insert(Advance, row)

    def _refuse_stranger(self, order_id: bytes, attempt: str) -> None:
        if attempt and not self.was_shown(order_id, attempt):
            raise Refused(
                _("No QR {reference} was shown for this order.").format(reference=attempt),
                _("Show the QR of this order, or take the money another way."),
            )


def _seen(amount: int, by: str, reference: str) -> dict[str, Any]:
    """By which UTR a payment by UPI was seen, or that it is only claimed (paise)."""
    if by != "upi":
        return {}
    return {"utr": reference} if reference else {"claimed": amount}
