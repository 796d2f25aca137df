"""What the bank says came in: told by an SMS, a statement or a payment service, and matched with what was owed."""

from typing import ClassVar

from sqlalchemy import CheckConstraint, Index
from sqlalchemy import text as sql

from shoppos.base.row import STRICT, Row, identity, ref, text, whole


class BankCredit(Row, table=True):
    """One payment that arrived, in paise; told once, however many sources tell it.

    `key` is what its source calls it, else its UTR, else amount, day and what was said; it never changes, while `utr`
    may be told later. `doc_id` is the bill, advance or
    khata payment that it proves, with `line` of a bill; None while nobody knows. `payer` and `said` may name a person.
    """

    __table_args__ = (
        CheckConstraint("amount > 0"),
        CheckConstraint("state IN ('open', 'matched', 'left')"),
        Index("bank_credit_key", "key", unique=True),
        Index("bank_credit_utr", "utr", unique=True, sqlite_where=sql("utr <> ''")),
        Index("bank_credit_open", "state", sqlite_where=sql("state = 'open'")),
        Index("bank_credit_doc", "doc_id", sqlite_where=sql("doc_id IS NOT NULL")),
        STRICT,
    )
    __sealed__: ClassVar[frozenset[str]] = frozenset({"payer", "said", "note"})

    id: bytes = identity()
    key: str = text()
    utr: str = text()
    amount: int = whole()
    source: str = text()
    payer: str = text()
    said: str = text()
    came_at: int = whole()
    state: str = text("open")
    doc_id: bytes | None = ref(null=True)
    line: int = whole()
    note: str = text()
    made_at: int = whole()
    decided_at: int | None = whole(null=True)
    employee_id: bytes = ref("employee.id")
