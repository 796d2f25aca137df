"""Purchase orders: drafted by hand or from the reorder list, sent, and answered by the goods that come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from shoppos.base.db import Database
from shoppos.base.errors import InvalidInput, NotFound, Refused
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.journal import Value
from shoppos.base.money import sane
from shoppos.base.text import clean
from shoppos.base.transaction import Transaction
from shoppos.models.print_job import PURCHASE_ORDER
from shoppos.models.purchase import PurchaseOrder, PurchaseOrderLine
from shoppos.shop.business_day import booking_day
from shoppos.shop.papers import Papers
from shoppos.shop.suppliers import Suppliers
from shoppos.shop.tills import Tills

DRAFT, SENT, PART, RECEIVED, CANCELLED = "draft", "sent", "part", "received", "cancelled"
SERIES = "P"
"""The letter of the purchase orders' numbers."""
COMING = (
    "SELECT l.product_id, l.quantity, coalesce((SELECT sum(r.quantity) FROM purchase p "
    "JOIN purchase_line r ON r.purchase_id = p.id WHERE p.order_id = l.order_id AND p.kind = 'received' "
    "AND r.product_id = l.product_id), 0) FROM purchase_order_line l WHERE l.order_id = ?"
)


class Wanted(NamedTuple):
    """One product to order: thousandths, and the expected cost of one unit in paise before tax."""

    product_id: bytes
    quantity: int
    cost: int = 0


@dataclass(frozen=True, slots=True)
class Order:
    """A purchase order; `business_date` as yyyymmdd."""

    id: bytes
    number: str
    supplier_id: bytes
    state: str
    note: str
    business_date: int
    lines: tuple[Wanted, ...]


@dataclass(frozen=True, slots=True)
class ListedOrder:
    """An order as a list shows it: `total` expected before tax in paise, how many lines."""

    id: bytes
    number: str
    supplier_id: bytes
    supplier: str
    state: str
    business_date: int
    lines: int
    total: int


