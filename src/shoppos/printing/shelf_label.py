"""Labels for goods: below them on the shelf, where the price is what counts, or on them, where the code is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from shoppos.base.i18n import catalogue
from shoppos.base.money import rupees
from shoppos.base.text import clean
from shoppos.printing.codes import bars_width
from shoppos.printing.page import (
    NBSP,
    Align,
    Barcode,
    Beside,
    Break,
    Either,
    Page,
    Qr,
    Size,
    Spring,
    Stand,
    Text,
)  # fmt: skip
from shoppos.reports.label import QR

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.printing.page import Part
    from shoppos.printing.paper import Paper
    from shoppos.reports.label import ShelfLabel, ShelfLabels

SIZE = re.compile(r"(?<=[0-9]) (?=[A-Za-z]{1,3}\b)")
"""The blank in "400 g"."""

AIR = 10
"""Tenths of a millimetre that at least stand between the lines of so small a label."""

BELOW_NAMES = 14
"""The same below the names, whose vowel signs hang deep."""

NARROW = 400
"""Tenths of a millimetre of a label on which a QR code needs more than its share."""

SQUARE = 130
"""Tenths of a millimetre that a QR code with its quiet zone may take."""


@dataclass(frozen=True, slots=True)
class Said:
    """How much a label says and how large: the fullest first, then without what matters least.

    `bars` is the height of the bars in tenths of a millimetre.
    """

    name: Size = Size.LARGE
    local: Size | None = Size.NORMAL
    price: Size = Size.GIANT
    bars: int = 60
    shop: bool = True
    digits: bool = True


FULL = Said()
LOW = replace(FULL, bars=45)
BARE = replace(LOW, digits=False)
SHELF = (
    replace(FULL, local=Size.LARGE, bars=80),
    replace(FULL, local=Size.LARGE),
    FULL,
    LOW,
    BARE,
    replace(LOW, name=Size.NORMAL),
    replace(BARE, name=Size.NORMAL),
    replace(BARE, name=Size.NORMAL, price=Size.HUGE),
    replace(BARE, name=Size.NORMAL, price=Size.HUGE, local=None),
)
CALM = replace(FULL, local=Size.SMALL, price=Size.HUGE, bars=100)
GOODS = (
    replace(CALM, bars=120),
    CALM,
    replace(CALM, name=Size.NORMAL),
    replace(CALM, name=Size.NORMAL, bars=80),
    replace(CALM, name=Size.NORMAL, bars=80, shop=False),
    replace(CALM, name=Size.NORMAL, bars=60, shop=False, local=None),
    replace(CALM, name=Size.NORMAL, bars=60, shop=False, local=None, price=Size.LARGE),
    replace(CALM, name=Size.SMALL, bars=45, shop=False, local=None, price=Size.LARGE, digits=False),
)
"""What goes first where there is no room: height of the bars, the shop's name, the second name, the code's digits.

