"""The drawer and the closed days: what was expected, each Z against the bills of its day, one after the other."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

from shoppos.base.clock import day_of
from shoppos.base.i18n import _
from shoppos.base.journal import body_of
from shoppos.reports import drawer, openings, z
from shoppos.reports.audit.faults import Fault, unequal
from shoppos.reports.reading import Reading, day_sold
from shoppos.reports.shift_slip import LAST
from shoppos.rules.documents import Kind, Scheme, documents
from shoppos.rules.numbers import fy_code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shoppos.base.file import Reader

SUMS = ("taxable", "cgst", "sgst", "igst", "cess", "round_off", "payable")
TURNS = (
    "SELECT h.id, h.till, h.business_date, h.opening, h.kept_before, h.opened_at, c.business_date, c.made_at, "
    "c.expected, c.counted, c.pieces, c.reason <> '' OR coalesce(c.salt = x'', 0) "
    "FROM shift h JOIN shift_close c ON c.shift_id = h.id ORDER BY h.rowid"
)
STANDS_FOR = (
    f"SELECT count(*), {', '.join(f'coalesce(sum(s.{name}), 0)' for name in SUMS)}, min(s.seq), max(s.seq) "
    "FROM sale s INDEXED BY sale_day WHERE s.state = 'done' AND s.till = ? AND s.kind = ? AND s.business_date = ? "
    "AND NOT EXISTS (SELECT 1 FROM void v WHERE v.sale_id = s.id)"
)
CONSOLIDATED = (
    "SELECT c.number, c.kind, c.till, c.seq, c.business_date, c.bills, f.seq, l.seq, "
    f"{', '.join(f'c.{name}' for name in SUMS)} FROM consolidated c LEFT JOIN sale f ON f.number = c.first "
    "LEFT JOIN sale l ON l.number = c.last ORDER BY c.till, c.business_date"
)
TREATMENTS = (
    "SELECT DISTINCT l.treatment FROM sale s INDEXED BY sale_day JOIN sale_line l ON l.sale_id = s.id "
    "WHERE s.state = 'done' AND s.till = ? AND s.kind = ? AND s.business_date = ? "
    "AND NOT EXISTS (SELECT 1 FROM void v WHERE v.sale_id = s.id) ORDER BY 1"
)
LEFT_OUT = (
    "SELECT s.number FROM sale s WHERE s.state = 'done' AND s.kind = ? "
    "AND s.business_date <= (SELECT max(d.business_date) FROM day_close d WHERE d.till = s.till) "
    "AND NOT EXISTS (SELECT 1 FROM void v WHERE v.sale_id = s.id) AND NOT EXISTS (SELECT 1 FROM consolidated c "
    "WHERE c.till = s.till AND c.business_date = s.business_date) ORDER BY s.till, s.seq"
)
OF_CLOSES = "SELECT till, prev FROM journal WHERE kind = 'day.closed'"
"""What the journal ended with when each day was closed: it stands on the Z, and on its paper."""
MOMENTS = "SELECT hlc, body FROM journal WHERE till = ? AND seq BETWEEN ? AND ? AND hlc & 65535 > 0"
"""Entries that share a millisecond with the one before them, or were written while the clock stood behind it."""
BITS = 16
"""Of the journal's clock, which count what was written in one millisecond."""
UNPROVEN = "unproven"
"""The kind of what is told of a proof that could not be made; it is no fault."""


