"""The slip of one turn at the drawer: what it began with, what went in and out, what was found and why it differs."""

import datetime as dt
from dataclasses import dataclass

from shoppos.base.clock import day_of
from shoppos.base.errors import NotFound
from shoppos.base.file import Reader
from shoppos.base.i18n import _
from shoppos.reports import drawer, openings
from shoppos.reports.drawer import Movement, Turn

LAST = 9999_12_31
"""A business day behind every other."""


@dataclass(frozen=True, slots=True)
class ShiftSlip:
    """One turn that ended, in paise: `taken` is the cash that bills, dues and orders brought, less what went back.

    `openings` is how often its drawer was opened without a sale, by what for.
    """

    till: str
    shop: str
    day: dt.date
    turn: Turn
    movements: tuple[Movement, ...]
    counted_by: str
    openings: tuple[tuple[str, int], ...] = ()

    @property
    def number(self) -> str:
        """What it is called: "A1/S12"."""
        return f"{self.till}/S{self.turn.number}"

    @property
    def cash_in(self) -> int:
        """What was put into the drawer for another reason than a sale."""
        return sum(one.amount for one in self.movements if one.kind == "in")

    @property
    def cash_out(self) -> int:
        """What was taken out of it for another reason than a sale."""
        return sum(one.amount for one in self.movements if one.kind == "out")

    @property
    def taken(self) -> int:
        """What the turn's cash came to besides."""
        return self.turn.expected - self.turn.opening - self.cash_in + self.cash_out


def load(db: Reader, shift_id: bytes) -> ShiftSlip:
    """The slip of a turn that ended; NotFound for one that goes on still."""
    row = db.row(
        "SELECT h.till, h.business_date, h.opened_at, c.business_date, c.made_at, coalesce(e.name, '') FROM shift h "
        "JOIN shift_close c ON c.shift_id = h.id LEFT JOIN employee e ON e.id = c.employee_id WHERE h.id = ?",
        (shift_id,),
    )
    turn = drawer.turn(db, shift_id)
    if row is None or turn is None:
        raise NotFound(_("This shift has not ended."), _("Count the drawer and close it first."))
    till, began, opened_at, ended, closed_at, name = row
    head = db.row("SELECT name FROM letterhead ORDER BY id DESC LIMIT 1")
    span = {"after": opened_at - 1, "at": closed_at}
    moved = drawer.movements(db, till, began, LAST, **span)
    return ShiftSlip(
        till, head[0] if head else "", day_of(ended), turn, tuple(moved), name,
        openings.counts(db, till, began, LAST, **span),
    )  # fmt: skip
