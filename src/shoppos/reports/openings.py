"""The drawer that was opened without a sale: how often and what for, by whom, and whether anything came of it."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from shoppos.base.i18n import _, ngettext
from shoppos.base.text import clean
from shoppos.reports.drawer import EVER
from shoppos.rules import expenses
from shoppos.rules.drawer import COUNT, FLOAT, KINDS, REASON

if TYPE_CHECKING:
    from shoppos.base.file import Reader

COUNTS = (
    "SELECT x.kind, count(*) FROM drawer_opening x WHERE x.business_date BETWEEN :since AND :until "
    "AND x.till = :till AND x.made_at > :after AND x.made_at <= :at GROUP BY x.kind"
)
LISTED = (
    "SELECT x.till, x.kind, iif(m.id IS NULL, x.reason, m.reason), x.business_date, x.made_at, x.employee_id, "
    "coalesce(e.name, ''), coalesce(a.name, ''), m.expense_id IS NOT NULL FROM drawer_opening x "
    "LEFT JOIN cash_movement m ON m.id = x.movement_id LEFT JOIN employee e ON e.id = x.employee_id "
    "LEFT JOIN employee a ON a.id = x.approved_id WHERE x.business_date BETWEEN :since AND :until "
    "AND (:till = '' OR x.till = :till) ORDER BY x.business_date, x.rowid"
)
CAME = {
    FLOAT: "SELECT till, opened_at FROM shift WHERE opened_at >= :after",
    COUNT: (
        "SELECT h.till, c.made_at FROM shift_close c JOIN shift h ON h.id = c.shift_id WHERE c.made_at >= :after "
        "UNION ALL SELECT h.till, t.made_at FROM shift_count t JOIN shift h ON h.id = t.shift_id "
        "WHERE t.made_at >= :after"
    ),
}
"""When a turn began and when a drawer was counted: for that it had been opened."""
MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Opening:
    """One time that a till's drawer was told to open without a sale: `kind` as `rules.drawer.KINDS`, by whom and why.

    For cash in or out the reason is that of the movement, of an `expense` its category. `allowed` is who had to say
    yes, "" for nobody; `in_vain`: it was opened to be counted, and nobody said what was in it.
    """

    till: str
    kind: str
    reason: str
    day: int
    made_at: int
    employee_id: bytes
    employee: str
    allowed: str = ""
    expense: bool = False
    in_vain: bool = False


def counts(
    db: Reader, till: str, since: int, until: int, *, after: int = -1, at: int = EVER
) -> tuple[tuple[str, int], ...]:  # fmt: skip
    """How often a till's drawer was opened on business days (yyyymmdd), by what for; what it never was is left out.

    `after` and `at` narrow it to moments (milliseconds) above the one and up to the other.
    """
    span = {"till": till, "since": since, "until": until, "after": after, "at": at}
    found: dict[str, int] = dict(db.rows(COUNTS, span))
    return tuple((kind, found[kind]) for kind in KINDS if kind in found)


def listed(db: Reader, since: int, until: int, till: str = "") -> list[Opening]:
    """Each time on business days (yyyymmdd), the oldest first, at one till or at all."""
    rows = db.rows(LISTED, {"since": since, "until": until, "till": till})
    return _judged(db, [Opening(*row[:8], expense=bool(row[8])) for row in rows])


def _judged(db: Reader, found: list[Opening]) -> list[Opening]:
    """The same, each with whether anything came of it before the drawer was opened for that once more."""
    ends = {kind: [at for at, one in enumerate(found) if one.kind == kind] for kind in CAME}
    judged = list(found)
    for kind, places in ends.items():
        came: dict[str, list[int]] = {}
        after = min((found[at].made_at for at in places), default=EVER)
        for till, moment in db.rows(CAME[kind], {"after": after}) if places else []:
            came.setdefault(till, []).append(moment)
        next_of: dict[str, int] = {}
        for at in reversed(places):
            one = found[at]
            moments = sorted(came.get(one.till, []))
            first = bisect_left(moments, one.made_at)
            used = first < len(moments) and moments[first] < next_of.get(one.till, EVER)
            judged[at] = replace(one, in_vain=not used)
            next_of[one.till] = one.made_at
    return judged


def why(one: Opening) -> str:
    """What is told of one beside what it was for: its reason, or that nothing came of it."""
    if one.in_vain:
        return _("the drawer was not counted") if one.kind == COUNT else _("no shift was begun")
    return expenses.label(one.reason) if one.expense else one.reason


def alerts(found: list[Opening]) -> list[str]:
    """What an owner has to know of them: how often it was for a reason or in vain, and by whom."""
    odd = [one for one in found if one.kind == REASON or one.in_vain]
    if not odd:
        return []
    who = list(dict.fromkeys(clean(one.employee, 60) for one in odd))
    names = ", ".join(who[:MOST_NAMED]) + (" …" if len(who) > MOST_NAMED else "")
    said = ngettext(
        "Once the drawer was opened without sale or count: {names}.",
        "{count} times the drawer was opened without sale or count: {names}.", len(odd),
    )  # fmt: skip
    return [said.format(count=len(odd), names=names)]
