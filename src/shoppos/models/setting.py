"""What the shop has chosen, and the letterhead its papers carried at each time."""

from sqlalchemy import CheckConstraint

from shoppos.base.row import CLUSTERED, STRICT, Row, identity, text, whole


class Setting(Row, table=True):
    """One choice of the shop; `value` is JSON."""

    __table_args__ = CLUSTERED

    key: str = text(primary=True)
    value: str = text()


class Letterhead(Row, table=True):
    """Who the shop is, as its papers say; a change adds a new row, so that an old bill reprints as it was."""

    __table_args__ = (
        CheckConstraint("scheme IN ('regular', 'composition', 'unregistered')"),
        CheckConstraint("upi_merchant IN (0, 1)"),
        STRICT,
    )

    id: bytes = identity()
    name: str = text()
    address: str = text()
    state: str = text()
    pin_code: str = text()
    phone: str = text()
    email: str = text()
    gstin: str = text()
    scheme: str = text("regular")
    upi: str = text()
    upi_merchant: int = whole(1)
    mcc: str = text()
    footer: str = text()
    terms: str = text()
    made_at: int = whole()
