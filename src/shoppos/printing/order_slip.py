"""The packing slip as a page: read at arm's length between the shelves, ticked off, scanned at the packing table."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shoppos.base.i18n import catalogue
from shoppos.base.money import quantity
from shoppos.base.text import clean
from shoppos.printing.page import (
    NBSP,
    Align,
    Barcode,
    Beside,
    Feed,
    Framed,
    Page,
    Qr,
    Rule,
    Size,
    Text,
    Together,
    row,
)
from shoppos.printing.terms import LINE, again, both, day_said, last_digits, time_said

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.printing.page import Part
    from shoppos.printing.paper import Paper
    from shoppos.reports.slip import OrderSlip, SlipLine

BOX = "[\u00a0\u00a0]"
"""A box to tick on a roll, which text printers have too; on a sheet it is drawn."""
NOTES = 400
BODY = 100
"""The type of a sheet in tenths of a point: larger than an invoice's, for it is read standing."""
SHORT_CODE = 14
"""Characters of a code that has room beside its shelf on the narrowest roll; an EAN has thirteen."""
CODE_HEIGHT = 100
"""Tenths of a millimetre of the bars that say the number."""
QR_WIDTH = 280
"""Tenths of a millimetre that the code for the customer takes at the most."""


def slip_page(slip: OrderSlip, paper: Paper, *, copy: str = "", language: str = "en") -> Page:
    """`slip` laid out for a roll or a sheet; `copy` is the mark of a second print. No price stands on it."""
    _ = catalogue(language).gettext
    paper = paper if paper.is_roll else replace(paper, body=BODY)
    parts: list[Part] = [*_stop(slip, _), *_head(slip, _, copy, paper), *_ready(slip, _), Rule(heavy=True)]
    lines: list[Together] = []
    for number, line in enumerate(slip.lines, 1):
        names = _names(line, local_first=language != "en")
        lines.append(_on_roll(line, names, _) if paper.is_roll else _on_sheet(line, names, _, number))
    last = lines.pop().parts if lines else ()
    parts += [*lines, Together((*last, *_end(slip, _, paper)))]
    name = _("PACKING SLIP")
    title = f"{name} {slip.number}"
    foot = "" if paper.is_roll else title
    return Page(paper, tuple(parts), title=title, foot=foot, page_of=_("Page {page} of {pages}"))


def _stop(slip: OrderSlip, _: Callable[[str], str]) -> list[Part]:
    """Before anything else, that nothing is to be packed any more."""
    if not slip.cancelled:
        return []
    return [
        Framed((_middle(both("CANCELLED", _("CANCELLED")), Size.HUGE),), solid=True),
        _middle(_("Do not pack this."), Size.LARGE),
        Feed(),
    ]


def _middle(text: str, size: Size = Size.NORMAL) -> Text:
    return Text(text, size, bold=True, align=Align.CENTER, fit=True)


def _head(slip: OrderSlip, _: Callable[[str], str], copy: str, paper: Paper) -> list[Part]:
    """What it is, with its number for eyes and scanners; on a sheet the bars stand beside."""
    mark, about = again(copy, _)
    align = Align.CENTER if paper.is_roll else Align.LEFT
    name: list[Part] = [Text(_("PACKING SLIP"), bold=True, align=align)]
    name += [Text(mark, Size.LARGE, bold=True, align=align)] if mark else []
    name += [Text(about, Size.SMALL, align=align)] if about else []
    name.append(Text(slip.number, Size.HUGE, bold=True, align=align, fit=True))
    name += [Text(_("with bill {number}").format(number=clean(slip.also)), bold=True, align=align)] if slip.also else []
    code = Barcode(slip.number, height=CODE_HEIGHT, align=Align.CENTER if paper.is_roll else Align.RIGHT, told=False)
    return [*name, code, Feed()] if paper.is_roll else [Beside((tuple(name), (Feed(), code)), (1, 1)), Feed()]


def _ready(slip: OrderSlip, _: Callable[[str], str]) -> list[Part]:
    """By when and for whom it is packed, how it came in, and what the customer asked for."""
    parts: list[Part] = []
    if slip.promised is not None:
        day = day_said(slip.promised.date(), _)
        parts += [Framed((_middle(_by_when(slip, day, _), Size.LARGE),)), Feed()]
    parts.append(Text(clean(slip.buyer) or _("Customer at the counter"), Size.LARGE, bold=True))
    where = [_("Phone …{digits}").format(digits=digits)] if (digits := last_digits(slip.phone)) else []
    where += [clean(slip.town)] if slip.town else []
    parts += [Text(" · ".join(where))] if where else []
    if slip.way:
        parts.append(Text(_("To be picked up") if slip.way == "pickup" else _("To be delivered"), bold=True))
    asked = f"{_channel(slip.channel, _)} · {slip.made_at:%d-%m-%Y} {time_said(slip.made_at)}"
    parts.append(row(asked, clean(slip.taken_by), shares=(3, 1)))
    if slip.notes:
        parts += [Feed(), Framed((Text(clean(slip.notes, limit=NOTES), bold=True),))]
    return parts


