"""What to buy and how much: from what is sold and asked for, how long it takes to come, and how it is packed."""

from collections.abc import Sequence
from typing import NamedTuple

WEEK = 7
WEIGHTS = (4, 3, 2, 1)
"""How much each of the last four weeks says of the next, the newest first."""
SAFETY_DAYS = 2
"""Days of sales that shall lie there still when the new goods come."""


class Need(NamedTuple):
    """What is known of one product, in thousandths; `sold` and `lost` are of the last four weeks, the newest first.

    `weeks` is how many of them it was kept at all; `have` what is on hand and promised to nobody, `coming` ordered and
    not here; `low` the line at which one is warned, `most` what one keeps at most; `multiple` how many come in a box.
    """

    sold: Sequence[int]
    lost: Sequence[int] = (0, 0, 0, 0)
    weeks: int = len(WEIGHTS)
    have: int = 0
    coming: int = 0
    lead_days: int = 3
    cover_days: int = WEEK
    low: int | None = None
    most: int | None = None
    multiple: int = 1000


class Advice(NamedTuple):
    """What to do: thousandths a day that are wanted, the stock at which to order, and how much (0: nothing)."""

    per_day: int
    point: int
    quantity: int


def advise(need: Need) -> Advice:
    """How much to order now.

    A day's demand is the weighted mean of what was sold and what was asked for in vain. One orders when what is there
    and coming is no more than lead time and safety will use, or than the low line; then as much as also covers
    `cover_days`, in whole boxes, and never above `most`.
    """
    weights = WEIGHTS[: min(max(need.weeks, 1), len(WEIGHTS))]
    wanted = [max(sold, 0) + max(lost, 0) for sold, lost in zip(need.sold, need.lost, strict=True)]
    demand = sum(weight * week for weight, week in zip(weights, wanted, strict=False))
    days = WEEK * sum(weights)
    low = max(need.low or 0, 0)
    point = max(low, -(-demand * (need.lead_days + SAFETY_DAYS) // days))
    ahead = need.have + need.coming
    per_day = (2 * demand + days) // (2 * days)
    if ahead > point or (not demand and not low):
        return Advice(per_day, point, 0)
    cover = -(-demand * need.cover_days // days) if demand else low
    multiple = max(need.multiple, 1)
    quantity = -(-(point + cover - ahead) // multiple) * multiple
    if need.most is not None:
        quantity = min(quantity, max(need.most - ahead, 0) // multiple * multiple)
    return Advice(per_day, point, quantity)
