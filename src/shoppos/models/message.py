"""Messages: words owed to a customer, what came back from them, and how each step is said."""

from typing import ClassVar

from sqlalchemy import CheckConstraint, Index
from sqlalchemy import text as sql

from shoppos.base.row import CLUSTERED, STRICT, Row, identity, ref, text, whole

OWED, SENDING, OPENED, SENT, FAILED, CANCELLED, GOT = (
    "owed", "sending", "opened", "sent", "failed", "cancelled", "got",
)  # fmt: skip
TO, FROM, CALL = "out", "in", "call"


class Message(Row, table=True):
    """One message to a customer, one from them, or a call that was noted.

    `key` is told once per document, step and channel, so that no step is told twice; `doc_id` is the order, bill or
    khata line that it speaks of. `address` is the phone number, mail address or chat that it goes to. `next_at` is when
    it may go at the earliest (quiet hours, a pause after a failure), in milliseconds; `reference` what the provider
    calls it. `attach` names a paper that goes with it ("bill"). `by_hand`: a person pressed send, or wrote it.
    """

    __table_args__ = (
        CheckConstraint("way IN ('out', 'in', 'call')"),
        CheckConstraint("state IN ('owed', 'sending', 'opened', 'sent', 'failed', 'cancelled', 'got')"),
        Index("message_key", "key", unique=True, sqlite_where=sql("key <> ''")),
        Index("message_talk", "customer_id", "id", "way", "state", sqlite_where=sql("step = 'said'")),
        Index("message_waits", "next_at", sqlite_where=sql("state IN ('owed', 'sending', 'opened')")),
        Index("message_customer", "customer_id", "made_at"),
        Index("message_doc", "doc_id"),
        Index("message_reference", "channel", "reference", sqlite_where=sql("reference <> ''")),
        Index("message_chat", "channel", "address", "id", sqlite_where=sql("way = 'in'")),
        STRICT,
    )
    __sealed__: ClassVar[frozenset[str]] = frozenset({"address", "subject", "body", "error"})

    id: bytes = identity()
    customer_id: bytes | None = ref("customer.id", null=True)
    doc_id: bytes | None = ref(null=True)
    way: str = text(TO)
    step: str = text()
    channel: str = text()
    language: str = text()
    key: str = text()
    address: str = text()
    subject: str = text()
    body: str = text()
    attach: str = text()
    reference: str = text()
    state: str = text(OWED)
    by_hand: int = whole()
    tries: int = whole()
    next_at: int = whole()
    error: str = text()
    made_at: int = whole()
    done_at: int | None = whole(null=True)
    employee_id: bytes = ref("employee.id")


class MessageTemplate(Row, table=True):
    """How the shop says one step on one channel in one language, where it does not say it as ShopPOS does.

    `registered` is the id of an SMS template on the DLT list (TRAI). `active` 0: this step is not told so.
    """

    __table_args__ = (CheckConstraint("active IN (0, 1)"), CLUSTERED)

    step: str = text(primary=True)
    channel: str = text(primary=True)
    language: str = text(primary=True)
    subject: str = text()
    body: str = text()
    registered: str = text()
    active: int = whole(1)
