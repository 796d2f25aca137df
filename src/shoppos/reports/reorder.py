"""The reorder list: what is running out, how fast it sells, and how much to buy of whom."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shoppos.base.clock import day_number, day_of
from shoppos.base.settings import setting
from shoppos.reports.promised import AMOUNT, IN_PARTS, PART, PROMISED
from shoppos.rules.reorder import WEEK, WEIGHTS, Need, advise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shoppos.base.file import Reader

LEAD_DAYS, COVER_DAYS = 3, 7
"""Days that goods take to come where nobody has said, and days that an order shall last (settings of these names)."""
WEEKS = len(WEIGHTS)
SOLD = (
    "SELECT product_id, {weeks}, min(business_date) FROM stock_move "
    "WHERE kind IN ('sale', 'void', 'return', 'opening', 'purchase', 'count', 'adjust') GROUP BY product_id "
    "HAVING {some}"
)
ASKED = (
    f"SELECT product_id, {{weeks}} FROM (SELECT {PART.format(of='a')} AS product_id, "
    f"{AMOUNT.format(quantity='a.quantity')} AS quantity, a.business_date FROM asked a {IN_PARTS.format(of='a')} "
    "WHERE a.product_id IS NOT NULL AND a.business_date > ?) GROUP BY product_id"
)
COMING = (
    f"SELECT {PART.format(of='w')}, sum({AMOUNT.format(quantity='w.quantity')}) FROM ("
    "SELECT l.product_id, max(l.quantity - coalesce((SELECT sum(r.quantity) FROM purchase p "
    "JOIN purchase_line r ON r.purchase_id = p.id WHERE p.order_id = o.id AND p.kind = 'received' "
    "AND r.product_id = l.product_id), 0), 0) AS quantity FROM purchase_order o "
    "JOIN purchase_order_line l ON l.order_id = o.id WHERE o.state IN ('draft', 'sent', 'part')"
    f") w {IN_PARTS.format(of='w')} GROUP BY 1"
)
PRODUCTS = (
    "SELECT p.id, p.code, p.name, p.unit, p.low, coalesce(p.cost, 0), coalesce(s.on_hand, 0), "
    "coalesce(v.quantity, 0), k.most, "
    "coalesce(k.lead_days, u.lead_days), u.id, coalesce(u.name, ''), "
    "coalesce((SELECT min(c.quantity) FROM component c WHERE c.part_id = p.id AND c.quantity > 1000 AND 1 = "
    "(SELECT count(*) FROM component m WHERE m.product_id = c.product_id)), 1000) "
    "FROM product p LEFT JOIN stock s ON s.product_id = p.id LEFT JOIN keeping k ON k.product_id = p.id "
    f"LEFT JOIN ({PROMISED}) v ON v.product_id = p.id "
    "LEFT JOIN supplier u ON u.id = coalesce(k.supplier_id, (SELECT b.supplier_id FROM purchase_line l "
    "JOIN purchase b ON b.id = l.purchase_id WHERE l.product_id = p.id AND b.kind = 'received' "
    "ORDER BY b.id DESC LIMIT 1)) "
    "WHERE p.active = 1 AND NOT EXISTS (SELECT 1 FROM component c WHERE c.product_id = p.id) "
    "AND (p.low > 0 OR p.id IN (SELECT unhex(value) FROM json_each(?))) ORDER BY p.name"
)
"""What has a low line, and what anybody wanted: nothing else is ever to be bought."""
WORDS = (
    "SELECT max(a.said), count(*), sum(a.quantity), max(a.business_date), a.product_id IS NOT NULL FROM asked a "
    "WHERE a.business_date > ? GROUP BY coalesce(hex(a.product_id), lower(a.said)) ORDER BY 2 DESC, 1"
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One product and why it is to be bought; quantities in thousandths, cost of a unit in paise.

    `sold` and `lost` are of the last four weeks together, `per_day` what is wanted a day, `point` where one orders.
    """

    product_id: bytes
    code: str
    name: str
    unit: str
    supplier_id: bytes | None
    supplier: str
    on_hand: int
    reserved: int
    coming: int
    low: int | None
    sold: int
    lost: int
    per_day: int
    point: int
    lead_days: int
    quantity: int
    cost: int

    @property
    def days_left(self) -> int | None:
        """For how many days what is there will do; None where nothing is wanted."""
        free = max(self.on_hand - self.reserved, 0)
        return free // self.per_day if self.per_day else None


