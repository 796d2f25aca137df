"""Expenses: what the shop spends on anything but goods; what was wrong is taken back by another, never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.clock import day_number, day_of
from shoppos.base.errors import InvalidInput, NotFound, Refused
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.money import rupees, sane
from shoppos.base.text import clean, fold
from shoppos.models.expense import Expense
from shoppos.models.shift import IN, OUT, CashMovement
from shoppos.reports import expenses as told
from shoppos.rules import expenses as rules
from shoppos.rules import methods
from shoppos.rules.numbers import fy_code
from shoppos.shop.business_day import booking_day, first_open
from shoppos.shop.drawer import opens_for
from shoppos.shop.staff import bound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shoppos.base.db import Database
    from shoppos.base.journal import Value
    from shoppos.base.transaction import Transaction
    from shoppos.reports.expenses import ExpenseRow
    from shoppos.reports.report import Period
    from shoppos.shop.settings import Settings
    from shoppos.shop.shifts import Shifts
    from shoppos.shop.staff import Staff

CATEGORY = 40
"""Characters of a category."""
MOST = 60
"""How many categories a list still helps with."""


class Expenses:
    """What was paid for rent, tea, transport; what is paid in cash leaves this till's drawer in the same act."""

    def __init__(self, db: Database, settings: Settings, staff: Staff, shifts: Shifts) -> None:
        """Work on `db`; `shifts` knows what the drawer holds."""
        self.db = db
        self.shifts = shifts
        self.settings = settings
        self.staff = staff

    # -- looking

    def categories(self) -> tuple[str, ...]:
        """What there is to choose from, in the shop's own order."""
        return told.categories(self.db)

    def list(self, period: Period) -> list[ExpenseRow]:
        """The expenses of some days, the newest first."""
        return told.listed(self.db, *period.span)

    def find(self, text: str) -> bytes:
        """The expense whose id ends so (hex, as a list shows it); NotFound, Refused when several do."""
        asked = clean(text).lower()
        rows = self.db.rows("SELECT id FROM expense WHERE lower(hex(id)) LIKE '%' || ? LIMIT 2", (asked,))
        if not asked.isalnum() or not rows:
            raise NotFound(_("There is no expense {id}.").format(id=clean(text, 40)), _("Look at the list."))
        if len(rows) > 1:
            raise Refused(_("Several expenses end with {id}.").format(id=asked[:40]), _("Give more of it."))
        found: bytes = rows[0][0]
        return found

    # -- writing

    def set_categories(self, names: Sequence[str]) -> tuple[str, ...]:
        """Choose what there is to choose from; expenses of before keep what they say. Gives the list as it is kept."""
        kept = dict[str, str]()
        for name in names:
            if text := clean(name, CATEGORY):
                kept.setdefault(fold(text), text)
        if not kept:
            raise InvalidInput(_("The shop needs a category for its expenses."), _("For example: Rent."), "category")
        if len(kept) > MOST:
            raise InvalidInput(_("These are too many categories."), _("Put some of them together."), "category")
        self.settings.set("expense_categories", list(kept.values()))
        return tuple(kept.values())

    def spend(
        self, category: str, amount: int, *, method: str = rules.CASH, paid_to: str = "", reference: str = "",
        note: str = "", day: int | None = None, key: bytes | None = None, sure: bool = False, opens: bool = False,
    ) -> bytes:  # fmt: skip
        """Write down `amount` paise that the shop spent; in cash they leave this till's drawer. Gives its id.

        `day` (yyyymmdd) is the day it was paid, today without one; cash leaves the drawer today only. The same `key`
        (16 bytes) twice is one expense. NeedsApproval for who may not do it by themselves, for a day that was closed or
        a year that is over for who may not see reports: those change with it. Doubtful (repeat with
        `sure`) for more cash than can be meant. `opens`: the caller opens the drawer for the cash, which is written
        down in the same act.
        """
        category = self._category(category)
        if method not in rules.METHODS:
            ways = ", ".join(methods.label(one) for one in rules.METHODS)
            raise InvalidInput(_("An expense is not paid so."), _("By: {ways}.").format(ways=ways), "method")
        sane("amount", amount)
        if amount <= 0:
            raise InvalidInput(_("How much was paid?"), _("Type the amount."), "amount")
        with self.db.transaction("expense.paid") as tx:
            if key is not None and self._is_written(key, (category, amount, method)):
                return key
            today = booking_day(self.db)
            paid = self._day(day, today, method)
            if method == rules.CASH:
                self.shifts.doubt_out(amount, sure=sure)
            self._allow(method, category, amount)
            if paid < first_open(self.db) or fy_code(day_of(paid)) != fy_code(day_of(today)):
                self._allow_late(method, category, amount, paid)
            row: dict[str, Value] = {
                "id": key or new_id(), "category": category, "amount": amount, "method": method,
                "paid_to": clean(paid_to, 100), "reference": clean(reference, 60), "note": clean(note, 300),
                "reverses_id": None, "business_date": paid,
            }  # fmt: skip
            return self._write(tx, row, OUT, today, opens=opens)

    def take_back(self, expense_id: bytes, reason: str, *, opens: bool = False) -> bytes:
        """Take an expense back that was wrong, and say why; its cash is in the drawer again. Gives the new row's id.

        Refused for one that was taken back already. The same expense stays in the books, and so does this. `opens` as
        for `spend`.
        """
        reason = clean(reason, 300)
        if not reason:
            raise InvalidInput(_("Say why it is taken back."), field="reason")
        with self.db.transaction("expense.back") as tx:
            row = self.db.row(
                "SELECT category, amount, method, paid_to, reference, reverses_id, "
                "(SELECT 1 FROM expense b WHERE b.reverses_id = e.id) FROM expense e WHERE id = ?",
                (expense_id,),
            )
            if row is None:
                raise NotFound(_("That expense is not in the books."), _("Look at the list."))
            category, amount, method, paid_to, reference, reverses, gone = row
            named = {"category": rules.label(category), "amount": rupees(abs(amount))}
            if reverses is not None:
                raise Refused(
                    _("{category}, {amount}: that is what took an expense back.").format(**named),
                    _("Write the expense down once more."),
                )
            if gone:
                raise Refused(_("{category}, {amount} was taken back already.").format(**named))
            self._allow(method, category, -amount)
            back: dict[str, Value] = {
                "id": new_id(), "category": category, "amount": -amount, "method": method, "paid_to": paid_to,
                "reference": reference, "note": reason, "reverses_id": expense_id,
                "business_date": booking_day(self.db),
            }  # fmt: skip
            return self._write(tx, back, IN, booking_day(self.db), opens=opens)

    # -- inside

    def _write(self, tx: Transaction, row: dict[str, Value], way: str, today: int, *, opens: bool) -> bytes:
        """Write one expense, and what it does to the drawer."""
        who: dict[str, Value] = {"till": self.db.till, "made_at": tx.at, "employee_id": self.db.employee}
        tx.insert(Expense, {**row, **who, "supplier_id": None})
        made: bytes = row["id"]  # type: ignore[assignment]  # the callers draw it
        if row["method"] == rules.CASH:
            at = new_id()
            moved: dict[str, Value] = {
                "id": at, "kind": way, "amount": abs(int(row["amount"] or 0)), "reason": row["category"],
                "expense_id": made, "supplier_doc": None, "business_date": today,
            }  # fmt: skip
            tx.insert(CashMovement, {**moved, **who})
            if opens:
                opens_for(self.db, tx, at)
        return made

    def _is_written(self, key: bytes, asked: tuple[str, int, str]) -> bool:
        """Whether that expense was written down under this key; Refused where another was."""
        row = self.db.row("SELECT category, amount, method FROM expense WHERE id = ?", (key,))
        if row is not None and row != asked:
            raise Refused(
                _("Another expense has this key: {category}, {amount}.").format(
                    category=rules.label(row[0]), amount=rupees(row[1])
                ),
                _("Nothing was written down now. Give a key of its own."),
            )
        return row is not None

    def _category(self, text: str) -> str:
        """The shop's own spelling of a category; InvalidInput for one that it does not have."""
        known = self.categories()
        asked = fold(text)
        for name in known:
            if asked and asked in {fold(name), fold(rules.label(name))}:
                return name
        if not asked:
            raise InvalidInput(_("What was it for?"), _("Choose a category."), "category")
        raise InvalidInput(
            _("{name} is no category of expenses here.").format(name=clean(text, CATEGORY)),
            _("There are: {names}.").format(names=", ".join(map(rules.label, known))), "category",
        )  # fmt: skip

    def _day(self, day: int | None, today: int, method: str) -> int:
        """The day an expense was paid: not one to come, and for cash only the one whose drawer it leaves."""
        if day is None or day == today:
            return today
        try:
            right = day_number(day_of(day)) == day
        except (TypeError, ValueError):
            right = False
        if not right:
            raise InvalidInput(_("That is not a day."), _("Choose one of the calendar."), "day")
        if day > today:
            raise InvalidInput(_("That day has not come yet."), _("Write it down when it is paid."), "day")
        if method == rules.CASH:
            raise InvalidInput(
                _("Cash leaves the drawer today."),
                _("Leave the day as it is, or choose how else it was paid."), "day",
            )  # fmt: skip
        return day

    def _allow(self, method: str, category: str, amount: int) -> None:
        """NeedsApproval for who may not spend, or not take cash out, until a manager says yes to just this."""
        last = self.db.row("SELECT max(id) FROM expense")
        asked = bound(b"expense", category, amount, method, last[0] if last else None)
        self.staff.allow("expense", asked, _("To write an expense down needs a manager's yes here."))
        if method == rules.CASH:
            self.staff.allow("cash.out", asked, _("To take cash out of the drawer needs a manager's yes here."))

    def _allow_late(self, method: str, category: str, amount: int, day: int) -> None:
        """NeedsApproval for who may not see reports: what was told of that day already would be told otherwise."""
        last = self.db.row("SELECT max(id) FROM expense")
        said = _("{day} is closed, and its reports would change.")
        if day >= first_open(self.db):
            said = _("{day} is of a financial year that is over, and its reports would change.")
        asked = bound(b"expense.late", category, amount, method, day, last[0] if last else None)
        self.staff.allow("reports", asked, said.format(day=f"{day_of(day):%d-%m-%Y}"))
