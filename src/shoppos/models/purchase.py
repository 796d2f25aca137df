"""Buying: from whom, what was ordered, what came at which cost, and what the shop owes for it."""

from sqlalchemy import CheckConstraint, Index

from shoppos.base.row import CLUSTERED, STRICT, Row, identity, ref, text, whole


class Supplier(Row, table=True):
    """One supplier; `lead_days` is how long goods take to come."""

    __table_args__ = (CheckConstraint("active IN (0, 1)"), STRICT)

    id: bytes = identity()
    name: str = text(unique=True)
    phone: str = text()
    email: str = text()
    gstin: str = text()
    state: str = text()
    address: str = text()
    note: str = text()
    lead_days: int | None = whole(null=True)
    active: int = whole(1)
    made_at: int = whole()


class PurchaseOrder(Row, table=True):
    """What was ordered from a supplier; `number` is the till's series P."""

    __table_args__ = (
        CheckConstraint("state IN ('draft', 'sent', 'part', 'received', 'cancelled')"),
        Index("purchase_order_supplier", "supplier_id"),
        STRICT,
    )

    id: bytes = identity()
    number: str = text(unique=True)
    supplier_id: bytes = ref("supplier.id")
    state: str = text("draft")
    note: str = text()
    business_date: int = whole()
    made_at: int = whole()
    employee_id: bytes = ref("employee.id")


class PurchaseOrderLine(Row, table=True):
    """One product ordered: thousandths, and the expected cost of one unit in paise before tax."""

    __table_args__ = (CheckConstraint("quantity > 0 AND cost >= 0"), CLUSTERED)

    order_id: bytes = ref("purchase_order.id", primary=True)
    line: int = whole(primary=True)
    product_id: bytes = ref("product.id")
    quantity: int = whole()
    cost: int = whole()


class Purchase(Row, table=True):
    """Goods received with a supplier's bill, or sent back to them; never changed. All money in paise.

    `bill_number` and `bill_date` (yyyymmdd) are the supplier's own; `against_id` the purchase a return belongs to.
    """

    __table_args__ = (
        CheckConstraint("kind IN ('received', 'returned')"),
        CheckConstraint("total = taxable + cgst + sgst + igst + cess + round_off"),
        Index("purchase_supplier", "supplier_id", "bill_number"),
        Index("purchase_day", "business_date"),
        Index("purchase_order_of", "order_id"),
        STRICT,
    )

    id: bytes = identity()
    kind: str = text("received")
    number: str = text(unique=True)
    supplier_id: bytes = ref("supplier.id")
    order_id: bytes | None = ref("purchase_order.id", null=True)
    against_id: bytes | None = ref("purchase.id", null=True)
    bill_number: str = text()
    bill_date: int | None = whole(null=True)
    business_date: int = whole()
    made_at: int = whole()
    employee_id: bytes = ref("employee.id")
    note: str = text()
    taxable: int = whole()
    cgst: int = whole()
    sgst: int = whole()
    igst: int = whole()
    cess: int = whole()
    round_off: int = whole()
    total: int = whole()


class PurchaseLine(Row, table=True):
    """One product that came: thousandths, `free` of them without charge, cost of one unit before tax in paise."""

    __table_args__ = (
        CheckConstraint("quantity > 0 AND free >= 0 AND cost >= 0"),
        Index("purchase_line_product", "product_id"),
        CLUSTERED,
    )

    purchase_id: bytes = ref("purchase.id", primary=True)
    line: int = whole(primary=True)
    product_id: bytes = ref("product.id")
    code: str = text()
    name: str = text()
    hsn: str = text()
    unit: str = text()
    quantity: int = whole()
    free: int = whole()
    cost: int = whole()
    rate: int = whole()
    taxable: int = whole()
    cgst: int = whole()
    sgst: int = whole()
    igst: int = whole()
    cess: int = whole()
    mrp: int | None = whole(null=True)
    price: int | None = whole(null=True)
    batch_id: bytes | None = ref(null=True)


class SupplierEntry(Row, table=True):
    """One line of what the shop owes a supplier (positive) or has paid or sent back (negative), in paise."""

    __table_args__ = (
        CheckConstraint("kind IN ('opening', 'purchase', 'return', 'payment')"),
        Index("supplier_entry_of", "supplier_id"),
        Index("supplier_entry_doc", "doc_id", "kind", unique=True),
        STRICT,
    )

    id: bytes = identity()
    supplier_id: bytes = ref("supplier.id")
    doc_id: bytes = ref()
    kind: str = text()
    amount: int = whole()
    method: str = text()
    reference: str = text()
    business_date: int = whole()
    made_at: int = whole()
    employee_id: bytes = ref("employee.id")


class PurchaseDraft(Row, table=True):
    """Goods that are being received at a till, as typed so far (JSON): what a power cut must not lose."""

    __table_args__ = CLUSTERED
    __local__ = True

    till: str = text(primary=True)
    told: str = text("{}")
