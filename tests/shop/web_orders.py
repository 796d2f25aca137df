"""Orders as a web shop would tell them, in the neutral form; the people are invented."""

import copy
from typing import Any

from shoppos.rules.outside_order import Told, told_of
from shoppos.shop import Shop

SOURCE = "webshop"
ASHA: dict[str, Any] = {
    "id": "727", "version": "2026-05-03T10:00:00", "state": "open", "number": "727",
    "customer": {"name": "Asha Kulkarni", "phone": "+91 98123 45670", "email": "Asha@Example.in"},
    "address": {"address": "7 Lake View Road", "town": "Pune", "pin_code": "411 004", "state": "MH"},
    "lines": [
        {"sku": "1001", "name": "Surf Excel 1 kg", "quantity": 2, "amount": "290.00", "note": "Gift wrap"},
        {"sku": "1002", "name": "Parle-G 100 g", "quantity": "5", "amount": "49.50"},
    ],
    "shipping": "40.00", "total": "379.50", "note": "Ring twice", "pay_by": "cod",
}  # fmt: skip


def told(**more: Any) -> Told:
    """Asha's order, with other fields where they are named."""
    return told_of({**copy.deepcopy(ASHA), **more})


def received(shop: Shop, **more: Any) -> Any:
    """The order here that Asha's became; it has to be taken at once."""
    assert shop.receiving.receive(SOURCE, told(**more)) in {"new", "changed", "same"}
    return shop.orders.view(row(shop, str(more.get("id", "727")))[1])


def row(shop: Shop, outside_id: str = "727") -> tuple[str, bytes | None, str, str]:
    """How an order from outside stands: state, the order here, why it waits, what was told back."""
    return shop.db.row(
        "SELECT state, order_id, reason, told_back FROM outside_order WHERE outside_id = ?", (outside_id,)
    )
