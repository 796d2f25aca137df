"""The day's end: the drawer is counted, the Z is drawn, and what is sold afterwards belongs to the next day."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from shoppos.base.clock import day_of
from shoppos.base.db import CommitUnknown, Database
from shoppos.base.errors import Doubtful, InvalidInput, Refused
from shoppos.base.i18n import _
from shoppos.base.transaction import Transaction
from shoppos.models.print_job import READING
from shoppos.models.shift import DayClose
from shoppos.reports import deliveries, reading, z
from shoppos.reports.drawer import EVER, Turn, opened
from shoppos.reports.reading import Reading
from shoppos.reports.z import FIRST, ClosedDay
from shoppos.shop import small_sales
from shoppos.shop.business_day import booking_day, clock_warning, closed_day, leap_warning
from shoppos.shop.papers import Papers
from shoppos.shop.shifts import Closed, Shifts
from shoppos.shop.staff import Staff, bound
from shoppos.shop.tills import Tills

EARLY = 6
"""Hours after a business day has begun within which nobody means to close it: the day before is meant."""
MOST_FORGOTTEN = 31
"""How many days that nobody closed get a Z of their own with the next one."""
UNSENT = (
    "SELECT (SELECT count(*) FROM print_job WHERE state IN ('owed', 'sending', 'uncertain')), "
    "(SELECT count(*) FROM message WHERE state IN ('owed', 'sending'))"
)

Owe = Callable[[Transaction, int, int], Sequence[bytes]]
"""Owes the reports of a closed day inside its transaction: its business day (yyyymmdd) and Z's number; their ids."""


@dataclass(frozen=True, slots=True)
class DayClosed:
    """A day that was closed just now: the Z's number, the turn it ended, the journal's head that stands on it.

    `numbers` are all Zs that were drawn, the forgotten days' first; `invoices` those for the tokens of each day.
    `goes_on` names whose turn began on the new day and was left alone.
    """

    number: int
    business_date: int
    closed: Closed | None
    head: str
    report_ids: tuple[bytes, ...]
    jobs: tuple[bytes, ...]
    numbers: tuple[int, ...] = ()
    invoices: tuple[str, ...] = ()
    goes_on: str = ""


