"""Expenses: what the shop spends on anything but goods."""

from typing import ClassVar

from sqlalchemy import CheckConstraint, Index
from sqlalchemy import text as sql

from shoppos.base.row import STRICT, Row, identity, ref, text, whole


class Expense(Row, table=True):
    """Money that the shop spent on anything but goods, in paise.

    One that was wrong is taken back by another below zero, `reverses_id` is the one that this takes back.
    """

    __table_args__ = (
        CheckConstraint("amount <> 0"),
        Index("expense_day", "business_date"),
        Index("expense_back", "reverses_id", unique=True, sqlite_where=sql("reverses_id IS NOT NULL")),
        STRICT,
    )
    __proven__: ClassVar[tuple[str, ...]] = ("paid_to", "reference", "note")
    __sealed__: ClassVar[frozenset[str]] = frozenset({"salt", *__proven__})

    id: bytes = identity()
    till: str = text()
    business_date: int = whole()
    category: str = text()
    amount: int = whole()
    method: str = text("cash")
    paid_to: str = text()
    reference: str = text()
    note: str = text()
    supplier_id: bytes | None = ref(null=True)
    reverses_id: bytes | None = ref("expense.id", null=True)
    made_at: int = whole()
    employee_id: bytes = ref("employee.id")
    commitment: bytes | None = ref(null=True)
    salt: bytes | None = ref(null=True)
