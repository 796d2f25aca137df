"""Expenses as lists and reports tell them: what was spent, on what, by whom, and what of it was taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shoppos.base.clock import day_of
from shoppos.base.errors import NotFound
from shoppos.base.i18n import _
from shoppos.base.money import plain
from shoppos.base.settings import setting
from shoppos.rules import expenses as rules

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shoppos.base.file import Reader

ROWS = (
    "SELECT e.id, e.business_date, e.category, e.amount, e.method, e.paid_to, e.reference, e.note, e.till, p.name, "
    "e.made_at, e.reverses_id, EXISTS (SELECT 1 FROM expense b WHERE b.reverses_id = e.id) "
    "FROM expense e JOIN employee p ON p.id = e.employee_id "
)


@dataclass(frozen=True, slots=True)
class ExpenseRow:
    """One expense: day as yyyymmdd, paise (below zero for what takes another back), moment in milliseconds.

    `reverses` is the expense that this one takes back; `taken_back`: another takes this one back.
    """

    id: bytes
    day: int
    category: str
    amount: int
    method: str
    paid_to: str
    reference: str
    note: str
    till: str
    employee: str
    made_at: int
    reverses: bytes | None
    taken_back: bool

    @property
    def short(self) -> str:
        """The end of its id, by which a list names it."""
        return self.id.hex()[-8:]


def categories(db: Reader) -> tuple[str, ...]:
    """What there is to choose from, in the shop's own order."""
    chosen: list[Any] = setting(db, "expense_categories", list[Any]())
    return tuple(str(one) for one in chosen) or rules.CATEGORIES


def listed(db: Reader, first: int, last: int, category: str = "") -> list[ExpenseRow]:
    """The expenses from one day to another (yyyymmdd), the newest first; of one category, or of all."""
    rows = db.rows(
        f"{ROWS} WHERE e.business_date BETWEEN ? AND ? AND ? IN ('', e.category) "
        "ORDER BY e.business_date DESC, e.made_at DESC, e.id DESC",
        (first, last, category),
    )
    return [_row(row) for row in rows]


def one(db: Reader, expense_id: bytes) -> ExpenseRow:
    """The expense of that id; NotFound."""
    row = db.row(f"{ROWS} WHERE e.id = ?", (expense_id,))
    if row is None:
        raise NotFound(_("That expense is not in the books."), _("Look at the list."))
    return _row(row)


def _row(row: tuple[Any, ...]) -> ExpenseRow:
    values: Any = (*row[:-1], bool(row[-1]))
    return ExpenseRow(*values)


def by_category(rows: Iterable[ExpenseRow]) -> list[tuple[str, int, int]]:
    """Category, how many that stand, and their sum in paise; the most expensive first."""
    found = dict[str, tuple[int, int]]()
    for row in rows:
        count, amount = found.get(row.category, (0, 0))
        stands = row.reverses is None and not row.taken_back
        found[row.category] = (count + stands, amount + row.amount)
    return sorted(
        ((name, count, amount) for name, (count, amount) in found.items()), key=lambda one: (-one[2], one[0])
    )  # fmt: skip


def as_json(row: ExpenseRow) -> dict[str, Any]:
    """One expense as commands tell it: money as "118.00", the day as 2026-05-03."""
    return {
        "id": row.id.hex(), "day": day_of(row.day).isoformat(), "category": row.category, "amount": plain(row.amount),
        "method": row.method, "paid_to": row.paid_to, "reference": row.reference, "note": row.note, "till": row.till,
        "employee": row.employee, "reverses": row.reverses.hex() if row.reverses else None,
        "taken_back": row.taken_back,
    }  # fmt: skip
