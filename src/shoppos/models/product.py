"""What is sold: its codes, its price, and the tax that holds on each day."""

from typing import ClassVar

from sqlalchemy import CheckConstraint, Index

from shoppos.base.row import CLUSTERED, STRICT, Row, identity, ref, text, whole


class Product(Row, table=True):
    """One thing that is sold. Prices in paise for one `unit`; quantities in thousandths of it.

    `number` ranks products for search, the most wanted first; it concerns this machine alone.
    """

    __table_args__ = (
        CheckConstraint("price >= 0"),
        CheckConstraint("mrp IS NULL OR mrp >= 0"),
        CheckConstraint("cost IS NULL OR cost >= 0"),
        CheckConstraint("inclusive IN (0, 1)"),
        CheckConstraint("active IN (0, 1)"),
        CheckConstraint("treatment IN ('taxable', 'nil', 'exempt', 'non-gst')"),
        Index("product_number", "number", unique=True),
        Index("product_of_import", "import_id"),
        STRICT,
    )
    __sealed__: ClassVar[frozenset[str]] = frozenset({"number"})

    id: bytes = identity()
    number: int = whole()
    code: str = text(unique=True)
    name: str = text()
    local_name: str = text()
    aliases: str = text()
    category: str = text()
    unit: str = text("PCS")
    price: int = whole()
    inclusive: int = whole(1)
    mrp: int | None = whole(null=True)
    cost: int | None = whole(null=True)
    hsn: str = text()
    treatment: str = text("taxable")
    low: int | None = whole(null=True)
    active: int = whole(1)
    import_id: bytes | None = ref(null=True)


class Barcode(Row, table=True):
    """One of the codes printed on a product, beside its own code."""

    __table_args__ = (Index("barcode_product", "product_id"), CLUSTERED)

    code: str = text(primary=True)
    product_id: bytes = ref("product.id")


class ProductRate(Row, table=True):
    """The GST rate of a product from a day on, in hundredths of a percent; cess per unit in paise.

    The rate of a bill is the last one whose `since` (yyyymmdd) is not after its business date.
    """

    __table_args__ = (
        CheckConstraint("rate BETWEEN 0 AND 10000"),
        CheckConstraint("cess_rate >= 0 AND cess_per_unit >= 0"),
        CLUSTERED,
    )

    product_id: bytes = ref("product.id", primary=True)
    since: int = whole(0, primary=True)
    rate: int = whole()
    cess_rate: int = whole()
    cess_per_unit: int = whole()


class RateByPrice(Row, table=True):
    """Another GST rate of a product where one unit comes to more than `most` paise before tax, as with clothes.

    Notification 9/2025-Central Tax (Rate): apparel and footwear up to Rs 2,500 a piece 5 %, above it 18 %.
    """

    __table_args__ = (CheckConstraint("most >= 0 AND rate BETWEEN 0 AND 10000"), CLUSTERED)

    product_id: bytes = ref("product.id", primary=True)
    most: int = whole()
    rate: int = whole()


class ProductImport(Row, table=True):
    """One import of a list: which file, when, and whether it was taken back."""

    __table_args__ = STRICT

    id: bytes = identity()
    file: str = text()
    made_at: int = whole()
    added: int = whole()
    changed: int = whole()
    undone_at: int | None = whole(null=True)


class ImportUndo(Row, table=True):
    """What an imported line replaced (JSON, or "" for a new product), so that the import can be taken back."""

    __table_args__ = CLUSTERED
    __local__ = True

    import_id: bytes = ref("product_import.id", primary=True)
    product_id: bytes = ref(primary=True)
    was: str = text()
