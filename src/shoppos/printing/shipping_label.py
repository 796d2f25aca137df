"""The shipping label: what sorts a parcel and what is collected for it in the largest type, then all that couriers ask.

Source: labels of Indian couriers ask for the receiver with PIN code, State and phone, PREPAID or the amount to collect,
courier and AWB as Code 128 at least 38 mm wide, the order, weight, size, piece of pieces, and where to return it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from shoppos.base.i18n import catalogue
from shoppos.base.money import quantity, rupees
from shoppos.base.text import clean
from shoppos.printing.page import (
    NBSP,
    Align,
    Barcode,
    Beside,
    Break,
    Either,
    Feed,
    Framed,
    Page,
    Qr,
    Rule,
    Size,
    Spring,
    Stand,
    Text,
)  # fmt: skip
from shoppos.printing.terms import both, last_digits
from shoppos.rules.place_of_supply import STATES

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.printing.page import Part
    from shoppos.printing.paper import Paper
    from shoppos.reports.label import ShippingLabel

WIDE = 900
"""Tenths of a millimetre from which a label has room for each title in two languages and for a QR code."""

LEAST_BARS = 380
"""Tenths of a millimetre that couriers' scanners want the bars of an AWB to be wide."""

PARTED = "  ·  "
MOBILE = 10


@dataclass(frozen=True, slots=True)
class Said:
    """How much a label says: the fullest first, then without what matters least.

    `name` and `address` are the sizes of the receiver's lines, `bars` the height of the AWB's bars in tenths of a
    millimetre.
    """

    name: Size = Size.HUGE
    address: Size = Size.LARGE
    bars: int = 150
    gstin: bool = True
    qr: bool = True
    measures: bool = True
    home: bool = True
    coded: bool = True


FULL = Said()
PLAIN = replace(FULL, name=Size.LARGE, address=Size.NORMAL, bars=120)
LARGE_LABEL = (
    FULL,
    replace(FULL, name=Size.LARGE),
    replace(PLAIN, bars=150),
    PLAIN,
    replace(PLAIN, gstin=False),
    replace(PLAIN, gstin=False, qr=False),
    replace(PLAIN, gstin=False, qr=False, measures=False),
    replace(PLAIN, gstin=False, qr=False, measures=False, home=False),
)
LOW = replace(PLAIN, bars=70)
SMALL_LABEL = (
    LOW,
    replace(LOW, gstin=False),
    replace(LOW, gstin=False, qr=False),
    replace(LOW, gstin=False, qr=False, measures=False),
    replace(LOW, gstin=False, qr=False, measures=False, bars=45),
    replace(LOW, gstin=False, qr=False, measures=False, bars=45, home=False),
    replace(LOW, gstin=False, qr=False, measures=False, bars=45, home=False, name=Size.NORMAL),
    replace(LOW, gstin=False, qr=False, measures=False, home=False, coded=False),
)
"""What goes first where there is no room: GSTIN, QR code, weight and size, the sender's address, the AWB's bars.

Never the receiver's name, address, PIN code and phone, what is collected, the order's number and the piece.
"""


def shipping_page(label: ShippingLabel, paper: Paper, *, copy: str = "", language: str = "en") -> Page:
    """A label for each piece of a parcel; `copy` is the mark of a second print."""
    words = LabelWords(label, copy, language, catalogue(language).gettext)
    cell = paper.cell or paper
    lay, choices, close = (_large, LARGE_LABEL, 95) if cell.width >= WIDE else (_small, SMALL_LABEL, 85)
    parts: list[Part] = []
    for piece in range(1, max(label.pieces, 1) + 1):
        parts += [Either(tuple(lay(words, piece, said) for said in choices), close), Break()]
    return Page(paper, tuple(parts[:-1]), title=label.number)


