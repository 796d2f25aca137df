"""Tills: a drawer with its own number series, and the bill on its screen."""

from sqlalchemy import CheckConstraint

from shoppos.base.row import CLUSTERED, Row, ref, text, whole


class Till(Row, table=True):
    """One counter of the shop; its code begins every number it draws."""

    __table_args__ = (CheckConstraint("length(code) BETWEEN 1 AND 3"), CLUSTERED)

    code: str = text(primary=True)
    name: str = text()


class Series(Row, table=True):
    """The next number of one till, kind of document and financial year; moves only inside the document's transaction.

    `letter` is "" for bills, "C" for credit notes, "O" for orders; `fy` reads 2627.
    """

    __table_args__ = (CheckConstraint("next > 0"), CLUSTERED)
    __local__ = True

    till: str = text(primary=True)
    letter: str = text(primary=True)
    fy: str = text(primary=True)
    next: int = whole(1)
    last_day: int = whole(0)


class Counter(Row, table=True):
    """What stands on a till's screen: the sale, and the pay panel as it was left (JSON).

    A row named by till and more ("A1 answer 0190…") holds words that were begun there (`shop.begun`), and no sale.
    """

    __table_args__ = CLUSTERED
    __local__ = True

    till: str = text(primary=True)
    sale_id: bytes | None = ref(null=True)
    panel: str = text("{}")
    attempts: int = whole(0)
