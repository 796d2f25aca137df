"""The labels that scales print: a code that holds the item and what was weighed, counted or charged."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.money import half_up
from shoppos.base.text import code as spelled
from shoppos.rules.entry import looks_like_barcode

PIECE = 1_000
_LETTERS = {"I": "item", "W": "weight", "A": "amount", "Q": "count"}


@dataclass(frozen=True, slots=True)
class Pattern:
    """How one make of scale writes its codes, one character of `text` for one of the code.

    I item, W weight, A amount, Q count, C check digit, D any digit (a department); a digit stands for itself, and so
    does any character after a backslash. `decimals` are those of the weight (kilograms) or the amount (rupees).
    """

    name: str
    text: str
    decimals: int = 3

    def __post_init__(self) -> None:
        """Refuse a text that is no pattern: it needs one run of I, and one run of W, A or Q."""
        bare = re.sub(r"\\.", "", self.text)
        runs = sorted(run[0] for run in re.findall(r"I+|W+|A+|Q+", bare))
        if runs not in (["A", "I"], ["I", "Q"], ["I", "W"]) or re.sub(r"[0-9DCIWAQ]", "", bare):
            raise InvalidInput(
                _('"{text}" is not a pattern of scale labels.').format(text=self.text),
                _("It needs I for the item, and W, A or Q for weight, amount or count: 21IIIIIWWWWWC."),
                field="pattern",
            )


@dataclass(frozen=True, slots=True)
class ScaleCode:
    """What a label says: the item's code, and either a quantity in thousandths or an amount in paise."""

    item: str
    quantity: int | None = None
    amount: int | None = None


PRESETS = (
    Pattern("Odoo, weight", "21IIIIIWWWWWC"),
    Pattern("Odoo, price", "23IIIIIAAAAAC", 2),
    Pattern("CAS CL, price, 14 digits", "DDIIIIIAAAAAAC", 2),
    Pattern("CAS CL, price, 13 digits", "DIIIIIAAAAAAC", 2),
    Pattern("POS Awesome, weight", "99IIIIIWWWWW"),
    Pattern("POS Awesome, weight, check digit", "99IIIIIWWWWWC"),
    Pattern("GOFRUGAL, weight", r"\WIIIIIIWWWWW"),
)
"""A shop takes into use those its scales print; the CAS patterns fit any code of their length."""


def read(code: str, patterns: Sequence[Pattern]) -> ScaleCode | None:
    """What `code` says by the first pattern that fits, or None; callers look for an item with the whole code first."""
    text = spelled(code)
    for pattern in patterns:
        found = _expression(pattern).fullmatch(text)
        if found is None or ("C" in pattern.text and not looks_like_barcode(text)):
            continue
        parts = found.groupdict()
        if "amount" in parts:
            return ScaleCode(parts["item"], amount=_scaled(parts["amount"], 2 - pattern.decimals))
        if "weight" in parts:
            return ScaleCode(parts["item"], quantity=_scaled(parts["weight"], 3 - pattern.decimals))
        return ScaleCode(parts["item"], quantity=int(parts["count"]) * PIECE)
    return None


def priced(amount: int, price: int) -> tuple[int, int]:
    """Quantity (thousandths) and discount (paise) of a line at `price` that comes to exactly the label's `amount`.

    The quantity is rounded up, so that the odd paise of the last gram are a discount and never an overcharge.
    InvalidInput if the item has no price, because then nothing tells how much was weighed.
    """
    if price <= 0 or amount <= 0:
        raise InvalidInput(_("A price label needs an item with a price."), _("Set its price first."), field="price")
    quantity = -(-amount * PIECE // price)
    return quantity, half_up(quantity * price, PIECE) - amount


@cache
def _expression(pattern: Pattern) -> re.Pattern[str]:
    """The pattern as a regular expression with a named group for each run of letters."""
    expression = ""
    for literal, run in re.findall(r"\\(.)|(I+|W+|A+|Q+|.)", pattern.text):
        if literal or run.isdigit():
            expression += re.escape(literal or run)
        elif run[0] in _LETTERS:
            expression += f"(?P<{_LETTERS[run[0]]}>[0-9]{{{len(run)}}})"
        else:
            expression += "[0-9]"
    return re.compile(expression, re.ASCII)


def _scaled(digits: str, places: int) -> int:
    """Digits moved by so many places; what falls off the end is rounded."""
    return int(digits) * 10**places if places >= 0 else half_up(int(digits), 10**-places)
