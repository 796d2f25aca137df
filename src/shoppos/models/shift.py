"""The drawer: whose turn it is, cash in and out, opened without a sale, what was counted, and the day closed."""

from typing import ClassVar

from sqlalchemy import CheckConstraint, Index

from shoppos.base.row import CLUSTERED, STRICT, Row, identity, ref, text, whole

IN, OUT = "in", "out"


class Shift(Row, table=True):
    """One cashier's turn at a till's drawer, which began with `opening` paise in it; never changed.

    It goes on until a `ShiftClose` stands beside it. `kept_before` is the cash in paise that the till had kept on that
    business day before it began: what the turn moved is what the days moved since, less this, whatever the clock says.
    """

    __table_args__ = (
        CheckConstraint("opening >= 0"),
        Index("shift_till", "till", "opened_at"),
        STRICT,
    )

    id: bytes = identity()
    till: str = text()
    business_date: int = whole()
    opening: int = whole()
    kept_before: int = whole()
    opened_at: int = whole()
    employee_id: bytes = ref("employee.id")


class ShiftClose(Row, table=True):
    """A turn that ended: what had to be in the drawer, what was counted, in paise, and why they differ; never changed.

    `pieces` is JSON, how many of each note and coin by its paise: {"50000": 3}; {} where only the sum was said.
    """

    __proven__: ClassVar[tuple[str, ...]] = ("reason",)
    __sealed__: ClassVar[frozenset[str]] = frozenset({"salt", *__proven__})
    __table_args__ = (CheckConstraint("counted >= 0"), CLUSTERED)

    shift_id: bytes = ref("shift.id", primary=True)
    business_date: int = whole()
    expected: int = whole()
    counted: int = whole()
    pieces: str = text("{}")
    reason: str = text()
    made_at: int = whole()
    employee_id: bytes = ref("employee.id")
    commitment: bytes | None = ref(null=True)
    salt: bytes | None = ref(null=True)


class ShiftCount(Row, table=True):
    """A count of a drawer that did not agree and ended nothing, in paise, by whom and when; never changed.

    Whoever counts again may find another sum, but not without this trace of the first.
    """

    __table_args__ = (CheckConstraint("counted >= 0"), Index("shift_count_shift", "shift_id"), STRICT)

    id: bytes = identity()
    shift_id: bytes = ref("shift.id")
    expected: int = whole()
    counted: int = whole()
    made_at: int = whole()
    employee_id: bytes = ref("employee.id")


class CashMovement(Row, table=True):
    """Cash put into a till's drawer or taken out of it, in paise, for another reason than a sale; never changed.

    What was spent or paid to a supplier names its `expense_id` or the document of its `supplier_entry`.
    """

    __proven__: ClassVar[tuple[str, ...]] = ("reason",)
    __sealed__: ClassVar[frozenset[str]] = frozenset({"salt", *__proven__})
    __table_args__ = (
        CheckConstraint("kind IN ('in', 'out')"),
        CheckConstraint("amount > 0"),
        Index("cash_movement_day", "business_date", "till"),
        STRICT,
    )

    id: bytes = identity()
    till: str = text()
    kind: str = text(IN)
    amount: int = whole()
    reason: str = text()
    expense_id: bytes | None = ref("expense.id", null=True)
    supplier_doc: bytes | None = ref(null=True)
    business_date: int = whole()
    made_at: int = whole()
    employee_id: bytes = ref("employee.id")
    commitment: bytes | None = ref(null=True)
    salt: bytes | None = ref(null=True)


class DrawerOpening(Row, table=True):
    """A till's drawer that was told to open without a sale, by whom and what for; never changed.

    `kind` is one of `rules.drawer.KINDS`: a "reason" that somebody typed (and who allowed it, where that was asked),
    to "count" it, for the "float" of a turn, or for the cash of the `movement_id` that was written with it.
    """

    __proven__: ClassVar[tuple[str, ...]] = ("reason",)
    __sealed__: ClassVar[frozenset[str]] = frozenset({"salt", *__proven__})
    __table_args__ = (
        CheckConstraint("kind IN ('reason', 'count', 'float', 'movement')"),
        CheckConstraint("(kind = 'movement') = (movement_id IS NOT NULL)"),
        Index("drawer_opening_day", "business_date", "till"),
        STRICT,
    )

    id: bytes = identity()
    till: str = text()
    kind: str = text()
    reason: str = text()
    movement_id: bytes | None = ref("cash_movement.id", null=True)
    approved_id: bytes | None = ref("employee.id", null=True)
    business_date: int = whole()
    made_at: int = whole()
    employee_id: bytes = ref("employee.id")
    commitment: bytes | None = ref(null=True)
    salt: bytes | None = ref(null=True)


class DayClose(Row, table=True):
    """One business day of a till that was closed, the Z: its figures as they were (JSON), numbered for ever.

    `perpetual` is all that the till ever sold, net, in paise; `head` the chain's last hash before this entry, in hex;
    `hash` the SHA-256 of `previous` (the Z before it) and the figures, so that no Z can be left out or put right.
    """

    __table_args__ = (
        Index("day_close_day", "till", "business_date", unique=True),
        CLUSTERED,
    )

    till: str = text(primary=True)
    number: int = whole(primary=True)
    business_date: int = whole()
    figures: str = text()
    perpetual: int = whole()
    head: str = text()
    previous: str = text()
    hash: str = text()
    made_at: int = whole()
    employee_id: bytes = ref("employee.id")


class Consolidated(Row, table=True):
    """One invoice for a till's small sales of a business day for which none was asked (CGST Rule 46, fourth proviso).

    `business_date` is the day of its tokens, `first` and `last` name them, `bills` is how many; `kind` is what their
    lines make of it, `place` the shop's State, `seq` the journal's entry; money in paise. Its lines are the tokens'.
    """

    __table_args__ = (
        CheckConstraint("bills > 0 AND payable = taxable + cgst + sgst + igst + cess + round_off"),
        Index("consolidated_day", "business_date", "till", unique=True),
        STRICT,
    )

    id: bytes = identity()
    number: str = text(unique=True)
    kind: str = text()
    till: str = text()
    seq: int = whole()
    business_date: int = whole()
    letterhead_id: bytes | None = ref("letterhead.id", null=True)
    place: str = text()
    first: str = text()
    last: str = text()
    bills: int = whole()
    taxable: int = whole()
    cgst: int = whole()
    sgst: int = whole()
    igst: int = whole()
    cess: int = whole()
    round_off: int = whole()
    payable: int = whole()
    made_at: int = whole()
    employee_id: bytes = ref("employee.id")
