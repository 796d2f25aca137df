"""The picking list: what several orders need, shelf by shelf, gathered in one walk and laid out by order."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shoppos.base.errors import NotFound
from shoppos.base.file import Reader
from shoppos.base.i18n import _

LINES = (
    "SELECT o.number, l.product_id, l.code, l.name, l.local_name, l.unit, "
    "l.quantity - coalesce(k.quantity, 0), coalesce(nullif(g.shelf, ''), p.category, ''), coalesce(n.note, ''), "
    "b.code, b.expiry FROM orders o JOIN sale_line l ON l.sale_id = o.sale_id JOIN product p ON p.id = l.product_id "
    "LEFT JOIN keeping g ON g.product_id = p.id "
    "LEFT JOIN packed_line k ON k.sale_id = l.sale_id AND k.line = l.line "
    "LEFT JOIN line_note n ON n.sale_id = l.sale_id AND n.line = l.line "
    "LEFT JOIN batch b ON b.id = (SELECT t.id FROM batch t JOIN batch_stock s ON s.batch_id = t.id "
    "WHERE t.product_id = l.product_id AND s.on_hand > 0 AND (t.expiry IS NULL OR t.expiry >= :today) "
    "ORDER BY t.expiry IS NULL, t.expiry, t.id LIMIT 1) WHERE o.id = :order ORDER BY l.line"
)
ORDERS = (
    "SELECT o.id, o.number, c.name, o.promised, o.slot, o.way FROM orders o JOIN personal c ON c.id = o.personal_id "
    "WHERE o.id = ?"
)


@dataclass(frozen=True, slots=True)
class PickLine:
    """One product to gather, in thousandths: all of it, and how much for each order (its number and quantity).

    `batch` is the one to take first and `expiry` its last day (yyyymmdd); `notes` what was asked for.
    """

    shelf: str
    code: str
    name: str
    local_name: str
    unit: str
    quantity: int
    orders: tuple[tuple[str, int], ...]
    batch: str = ""
    expiry: int | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PickOrder:
    """One of the orders that are gathered: whose, and by when (yyyymmdd, slot)."""

    number: str
    customer: str
    promised: int | None
    slot: str
    way: str


@dataclass(frozen=True, slots=True)
class PickingList:
    """What is gathered in one walk, by the shelves."""

    made_at: dt.datetime
    shop: str
    orders: tuple[PickOrder, ...]
    lines: tuple[PickLine, ...]

    @property
    def number(self) -> str:
        """By what the list is known among the papers: its only order, or the first and how many more."""
        first = self.orders[0].number
        return first if len(self.orders) == 1 else f"{first} +{len(self.orders) - 1}"


def picking(db: Reader, order_ids: Sequence[bytes]) -> PickingList:
    """What those orders need still; what is in a box already is not gathered again. NotFound without any order."""
    orders = [row for order_id in dict.fromkeys(order_ids) for row in db.rows(ORDERS, (order_id,))]
    if not orders:
        raise NotFound(_("There is no order to gather for."), _("Choose orders on the board."))
    today = db.clock.business_day(db.clock.ms())
    found: dict[tuple[str, bytes], list[tuple[Any, ...]]] = {}
    for order in orders:
        for row in db.rows(LINES, {"order": order[0], "today": today}):
            if row[6] > 0:
                found.setdefault((row[7].casefold(), row[1]), []).append(row)
    lines = sorted((_line(rows) for rows in found.values()), key=lambda line: (line.shelf.casefold(), line.name))
    shop = db.row("SELECT name FROM letterhead ORDER BY id DESC LIMIT 1")
    return PickingList(
        db.clock.now(), shop[0] if shop else "", tuple(PickOrder(*order[1:]) for order in orders), tuple(lines)
    )


def load(db: Reader, _doc_id: bytes, told: Mapping[str, Any]) -> PickingList:
    """The list as a paper asks for it: `told` names the orders."""
    return picking(db, [bytes.fromhex(str(one)) for one in told.get("orders", ())])


def _line(rows: Sequence[tuple[Any, ...]]) -> PickLine:
    """The rows of one product, each of an order, as one line."""
    first = rows[0]
    share: dict[str, int] = {}
    for row in rows:
        share[row[0]] = share.get(row[0], 0) + row[6]
    return PickLine(
        first[7], first[2], first[3], first[4], first[5], sum(share.values()), tuple(share.items()), first[9] or "",
        first[10], tuple(dict.fromkeys(row[8] for row in rows if row[8])),
    )  # fmt: skip
