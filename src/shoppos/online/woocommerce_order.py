"""An order as WooCommerce writes it, put into the neutral form; what is of the wrong kind that one refuses."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.money import plain
from shoppos.rules.outside_order import CANCELLED, DONE, MOST_LINES, NEW, OPEN, UNPAID, fixed

STATES = {
    "processing": OPEN, "on-hold": NEW, "pending": UNPAID, "failed": UNPAID, "checkout-draft": UNPAID,
    "completed": DONE, "cancelled": CANCELLED, "refunded": CANCELLED, "trash": CANCELLED,
}  # fmt: skip
"""Its statuses: processing is paid or cash on delivery, on-hold awaits a transfer; the others are none of ours yet."""
CARDS = ("stripe", "card", "square")
PICKUP = ("local_pickup", "pickup_location")
OWN = 20
"""Pieces of what was asked for on a line that are read."""


def mapped(told: Any) -> dict[str, Any]:
    """One order of GET /orders in the neutral form; InvalidInput for what is no order at all."""
    if not isinstance(told, dict):
        raise InvalidInput(_("An order must be an object with fields."))
    order = cast("dict[str, Any]", told)
    billing, shipping = _object(order, "billing"), _object(order, "shipping")
    to = shipping if _text(shipping, "address_1") else billing
    lines = _lines(order.get("line_items"))
    fees, less = _fees(order)
    paid = order.get("total") if order.get("date_paid") and not _refunded(order) else "0"
    pickup = any(_text(line, "method_id") in PICKUP for line in _objects(order, "shipping_lines"))
    return {
        "id": order.get("id"), "version": order.get("date_modified_gmt"), "number": order.get("number"),
        "state": _state(order), "currency": order.get("currency"),
        "customer": {"name": _name(billing) or _name(shipping), "phone": billing.get("phone"),
                     "email": billing.get("email")},
        "address": {
            "name": _name(to), "phone": to.get("phone"), "address": _address(to), "town": to.get("city"),
            "pin_code": to.get("postcode"), "state": to.get("state"), "country": to.get("country"),
        },
        "way": "pickup" if pickup else "delivery", "lines": lines, "shipping": plain(_taxed(order, "shipping") + fees),
        "discount": plain(less), "total": order.get("total"), "paid": paid, "pay_by": _pay_by(order),
        "reference": order.get("transaction_id"), "note": order.get("customer_note"),
    }  # fmt: skip


def moment(text: Any) -> dt.datetime | None:
    """A moment as the API writes it in its _gmt fields (2017-03-22T16:28:02), or None."""
    if not isinstance(text, str):
        return None
    try:
        return dt.datetime.fromisoformat(text.removesuffix("Z")).replace(tzinfo=None)
    except ValueError:
        return None


# -- inside


def _lines(told: Any) -> Any:
    """The lines in the neutral form; anything else as it came, to be refused in words."""
    if not isinstance(told, list) or len(cast("list[Any]", told)) > MOST_LINES:
        return cast("Any", told)
    return [_line(cast("dict[str, Any]", one)) if isinstance(one, dict) else one for one in cast("list[Any]", told)]


def _line(told: dict[str, Any]) -> dict[str, Any]:
    amounts = fixed(told.get("total"), 6), fixed(told.get("total_tax") or "0", 6)
    whole = None if None in amounts else sum(one or 0 for one in amounts)
    return {
        "sku": told.get("sku"), "barcode": told.get("global_unique_id"), "name": told.get("name"),
        "quantity": told.get("quantity", 1), "note": _asked(told),
        "amount": "?" if whole is None else _micro(whole),
    }  # fmt: skip


def _micro(whole: int) -> str:
    """Millionths of a rupee as text."""
    return f"{'-' if whole < 0 else ''}{abs(whole) // 10**6}.{abs(whole) % 10**6:06d}"


def _asked(told: dict[str, Any]) -> str:
    """What was asked for on a line, as its buyer saw it; what plugins keep for themselves begins with an underscore."""
    found = list[str]()
    for meta in _objects(told, "meta_data")[:OWN]:
        name = _text(meta, "display_key") or _text(meta, "key")
        value = _text(meta, "display_value") or _text(meta, "value")
        if name and value and not name.startswith("_"):
            found.append(f"{name}: {value}")
    return "; ".join(found)[:200]


def _fees(order: dict[str, Any]) -> tuple[int, int]:
    """What fees add (a charge for cash on delivery) and what they take off, with tax, in paise."""
    sums = [
        (fixed(fee.get("total"), 2) or 0) + (fixed(fee.get("total_tax") or "0", 2) or 0)
        for fee in _objects(order, "fee_lines")
    ]
    return sum(one for one in sums if one > 0), -sum(one for one in sums if one < 0)


def _taxed(order: dict[str, Any], name: str) -> int:
    """A total of the order with its tax, in paise."""
    whole = (fixed(order.get(f"{name}_total") or "0", 6) or 0) + (fixed(order.get(f"{name}_tax") or "0", 6) or 0)
    return (max(whole, 0) + 5000) // 10_000


def _state(order: dict[str, Any]) -> Any:
    status = order.get("status")
    return STATES.get(status.removeprefix("wc-"), OPEN) if isinstance(status, str) else status


def _pay_by(order: dict[str, Any]) -> str:
    """cod, or how it was paid as far as the way's name tells; bank transfers and gateways count as net banking."""
    method, title = _text(order, "payment_method").lower(), _text(order, "payment_method_title").lower()
    if method == "cod":
        return "cod"
    if "upi" in method or "upi" in title:
        return "upi"
    if any(word in method or word in title for word in CARDS):
        return "card"
    return "netbanking" if method else ""


def _refunded(order: dict[str, Any]) -> bool:
    return order.get("status") == "refunded"


def _name(told: dict[str, Any]) -> str:
    return " ".join(part for part in (_text(told, "first_name"), _text(told, "last_name")) if part)


def _address(told: dict[str, Any]) -> str:
    parts = (_text(told, name) for name in ("company", "address_1", "address_2"))
    return ", ".join(part for part in parts if part)


def _text(told: dict[str, Any], name: str) -> str:
    value = told.get(name)
    return value.strip() if isinstance(value, str) else ""


def _object(told: dict[str, Any], name: str) -> dict[str, Any]:
    value = told.get(name)
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _objects(told: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = told.get(name)
    many = cast("list[Any]", value) if isinstance(value, list) else []
    return [cast("dict[str, Any]", one) for one in many if isinstance(one, dict)]