def _by_when(slip: OrderSlip, day: str, _: Callable[[str], str]) -> str:
    """The promised moment: an order's day, with its slot if it has one, else a time of the day."""
    if slip.slot:
        return _("Ready for {slot}, {date}").format(slot=clean(slip.slot), date=day)
    if slip.way or slip.promised is None:
        return _("Ready for {date}").format(date=day)
    return _("Ready by {time}, {date}").format(time=time_said(slip.promised), date=day)


def _channel(channel: str, _: Callable[[str], str]) -> str:
    """How the order came."""
    known = {"counter": _("Counter"), "phone": _("Phone order"), "online": _("Online order")}
    return known.get(channel, clean(channel))


def _names(line: SlipLine, *, local_first: bool) -> list[str]:
    """The name a packer looks for first, then the other."""
    names = [clean(line.local_name), clean(line.name)] if local_first else [clean(line.name), clean(line.local_name)]
    return [name for at, name in enumerate(names) if name and name not in names[:at]] or [clean(line.code)]


def _how_many(line: SlipLine) -> str:
    return f"{quantity(line.quantity)}{NBSP}{clean(line.unit)}".rstrip(NBSP)


def _shelf(line: SlipLine, _: Callable[[str], str]) -> str:
    return _("Shelf: {shelf}").format(shelf=clean(line.shelf)) if line.shelf else ""


def _asked_for(line: SlipLine) -> list[Part]:
    """What was asked for on a line beyond its item, where the packer cannot miss it."""
    return [Framed((Text(clean(line.note, limit=NOTES), bold=True),))] if line.note else []


def _on_roll(line: SlipLine, names: list[str], _: Callable[[str], str]) -> Together:
    """Box and quantity, the name below it as large as they, then where it is found."""
    first, *others = names
    parts: list[Part] = [
        Text(f"{BOX}{NBSP}{_how_many(line)}", Size.LARGE, bold=True),
        Text(first, Size.LARGE, bold=True),
        *(Text(name) for name in others),
        *_asked_for(line),
    ]
    shelf, code = _shelf(line, _), clean(line.code)
    if shelf and len(code) <= SHORT_CODE:
        parts.append(row(shelf, code, shares=(1, 1)))
    else:
        parts += [Text(text) for text in (shelf, code) if text]
    return Together((*parts, Rule()))


def _on_sheet(line: SlipLine, names: list[str], _: Callable[[str], str], number: int) -> Together:
    """A drawn box, the quantity beside it, then what it is and where it is found."""
    first, *others = names
    found = " · ".join(part for part in (str(number), _shelf(line, _), clean(line.code)) if part)
    stacks: tuple[tuple[Part, ...], ...] = (
        (Framed((Feed(2),)),),
        (Text(_how_many(line), Size.LARGE, bold=True, align=Align.RIGHT, fit=True),),
        (
            Text(first, Size.LARGE, bold=True),
            *(Text(name) for name in others),
            *_asked_for(line),
            Text(found, Size.SMALL, muted=True),
        ),
    )
    return Together((Beside(stacks, (3, 12, 45)), Rule()))


def _end(slip: OrderSlip, _: Callable[[str], str], paper: Paper) -> list[Part]:
    """How much it must be, and who answers for it; it never stands on a sheet alone."""
    lines = _("Items: {lines}").format(lines=len(slip.lines))
    pieces = _("Pieces: {pieces}").format(pieces=slip.pieces)
    packed, checked = (Text(f"{said} {LINE}", Size.SMALL) for said in (_("Packed by"), _("Checked by")))
    signed: list[Part] = (
        [Feed(3), packed, Feed(3), checked] if paper.is_roll else [Feed(4), Beside(((packed,), (checked,)), (1, 1))]
    )
    return [row(pieces, lines, bold=True, size=Size.LARGE), *signed, *_followed(slip, _, paper)]


def _followed(slip: OrderSlip, _: Callable[[str], str], paper: Paper) -> list[Part]:
    """For the customer, who finds the slip in the parcel or takes it home: where the order is followed."""
    if not slip.link or slip.cancelled:
        return []
    said = _("For the customer: follow this order or write to us")
    align = Align.CENTER if paper.is_roll else Align.LEFT
    return [Feed(2), Text(said, Size.SMALL, align=align), Qr(slip.link, align, most=QR_WIDTH)]
