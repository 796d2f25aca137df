"""Orders from outside: those that wait for a person, what their sources were not told yet, and what is free to sell."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from shoppos.base.settings import setting
from shoppos.rules import couriers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shoppos.base.file import Reader

SOURCES = "web"
"""The setting that names the web shops and folders; no secret stands in it."""
ITEMS = "web_items"
"""The setting that says which item a web shop's code means, by source: {source: {code: product id in hex}}."""
WAITING = (
    "SELECT w.id, w.source, w.outside_id, w.reason, w.body, w.order_id, coalesce(o.number, ''), w.seen_at, w.state "
    "FROM outside_order w LEFT JOIN orders o ON o.id = w.order_id WHERE w.state IN ({states}) ORDER BY w.id"
)
OWED = (
    "SELECT w.id, w.outside_id, w.told_back, o.id, o.state, "
    "(SELECT count(*) FROM parcel p WHERE p.order_id = o.id) FROM outside_order w "
    "JOIN orders o ON o.id = w.order_id WHERE w.source = :source AND o.state <> 'taken' "
    "AND w.told_back <> o.state || '/' || (SELECT count(*) FROM parcel p WHERE p.order_id = o.id) "
    "UNION ALL SELECT w.id, w.outside_id, w.told_back, NULL, 'cancelled', 0 FROM outside_order w "
    "WHERE w.source = :source AND w.state = 'left' AND w.order_id IS NULL AND w.told_back <> 'cancelled/0' "
    "AND json_extract(w.body, '$.refused') = 1 ORDER BY 1"
)
STOCK = (
    "WITH held(id, quantity) AS MATERIALIZED (SELECT id, sum(quantity) FROM (SELECT product_id AS id, quantity "
    "FROM reservation UNION ALL SELECT c.part_id, (r.quantity * c.quantity + 500) / 1000 FROM reservation r "
    "JOIN component c ON c.product_id = r.product_id) GROUP BY id) "
    "SELECT p.id, p.code, k.on_hand - coalesce(h.quantity, 0) FROM product p "
    "JOIN stock k ON k.product_id = p.id AND k.tracked = 1 LEFT JOIN held h ON h.id = p.id WHERE p.active = 1"
)
"""What is free of every item that is counted, in thousandths: less what is promised, of itself or within a pack."""
PIECE = 1000


@dataclass(frozen=True, slots=True)
class Outside:
    """An order as its source has it: why it waits, what was told (the neutral form), and the order here, if any."""

    id: bytes
    source: str
    outside_id: str
    reason: str
    body: dict[str, Any]
    order_id: bytes | None
    number: str
    seen_at: int
    state: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A parcel on its way: by whom, its number, and the link by which it is followed."""

    courier: str
    awb: str
    link: str


@dataclass(frozen=True, slots=True)
class News:
    """What a source was not told yet of an order: its state here and every parcel; `key` names this news."""

    id: bytes
    outside_id: str
    key: str
    state: str
    parcels: tuple[Sent, ...] = ()


class Free(NamedTuple):
    """Whole pieces of an item that can be sold elsewhere, under the code that the web shop has for it."""

    sku: str
    pieces: int


def waiting(db: Reader) -> list[Outside]:
    """The orders that wait for a person, the oldest first."""
    return [_outside(row) for row in db.rows(WAITING.format(states="'waiting'"))]


def left(db: Reader) -> list[Outside]:
    """The orders that somebody left."""
    return [_outside(row) for row in db.rows(WAITING.format(states="'left'"))]


def how_many(db: Reader) -> int:
    """How many wait."""
    row = db.row("SELECT count(*) FROM outside_order WHERE state = 'waiting'")
    return row[0] if row else 0


def owed(db: Reader, source: str) -> list[News]:
    """What that source was not told yet, each order once, with the state it has now."""
    known = couriers.read(setting(db, "couriers", list[dict[str, str]]())) or couriers.DEFAULTS
    return [
        News(row[0], row[1], f"{row[4]}/{row[5]}", row[4], _parcels(db, row[3], known) if row[5] else ())
        for row in db.rows(OWED, {"source": source})
    ]


def stock(db: Reader, source: str, *, everything: bool = False) -> list[Free]:
    """Whole pieces free of the items that the shop maps for a source, or of all it counts by their own codes."""
    mapped: dict[str, str] = setting(db, ITEMS, dict[str, dict[str, str]]()).get(source, {})
    pairs = [(sku, bytes.fromhex(product)) for sku, product in mapped.items()]
    if everything:
        rows = db.rows(f"{STOCK} ORDER BY p.number")
        pairs += [(code, product_id) for product_id, code, _free in rows]
    else:
        chosen = json.dumps([product_id.hex() for _sku, product_id in pairs])
        rows = db.rows(f"{STOCK} AND p.id IN (SELECT unhex(value) FROM json_each(?))", (chosen,))
    free: dict[bytes, int] = {product_id: left for product_id, _code, left in rows}
    found: dict[str, Free] = {}
    for sku, product_id in pairs:
        if product_id in free and sku not in found:
            found[sku] = Free(sku, max(free[product_id], 0) // PIECE)
    return list(found.values())


def _outside(row: tuple[Any, ...]) -> Outside:
    return Outside(row[0], row[1], row[2], row[3], json.loads(row[4] or "{}"), row[5], row[6], row[7], row[8])


def _parcels(db: Reader, order_id: bytes, known: Iterable[couriers.Courier]) -> tuple[Sent, ...]:
    every = tuple(known)
    found = list[Sent]()
    for courier, awb in db.rows("SELECT courier, awb FROM parcel WHERE order_id = ? ORDER BY no", (order_id,)):
        by = couriers.named(every, courier)
        found.append(Sent(courier, awb, by.link(awb) if by and awb else ""))
    return tuple(found)
