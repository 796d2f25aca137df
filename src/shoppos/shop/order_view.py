"""An order as screens and commands see it: goods, people, promise, money, parcels and every step, read at once."""

import json
from dataclasses import dataclass, field
from typing import Any

from shoppos.base.db import Database
from shoppos.base.i18n import _
from shoppos.models.order import DELIVERY, ENDED, TAKEN
from shoppos.reports import order_money
from shoppos.rules import orders as rules
from shoppos.shop import order_promise
from shoppos.shop.customer_find import CustomerView
from shoppos.shop.customers import Address, Card, Customers
from shoppos.shop.hits import Hit
from shoppos.shop.order_book import OrderRow
from shoppos.shop.order_promise import Free
from shoppos.shop.order_sale import OrderSale
from shoppos.shop.sale_view import OpenLine, SaleView


@dataclass(frozen=True, slots=True)
class ParcelView:
    """One parcel: its bill, how it went, and what became of it; money in paise, weight in grams."""

    id: bytes
    no: int
    sale_id: bytes
    bill: str
    payable: int
    way: str
    courier: str
    awb: str
    weight: int
    carrier: str
    cod: int
    state: str
    tries: int
    out_at: int
    ended_at: int | None


@dataclass(frozen=True, slots=True)
class StepView:
    """One thing that happened: what, when (milliseconds), by whom, in words, its figures, and of which parcel."""

    kind: str
    at: int
    by: str
    said: str
    told: dict[str, Any]
    parcel_id: bytes | None = None


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order whole. Days as yyyymmdd, moments in milliseconds, money in paise.

    `card` is who and where the goods go to, `addresses` what there is to choose from (the card first). `stock` says
    what is free of each line. `claimed` is said to have been paid, and was not seen: it is neither `paid` nor `due`.
    `earliest` is the first honest day and slot, (0, "") when there is none.
    `acts` are what may be done now, `next_act` what moves it on; `doubts` what is asked before it is confirmed.
    """

    id: bytes
    number: str
    state: str
    since: int
    channel: str
    way: str
    customer: CustomerView
    card: Card
    personal_id: bytes
    addresses: tuple[Address, ...]
    sale: SaleView | None
    stock: dict[int, Free]
    promised: int | None
    slot: str
    pay_by: str
    note: str
    language: str
    backorder: bool
    payable: int
    paid: int
    due: int
    payment: str
    credit: int
    claimed: int
    agreed: int
    earliest: tuple[int, str]
    parcels: tuple[ParcelView, ...]
    steps: tuple[StepView, ...]
    acts: tuple[str, ...]
    next_act: str
    warnings: tuple[str, ...]
    doubts: tuple[str, ...]
    source: str
    outside_id: str
    business_date: int
    made_at: int


@dataclass(frozen=True, slots=True)
class OrderEntered:
    """What became of what was typed on an order: the order after it, the line, what to tell, and products to pick."""

    view: OrderView
    line: int | None = None
    message: str = ""
    hits: tuple[Hit, ...] = field(default_factory=tuple[Hit, ...])


def load(db: Database, lines: OrderSale, customers: Customers, order: OrderRow) -> OrderView:
    """Read an order whole."""
    customer = customers.of_document(order.customer_id, order.personal_id)
    sale_id = order.sale_id or given_up(db, order)
    sale = lines.view(sale_id) if sale_id else None
    goods = lines.open_lines(sale_id) if sale_id else []
    living = order.sale_id is not None
    stock = order_promise.stock_of(db, order.id, goods) if living else {}
    first = order_promise.earliest(db, order, goods, stock) if living else (0, "")
    parcels = tuple(_parcels(db, order.id))
    open_payable = sale.payable if sale is not None and living else 0
    money = order_money.of(db, order.id, open_payable, order.pay_by)
    card = customers.card_of(order.personal_id)
    own = Address(customer.personal_id, "", customers.card_of(customer.personal_id))
    warned = tuple(sale.warnings) if sale is not None and living else ()
    short = order_promise.shortages(goods, stock)
    doubts = tuple(doubts_of(db, order, goods, first, card)) if order.state == TAKEN else ()
    return OrderView(
        id=order.id, number=order.number, state=order.state, since=order.since, channel=order.channel, way=order.way,
        customer=customer, card=card, personal_id=order.personal_id,
        addresses=(own, *customers.addresses(customer.id)), sale=sale, stock=stock,
        promised=order.promised, slot=order.slot, pay_by=order.pay_by, note=order.note, language=order.language,
        backorder=bool(order.backorder), payable=money.payable, paid=money.paid, due=money.due, payment=money.payment,
        credit=money.credit, claimed=money.claimed, agreed=order.agreed, earliest=first, parcels=parcels,
        steps=tuple(_steps(db, order.id)), acts=rules.acts(order.state, order.way),
        next_act=rules.next_act(order.state, order.way),
        warnings=(*warned, *short, *doubts), doubts=doubts, source=order.source, outside_id=order.outside_id,
        business_date=order.business_date, made_at=order.made_at,
    )  # fmt: skip


def doubts_of(
    db: Database, order: OrderRow, goods: list[OpenLine], first: tuple[int, str], card: Card
) -> list[str]:  # fmt: skip
    """What is asked once before an order is confirmed: doubles, a full slot, a day too early, no address."""
    found = order_promise.doubles(db, order, goods)
    found += order_promise.doubts_of_day(db, order, first)
    if order.way == DELIVERY and not card.address:
        found.append(_("There is no address for the delivery."))
    return found


def given_up(db: Database, order: OrderRow) -> bytes | None:
    """The sale of an order that was cancelled: what it would have been."""
    if order.state not in ENDED:
        return None
    row = db.row(
        "SELECT told FROM order_step WHERE order_id = ? AND kind = 'cancelled' ORDER BY id DESC LIMIT 1", (order.id,)
    )
    told = json.loads(row[0]).get("sale", "") if row else ""
    return bytes.fromhex(told) if told else None


def _parcels(db: Database, order_id: bytes) -> list[ParcelView]:
    rows = db.rows(
        "SELECT p.id, p.no, p.sale_id, coalesce(s.number, ''), (SELECT coalesce(sum(b.payable), 0) FROM sale b "
        "WHERE b.id = p.sale_id OR b.with_id = p.sale_id), p.way, p.courier, p.awb, p.weight, p.carrier, p.cod, "
        "p.state, p.tries, p.out_at, p.ended_at FROM parcel p JOIN sale s ON s.id = p.sale_id WHERE p.order_id = ? "
        "ORDER BY p.no",
        (order_id,),
    )
    return [ParcelView(*row) for row in rows]


def _steps(db: Database, order_id: bytes) -> list[StepView]:
    rows = db.rows(
        "SELECT t.kind, t.made_at, e.name, t.said, t.told, t.parcel_id FROM order_step t "
        "JOIN employee e ON e.id = t.employee_id WHERE t.order_id = ? ORDER BY t.id",
        (order_id,),
    )
    return [StepView(row[0], row[1], row[2], row[3], json.loads(row[4]), row[5]) for row in rows]
