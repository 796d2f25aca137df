"""An order: the promise around a sale, its parcels, the money before the bill and at the door, and what came of it."""

from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, Index
from sqlalchemy import text as sql

from shoppos.base.row import CLUSTERED, STRICT, Row, identity, ref, text, whole

COUNTER, PHONE, ONLINE = "counter", "phone", "online"
DELIVERY, PICKUP = "delivery", "pickup"
TAKEN, CONFIRMED, PACKED, DISPATCHED = "taken", "confirmed", "packed", "dispatched"
DELIVERED, CANCELLED, RETURNED = "delivered", "cancelled", "returned"
ENDED = (DELIVERED, CANCELLED, RETURNED)
COURIER, OWN = "courier", "own"
OUT, FAILED = "out", "failed"


class Order(Row, table=True):
    """The promise around a sale: to whom, by when, where to and how it will be paid.

    `sale_id` is the open sale of what did not leave yet, None when all has left or was given up; each parcel has the
    done sale of its own bill. `state` is the fulfilment of what is in the shop still, else of the parcels; `since` when
    it came to that, in milliseconds. `personal_id` is the card (name, phone, address) that the goods go to. `agreed` is
    what the whole came to when it was confirmed, in paise; `promised` the day as yyyymmdd and `slot` a part of it in
    words; `backorder`: the customer waits for what is not there. `token` makes the tracking link unguessable.
    `source` and `outside_id` name the order in the web shop that it came from.
    """

    __tablename__: ClassVar[Any] = "orders"
    __table_args__ = (
        CheckConstraint("channel IN ('counter', 'phone', 'online')"),
        CheckConstraint("way IN ('delivery', 'pickup')"),
        CheckConstraint(
            "state IN ('taken', 'confirmed', 'packed', 'dispatched', 'delivered', 'cancelled', 'returned')"
        ),
        Index("orders_number", "number", unique=True),
        Index("orders_sale", "sale_id", unique=True, sqlite_where=sql("sale_id IS NOT NULL")),
        Index("orders_live", "state", sqlite_where=sql("state NOT IN ('delivered', 'cancelled', 'returned')")),
        Index("orders_customer", "customer_id"),
        Index("orders_day", "business_date"),
        Index("orders_since", "state", "since"),
        Index("orders_promised", "promised", sqlite_where=sql("promised IS NOT NULL")),
        Index("orders_token", "token", unique=True),
        Index("orders_outside", "source", "outside_id", unique=True, sqlite_where=sql("outside_id <> ''")),
        STRICT,
    )
    __sealed__: ClassVar[frozenset[str]] = frozenset({"note", "token"})

    id: bytes = identity()
    number: str = text()
    till: str = text()
    channel: str = text()
    way: str = text()
    state: str = text(TAKEN)
    since: int = whole()
    sale_id: bytes | None = ref("sale.id", null=True)
    customer_id: bytes = ref("customer.id")
    personal_id: bytes = ref("personal.id")
    pay_by: str = text()
    promised: int | None = whole(null=True)
    slot: str = text()
    agreed: int = whole()
    backorder: int = whole()
    language: str = text()
    note: str = text()
    token: bytes = ref()
    source: str = text()
    outside_id: str = text()
    business_date: int = whole()
    made_at: int = whole()
    employee_id: bytes = ref("employee.id")


class OrderStep(Row, table=True):
    """One thing that happened to an order: what, when and by whom; `told` holds its figures as JSON, `said` the words.

    `parcel_id` names the parcel that it concerns, if it is one.
    """

    __table_args__ = (
        Index("order_step_order", "order_id"),
        Index("order_step_asked", sql("json_extract(told, '$.reference')"), sqlite_where=sql("kind = 'asked'")),
        STRICT,
    )
    __sealed__: ClassVar[frozenset[str]] = frozenset({"said"})

    id: bytes = identity()
    order_id: bytes = ref("orders.id")
    parcel_id: bytes | None = ref(null=True)
    kind: str = text()
    told: str = text("{}")
    said: str = text()
    business_date: int = whole()
    made_at: int = whole()
    employee_id: bytes = ref("employee.id")