@dataclass(frozen=True, slots=True)
class AskedWords:
    """What was asked for and not had: in which words, how often, how much, and when last."""

    said: str
    times: int
    quantity: int
    last: dt.date
    known: bool


def suggestions(db: Reader, *, every: bool = False) -> list[Suggestion]:
    """What to buy now, by supplier and name; with `every`, also what is to be watched but not bought yet."""
    days = _days(db)
    each = [_week(days, n, "-quantity", "kind IN ('sale', 'void', 'return') AND ") for n in range(WEEKS)]
    some = " OR ".join(f"{week} > 0" for week in each)
    sold = {row[0]: row[1:] for row in db.rows(SOLD.format(weeks=", ".join(each), some=some))}
    asked_weeks = ", ".join(_week(days, n, "quantity", "") for n in range(WEEKS))
    lost = {row[0]: row[1:] for row in db.rows(ASKED.format(weeks=asked_weeks), (days["d4"],))}
    coming = dict(db.rows(COMING))
    lead, cover = setting(db, "lead_days", LEAD_DAYS), setting(db, "cover_days", COVER_DAYS)
    found = list[Suggestion]()
    wanted = json.dumps([one.hex() for one in {*sold, *lost}])
    for row in db.rows(PRODUCTS, (wanted,)):
        moved, missed = sold.get(row[0]), lost.get(row[0], (0,) * WEEKS)
        one = _one(row, moved, missed, coming.get(row[0], 0), (lead, cover), days["d0"])
        if one.quantity or (every and (one.per_day or one.low)):
            found.append(one)
    return sorted(found, key=lambda one: (not one.supplier, one.supplier.casefold(), one.name.casefold()))


def low_now(db: Reader) -> int:
    """How many products have no more than their low line."""
    row = db.row(
        "SELECT count(*) FROM product p JOIN stock s ON s.product_id = p.id WHERE p.active = 1 AND s.tracked = 1 "
        "AND p.low IS NOT NULL AND s.on_hand <= p.low"
    )
    return row[0] if row else 0


def asked(db: Reader, days: int = WEEK * WEEKS) -> list[AskedWords]:
    """What was asked for in the last `days`, the most wanted first."""
    since = day_number(_today(db) - dt.timedelta(days=days))
    return [
        AskedWords(said, times, quantity, day_of(last), bool(known))
        for said, times, quantity, last, known in db.rows(WORDS, (since,))
    ]


def _one(
    row: Sequence[Any], moved: Sequence[int] | None, missed: Sequence[int], coming: int, terms: tuple[int, int],
    today: int,
) -> Suggestion:  # fmt: skip
    product, code, name, unit, low, cost, on_hand, reserved, most, lead, supplier_id, supplier, multiple = row
    lead = terms[0] if lead is None else lead
    sold = tuple(moved[:WEEKS]) if moved else (0,) * WEEKS
    kept = (day_of(today) - day_of(moved[WEEKS])).days + 1 if moved else 1
    need = Need(sold, tuple(missed), -(-kept // WEEK), on_hand - reserved, coming, lead, terms[1], low, most, multiple)
    advice = advise(need)
    return Suggestion(
        product, code, name, unit, supplier_id, supplier, on_hand, reserved, coming, low, sum(sold), sum(missed),
        advice.per_day, advice.point, lead, advice.quantity, cost,
    )  # fmt: skip


def chosen(found: list[Suggestion], supplier_id: bytes) -> list[Suggestion]:
    """Those of one supplier that are to be bought."""
    return [one for one in found if one.supplier_id == supplier_id and one.quantity]


def _today(db: Reader) -> dt.date:
    return day_of(db.clock.business_day(db.clock.ms()))


def _days(db: Reader) -> dict[str, int]:
    """Today and the last days before each of the four weeks, as yyyymmdd."""
    today = _today(db)
    return {f"d{n}": day_number(today - dt.timedelta(days=WEEK * n)) for n in range(WEEKS + 1)}


def _week(days: dict[str, int], n: int, what: str, also: str) -> str:
    """The sum of a week, 0 the newest; each begins behind the day `d1` … `d4`."""
    after, to = days[f"d{n + 1}"], days[f"d{n}"]
    return f"coalesce(sum({what}) FILTER (WHERE {also}business_date > {after} AND business_date <= {to}), 0)"
