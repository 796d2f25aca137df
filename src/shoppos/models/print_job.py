"""Paper that is owed: one row per document, kind and copy, written in the document's own transaction."""

from sqlalchemy import CheckConstraint, Index
from sqlalchemy import text as sql

from shoppos.base.row import CLUSTERED, STRICT, Row, identity, ref, text, whole

OWED, SENDING, PRINTED, SENT, UNCERTAIN, CANCELLED = "owed", "sending", "printed", "sent", "uncertain", "cancelled"
BILL, LABEL, SLIP, SHELF, READING = "bill", "label", "slip", "shelf", "reading"
PURCHASE_ORDER, SENT_BACK = "purchase_order", "sent_back"
RECEIPT, STATEMENT = "receipt", "statement"
COUNT = "count"
PICKING, RUN_SHEET = "picking", "run_sheet"
ESTIMATE = "estimate"
REPORT = "report"
KINDS = (
    BILL, LABEL, SLIP, SHELF, READING, PURCHASE_ORDER, SENT_BACK, RECEIPT, STATEMENT, COUNT, PICKING, RUN_SHEET,
    ESTIMATE, REPORT,
)  # fmt: skip
"""The bill, the shipping label, the packing slip, labels for shelf and goods, what a till has taken; what is ordered
of a supplier, and what goes back to them; the receipt of a payment of dues, and what stands on a khata; what is to be
counted; what is gathered for several orders, and what a person of the shop carries to their doors; what a sale would
cost; a report of the owner's.
"""

WAITS = "state IN ('owed', 'sending', 'uncertain')"
"""With which something is still to be done: SQLite looks them up by their own index only where these words stand."""


class PrintJob(Row, table=True):
    """One paper owed. `copy_no` 0 is the original; any other of a kind that is marked prints DUPLICATE.

    `told` is JSON: what the paper is asked to say beyond its document, never a person's data. `printer` names a printer
    of the settings, "" leaves it to the route of the kind. `made_for` says for what printer its bytes were made, "" of
    what the first version sent; one that has none never went out. `sender` names the lock of who sends it. `next_at`
    (milliseconds) says when a failed try is made again, `error` why it failed. `content` is where the first version
    kept the bytes, and stays empty.
    """

    __table_args__ = (
        CheckConstraint("state IN ('owed', 'sending', 'printed', 'sent', 'uncertain', 'cancelled')"),
        Index("print_job_copy", "doc_id", "kind", "copy_no", unique=True),
        Index("print_job_owed", "state", sqlite_where=sql(WAITS)),
        STRICT,
    )
    __local__ = True

    id: bytes = identity()
    doc_id: bytes = ref()
    kind: str = text(BILL)
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
    told: str = text("{}")
    made_for: str | None = text(null=True)


class PrintBytes(Row, table=True):
    """The final bytes of a paper, from its first try until it is out.

    They stand apart from its row: a row that grows and shrinks again would leave its page half empty for good.
    """

    __table_args__ = CLUSTERED
    __local__ = True

    job_id: bytes = ref(primary=True)
    content: bytes = ref()


class Reprint(Row, table=True):
    """A second paper of a document: who asked for it and when; the chain keeps it."""

    __table_args__ = STRICT

    id: bytes = identity()
    doc_id: bytes = ref()
    copy_no: int = whole()
    made_at: int = whole()
    employee_id: bytes = ref("employee.id")


class AnsweringPrinter(Row, table=True):
    """A printer that has told once how it is, by its address: from then on its silence means that it hangs.

    `confirms`: it has said of a paper that it came out; one that does so for one paper does so for all.
    """

    __table_args__ = (CheckConstraint("confirms IN (0, 1)"), CLUSTERED)
    __local__ = True

    address: str = text(primary=True)
    confirms: int = whole()
    since: int = whole()
