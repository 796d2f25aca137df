"""The end of the day: day close, day list, day show, day print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shoppos.base.clock import day_of
from shoppos.base.i18n import _
from shoppos.base.money import grouped, plain, rate, rupees
from shoppos.cli.answer import DONE, answer, asked_once, facts, table
from shoppos.cli.place import opened
from shoppos.cli.shifts import (
    closed_lines,
    closed_told,
    counted,
    counting,
    movement_lines,
    movements_told,
    opened_said,
    opened_told,
    said_again,
    said_over,
    turn_told,
)
from shoppos.rules import methods

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from shoppos.cli.parser import Commands
    from shoppos.reports.reading import Reading
    from shoppos.reports.z import ClosedDay


def add(commands: Commands) -> None:
    """Add these commands."""
    day = commands.group("day", "the end of the day, and the days that were closed")
    end = day.add("close", close, "count the drawer, end the shift and draw the Z; later bills count for tomorrow")
    counting(end, needed=False)
    end.add_argument("--sure", action="store_true", help="though the day has just begun, or the shift began later")
    listed = day.add("list", every, "the days that this till has closed")
    listed.add_argument("--limit", type=int, default=30, metavar="N", help="how many; 30")
    one = day.add("show", show, "a Z as it was closed")
    one.add_argument("number", type=int, metavar="N", help="the Z's number")
    again = day.add("print", print_again, "a Z's slip once more, marked DUPLICATE")
    again.add_argument("number", type=int, metavar="N", help="the Z's number")


def close(options: Namespace) -> int:
    """Close the day."""
    told = counted(options)
    with opened(options) as shop:
        done = asked_once(options, lambda sure: shop.days.close(**told, sure=sure))
        z = shop.days.z(done.number)
        waits = shop.db.clock.business_day(shop.db.clock.ms()) > done.business_date
    document = {
        **z_told(z), "zs": list(done.numbers), "shift": closed_told(done.closed) if done.closed else None,
        "reports": [report.hex() for report in done.report_ids], "invoices": list(done.invoices),
    }  # fmt: skip
    people = [
        _("Day {day} is closed: Z {number} of till {till}.").format(
            day=f"{day_of(done.business_date):%d-%m-%Y}", number=done.number, till=z.till
        ),
        *z_lines(z.reading, drawer=done.closed is None),
        *(closed_lines(done.closed) if done.closed else ()),
    ]  # fmt: skip
    if len(done.numbers) > 1:
        forgotten = ", ".join(str(number) for number in done.numbers[:-1])
        said = _("Days that nobody had closed were closed too. Their Zs have these numbers: {numbers}.")
        people.append(said.format(numbers=forgotten))
    if len(done.invoices) > 1:
        people.append(
            _("Each day's small sales have their own invoice: {numbers}").format(numbers=", ".join(done.invoices))
        )
    if done.goes_on:
        people.append(_("{name}'s shift goes on.").format(name=done.goes_on))
    if waits:
        people.append(_("Today is open still; close it in the evening."))
    answer(options, document, people)
    return DONE


def every(options: Namespace) -> int:
    """List the closed days."""
    with opened(options) as shop:
        found = shop.days.zs(options.limit)
    document = [z_told(z, whole=False) for z in found]
    rows = [
        (z.number, day_of(z.business_date).isoformat(), f"{z.made_at:%d-%m-%Y %H:%M}", z.reading.bills,
         grouped(z.reading.net), "" if z.reading.over is None else grouped(z.reading.over), z.hash[:8].upper())
        for z in found
    ]  # fmt: skip
    heads = (_("Z"), _("Day"), _("Closed"), _("Bills"), _("Sales"), _("Over"), _("Proof"))
    answer(options, document, table(heads, rows, "rllrrrl") if rows else _("No day was closed yet."))
    return DONE


def show(options: Namespace) -> int:
    """Show a Z as it was closed."""
    with opened(options) as shop:
        z = shop.days.z(options.number)
    head = _("Z {number} of till {till}, {day}").format(
        number=z.number, till=z.till, day=f"{day_of(z.business_date):%d-%m-%Y}"
    )
    answer(options, z_told(z), [head, *z_lines(z.reading), *movement_lines(z.reading.movements)])
    return DONE


def print_again(options: Namespace) -> int:
    """Owe a Z's slip once more."""
    with opened(options) as shop:
        job = shop.days.print_again(options.number)
    answer(options, {"job": job.hex()}, _("The slip of Z {number} will be printed.").format(number=options.number))
    return DONE