def shifts(db: Reader) -> Iterator[Fault]:
    """What was expected is the float and what the turn moved; what was counted is its notes; a difference says why.

    By moments it is summed only where the clock went on: what a clock that was put back has mixed, nobody sorts again.
    """
    for row in db.rows(TURNS):
        shift_id, till, began, opening, before, opened_at, ended, closed_at, expected, counted, pieces, said = row
        where = _("The shift of till {till} that began on {moment}").format(
            till=till, moment=f"{db.clock.at(opened_at):%d-%m-%Y %H:%M}"
        )
        notes: dict[str, int] = json.loads(pieces)
        if notes and sum(int(paise) * count for paise, count in notes.items()) != counted:
            together = sum(int(paise) * count for paise, count in notes.items())
            yield unequal(where, "counted", counted, together)
        if counted != expected and not said:
            sentence = _("{where}: the drawer did not agree, and nobody said why.")
            yield Fault("sum", shift_id.hex(), sentence.format(where=where))
        if not _is_orderly(db, till, opened_at, closed_at, _end(db, max(began, ended))):
            sentence = _("{where}: the clock was put back meanwhile, so what moved in the drawer is not summed again.")
            yield Fault(UNPROVEN, shift_id.hex(), sentence.format(where=where))
            continue
        moved = drawer.cash(db, till, began, LAST, after=opened_at, at=closed_at)
        if opening + moved != expected:
            yield unequal(where, "expected", expected, opening + moved)
        was = drawer.cash(db, till, began, began, at=opened_at)
        if before != was:
            yield unequal(where, "kept_before", before, was)


def _is_orderly(db: Reader, till: str, opened: int, closed: int, end: int) -> bool:
    """Whether the clock went on from the beginning of a turn to the end of its day, all in milliseconds.

    Entries of one millisecond do no harm but at the turn's own beginning and end.
    """
    first, last = _before(db, till, opened) + 1, _before(db, till, end + 1)
    ends = [_before(db, till, moment + 1) - _before(db, till, moment) for moment in (opened, closed)]
    if ends != [1, 1]:
        return False
    return all(
        json.loads(body_of(body))["at"] == hlc >> BITS for hlc, body in db.rows(MOMENTS, (till, first, last))
    )  # fmt: skip


def _before(db: Reader, till: str, moment: int) -> int:
    """The last entry of a till before a moment (milliseconds), by halves: the journal's clock never goes back."""
    low, high = 0, (db.row("SELECT max(seq) FROM journal WHERE till = ?", (till,)) or (0,))[0] or 0
    while low < high:
        middle = (low + high + 1) // 2
        row = db.row("SELECT hlc >> 16 FROM journal WHERE till = ? AND seq = ?", (till, middle))
        if row is not None and row[0] < moment:
            low = middle
        else:
            high = middle - 1
    return low


def one_at_a_time(db: Reader) -> Iterator[Fault]:
    """At a till's drawer one turn goes on at the most."""
    for till, count in db.rows(
        "SELECT h.till, count(*) FROM shift h WHERE NOT EXISTS (SELECT 1 FROM shift_close c WHERE c.shift_id = h.id) "
        "GROUP BY h.till HAVING count(*) > 1 ORDER BY h.till"
    ):
        sentence = _("At till {till} {count} shifts are open at once.")
        yield Fault("sum", till, sentence.format(till=till, count=count))


def zs(db: Reader) -> Iterator[Fault]:
    """Zs are numbered without a gap, each ties the one before, and says what the bills of its day say."""
    before: dict[str, tuple[int, int, int, str]] = {}
    heads = {(till, prev.hex()) for till, prev in db.rows(OF_CLOSES)}
    for till, number, day, told, perpetual, head, previous, own in db.rows(
        "SELECT till, number, business_date, figures, perpetual, head, previous, hash FROM day_close "
        "ORDER BY till, number"
    ):
        where = _("Z {number} of till {till}").format(number=number, till=till)
        last, last_day, sold, tied = before.get(till, (0, 0, 0, z.FIRST))
        if number != last + 1:
            sentence = _("{where} follows Z {last}: one is gone.")
            yield Fault("number", where, sentence.format(where=where, last=last))
        if day <= last_day:
            yield Fault("number", where, _("{where} closes a day that was closed before.").format(where=where))
        if previous != tied or z.sealed(previous, told) != own:
            sentence = _("{where} does not tie the one before: one of them was changed or left out.")
            yield Fault("chain", where, sentence.format(where=where))
        found = z.read_figures(told)
        if (till, head) not in heads or found.chain_head != head[: z.SHOWN].upper():
            sentence = _("{where} ends a journal that is not this one: the journal was written anew after it.")
            yield Fault("chain", where, sentence.format(where=where))
        yield from _recounted(db, till, day, where, found)
        if (opened := sum(count for _kind, count in openings.counts(db, till, day, day))) != found.opened:
            sentence = _("{where} says how often the drawer was opened without a sale: {told}. The books say {count}.")
            yield Fault("sum", where, sentence.format(where=where, count=opened, told=found.opened))
        net = sold + z.net_between(db, till, last_day, day)
        if perpetual != net or found.perpetual != net:
            yield unequal(where, "payable", perpetual, net)
        before[till] = (number, day, perpetual, own)


