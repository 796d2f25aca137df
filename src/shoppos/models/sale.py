"""A sale: what one customer takes, how it was priced and paid, and the bill it became."""

from typing import ClassVar

from sqlalchemy import CheckConstraint, Index
from sqlalchemy import text as sql

from shoppos.base.row import CLUSTERED, STRICT, Row, identity, ref, text, whole

OPEN, DONE, VOID = "open", "done", "void"


class Sale(Row, table=True):
    """What one customer takes. OPEN until it is paid, then DONE and never changed; VOID if it was abandoned.

    Its id is the key of the whole act: the same id twice gives the same bill once. Money in paise, `discount_rate`
    in hundredths of a percent, `business_date` as yyyymmdd, times in milliseconds since 1970 in UTC; `seq` is the
    journal entry that holds it. `with_address`: the buyer's address stands on the bill, and its State decides.
    `note` is free text that may name a person: it never enters the journal.
    """

    __table_args__ = (
        CheckConstraint("state IN ('open', 'done', 'void')"),
        CheckConstraint("state <> 'done' OR (number IS NOT NULL AND payable = total + round_off AND payable >= 0)"),
        CheckConstraint("total = taxable + cgst + sgst + igst + cess"),
        CheckConstraint("cgst = sgst"),
        Index("sale_number", "number", unique=True),
        Index("sale_day", "business_date", "made_at", sqlite_where=sql("state = 'done'")),
        Index("sale_with", "with_id", sqlite_where=sql("with_id IS NOT NULL")),
        Index("sale_open", "till", sqlite_where=sql("state = 'open'")),
        Index("sale_customer", "customer_id", sqlite_where=sql("customer_id IS NOT NULL")),
        STRICT,
    )
    __sealed__: ClassVar[frozenset[str]] = frozenset({"note"})

    id: bytes = identity()
    till: str = text()
    state: str = text(OPEN)
    number: str | None = text(null=True)
    seq: int | None = whole(null=True)
    kind: str | None = text(null=True)
    with_id: bytes | None = ref(null=True)
    business_date: int | None = whole(null=True)
    opened_at: int = whole()
    made_at: int | None = whole(null=True)
    employee_id: bytes = ref("employee.id")
    letterhead_id: bytes | None = ref("letterhead.id", null=True)
    customer_id: bytes | None = ref("customer.id", null=True)
    personal_id: bytes | None = ref("personal.id", null=True)
    with_address: int = whole()
    gstin: str = text()
    place: str = text()
    inter_state: int = whole()
    note: str = text()
    discount_rate: int = whole()
    discount_amount: int = whole()
    shipping: int = whole()
    round_to: int = whole(100)
    taxable: int = whole()
    cgst: int = whole()
    sgst: int = whole()
    igst: int = whole()
    cess: int = whole()
    total: int = whole()
    round_off: int = whole()
    payable: int = whole()
    tendered: int = whole()


class SaleLine(Row, table=True):
    """One line of a sale: what was asked for, and what `rules.pricing` made of it once the sale is done.

    All that paper and reports need is kept here: name, price, HSN and tax as they were.
    """

    __table_args__ = (
        CheckConstraint("quantity > 0"),
        CheckConstraint("price >= 0 AND disc_amount >= 0 AND disc_rate BETWEEN 0 AND 10000"),
        CheckConstraint("inclusive IN (0, 1)"),
        CLUSTERED,
    )

    sale_id: bytes = ref("sale.id", primary=True)
    line: int = whole(primary=True)
    product_id: bytes = ref("product.id")
    code: str = text()
    name: str = text()
    local_name: str = text()
    hsn: str = text()
    unit: str = text()
    quantity: int = whole()
    price: int = whole()
    inclusive: int = whole()
    mrp: int | None = whole(null=True)
    cost: int | None = whole(null=True)
    treatment: str = text()
    rate: int = whole()
    cess_rate: int = whole()
    cess_per_unit: int = whole()
    disc_rate: int = whole()
    disc_amount: int = whole()
    gross: int = whole()
    disc: int = whole()
    bdisc: int = whole()
    ship: int = whole()
    taxable: int = whole()
    cgst: int = whole()
    sgst: int = whole()
    igst: int = whole()
    cess: int = whole()


class SaleStep(Row, table=True):
    """What one edit of an open sale replaced (JSON), so that it can be taken back, even after a power cut."""

    __table_args__ = CLUSTERED
    __local__ = True

    sale_id: bytes = ref("sale.id", primary=True)
    step: int = whole(primary=True)
    was: str = text()


class Payment(Row, table=True):
    """Money taken for a sale, or given back (negative: change, a cancelled bill), in paise.

    A UPI payment is claimed until a `Utr` row stands beside it. `attempt` is the reference of the QR that was shown.
    """

    __table_args__ = (
        CheckConstraint("amount <> 0"),
        CLUSTERED,
    )

    sale_id: bytes = ref("sale.id", primary=True)
    line: int = whole(primary=True)
    method: str = text()
    amount: int = whole()
    reference: str = text()
    attempt: str = text()


class Utr(Row, table=True):
    """The bank's reference of a UPI payment: given at the counter, or found later for a claimed one.

    `doc_id` is a sale or a khata payment. It proves one payment, which may stand in parts on the papers of one sale.
    """

    __table_args__ = (Index("utr_payment", "doc_id", "line", unique=True), CLUSTERED)

    utr: str = text(primary=True)
    doc_id: bytes = ref(primary=True)
    line: int = whole(primary=True)
    made_at: int = whole()
    employee_id: bytes = ref("employee.id")


class UpiAttempt(Row, table=True):
    """One UPI QR that was shown: its reference is used once, whatever became of it."""

    __table_args__ = (Index("upi_attempt_shown", "made_at"), CLUSTERED)

    reference: str = text(primary=True)
    sale_id: bytes = ref("sale.id")
    amount: int = whole()
    made_at: int = whole()


class Void(Row, table=True):
    """A done bill cancelled: by whom, when and why. The bill itself never changes.

    `till` is the one whose drawer gave the money back; NULL is the bill's own.
    """

    __table_args__ = CLUSTERED

    sale_id: bytes = ref("sale.id", primary=True)
    reason: str = text()
    business_date: int = whole()
    made_at: int = whole()
    employee_id: bytes = ref("employee.id")
    till: str | None = text(null=True)
