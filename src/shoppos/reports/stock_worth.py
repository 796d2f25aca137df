"""What the stock is worth, summed by the database: a hundred thousand items in one look."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from shoppos.reports.promised import PROMISED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shoppos.base.file import Reader

COST = "(max(s.on_hand, 0) * coalesce(p.cost, 0) + 500) / 1000"
PRICE = "(max(s.on_hand, 0) * p.price + 500) / 1000"
"""What is on hand of one item, in paise, halves up; nothing for what is below zero."""
COUNTED = (
    "FROM product p CROSS JOIN stock s ON s.product_id = p.id WHERE s.tracked = 1 AND p.active = 1 "
    "AND p.id NOT IN (SELECT product_id FROM component) AND (:category = '' OR p.category = :category) "
)
"""What is counted: a pack has no stock of its own."""
SHELVES = (
    "SELECT p.category, count(*), sum(s.on_hand > 0), sum(s.on_hand < 0), sum(s.on_hand > 0 AND p.cost IS NULL), "
    f"sum({COST}), sum({PRICE}) {COUNTED} GROUP BY p.category ORDER BY 6 DESC, 7 DESC, 1"
)
ITEMS = (
    f"WITH best AS MATERIALIZED (SELECT p.id, s.on_hand, {COST} AS cost_of, {PRICE} AS price_of {COUNTED} "
    "AND s.on_hand <> 0 ORDER BY cost_of DESC, price_of DESC, p.id LIMIT :most) "
    "SELECT p.id, p.code, p.name, p.category, p.unit, b.on_hand, p.cost, b.cost_of, b.price_of FROM best b "
    "JOIN product p ON p.id = b.id ORDER BY b.cost_of DESC, b.price_of DESC, p.name, p.code"
)
NOT_SOLD = "p.id NOT IN (SELECT unhex(value) FROM json_each(:sold))"
UNSOLD = (
    f"WITH here AS MATERIALIZED (SELECT p.id, s.on_hand, {COST} AS cost_of, {PRICE} AS price_of, {NOT_SOLD} AS lies "
    f"{COUNTED} AND s.on_hand > 0), best AS MATERIALIZED (SELECT id, on_hand, cost_of, price_of FROM here WHERE lies "
    "ORDER BY cost_of DESC, price_of DESC, id LIMIT :most) "
    "SELECT count(*), coalesce(sum(cost_of), 0), count(*) FILTER (WHERE lies), "
    "coalesce(sum(cost_of) FILTER (WHERE lies), 0), NULL, NULL, NULL, NULL, NULL FROM here UNION ALL "
    "SELECT * FROM (SELECT p.id, p.code, p.name, p.category, p.unit, b.on_hand, p.cost, b.cost_of, b.price_of "
    "FROM best b JOIN product p ON p.id = b.id ORDER BY b.cost_of DESC, b.price_of DESC, p.name, p.code)"
)
"""The sums, and below them the items: all that is counted is looked at once for both."""
LOWEST = f"SELECT p.name {COUNTED} AND s.on_hand < 0 ORDER BY s.on_hand, p.name LIMIT 1"


class Shelf(NamedTuple):
    """The items of one category: how many are counted, there, below zero and without a known cost; paise."""

    category: str
    items: int
    there: int
    below: int
    uncosted: int
    cost: int
    price: int


class Worth(NamedTuple):
    """One item: thousandths on hand, its cost in paise or None, and what is there, at cost and at its price."""

    product_id: bytes
    code: str
    name: str
    category: str
    unit: str
    on_hand: int
    one: int | None
    cost: int
    price: int


def shelves(db: Reader, category: str = "") -> list[Shelf]:
    """The categories, the one in which most money lies first."""
    return list(map(Shelf._make, db.rows(SHELVES, {"category": category})))


def items(db: Reader, category: str = "", most: int = -1) -> list[Worth]:
    """The items of which there is any, or fewer than none, those worth most first."""
    rows = db.rows(ITEMS, {"category": category, "most": most})
    return list(map(Worth._make, rows))


def promised(db: Reader) -> dict[bytes, int]:
    """Thousandths of each product that are promised."""
    return dict(db.rows(PROMISED))


def lowest(db: Reader, category: str = "") -> str:
    """The item that is furthest below zero, "" for none."""
    row = db.row(LOWEST, {"category": category})
    return row[0] if row else ""


def unsold(
    db: Reader, sold: Iterable[bytes], category: str = "", most: int = -1
) -> tuple[tuple[int, int, int, int], list[Worth]]:  # fmt: skip
    """The items on hand that are not among the `sold`, those worth most first.

    Before them how many items are on hand and what they have cost, and the same of those that are not among the sold.
    """
    asked = {"category": category, "sold": json.dumps([one.hex() for one in sold]), "most": most}
    (there, whole, count, worth, *_nothing), *items = db.rows(UNSOLD, asked)
    return (there, whole, count, worth), list(map(Worth._make, items))
