"""What the shop has: every item with its stock, what is promised of it, where it lies and what it is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shoppos.base.money import half_up, plain, quantity
from shoppos.reports.promised import PROMISED

if TYPE_CHECKING:
    from typing import Any

    from shoppos.base.file import Reader

QUERY = (
    "SELECT p.id, p.code, p.name, p.local_name, p.category, p.unit, coalesce(k.shelf, ''), s.on_hand, "
    "coalesce(v.quantity, 0), "
    "coalesce((SELECT sum(m.quantity) FROM place_move m WHERE m.product_id = p.id), 0), p.low, coalesce(p.cost, 0) "
    "FROM product p JOIN stock s ON s.product_id = p.id AND s.tracked = 1 "
    f"LEFT JOIN keeping k ON k.product_id = p.id LEFT JOIN ({PROMISED}) v ON v.product_id = p.id WHERE p.active = 1 "
    "AND NOT EXISTS (SELECT 1 FROM component c WHERE c.product_id = p.id) ORDER BY p.category, p.name, p.code"
)


class Item(NamedTuple):
    """One item in thousandths; `elsewhere` lies beside the shop floor, `cost` in paise for one."""

    product_id: bytes
    code: str
    name: str
    local_name: str
    category: str
    unit: str
    shelf: str
    on_hand: int
    reserved: int
    elsewhere: int
    low: int | None
    cost: int

    @property
    def worth(self) -> int:
        """What is on hand, at cost, in paise; nothing for what is below zero."""
        return half_up(max(self.on_hand, 0) * self.cost, 1000)

    @property
    def is_low(self) -> bool:
        """Whether no more is left than one wants to have."""
        return self.on_hand <= (self.low or 0)


def items(db: Reader, *, low: bool = False) -> list[Item]:
    """Every item whose stock is counted, by category and name; with `low` those of which too little is left."""
    found = list(map(Item._make, db.rows(QUERY)))
    return [item for item in found if item.is_low] if low else found


def as_json(found: list[Item]) -> dict[str, Any]:
    """The list as programs read it."""
    return {
        "items": [
            {"code": item.code, "name": item.name, "category": item.category, "unit": item.unit, "shelf": item.shelf,
             "on_hand": quantity(item.on_hand), "reserved": quantity(item.reserved),
             "elsewhere": quantity(item.elsewhere), "low": None if item.low is None else quantity(item.low),
             "worth": plain(item.worth)}
            for item in found
        ],
        "worth": plain(sum(item.worth for item in found)),
    }  # fmt: skip