class Parcel(Row, table=True):
    """What left the shop for an order in one go, with its own bill: by a courier, a person of the shop, or picked up.

    `weight` in grams; `carrier` is the person who takes it, for the shop's own way; `cod` what is to be collected at
    the door, in paise, as it stood when it left; `tries` how often nobody took it.
    """

    __table_args__ = (
        CheckConstraint("way IN ('courier', 'own', 'pickup')"),
        CheckConstraint("state IN ('out', 'delivered', 'failed', 'returned')"),
        Index("parcel_order", "order_id", "no", unique=True),
        Index("parcel_sale", "sale_id", unique=True),
        Index("parcel_out", "state", sqlite_where=sql("state IN ('out', 'failed')")),
        Index("parcel_awb", "awb", sqlite_where=sql("awb <> ''")),
        Index("parcel_door", "sale_id", "cod", "order_id", sqlite_where=sql("cod > 0 AND state = 'delivered'")),
        STRICT,
    )
    __sealed__: ClassVar[frozenset[str]] = frozenset({"carrier"})

    id: bytes = identity()
    order_id: bytes = ref("orders.id")
    no: int = whole()
    sale_id: bytes = ref("sale.id")
    way: str = text()
    courier: str = text()
    awb: str = text()
    weight: int = whole()
    carrier: str = text()
    cod: int = whole()
    state: str = text(OUT)
    tries: int = whole()
    out_at: int = whole()
    ended_at: int | None = whole(null=True)


class PackedLine(Row, table=True):
    """How much of a line was scanned into the box so far, in thousandths; gone when the sale leaves or is changed."""

    __table_args__ = (CheckConstraint("quantity > 0"), CLUSTERED)
    __local__ = True

    sale_id: bytes = ref("sale.id", primary=True)
    line: int = whole(primary=True)
    quantity: int = whole()


class Advance(Row, table=True):
    """Money taken for an order before its bill (positive) or given back of it (negative), in paise.

    A UPI payment is claimed until a `Utr` row stands beside it (its line is 1). What a bill used of it stands there as
    a payment by "advance". `reference` may be the address of a UPI account, which names a person: it is sealed.
    """

    __table_args__ = (
        CheckConstraint("amount <> 0"),
        Index("advance_order", "order_id"),
        Index("advance_day", "business_date"),
        Index("advance_upi", "made_at", sqlite_where=sql("method = 'upi'")),
        Index("advance_attempt", "attempt", sqlite_where=sql("attempt <> ''")),
        STRICT,
    )
    __sealed__: ClassVar[frozenset[str]] = frozenset({"reason", "reference"})

    id: bytes = identity()
    order_id: bytes = ref("orders.id")
    amount: int = whole()
    method: str = text()
    reference: str = text()
    attempt: str = text()
    reason: str = text()
    till: str = text()
    business_date: int = whole()
    made_at: int = whole()
    employee_id: bytes = ref("employee.id")


class CodReceipt(Row, table=True):
    """Money that came in for a bill's cash on delivery, in paise: at the door, or by the courier's remittance.

    `method` is cash, upi or courier; `reference` a UTR, the remittance that it stood on, or what a person typed, which
    may name somebody.
    """

    __table_args__ = (
        CheckConstraint("amount <> 0"),
        Index("cod_receipt_sale", "sale_id", "amount"),
        Index("cod_receipt_day", "business_date"),
        Index("cod_receipt_upi", "made_at", sqlite_where=sql("method = 'upi'")),
        Index("cod_receipt_reference", "reference", sqlite_where=sql("reference <> ''")),
        STRICT,
    )
    __sealed__: ClassVar[frozenset[str]] = frozenset({"reference"})

    id: bytes = identity()
    sale_id: bytes = ref("sale.id")
    amount: int = whole()
    method: str = text()
    reference: str = text()
    till: str = text()
    business_date: int = whole()
    made_at: int = whole()
    employee_id: bytes = ref("employee.id")


class OutsideOrder(Row, table=True):
    """An order as a web shop or a file told it: taken, or waiting with a reason for a person to decide.

    `body` is what was told, as JSON; `version` what the source says of its last change; `told_back` the state that the
    source was told last.
    """

    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'taken', 'left')"),
        Index("outside_order_id", "source", "outside_id", unique=True),
        Index("outside_order_waits", "state", sqlite_where=sql("state = 'waiting'")),
        STRICT,
    )
    __sealed__: ClassVar[frozenset[str]] = frozenset({"body", "reason"})

    id: bytes = identity()
    source: str = text()
    outside_id: str = text()
    version: str = text()
    state: str = text()
    reason: str = text()
    body: str = text()
    order_id: bytes | None = ref(null=True)
    told_back: str = text()
    seen_at: int = whole()


class Published(Row, table=True):
    """The page of an order as it was last put where its customer finds it: a digest of its text, and when."""

    __table_args__ = CLUSTERED
    __local__ = True

    order_id: bytes = ref("orders.id", primary=True)
    digest: str = text()
    published_at: int = whole()
    error: str = text()
