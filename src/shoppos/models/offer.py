"""Prices for some: price lists, prices from a quantity on, and offers with their days and hours."""

from sqlalchemy import CheckConstraint, Index

from shoppos.base.row import CLUSTERED, STRICT, Row, identity, ref, text, whole


class PriceList(Row, table=True):
    """A list of prices, such as Wholesale; a customer may have one."""

    __table_args__ = (CheckConstraint("active IN (0, 1)"), STRICT)

    id: bytes = identity()
    name: str = text(unique=True)
    active: int = whole(1)


class ListPrice(Row, table=True):
    """The price of a product on a list from a quantity on (thousandths), in paise for one unit."""

    __table_args__ = (
        CheckConstraint("price >= 0 AND least >= 0"),
        Index("list_price_product", "product_id"),
        CLUSTERED,
    )

    list_id: bytes = ref("price_list.id", primary=True)
    product_id: bytes = ref("product.id", primary=True)
    least: int = whole(0, primary=True)
    price: int = whole()


class Offer(Row, table=True):
    """One offer: what it is of, what it takes off, and when; `told` is JSON read by `rules.offers`.

    `since` and `until` are business days (yyyymmdd), `hours` minutes of the day as "1020-1200" or "", `days` the
    weekdays as digits 1 (Monday) to 7 or "" for all.
    """

    __table_args__ = (CheckConstraint("active IN (0, 1)"), STRICT)

    id: bytes = identity()
    name: str = text()
    kind: str = text()
    told: str = text("{}")
    since: int | None = whole(null=True)
    until: int | None = whole(null=True)
    days: str = text()
    hours: str = text()
    active: int = whole(1)
    made_at: int = whole()


class LineOffer(Row, table=True):
    """The offer that took something off a line of a sale, in its words as the bill explains it."""

    __table_args__ = CLUSTERED

    sale_id: bytes = ref("sale.id", primary=True)
    line: int = whole(primary=True)
    offer_id: bytes = ref()
    said: str = text()
    amount: int = whole()
