"""Estimates: what a sale would cost, promised until a day, and what became of it."""

from typing import ClassVar

from sqlalchemy import CheckConstraint, Index

from shoppos.base.row import STRICT, Row, identity, ref, text, whole

OPEN, SOLD, GIVEN_UP = "open", "sold", "given up"


class Estimate(Row, table=True):
    """A promise of prices around an open sale that is on no screen; `number` is the till's series E.

    `sale_id` holds its lines; once sold it is the bill that came of them. `valid_until` is a day as yyyymmdd.
    """

    __table_args__ = (
        CheckConstraint("state IN ('open', 'sold', 'given up')"),
        Index("estimate_sale", "sale_id", unique=True),
        Index("estimate_state", "state", "business_date"),
        STRICT,
    )
    __sealed__: ClassVar[frozenset[str]] = frozenset({"note"})

    id: bytes = identity()
    number: str = text(unique=True)
    state: str = text(OPEN)
    sale_id: bytes = ref("sale.id")
    valid_until: int = whole()
    note: str = text()
    business_date: int = whole()
    made_at: int = whole()
    employee_id: bytes = ref("employee.id")
