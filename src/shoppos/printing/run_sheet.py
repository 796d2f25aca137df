"""The run sheet as a page: door by door what to hand over and what to collect, then the cash that is brought back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.clock import day_of
from shoppos.base.i18n import catalogue
from shoppos.base.money import quantity, rupees
from shoppos.base.text import clean
from shoppos.printing.order_slip import BOX
from shoppos.printing.page import NBSP, Align, Beside, Feed, Framed, Page, Rule, Size, Text, Together, row
from shoppos.printing.terms import LINE, both, day_said

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.printing.page import Part
    from shoppos.printing.paper import Paper
    from shoppos.reports.run_sheet import RunParcel, RunSheet

NOTES = 200
MOBILE = 10


def run_page(sheet: RunSheet, paper: Paper, copy: str = "", language: str = "en") -> Page:
    """`sheet` laid out for a roll or a sheet; `copy` is the mark of a second print."""
    _ = catalogue(language).gettext
    title = both("RUN SHEET", _("RUN SHEET"))
    parts: list[Part] = [Text(title, bold=True, align=Align.CENTER, fit=True)]
    parts += [Text(clean(copy), align=Align.CENTER)] if copy else []
    parts.append(Text(clean(sheet.carrier), Size.HUGE, bold=True, align=Align.CENTER, fit=True))
    doors = _("Parcels: {count}").format(count=len(sheet.out))
    parts += [row(doors, day_said(sheet.day, _), bold=True), Rule(heavy=True)]
    for number, parcel in enumerate(sheet.out, 1):
        door = _on_roll(parcel, number, _) if paper.is_roll else _on_sheet(parcel, number, _)
        parts.append(Together((*door, Rule())))
    parts.append(Together(_end(sheet, _)))
    named = f"{title} {clean(sheet.carrier)} {sheet.number}"
    return Page(paper, tuple(parts), title=named, foot="" if paper.is_roll else named,
                page_of=_("Page {page} of {pages}"))  # fmt: skip


def _place(parcel: RunParcel) -> str:
    return ", ".join(part for part in (clean(parcel.address, limit=400).rstrip(" ,."), clean(parcel.pin_code)) if part)


def _phone(parcel: RunParcel) -> str:
    digits = clean(parcel.phone)
    return f"{digits[:5]}{NBSP}{digits[5:]}" if len(digits) == MOBILE and digits.isdecimal() else digits


def _when(parcel: RunParcel) -> str:
    """The promised day and slot."""
    day = f"{day_of(parcel.promised):%d-%m}" if parcel.promised else ""
    return " ".join(part for part in (day, clean(parcel.slot)) if part)


def _about(parcel: RunParcel, _: Callable[[str], str]) -> str:
    """Its order, how many items, its weight, and how often nobody was there."""
    weight = f"{quantity(parcel.weight)}{NBSP}kg" if parcel.weight else ""
    tries = _("Try {number}").format(number=parcel.tries + 1) if parcel.tries else ""
    items = _("Items: {lines}").format(lines=parcel.items)
    return " · ".join(part for part in (clean(parcel.order), items, weight, tries) if part)


def _collect(parcel: RunParcel, _: Callable[[str], str], align: Align) -> Part:
    """The amount in white on black, so that nobody hands the parcel over without it."""
    if not parcel.collect:
        return Framed((Text(_("Paid"), Size.LARGE, bold=True, align=align, fit=True),))
    amount = Text(rupees(parcel.collect).removesuffix(".00"), Size.HUGE, bold=True, align=align, fit=True)
    return Framed((amount,), solid=True)


def _who(parcel: RunParcel, number: int) -> list[Part]:
    """Whose door it is: name, phone, address."""
    return [
        Text(f"{BOX}{NBSP}{number}. {clean(parcel.name)}", Size.LARGE, bold=True),
        Text(_phone(parcel), Size.LARGE, bold=True),
        Text(_place(parcel)),
    ]


def _rest(parcel: RunParcel, _: Callable[[str], str]) -> list[Part]:
    parts: list[Part] = [Text(_about(parcel, _), Size.SMALL)]
    return parts + ([Text(clean(parcel.note, limit=NOTES), bold=True)] if parcel.note else [])


def _on_roll(parcel: RunParcel, number: int, _: Callable[[str], str]) -> list[Part]:
    """One door below the other: when, who, where, and what to collect."""
    when = [Text(_when(parcel), bold=True)] if _when(parcel) else []
    signed = Text(f"{_('Received by')} {LINE}", Size.SMALL)
    return [*when, *_who(parcel, number), *_rest(parcel, _), _collect(parcel, _, Align.CENTER), Feed(2), signed]


def _on_sheet(parcel: RunParcel, number: int, _: Callable[[str], str]) -> list[Part]:
    """Who and where at the left; when, what to collect, and room to sign at the right."""
    signed = Text(f"{_('Received by')} {LINE}", Size.SMALL)
    right: tuple[Part, ...] = (
        Text(_when(parcel), bold=True, align=Align.CENTER), _collect(parcel, _, Align.CENTER), Feed(2), signed,
    )  # fmt: skip
    return [Beside(((*_who(parcel, number), *_rest(parcel, _)), right), (3, 2))]


def _end(sheet: RunSheet, _: Callable[[str], str]) -> tuple[Part, ...]:
    """The cash to bring back: from the doors of this run, and what is not handed over from before."""
    sums: list[Part] = []
    if sheet.to_bring:
        sums += [row(_("To collect"), rupees(sheet.to_collect)), row(_("Not handed over yet"), rupees(sheet.to_bring))]
    brought = (Text(f"{_('Handed over')} {LINE}", Size.SMALL), Feed(3), Text(f"{_('Counted by')} {LINE}", Size.SMALL))
    return (*sums, row(_("Cash to bring back"), rupees(sheet.cash), bold=True, size=Size.LARGE), Feed(3), *brought)
