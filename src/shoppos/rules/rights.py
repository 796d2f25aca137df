"""Who may do what: the risky acts of a shop, and the least role that may do each without asking."""

from collections.abc import Mapping

ROLES = ("packer", "cashier", "manager", "owner")
"""From the least to the most."""

ACTS: dict[str, str] = {
    "void": "cashier",
    "return": "cashier",
    "return_late": "manager",
    "return_no_bill": "manager",
    "expired": "manager",
    "oversell": "manager",
    "credit_limit": "manager",
    "adjust": "cashier",
    "settings": "manager",
    "rights": "owner",
    "khata.opening": "manager",
    "points.gift": "manager",
    "stock.correct": "manager",
    "customers.erase": "owner",
    "items.bulk": "manager",
    "letterhead": "manager",
    "pin": "manager",
    "order.price": "manager",
    "order.cancel": "cashier",
    "day.close": "cashier",
    "cash.out": "cashier",
    "drawer.open": "manager",
    "reports": "manager",
    "expense": "cashier",
    "estimate": "cashier",
}
"""Each act with the role that may do it by itself, until the shop's setting "rights" says otherwise."""


SETTINGS: dict[str, str] = {
    "rights": "rights",
    "returns": "settings",
    "stock_policy": "settings",
    "credit_policy": "settings",
    "credit_limit": "settings",
    "points": "settings",
    "tracking": "settings",
    "delivery": "settings",
    "web": "settings",
    "gateway": "settings",
    "small_sales": "settings",
    "delivery_places": "settings",
    "mail": "settings",
    "shift_blind": "settings",
    "bank_details": "letterhead",
    "logo": "letterhead",
    "day_start": "settings",
    "gst_turnover": "settings",
    "eway_limit": "settings",
    "estimate_days": "settings",
}
"""The shop's choices that decide about money, rights or returns, each with the act that changing it is."""


def least(act: str, chosen: Mapping[str, str] | None = None) -> str:
    """The role from which on one may do `act`; `chosen` are the shop's own, a key or role that is none counts not."""
    role = (chosen or {}).get(act, "")
    return role if role in ROLES else ACTS[act]


def may(role: str, act: str, chosen: Mapping[str, str] | None = None) -> bool:
    """Whether somebody of that role may do `act` without asking."""
    return role in ROLES and ROLES.index(role) >= ROLES.index(least(act, chosen))
