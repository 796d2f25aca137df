"""Who is calling: the customer behind some digits or a name, with addresses, last orders and bills, and dues."""

import json
from dataclasses import dataclass, field

from shoppos.base.db import Database
from shoppos.base.text import clean
from shoppos.reports import run_sheet
from shoppos.reports.one_person import cards, marks
from shoppos.rules import identifiers
from shoppos.shop.customer_find import CustomerView
from shoppos.shop.customers import Address, Customers, Terms

ORDERED_BY = ("cash", "upi", "card", "netbanking", "khata", "cod")
"""The ways to pay that an order can be taken for."""
SHOWN = 5
"""How many of the last orders and bills are shown of a caller."""
DOORS = (
    "SELECT o.number, p.state, p.sale_id FROM orders o JOIN parcel p ON p.order_id = o.id "
    "WHERE o.customer_id IN ({cards}) AND p.cod > 0 AND p.state IN ('out', 'failed', 'delivered') "
    "AND p.cod > coalesce((SELECT sum(r.amount) FROM cod_receipt r WHERE r.sale_id = p.sale_id), 0) ORDER BY p.out_at"
)
"""Parcels of a person of which not all that was due at the door came in, by their own bill; most have settled it."""

STANDS = (
    "s.state = 'done' AND s.kind <> 'CREDIT NOTE' AND NOT EXISTS (SELECT 1 FROM void v WHERE v.sale_id = s.id) "
    "AND EXISTS (SELECT 1 FROM sale_line l WHERE l.sale_id = s.id AND l.quantity > coalesce((SELECT sum(b.quantity) "
    "FROM credit_note n JOIN credit_line r ON r.sale_id = n.sale_id JOIN sale_line b ON b.sale_id = r.sale_id "
    "AND b.line = r.line WHERE n.against_id = s.id AND r.of_line = l.line), 0))"
)
"""A bill of which somebody kept something."""
LAST = (
    "SELECT id, of_order FROM (SELECT o.id, o.made_at AS at, 1 AS of_order FROM orders o "
    "WHERE o.customer_id IN ({cards}) AND o.id <> ? AND o.state NOT IN ('taken', 'cancelled', 'returned') "
    "UNION ALL SELECT s.id, s.made_at, 0 FROM sale s WHERE s.customer_id IN ({cards}) AND s.with_id IS NULL "
    f"AND NOT EXISTS (SELECT 1 FROM parcel p WHERE p.sale_id = s.id) AND {STANDS}) ORDER BY at DESC LIMIT 1"
)
OF_A_BILL = (
    "SELECT l.product_id, l.name, l.quantity, l.code FROM sale_line l JOIN sale s ON s.id = l.sale_id "
    "WHERE s.id = :id OR s.with_id = :id ORDER BY s.id, l.line"
)
"""The goods of a bill and of its other paper."""
OF_AN_ORDER = (
    "SELECT l.product_id, l.name, l.quantity, l.code FROM (SELECT p.no, s.id FROM parcel p "
    "JOIN sale s ON s.id = p.sale_id OR s.with_id = p.sale_id WHERE p.order_id = :id AND s.state = 'done' "
    "UNION ALL SELECT 1000000, o.sale_id FROM orders o WHERE o.id = :id AND o.sale_id IS NOT NULL) f "
    "JOIN sale_line l ON l.sale_id = f.id ORDER BY f.no, f.id, l.line"
)
"""Those of all parcels of an order, and what is in the shop still."""


@dataclass(frozen=True, slots=True)
class CallerOrder:
    """One of a caller's last orders; day as yyyymmdd, money in paise, `items` how many lines are in it still."""

    id: bytes
    number: str
    state: str
    business_date: int
    promised: int | None
    payable: int
    items: int


@dataclass(frozen=True, slots=True)
class CallerBill:
    """One of a caller's last bills; day as yyyymmdd, money in paise."""

    id: bytes
    number: str
    business_date: int
    payable: int


@dataclass(frozen=True, slots=True)
class CallerDoor:
    """A parcel on its way or delivered of which not all has come in: its order, its own state, and paise due still."""

    order: str
    state: str
    due: int


