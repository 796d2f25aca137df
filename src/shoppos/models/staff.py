"""Who works here: every document says by whom it was made."""

from sqlalchemy import CheckConstraint

from shoppos.base.row import STRICT, Row, identity, text, whole


class Employee(Row, table=True):
    """One person of the staff and the role they have."""

    __table_args__ = (
        CheckConstraint("role IN ('owner', 'manager', 'cashier', 'packer')"),
        CheckConstraint("active IN (0, 1)"),
        STRICT,
    )

    id: bytes = identity()
    name: str = text(unique=True)
    role: str = text("cashier")
    active: int = whole(1)
