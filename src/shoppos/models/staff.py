"""Who works here: every document says by whom it was made."""

from typing import ClassVar

from sqlalchemy import CheckConstraint

from shoppos.base.row import CLUSTERED, STRICT, Row, identity, ref, text, whole


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


class EmployeePin(Row, table=True):
    """The PIN of one employee: salt and scrypt hash, and the wrong tries since the last right one."""

    __table_args__ = CLUSTERED
    __sealed__: ClassVar[frozenset[str]] = frozenset({"salt", "hash", "tries", "wait_until"})

    employee_id: bytes = ref("employee.id", primary=True)
    salt: bytes = ref()
    hash: bytes = ref()
    tries: int = whole()
    wait_until: int = whole()
