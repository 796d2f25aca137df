"""What expires: the batches on hand by the day on which they are over, and what they are worth."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from shoppos.base.clock import day_of
from shoppos.base.money import half_up, plain, quantity

if TYPE_CHECKING:
    from typing import Any

    from shoppos.base.file import Reader

SPANS = (30, 60, 90)
"""Days ahead that one looks."""


class Expiring(NamedTuple):
    """One batch on hand in thousandths; `days` are left from today, below zero once it is over; `worth` in paise."""

    code: str
    name: str
    batch: str
    expiry: dt.date
    days: int
    on_hand: int
    worth: int
    product_id: bytes


def expiring(db: Reader, today: dt.date, days: int = SPANS[-1]) -> list[Expiring]:
    """The batches on hand that are over in so many days, those that are over already first."""
    until = today + dt.timedelta(days=days)
    rows = db.rows(
        "SELECT p.code, p.name, b.code, b.expiry, s.on_hand, coalesce(b.cost, p.cost, 0), p.id FROM batch b "
        "JOIN batch_stock s ON s.batch_id = b.id AND s.on_hand > 0 JOIN product p ON p.id = b.product_id "
        "WHERE b.expiry <= ? ORDER BY b.expiry, p.name, b.code",
        (int(f"{until:%Y%m%d}"),),
    )
    return [
        Expiring(code, name, batch, day_of(day), (day_of(day) - today).days, left, half_up(left * cost, 1000), product)
        for code, name, batch, day, left, cost, product in rows
    ]


def worth_within(found: list[Expiring]) -> dict[int, int]:
    """Paise that are over within 30, 60 and 90 days; 0 for what is over already."""
    sums = {span: sum(one.worth for one in found if 0 <= one.days <= span) for span in SPANS}
    return {0: sum(one.worth for one in found if one.days < 0), **sums}


def as_json(found: list[Expiring]) -> dict[str, Any]:
    """The list as programs read it."""
    return {
        "batches": [
            {"code": one.code, "name": one.name, "batch": one.batch, "expiry": one.expiry.isoformat(),
             "days": one.days, "on_hand": quantity(one.on_hand), "worth": plain(one.worth)}
            for one in found
        ],
        "worth": {str(span): plain(paise) for span, paise in worth_within(found).items()},
    }  # fmt: skip