@dataclass(frozen=True, slots=True)
class LabelWords:
    """What one label says, in its language."""

    label: ShippingLabel
    copy: str
    language: str
    gettext: Callable[[str], str]

    def title(self, english: str, local: str) -> str:
        """A title that every courier reads, with the shop's own word before it."""
        return both(english, local)

    def to(self) -> str:
        """The title of the receiver."""
        _ = self.gettext
        return self.title("TO", _("TO"))

    def phone(self) -> str:
        """The receiver's phone in two groups, but for its last four digits if it is masked."""
        digits = clean(self.label.to.phone)
        if self.label.masked:
            return f"XXXXX X{last_digits(digits)}" if last_digits(digits) else ""
        return f"{digits[:5]} {digits[5:]}" if len(digits) == MOBILE and digits.isdecimal() else digits

    def lines(self) -> str:
        """The receiver's address in one paragraph, with the State in English: it is read there, not here."""
        to = self.label.to
        address, state = clean(to.address, limit=1000).rstrip(" ,."), STATES.get(to.state, "")
        return f"{address}, {state}" if state and state.casefold() not in address.casefold() else address

    def collect(self) -> str:
        """The amount that the courier collects."""
        return rupees(self.label.cod).removesuffix(".00")

    def collecting(self) -> list[str]:
        """What the courier is to do, in each language on a line: once, however many pieces bear the amount."""
        _ = self.gettext
        if not self.label.cod:
            return _lines("Collect nothing", _("Collect nothing"))
        if self.label.pieces == 1:
            return _lines("Collect cash", _("Collect cash"))
        both_ = _lines("Collect once for {pieces} pieces", _("Collect once for {pieces} pieces"))
        return [line.format(pieces=self.label.pieces) for line in both_]

    def order(self) -> str:
        """The order's number, else the bill's, and its date."""
        return f"{clean(self.label.order) or clean(self.label.number)}{PARTED}{self.label.date:%d-%m-%Y}"

    def measures(self) -> str:
        """Weight and size, as far as they are known."""
        _ = self.gettext
        weight = f"{quantity(self.label.weight)} kg" if self.label.weight else ""
        return PARTED.join(one.replace(" ", NBSP) for one in (weight, clean(self.label.box)) if one)

    def sender(self, said: Said) -> list[str]:
        """Where the parcel comes from and goes back to: name, address, phone with GSTIN."""
        shop = self.label.sender
        place = " ".join(filter(None, (clean(shop.address), clean(shop.pin_code)))) if said.home else shop.pin_code
        state = STATES.get(shop.state, "") if said.home else ""
        gstin = f"GSTIN {clean(shop.gstin)}" if said.gstin and shop.gstin else ""
        reached = PARTED.join(one.replace(" ", NBSP) for one in (clean(shop.phone), gstin) if one)
        return [one for one in (clean(shop.name), ", ".join(filter(None, (place, state))), reached) if one]


def _lines(english: str, local: str) -> list[str]:
    return [english] if local == english else [local, english]


def _large(words: LabelWords, piece: int, said: Said) -> tuple[Part, ...]:
    """4x6 in, 100x150 mm and a quarter of A4: courier above, receiver, PIN code and amount, order below."""
    label = words.label
    parts: list[Part] = [*_courier(words, piece, said), Rule(heavy=True)]
    parts += [
        Text(words.to(), Size.SMALL, bold=True),
        Text(clean(label.to.name), said.name, bold=True),
        Text(words.lines(), said.address),
        Spring(30),
        *_pin_and_phone(words),
        _money(words),
        Spring(20),
        Rule(),
        *_order(words, said),
    ]
    if words.copy:
        parts.append(Text(words.copy, Size.SMALL, bold=True))
    return tuple(parts)


def _small(words: LabelWords, piece: int, said: Said) -> tuple[Part, ...]:
    """3x2 in: receiver above, PIN code and amount side by side, the rest in small print."""
    _ = words.gettext
    label = words.label
    count = f"{piece}/{max(label.pieces, 1)}"
    name = Text(clean(label.to.name), said.name, bold=True)
    parts: list[Part] = [
        Beside(((name,), (Text(count, Size.LARGE, bold=True, align=Align.RIGHT),)), (6, 1), gap=20),
        Text(words.lines(), said.address),
    ]
    pin = clean(label.to.pin_code)
    phone: list[Part] = [Text(words.phone(), Size.LARGE, bold=True, fit=True), Spring(10)] if words.phone() else []
    amount = Text(
        words.collect() if label.cod else "PREPAID", Size.GIANT, bold=True, align=Align.CENTER, fit=True, tight=True
    )
    cod = "COD" if label.pieces == 1 else f"COD once for {label.pieces} pieces"
    collect = Framed((Text(cod, bold=True, align=Align.CENTER), Spring(8), amount), solid=True, pad=20)
    money: Part = collect if label.cod else Framed((amount,), pad=20)
    sort: list[Part] = [*phone, *([Text(pin, Size.GIANT, bold=True, fit=True, tight=True)] if pin else [])]
    parts += [Spring(), Beside((tuple(sort), (money,)), (5, 6), gap=20, stand=Stand.MIDDLE), Spring()]
    carried = PARTED.join(filter(None, (clean(label.courier), clean(label.awb))))
    if clean(label.awb) and said.coded:
        bars = Barcode(clean(label.awb), height=said.bars, told=False, least=LEAST_BARS)
        parts += [bars, Text(carried, Size.SMALL, bold=True, align=Align.CENTER)]
    elif carried:
        parts.append(Text(carried, Size.SMALL, bold=True))
    measures = words.measures() if said.measures else ""
    foot = (
        Text(PARTED.join(filter(None, (words.order(), measures))), Size.SMALL, bold=True),
        Text(f"FROM {', '.join(words.sender(said)).replace(PARTED, ', ')}", Size.SMALL),
        *((Text(words.copy, Size.SMALL, bold=True),) if words.copy else ()),
    )
    code = Qr(label.qr, Align.RIGHT, most=130)
    lower = [Beside((foot, (code,)), (3, 1), gap=20, stand=Stand.MIDDLE)] if said.qr else foot
    return (*parts, Rule(), *lower)


