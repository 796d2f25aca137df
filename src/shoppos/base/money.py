"""Money, quantities and rates as whole numbers, read from what people type and written as they read it.

Money is paise, a quantity thousandths, a rate hundredths of a percent; no float is ever made.
"""

import re
from collections.abc import Sequence

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.text import ascii_digits

RUPEE_DIGITS = 10
QUANTITY_DIGITS = 9
RATE_DIGITS = 3
MOST = 10**13
"""The first number of paise or thousandths that is too large to be meant: Rs 10,000 crore."""
_NUMBER = re.compile(r"(\d+|\d{1,3}(?:,\d{2,3})*,\d{3})?(?:\.(\d*))?", re.ASCII)
_RUPEES = re.compile(r"(?:₹|Rs\.?|INR)?\s*([\d.,]+)\s*(?:/-)?", re.ASCII | re.IGNORECASE)


def sane(field: str, *numbers: int | None) -> None:
    """InvalidInput for `field` when one of the numbers (paise, thousandths, hundredths) is too large to be meant."""
    for number in numbers:
        if number is not None and not -MOST < number < MOST:
            raise InvalidInput(_("That number is too large."), _("Check it and type it again."), field)


def half_up(num: int, den: int) -> int:
    """`num / den` rounded to a whole number, halves away from zero, as GST amounts are; `den` is above zero."""
    if num < 0:
        return -((den - 2 * num) // (2 * den))
    return (2 * num + den) // (2 * den)


def shares(values: Sequence[int], whole: int) -> list[int]:
    """Each value's part of their sum in `whole` parts, so that all together are the whole; zeros of nothing.

    What is left over by rounding down goes to where most was cut off, as people expect of parts of a hundred.
    """
    total = sum(values)
    if total <= 0:
        return [0] * len(values)
    parts = [value * whole // total for value in values]
    cut_off = sorted(range(len(values)), key=lambda at: -(values[at] * whole % total))
    for at in cut_off[: whole - sum(parts)]:
        parts[at] += 1
    return parts


def read_number(text: str, places: int, digits: int) -> int | None:
    """`text` in units of 10**-places, or None if it is no plain number or has more decimals or whole digits than that.

    Commas may stand where Indian or western grouping puts them and nowhere else, so that "12,5" is not taken for 125.
    """
    found = _NUMBER.fullmatch(ascii_digits(text).strip())
    if not found:
        return None
    whole, decimals = (found[1] or "").replace(",", ""), found[2] or ""
    if not (whole or decimals) or len(decimals) > places or len(whole) > digits:
        return None
    return int((whole or "0") + decimals.ljust(places, "0"))


def read_paise(text: str) -> int | None:
    """An amount of money in paise ("1,234.50", "₹95", "Rs. 95/-", ".5"), or None; never below zero."""
    found = _RUPEES.fullmatch(ascii_digits(text).strip())
    return read_number(found[1], 2, RUPEE_DIGITS) if found else None


def read_quantity(text: str) -> int | None:
    """A quantity in thousandths with at most three decimals, or None; never below zero."""
    return read_number(text, 3, QUANTITY_DIGITS)


def read_rate(text: str) -> int | None:
    """A percentage in hundredths of a percent ("18", "2.5%"), or None; never below zero."""
    return read_number(ascii_digits(text).strip().removesuffix("%"), 2, RATE_DIGITS)


def parse_paise(text: str) -> int:
    """An amount of money in paise; raises InvalidInput for anything else."""
    paise = read_paise(text)
    if paise is None:
        raise InvalidInput(_('"{text}" is not an amount of money.').format(text=text), _("Type it like 1234.50."))
    return paise


def parse_quantity(text: str) -> int:
    """A quantity in thousandths; raises InvalidInput for anything else."""
    milli = read_quantity(text)
    if milli is None:
        raise InvalidInput(
            _('"{text}" is not a quantity.').format(text=text),
            _("Type it like 3 or 0.750, with at most three decimals."),
        )
    return milli


def parse_rate(text: str) -> int:
    """A percentage in hundredths of a percent; raises InvalidInput for anything else."""
    hundredths = read_rate(text)
    if hundredths is None:
        raise InvalidInput(_('"{text}" is not a percentage.').format(text=text), _("Type it like 18 or 0.25."))
    return hundredths


def plain(paise: int) -> str:
    """Paise as rupees without grouping, for files and commands: "118.00"."""
    rupees_, rest = divmod(abs(paise), 100)
    return f"{'-' if paise < 0 else ''}{rupees_}.{rest:02d}"


def grouped(paise: int) -> str:
    """Paise as rupees in lakhs and crores, for people: "1,18,000.00"."""
    whole, rest = divmod(abs(paise), 100)
    text = str(whole)
    head, tail = text[:-3], text[-3:]
    pairs = [head[max(end - 2, 0) : end] for end in range(len(head), 0, -2)]
    return f"{'-' if paise < 0 else ''}{','.join([*reversed(pairs), tail])}.{rest:02d}"


def rupees(paise: int) -> str:
    """Paise with the sign of the rupee: "₹1,18,000.00", "-₹5.00"."""
    return f"-₹{grouped(-paise)}" if paise < 0 else f"₹{grouped(paise)}"


def quantity(milli: int) -> str:
    """Thousandths as people write them: "3", "0.75"."""
    return _decimal(milli, 3)


def rate(hundredths: int) -> str:
    """Hundredths of a percent as people write them, without the sign: "18", "0.25"."""
    return _decimal(hundredths, 2)


def _decimal(number: int, places: int) -> str:
    """`number` units of 10**-places without trailing zeros."""
    whole, rest = divmod(abs(number), 10**places)
    decimals = f"{rest:0{places}d}".rstrip("0")
    return f"{'-' if number < 0 else ''}{whole}{'.' if decimals else ''}{decimals}"
