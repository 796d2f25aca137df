"""An order as its rows stand, for tests of what is told of it."""

from typing import TYPE_CHECKING

from shoppos.base.ids import new_id
from shoppos.models.order import Advance, Order, OrderStep

if TYPE_CHECKING:
    from shoppos.shop import Shop


def customer(shop: "Shop", name: str = "Asha Rao", phone: str = "9812345670", email: str = "asha@example.in") -> bytes:
    return shop.customers.add(name, phone, email=email).id


def order(shop: "Shop", customer_id: bytes, number: str = "A1/2627/O00042", **more) -> bytes:
    """The row of a confirmed order, with its number drawn where none is given; gives its id."""
    order_id = new_id()
    with shop.db.transaction("test.order") as tx:
        row = {
            "id": order_id, "number": number or shop.tills.draw(tx, 20261123, "O")[0], "till": "A1", "channel": "phone",
            "way": "delivery",
            "state": "confirmed", "since": tx.at, "sale_id": None, "customer_id": customer_id,
            "personal_id": shop.customers.get(customer_id).personal_id, "pay_by": "cod", "promised": 20261125,
            "slot": "10-12", "agreed": 124_000, "backorder": 0, "language": "en", "note": "", "token": new_id(),
            "source": "", "outside_id": "", "business_date": 20261123, "made_at": tx.at,
            "employee_id": shop.db.employee,
        }  # fmt: skip
        tx.insert(Order, {**row, **more})
    return order_id


def step(shop: "Shop", order_id: bytes, kind: str, said: str = "") -> None:
    with shop.db.transaction("test.step") as tx:
        tx.insert(OrderStep, {
            "id": new_id(), "order_id": order_id, "parcel_id": None, "kind": kind, "told": "{}", "said": said,
            "business_date": 20261123, "made_at": tx.at, "employee_id": shop.db.employee,
        })  # fmt: skip


def advance(shop: "Shop", order_id: bytes, amount: int) -> None:
    with shop.db.transaction("test.advance") as tx:
        tx.insert(Advance, {
            "id": new_id(), "order_id": order_id, "amount": amount, "method": "cash", "reference": "", "attempt": "",
            "reason": "", "till": "A1", "business_date": 20261123, "made_at": tx.at, "employee_id": shop.db.employee,
        })  # fmt: skip


def owe(shop: "Shop", kind: str, order_id: bytes, **told) -> bytes | None:
    with shop.db.transaction("test.act") as tx:
        return shop.messages.owe(tx, kind, order_id, told)


def told(shop: "Shop", message_id: bytes) -> tuple:
    """(channel, state, body, error) of one message."""
    return shop.db.row("SELECT channel, state, body, error FROM message WHERE id = ?", (message_id,))
