"""Orders: which step follows which, and what the parcels of an order make of it.

Fulfilment is one of three states of an order that are never mixed; money and messages have their own.
"""

from collections.abc import Sequence

TAKEN, CONFIRMED, PACKED, DISPATCHED = "taken", "confirmed", "packed", "dispatched"
DELIVERED, CANCELLED, RETURNED = "delivered", "cancelled", "returned"
STATES = (TAKEN, CONFIRMED, PACKED, DISPATCHED, DELIVERED, CANCELLED, RETURNED)
IN_THE_SHOP = (TAKEN, CONFIRMED, PACKED)
"""What did not leave yet: its goods can be changed, and it can be cancelled."""
ENDED = (DELIVERED, CANCELLED, RETURNED)

ALLOWED: dict[str, dict[str, str]] = {
    TAKEN: {"change": TAKEN, "confirm": CONFIRMED, "cancel": CANCELLED, "delay": TAKEN},
    CONFIRMED: {
        "change": CONFIRMED, "pack": PACKED, "cancel": CANCELLED, "delay": CONFIRMED, "hand_over": DELIVERED,
        "dispatch": DISPATCHED,
    },
    PACKED: {
        "change": CONFIRMED, "unpack": CONFIRMED, "dispatch": DISPATCHED, "hand_over": DELIVERED, "cancel": CANCELLED,
        "delay": PACKED,
    },
    DISPATCHED: {"deliver": DELIVERED, "fail": DISPATCHED, "return": RETURNED, "delay": DISPATCHED},
    DELIVERED: {},
    CANCELLED: {},
    RETURNED: {},
}  # fmt: skip
"""From each state the acts that are allowed, and what they lead to.

`hand_over` is for what is picked up: bill and delivery in one. A `change` of what was packed opens the box again.
"""

ON = {TAKEN: "confirm", CONFIRMED: "pack", PACKED: "dispatch", DISPATCHED: "deliver"}
"""The one act that moves an order on; what is picked up is handed over where another is dispatched."""


def acts(state: str, way: str) -> tuple[str, ...]:
    """The acts an order in that state allows; `way` is "delivery" or "pickup"."""
    barred = "hand_over" if way == "delivery" else "dispatch"
    return tuple(act for act in ALLOWED[state] if act != barred)


def next_act(state: str, way: str) -> str:
    """The act that moves an order on, "" where nothing is left to do."""
    act = ON.get(state, "")
    return "hand_over" if act == "dispatch" and way == "pickup" else act


def after(state: str, act: str) -> str | None:
    """What an act leads to; None where it is not allowed."""
    return ALLOWED[state].get(act)


def of_parcels(states: Sequence[str]) -> str:
    """What an order of which nothing is left in the shop has come to, by its parcels' states."""
    if any(state in {"out", "failed"} for state in states):
        return DISPATCHED
    if states and all(state == "returned" for state in states):
        return RETURNED
    return DELIVERED if states else CANCELLED
