"""The drawer: shift open, shift cash, shift drawer, shift show, shift close."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from shoppos.base.errors import InvalidInput, Unavailable
from shoppos.base.i18n import _
from shoppos.base.money import grouped, plain, read_paise, rupees
from shoppos.base.text import clean
from shoppos.cli.answer import DONE, answer, asked_once, facts, table
from shoppos.cli.bills import key_of
from shoppos.cli.place import opened
from shoppos.rules import drawer
from shoppos.rules.entry import parse_money

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from shoppos.base.clock import Clock
    from shoppos.cli.parser import Commands
    from shoppos.reports.drawer import Movement, Turn
    from shoppos.reports.openings import Opening
    from shoppos.shop.shifts import Closed

PIECE = re.compile(r"\s*([\d.]+)\s*=\s*(\d+)\s*", re.ASCII)


def add(commands: Commands) -> None:
    """Add these commands."""
    shift = commands.group("shift", "whose turn it is at the drawer, and what lies in it")
    begin = shift.add("open", begin_turn, "begin a turn with the float that lies in the drawer")
    begin.add_argument("--float", dest="opening", required=True, metavar="AMOUNT", help="what lies in the drawer")
    cash = shift.add("cash", move, "put cash in or take it out, for another reason than a sale")
    cash.add_argument("kind", metavar="IN|OUT", type=str.lower, choices=("in", "out"))
    cash.add_argument("amount", metavar="AMOUNT")
    cash.add_argument("--reason", required=True, metavar="TEXT", help="what it is for")
    cash.add_argument("--key", default="", metavar="UUID", help="the same key twice moves it once")
    cash.add_argument("--sure", action="store_true", help="though it is more than can be meant")
    key = shift.add("drawer", open_drawer, "open the drawer at the printer without a sale, and write down why")
    key.add_argument("--reason", required=True, metavar="TEXT", help="what it is opened for")
    shift.add("show", show, "the turn that goes on, what was put in and taken out, and when the drawer was opened")
    end = shift.add("close", end_turn, "count the drawer and end the turn; only then what had to be there is told")
    counting(end, needed=True)


def counting(parser: ArgumentParser, *, needed: bool) -> None:
    """What a count is told by."""
    how = parser.add_mutually_exclusive_group(required=needed)
    how.add_argument("--counted", default=None, metavar="AMOUNT", help="what lies in the drawer, in all")
    how.add_argument("--pieces", default="", metavar="500=3,100=12", help="how many of each note and coin")
    parser.add_argument("--reason", default="", metavar="TEXT", help="why the drawer is short or over")


def counted(options: Namespace) -> dict[str, Any]:
    """The count that was typed, as `shifts.close` takes it."""
    paise = None if options.counted is None else parse_money(options.counted)
    return {"counted": paise, "pieces": pieces_of(options.pieces), "reason": options.reason}


def pieces_of(text: str) -> dict[int, int]:
    """How many of each note and coin, by its paise: "500=3,100=12"."""
    found: dict[int, int] = {}
    for part in text.split(",") if text.strip() else ():
        read = PIECE.fullmatch(part)
        value = read_paise(read[1]) if read else None
        if read is None or value is None or value in found:
            raise InvalidInput(
                _("{text} is no count of notes and coins.").format(text=clean(part, 40)),
                _("Write it like {example}.").format(example="500=3,100=12,10=4"),
                "pieces",
            )
        found[value] = int(read[2])
    return found


def begin_turn(options: Namespace) -> int:
    """Begin a turn."""
    opening = parse_money(options.opening)
    with opened(options) as shop:
        view = shop.shifts.open(opening)
    document = {"till": view.till, "shift": view.number, "employee": view.employee, "float": plain(view.opening)}
    said = _("{name} has the drawer of till {till} with {amount}.").format(
        name=view.employee, till=view.till, amount=rupees(view.opening)
    )
    answer(options, document, said)
    return DONE


def move(options: Namespace) -> int:
    """Put cash in or take it out."""
    amount = parse_money(options.amount)
    with opened(options) as shop:
        key = key_of(options.key)
        asked_once(options, lambda sure: shop.shifts.cash(options.kind, amount, options.reason, key=key, sure=sure))
        document = {"till": shop.tills.current, "kind": options.kind, "amount": plain(amount),
                    "reason": clean(options.reason)}  # fmt: skip
    said = _("{amount} put into the drawer: {reason}") if options.kind == "in" else _("{amount} taken out: {reason}")
    answer(options, document, said.format(amount=rupees(amount), reason=clean(options.reason)))
    return DONE


def open_drawer(options: Namespace) -> int:
    """Write down why, and open the drawer now or never."""
    from shoppos.printing.spooler import News, Spooler

    shut: list[News] = []
    with opened(options) as shop:
        shop.drawer.open(options.reason)
        Spooler(shop.db, shop.db.clock, shut.append).pulse()
        till = shop.tills.current
    if shut:
        raise Unavailable(shut[0].reason, _("That it was to open is written down. Check the printer, or use its key."))
    document = {"till": till, "reason": clean(options.reason)}
    answer(options, document, _("The drawer opens: {reason}").format(reason=clean(options.reason)))
    return DONE


def show(options: Namespace) -> int:
    """Show the turn that goes on, blind."""
    with opened(options) as shop:
        view, moved, unsold = shop.shifts.current(), shop.shifts.movements(), shop.drawer.openings()
        till, clock = shop.tills.current, shop.db.clock
    told, people = None, [_("No shift is open at till {till}.").format(till=till)]
    if view is not None:
        at = clock.at(view.opened_at)
        told = {"shift": view.number, "employee": view.employee, "opened_at": at.isoformat(),
                "float": plain(view.opening)}  # fmt: skip
        people = [_("Shift {number} of {name} since {time}, with {amount}.").format(
            number=view.number, name=view.employee, time=f"{at:%d-%m-%Y %H:%M}", amount=rupees(view.opening)
        )]  # fmt: skip
    document = {
        "till": till,
        "open": told,
        "movements": movements_told(moved),
        "openings": openings_told(unsold, clock),
    }
    answer(options, document, [*people, *movement_lines(moved), *opening_lines(unsold, clock)])
    return DONE


def end_turn(options: Namespace) -> int:
    """Count the drawer and end the turn."""
    told = counted(options)
    with opened(options) as shop:
        closed = shop.shifts.close(**told)
        till = shop.tills.current
    answer(options, {"till": till, **closed_told(closed)}, closed_lines(closed))
    return DONE


# -- what is told of it, here and of a day


def closed_told(closed: Closed) -> dict[str, Any]:
    """A turn that ended just now, as JSON; `over` is below zero when the drawer is short."""
    return {
        "shift": closed.number, "float": plain(closed.opening), "expected": plain(closed.expected),
        "counted": plain(closed.counted), "over": plain(closed.over), "reason": closed.reason,
        "pieces": {plain(paise): count for paise, count in closed.pieces}, "counts": closed.counts,
        "first_counted": None if closed.first is None else plain(closed.first),
    }  # fmt: skip


def closed_lines(closed: Closed) -> Iterator[str]:
    """The same for people."""
    yield from facts((
        (_("Float"), grouped(closed.opening)), (_("Expected"), grouped(closed.expected)),
        (_("Counted"), grouped(closed.counted)), (_("Counts"), said_again(closed)), (_("Reason"), closed.reason),
    ))  # fmt: skip
    yield said_over(closed.over)


def said_again(counted: Closed | Turn) -> str:
    """That somebody counted more than once, and what they found first; "" where once was enough."""
    if counted.first is None:
        return ""
    return _("Counted {count} times, first {amount}").format(count=counted.counts, amount=rupees(counted.first))


def said_over(over: int) -> str:
    """Whether a drawer agrees, in a sentence."""
    if not over:
        return _("The drawer agrees.")
    sentence = _("The drawer is {amount} short.") if over < 0 else _("The drawer holds {amount} too much.")
    return sentence.format(amount=rupees(abs(over)))


def movements_told(moved: tuple[Movement, ...] | list[Movement]) -> list[dict[str, str]]:
    """What was put in and taken out, as JSON."""
    return [
        {"kind": one.kind, "amount": plain(one.amount), "reason": one.reason, "at": one.made_at.isoformat(),
         "employee": one.employee}
        for one in moved
    ]  # fmt: skip


def movement_lines(moved: tuple[Movement, ...] | list[Movement]) -> list[str]:
    """The same for people."""
    if not moved:
        return []
    rows = [
        (f"{one.made_at:%H:%M}", _("in") if one.kind == "in" else _("out"), grouped(one.amount), one.reason,
         one.employee)
        for one in moved
    ]  # fmt: skip
    return table((_("Time"), _("Cash"), _("Amount"), _("Reason"), _("By")), rows, "llr")


def openings_told(found: list[Opening], clock: Clock) -> list[dict[str, str]]:
    """Each time that the drawer was opened without a sale, as JSON."""
    return [
        {"kind": one.kind, "reason": one.reason, "at": clock.at(one.made_at).isoformat(), "employee": one.employee,
         "allowed_by": one.allowed}
        for one in found
    ]  # fmt: skip


def opening_lines(found: list[Opening], clock: Clock) -> list[str]:
    """The same for people; cash in and out stands by itself."""
    rows = [
        (f"{clock.at(one.made_at):%H:%M}", drawer.label(one.kind), one.reason, one.employee, one.allowed)
        for one in found
        if one.kind != drawer.MOVEMENT
    ]
    heads = (_("Time"), _("Drawer opened"), _("Reason"), _("By"), _("Allowed by"))
    return table(heads, rows, "l") if rows else []


def opened_told(openings: tuple[tuple[str, int], ...]) -> dict[str, int]:
    """How often the drawer was opened without a sale, by what for, as JSON."""
    return {kind: dict(openings).get(kind, 0) for kind in drawer.KINDS}


def opened_said(openings: tuple[tuple[str, int], ...]) -> str:
    """The same for people, "" where it never was."""
    told = ", ".join(f"{drawer.label(kind)} {count}" for kind, count in openings)
    return f"{sum(count for _kind, count in openings)} ({told})" if openings else ""


def turn_told(turn: Turn) -> dict[str, Any]:
    """A turn of a day that was closed, as JSON."""
    return {
        "shift": turn.number, "employee": turn.employee, "opened_at": turn.opened_at.isoformat(),
        "closed_at": turn.closed_at.isoformat() if turn.closed_at else None, "float": plain(turn.opening),
        "expected": plain(turn.expected), "counted": None if turn.counted is None else plain(turn.counted),
        "over": None if turn.over is None else plain(turn.over), "reason": turn.reason,
        "pieces": {plain(paise): count for paise, count in turn.pieces}, "counts": turn.counts,
        "first_counted": None if turn.first is None else plain(turn.first),
    }  # fmt: skip