@dataclass(frozen=True, slots=True)
class CallerView:
    """Who is calling: `customer` when only one can be meant, else those who can (`found`), the likeliest first.

    `phone` is the whole mobile number that was typed ("" for less): somebody new can be taken down with it alone.
    `owes` on the khata in paise, `doors` beside it what is due for goods that left with cash on delivery.
    """

    customer: CustomerView | None
    found: tuple[CustomerView, ...]
    phone: str
    addresses: tuple[Address, ...] = ()
    orders: tuple[CallerOrder, ...] = ()
    bills: tuple[CallerBill, ...] = ()
    owes: int = 0
    terms: Terms = field(default_factory=Terms)
    doors: tuple[CallerDoor, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """An order that was begun and not confirmed: whose, since when (milliseconds), and how many lines stand on it."""

    id: bytes
    number: str
    name: str
    phone: str
    made_at: int
    items: int


@dataclass(frozen=True, slots=True)
class Usual:
    """How a customer ordered last: "" for what nobody knows; `personal_id` is the card the goods went to."""

    way: str = ""
    personal_id: bytes | None = None
    pay_by: str = ""


def drafts(db: Database, most: int = 20) -> list[Draft]:
    """The orders that are being taken, the newest first."""
    rows = db.rows(
        "SELECT o.id, o.number, p.name, p.phone, o.made_at, "
        "(SELECT count(*) FROM sale_line l WHERE l.sale_id = o.sale_id) AS items FROM orders o "
        "JOIN customer c ON c.id = o.customer_id JOIN personal p ON p.id = c.personal_id "
        "WHERE o.state = 'taken' AND items > 0 ORDER BY o.made_at DESC, o.number DESC LIMIT ?",
        (most,),
    )
    return [Draft(*row) for row in rows]


def usual(db: Database, customer: CustomerView, addresses: tuple[Address, ...], but: bytes) -> Usual:
    """How a customer ordered last, other than by the order `but`; else how they paid their last bill."""
    person = cards(db, customer.id)
    row = db.row(
        f"SELECT way, personal_id, pay_by FROM orders WHERE customer_id IN ({marks(person)}) AND id <> ? "
        "AND state NOT IN ('taken', 'cancelled') ORDER BY made_at DESC LIMIT 1",
        (*person, but),
    )
    if row is not None:
        there = {one.personal_id for one in addresses}
        return Usual(row[0], row[1] if row[1] in there else None, row[2])
    paid = db.row(
        "SELECT p.method FROM payment p JOIN sale s ON s.id = p.sale_id WHERE s.state = 'done' "
        f"AND s.customer_id IN ({marks(person)}) ORDER BY s.made_at DESC LIMIT 1",
        person,
    )
    return Usual(pay_by=paid[0] if paid and paid[0] in ORDERED_BY else "")


def look_up(db: Database, customers: Customers, text: str) -> CallerView:
    """Who a caller is by the last four digits, a whole number or a name."""
    phone = identifiers.phone(clean(text)) or ""
    exact = customers.by_phone(phone) if phone else None
    found = (exact,) if exact else tuple(customers.search(text)) if not phone else ()
    if len(found) != 1:
        return CallerView(None, found, phone)
    return of(db, customers, found[0], phone)


def of(db: Database, customers: Customers, customer: CustomerView, phone: str = "") -> CallerView:
    """A known caller, with all that helps to take their order."""
    person = cards(db, customer.id)
    addresses = (Address(customer.personal_id, "", customers.card(customer.id)), *customers.addresses(customer.id))
    return CallerView(
        customer, (customer,), phone or customer.phone, addresses, tuple(_orders(db, person)),
        tuple(_bills(db, person)), customer.owes, customers.terms(customer.id), tuple(_doors(db, person)),
    )  # fmt: skip


def _orders(db: Database, person: tuple[bytes, ...]) -> list[CallerOrder]:
    rows = db.rows(
        "SELECT o.id, o.number, o.state, o.business_date, o.promised, o.agreed, "
        "(SELECT count(*) FROM sale_line l WHERE l.sale_id = o.sale_id) FROM orders o "
        f"WHERE o.customer_id IN ({marks(person)}) ORDER BY o.made_at DESC LIMIT {SHOWN}",
        person,
    )
    return [CallerOrder(*row) for row in rows]


def _doors(db: Database, person: tuple[bytes, ...]) -> list[CallerDoor]:
    rows = db.rows(DOORS.format(cards=marks(person)), person)
    found = (CallerDoor(number, state, run_sheet.due_at_door(db, sale_id)) for number, state, sale_id in rows)
    return [one for one in found if one.due > 0]


def _bills(db: Database, person: tuple[bytes, ...]) -> list[CallerBill]:
    rows = db.rows(
        "SELECT s.id, s.number, s.business_date, s.payable FROM sale s WHERE s.state = 'done' "
        f"AND s.kind <> 'CREDIT NOTE' AND s.customer_id IN ({marks(person)}) "
        "AND NOT EXISTS (SELECT 1 FROM void v WHERE v.sale_id = s.id) "
        f"ORDER BY s.business_date DESC, s.made_at DESC LIMIT {SHOWN}",
        person,
    )
    return [CallerBill(*row) for row in rows]


def last_goods(db: Database, customer_id: bytes, but: bytes) -> list[tuple[bytes, str, int]]:
    """What a customer took last, by order or bill other than the order `but`: products, their names, thousandths.

    Of an order all that was asked for, in whatever parcels it left, and weighed or refused at the door as it was
    ordered; what came back whole, or was cancelled, nobody took.
    """
    person = cards(db, customer_id)
    row = db.row(LAST.format(cards=marks(person)), (*person, but, *person))
    if row is None:
        return []
    last_id, of_order = row
    found: dict[bytes, tuple[bytes, str, int]] = {}
    weighed = _weighed_off(db, last_id) if of_order else {}
    for product_id, name, quantity, code in db.rows(OF_AN_ORDER if of_order else OF_A_BILL, {"id": last_id}):
        before = found.get(product_id, (product_id, name, weighed.pop(code, 0)))
        found[product_id] = before[0], before[1], before[2] + quantity
    return list(found.values())


def _weighed_off(db: Database, order_id: bytes) -> dict[str, int]:
    """What of each code was ordered more than was weighed out, in thousandths."""
    found: dict[str, int] = {}
    for (said,) in db.rows("SELECT told FROM order_step WHERE order_id = ? AND kind = 'weighed'", (order_id,)):
        told = json.loads(said)
        found[told["code"]] = found.get(told["code"], 0) + told["was"] - told["quantity"]
    return found
