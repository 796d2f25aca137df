"""The board: every order that wants something of the shop, by where its goods are, late ones first in view."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from shoppos.base.clock import day_number
from shoppos.base.file import Reader
from shoppos.base.settings import setting
from shoppos.base.text import ascii_digits, clean
from shoppos.reports import order_money
from shoppos.reports.messages import ANSWERS
from shoppos.reports.order_money import Money
from shoppos.reports.slip import town_of
from shoppos.rules import slots as slot_rules

NEW, PACKED, OUT, DELIVERED, UNPAID, ENDED = "new", "packed", "out", "delivered", "unpaid", "ended"
COLUMNS = (NEW, PACKED, OUT, DELIVERED, UNPAID)
"""The columns from left to right; a search shows what has ended beside them."""
OF_STATE = {"taken": NEW, "confirmed": NEW, "packed": PACKED, "dispatched": OUT, "delivered": DELIVERED}
REST, GONE = "rest", "gone"
"""The two cards of an order that was sent in part."""
LAST_DAYS = 2
"""Days for which a delivered order stays on the board, until the shop chooses (setting "board_days")."""
MOST = 300
"""Orders that a column shows at most; it tells how many there are."""
DAY_MS = 86_400_000
ROWS = (
    "SELECT o.id, o.number, o.state, o.since, o.channel, o.way, o.promised, o.slot, o.agreed, o.pay_by, o.customer_id, "
    "o.sale_id, o.made_at, o.source, c.name, c.phone, c.address, c.pin_code FROM orders o "
    "JOIN personal c ON c.id = o.personal_id WHERE "
)
LIVING = "o.state NOT IN ('delivered', 'cancelled', 'returned')"
UNPAID_AT_DOOR = (
    "WITH d (order_id, sale_id, cod) AS MATERIALIZED (SELECT p.order_id, p.sale_id, p.cod FROM parcel p "
    "INDEXED BY parcel_door WHERE p.cod > 0 AND p.state = 'delivered' "
    "AND p.cod > coalesce((SELECT sum(r.amount) FROM cod_receipt r WHERE r.sale_id = p.sale_id), 0)) "
    "SELECT DISTINCT d.order_id FROM d WHERE d.cod + coalesce((SELECT sum(y.amount) "
    "FROM sale s JOIN credit_note n ON n.against_id = s.id JOIN payment y ON y.sale_id = n.sale_id "
    "WHERE (s.id = d.sale_id OR s.with_id = d.sale_id) AND y.method = 'cod'), 0) > coalesce((SELECT sum(r.amount) "
    "FROM sale s JOIN cod_receipt r ON r.sale_id = s.id WHERE s.id = d.sale_id OR s.with_id = d.sale_id), 0)"
)
"""Delivered orders with money due at the door: first by what came for each parcel's own bill, which settles most.

