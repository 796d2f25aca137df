"""Orders in the books: read, asked what they allow, moved on; each step is written down, and the goods are promised."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from shoppos.base.errors import NotFound, Refused
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.models.order import CONFIRMED, PACKED, Order, OrderStep, PackedLine
from shoppos.rules import orders as rules
from shoppos.shop import reserving
from shoppos.shop.business_day import booking_day
from shoppos.shop.reserving import Promise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from shoppos.base.db import Database
    from shoppos.base.journal import Value
    from shoppos.base.transaction import Transaction
    from shoppos.shop.sale_view import OpenLine

COLUMNS = (
    "id", "number", "till", "channel", "way", "state", "since", "sale_id", "customer_id", "personal_id", "pay_by",
    "promised", "slot", "agreed", "backorder", "language", "note", "token", "source", "outside_id", "business_date",
    "made_at", "employee_id",
)  # fmt: skip
PROMISING = (CONFIRMED, PACKED)
"""The states in which the goods of an order are promised to it."""


class OrderRow(NamedTuple):
    """An order as it stands in the books; the columns are those of `models.order.Order`."""

    id: bytes
    number: str
    till: str
    channel: str
    way: str
    state: str
    since: int
    sale_id: bytes | None
    customer_id: bytes
    personal_id: bytes
    pay_by: str
    promised: int | None
    slot: str
    agreed: int
    backorder: int
    language: str
    note: str
    token: bytes
    source: str
    outside_id: str
    business_date: int
    made_at: int
    employee_id: bytes


def read(db: Database, order_id: bytes) -> OrderRow:
    """One order by its id; NotFound."""
    row = db.row(f"SELECT {', '.join(COLUMNS)} FROM orders WHERE id = ?", (order_id,))
    if row is None:
        raise NotFound(_("That order is not in the books."), _("Look on the board."))
    return OrderRow(*row)


def of_sale(db: Database, sale_id: bytes) -> OrderRow | None:
    """The order to which an open sale belongs."""
    row = db.row(f"SELECT {', '.join(COLUMNS)} FROM orders WHERE sale_id = ?", (sale_id,))
    return OrderRow(*row) if row else None


def open_sale(order: OrderRow) -> bytes:
    """The open sale of what did not leave yet; Refused when nothing is left of it in the shop."""
    if order.sale_id is None:
        raise Refused(
            _("Nothing of order {number} is in the shop any more.").format(number=order.number), _("Take a new order.")
        )
    return order.sale_id


def allow(order: OrderRow, act: str) -> str:
    """The state to which `act` leads from where the order stands; Refused when it may not be done there."""
    after = rules.after(order.state, act)
    if after is None or act not in rules.acts(order.state, order.way):
        raise Refused(
            _("Order {number} is {state}.").format(number=order.number, state=state_said(order.state)),
            _("That cannot be done with it any more, or not yet."),
        )
    return after


def state_said(state: str) -> str:
    """A state of fulfilment in words, inside a sentence."""
    said = {
        rules.TAKEN: _("taken, but not confirmed"), rules.CONFIRMED: _("confirmed"), rules.PACKED: _("packed"),
        rules.DISPATCHED: _("dispatched"), rules.DELIVERED: _("delivered"), rules.CANCELLED: _("cancelled"),
        rules.RETURNED: _("returned"),
    }  # fmt: skip
    return said[state]


def change(tx: Transaction, order: OrderRow, **changes: Value) -> OrderRow:
    """Write what changes of an order; gives it as it stands then. A new `state` is since the moment of the act."""
    if "state" in changes and changes["state"] != order.state:
        changes = {**changes, "since": tx.at}
    new = {name: value for name, value in changes.items() if getattr(order, name) != value}
    if new:
        tx.change(Order, {"id": order.id}, new)
    return order._replace(**new)  # type: ignore[arg-type]  # the callers name the order's own columns


def step(
    db: Database, tx: Transaction, order_id: bytes, kind: str, *, said: str = "", parcel_id: bytes | None = None,
    told: Mapping[str, Any] | None = None, key: bytes | None = None,
) -> bytes:  # fmt: skip
    """Write down what happened to an order, by whom and when; gives the step's id, which is `key` if there is one.

    `told` are its figures (anything JSON can say, nothing personal), `said` the words, which may name a person.
    """
    row: dict[str, Value] = {
        "id": key or new_id(), "order_id": order_id, "parcel_id": parcel_id, "kind": kind,
        "told": json.dumps(dict(told or {}), ensure_ascii=False, sort_keys=True), "said": said,
        "business_date": booking_day(db), "made_at": tx.at, "employee_id": db.employee,
    }  # fmt: skip
    tx.insert(OrderStep, row)
    made: Any = row["id"]
    return made


def billed(db: Database, order_id: bytes) -> int:
    """What the bills of an order come to that were drawn so far, in paise; cancelled ones count no more."""
    row = db.row(
        "SELECT coalesce(sum(s.payable), 0) FROM parcel p JOIN sale s ON s.id = p.sale_id OR s.with_id = p.sale_id "
        "WHERE p.order_id = ? AND s.state = 'done' AND NOT EXISTS (SELECT 1 FROM void v WHERE v.sale_id = s.id)",
        (order_id,),
    )
    return row[0] if row else 0


def promise(db: Database, tx: Transaction, order: OrderRow, lines: Iterable[OpenLine]) -> None:
    """Promise exactly those lines to an order, and no others; Refused for what is not free, unless it is waited for."""
    wanted = [Promise(line.line, line.product_id, line.quantity) for line in lines]
    reserving.renew(db, tx, order.id, wanted, backorder=bool(order.backorder))


def unpack(tx: Transaction, sale_id: bytes) -> None:
    """Forget what was scanned into the box: its lines change."""
    tx.run("DELETE FROM packed_line WHERE sale_id = ?", (sale_id,), touches=PackedLine)


def differences(before: Sequence[OpenLine], after: Sequence[OpenLine]) -> list[dict[str, Any]]:
    """What became of the lines between two moments: for each that differs its code and what it was and is.

    Quantities in thousandths, prices and discounts as they stand on the line; None where there was or is no such line.
    """
    old, new = {line.line: line for line in before}, {line.line: line for line in after}
    found: list[dict[str, Any]] = []
    for number in sorted(old.keys() | new.keys()):
        was, now = old.get(number), new.get(number)
        told = {
            name: [getattr(was, name, None), getattr(now, name, None)]
            for name in ("quantity", "price", "disc_rate", "disc_amount")
            if getattr(was, name, None) != getattr(now, name, None)
        }
        if told or (was and now and was.product_id != now.product_id):
            line = now or was
            found.append({"line": number, "code": line.code if line else "", **told})
    return found
