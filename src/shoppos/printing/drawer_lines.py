"""What papers say of a drawer: what was put in and taken out, what was counted, and whether it agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.money import grouped, rupees
from shoppos.base.text import clean
from shoppos.printing.page import NBSP, Size, Text, row
from shoppos.printing.terms import time_said
from shoppos.rules import drawer, expenses

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shoppos.printing.page import Part
    from shoppos.reports.drawer import Movement, Turn

INDENT = NBSP * 3
"""Before a sum that is part of the one above it."""
RUPEE = 100


def moved(movements: Sequence[Movement], gettext: Callable[[str], str]) -> list[Part]:
    """What went into the drawer and out of it for another reason than a sale, each with its reason."""
    _ = gettext
    parts: list[Part] = []
    for label, kind, sign in ((_("Cash put in"), "in", 1), (_("Cash taken out"), "out", -1)):
        found = [one for one in movements if one.kind == kind]
        if found:
            parts.append(row(label, grouped(sign * sum(one.amount for one in found))))
            parts += [row(INDENT + _why(one, gettext), grouped(sign * one.amount)) for one in found]
    return parts


def _why(one: Movement, gettext: Callable[[str], str]) -> str:
    """The reason of a movement as it was typed; of an expense, its category in the paper's language."""
    return clean(expenses.label(one.reason, gettext) if one.expense else one.reason, limit=60)


def counted(paise: int, turn: Turn | None, gettext: Callable[[str], str]) -> list[Part]:
    """What was counted, of which notes and coins, and how often."""
    _ = gettext
    parts: list[Part] = [row(_("COUNTED"), rupees(paise), shares=(1, 1), bold=True)]
    if turn is None:
        return parts
    parts += [row(f"{INDENT}{_coin(value)} × {count}", grouped(value * count)) for value, count in turn.pieces]
    return parts + _again(turn, gettext)


def _again(turn: Turn, gettext: Callable[[str], str]) -> list[Part]:
    """That somebody counted more than once, and what they found first."""
    _ = gettext
    if turn.first is None:
        return []
    said = _("Counted {count} times, first {amount}").format(count=turn.counts, amount=rupees(turn.first))
    return [Text(INDENT + said)]


def agreed(over: int, reason: str, gettext: Callable[[str], str]) -> list[Part]:
    """Whether the drawer is short, holds too much or agrees, in large letters, and why."""
    _ = gettext
    label = _("SHORT") if over < 0 else _("OVER") if over else _("It agrees")
    said = rupees(abs(over)) if over else ""
    parts: list[Part] = [row(label, said, shares=(1, 1), bold=True, size=Size.LARGE)]
    return [*parts, Text(_("Reason: {reason}").format(reason=clean(reason)))] if reason else parts


def one_of_several(turn: Turn, gettext: Callable[[str], str]) -> list[Part]:
    """One of several turns of a day: whose it was and when, and what was found at its end."""
    _ = gettext
    until = time_said(turn.closed_at) if turn.closed_at else "…"
    who = _("Shift {number}").format(number=turn.number) + f" · {clean(turn.employee, limit=40)}"
    parts: list[Part] = [
        row(who, f"{time_said(turn.opened_at)} – {until}", shares=(1, 1), bold=True),
        row(INDENT + _("Float"), grouped(turn.opening)),
    ]
    if turn.counted is None or turn.over is None:
        return [*parts, row(INDENT + _("EXPECTED"), grouped(turn.expected))]
    label = _("SHORT") if turn.over < 0 else _("OVER") if turn.over else _("It agrees")
    parts += [
        row(INDENT + _("EXPECTED"), grouped(turn.expected)),
        row(INDENT + _("COUNTED"), grouped(turn.counted)),
        *_again(turn, gettext),
        row(INDENT + label, grouped(abs(turn.over)) if turn.over else ""),
    ]
    reason = [Text(INDENT + _("Reason: {reason}").format(reason=clean(turn.reason)))] if turn.reason else []
    return [*parts, *reason]


def opened(openings: Sequence[tuple[str, int]], gettext: Callable[[str], str]) -> list[Part]:
    """How often the drawer was opened without a sale, and what for; nothing where it never was."""
    _ = gettext
    if not openings:
        return []
    parts: list[Part] = [row(_("Drawer opened without a sale"), str(sum(count for _kind, count in openings)))]
    return parts + [row(INDENT + drawer.label(kind, gettext), str(count)) for kind, count in openings]


def _coin(paise: int) -> str:
    return f"₹{paise // RUPEE}" if paise % RUPEE == 0 else rupees(paise)