That is read out of two indexes side by side, never out of the tables.
"""
IDS = "(SELECT unhex(value) FROM json_each(:ids))"
PARCELS = (
    "SELECT order_id, id, no, way, courier, awb, carrier, state, tries, cod FROM parcel "
    f"WHERE order_id IN {IDS} ORDER BY order_id, no"
)
OPEN_LINES = (
    "SELECT l.sale_id, count(DISTINCT l.product_id), "
    "sum((l.price * l.quantity * (10000 + CASE l.inclusive WHEN 1 THEN 0 ELSE l.rate END) + 5000000) / 10000000 "
    "- l.disc_amount), coalesce(sum(k.quantity), 0), sum(l.quantity) FROM sale_line l "
    f"LEFT JOIN packed_line k ON k.sale_id = l.sale_id AND k.line = l.line WHERE l.sale_id IN {IDS} GROUP BY l.sale_id"
)
ARTICLES = (
    "SELECT order_id, count(DISTINCT product_id) FROM (SELECT p.order_id, l.product_id FROM parcel p "
    f"JOIN sale_line l ON l.sale_id = p.sale_id WHERE p.order_id IN {IDS} UNION ALL "
    "SELECT p.order_id, l.product_id FROM parcel p JOIN sale s ON s.with_id = p.sale_id "
    f"JOIN sale_line l ON l.sale_id = s.id WHERE s.with_id IS NOT NULL AND p.order_id IN {IDS} UNION ALL "
    "SELECT o.id, l.product_id FROM orders o JOIN sale_line l ON l.sale_id = o.sale_id "
    "WHERE o.id IN (SELECT unhex(value) FROM json_each(:whole))) GROUP BY order_id"
)
"""How many different things left with the bills of orders, of the `whole` ones with what is in the shop still."""
SENT = (
    "SELECT DISTINCT p.order_id FROM parcel p JOIN orders o ON o.id = p.order_id "
    "WHERE p.state IN ('out', 'failed') AND o.sale_id IS NOT NULL"
)
"""Orders of which a parcel is on its way while the rest is in the shop still."""
MESSAGES = (
    "SELECT doc_id, max(CASE state WHEN 'failed' THEN 3 WHEN 'sent' THEN 1 WHEN 'cancelled' THEN 0 ELSE 2 END) "
    f"FROM message WHERE way = 'out' AND doc_id IN {IDS} GROUP BY doc_id"
)
MESSAGE_STATES = ("none", "sent", "owed", "failed")
BY_BILL = (
    "o.id IN (SELECT p.order_id FROM parcel p JOIN sale s ON s.id = p.sale_id OR s.with_id = p.sale_id "
    "WHERE s.number = upper(:text))"
)
WAITING = (
    "WITH RECURSIVE up(asked, id) AS (SELECT unhex(value), unhex(value) FROM json_each(:ids) "
    "UNION SELECT up.asked, t.merged_into FROM up JOIN customer_terms t ON t.customer_id = up.id "
    "WHERE t.merged_into IS NOT NULL), "
    "g(asked, id) AS (SELECT asked, id FROM up UNION SELECT g.asked, t.customer_id FROM g "
    "JOIN customer_terms t ON t.merged_into = g.id), last(asked, id, at) AS MATERIALIZED (SELECT g.asked, g.id, "
    "(SELECT max(i.id) FROM message i WHERE i.customer_id = g.id AND i.step = 'said' AND i.way = 'in') FROM g) "
    "SELECT DISTINCT l.asked FROM last l WHERE l.at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM message m "
    f"WHERE m.customer_id = l.id AND m.step = 'said' AND m.id > l.at AND {ANSWERS})"
)
"""Which of those customers wait for an answer on any card of theirs."""


class BoardParcel(NamedTuple):
    """A parcel of an order: how it went, and where it is; `cod` in paise as it stood when it left."""

    id: bytes
    no: int
    way: str
    courier: str
    awb: str
    carrier: str
    state: str
    tries: int
    cod: int


class CardMoney(NamedTuple):
    """What stands on one card of an order: what that comes to and what of it is due, in paise, and the word for it."""

    payable: int
    due: int
    payment: str


@dataclass(frozen=True, slots=True)
class Filters:
    """What is looked for: `day` (yyyymmdd) is the promised one, `text` a number, an AWB, a phone's digits or a name.

    `state` finds the orders in it however long ago they ended.
    """

    channel: str = ""
    way: str = ""
    day: int | None = None
    late: bool = False
    waiting: bool = False
    text: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One order on the board: goods, money and messages each by a word of their own.

    `ending` are the last four digits of the phone, `age_minutes` how long it has been what it is, `packed` the percent
    of it that is in the box; money in paise, moments in milliseconds, `promised` as yyyymmdd. What a draft comes to is
    reckoned without its offers. Of an order that was sent in part `part` says which card this is: REST of what is in
    the shop still, or GONE of what has left; else it is "". `items` are the different things of
    the card, each once, in however many parcels it left. `payable`, `due` and `payment` are of the whole order, `own`
    of what this card stands for.
    """

    order_id: bytes
    number: str
    customer: str
    ending: str
    town: str
    channel: str
    way: str
    state: str
    since: int
    promised: int | None
    slot: str
    late: bool
    age_minutes: int
    items: int
    payable: int
    paid: int
    due: int
    payment: str
    message: str
    waiting_reply: bool
    parcels: tuple[BoardParcel, ...]
    customer_id: bytes
    pay_by: str
    packed: int
    source: str
    made_at: int
    claimed: int
    own: CardMoney
    part: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its orders, the most urgent first, and how many there are with those that are not shown."""

    key: str
    rows: tuple[BoardRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Board:
    """The whole board as it stood `at` (milliseconds); `late` and `waiting` are counted over all columns."""

    at: int
    columns: tuple[Column, ...]
    late: int
    waiting: int

    def column(self, key: str) -> Column:
        """The column with that key; an empty one where there is none."""
        return next((column for column in self.columns if column.key == key), Column(key, (), 0))

    @property
    def rows(self) -> tuple[BoardRow, ...]:
        """Every order that is shown, each once, column by column."""
        return tuple(row for column in self.columns for row in column.rows if row.part != GONE)


@dataclass(slots=True)
class _Order:
    """An order as it is read, before what hangs on it is known."""

    row: tuple[Any, ...]
    column: str
    late: bool
    rank: tuple[Any, ...] = field(default_factory=tuple)
    part: str = ""

    @property
    def id(self) -> bytes:
        return self.row[0]

    @property
    def sale_id(self) -> bytes | None:
        return self.row[11]


def board(db: Reader, filters: Filters | None = None, most: int = MOST) -> Board:
    """The board now: what is in the shop, on its way, delivered of late, and delivered with money due at the door."""
    asked = filters or Filters()
    now = db.clock.ms()
    ends = _slot_ends(db)
    sent = {row[0] for row in db.rows(SENT)}
    found = [one for row, due in _candidates(db, asked, now) for one in _placed(row, due, row[0] in sent, db, ends)]
    named = json.dumps(sorted({one.row[10].hex() for one in found}))
    waiting = {row[0] for row in db.rows(WAITING, {"ids": named})}
    kept = [
        one for one in found
        if (not asked.late or one.late) and (not asked.waiting or one.row[10] in waiting)
    ]  # fmt: skip
    columns: list[tuple[str, list[_Order], int]] = []
    for key in (*COLUMNS, ENDED) if asked.text or asked.state else COLUMNS:
        mine = sorted((one for one in kept if one.column == key), key=lambda one: one.rank)
        columns.append((key, mine[:most], len(mine)))
    rows = _filled(db, [one for _key, mine, _total in columns for one in mine], waiting, now)
    return Board(
        now,
        tuple(Column(key, tuple(rows[one.id, one.part] for one in mine), total) for key, mine, total in columns),
        sum(one.late for one in kept),
        sum(one.row[10] in waiting for one in kept if one.part != GONE),
    )


# -- which orders


def _candidates(db: Reader, asked: Filters, now: int) -> Iterable[tuple[tuple[Any, ...], bool]]:
    """The orders' rows that may stand on the board, each once, and whether money is due at the door of it."""
    unpaid = [row[0] for row in db.rows(UNPAID_AT_DOOR)]
    where, values = _narrowed(asked)
    if asked.text or asked.state:
        rows = db.rows(f"{ROWS} {where} ORDER BY o.made_at DESC LIMIT 1000", values)
    else:
        since = now - setting(db, "board_days", LAST_DAYS) * DAY_MS
        old = json.dumps([one.hex() for one in unpaid])
        rows = [
            *db.rows(f"{ROWS} {LIVING} AND {where}", values),
            *db.rows(f"{ROWS} o.state = 'delivered' AND o.since >= :since AND {where}", {**values, "since": since}),
            *db.rows(
                f"{ROWS} o.id IN {IDS} AND o.state = 'delivered' AND o.since < :since AND {where}",
                {**values, "ids": old, "since": since},
            ),
        ]
    due = set(unpaid)
    return ((row, row[0] in due) for row in rows)


