"""Who may see a paper that was asked for before: a reading or a report says no more to them than it would now."""

import json
from typing import Any

from shoppos.base.db import Database
from shoppos.models.print_job import READING, REPORT
from shoppos.shop.business_day import booking_day
from shoppos.shop.days import Days
from shoppos.shop.shifts import Shifts
from shoppos.shop.staff import Staff


class Looking:
    """Asked before a paper is shown, saved or printed once more; most papers anybody may see."""

    def __init__(self, db: Database, staff: Staff, shifts: Shifts, days: Days) -> None:
        """`shifts` and `days` know whose the figures are, `staff` who may see reports."""
        self.db = db
        self.staff = staff
        self.shifts = shifts
        self.days = days

    def refuse(self, kind: str, doc_id: bytes | None, told: dict[str, Any]) -> None:
        """Refused to who may not see what such a paper says."""
        if kind == REPORT:
            self.staff.guard("reports")
        elif kind == READING and told.get("kind") == "Z":
            self.days.z(int(told["number"]), str(told.get("till", "")))
        elif kind == READING and told.get("kind") == "shift":
            self._refuse_turn(doc_id)
        elif kind == READING:
            self._refuse_x(told)

    def refuse_job(self, job_id: bytes) -> None:
        """The same of a paper that was owed before."""
        row = self.db.row("SELECT kind, doc_id, told FROM print_job WHERE id = ?", (job_id,))
        if row is not None:
            self.refuse(row[0], row[1], json.loads(row[2] or "{}"))

    def _refuse_turn(self, shift_id: bytes | None) -> None:
        """A shift's slip is for whose turn it was and who counted it, and for who may see reports."""
        self.shifts.refuse_nobody()
        row = self.db.row(
            "SELECT h.employee_id, c.employee_id FROM shift h LEFT JOIN shift_close c ON c.shift_id = h.id "
            "WHERE h.id = ?",
            (shift_id,),
        )
        if row is None or self.db.employee not in row:
            self.staff.guard("reports")

    def _refuse_x(self, told: dict[str, Any]) -> None:
        """A reading of this till and day as who is here could take it now; any other is for who may see reports."""
        self.shifts.refuse_stranger()
        if (told.get("till"), told.get("day")) != (self.db.till, booking_day(self.db)):
            self.staff.guard("reports")
        if not told.get("blind") and self.shifts.is_blind():
            self.staff.guard("reports")
