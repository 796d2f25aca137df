"""Today in one look: sold against the same weekday, cash in the drawer, orders, dues, what runs out, what to decide."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shoppos.base.clock import day_number, day_of
from shoppos.base.i18n import _, ngettext
from shoppos.reports import deliveries, drawer, khata, messages, order_board, outside, periods, reorder, sold
from shoppos.reports.open_tokens import open_tokens
from shoppos.reports.unclosed import elsewhere_said, here_said, of_till, unclosed

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.base.file import Reader
    from shoppos.reports.open_tokens import OpenTokens
    from shoppos.reports.report import Period

WEEK_MS = 7 * 86_400_000
NAMED = 8
"""Items that are named of those that run out; a card shows as many of them as it has room for."""
BY_THEN = (
    "SELECT (SELECT coalesce(sum(iif(s.kind = 'CREDIT NOTE', -s.payable, s.payable)), 0) FROM sale s "
    "INDEXED BY sale_day WHERE s.state = 'done' AND s.business_date = :day AND s.made_at <= :at) "
    "- (SELECT coalesce(sum(s.payable), 0) FROM void v JOIN sale s ON s.id = v.sale_id "
    "WHERE v.business_date = :day AND v.made_at <= :at)"
)
"""What one day had sold net up to a moment, in paise."""
RUNS_OUT = (
    "SELECT p.name, s.on_hand, p.unit FROM product p JOIN stock s ON s.product_id = p.id WHERE p.active = 1 "
    "AND s.tracked = 1 AND p.low IS NOT NULL AND s.on_hand <= p.low "
    "ORDER BY s.on_hand > 0, s.on_hand * 1000 / max(p.low, 1), p.name LIMIT ?"
)
ALONE = 3
"""Days of selling without a report that left the computer, from which on the owner is told."""
OPEN_PAYMENTS = "SELECT count(*) FROM bank_credit WHERE state = 'open'"
STUCK_PAPERS = (
    "SELECT count(*) FROM print_job WHERE state IN ('owed', 'sending', 'uncertain') "
    "AND (state = 'uncertain' OR error <> '')"
)


@dataclass(frozen=True, slots=True)
class Sales:
    """What was sold today net (paise) on so many bills; `was` is the same weekday's a week before up to this time.

    `hours` are those of the clock in which anything was billed on either day, `now` and `before` what was billed in
    each.
    """

    day: dt.date
    net: int
    bills: int
    was: int
    was_whole: int
    hours: tuple[int, ...]
    now: tuple[int, ...]
    before: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Drawer:
    """What cash this till's drawer has to hold, in paise, and how today was paid: each way with its paise.

    Without a turn `opened_at` is None, and `expected` is what today's cash comes to.
    """

    expected: int
    employee: str
    opened_at: dt.datetime | None
    ways: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Orders:
    """How many orders stand in each column of the board (its key and count); how many are late, or wait for a reply."""

    columns: tuple[tuple[str, int], ...]
    late: int
    waiting: int

    @property
    def count(self) -> int:
        """Those of which something is still to be done."""
        return sum(count for key, count in self.columns if key != order_board.DELIVERED)


@dataclass(frozen=True, slots=True)
class Dues:
    """What customers owe in paise: how many people, how old it is, and of how many it is time to remind them."""

    owed: int
    people: int
    ages: tuple[int, ...]
    remind: int


@dataclass(frozen=True, slots=True)
class Low:
    """How many items have no more than their low line; the lowest by name, on hand (thousandths) and unit."""

    count: int
    items: tuple[tuple[str, int, str], ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """Something that waits for a person: `action` leads there, `hand` is what is shown there."""

    action: str
    count: int
    sentence: str
    hand: str = ""


@dataclass(frozen=True, slots=True)
class Asker:
    """For which till and business day (yyyymmdd) it is asked, and what who asks may see."""

    till: str
    day: int
    cash: bool = True


def sales(db: Reader, asker: Asker) -> Sales:
    """Today's sales so far against the same weekday's up to this time of the day."""
    today = _period(asker)
    week = periods.before(today)
    now, was = sold.whole(db, today), sold.whole(db, week)
    by_hour, by_hour_then = (sold.by(db, days, "hour") for days in (today, week))
    start = db.clock.day_start
    used = {(hour - start) % 24 for hour in (*by_hour, *by_hour_then)}
    hours = tuple((at + start) % 24 for at in range(min(used), max(used) + 1)) if used else ()
    then = db.row(BY_THEN, {"day": week.span[0], "at": db.clock.ms() - WEEK_MS}) or (0,)
    return Sales(
        today.first, now.net, now.bills, then[0], was.net, hours,
        tuple(by_hour[hour].payable if hour in by_hour else 0 for hour in hours),
        tuple(by_hour_then[hour].payable if hour in by_hour_then else 0 for hour in hours),
    )  # fmt: skip


def cash(db: Reader, asker: Asker) -> Drawer | None:
    """What lies in the drawer by now and how today was paid; None for who is to count it first."""
    if not asker.cash:
        return None
    turn = drawer.opened(db, asker.till, asker.day)
    ways: dict[str, int] = {}
    for (_day, method), (_bills, amount) in sold.methods(db, _period(asker)).items():
        ways[method] = ways.get(method, 0) + amount
    paid = tuple(sorted(((way, amount) for way, amount in ways.items() if amount > 0), key=lambda one: -one[1]))
    if turn is None:
        return Drawer(drawer.cash(db, asker.till, asker.day, asker.day), "", None, paid)
    return Drawer(turn.expected, turn.employee, turn.opened_at, paid)


def orders(db: Reader, _asker: Asker) -> Orders:
    """The orders by where their goods are."""
    board = order_board.board(db, most=0)
    return Orders(tuple((one.key, one.total) for one in board.columns), board.late, board.waiting)


def dues(db: Reader, _asker: Asker) -> Dues:
    """What is owed, by age."""
    owing = khata.debtors(db)
    ages = tuple(sum(one.ageing.buckets[at] for one in owing) for at in range(4))
    return Dues(sum(one.ageing.owes for one in owing), len(owing), ages, sum(one.due for one in owing))


def low(db: Reader, _asker: Asker) -> Low:
    """What runs out, what is gone first."""
    return Low(reorder.low_now(db), tuple(db.rows(RUNS_OUT, (NAMED,))))


def decisions(db: Reader, asker: Asker) -> tuple[Decision, ...]:
    """What nobody but a person can decide, the most pressing first."""
    told = messages.counts(db)
    tokens = open_tokens(db)
    counted = (
        ("web_waiting", outside.how_many(db), "", _web),
        ("bank", _count(db, OPEN_PAYMENTS), "", _payments),
        ("papers", _count(db, STUCK_PAPERS), "", _papers),
        ("talk", told.get("failed", 0), "", _unsent),
        ("talk", told.get("reply", 0), "", _replies),
    )
    found = [Decision(action, n, said(n).format(n=n), hand) for action, n, hand, said in counted if n]
    reports = deliveries.waits_said(deliveries.counts(db), db.clock.ms())
    if reports:
        said = " · ".join(said for _state, _n, said in reports)
        found.append(Decision("deliveries", sum(n for _state, n, _said in reports), said))
    days = of_till(db, asker.till, day_number(day_of(asker.day) - dt.timedelta(days=1)))
    if days and not tokens:
        found.append(Decision("close_day", len(days), here_said(days)))
    if tokens:
        found.append(_no_invoice(tokens))
    others = elsewhere_said(_of_other_tills(db, asker))
    found += [Decision("reports", 1, said, "z last-30-days") for said in others]
    if day_of(asker.day) > day_of(db.clock.business_day(db.clock.ms())) + dt.timedelta(days=1):
        found.append(Decision("close_day", 1, _ahead(asker.day)))
    alone = deliveries.days_alone(db, day_of(asker.day))
    if alone >= ALONE:
        action, hand, said = ("deliveries", "", _stuck) if deliveries.places(db) else ("settings", "reports", _alone)
        found.append(Decision(action, 1, said(alone).format(n=alone), hand))
    return tuple(found)


def _of_other_tills(db: Reader, asker: Asker) -> dict[str, list[int]]:
    """Days of other tills that are over by the clock, even where this till has closed today already."""
    today = min(day_of(asker.day), day_of(db.clock.business_day(db.clock.ms())))
    return unclosed(db, day_number(today - dt.timedelta(days=1)), asker.till)


def _no_invoice(tokens: list[OpenTokens]) -> Decision:
    """Small sales of days that nobody closed: the law wants one invoice a day for them."""
    n = sum(one.bills for one in tokens)
    said = ngettext(
        "One small sale stands on no invoice ({first}): close the day",
        "{n} small sales stand on no invoice ({first} to {last}): close the day", n,
    ).format(n=n, first=tokens[0].first, last=tokens[-1].last)  # fmt: skip
    return Decision("close_day", n, said)


def _ahead(day: int) -> str:
    """A wrong clock has led the till into a business day (yyyymmdd) to come."""
    return _("Bills are booked on {day}, which has not come").format(day=f"{day_of(day):%d-%m-%Y}")


def _web(n: int) -> str:
    return ngettext("One web order waits for you", "{n} web orders wait for you", n)


def _payments(n: int) -> str:
    return ngettext("One payment came in, nobody knows what for", "{n} payments came in, nobody knows what for", n)


def _papers(n: int) -> str:
    return ngettext("One paper did not come out", "{n} papers did not come out", n)


def _unsent(n: int) -> str:
    return ngettext("One message could not be sent", "{n} messages could not be sent", n)


def _replies(n: int) -> str:
    return ngettext("One customer waits for an answer", "{n} customers wait for an answer", n)


def _stuck(n: int) -> str:
    return ngettext("No report left this computer for a day", "No report left this computer for {n} days", n)


def _alone(n: int) -> str:
    return ngettext(
        "For a day the shop's figures stand on this computer alone",
        "For {n} days the shop's figures stand on this computer alone", n,
    )  # fmt: skip


def _count(db: Reader, sql: str, values: dict[str, str | int] | None = None) -> int:
    row = db.row(sql, values or {})
    return row[0] if row else 0


def _period(asker: Asker) -> Period:
    return periods.around(day_of(asker.day), "day")


PARTS: dict[str, tuple[Callable[[Reader, Asker], object], frozenset[str]]] = {
    "sales": (sales, frozenset({"sale", "void", "credit_note", "sale_total"})),
    "cash": (
        cash,
        frozenset({"sale", "void", "khata_entry", "advance", "cod_receipt", "cash_movement", "shift", "shift_close"}),
    ),
    "orders": (orders, frozenset({"orders", "parcel", "message", "cod_receipt", "advance"})),
    "dues": (dues, frozenset({"khata_entry", "reminder", "customer_terms"})),
    "low": (low, frozenset({"stock", "stock_move", "product"})),
    "decisions": (
        decisions,
        frozenset({"bank_credit", "outside_order", "print_job", "message", "delivery", "day_close"}),
    ),
}
"""Each part of the look: what reads it, and the tables whose change makes it another."""


def touched(tables: frozenset[str]) -> tuple[str, ...]:
    """The parts that are others once these tables have changed."""
    return tuple(name for name, (_read, watched) in PARTS.items() if watched & tables)


def read(db: Reader, asker: Asker, parts: tuple[str, ...]) -> dict[str, object]:
    """Those parts as they stand now."""
    return {name: PARTS[name][0](db, asker) for name in parts}
