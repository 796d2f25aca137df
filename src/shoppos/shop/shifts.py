"""The drawer: a turn begins with a float, cash goes in and out for a reason, and its end is counted blind."""

import json
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from shoppos.base.db import UNREADABLE, CommitUnknown, Database
from shoppos.base.errors import Doubtful, InvalidInput, Refused, Unavailable
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.money import rupees, sane
from shoppos.base.settings import setting
from shoppos.base.text import clean
from shoppos.base.transaction import Transaction
from shoppos.models.print_job import READING
from shoppos.models.shift import IN, OUT, CashMovement, Shift, ShiftClose, ShiftCount
from shoppos.reports import drawer, reading
from shoppos.reports.drawer import Movement
from shoppos.reports.reading import Reading
from shoppos.shop.business_day import booking_day
from shoppos.shop.drawer import opens_for
from shoppos.shop.papers import Papers, reading_told
from shoppos.shop.staff import Staff, bound

LONGEST = 200
"""Characters of a reason."""
DENOMINATIONS = (50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100)
"""The notes and coins that are counted, in paise; a note of Rs 2,000 is money still, but no shop is given any."""
MOST_PIECES = 100_000
MUCH = 50_000_00
"""Paise of cash out from which it is asked once, whatever the drawer holds."""


@dataclass(frozen=True, slots=True)
class ShiftView:
    """The turn that goes on at this till, the till's `number`th: what it began with in paise, but not what it holds."""

    id: bytes
    number: int
    till: str
    opened_at: int
    employee: str
    opening: int


@dataclass(frozen=True, slots=True)
class Closed:
    """A turn that was counted and ended, in paise: `over` is counted less expected, below zero when it is short.

    `counts` is how often somebody counted, `first` what they found first where that was more than once.
    """

    id: bytes
    number: int
    business_date: int
    opening: int
    expected: int
    counted: int
    reason: str
    pieces: tuple[tuple[int, int], ...] = ()
    jobs: tuple[bytes, ...] = ()
    counts: int = 1
    first: int | None = None

    @property
    def over(self) -> int:
        """What lies there above what had to, below zero when it is short."""
        return self.counted - self.expected


class Differs(InvalidInput):
    """A count that does not agree and gives no reason yet: `count` is kept before anybody is told."""

    def __init__(self, said: str, hint: str, count: dict[str, Any]) -> None:
        """Keep the row of the count beside the sentences."""
        super().__init__(said, hint, "reason")
        self.count = count


