"""Counting: what was expected at the moment it was counted, what was there, and why the two differ."""

from sqlalchemy import CheckConstraint, Index
from sqlalchemy import text as sql

from shoppos.base.row import CLUSTERED, STRICT, Row, identity, ref, text, whole


class StockCount(Row, table=True):
    """One count, open until it is finished: by shelf, by category, of all, or the day's riskiest items."""

    __table_args__ = (
        CheckConstraint("scope IN ('risk', 'category', 'shelf', 'all', 'items')"),
        Index("stock_count_open", "finished_at", sqlite_where=sql("finished_at IS NULL")),
        STRICT,
    )

    id: bytes = identity()
    scope: str = text("risk")
    of: str = text()
    made_at: int = whole()
    employee_id: bytes = ref("employee.id")
    finished_at: int | None = whole(null=True)


class StockCountLine(Row, table=True):
    """One product of a count, in thousandths. `expected` was taken when `counted` was written, while selling went on.

    `first` was on hand at its first scan: what was sold between two scans may have been counted before or not, so that
    everything between `first` and what is on hand at the last scan is as expected. `worth` is the difference at cost in
    paise; `scan` is the last scan's own id, what is younger came after it; NULL `counted` is still to be counted.
    """

    __table_args__ = (Index("stock_count_line_product", "product_id"), CLUSTERED)

    count_id: bytes = ref("stock_count.id", primary=True)
    product_id: bytes = ref("product.id", primary=True)
    first: int | None = whole(null=True)
    expected: int | None = whole(null=True)
    counted: int | None = whole(null=True)
    worth: int = whole()
    reason: str = text()
    counted_at: int | None = whole(null=True)
    scan: bytes | None = ref(null=True)
    employee_id: bytes | None = ref("employee.id", null=True)
