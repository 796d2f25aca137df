"""What an order can be promised: what is free of its goods, slots, the earliest honest one; and what looks double."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from shoppos.base.clock import day_number, day_of
from shoppos.base.db import Database
from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _, ngettext
from shoppos.base.money import quantity as show_quantity
from shoppos.base.settings import setting
from shoppos.reports.one_person import cards, marks
from shoppos.reports.reorder import LEAD_DAYS
from shoppos.rules import slots as rules
from shoppos.rules.packs import PIECE, whole
from shoppos.shop import packs, reserving
from shoppos.shop.order_book import OrderRow
from shoppos.shop.order_caller import STANDS
from shoppos.shop.sale_view import OpenLine

DOUBLE_HOURS = 24
"""Hours in which the same goods for the same customer are asked about (setting "order_double_hours")."""
HOUR = 3_600_000
TAKEN_BY = (
    "SELECT count(*) FROM orders WHERE promised = ? AND slot = ? AND way = ? AND id IS NOT ? "
    "AND state IN ('confirmed', 'packed', 'dispatched', 'delivered')"
)
LEAD = (
    "SELECT coalesce(k.lead_days, u.lead_days) FROM product p LEFT JOIN keeping k ON k.product_id = p.id "
    "LEFT JOIN supplier u ON u.id = coalesce(k.supplier_id, (SELECT b.supplier_id FROM purchase_line l "
    "JOIN purchase b ON b.id = l.purchase_id WHERE l.product_id = p.id AND b.kind = 'received' "
    "ORDER BY b.id DESC LIMIT 1)) WHERE p.id = ?"
)


class Free(NamedTuple):
    """What there is of a line's product, in thousandths; None where stock is not counted.

    `free` is promised to nobody else, `reserved` what other orders were promised, `short` what this order lacks of it.
    """

    free: int | None
    reserved: int
    on_hand: int | None
    short: int = 0


@dataclass(frozen=True, slots=True)
class SlotView:
    """A slot of a day: how many orders it has and can have (0: any number), and when it begins and ends, in minutes."""

    label: str
    taken: int
    most: int
    full: bool
    start: int
    end: int


def stock_of(db: Database, order_id: bytes, lines: Iterable[OpenLine]) -> dict[int, Free]:
    """What is free of each line, by its number; what the order itself was promised is free for it."""
    lines = list(lines)
    mine = _by_product(db, [(row[0], row[1]) for row in db.rows(
        "SELECT product_id, quantity FROM reservation WHERE doc_id = ?", (order_id,)
    )])  # fmt: skip
    wanted = _by_product(db, [(line.product_id, line.quantity) for line in lines])
    known: dict[bytes, tuple[int | None, int, int | None, int]] = {}

    def of(product: bytes) -> tuple[int | None, int, int | None, int]:
        """Free, promised to others, on hand, and lacking, of what has a stock of its own."""
        if product not in known:
            row = db.row("SELECT on_hand FROM stock WHERE product_id = ? AND tracked = 1", (product,))
            others = reserving.reserved(db, product) - mine.get(product, 0)
            free = row[0] - others if row else None
            short = 0 if free is None else max(wanted.get(product, 0) - max(free, 0), 0)
            known[product] = free, others, row[0] if row else None, short
        return known[product]

    found: dict[int, Free] = {}
    for line in lines:
        parts = packs.parts_of(db, line.product_id)
        if not parts:
            free, others, on_hand, short = of(line.product_id)
            found[line.line] = Free(free, others, on_hand, min(short, line.quantity))
            continue
        there = [(part, per, of(part)) for part, per in parts.items()]
        free = whole((have[0], per) for _part, per, have in there)
        on_hand = whole((have[2], per) for _part, per, have in there)
        promised = max(((on_hand or 0) - (free or 0)), 0)
        lacking = max((-(-have[3] * 1000 // per) for _part, per, have in there), default=0)
        found[line.line] = Free(free, promised, on_hand, min(-(-lacking // 1000) * 1000, line.quantity))
    return found


def _by_product(db: Database, lines: list[tuple[bytes, int]]) -> dict[bytes, int]:
    """Thousandths by what has a stock of its own: packs count by their parts."""
    found: dict[bytes, int] = {}
    for product, quantity in lines:
        for part, amount in packs.expand(db, product, quantity).items():
            found[part] = found.get(part, 0) + amount
    return found


def shortages(lines: Iterable[OpenLine], stock: dict[int, Free]) -> list[str]:
    """What is said of goods that are not free, each product once."""
    said: dict[bytes, str] = {}
    for line in lines:
        have = stock.get(line.line)
        if have is None or not have.short or line.product_id in said:
            continue
        words = {"name": line.name, "free": show_quantity(max(have.free or 0, 0)),
                 "promised": show_quantity(have.reserved)}  # fmt: skip
        said[line.product_id] = _only(have, words)
    return list(said.values())


def _only(have: Free, words: Mapping[str, str]) -> str:
    """How many are free or there, one of them or several."""
    many = 1 if have.free == PIECE else 2
    said = ngettext("Only {free} of {name} is there.", "Only {free} of {name} are there.", many)
    if have.reserved:
        said = ngettext(
            "Only {free} of {name} is free; {promised} promised to other orders.",
            "Only {free} of {name} are free; {promised} promised to other orders.",
            many,
        )
    return said.format(**words)


# -- when


def plan(db: Database) -> rules.Plan:
    """When the shop delivers and hands over, by its settings."""
    return rules.read(
        setting(db, "slots", list[object]()), setting(db, "closed_days", list[object]()),
        setting(db, "cut_off", dict[str, object]()),
    )  # fmt: skip


def slots(db: Database, day: int, way: str, but: bytes | None = None) -> list[SlotView]:
    """The slots of a day (yyyymmdd) for that way; the order `but` is not counted."""
    found: list[SlotView] = []
    for slot in plan(db).of(day_of(day), way):
        taken = taken_by(db, day, slot.label, way, but)
        full = bool(slot.most) and taken >= slot.most
        found.append(SlotView(slot.label, taken, slot.most, full, slot.start, slot.end))
    return found


def open_days(db: Database, way: str, count: int, but: bytes | None = None) -> list[tuple[int, list[SlotView]]]:
    """The next `count` days (yyyymmdd) on which the shop works, with the slots that can still be met; none without."""
    told, now = plan(db), db.clock.now()
    day = today = day_of(db.clock.business_day(db.clock.ms()))
    minute = now.hour * 60 + now.minute
    found: list[tuple[int, list[SlotView]]] = []
    while len(found) < count and (day - today).days <= rules.FARTHEST:
        if told.open_on(day):
            there = slots(db, day_number(day), way, but)
            left = [slot for slot in there if day > today or slot.end - told.before >= minute]
            if left or (not there and (day > today or minute <= told.last)):
                found.append((day_number(day), left))
        day += dt.timedelta(days=1)
    return found


def taken_by(db: Database, day: int, label: str, way: str, but: bytes | None = None) -> int:
    """How many orders a slot of a day has; drafts do not count."""
    row = db.row(TAKEN_BY, (day, label, way, but))
    return row[0] if row else 0


def earliest(db: Database, order: OrderRow, lines: Iterable[OpenLine], stock: dict[int, Free]) -> tuple[int, str]:
    """The first day (yyyymmdd) and slot by which the order can honestly be promised; (0, "") in no two months.

    What is there goes at once; what is waited for takes its supplier's days, else the shop's usual ones.
    """
    now = db.clock.now()
    today = day_of(db.clock.business_day(db.clock.ms()))
    usual = setting(db, "lead_days", LEAD_DAYS)
    leads = [_lead(db, line.product_id, usual) for line in lines if line.line in stock and stock[line.line].short]
    ready = rules.ready_on(today, leads)
    found = rules.earliest(
        plan(db), now, ready, order.way, lambda day, label: taken_by(db, day_number(day), label, order.way, order.id)
    )
    return (day_number(found[0]), found[1]) if found else (0, "")


def _lead(db: Database, product_id: bytes, usual: int) -> int:
    """Days that more of a product takes to come; of a pack those of its slowest part."""
    found = list[int]()
    for part in packs.parts_of(db, product_id) or {product_id: 0}:
        row = db.row(LEAD, (part,))
        found.append(usual if row is None or row[0] is None else row[0])
    return max(found)


def day_said(day: int, slot: str = "") -> str:
    """A promised day and slot as they are shown."""
    return f"{day_of(day):%d-%m-%Y} {slot}".rstrip()


def doubts_of_day(db: Database, order: OrderRow, first: tuple[int, str]) -> list[str]:
    """What is doubtful of the day and slot that were promised: full, closed, unknown, past, or earlier than can be."""
    if order.promised is None:
        return []
    day, said = order.promised, {"day": day_said(order.promised), "slot": order.slot}
    found = list[str]()
    if not plan(db).open_on(day_of(day)):
        found.append(_("The shop is closed on {day}.").format(**said))
    there = {slot.label: slot for slot in slots(db, day, order.way, order.id)}
    if order.slot in there and there[order.slot].full:
        taken = there[order.slot].taken
        found.append(_("The slot {slot} of {day} is full ({taken} taken).").format(taken=taken, **said))
    elif order.slot and order.slot not in there and not found:
        found.append(_("There is no slot {slot} on {day}.").format(**said))
    if first[0] and day < first[0]:
        found.append(_("{day} is too early: it can be there by {first}.").format(first=day_said(*first), **said))
    return found


def refuse_slot_of_no_day(db: Database, slot: str, day: int | None, way: str) -> None:
    """A slot is a part of a day: InvalidInput where none is promised, with what there is to choose from."""
    if not slot or day is not None:
        return
    labels = ", ".join(dict.fromkeys(one.label for one in plan(db).slots if way in one.ways))
    if labels:
        raise InvalidInput(
            _("For which day is the slot {slot}?").format(slot=slot),
            _("Say the day, too. The slots are: {slots}.").format(slots=labels),
            "slot",
        )
    raise InvalidInput(
        _("There is no slot {slot}: the shop has no slots.").format(slot=slot), _("Say the day alone."), "slot"
    )


# -- doubles


def doubles(db: Database, order: OrderRow, lines: Iterable[OpenLine]) -> list[str]:
    """What looks like the same order taken twice: an open one of that customer, or the same goods within some hours."""
    person = cards(db, order.customer_id)
    found = list[str]()
    for number, state in db.rows(
        "SELECT o.number, o.state FROM orders o WHERE o.state IN ('taken', 'confirmed', 'packed') AND o.id <> ? "
        f"AND o.customer_id IN ({marks(person)}) AND EXISTS (SELECT 1 FROM sale_line l WHERE l.sale_id = o.sale_id) "
        "ORDER BY o.number DESC LIMIT 3",
        (order.id, *person),
    ):
        sentence = (
            _("Order {number} of this customer was begun and not confirmed.")
            if state == "taken"
            else _("Order {number} of this customer is open still.")
        )
        found.append(sentence.format(number=number))
    if not found:
        found += _same_goods(db, order, lines, person)
    return found


def _same_goods(db: Database, order: OrderRow, lines: Iterable[OpenLine], person: tuple[bytes, ...]) -> list[str]:
    """Whether all that is asked for now stood on one of their bills, or of one order's, and as much of it or more."""
    wanted = dict[bytes, int]()
    for line in lines:
        wanted[line.product_id] = wanted.get(line.product_id, 0) + line.quantity
    since = order.made_at - setting(db, "order_double_hours", DOUBLE_HOURS) * HOUR
    if not wanted:
        return []
    had: dict[bytes, dict[bytes, int]] = {}
    named: dict[bytes, tuple[str, int]] = {}
    for of, number, at, product_id, quantity in db.rows(
        "SELECT coalesce(p.order_id, s.with_id, s.id), s.number, s.made_at, l.product_id, l.quantity FROM sale s "
        "JOIN sale_line l ON l.sale_id = s.id LEFT JOIN parcel p ON p.sale_id = coalesce(s.with_id, s.id) "
        f"WHERE s.customer_id IN ({marks(person)}) AND s.made_at >= ? AND {STANDS} "
        "AND p.order_id IS NOT ? ORDER BY s.made_at DESC, s.number",
        (*person, since, order.id),
    ):
        named.setdefault(of, (number, at))
        goods = had.setdefault(of, {})
        goods[product_id] = goods.get(product_id, 0) + quantity
    for of, goods in had.items():
        if all(goods.get(product_id, 0) >= quantity for product_id, quantity in wanted.items()):
            number, at = named[of]
            then = f"{db.clock.at(at):%d-%m-%Y %H:%M}"
            return [_("This customer got the same goods with {number} on {then}.").format(number=number, then=then)]
    return []


def is_day(number: int) -> bool:
    """Whether yyyymmdd is a day of the calendar."""
    try:
        return day_number(day_of(number)) == number
    except ValueError:
        return False
