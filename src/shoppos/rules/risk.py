"""What to count this morning: the riskiest few, and as many of the longest uncounted that a month counts the shop."""

from collections.abc import Sequence
from typing import NamedTuple

USUAL = 10
"""Items on a morning's list."""
MONTH = 25
"""Mornings of a month on which a shop is open."""
RISKY = 3
"""How many of the list at least are chosen by their risk."""


class Standing(NamedTuple):
    """What is known of one product: `on_hand`, `sold` and `returned` of the last 30 days in thousandths.

    `worth` is its cost in paise for one; `uncounted` are days since it was last counted, None when it never was.
    """

    product_id: bytes
    on_hand: int
    sold: int
    returned: int
    worth: int
    uncounted: int | None


def length(products: int) -> int:
    """How many items a morning's list has in a shop of that many: ten, or more when ten would not do for a month."""
    return min(products, max(USUAL, by_age(products) + RISKY))


def by_age(products: int) -> int:
    """How many of them are those that were not counted longest."""
    return -(-products // MONTH)


def choose(items: Sequence[Standing]) -> list[bytes]:
    """The products of this morning's list, the riskiest first."""
    oldest = sorted(items, key=_age)[: by_age(len(items))]
    taken = {item.product_id for item in oldest}
    risky = sorted((item for item in items if item.product_id not in taken), key=_risk, reverse=True)
    chosen = [*oldest, *risky[: length(len(items)) - len(oldest)]]
    return [item.product_id for item in sorted(chosen, key=_risk, reverse=True)]


def _age(item: Standing) -> tuple[int, bytes]:
    """Never counted before long uncounted."""
    return (-(1 << 30) if item.uncounted is None else -item.uncounted, item.product_id)


def _risk(item: Standing) -> tuple[bool, int, bytes]:
    """Below zero first of all; then what is worth most among what moved, came back or lies there, by its age.

    What was counted today has no risk left, so that nothing is counted every morning.
    """
    moved = item.sold + 3 * item.returned + abs(item.on_hand) // 10
    days = MONTH if item.uncounted is None else min(item.uncounted, MONTH)
    return (item.on_hand < 0 and days > 0, moved * max(item.worth, 1) * days, item.product_id)
