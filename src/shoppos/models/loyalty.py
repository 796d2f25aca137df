"""Customers beyond their card: terms, addresses, points, consent, and cards that were found to be one person's."""

from typing import ClassVar

from sqlalchemy import CheckConstraint, Index

from shoppos.base.row import CLUSTERED, STRICT, Row, identity, ref, text, whole


class CustomerTerms(Row, table=True):
    """On which terms a customer buys: how much credit in paise (NULL the shop's), which prices; tags, likings.

    `birthday` as MM-DD, `likes` and `tags` in words; `merged_into` the customer whose card this one joined.
    """

    __table_args__ = (Index("customer_terms_merged", "merged_into"), CLUSTERED)
    __sealed__: ClassVar[frozenset[str]] = frozenset({"birthday", "likes", "tags"})

    customer_id: bytes = ref("customer.id", primary=True)
    credit_limit: int | None = whole(null=True)
    list_id: bytes | None = ref(null=True)
    merged_into: bytes | None = ref(null=True)
    birthday: str = text()
    likes: str = text()
    tags: str = text()


class CustomerAddress(Row, table=True):
    """One more address of a customer: the person or place that a card of `personal` tells of."""

    __table_args__ = (CheckConstraint("active IN (0, 1)"), CLUSTERED)
    __sealed__: ClassVar[frozenset[str]] = frozenset({"label"})

    customer_id: bytes = ref("customer.id", primary=True)
    personal_id: bytes = ref("personal.id", primary=True)
    label: str = text()
    active: int = whole(1)


class PointsEntry(Row, table=True):
    """Points earned (positive) on the net of a bill, spent, or taken back with a return."""

    __table_args__ = (
        CheckConstraint("kind IN ('earned', 'spent', 'clawed', 'void', 'gift', 'merged')"),
        Index("points_customer", "customer_id"),
        Index("points_doc", "doc_id", "kind", unique=True),
        STRICT,
    )

    id: bytes = identity()
    customer_id: bytes = ref("customer.id")
    doc_id: bytes = ref()
    kind: str = text()
    points: int = whole()
    business_date: int = whole()
    made_at: int = whole()
    employee_id: bytes = ref("employee.id")


class Consent(Row, table=True):
    """What a customer allowed or withdrew, when and how they said it; the last one of a channel and purpose counts."""

    __table_args__ = (
        CheckConstraint("given IN (0, 1)"),
        Index("consent_customer", "customer_id"),
        STRICT,
    )

    id: bytes = identity()
    customer_id: bytes = ref("customer.id")
    channel: str = text()
    purpose: str = text()
    given: int = whole()
    how: str = text()
    made_at: int = whole()
    employee_id: bytes = ref("employee.id")


class Reminder(Row, table=True):
    """A customer was reminded of what they owed then, in paise, and how."""

    __table_args__ = (Index("reminder_customer", "customer_id"), STRICT)

    id: bytes = identity()
    customer_id: bytes = ref("customer.id")
    amount: int = whole()
    channel: str = text()
    business_date: int = whole()
    made_at: int = whole()
    employee_id: bytes = ref("employee.id")


class Approval(Row, table=True):
    """One manager's yes for one act of somebody else: what, for which document, and why."""

    __table_args__ = (Index("approval_doc", "doc_id"), STRICT)

    id: bytes = identity()
    act: str = text()
    doc_id: bytes = ref()
    asked_id: bytes = ref("employee.id")
    given_id: bytes = ref("employee.id")
    reason: str = text()
    made_at: int = whole()