def _courier(words: LabelWords, piece: int, said: Said) -> list[Part]:
    """Who carries it, which piece it is, and the courier's number as bars."""
    label = words.label
    count = Text(f"{piece} / {max(label.pieces, 1)}", Size.HUGE, bold=True, align=Align.RIGHT)
    carrier = Text(clean(label.courier) or clean(label.sender.name), Size.LARGE, bold=True)
    parts: list[Part] = [Beside(((carrier,), (count,)), (3, 1), stand=Stand.FOOT)]
    awb = clean(label.awb)
    if awb and said.coded:
        parts += [
            Feed(),
            Barcode(awb, height=said.bars, told=False, least=LEAST_BARS),
            Text(f"AWB {awb}", bold=True, align=Align.CENTER, fit=True),
        ]
    elif awb:
        parts.append(Text(f"AWB {awb}", bold=True, fit=True))
    return parts


def _pin_and_phone(words: LabelWords) -> list[Part]:
    """The PIN code and the phone on one line, each below its title."""
    _ = words.gettext
    found = [
        (words.title("PIN CODE", _("PIN CODE")), clean(words.label.to.pin_code), Size.GIANT),
        (words.title("PHONE", _("PHONE")), words.phone(), Size.HUGE),
    ]
    known = [one for one in found if one[1]]
    titles = tuple((Text(title, Size.SMALL, bold=True),) for title, _said, _size in known)
    said = tuple((Text(said, size, bold=True, fit=True, tight=True),) for _title, said, size in known)
    shares = (1,) * len(known)
    return [Beside(titles, shares), Feed(), Beside(said, shares, stand=Stand.FOOT), Feed()] if known else []


def _money(words: LabelWords) -> Part:
    """The amount in white on black, so that nobody hands the parcel over without it; PREPAID in a frame."""
    if not words.label.cod:
        prepaid = (Text("PREPAID", Size.GIANT, bold=True, fit=True, tight=True),)
        right = tuple(Text(line, Size.SMALL, align=Align.RIGHT, fit=True) for line in words.collecting())
        return Framed((Beside((prepaid, right), (2, 1), stand=Stand.FOOT),), pad=30)
    amount = Text(words.collect(), Size.GIANT, bold=True, align=Align.RIGHT, fit=True, tight=True)
    told = (Text(line, Size.SMALL, fit=True) for line in words.collecting())
    cod = (Text("COD", Size.HUGE, bold=True, tight=True), *told)
    return Framed((Beside((cod, (amount,)), (1, 2), stand=Stand.MIDDLE),), solid=True, pad=30)


def _order(words: LabelWords, said: Said) -> list[Part]:
    """What it is and where it goes back to, with the order's QR code at the right."""
    _ = words.gettext
    lines: list[Part] = [
        Text(words.title("ORDER", _("ORDER")), Size.SMALL, bold=True),
        Text(words.order(), bold=True),
    ]
    if said.measures and words.measures():
        lines.append(Text(words.measures()))
    lines += [Feed(), Text(words.title("RETURN TO", _("RETURN TO")), Size.SMALL, bold=True)]
    lines += [Text(line, Size.SMALL, bold=at == 0) for at, line in enumerate(words.sender(said))]
    if not said.qr:
        return lines
    return [Beside((tuple(lines), (Qr(words.label.qr, Align.RIGHT, most=170),)), (4, 1), stand=Stand.MIDDLE)]
