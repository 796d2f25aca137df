"""The slip by which goods are gathered and packed: what to take from which shelf, for whom, and by when."""

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from shoppos.base.clock import day_of
from shoppos.base.errors import NotFound
from shoppos.base.file import Reader
from shoppos.base.i18n import _
from shoppos.base.text import clean
from shoppos.reports import tracking
from shoppos.rules.pin_codes import districts_of

WEIGHED = frozenset({"KG", "KGS", "G", "GM", "GMS", "GRM", "L", "LTR", "ML", "MLT", "M", "MTR", "CM", "CMS"})
"""Units in which goods are measured out: whatever their quantity, they make one piece to pack."""

STREET = re.compile(r"[0-9]|\b(road|rd|street|st|lane|marg|path|gali|chowk|cross|floor|flat|near|opp)\b", re.IGNORECASE)
"""What names a street or a house, and no town."""


@dataclass(frozen=True, slots=True)
class SlipLine:
    """One thing to gather; quantity in thousandths of `unit`, `shelf` where it stands, `note` what was asked for."""

    name: str
    local_name: str
    code: str
    quantity: int
    unit: str
    shelf: str
    note: str = ""

    @property
    def pieces(self) -> int:
        """How many pieces that makes to pack."""
        whole = self.quantity % 1000 == 0 and self.unit.upper() not in WEIGHED
        return self.quantity // 1000 if whole else 1


@dataclass(frozen=True, slots=True)
class OrderSlip:
    """What one customer asked for; `promised` is when they were told to have it, `channel` how they asked.

    A sale that became two bills is packed together: `also` is the number of the other one, or "". Of an order `slot`
    is the part of the promised day in words, `way` says whether it is delivered or picked up, and under `link` its
    customer follows it, where its page is published.
    """

    number: str
    also: str
    made_at: dt.datetime
    business_date: dt.date
    promised: dt.datetime | None
    channel: str
    shop: str
    till: str
    taken_by: str
    buyer: str
    phone: str
    town: str
    notes: str
    cancelled: bool
    lines: tuple[SlipLine, ...]
    slot: str = ""
    way: str = ""
    link: str = ""

    @property
    def pieces(self) -> int:
        """How many pieces the parcel must hold."""
        return sum(line.pieces for line in self.lines)


SALE = (
    "SELECT s.id, s.number, s.made_at, s.business_date, coalesce(h.name, ''), s.till, e.name, coalesce(p.name, ''), "
    "coalesce(p.phone, ''), CASE s.with_address WHEN 1 THEN coalesce(p.address, '') ELSE '' END, "
    "CASE s.with_address WHEN 1 THEN coalesce(p.pin_code, '') ELSE '' END, s.note, "
    "EXISTS (SELECT 1 FROM void v WHERE v.sale_id = s.id), coalesce(s.with_id, s.id) "
    "FROM sale s JOIN employee e ON e.id = s.employee_id LEFT JOIN letterhead h ON h.id = s.letterhead_id "
    "LEFT JOIN personal p ON p.id = s.personal_id WHERE s.state = 'done' AND "
)
TOGETHER = "SELECT number, id FROM sale WHERE state = 'done' AND (id = ? OR with_id = ?) ORDER BY number"
LINES = (
    "SELECT l.name, l.local_name, l.code, l.quantity, l.unit, coalesce(nullif(k.shelf, ''), p.category, ''), "
    "coalesce(n.note, '') FROM sale_line l LEFT JOIN product p ON p.id = l.product_id "
    "LEFT JOIN keeping k ON k.product_id = l.product_id "
    "LEFT JOIN line_note n ON n.sale_id = l.sale_id AND n.line = l.line WHERE l.sale_id = ? ORDER BY l.line"
)
ORDER = (
    "SELECT o.number, o.made_at, o.business_date, o.promised, o.slot, o.channel, o.way, o.till, e.name, c.name, "
    "c.phone, c.address, c.pin_code, o.note, o.state = 'cancelled', o.sale_id FROM orders o "
    "JOIN employee e ON e.id = o.employee_id JOIN personal c ON c.id = o.personal_id WHERE o.id = ?"
)
PARCEL = (
    "SELECT p.order_id, p.sale_id FROM parcel p WHERE p.sale_id = (SELECT coalesce(with_id, id) FROM sale WHERE id = ?)"
)
BY_NUMBER = "SELECT id FROM orders WHERE number = ?"
SHOP = "SELECT name FROM letterhead ORDER BY id DESC LIMIT 1"


