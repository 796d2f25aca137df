"""The slip of a turn at the drawer: what it began with, what was moved and found, and room to sign for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.i18n import catalogue
from shoppos.base.money import grouped, rupees
from shoppos.base.text import clean
from shoppos.printing import drawer_lines
from shoppos.printing.page import Align, Beside, Feed, Page, Rule, Size, Text, row
from shoppos.printing.terms import LINE, again, both, time_said

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from shoppos.printing.page import Part
    from shoppos.printing.paper import Paper
    from shoppos.reports.shift_slip import ShiftSlip


def shift_page(slip: ShiftSlip, paper: Paper, *, copy: str = "", language: str = "en") -> Page:
    """A turn's slip laid out for a roll or a sheet; `copy` is the mark of a second print."""
    _ = catalogue(language).gettext
    turn = slip.turn
    title = f"{both('SHIFT', _('SHIFT'))} {turn.number}"
    parts: list[Part] = [
        Text(clean(slip.shop), bold=True, align=Align.CENTER),
        Text(title, Size.HUGE, bold=True, align=Align.CENTER, fit=True),
    ]
    mark, about = again(copy, _)
    parts += [Text(mark, Size.LARGE, bold=True, align=Align.CENTER)] if mark else []
    parts += [Text(about, Size.SMALL, align=Align.CENTER)] if about else []
    till = _("Till {till}").format(till=clean(slip.till))
    parts += [
        Text(f"{till} · {slip.day:%d-%m-%Y}", Size.LARGE, bold=True, align=Align.CENTER, fit=True),
        row(_("Whose shift"), clean(turn.employee), shares=(1, 1)),
        row(_("Begun"), _moment(turn.opened_at), shares=(1, 1)),
        row(_("Ended"), _moment(turn.closed_at) if turn.closed_at else "…", shares=(1, 1)),
        Rule(heavy=not paper.is_roll),
        *_drawer(slip, _),
        *_signatures(slip, paper, _),
    ]
    return Page(paper, tuple(parts), title=f"{title} {slip.till}")


def _drawer(slip: ShiftSlip, gettext: Callable[[str], str]) -> list[Part]:
    """From the float to what was found."""
    _ = gettext
    turn = slip.turn
    parts: list[Part] = [
        row(_("Float"), grouped(turn.opening)),
        row(_("Cash of bills, dues and orders"), grouped(slip.taken)),
        *drawer_lines.moved(slip.movements, _),
        row(_("EXPECTED"), rupees(turn.expected), shares=(1, 1), bold=True),
    ]
    if turn.counted is None or turn.over is None:
        return parts
    return [
        *parts, *drawer_lines.counted(turn.counted, turn, _), *drawer_lines.agreed(turn.over, turn.reason, _),
        *drawer_lines.opened(slip.openings, _),
    ]  # fmt: skip


def _moment(moment: dt.datetime) -> str:
    return f"{moment:%d-%m-%Y} {time_said(moment)}"


def _signatures(slip: ShiftSlip, paper: Paper, gettext: Callable[[str], str]) -> list[Part]:
    """Who counted signs, and who checked it."""
    _ = gettext
    counted = Text(f"{_('Counted by')} {clean(slip.counted_by, limit=40)} {LINE}", Size.SMALL)
    checked = Text(f"{_('Checked by')} {LINE}", Size.SMALL)
    if paper.is_roll:
        return [Feed(3), counted, Feed(3), checked]
    return [Feed(4), Beside(((counted,), (checked,)), (1, 1))]
