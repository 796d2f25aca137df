"""The reorder list: what is running out, how fast it sells, and how much to buy of whom."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shoppos.base.clock import day_number, day_of
from shoppos.base.settings import setting
from shoppos.reports.promised import AMOUNT, IN_PARTS, PART, PROMISED
from shoppos.rules.reorder import WEEK, WEIGHTS, Advice, Need, advise

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shoppos.base.file import Reader

LEAD_DAYS, COVER_DAYS = 3, 7
"""Days that goods take to come where nobody has said, and days that an order shall last (settings of these names)."""
WEEKS = len(WEIGHTS)
SOLD = (
    "WITH moved AS (SELECT m.product_id, m.quantity, m.business_date FROM sale s INDEXED BY sale_day "
    "CROSS JOIN stock_move m ON m.doc_id = s.id WHERE s.state = 'done' AND s.business_date > :after "
    "AND m.kind IN ('sale', 'return') UNION ALL "
    "SELECT m.product_id, m.quantity, m.business_date FROM void v CROSS JOIN stock_move m ON m.doc_id = v.sale_id "
    "WHERE v.business_date > :after AND m.kind = 'void') "
    "SELECT product_id, {weeks}, min(business_date) FROM moved GROUP BY product_id HAVING {some}"
)
"""What the bills of four weeks moved, whatever was moved before: reading it takes as long as four weeks do."""
CAME = (
    "SELECT m.product_id, min(m.business_date) FROM json_each(?) a CROSS JOIN stock_move m INDEXED BY stock_move_other "
    "ON m.product_id = unhex(a.value) WHERE m.kind <> 'sale' AND m.kind IN ('void', 'return', 'opening', 'purchase', "
    "'count', 'adjust') GROUP BY m.product_id"
)
"""The first day of each on which it came, was counted or was taken back."""
IN_MONTHS_BEFORE = (
    "SELECT DISTINCT product_id FROM item_total WHERE month < :after / 100 "
    "AND product_id IN (SELECT unhex(value) FROM json_each(:asked))"
)
IN_DAYS_BEFORE = (
    "SELECT DISTINCT m.product_id FROM sale s INDEXED BY sale_day CROSS JOIN stock_move m ON m.doc_id = s.id "
    "WHERE s.state = 'done' AND s.business_date BETWEEN :after / 100 * 100 AND :after AND m.kind = 'sale' "
    "AND m.product_id IN (SELECT unhex(value) FROM json_each(:asked))"
)
"""What was sold before: in the months before those weeks began, and in the days of the month in which they did."""
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
    "WHERE a.business_date > ? GROUP BY a.product_id, CASE WHEN a.product_id IS NULL THEN lower(a.said) END "
    "ORDER BY 2 DESC, 1"
)
"""What was asked for: a product as one whatever it was called, anything else by its words."""


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
    sold = _sold(db, days)
    asked_weeks = ", ".join(_week(days, n, "quantity") for n in range(WEEKS))
    lost = {row[0]: row[1:] for row in db.rows(ASKED.format(weeks=asked_weeks), (days["d4"],))}
    coming = dict(db.rows(COMING))
    lead, cover = setting(db, "lead_days", LEAD_DAYS), setting(db, "cover_days", COVER_DAYS)
    found = list[Suggestion]()
    weeks = {day: _weeks(days["d0"], day) for day in {row[WEEKS] for row in sold.values()}}
    for row in db.rows(PRODUCTS, (_ids({*sold, *lost}),)):
        moved, missed = sold.get(row[0]), lost.get(row[0], (0,) * WEEKS)
        need = _need(row, moved[:WEEKS] if moved else (0,) * WEEKS, missed, coming.get(row[0], 0), (lead, cover))
        advice = advise(need._replace(weeks=weeks[moved[WEEKS]]) if moved else need)
        if advice.quantity or (every and (advice.per_day or need.low)):
            found.append(_suggestion(row, need, advice))
    return sorted(found, key=lambda one: (not one.supplier, one.supplier.casefold(), one.name.casefold()))


def _sold(db: Reader, days: dict[str, int]) -> dict[bytes, tuple[int, ...]]:
    """What was sold of each product in each of the four weeks, and the first day (yyyymmdd) of which is known.

    Of what was kept before those weeks it is the last day before them: nobody asks how long before.
    """
    after = days[f"d{WEEKS}"]
    each = [_week(days, n, "-quantity") for n in range(WEEKS)]
    some = " OR ".join(f"{week} > 0" for week in each)
    sql = SOLD.format(weeks=", ".join(each), some=some)
    sold: dict[bytes, tuple[int, ...]] = {row[0]: row[1:] for row in db.rows(sql, {"after": after})}
    first: dict[bytes, int] = {product: row[WEEKS] for product, row in sold.items()}
    for product, day in db.rows(CAME, (_ids(first),)):
        first[product] = min(first[product], day)
    for product in _sold_earlier(db, {product for product, day in first.items() if day > after}, after):
        first[product] = after
    return {product: (*row[:WEEKS], first[product]) for product, row in sold.items()}


def _sold_earlier(db: Reader, products: set[bytes], after: int) -> set[bytes]:
    """Which of them were sold up to that day (yyyymmdd), by themselves or in a pack."""
    packs: dict[bytes, list[bytes]] = {}
    for pack, part in db.rows("SELECT product_id, part_id FROM component") if products else ():
        packs.setdefault(part, []).append(pack)
    found: set[bytes] = set()
    for sql in (IN_MONTHS_BEFORE, IN_DAYS_BEFORE):
        if left := products - found:
            asked = _ids({*left, *(pack for one in left for pack in packs.get(one, ()))})
            known = {row[0] for row in db.rows(sql, {"after": after, "asked": asked})}
            found |= {one for one in left if one in known or known.intersection(packs.get(one, ()))}
    return found


def _ids(products: Iterable[bytes]) -> str:
    return json.dumps([one.hex() for one in products])


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


def _need(
    row: Sequence[Any], sold: Sequence[int], missed: Sequence[int], coming: int, terms: tuple[int, int]
) -> Need:  # fmt: skip
    """What is known of one product; `terms` are the days it takes to come and those to cover, where nobody has said."""
    _id, _code, _name, _unit, low, _cost, on_hand, reserved, most, lead, _supplier_id, _supplier, multiple = row
    lead = terms[0] if lead is None else lead
    return Need(sold, missed, 1, on_hand - reserved, coming, lead, terms[1], low, most, multiple)


def _weeks(today: int, first: int) -> int:
    """Weeks, the begun one among them, since that first day (both yyyymmdd)."""
    return -(-((day_of(today) - day_of(first)).days + 1) // WEEK)


def _suggestion(row: Sequence[Any], need: Need, advice: Advice) -> Suggestion:
    product, code, name, unit, low, cost, on_hand, reserved, _most, _lead, supplier_id, supplier, _multiple = row
    return Suggestion(
        product, code, name, unit, supplier_id, supplier, on_hand, reserved, need.coming, low, sum(need.sold),
        sum(need.lost), advice.per_day, advice.point, need.lead_days, advice.quantity, cost,
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


def _week(days: dict[str, int], n: int, what: str) -> str:
    """The sum of a week, 0 the newest; each begins behind the day `d1` … `d4`."""
    after, to = days[f"d{n + 1}"], days[f"d{n}"]
    return f"coalesce(sum({what}) FILTER (WHERE business_date > {after} AND business_date <= {to}), 0)"
