"""Credit notes: what of a done bill came back, why, and what became of the goods."""

from sqlalchemy import CheckConstraint, Index
from sqlalchemy import text as sql

from shoppos.base.row import CLUSTERED, Row, ref, text, whole


class CreditNote(Row, table=True):
    """A done sale of the kind CREDIT NOTE, and the bill it takes back (Rule 53(1A)); its own amounts are positive.

    `against_id` is the bill, NULL for goods taken back without one, which `approved_id` allowed. `exchange_id` is the
    bill of what was taken instead in the same go.
    """

    __table_args__ = (
        Index("credit_note_against", "against_id"),
        Index("credit_note_exchange", "exchange_id", sqlite_where=sql("exchange_id IS NOT NULL")),
        CLUSTERED,
    )

    sale_id: bytes = ref("sale.id", primary=True)
    against_id: bytes | None = ref("sale.id", null=True)
    exchange_id: bytes | None = ref("sale.id", null=True)
    approved_id: bytes | None = ref("employee.id", null=True)
    reason: str = text()


class CreditLine(Row, table=True):
    """One line of a credit note: which line of the bill it takes back, and whether the goods can be sold again."""

    __table_args__ = (
        CheckConstraint("fate IN ('restock', 'damage')"),
        CLUSTERED,
    )

    sale_id: bytes = ref("sale.id", primary=True)
    line: int = whole(primary=True)
    of_line: int | None = whole(null=True)
    fate: str = text("restock")
