"""Estimates: what a sale would cost, promised until a day, and what became of it."""

from typing import ClassVar

from sqlalchemy import CheckConstraint, Index

from shoppos.base.row import STRICT, Row, identity, ref, text, whole

OPEN, SOLD, GIVEN_UP = "open", "sold", "given up"


class Estimate(Row, table=True):
    """A promise of prices around a sale of its own that is on no till's screen and is never billed itself.

    `number` is the till's series E, None until it was promised; `valid_until` a day as yyyymmdd. What came of it is
    another sale that began with its lines, `bill_id`, or an order, `order_id`. `reason` says why it was given up.
    """

    __table_args__ = (
        CheckConstraint("state IN ('open', 'sold', 'given up')"),
        CheckConstraint("state <> 'sold' OR bill_id IS NOT NULL OR order_id IS NOT NULL"),
        Index("estimate_number", "number", unique=True),
        Index("estimate_sale", "sale_id", unique=True),
        Index("estimate_made", "made_at"),
        STRICT,
    )
    __proven__: ClassVar[tuple[str, ...]] = ("note", "reason")
    __sealed__: ClassVar[frozenset[str]] = frozenset({"salt", *__proven__})

    id: bytes = identity()
    number: str | None = text(null=True)
    till: str = text()
    state: str = text(OPEN)
    sale_id: bytes = ref("sale.id")
    valid_until: int = whole()
    bill_id: bytes | None = ref("sale.id", null=True)
    order_id: bytes | None = ref("orders.id", null=True)
    note: str = text()
    reason: str = text()
    business_date: int = whole()
    made_at: int = whole()
    employee_id: bytes = ref("employee.id")
    commitment: bytes | None = ref(null=True)
    salt: bytes | None = ref(null=True)
