"""What was sold at another price than usual: the usual price of an item is the one of most of its lines that day.

Where all lines of a day have one price, the days on which it was sold before and after decide: a price that both of
them know otherwise was typed, unless it is what most lines of the item have. A price of a price list is never another.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shoppos.base.money import half_up

if TYPE_CHECKING:
    from shoppos.base.file import Reader
    from shoppos.reports.report import Period

SOLD = (
    "FROM sale s INDEXED BY sale_day CROSS JOIN sale_line l ON l.sale_id = s.id WHERE s.state = 'done' "
    "AND s.kind <> 'CREDIT NOTE' AND s.business_date BETWEEN ? AND ? AND (? = '' OR s.till = ?)"
)
PRICES = f"SELECT l.product_id, l.price {SOLD}"
LINES = (
    f"SELECT l.product_id, s.business_date, l.price, s.employee_id, count(*), sum(l.quantity), "
    f"group_concat(s.number || ' ' || s.made_at || ' ' || l.quantity) {SOLD} "
    "AND l.product_id IN (SELECT unhex(value) FROM json_each(?)) GROUP BY 1, 2, 3, 4"
)
LISTED = "SELECT product_id, price FROM list_price"


@dataclass(frozen=True, slots=True)
class OtherPrice:
    """Lines of one employee, item and day at another price: paise for a unit, thousandths; `less` is what was lost.

    `bills` names each line's bill, its moment (milliseconds) and thousandths.
    """

    product_id: bytes
    name: str
    day: int
    employee_id: bytes
    usual: int
    price: int
    lines: int
    quantity: int
    bills: tuple[tuple[str, int, int], ...]

    @property
    def less(self) -> int:
        """How much less they brought than at the usual price; below zero where they brought more."""
        return half_up((self.usual - self.price) * self.quantity, 1000)


def find(db: Reader, period: Period, till: str = "") -> list[OtherPrice]:
    """What was sold at another price in those days, the largest loss first."""
    several = _at_several(db, period, till)
    if not several:
        return []
    days: dict[bytes, dict[int, dict[int, int]]] = {}
    rows = db.rows(LINES, (*period.span, till, till, json.dumps([one.hex().upper() for one in several])))
    for product_id, day, price, _employee, lines, _quantity, _bills in rows:
        counts = days.setdefault(product_id, {}).setdefault(day, {})
        counts[price] = counts.get(price, 0) + lines
    usual = {product_id: _usual(counted) for product_id, counted in days.items()}
    listed = {(row[0], row[1]) for row in db.rows(LISTED)}
    names = {one: (db.row("SELECT name FROM product WHERE id = ?", (one,)) or ("",))[0] for one in several}
    found = [
        OtherPrice(
            product_id, names[product_id], day, employee_id, usual[product_id][day], price, lines, quantity,
            tuple(_bill(one) for one in bills.split(",")),
        )
        for product_id, day, price, employee_id, lines, quantity, bills in rows
        if price != usual[product_id][day] and (product_id, price) not in listed
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.less, one.day, one.name, one.employee_id))


def _bill(told: str) -> tuple[str, int, int]:
    """The number, moment and quantity of one line, as the database told them."""
    number, at, quantity = told.split(" ")
    return number, int(at), int(quantity)


def _at_several(db: Reader, period: Period, till: str) -> set[bytes]:
    """The products that were sold at more than one price: few of many, and only their lines are looked at closely."""
    first: dict[bytes, int] = {}
    return {
        product_id
        for product_id, price in db.raw.execute(PRICES, (*period.span, till, till))
        if first.setdefault(product_id, price) != price
    }


def _usual(days: dict[int, dict[int, int]]) -> dict[int, int]:
    """The usual price of one item on each day it was sold."""
    overall: dict[int, int] = {}
    for counts in days.values():
        for price, lines in counts.items():
            overall[price] = overall.get(price, 0) + lines
    order, common = sorted(days), max(overall, key=lambda price: (overall[price], price))
    most = {day: max(days[day], key=lambda price: (days[day][price], overall[price], price)) for day in order}
    usual = dict(most)
    for at, day in enumerate(order):
        around = [most[order[near]] for near in (at - 1, at + 1) if 0 <= near < len(order)]
        alone = len(days[day]) == 1 and most[day] != common
        if alone and len(around) == 2 and around[0] == around[1]:  # noqa: PLR2004  (before and after)
            usual[day] = around[0]
    return usual