class Shifts:
    """Turns at this till's drawer. Selling needs none; where one is open, its end is counted and explained."""

    def __init__(self, db: Database, staff: Staff, papers: Papers) -> None:
        """Work on `db`; `staff` says who may take cash out, `papers` owes the slip of a turn."""
        self.db = db
        self.staff = staff
        self.papers = papers

    # -- looking

    def current(self) -> ShiftView | None:
        """The turn that goes on at this till, None between two."""
        found = drawer.opened(self.db, self.db.till)
        if found is None:
            return None
        opened_at = round(found.opened_at.timestamp() * 1000)
        at = bytes.fromhex(found.id)
        return ShiftView(at, found.number, self.db.till, opened_at, found.employee, found.opening)

    def movements(self) -> list[Movement]:
        """What was put into the drawer and taken out of it since the turn began, or today where none goes on."""
        found, day = drawer.opened(self.db, self.db.till), booking_day(self.db)
        if found is None:
            return drawer.movements(self.db, self.db.till, day, day)
        since = round(found.opened_at.timestamp() * 1000) - 1
        return drawer.movements(self.db, self.db.till, found.business_date, day, after=since)

    def x(self) -> Reading:
        """What this till has taken so far today; hidden while who is at the till is to count the drawer first.

        Refused to nobody, and to who may see no reports unless it is their own turn.
        """
        self.refuse_stranger()
        found = reading.read(self.db, self.db.till, booking_day(self.db), self.staff.current.name)
        return found.hidden() if self.is_blind() else found

    def x_told(self) -> dict[str, Any]:
        """What a paper of `x` names it by."""
        self.refuse_stranger()
        return reading_told(self.db, self.db.clock.ms(), blind=self.is_blind())

    def print_x(self, printer: str = "") -> bytes:
        """Owe `x`, to a printer or by route; gives the job's id."""
        self.refuse_stranger()
        return self.papers.reading(printer, blind=self.is_blind())

    def is_blind(self) -> bool:
        """Whether who is at the till may not see what has to be in the drawer before they have counted it."""
        chosen = setting(self.db, "shift_blind", True)
        return chosen and self.current() is not None and not self.staff.may("reports")

    # -- acts

    def open(self, opening: int) -> ShiftView:
        """Begin a turn with `opening` paise in the drawer; Refused while another goes on."""
        if opening < 0:
            raise InvalidInput(_("The float cannot be less than 0."), field="float")
        sane("float", opening)
        with self.db.transaction("shift.opened") as tx:
            self.refuse_nobody()
            goes_on = self.current()
            if goes_on is not None:
                raise Refused(
                    _("{name}'s shift at till {till} has not ended.").format(name=goes_on.employee, till=self.db.till),
                    _("Count the drawer and close it first."),
                )
            day, at = booking_day(self.db), new_id()
            row = {"id": at, "till": self.db.till, "business_date": day, "opening": opening, "opened_at": tx.at}
            before = drawer.cash(self.db, self.db.till, day, day)
            tx.insert(Shift, {**row, "kept_before": before, "employee_id": self.db.employee})
            number = self.db.row("SELECT count(*) FROM shift WHERE till = ?", (self.db.till,)) or (0,)
            return ShiftView(at, number[0], self.db.till, tx.at, self.staff.current.name, opening)

    def cash(
        self, kind: str, amount: int, reason: str, *, key: bytes | None = None, sure: bool = False, opens: bool = False
    ) -> bytes:  # fmt: skip
        """Put `amount` paise into the drawer ("in") or take them out ("out") and say why; gives the movement's id.

        NeedsApproval ("cash.out") where PINs guard the shop, for who may not take cash out; Doubtful (repeat with
        `sure`) for more than can be meant. The same `key` twice moves it once, and is refused for another movement.
        `opens`: the caller opens the drawer for it, which is written down in the same act.
        """
        reason, kind = clean(reason, LONGEST), clean(kind).lower()
        if kind not in {IN, OUT}:
            raise InvalidInput(_("Cash goes in or out."), field="kind")
        if amount <= 0:
            raise InvalidInput(_("The amount must be more than 0."), field="amount")
        sane("amount", amount)
        if not reason:
            raise InvalidInput(_("Say what the cash is for."), field="reason")
        at = key or new_id()
        try:
            with self.db.transaction(f"cash.{kind}") as tx:
                if key is not None and self._moved_so(key, (self.db.till, kind, amount, reason)):
                    return key
                self.refuse_nobody()
                if kind == OUT:
                    self.doubt_out(amount, sure=sure)
                    self._allow_out(amount, reason)
                row = {"id": at, "till": self.db.till, "kind": kind, "amount": amount, "reason": reason}
                booked = {"business_date": booking_day(self.db), "made_at": tx.at, "employee_id": self.db.employee}
                tx.insert(CashMovement, {**row, **booked, "expense_id": None, "supplier_doc": None})
                if opens:
                    opens_for(self.db, tx, at)
        except CommitUnknown as unknown:
            self._after_unknown(at, unknown)
        return at

    def close(self, counted: int | None = None, *, pieces: Mapping[int, int] | None = None, reason: str = "") -> Closed:
        """End the turn with what was `counted` in paise, or with how many `pieces` there were of each note and coin.

        What had to be there is told only now. A difference needs a reason: InvalidInput ("reason") says that it does
        not agree, to who may see reports by how much, and the count is kept. Owes the turn's slip.
        """
        with self.keeping_counts(), self.db.transaction("shift.closed") as tx:
            closed = self.end(tx, booking_day(self.db), counted, pieces, reason)
            jobs = self.papers.owe(tx, [closed.id], READING, told={"kind": "shift", "till": self.db.till})
        return replace(closed, jobs=tuple(jobs))

    # -- inside the transaction of another act

    def end(
        self, tx: Transaction, day: int, counted: int | None, pieces: Mapping[int, int] | None, reason: str
    ) -> Closed:
        """End the turn that goes on, for that business day (yyyymmdd)."""
        self.refuse_nobody()
        found = drawer.opened(self.db, self.db.till, booking_day(self.db))
        if found is None:
            raise Refused(
                _("No shift is open at till {till}.").format(till=self.db.till),
                _("Begin one with the float that lies in the drawer."),
            )
        kept = checked_pieces(pieces)
        counted = _counted(counted, kept)
        closed = Closed(
            bytes.fromhex(found.id), found.number, day, found.opening, found.expected, counted,
            clean(reason, LONGEST), tuple(sorted(kept.items(), reverse=True)),
        )  # fmt: skip
        if closed.over and not closed.reason:
            count = {"shift_id": closed.id, "expected": closed.expected, "counted": counted}
            raise Differs(*_unexplained(closed, blind=self.is_blind()), {**count, "employee_id": self.db.employee})
        tx.insert(
            ShiftClose,
            {
                "shift_id": closed.id, "business_date": day, "expected": closed.expected, "counted": counted,
                "pieces": json.dumps({str(paise): n for paise, n in closed.pieces}), "reason": closed.reason,
                "made_at": tx.at, "employee_id": self.db.employee,
            },
        )  # fmt: skip
        ended = drawer.turn(self.db, closed.id)
        return closed if ended is None else replace(closed, counts=ended.counts, first=ended.first)

    @contextmanager
    def keeping_counts(self) -> Generator[None]:
        """Around the transaction of an act that counts: a count that is refused is written down before it is told.

        The same sum once more, because the reason was forgotten, is the same count.
        """
        try:
            yield
        except Differs as differs:
            count = differs.count
            with self.db.transaction("shift.counted") as tx:
                last = self.db.row(
                    "SELECT expected, counted FROM shift_count WHERE shift_id = ? ORDER BY rowid DESC LIMIT 1",
                    (count["shift_id"],),
                )
                if last != (count["expected"], count["counted"]):
                    tx.insert(ShiftCount, {"id": new_id(), **count, "made_at": tx.at})
            raise

    def doubt_out(self, amount: int, *, sure: bool) -> None:
        """Doubtful for cash out above what the drawer holds, or above what is ever meant, in paise.

        Who counts blind is asked about large sums alone: else what must be in the drawer could be found by asking.
        """
        if sure:
            return
        if amount >= MUCH:
            raise Doubtful(_("{amount} out of the drawer?").format(amount=rupees(amount)), field="amount")
        turn = None if self.is_blind() else drawer.opened(self.db, self.db.till, booking_day(self.db))
        if turn is not None and amount > turn.expected:
            raise Doubtful(
                _("{amount} out of the drawer, which holds {there}?").format(
                    amount=rupees(amount), there=rupees(turn.expected)
                ),
                field="amount",
            )

    def refuse_nobody(self) -> None:
        """Refused with nobody at the till: a drawer is handed over, and a day is closed, by somebody."""
        if self.db.nobody:
            raise Refused(_("Nobody is signed in at this till."), _("Choose a name first."))

    def refuse_stranger(self) -> None:
        """What a till has taken is for who may see reports, and for whose turn it is."""
        self.refuse_nobody()
        found = self.db.row(
            "SELECT employee_id FROM shift h WHERE till = ? AND NOT EXISTS (SELECT 1 FROM shift_close c "
            "WHERE c.shift_id = h.id) ORDER BY rowid DESC LIMIT 1",
            (self.db.till,),
        )
        if found is None or found[0] != self.db.employee:
            self.staff.guard("reports")

    # -- inside

    def _allow_out(self, amount: int, reason: str) -> None:
        """A yes is for this sum and reason, and for the next movement alone."""
        last = self.db.row("SELECT id FROM cash_movement WHERE till = ? ORDER BY rowid DESC LIMIT 1", (self.db.till,))
        asked = bound(last[0] if last else b"", self.db.till, amount, reason)
        self.staff.allow("cash.out", asked, _("To take cash out of the drawer needs a manager's yes here."))

    def _moved_so(self, key: bytes, asked: tuple[str, str, int, str]) -> bool:
        """Whether that movement was written down under this key; Refused where another was."""
        row = self.db.row("SELECT till, kind, amount, reason FROM cash_movement WHERE id = ?", (key,))
        if row is not None and row != asked:
            raise Refused(
                _("Other cash was moved with this key: {amount}, {reason}.").format(
                    amount=rupees(row[2]), reason=row[3]
                ),
                _("Nothing was moved now. Give a key of its own."),
            )
        return row is not None

    def _moved(self, key: bytes) -> bool:
        return self.db.row("SELECT 1 FROM cash_movement WHERE id = ?", (key,)) is not None

    def _after_unknown(self, at: bytes, unknown: CommitUnknown) -> None:
        """COMMIT failed: look whether it is written down before anybody moves the cash again."""
        try:
            there = self._moved(at)
        except UNREADABLE:
            raise CommitUnknown(
                _("It is not known whether the cash was written down: {reason}").format(reason=unknown.message),
                _("Check the disk, then look at the shift before you write it down again."),
            ) from unknown
        if not there:
            raise Unavailable(
                _("The cash was not written down: {reason}").format(reason=unknown.message),
                _("Free some space or check the disk, then write it down again."),
            ) from unknown


