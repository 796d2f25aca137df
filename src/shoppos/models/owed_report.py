"""Reports that travel: what the owner is owed, as it was made, and how each way to them went."""

from sqlalchemy import CheckConstraint, Index
from sqlalchemy import text as sql

from shoppos.base.row import CLUSTERED, STRICT, Row, identity, ref, text, whole
from shoppos.rules.report_places import DAY, OWED


class OwedReport(Row, table=True):
    """One report owed by the closing of a day, week or month, days as yyyymmdd; never changed.

    `number` is the Z that ends it, 0 where none was drawn; `sequence` counts the reports of its kind without a gap,
    those of days at their till, so that the receiver sees which one did not come.
    """

    __table_args__ = (
        CheckConstraint("kind IN ('day', 'week', 'month')"),
        Index("owed_report_of", "till", "kind", "last", unique=True),
        Index("owed_report_next", "till", "kind", "sequence", unique=True),
        STRICT,
    )

    id: bytes = identity()
    till: str = text()
    kind: str = text(DAY)
    first: int = whole()
    last: int = whole()
    number: int = whole()
    sequence: int = whole()
    made_at: int = whole()


class ReportFile(Row, table=True):
    """A report as it was made, once: every try and every way carries the same bytes; `hash` is SHA-256 in hex."""

    __table_args__ = CLUSTERED
    __local__ = True

    report_id: bytes = ref(primary=True)
    format: str = text(primary=True)
    content: bytes = ref()
    hash: str = text()
    made_at: int = whole()


class Delivery(Row, table=True):
    """One report on one way: `place` names it in the setting "delivery_places"; times in milliseconds.

    `next_at` is when it is tried again, `error` why it failed; `reference` the Message-ID, or the name of its file.
    """

    __table_args__ = (
        CheckConstraint("state IN ('owed', 'sending', 'sent', 'opened', 'failed', 'cancelled')"),
        Index("delivery_waits", "next_at", sqlite_where=sql("state IN ('owed', 'sending', 'opened')")),
        CLUSTERED,
    )
    __local__ = True

    report_id: bytes = ref(primary=True)
    place: str = text(primary=True)
    state: str = text(OWED)
    tries: int = whole()
    next_at: int = whole()
    error: str = text()
    reference: str = text()
    made_at: int = whole()
    done_at: int | None = whole(null=True)


class BooksCheck(Row, table=True):
    """One time that the books were checked: whether they agreed, and the first fault in words."""

    __table_args__ = STRICT
    __local__ = True

    id: bytes = identity()
    made_at: int = whole()
    entries: int = whole()
    documents: int = whole()
    agrees: int = whole()
    fault: str = text()
    heads: str = text("[]")