def z_told(z: ClosedDay, *, whole: bool = True) -> dict[str, Any]:
    """A Z as JSON; all its figures where it is `whole`."""
    told = {
        "till": z.till, "number": z.number, "business_date": day_of(z.business_date).isoformat(),
        "closed_at": z.made_at.isoformat(), "net": plain(z.reading.net), "bills": z.reading.bills,
        "over": None if z.reading.over is None else plain(z.reading.over), "perpetual": plain(z.perpetual),
        "head": z.head, "previous": z.previous, "hash": z.hash,
    }  # fmt: skip
    return {**told, "figures": reading_told(z.reading)} if whole else told


def reading_told(found: Reading) -> dict[str, Any]:
    """A reading's figures as JSON; what has to be in the drawer only where it is not blind."""
    drawer = {} if found.blind else {
        "float": None if found.opening is None else plain(found.opening), "cash_in": plain(found.cash_in),
        "cash_out": plain(found.cash_out), "outside": plain(found.outside), "expected": plain(found.expected),
        "counted": None if found.counted is None else plain(found.counted),
        "over": None if found.over is None else plain(found.over), "reason": found.difference_reason,
        "shifts": [turn_told(turn) for turn in found.turns], "movements": movements_told(found.movements),
    }  # fmt: skip
    papers, messages, reports = found.unsent
    return {
        "employee": found.employee, "first": found.first, "last": found.last, "bills": found.bills,
        "gross": plain(found.gross), "discount": plain(found.discount), "shipping": plain(found.shipping),
        "tax_on_top": plain(found.tax_on_top), "round_off": plain(found.rounding), "payable": plain(found.payable),
        "cancelled": found.cancelled, "cancelled_amount": plain(found.cancelled_amount), "notes": found.notes,
        "notes_amount": plain(found.notes_amount), "net": plain(found.net),
        "by_rate": [
            {"rate": rate(one.rate), "cess_rate": rate(one.cess_rate), "taxable": plain(one.taxable),
             "cgst": plain(one.cgst), "sgst": plain(one.sgst), "igst": plain(one.igst), "cess": plain(one.cess)}
            for one in found.by_rate
        ],
        "by_method": [
            {"method": one.method, "bills": one.bills, "sold": plain(one.sold), "khata": plain(one.khata),
             "before": plain(one.before), "door": plain(one.door)}
            for one in found.by_method
        ],
        "upi_without_utr": plain(found.claimed_amount), "reprints": found.reprints, "drawer": drawer,
        "drawer_opened": opened_told(found.openings), "tokens": found.tokens, "consolidated": found.consolidated,
        "unsent": {"papers": papers, "messages": messages, "reports": reports}, "unclosed_days": found.unclosed,
    }  # fmt: skip


def z_lines(found: Reading, *, drawer: bool = True) -> Iterator[str]:
    """A Z's figures for people, with the `drawer` or without what it is told of it."""
    papers, messages, reports = found.unsent
    off = bool(found.cancelled or found.notes) and not found.blind
    received = [(methods.label(one.method), one.khata) for one in found.by_method if one.khata]
    early = [(methods.label(one.method), one.before + one.door) for one in found.by_method if one.before + one.door]
    yield from facts((
        (_("Bills made"), str(found.bills)), (_("Billed"), rupees(found.payable) if off else ""),
        (_("Cancelled"), f"{found.cancelled}, -{grouped(found.cancelled_amount)}" if off and found.cancelled else ""),
        (_("Credit notes"), f"{found.notes}, -{grouped(found.notes_amount)}" if off and found.notes else ""),
        (_("Sales"), rupees(found.net)),
        *((methods.label(one.method), grouped(one.sold)) for one in found.by_method if one.sold),
        *((_("Dues received: {way}").format(way=way), grouped(amount)) for way, amount in received),
        *((_("For orders and at the door: {way}").format(way=way), grouped(amount)) for way, amount in early),
        (_("Float"), grouped(found.opening) if drawer and found.opening is not None else ""),
        (_("Cash put in"), grouped(found.cash_in) if found.cash_in else ""),
        (_("Cash taken out"), grouped(found.cash_out) if found.cash_out else ""),
        (_("Outside this shift or day"), grouped(found.outside) if drawer and found.outside else ""),
        (_("Expected in the drawer") if found.turns else _("Cash the day brought"),
         grouped(found.expected) if drawer else ""),
        (_("Drawer opened without a sale"), opened_said(found.openings)),
        (_("One invoice for small sales"), found.consolidated),
        (_("Papers not printed yet"), str(papers) if papers else ""),
        (_("Messages not sent yet"), str(messages) if messages else ""),
        (_("Reports not sent yet"), str(reports) if reports else ""),
        (_("Sold in all since the first bill"), rupees(found.perpetual or 0)),
    ))  # fmt: skip
    if drawer and found.over is not None:
        yield from (said for turn in found.turns if (said := said_again(turn)))
        yield said_over(found.over)
