"""What one types or scans at the counter, read by one grammar and never refused with an exception.

`code` · `3*code` · `.75*dal` · `250g*dal` · `dal@95/10-5` | `*3` quantity · `+` one more · `-` one less
· `=95` `@95` price · `/10` line percent · `-5` line amount · `//10` `--50` the bill's | `?` help.
Digits of every script count.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from shoppos.base import money
from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.text import LIMIT, ascii_digits, clean
from shoppos.rules import measures

PIECE = 1_000
WHOLE = 10_000
_BARCODE_DIGITS = 8
_WIDE = str.maketrans("\uff0a\u00d7\uff0f\uff0d\u2212\uff1d\uff20\uff0b\uff0e\uff1f\uff0c", "**/--=@+.?,")
"""Signs as input methods of other scripts write them."""
_N = r"[\d.,]+"
_PREFIX = re.compile(rf"(-?)\s*({_N})\s*(kg|gm|g|ltr|l|ml)?\s*\*\s*(.*)", re.ASCII | re.DOTALL | re.IGNORECASE)
_SUFFIX = re.compile(rf"(.*\S)\s*([@/-])\s*(₹?{_N}%?)", re.ASCII | re.DOTALL)
_LONGEST = LIMIT + 50
"""A text of the usual length and the longest quantity before it."""


@dataclass(frozen=True, slots=True)
class Find:
    """Something to sell: `whole` is tried as a code first, then `text` with the price and discounts read off its end.

    `quantity` is thousandths or None if none was typed, `price` paise or None, `disc_rate` hundredths of a percent;
    `serial` is the number of the one piece that is meant, where the text was one; `measure` KG or L when the quantity
    was said so.
    """

    text: str
    quantity: int | None = None
    price: int | None = None
    disc_rate: int = 0
    disc_amount: int = 0
    whole: str = ""
    serial: str = ""
    measure: str = ""


@dataclass(frozen=True, slots=True)
class SetQuantity:
    """The line's quantity becomes this, in thousandths."""

    quantity: int


@dataclass(frozen=True, slots=True)
class ChangeQuantity:
    """The line's quantity grows by `delta` thousandths, or shrinks."""

    delta: int


@dataclass(frozen=True, slots=True)
class SetPrice:
    """The line's price becomes this, in paise."""

    price: int


@dataclass(frozen=True, slots=True)
class LineDiscount:
    """The line's discount becomes first the percentage, then the amount; both zero takes it away."""

    rate: int = 0
    amount: int = 0


@dataclass(frozen=True, slots=True)
class BillDiscount:
    """The bill's discount becomes first the percentage, then the amount; both zero takes it away."""

    rate: int = 0
    amount: int = 0


