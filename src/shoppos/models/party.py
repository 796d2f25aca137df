"""Customers: who they are, kept apart from the books so that it can be erased, and what they owe."""

from typing import ClassVar

from sqlalchemy import CheckConstraint, Index
from sqlalchemy import text as sql

from shoppos.base.row import CLUSTERED, STRICT, Row, identity, ref, text, whole


class Personal(Row, table=True):
    """What identifies a person, as it stood on one day; a change adds a row, erasing blanks it.

    The journal and the bills know only `commitment`: SHA-256 of the salt and the canonical JSON of the values.
    """

    __table_args__ = (
        Index("personal_phone", "phone"),
        Index("personal_ending", sql("substr(phone, -4)")),
        STRICT,
    )
    __sealed__: ClassVar[frozenset[str]] = frozenset({"salt", "name", "phone", "address", "pin_code", "state", "email"})

    id: bytes = identity()
    commitment: bytes = ref()
    salt: bytes = ref()
    name: str = text()
    phone: str = text()
    address: str = text()
    pin_code: str = text()
    state: str = text()
    email: str = text()


class Customer(Row, table=True):
    """One customer; `personal_id` is the card in force, `note` what the shop wants to remember of them."""

    __table_args__ = (
        CheckConstraint("active IN (0, 1)"),
        Index("customer_personal", "personal_id"),
        STRICT,
    )
    __sealed__: ClassVar[frozenset[str]] = frozenset({"note"})

    id: bytes = identity()
    personal_id: bytes = ref("personal.id")
    gstin: str = text()
    note: str = text()
    active: int = whole(1)
    made_at: int = whole()


class CustomerWord(Row, table=True):
    """A word by which a customer is found, folded: of the name, or a tag behind its #. Made anew from their cards."""

    __table_args__ = (Index("customer_word_customer", "customer_id"), CLUSTERED)
    __local__ = True

    word: str = text(primary=True)
    customer_id: bytes = ref("customer.id", primary=True)


class KhataEntry(Row, table=True):
    """One line of a customer's khata: what was sold on credit (positive), paid or given back (negative), in paise.

    `doc_id` is the sale on credit or the credit note; a payment has its own id there. A balance below zero is store
    credit. `adjust` moves a balance from one customer's card to another's. `till` is the one that wrote it; NULL is one
    of before that was told, which the journal's moments tell.
    """

    __table_args__ = (
        CheckConstraint("kind IN ('opening', 'sale', 'void', 'payment', 'return', 'adjust')"),
        Index("khata_customer", "customer_id"),
        Index("khata_doc", "doc_id", "kind", unique=True),
        Index("khata_paid", "made_at", sqlite_where=sql("kind = 'payment'")),
        Index("khata_day", "business_date", sqlite_where=sql("kind <> 'sale'")),
        STRICT,
    )

    id: bytes = identity()
    customer_id: bytes = ref("customer.id")
    doc_id: bytes = ref()
    kind: str = text()
    amount: int = whole()
    method: str = text()
    reference: str = text()
    business_date: int = whole()
    made_at: int = whole()
    employee_id: bytes = ref("employee.id")
    till: str | None = text(null=True)