class Days:
    """Closes the business days of this till, each once and for ever."""

    def __init__(self, db: Database, tills: Tills, staff: Staff, papers: Papers, shifts: Shifts) -> None:
        """Work on `db` with the other departments; `owe_reports` is set by what sends the owner's reports."""
        self.db = db
        self.tills = tills
        self.staff = staff
        self.papers = papers
        self.shifts = shifts
        self.owe_reports: Owe = _no_reports

    # -- looking

    def business_day(self) -> int:
        """The business day (yyyymmdd) on which what is sold now is booked."""
        return booking_day(self.db)

    def zs(self, limit: int = 30) -> list[ClosedDay]:
        """The Zs of this till, the newest first; to who may see no reports, those that they closed themselves."""
        self.shifts.refuse_nobody()
        if self.staff.is_free("reports"):
            return z.newest(self.db, self.db.till, limit)
        own = z.newest(self.db, self.db.till, limit, closed_by=self.db.employee)
        if not own:
            self.staff.guard("reports")
        return own

    def last(self) -> tuple[int, int]:
        """The newest closed day of this till (yyyymmdd) and its Z's number, which anybody may know; 0, 0 for none."""
        found = z.last(self.db, self.db.till)
        return (found.business_date, found.number) if found else (0, 0)

    def z(self, number: int, till: str = "") -> ClosedDay:
        """A till's Z of that number, by default this one's; Refused to who may see no reports and did not close it."""
        self.shifts.refuse_nobody()
        found = z.read(self.db, till or self.db.till, number)
        if found.closed_by != self.db.employee:
            self.staff.guard("reports")
        return found

    def is_used(self) -> bool:
        """Whether any till of the shop ever closed a day."""
        return self.db.row("SELECT 1 FROM day_close LIMIT 1") is not None

    def to_close(self) -> tuple[int, ...]:
        """The business days (yyyymmdd) that `close` would close now: those that were forgotten, then this one.

        Just after a day has begun the one before it is meant, where bills of it stand that nobody closed. Empty when
        this day is closed already.
        """
        now = self.db.clock.ms()
        today, last = self.db.clock.business_day(now), closed_day(self.db)
        if last >= today:
            return ()
        booked = booking_day(self.db)
        before = self._forgotten(last, booked)
        if self._is_early(now) and booked == today:
            return before or (booked,)
        return (*before, booked)

    def left_open(self, days: Sequence[int]) -> Turn | None:
        """The turn that `close` of these days (yyyymmdd) leaves alone: it began today, and only days before are closed.

        A turn that began the evening before ends with that day, however late it is.
        """
        turn, today = opened(self.db, self.db.till), self.db.clock.business_day(self.db.clock.ms())
        return turn if turn is not None and days and turn.business_date == today > days[-1] else None

    # -- acts

    def close(
        self, counted: int | None = None, *, pieces: Mapping[int, int] | None = None, reason: str = "",
        sure: bool = False,
    ) -> DayClosed:  # fmt: skip
        """Close the business day: end the open shift with what was counted (as `shifts.close`), draw the Z, owe it.

        Refused when the day is closed already; Doubtful (repeat with `sure`) when it has just begun, when
        the clock cannot be right, or when the turn that goes on began after it and is left alone, whatever was counted.
        Days before it that nobody closed get their own Z first; with the first Z of the shop theirs are neither printed
        nor sent. All of it is one transaction.
        """
        try:
            with self.shifts.keeping_counts(), self.db.transaction("day.closed") as tx:
                return self._close(tx, counted, pieces, reason, sure=sure)
        except CommitUnknown as unknown:
            raise CommitUnknown(
                _("It is not known whether the day was closed: {reason}").format(reason=unknown.message),
                _("Check the disk, then look at the list of closed days: it is there whole, or not at all."),
            ) from unknown

    def print_again(self, number: int, printer: str = "") -> bytes:
        """Owe the Z slip of that number once more, to a printer or by route; gives the job's id."""
        with self.db.transaction("reading.owed") as tx:
            return self._owe_slip(tx, self.z(number), printer=printer, again=True)

    # -- inside

    def _close(
        self, tx: Transaction, counted: int | None, pieces: Mapping[int, int] | None, reason: str, *, sure: bool
    ) -> DayClosed:
        days = self.to_close()
        if not days:
            raise self._closed_already()
        self.shifts.refuse_nobody()
        left = self.left_open(days)
        self._doubt(days, left, is_counted=counted is not None or bool(pieces), sure=sure)
        self.staff.allow(
            "day.close", bound(b"", self.db.till, *days), _("To close the day needs a manager's yes here.")
        )
        unsent = (*(self.db.row(UNSENT) or (0, 0)), deliveries.unsent(self.db))
        closed = None if left else self._end_shift(tx, days[-1], counted, pieces, reason)
        invoices = small_sales.consolidate(self.db, self.tills, tx, days[-1])
        self.papers.owe(tx, [at for at, _number in invoices])
        begun = self.is_used()
        made = [self._write(tx, day, unsent, last=day == days[-1]) for day in days]
        jobs, reports = list[bytes](), list[bytes]()
        for one in made if begun else made[-1:]:
            jobs.append(self._owe_slip(tx, one))
            reports += self.owe_reports(tx, one.business_date, one.number)
        numbers = tuple(one.number for one in made)
        last = made[-1]
        return DayClosed(
            last.number, last.business_date, closed, last.head, tuple(reports), tuple(jobs), numbers,
            tuple(number for _at, number in invoices), left.employee if left else "",
        )  # fmt: skip

    def _end_shift(
        self, tx: Transaction, day: int, counted: int | None, pieces: Mapping[int, int] | None, reason: str
    ) -> Closed | None:
        """End the turn that goes on; None when there is none, and then there is nothing to count."""
        if self.shifts.current() is not None:
            return self.shifts.end(tx, day, counted, pieces, reason)
        if counted is not None or pieces:
            raise InvalidInput(
                _("No shift is open at till {till}, so there is nothing to compare the count with.").format(
                    till=self.db.till
                ),
                _("Close the day without a count; tomorrow begin with the float."),
                "counted",
            )
        return None

    def _write(self, tx: Transaction, day: int, unsent: Sequence[int], *, last: bool) -> ClosedDay:
        """Draw the next Z of this till, with the day's figures as they are now."""
        before = z.last(self.db, self.db.till)
        found = self._figures(tx, day, before, unsent if last else (0, 0, 0))
        number = (before.number if before else 0) + 1
        head, previous = tx.last_entry(self.db.till).hash.hex(), before.hash if before else FIRST
        told = z.figures(replace(found, z_number=number, chain_head=head[: z.SHOWN].upper()))
        made = ClosedDay(
            self.db.till, number, day, found.made_at, z.read_figures(told), found.perpetual or 0, head, previous,
            z.sealed(previous, told),
        )  # fmt: skip
        tx.insert(
            DayClose,
            {
                "till": self.db.till, "number": number, "business_date": day, "figures": told,
                "perpetual": made.perpetual, "head": head, "previous": previous, "hash": made.hash, "made_at": tx.at,
                "employee_id": self.db.employee,
            },
        )  # fmt: skip
        return made

    def _figures(self, tx: Transaction, day: int, before: ClosedDay | None, unsent: Sequence[int]) -> Reading:
        """All that stands on the Z but its number."""
        found = reading.day_sold(self.db, self.db.till, day, EVER, tx.at, self.staff.current.name)
        papers, messages, reports = unsent
        return replace(
            reading.with_drawer(self.db, found), previous=before.hash[: z.SHOWN].upper() if before else "",
            perpetual=(before.perpetual if before else 0)
            + z.net_kept(self.db, self.db.till, before.business_date if before else 0, day),
            unsent=(papers, messages, reports),
            unclosed=len(self._bill_days(before.business_date, day)) if before else 0,
            consolidated=z.consolidated(self.db, self.db.till, day),
        )  # fmt: skip

    def _owe_slip(self, tx: Transaction, made: ClosedDay, *, printer: str = "", again: bool = False) -> bytes:
        doc_id = bytes.fromhex(made.hash)[:16]
        copy = 0
        if again:
            row = self.db.row("SELECT max(copy_no) FROM print_job WHERE doc_id = ? AND kind = ?", (doc_id, READING))
            copy = ((row[0] if row else None) or 0) + 1
        told = {"kind": "Z", "till": made.till, "number": made.number}
        return self.papers.owe(tx, [doc_id], READING, copy=copy, told=told, printer=printer)[0]

    def _forgotten(self, last: int, before: int) -> tuple[int, ...]:
        """The days of bills behind the newest Z that nobody closed, all of them where this till has no Z yet."""
        return tuple(self._bill_days(last, before)[-MOST_FORGOTTEN:])

    def _bill_days(self, after: int, before: int) -> list[int]:
        """The business days between two on which this till made bills, took some off again or wrote credit notes."""
        rows = self.db.rows(
            "SELECT DISTINCT day FROM sale_total WHERE day > ? AND day < ? AND till = ? ORDER BY day",
            (after, before, self.db.till),
        )
        return [row[0] for row in rows]

    def _is_early(self, now: int) -> bool:
        moment = self.db.clock.at(now)
        return (moment.hour - self.db.clock.day_start) % 24 < EARLY

    def _doubt(self, days: Sequence[int], left: Turn | None, *, is_counted: bool, sure: bool) -> None:
        """Ask about a clock that cannot be right, a turn that is left alone, and a day that has just begun."""
        if sure:
            return
        if wrong := clock_warning(self.db) or leap_warning(self.db, days):
            raise Doubtful(wrong, _("A day that is closed stays closed. Close it all the same?"), "day")
        if left is not None:
            raise _not_that_turn(self.db, days[-1], left, is_counted=is_counted)
        now = self.db.clock.ms()
        if self._is_early(now) and days[-1] == self.db.clock.business_day(now):
            raise Doubtful(
                _("It is {time}: the day {day} has just begun.").format(
                    time=f"{self.db.clock.at(now):%H:%M}", day=f"{day_of(days[-1]):%d-%m-%Y}"
                ),
                _("All that is sold today would count for tomorrow. Close it all the same?"),
                "day",
            )

    def _closed_already(self) -> Refused:
        last = z.last(self.db, self.db.till)
        day, number = (last.business_date, last.number) if last else (closed_day(self.db), 0)
        then = _("What is sold now counts for the next day, and is closed with it.")
        if day > self.db.clock.business_day(self.db.clock.ms()):
            then = _(
                "Until then all it sells is booked after that day. If the clock is right now, work as a new till, "
                "whose bills stand on their own day: {command}"
            ).format(command="shoppos tills add")
        return Refused(
            _("{day} is closed already: Z {number} of till {till}.").format(
                day=f"{day_of(day):%d-%m-%Y}", number=number, till=self.db.till
            ),
            then,
        )


def _not_that_turn(db: Database, day: int, left: Turn, *, is_counted: bool) -> Doubtful:
    """Which business day (yyyymmdd) is closed in the early morning, and that the turn of the new one goes on."""
    said = _(
        "It is {time}, so the day that is closed now is {day}. {name}'s shift began after it, on {began}, and goes on."
    )
    if is_counted:
        said = _(
            "It is {time}, so the day that is closed now is {day}. {name}'s shift began after it, on {began}, "
            "and goes on; what was counted is not used."
        )
    told = {"time": f"{db.clock.at(db.clock.ms()):%H:%M}", "day": f"{day_of(day):%d-%m-%Y}", "name": left.employee}
    return Doubtful(
        said.format(**told, began=f"{left.opened_at:%d-%m-%Y %H:%M}"),
        _("Close {day}?").format(day=told["day"]), "day",
    )  # fmt: skip


def _no_reports(_tx: Transaction, _day: int, _number: int) -> Sequence[bytes]:
    return ()