def _narrowed(asked: Filters) -> tuple[str, dict[str, Any]]:
    """The filters as SQL with their values."""
    parts, values = ["1"], dict[str, Any]()
    for name in ("channel", "way", "state"):
        if value := getattr(asked, name):
            parts.append(f"o.{name} = :{name}")
            values[name] = value
    if asked.day is not None:
        parts.append("o.promised = :day")
        values["day"] = asked.day
    if text := clean(asked.text):
        parts.append(_named(ascii_digits(text), values))
    return " AND ".join(parts), values


def _named(text: str, values: dict[str, Any]) -> str:
    """The search as SQL: the end of an order's or bill's number, an AWB, digits of a phone, a part of a name."""
    values |= {"text": text, "awb": "".join(text.split()).upper(), "like": f"%{_plain(text)}%"}
    values["tail"] = f"%{_plain(text)}"
    found = [
        "o.number LIKE :tail ESCAPE '\\'", "c.name LIKE :like ESCAPE '\\'",
        "o.id IN (SELECT order_id FROM parcel WHERE awb = :awb AND awb <> '')",
        BY_BILL,
    ]  # fmt: skip
    digits = "".join(char for char in text if char.isdecimal())
    if digits and not any(char.isalpha() for char in text):
        values |= {"digits": f"%{digits}%", "end": f"%O%{digits}"}
        found += ["c.phone LIKE :digits", "o.number LIKE :end"]
    return f"({' OR '.join(found)})"


