"""How a product is kept, bought, sold in parts and taken back: what its card says beyond name, price and tax."""

from sqlalchemy import CheckConstraint, Index
from sqlalchemy import text as sql

from shoppos.base.row import CLUSTERED, STRICT, Row, identity, ref, text, whole


class Keeping(Row, table=True):
    """What a product needs beyond its card; one without a row needs nothing of it.

    `family` and `variant` name a product's kind and size or colour; `tracks` is "batch", "serial" or ""; `policy` is
    what happens when there is too little: "allow", "warn", "manager" or "" for the shop's; `shelf` where it lies;
    `most` the stock one buys up to in thousandths; `return_days` how long it may come back, -1 never.
    """

    __table_args__ = (
        CheckConstraint("tracks IN ('', 'batch', 'serial')"),
        CheckConstraint("policy IN ('', 'allow', 'warn', 'manager')"),
        Index("keeping_family", "family", sqlite_where=sql("family <> ''")),
        Index("keeping_supplier", "supplier_id", sqlite_where=sql("supplier_id IS NOT NULL")),
        CLUSTERED,
    )

    product_id: bytes = ref("product.id", primary=True)
    family: str = text()
    variant: str = text()
    tracks: str = text()
    policy: str = text()
    shelf: str = text()
    supplier_id: bytes | None = ref(null=True)
    lead_days: int | None = whole(null=True)
    most: int | None = whole(null=True)
    return_days: int | None = whole(null=True)
    note: str = text()


class Component(Row, table=True):
    """What a pack or bundle is made of: selling one moves `quantity` thousandths of each part, and none of itself."""

    __table_args__ = (CheckConstraint("quantity > 0 AND product_id <> part_id"), CLUSTERED)

    product_id: bytes = ref("product.id", primary=True)
    part_id: bytes = ref("product.id", primary=True)
    quantity: int = whole()


class Reservation(Row, table=True):
    """What is promised of a product to a document that has not taken it yet, in thousandths."""

    __table_args__ = (CheckConstraint("quantity > 0"), Index("reservation_product", "product_id"), CLUSTERED)

    doc_id: bytes = ref(primary=True)
    line: int = whole(primary=True)
    product_id: bytes = ref("product.id")
    quantity: int = whole()


class PlaceMove(Row, table=True):
    """What came to a place beside the shop floor (positive) or left it, in thousandths; the total stays."""

    __table_args__ = (CheckConstraint("quantity <> 0"), Index("place_move_product", "product_id", "place"), CLUSTERED)

    doc_id: bytes = ref(primary=True)
    line: int = whole(primary=True)
    place: str = text(primary=True)
    product_id: bytes = ref("product.id")
    quantity: int = whole()
    business_date: int = whole()
    reason: str = text()


class Asked(Row, table=True):
    """Something a customer asked for and did not get: a product, or words for what the shop does not have."""

    __table_args__ = (Index("asked_product", "product_id"), STRICT)

    id: bytes = identity()
    product_id: bytes | None = ref(null=True)
    said: str = text()
    quantity: int = whole(1000)
    business_date: int = whole()
    made_at: int = whole()
    employee_id: bytes = ref("employee.id")


class Picked(Row, table=True):
    """Which product the cashier took in the end after those words, and how often: search learns from it."""

    __table_args__ = (Index("picked_product", "product_id"), CLUSTERED)
    __local__ = True

    words: str = text(primary=True)
    product_id: bytes = ref(primary=True)
    times: int = whole()


class LineNote(Row, table=True):
    """What was asked for on one line of a sale beyond its product: engraving, gift wrap, a measure."""

    __table_args__ = CLUSTERED

    sale_id: bytes = ref("sale.id", primary=True)
    line: int = whole(primary=True)
    note: str = text()
