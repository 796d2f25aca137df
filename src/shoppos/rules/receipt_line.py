"""What is typed of goods that came: `12*1001@85.50`, how many of which code at which cost."""

from typing import NamedTuple

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.money import read_paise, read_quantity
from shoppos.base.text import clean
from shoppos.rules.entry import looks_like_barcode


class TypedLine(NamedTuple):
    """Thousandths (and free ones), the code as typed, and the cost of a unit in paise; None where it was not typed."""

    code: str
    quantity: int | None = None
    free: int = 0
    cost: int | None = None


def read(text: str) -> TypedLine:
    """`QTY*CODE@COST`, `QTY+FREE*CODE@COST`, `QTY*CODE` or `CODE`; InvalidInput says what does not do."""
    words = clean(text)
    rest, at, price = words.rpartition("@")
    cost = read_paise(price) if at else None
    if at and (cost is None or looks_like_barcode(price.strip())):
        raise InvalidInput(_('"{text}" is not a cost.').format(text=price), _("Type it like 85.50."), "cost")
    many, star, code = (rest if at else words).partition("*")
    if not star:
        many, code = "", many
    paid, plus, without = many.partition("+")
    quantity, free = _quantity(paid) if star else None, _quantity(without) if plus else 0
    if not code.strip():
        raise InvalidInput(_("Which item?"), _("Type it like 12*1001@85.50."), "code")
    return TypedLine(code.strip(), quantity, free, cost)


def _quantity(text: str) -> int:
    found = read_quantity(text)
    if not found or looks_like_barcode(text.strip()):
        raise InvalidInput(
            _('"{text}" is not a quantity.').format(text=text),
            _("Type it like 3 or 0.750, with at most three decimals."),
            "quantity",
        )
    return found