def load_by_id(db: Reader, doc_id: bytes) -> OrderSlip:
    """The slip of a done sale, or of an order: of what of it is in the shop still, else of its last parcel.

    A sale that left in a parcel is told as its order was.
    """
    parcel = db.row(PARCEL, (doc_id,))
    if parcel is not None:
        return _of_order(db, db.row(ORDER, (parcel[0],)) or (), parcel[1])
    row = db.row(SALE + "s.id = ?", (doc_id,))
    if row is not None:
        return _slip(db, row)
    order = db.row(ORDER, (doc_id,))
    if order is None:
        raise NotFound(_("That bill is not done."))
    open_sale = order[-1]
    if open_sale is not None:
        return _of_order(db, order, open_sale)
    last = db.row("SELECT sale_id FROM parcel WHERE order_id = ? ORDER BY no DESC LIMIT 1", (doc_id,))
    return _of_order(db, order, last[0] if last else None)


def _slip(db: Reader, row: tuple[Any, ...]) -> OrderSlip:
    _id, number, made_at, day, shop, till, by, buyer, phone, address, pin_code, note, cancelled, sale_id = row
    bills: dict[str, bytes] = dict(db.rows(TOGETHER, (sale_id, sale_id)))
    return OrderSlip(
        number=number,
        also=" ".join(other for other in bills if other != number),
        made_at=db.clock.at(made_at),
        business_date=day_of(day),
        promised=None,
        channel="counter",
        shop=shop,
        till=till,
        taken_by=by,
        buyer=buyer,
        phone=phone,
        town=town_of(address, pin_code),
        notes=note,
        cancelled=bool(cancelled),
        lines=tuple(SlipLine(*line) for bill in bills.values() for line in db.rows(LINES, (bill,))),
    )


def _of_order(db: Reader, row: tuple[Any, ...], sale_id: bytes | None) -> OrderSlip:
    number, made_at, day, promised, slot, channel, way, till, by, *card, note, cancelled, _open = row
    buyer, phone, address, pin_code = card
    bills: dict[str, bytes] = dict(db.rows(TOGETHER, (sale_id, sale_id)))
    sales = list(bills.values()) or ([sale_id] if sale_id else [])
    shop = db.row(SHOP)
    start = dt.time(tzinfo=db.clock.zone)
    return OrderSlip(
        number=number,
        also=" ".join(bills),
        made_at=db.clock.at(made_at),
        business_date=day_of(day),
        promised=dt.datetime.combine(day_of(promised), start) if promised else None,
        channel=channel,
        shop=shop[0] if shop else "",
        till=till,
        taken_by=by,
        buyer=buyer,
        phone=phone,
        town=town_of(address, pin_code),
        notes=note,
        cancelled=bool(cancelled),
        lines=tuple(SlipLine(*line) for sale in sales for line in db.rows(LINES, (sale,))),
        slot=slot,
        way=way,
        link=tracking.published_link(db, order[0]) if (order := db.row(BY_NUMBER, (number,))) else "",
    )


def town_of(address: str, pin_code: str) -> str:
    """What a packer sorts by: the last part of the address with its PIN code, and no street.

    Where no town ends the address it is the district of its PIN code.
    """
    parts = [part for part in map(clean, address.split(",")) if part]
    town = parts[-1] if len(parts) > 1 and not STREET.search(parts[-1]) else _district(clean(pin_code))
    return " ".join(part for part in (town, clean(pin_code)) if part)


@lru_cache(maxsize=4_096)
def _district(pin_code: str) -> str:
    """The district of a PIN code, the first where it lies in several, "" where it is unknown."""
    return next(iter(districts_of(pin_code)), "")
