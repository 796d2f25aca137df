"""What is typed about an item: each text read as what it means, and whether a code can be what was scanned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.money import parse_quantity
from shoppos.rules.entry import looks_like_barcode

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QLineEdit

    from shoppos.ui.widgets.form import Field

UNITS = ("PCS", "KG", "GM", "LTR", "ML", "PAC", "BOX", "DOZ", "MTR", "BTL", "BAG", "NOS")
NEVER = 0
EAN_LENGTHS = frozenset({8, 12, 13})


def treatments() -> list[tuple[str, object]]:
    """The GST treatments in words."""
    return [
        (_("Taxable"), "taxable"),
        (_("Nil rated (0 %)"), "nil"),
        (_("Exempt"), "exempt"),
        (_("Outside GST"), "non-gst"),
    ]


def codes(text: str) -> tuple[str, ...]:
    """The codes of a line, however they are parted."""
    return tuple(text.replace("|", " ").replace(",", " ").replace(";", " ").split())


def mistyped(code: str) -> bool:
    """A number as long as an EAN-8, UPC-A or EAN-13 whose last digit does not follow from the others."""
    return code.isdecimal() and len(code) in EAN_LENGTHS and not looks_like_barcode(code)


def signed(text: str) -> int:
    """A quantity that may be below zero: a shelf may owe what was sold before it was counted in."""
    negative = text.strip().startswith("-")
    return -parse_quantity(text.strip()[1:]) if negative else parse_quantity(text)


def asked(field: Field[QLineEdit], read: Callable[[str], int]) -> int | None:
    """The number of a field, None if it is empty; InvalidInput in its name."""
    text = field.editor.text().strip()
    if not text:
        return None
    try:
        return read(text)
    except InvalidInput as error:
        raise InvalidInput(error.message, error.hint, field.name) from error


def read(field: Field[QLineEdit], read: Callable[[str], int]) -> int | None:
    """The number of a field as far as it is one yet."""
    try:
        return asked(field, read)
    except InvalidInput:
        return None


def since(day: int) -> str:
    """From when a rate holds, in words."""
    if day == NEVER:
        return _("before")
    return _("from {day}").format(day=f"{day % 100:02d}-{day // 100 % 100:02d}-{day // 10_000}")