Never the name, the price, MRP and the code itself.
"""


def shelf_page(asked: ShelfLabels, paper: Paper, *, language: str = "en") -> Page:
    """As many labels of each kind as were asked for, from the first free place on."""
    gettext = catalogue(language).gettext
    cell = paper.cell or paper
    lay, choices = (_goods, GOODS) if asked.goods else (_shelf, SHELF)
    parts: list[Part] = []
    for label, count in asked.labels:
        words = ShelfWords(label, gettext, cell)
        one = Either(tuple(lay(words, said) for said in choices))
        for _number in range(count):
            parts += [one, Break()]
    return Page(paper, tuple(parts[:-1]), title=gettext("Labels"), skip=asked.skip)


@dataclass(frozen=True, slots=True)
class ShelfWords:
    """What one label says, in its language, on its paper."""

    label: ShelfLabel
    gettext: Callable[[str], str]
    cell: Paper

    def name(self) -> str:
        """What it is, its size kept in one piece."""
        return SIZE.sub(NBSP, clean(self.label.name))

    def local(self) -> str:
        """What it is in the shop's language, where that is something else."""
        local = clean(self.label.local_name)
        return local if local != clean(self.label.name) else ""

    def price(self) -> str:
        """The price, without paise where there are none, and what it is for where goods are weighed or measured."""
        label = self.label
        unit = label.measure if label.each is None else {"kg": "g", "l": "ml"}[label.measure]
        return f"{_short(label.price)}/{unit}" if unit else _short(label.price)

    def mrp(self) -> str:
        """The maximum retail price."""
        _ = self.gettext
        return _("MRP {amount}").format(amount=_short(self.label.mrp)).replace(" ", NBSP) if self.label.mrp else ""

    def tax(self) -> str:
        """Whether the price holds all taxes, as goods must say (Legal Metrology (Packaged Commodities) Rules)."""
        _ = self.gettext
        return _("incl. of all taxes") if self.label.inclusive else _("+ GST")

    def each(self) -> str:
        """The price of a kilogram or litre of what is sold by less."""
        label = self.label
        return f"{_short(label.each)}/{label.measure}" if label.each is not None else ""

    def amount(self, said: Said, align: Align = Align.LEFT) -> Text:
        """The price on one line."""
        return Text(self.price(), said.price, bold=True, align=align, fit=True, tight=True)

    @property
    def beside(self) -> tuple[int, int]:
        """The shares of words and of a square code beside them."""
        return (5, 2) if self.cell.width > NARROW else (3, 2)

    @property
    def square(self) -> bool:
        """True where bars would not fit at a width that scanners read, and a QR code says it."""
        label, cell = self.label, self.cell
        return label.kind == QR or bars_width(clean(label.barcode), label.kind) > cell.width - 2 * cell.margin


def _short(paise: int) -> str:
    return rupees(paise).removesuffix(".00")


def _shelf(words: ShelfWords, said: Said) -> tuple[Part, ...]:
    """On the shelf: what it is, in two languages, and in the largest type what it costs; the code at the foot."""
    label = words.label
    mrp = words.mrp() if label.mrp != label.price else ""
    more = [one for one in (mrp, words.each(), "" if label.inclusive else words.tax()) if one]
    price = words.amount(said)
    names = (*_names(words, said), Spring(BELOW_NAMES))
    if words.square:
        beside = [Text(" · ".join(more), Size.SMALL, fit=True)] if more else []
        told = [Text(clean(label.barcode), Size.SMALL, fit=True)] if said.digits else []
        code = (Qr(clean(label.barcode), Align.RIGHT, most=SQUARE),)
        return (*names, Beside(((price, Spring(AIR), *beside, *told), code), words.beside, gap=20, stand=Stand.MIDDLE))
    right = tuple(Text(one, Size.SMALL, align=Align.RIGHT, fit=True) for one in more)
    line: Part = Beside(((price,), right), (5, 3), gap=20, stand=Stand.FOOT) if more else price
    return (*names, line, Spring(AIR), _bars(words, said))


def _goods(words: ShelfWords, said: Said) -> tuple[Part, ...]:
    """On the goods: what it is, the code as large as it may be, and the price with MRP and taxes."""
    label = words.label
    shop = clean(label.shop)
    lines: list[Part] = [Text(shop, Size.SMALL, fit=True)] if said.shop and shop else []
    lines += _names(words, said)
    more = tuple(Text(one, Size.SMALL, fit=True) for one in (words.mrp(), words.each(), words.tax()) if one)
    foot = Beside((more, (words.amount(said, Align.RIGHT),)), (4, 5), gap=20, stand=Stand.FOOT)
    if not words.square:
        return (*lines, Spring(AIR), _bars(words, said), Spring(AIR), foot)
    told = [Text(clean(label.barcode), Size.SMALL, fit=True)] if said.digits else []
    code = (Qr(clean(label.barcode), Align.RIGHT, most=SQUARE),)
    return (Beside(((*lines, *told), code), words.beside, gap=20), Spring(AIR), foot)


def _names(words: ShelfWords, said: Said) -> list[Part]:
    lines: list[Part] = [Text(words.name(), said.name, bold=True)]
    if said.local is not None and words.local():
        lines.append(Text(words.local(), said.local))
    return lines


def _bars(words: ShelfWords, said: Said) -> Part:
    return Barcode(clean(words.label.barcode), words.label.kind, said.bars, told=said.digits)
