"""Paper that is owed: one row per document and copy, written in the document's own transaction."""

from sqlalchemy import CheckConstraint, Index
from sqlalchemy import text as sql

from shoppos.base.row import STRICT, Row, identity, ref, text, whole

OWED, SENDING, PRINTED, SENT, UNCERTAIN, CANCELLED = "owed", "sending", "printed", "sent", "uncertain", "cancelled"


class PrintJob(Row, table=True):
    """One paper owed. `copy_no` 0 is the original; any other prints DUPLICATE with its number.

    `printer` names a printer of the settings. `content` holds the final bytes from the first try until the paper is
    out, `sender` names the lock of who sends it. `next_at` (milliseconds) says when a failed try is made again, `error`
    why it failed.
    """

    __table_args__ = (
        CheckConstraint("state IN ('owed', 'sending', 'printed', 'sent', 'uncertain', 'cancelled')"),
        Index("print_job_copy", "doc_id", "kind", "copy_no", unique=True),
        Index("print_job_owed", "state", sqlite_where=sql("state IN ('owed', 'sending', 'uncertain')")),
        STRICT,
    )
    __local__ = True

    id: bytes = identity()
    doc_id: bytes = ref()
    kind: str = text("bill")
    copy_no: int = whole()
    printer: str = text()
    state: str = text(OWED)
    tries: int = whole()
    next_at: int = whole()
    error: str = text()
    made_at: int = whole()
    employee_id: bytes = ref()
    content: bytes | None = ref(null=True)
    sender: str | None = text(null=True)


class Reprint(Row, table=True):
    """A second paper of a document: who asked for it and when; the chain keeps it."""

    __table_args__ = STRICT

    id: bytes = identity()
    doc_id: bytes = ref()
    copy_no: int = whole()
    made_at: int = whole()
    employee_id: bytes = ref("employee.id")