class PurchaseOrders:
    """An order may be changed while it is a draft; what was sent is cancelled or answered."""

    def __init__(self, db: Database, tills: Tills, suppliers: Suppliers, papers: Papers) -> None:
        """Work on `db` with the other departments."""
        self.db = db
        self.tills = tills
        self.suppliers = suppliers
        self.papers = papers

    def get(self, number: str) -> Order:
        """The order of that number."""
        row = self.db.row(
            "SELECT id, number, supplier_id, state, note, business_date FROM purchase_order WHERE number = ?",
            (clean(number).upper(),),
        )
        if row is None:
            raise NotFound(_("There is no purchase order {number}.").format(number=clean(number, 40)))
        lines = self.db.rows(
            "SELECT product_id, quantity, cost FROM purchase_order_line WHERE order_id = ? ORDER BY line", (row[0],)
        )
        return Order(row[0], row[1], row[2], row[3], row[4], row[5], tuple(Wanted(*line) for line in lines))

    def list(self, state: str = "", limit: int = 200) -> list[ListedOrder]:
        """The orders in that state, or all but the cancelled ones, the newest first."""
        rows = self.db.rows(
            "SELECT o.id, o.number, o.supplier_id, s.name, o.state, o.business_date, count(*), "
            "sum((l.quantity * l.cost + 500) / 1000) FROM purchase_order o JOIN supplier s ON s.id = o.supplier_id "
            "JOIN purchase_order_line l ON l.order_id = o.id WHERE iif(:state = '', o.state <> 'cancelled', "
            "o.state = :state) GROUP BY o.id ORDER BY o.id DESC LIMIT :most",
            {"state": clean(state).lower(), "most": limit},
        )
        return [ListedOrder(*row) for row in rows]

    def draft(
        self, supplier_id: bytes, lines: Sequence[Wanted], note: str = "", *, key: bytes | None = None
    ) -> Order:  # fmt: skip
        """A new order, not sent yet; the same `key` twice makes one."""
        lines, order_id = _checked(lines), key or new_id()
        with self.db.transaction("purchase_order.drafted") as tx:
            self.suppliers.get(supplier_id)
            before = self.db.row("SELECT number FROM purchase_order WHERE id = ?", (order_id,))
            if before is not None:
                return self.get(before[0])
            number, day = self.tills.draw(tx, booking_day(self.db), SERIES)
            row: dict[str, Value] = {
                "id": order_id, "number": number, "supplier_id": supplier_id, "state": DRAFT,
                "note": clean(note, 300), "business_date": day, "made_at": tx.at, "employee_id": self.db.employee,
            }  # fmt: skip
            tx.insert(PurchaseOrder, row)
            tx.insert(PurchaseOrderLine, *_rows(order_id, lines))
        return self.get(number)

    def change(self, number: str, lines: Sequence[Wanted], note: str | None = None) -> Order:
        """Other lines, or another note, on a draft; Refused for what was sent."""
        lines = _checked(lines)
        with self.db.transaction("purchase_order.changed") as tx:
            order = self._in(number, DRAFT)
            there = len(order.lines)
            for n, line in enumerate(lines[:there], 1):
                tx.change(PurchaseOrderLine, {"order_id": order.id, "line": n}, line._asdict())
            for n in range(len(lines) + 1, there + 1):
                tx.remove(PurchaseOrderLine, {"order_id": order.id, "line": n})
            tx.insert(PurchaseOrderLine, *_rows(order.id, lines)[there:])
            if note is not None:
                tx.change(PurchaseOrder, {"id": order.id}, {"note": clean(note, 300)})
        return self.get(number)

    def send(self, number: str, *, paper: bool = True) -> Order:
        """It goes to the supplier: on `paper`, which is owed, or as a message that a person sends."""
        with self.db.transaction("purchase_order.sent") as tx:
            order = self._in(number, DRAFT, SENT, PART)
            if order.state == DRAFT:
                tx.change(PurchaseOrder, {"id": order.id}, {"state": SENT})
            if paper:
                self.papers.next_of(tx, order.id, PURCHASE_ORDER, {})
        return self.get(number)

    def cancel(self, number: str) -> Order:
        """Wait for its goods no more; what came of it stays."""
        with self.db.transaction("purchase_order.cancelled") as tx:
            order = self._in(number, DRAFT, SENT, PART)
            tx.change(PurchaseOrder, {"id": order.id}, {"state": CANCELLED})
        return self.get(number)

    def coming(self, number: str) -> dict[bytes, int]:
        """Thousandths of each product that are still to come; nothing of what is done or cancelled."""
        order = self.get(number)
        if order.state in {RECEIVED, CANCELLED}:
            return {}
        return {product: left for product, left in self._left(order.id).items() if left > 0}

    # -- inside the transaction of a receipt

    def refuse_unfit(self, order_id: bytes, supplier_id: bytes) -> None:
        """Refused for an order of another supplier, and for one that waits for nothing any more."""
        row = self.db.row("SELECT number, supplier_id, state FROM purchase_order WHERE id = ?", (order_id,))
        if row is None:
            raise NotFound(_("That purchase order is not there."))
        if row[1] != supplier_id:
            raise Refused(
                _("Order {number} went to another supplier.").format(number=row[0]), _("Receive it without the order.")
            )
        if row[2] in {RECEIVED, CANCELLED}:
            raise Refused(
                _("Order {number} waits for nothing any more.").format(number=row[0]),
                _("Receive the goods without it."),
            )

    def answer(self, tx: Transaction, order_id: bytes) -> None:
        """Goods of that order were received: is something still to come?"""
        state = PART if any(left > 0 for left in self._left(order_id).values()) else RECEIVED
        tx.change(PurchaseOrder, {"id": order_id}, {"state": state})

    def _left(self, order_id: bytes) -> dict[bytes, int]:
        found: dict[bytes, int] = {}
        for product, ordered, received in self.db.rows(COMING, (order_id,)):
            found[product] = found.get(product, -received) + ordered
        return found

    def _in(self, number: str, *states: str) -> Order:
        order = self.get(number)
        if order.state not in states:
            words: Mapping[str, str] = {
                SENT: _("Order {number} was sent already."), PART: _("Goods of order {number} came already."),
                RECEIVED: _("Order {number} was received."), CANCELLED: _("Order {number} is cancelled."),
            }  # fmt: skip
            raise Refused(words[order.state].format(number=order.number), _("Make a new order."))
        return order


def _checked(lines: Sequence[Wanted]) -> list[Wanted]:
    if not lines:
        raise InvalidInput(_("Nothing is being ordered."), _("Add an item and how many."), "code")
    for line in lines:
        sane("quantity", line.quantity, line.cost)
        if line.quantity <= 0 or line.cost < 0:
            raise InvalidInput(_("Quantity must be more than 0."), field="quantity")
    return list(lines)


def _rows(order_id: bytes, lines: Sequence[Wanted]) -> list[dict[str, Value]]:
    return [{"order_id": order_id, "line": n, **line._asdict()} for n, line in enumerate(lines, 1)]
