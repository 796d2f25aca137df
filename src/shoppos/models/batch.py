"""Batches and serial numbers: goods of which one must know which piece or which make was sold."""

from sqlalchemy import CheckConstraint, Index

from shoppos.base.row import CLUSTERED, STRICT, Row, identity, ref, text, whole


class Batch(Row, table=True):
    """One make of a product: its code, the day it expires (yyyymmdd), its MRP and cost in paise."""

    __table_args__ = (
        Index("batch_of", "product_id", "code", unique=True),
        Index("batch_expiry", "expiry"),
        STRICT,
    )

    id: bytes = identity()
    product_id: bytes = ref("product.id")
    code: str = text()
    expiry: int | None = whole(null=True)
    mrp: int | None = whole(null=True)
    cost: int | None = whole(null=True)
    made_at: int = whole()


class BatchMove(Row, table=True):
    """Which batches a stock move was made of, in thousandths; the key is that of the move, and the batch."""

    __table_args__ = (CheckConstraint("quantity <> 0"), Index("batch_move_batch", "batch_id"), CLUSTERED)

    doc_id: bytes = ref(primary=True)
    line: int = whole(primary=True)
    kind: str = text(primary=True)
    batch_id: bytes = ref("batch.id", primary=True)
    quantity: int = whole()


class BatchStock(Row, table=True):
    """What is on hand of a batch, in thousandths: the sum of its moves."""

    __table_args__ = CLUSTERED
    __local__ = True

    batch_id: bytes = ref("batch.id", primary=True)
    on_hand: int = whole()


class SerialMove(Row, table=True):
    """One piece by its serial number or IMEI: in (1) or out (-1) with a document's line."""

    __table_args__ = (
        CheckConstraint("quantity IN (-1, 1)"),
        Index("serial_move_serial", "serial"),
        CLUSTERED,
    )

    doc_id: bytes = ref(primary=True)
    line: int = whole(primary=True)
    kind: str = text(primary=True)
    serial: str = text(primary=True)
    product_id: bytes = ref("product.id")
    quantity: int = whole()