@dataclass(frozen=True, slots=True)
class Help:
    """The question mark."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """An empty line."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """What cannot be meant; `reason` is barcode, quantity, amount, rate or item, and `explain` says it in words."""

    text: str
    reason: str


Entry = Find | SetQuantity | ChangeQuantity | SetPrice | LineDiscount | BillDiscount | Help | Nothing | Mistake


def read(text: str) -> Entry:
    """Read one line of the counter; total: every text has an answer."""
    line = clean(ascii_digits(text).translate(_WIDE), _LONGEST)
    if not line or line == "?":
        return Help() if line else Nothing()
    counted = _PREFIX.fullmatch(line)
    if counted:
        return _counted(line, *counted.groups())
    reader = _READERS.get(line[0])
    return reader(line) if reader else _find(line, None)


def write(entry: Entry) -> str:
    """The line that reads as `entry`."""
    match entry:
        case Find():
            times = "" if entry.quantity is None else f"{money.quantity(entry.quantity)}{entry.measure.casefold()}*"
            line = times + (entry.whole or entry.text + _suffixes(entry))
        case SetQuantity(quantity):
            line = f"*{money.quantity(quantity)}"
        case ChangeQuantity(delta):
            line = {PIECE: "+", -PIECE: "-"}.get(delta, f"+{money.quantity(delta)}")
        case SetPrice(price):
            line = f"={money.plain(price)}"
        case LineDiscount(rate, paise):
            line = _pair("/", "-", rate, paise)
        case BillDiscount(rate, paise):
            line = _pair("//", "--", rate, paise)
        case Help() | Nothing():
            line = "?" if isinstance(entry, Help) else ""
        case Mistake(text):
            line = text
    return line


def explain(mistake: Mistake) -> str:
    """Say what was wrong with a mistyped line, and the next step."""
    sentences = {
        "barcode": _('"{text}" looks like a barcode. Scan it as an item, without a sign before or after it.'),
        "quantity": _('Quantity must be more than 0. You typed "{text}". For a return press F8.'),
        "amount": _('"{text}" has no amount that can be read. Type it like =95 or -5.'),
        "rate": _('"{text}" has no percentage from 0 to 100. Type it like /10.'),
        "item": _('"{text}" names no item. Type or scan its code after the quantity.'),
    }
    return sentences[mistake.reason].format(text=mistake.text)


def amount(text: str) -> int | None:
    """Paise if the text is a plain amount of money (before F9, F10, F11), None for anything else or a barcode."""
    line = clean(ascii_digits(text).translate(_WIDE))
    return None if looks_like_barcode(line) else money.read_paise(line)


def parse_money(text: str) -> int:
    """Paise that somebody typed for cash; InvalidInput for anything else, a barcode too, as at the counter."""
    if looks_like_barcode(text):
        raise InvalidInput(
            _("{text} is a barcode, not an amount of money.").format(text=clean(text, _LONGEST)),
            _("Type the amount; if it is right, type it with its paise: {text}.00").format(text=clean(text, _LONGEST)),
        )
    return money.parse_paise(text)


def looks_like_barcode(text: str) -> bool:
    """Whether this is a number of eight or more digits with a valid EAN check digit (GS1 General Specifications)."""
    digits = ascii_digits(text).strip()
    if len(digits) < _BARCODE_DIGITS or not (digits.isascii() and digits.isdigit()):
        return False
    return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(digits))) % 10 == 0


def _counted(line: str, sign: str, number: str, said: str | None, rest: str) -> Entry:
    """`3*` or `250g*` and what follows."""
    quantity = _quantity(line, sign + number)
    if isinstance(quantity, Mistake):
        return quantity
    if not rest or rest[0] in "*+=@/-":
        return Mistake(line, "item")
    if not said:
        return _find(rest, quantity.quantity)
    measured = measures.of_measure(quantity.quantity, said)
    if measured is None:
        return Mistake(line, "quantity")
    return replace(_find(rest, measured[0]), measure=measured[1])


def _quantity(line: str, number: str) -> SetQuantity | Mistake:
    """A quantity above zero that is no barcode."""
    milli = money.read_quantity(number)
    if looks_like_barcode(number) or (milli and looks_like_barcode(money.quantity(milli))):
        return Mistake(line, "barcode")
    return SetQuantity(milli) if milli else Mistake(line, "quantity")


def _more(line: str) -> Entry:
    """`+`, `+2`, `+-2`: so many more or less."""
    number = line[1:].strip()
    if not number:
        return ChangeQuantity(PIECE)
    less = number.startswith("-")
    change = _quantity(line, number.removeprefix("-"))
    if isinstance(change, Mistake):
        return change
    return ChangeQuantity(-change.quantity if less else change.quantity)


def _price(line: str) -> SetPrice | Mistake:
    """`=95` or `@95`."""
    if looks_like_barcode(line[1:]):
        return Mistake(line, "barcode")
    paise = money.read_paise(line[1:])
    return Mistake(line, "amount") if paise is None else SetPrice(paise)


def _discount(line: str) -> Entry:
    """`/10`, `-5`, `/10-5` of the line, the same doubled of the bill; `-` alone is one less."""
    if line == "-":
        return ChangeQuantity(-PIECE)
    bill = line.startswith(("//", "--"))
    percent, dash = ("//", "--") if bill else ("/", "-")
    off, dashed, paid = line.partition(dash)
    if looks_like_barcode(off.removeprefix(percent)) or looks_like_barcode(paid):
        return Mistake(line, "barcode")
    rate = _rate(off.removeprefix(percent)) if off else 0
    if rate is None:
        return Mistake(line, "rate")
    paise = money.read_paise(paid) if dashed else 0
    if paise is None:
        return Mistake(line, "amount")
    return BillDiscount(rate, paise) if bill else LineDiscount(rate, paise)


def _rate(text: str) -> int | None:
    """A percentage from 0 to 100, or None."""
    rate = money.read_rate(text)
    return rate if rate is not None and rate <= WHOLE else None


def _find(rest: str, quantity: int | None) -> Find:
    """A code or a name, with its price and discounts read off its end; what reads as neither stays in the text."""
    text = whole = clean(rest)
    read_off: dict[str, int] = {}
    while found := _SUFFIX.fullmatch(text):
        sign, number = found[2], found[3]
        value = None if looks_like_barcode(number) else (_rate if sign == "/" else money.read_paise)(number)
        if value is None or sign in read_off:
            break
        read_off[sign] = value
        text = found[1]
    return Find(text, quantity, read_off.get("@"), read_off.get("/", 0), read_off.get("-", 0), whole)


def _suffixes(entry: Find) -> str:
    """The price and discounts as they are typed after a code."""
    price = "" if entry.price is None else f"@{money.plain(entry.price)}"
    rate = f"/{money.rate(entry.disc_rate)}" if entry.disc_rate else ""
    return price + rate + (f"-{money.plain(entry.disc_amount)}" if entry.disc_amount else "")


def _pair(percent: str, dash: str, rate: int, paise: int) -> str:
    """A discount as it is typed: the percentage, the amount, or both."""
    off = f"{percent}{money.rate(rate)}" if rate or not paise else ""
    return off + (f"{dash}{money.plain(paise)}" if paise else "")


_READERS: dict[str, Callable[[str], Entry]] = {
    "*": lambda line: _quantity(line, line[1:]),
    "+": _more,
    "=": _price,
    "@": _price,
    "/": _discount,
    "-": _discount,
}