def _plain(text: str) -> str:
    """The text with what LIKE would read as signs of its own taken by the letter."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _placed(
    row: tuple[Any, ...], unpaid: bool, sent: bool, db: Reader, ends: dict[str, int]
) -> Iterable[_Order]:  # fmt: skip
    """An order in its column, and what has left of it before the rest on a card of its own."""
    first = _stood(row, unpaid, db, ends)
    if first.sale_id is not None and (sent or unpaid):
        first.part = REST
        yield _Order(
            row, OUT if sent else UNPAID, False, (row[6] or 99_999_999, 0, row[12]) if sent else (row[3],), GONE
        )
    yield first


def _stood(row: tuple[Any, ...], unpaid: bool, db: Reader, ends: dict[str, int]) -> _Order:
    """An order in the column of what is in the shop, with whether it is late and where it stands among the others."""
    state, promised, slot, made_at = row[2], row[6], row[7], row[12]
    column = UNPAID if state == DELIVERED and unpaid else OF_STATE.get(state, ENDED)
    late = column in {NEW, PACKED, OUT} and _late(db, promised, slot, ends)
    if column in {DELIVERED, UNPAID, ENDED}:
        rank: tuple[Any, ...] = (-row[3] if column != UNPAID else row[3],)
    else:
        rank = (promised or 99_999_999, ends.get(slot, 0), made_at)
    return _Order(row, column, late, rank)


def _late(db: Reader, promised: int | None, slot: str, ends: dict[str, int]) -> bool:
    """Whether the promised day is over, or today's slot."""
    if promised is None:
        return False
    now = db.clock.now()
    today = db.clock.business_day(db.clock.ms())
    if promised != today:
        return promised < today
    return slot in ends and day_number(now.date()) == today and now.hour * 60 + now.minute > ends[slot]


def _slot_ends(db: Reader) -> dict[str, int]:
    """The minute of the day at which each slot ends."""
    plan = slot_rules.read(setting(db, "slots", list[object]()), [], {})
    return {slot.label: slot.end for slot in plan.slots}


# -- what hangs on them


def _filled(db: Reader, orders: Sequence[_Order], waiting: set[bytes], now: int) -> dict[tuple[bytes, str], BoardRow]:
    """The rows of those orders: parcels, lines, money and messages by one question each."""
    asked = {"ids": json.dumps([one.id.hex() for one in orders])}
    sales = {"ids": json.dumps([one.sale_id.hex() for one in orders if one.sale_id])}
    parcels: dict[bytes, list[BoardParcel]] = {}
    for order_id, *told in db.rows(PARCELS, asked):
        parcels.setdefault(order_id, []).append(BoardParcel(*told))
    opened = {row[0]: row[1:] for row in db.rows(OPEN_LINES, sales)}
    whole = json.dumps([one.id.hex() for one in orders if not one.part and one.id in parcels])
    articles: dict[bytes, int] = dict(db.rows(ARTICLES, {**asked, "whole": whole})) if parcels else {}
    messages: dict[bytes, int] = dict(db.rows(MESSAGES, asked))
    agreed = [(one.id, _agreed(one, opened), one.row[9]) for one in orders]
    money = order_money.by_agreement(db, agreed)
    nothing = (0, 0, 0, 0)
    return {
        (one.id, one.part): _row(
            one, money[one.id], tuple(parcels.get(one.id, ())), opened.get(one.sale_id or b"", nothing),
            articles.get(one.id, 0), MESSAGE_STATES[messages.get(one.id, 0)], one.row[10] in waiting, now,
        )
        for one in orders
    }  # fmt: skip


def _agreed(one: _Order, opened: dict[bytes, tuple[int, ...]]) -> int | None:
    """What the whole order comes to, in paise; None when nothing of it is in the shop still."""
    if one.sale_id is None:
        return None
    return one.row[8] or opened.get(one.sale_id, (0, 0))[1]


def _row(
    one: _Order, money: Money, parcels: tuple[BoardParcel, ...], opened: tuple[int, ...], articles: int, message: str,
    waiting: bool, now: int,
) -> BoardRow:  # fmt: skip
    (order_id, number, state, since, channel, way, promised, slot, _agreed, pay_by, customer_id, _sale, made_at,
     source, name, phone, address, pin_code) = one.row  # fmt: skip
    lines, _worth, packed, wanted = opened
    items = lines if one.part == REST else articles or lines
    own = order_money.of_parts(money, pay_by)[one.part == REST] if one.part else money
    return BoardRow(
        order_id, number, name, phone[-4:], town_of(address, pin_code), channel, way, state, since, promised, slot,
        one.late, max(now - since, 0) // 60_000, items, money.payable, money.paid, money.due, money.payment,
        message, waiting, parcels, customer_id, pay_by, packed * 100 // wanted if wanted else 0, source, made_at,
        money.claimed, CardMoney(own.payable, own.due, own.payment), one.part,
    )  # fmt: skip
