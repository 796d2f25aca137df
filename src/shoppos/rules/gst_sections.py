"""In which table of GSTR-1 a supply stands: CGST Rule 59(4), for outward supplies of goods inside India.

Values are paise, rates hundredths of a percent.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from shoppos.rules.documents import Treatment
from shoppos.rules.numbers import is_own

_LAKH = 100_000_00


class Section(StrEnum):
    """The tables of the return, by the names of its JSON."""

    B2B = "b2b"
    B2CL = "b2cl"
    B2CS = "b2cs"
    CDNR = "cdnr"
    CDNUR = "cdnur"
    NIL = "nil"


LISTED = frozenset({Section.B2B, Section.B2CL, Section.CDNR, Section.CDNUR})
"""Tables that name each document; the others hold sums."""

HSN_SPLIT = date(2025, 5, 1)
"""From this return period on Table 12 stands apart for registered and other buyers (GSTN advisory, 1 May 2025)."""


@dataclass(frozen=True, slots=True)
class Limit:
    """Above this invoice value in paise a sale to another State, to nobody registered, is named; from a day on."""

    since: date
    value: int


LIMITS = (Limit(date(2017, 7, 1), 250_000_00), Limit(date(2024, 8, 1), _LAKH))
"""CGST Rule 59(4)(a)(ii) and (b)(iii); Notification 12/2024-Central Tax."""


def section(*, treatment: Treatment | str, registered: bool, large: bool, note: bool) -> Section:
    """Where a line stands: what bears no tax first, then by who bought, then by how large the bill was.

    A note to somebody who is not registered is named only when its bill was; every other comes off the sums of b2cs.
    """
    if treatment != Treatment.TAXABLE:
        return Section.NIL
    if registered:
        return Section.CDNR if note else Section.B2B
    if large:
        return Section.CDNUR if note else Section.B2CL
    return Section.B2CS


def nil_type(*, registered: bool, inter: bool) -> str:
    """The row of Table 8 for what bears no tax: INTRB2B, INTRAB2B, INTRB2C or INTRAB2C."""
    return f"{'INTR' if inter else 'INTRA'}{'B2B' if registered else 'B2C'}"


# -- Table 13: one row for each run of numbers ------------------------------------------------------------------------

_DIGITS = "0123456789"
_END = 4
"""Digits at the end of a number, of which nearly always only some of these change."""
_PARTS = re.compile(r"\d+|\D+", re.ASCII)


def follows(before: str, after: str) -> bool:
    """Whether one number comes straight after another in the same series: one count in it is higher by one.

    Of the till's own numbers that is the last count alone: another digit of theirs is another till.
    """
    if before[:-_END] == after[:-_END]:
        was, now = before[-_END:], after[-_END:]
        if (was + now).isascii() and was.isdigit() and now.isdigit() and int(now) == int(was) + 1:
            return True
    head, other = before.rstrip(_DIGITS), after.rstrip(_DIGITS)
    if head == other and len(head) < min(len(before), len(after)):
        return int(after[len(head) :]) == int(before[len(head) :]) + 1
    if is_own(before) or is_own(after):
        return False
    old, new = _PARTS.findall(before), _PARTS.findall(after)
    if len(old) != len(new):
        return False
    changed = [(a, b) for a, b in zip(old, new, strict=True) if a != b]
    if len(changed) != 1:
        return False
    was, now = changed[0]
    return was.isdigit() and now.isdigit() and int(now) == int(was) + 1


@dataclass(frozen=True, slots=True)
class Run:
    """Numbers in a row: the first, the last, how many, and how many of them were cancelled."""

    first: str
    last: str
    count: int
    cancelled: int


def runs(numbers: list[tuple[str, bool]]) -> list[Run]:
    """The runs of document numbers in their order, each with whether it was cancelled; a gap begins a new run."""
    found, start = list[Run](), 0
    breaks = [n for n, (one, other) in enumerate(pairwise(numbers), 1) if not follows(one[0], other[0])]
    for end in [*breaks, len(numbers)]:
        mine = numbers[start:end]
        if mine:
            found.append(Run(mine[0][0], mine[-1][0], len(mine), sum(cancelled for _number, cancelled in mine)))
        start = end
    return found


# -- credit notes ------------------------------------------------------------------------------------------------------

_APRIL, _NOVEMBER = 4, 11


def last_day_for_note(supplied: date) -> date:
    """The last day on which tax on a supply of that day may be taken back by a credit note.

    30 November after the end of its financial year (CGST Act s.34(2); the yearly return may end it earlier).
    """
    ends = supplied.year + 1 if supplied.month >= _APRIL else supplied.year
    return date(ends, _NOVEMBER, 30)