def checked_pieces(pieces: Mapping[int, int] | None) -> dict[int, int]:
    """How many of each note and coin, by its paise, without those that are none; InvalidInput for no such count."""
    for paise, count in (pieces or {}).items():
        if paise not in (*DENOMINATIONS, 200000, 50):
            raise InvalidInput(
                _("There is no note or coin of {amount}.").format(amount=rupees(paise)),
                _("There is: {notes}.").format(notes=", ".join(f"{paise // 100}" for paise in DENOMINATIONS)),
                "pieces",
            )
        if not 0 <= count <= MOST_PIECES:
            raise InvalidInput(_("{count} pieces cannot be.").format(count=count), field="pieces")
    return {paise: count for paise, count in (pieces or {}).items() if count}


def _counted(counted: int | None, pieces: Mapping[int, int]) -> int:
    """What was counted in all, in paise."""
    together = sum(paise * count for paise, count in pieces.items())
    if counted is None:
        if not pieces:
            raise InvalidInput(
                _("Count the drawer first."), _("Type the sum, or how many there are of each note and coin."), "counted"
            )
        return together
    if pieces and together != counted:
        raise InvalidInput(
            _("The notes and coins make {together}, not {counted}.").format(
                together=rupees(together), counted=rupees(counted)
            ),
            _("Count once more."),
            "pieces",
        )
    if counted < 0:
        raise InvalidInput(_("A drawer cannot hold less than nothing."), field="counted")
    sane("counted", counted)
    return counted


def _unexplained(closed: Closed, *, blind: bool) -> tuple[str, str]:
    """What is said of a count that does not agree, and that it is accepted with a reason; to who is `blind` no sum."""
    hint = _("Count once more, or say why; both counts are kept with the day.")
    if blind:
        return _("{counted} were counted, and that does not agree.").format(counted=rupees(closed.counted)), hint
    said = _("The drawer is {amount} short: {counted} counted.")
    if closed.over > 0:
        said = _("The drawer holds {amount} too much: {counted} counted.")
    return said.format(amount=rupees(abs(closed.over)), counted=rupees(closed.counted)), hint
