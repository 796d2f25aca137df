"""Stock: every change of it, and its sum kept beside."""

from sqlalchemy import CheckConstraint, Index
from sqlalchemy import text as sql

from shoppos.base.row import CLUSTERED, Row, ref, text, whole


class StockMove(Row, table=True):
    """One change of stock in thousandths, positive in and negative out.

    The key is the document's line, the kind of move and the product, so that nothing can move twice; the line of a
    pack moves each of its parts.
    """

    __table_args__ = (
        CheckConstraint(
            "kind IN ('sale', 'void', 'return', 'opening', 'adjust', 'count', 'purchase', 'sent_back', 'damage',"
            " 'used')"
        ),
        CheckConstraint("quantity <> 0"),
        Index("stock_move_other", "product_id", "business_date", sqlite_where=sql("kind <> 'sale'")),
        CLUSTERED,
    )

    doc_id: bytes = ref(primary=True)
    line: int = whole(primary=True)
    kind: str = text(primary=True)
    product_id: bytes = ref("product.id", primary=True)
    quantity: int = whole()
    business_date: int = whole()
    reason: str = text()


class Stock(Row, table=True):
    """What is on hand of a product, in thousandths: the sum of its moves; `tracked` once it was ever counted."""

    __table_args__ = CLUSTERED
    __local__ = True

    product_id: bytes = ref("product.id", primary=True)
    on_hand: int = whole()
    tracked: int = whole()
