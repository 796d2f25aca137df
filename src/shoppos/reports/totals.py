"""What was sold in any period, read from the totals that each bill keeps: a year takes as long as a day.

Days are yyyymmdd and both ends count; money in paise, quantity in thousandths. `till` narrows to one till, "" is all.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from shoppos.base.clock import day_of
from shoppos.reports.recount import DOCUMENT, OF_ITEMS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shoppos.base.file import Reader


class Sold(NamedTuple):
    """What `models.total.SaleTotal` holds, summed: `bills` to `cost` of bills alone, the rest was taken off again."""

    bills: int = 0
    lines: int = 0
    gross: int = 0
    discount: int = 0
    shipping: int = 0
    on_top: int = 0
    taxable: int = 0
    tax: int = 0
    cess: int = 0
    round_off: int = 0
    payable: int = 0
    costed: int = 0
    cost: int = 0
    voids: int = 0
    cancelled: int = 0
    notes: int = 0
    noted: int = 0
    off_taxable: int = 0
    off_tax: int = 0
    off_cess: int = 0
    off_costed: int = 0
    off_cost: int = 0

    @property
    def net(self) -> int:
        """What the bills came to, less those cancelled and the credit notes: what was sold."""
        return self.payable - self.cancelled - self.noted

    @property
    def net_taxable(self) -> int:
        """The taxable value that is left."""
        return self.taxable - self.off_taxable

    @property
    def net_tax(self) -> int:
        """CGST, SGST and IGST that are left; cess is apart."""
        return self.tax - self.off_tax

    @property
    def net_cess(self) -> int:
        """The cess that is left."""
        return self.cess - self.off_cess

    @property
    def net_costed(self) -> int:
        """The taxable value of what is left and has a known cost."""
        return self.costed - self.off_costed

    @property
    def net_cost(self) -> int:
        """What that has cost."""
        return self.cost - self.off_cost

    @property
    def margin(self) -> int:
        """What was earned on what has a known cost."""
        return self.net_costed - self.net_cost


class Item(NamedTuple):
    """What was sold of one product, net: `sold` is taxable value, `paid` with its taxes, `costed` has a known cost."""

    product_id: bytes
    code: str
    name: str
    category: str
    unit: str
    lines: int
    quantity: int
    gross: int
    discount: int
    sold: int
    paid: int
    costed: int
    cost: int

    @property
    def margin(self) -> int:
        """What was earned on what has a known cost."""
        return self.costed - self.cost


class Taxed(NamedTuple):
    """The tax of one kind, net: `registered` is 1 where the buyer has a GSTIN, `place` the place of supply."""

    registered: int
    place: str
    inter_state: int
    treatment: str
    rate: int
    cess_rate: int
    hsn: str
    unit: str
    quantity: int
    taxable: int
    cgst: int
    sgst: int
    igst: int
    cess: int


SUMS = ", ".join(f"coalesce(sum({name}), 0)" for name in Sold._fields)
IN_DAYS = "WHERE day BETWEEN :first AND :last AND (:till = '' OR till = :till)"
SOLD_OF = ("lines", "quantity", "gross", "discount", "sold", "paid", "costed", "cost")
ITEM_SUMS = ", ".join(f"sum({name}) AS {name}" for name in SOLD_OF)
TAX_KEY = Taxed._fields[:8]
TAX_SUMS = Taxed._fields[8:]
BEST = {"sold": "sold", "paid": "paid", "quantity": "quantity", "lines": "lines", "margin": "costed - cost"}
"""By what products are put in order, the most first; `-` before it is the least first."""


def of_period(db: Reader, first: int, last: int, till: str = "") -> Sold:
    """All days together."""
    rows = db.rows(f"SELECT {SUMS} FROM sale_total {IN_DAYS}", {"first": first, "last": last, "till": till})
    return Sold(*rows[0])


def by_item(db: Reader, first: int, last: int, *, best: str = "sold", limit: int = -1, till: str = "") -> list[Item]:
    """What was sold of each product, ordered by `best` (a key of BEST, with `-` before it the least first).

    Whole months come from the totals, days beside them from their lines; of one till all comes from the lines.
    """
    way, height = "ASC" if best.startswith("-") else "DESC", BEST[best.lstrip("-")]
    months, days = (None, [(first, last)]) if till else whole_months(*widened(db, first, last))
    sums, values = _best(db, months, f"{height} {way}", limit) if months and not days and limit > 0 else _items(
        months, days, of_till=bool(till)
    )  # fmt: skip
    return [Item(*row) for row in db.rows(
        f"WITH {sums}, best AS (SELECT *, {height} AS height FROM item ORDER BY height {way}, product_id LIMIT :limit) "
        f"SELECT b.product_id, p.code, p.name, p.category, p.unit, {', '.join('b.' + name for name in SOLD_OF)} "
        f"FROM best b JOIN product p ON p.id = b.product_id ORDER BY height {way}, b.product_id",
        {**values, "limit": limit, "till": till},
    )]  # fmt: skip


def by_category(db: Reader, first: int, last: int) -> list[Item]:
    """What was sold of each category, the most first: `category` names it, "" is none."""
    sums, values = _items(*whole_months(*widened(db, first, last)))
    return [Item(b"", "", "", row[0], "", *row[1:]) for row in db.rows(
        f"WITH {sums} SELECT p.category, {', '.join(f'sum(i.{name})' for name in SOLD_OF)} "
        "FROM item i JOIN product p ON p.id = i.product_id GROUP BY p.category ORDER BY sum(i.sold) DESC, p.category",
        values,
    )]  # fmt: skip


def by_tax(db: Reader, first_month: int, last_month: int) -> list[Taxed]:
    """The tax of whole months (yyyymm), by who bought, where, what and at which rate."""
    return [Taxed(*row) for row in db.rows(
        f"SELECT {', '.join(TAX_KEY)}, {', '.join(f'sum({name})' for name in TAX_SUMS)} FROM tax_total "
        f"WHERE month BETWEEN ? AND ? GROUP BY {', '.join(TAX_KEY)}", (first_month, last_month),
    )]  # fmt: skip


# -- inside


def _items(
    months: tuple[int, int] | None, days: list[tuple[int, int]], *, of_till: bool = False
) -> tuple[str, dict[str, Any]]:
    """The tables `document` and `item` that sum up each product of those months and days, and the values they need.

    Of one till (`of_till`) the value `till` is needed too.
    """
    lines = OF_ITEMS.replace("GROUP BY", "WHERE d.till = :till GROUP BY") if of_till else OF_ITEMS
    parts = [f"SELECT product_id, {', '.join(SOLD_OF)} FROM item_total WHERE month {_within(months)}"] if months else []
    values = {"from_month": months[0], "to_month": months[1]} if months else {}
    documents = list[str]()
    for n, (start, end) in enumerate(days):
        documents.append(_renamed(DOCUMENT, n))
        parts.append(f"SELECT * FROM ({_renamed(lines, n)})")
        values |= {f"first{n}": start, f"last{n}": end}
    part = f"part (product_id, {', '.join(SOLD_OF)}) AS ({' UNION ALL '.join(parts)})"
    return ", ".join(
        [*documents, part, f"item AS (SELECT product_id, {ITEM_SUMS} FROM part GROUP BY product_id)"]
    ), values


def _best(db: Reader, months: tuple[int, int], order: str, limit: int) -> tuple[str, dict[str, Any]]:
    """The table `item` of the few that stand first in whole months: all ranked by one sum, these summed up whole."""
    values: dict[str, Any] = {"from_month": months[0], "to_month": months[1]}
    height, way = order.rsplit(" ", 1)
    rows = db.rows(
        f"SELECT product_id FROM item_total WHERE month {_within(months)} GROUP BY product_id "
        f"ORDER BY sum({height}) {way}, product_id LIMIT :limit", {**values, "limit": limit},
    )  # fmt: skip
    values |= {
        "months": json.dumps(list(_months(*months))), "products": json.dumps([product.hex() for (product,) in rows])
    }  # fmt: skip
    few = (
        "month IN (SELECT value FROM json_each(:months)) "
        "AND product_id IN (SELECT unhex(value) FROM json_each(:products))"
    )
    return f"item AS (SELECT product_id, {ITEM_SUMS} FROM item_total WHERE {few} GROUP BY product_id)", values


def _within(months: tuple[int, int]) -> str:
    """One month is found in the order of its products, several are not."""
    return (
        "= :from_month AND :from_month = :to_month" if months[0] == months[1] else "BETWEEN :from_month AND :to_month"
    )


def _renamed(sql: str, n: int) -> str:
    """The same for other days: its table and its values numbered."""
    for old, new in ((":first", f":first{n}"), (":last", f":last{n}"), ("document ", f"document{n} ")):
        sql = sql.replace(old, new)
    return sql


def widened(db: Reader, first: int, last: int) -> tuple[int, int]:
    """Those days, out to the ends of their months where nothing was sold there: the same sums, and sooner read."""
    start, end = first // 100 * 100 + 1, last // 100 * 100 + 31
    asked = "SELECT 1 FROM sale_total WHERE day BETWEEN ? AND ? LIMIT 1"
    if first > start and not db.row(asked, (start, first - 1)):
        first = start
    if last < end and not db.row(asked, (last + 1, end)):
        last = end
    return first, last


def whole_months(first: int, last: int) -> tuple[tuple[int, int] | None, list[tuple[int, int]]]:
    """The whole months (yyyymm) within those days, first and last or None, and the spans of days beside them."""
    months = [month for month in _months(first // 100, last // 100) if _covers(first, last, month)]
    if not months:
        return None, [(first, last)]
    before, after = (first, months[0] * 100), (months[-1] * 100 + 32, last)
    return (months[0], months[-1]), [span for span in (before, after) if span[0] <= span[1]]


def _covers(first: int, last: int, month: int) -> bool:
    """Whether every day of a month is among them."""
    return first <= month * 100 + 1 and last >= month * 100 + _length(month)


def _length(month: int) -> int:
    """How many days a month (yyyymm) has."""
    following = month + 1 if month % 100 < 12 else month + 89  # noqa: PLR2004  (months of a year)
    return (day_of(following * 100 + 1) - day_of(month * 100 + 1)).days


def _months(first: int, last: int) -> Iterator[int]:
    month = first
    while month <= last:
        yield month
        month += 1 if month % 100 < 12 else 89  # noqa: PLR2004  (months of a year)