def _recounted(db: Reader, till: str, day: int, where: str, found: Reading) -> Iterator[Fault]:
    """The figures of a Z against its day, summed once more from the bills."""
    again = day_sold(db, till, day, drawer.EVER, round(found.made_at.timestamp() * 1000))
    if (found.till, found.day) != (till, day_of(day)):
        yield unequal(where, "day", f"{found.day:%d-%m-%Y}", f"{day_of(day):%d-%m-%Y}")
    if found.net != again.net:
        yield unequal(where, "payable", found.net, again.net)
        return
    for name, mine, should in (
        (_("{where}, by rate"), _by_rate(found), _by_rate(again)), (_("{where}, by method"), _paid(found), _paid(again))
    ):  # fmt: skip
        for key in sorted({*mine, *should}):
            now, was = mine.get(key, (0,)), should.get(key, (0,))
            if now != was:
                at = next((n for n, pair in enumerate(zip(now, was, strict=False)) if pair[0] != pair[1]), 0)
                yield unequal(f"{name.format(where=where)} {key}", "amount", now[at], was[at])
                return


def _by_rate(found: Reading) -> dict[str, tuple[int, ...]]:
    return {
        f"{one.rate}/{one.cess_rate}": (one.taxable, one.cgst, one.sgst, one.igst, one.cess) for one in found.by_rate
    }


def _paid(found: Reading) -> dict[str, tuple[int, ...]]:
    return {one.method: (one.taken, one.back, one.refunded) for one in found.by_method if one.taken or one.refunded}


def consolidated(db: Reader) -> Iterator[Fault]:
    """An invoice for small sales says what the tokens of its day say, stands for all of them, and is of their kind."""
    for number, kind, till, entry, day, bills, first, last, *told in db.rows(CONSOLIDATED):
        where = _("The invoice {number} for small sales").format(number=number)
        at = (till, Kind.TOKEN.value, day)
        count, *sums, lowest, highest = db.row(STANDS_FOR, at) or (0, 0, 0)
        if not count or (first, last) != (lowest, highest):
            yield Fault("missing", number, _("{where} names other tokens than those of its day.").format(where=where))
            continue
        if count != bills:
            yield unequal(where, "bills", bills, count)
        for name, mine, should in zip(SUMS, told, sums, strict=True):
            if mine != should:
                yield unequal(where, name, mine, should)
                break
        wanted = documents(Scheme.REGULAR, [row[0] for row in db.rows(TREATMENTS, at)])[0][0]
        if kind != wanted:
            yield unequal(where, "kind", kind, wanted.value)
        start = f"{till}/{fy_code(day_of(day))}/"
        if not number.startswith(start):
            yield unequal(where, "number", number, f"{start}…")
        if not db.row("SELECT 1 FROM journal WHERE till = ? AND seq = ? AND kind = 'day.closed'", (till, entry)):
            yield Fault("missing", number, _("{where} belongs to no day that was closed.").format(where=where))
    for (number,) in db.rows(LEFT_OUT, (Kind.TOKEN.value,)):
        yield Fault("missing", number, _("No invoice stands for the token {number}.").format(number=number))


def _end(db: Reader, day: int) -> int:
    """The last millisecond of a business day."""
    start = dt.datetime.combine(day_of(day) + dt.timedelta(days=1), dt.time(db.clock.day_start), db.clock.zone)
    return round(start.timestamp() * 1000) - 1


CHECKS: tuple[Callable[[Reader], Iterator[Fault]], ...] = (shifts, one_at_a_time, zs, consolidated)
