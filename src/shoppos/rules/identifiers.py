"""Whether a number that someone wrote can be what it claims to be: GSTIN, PAN, PIN, telephone, bank, UPI, parcel.

Only form and check digit are judged; that a thing exists is known to its issuer alone.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.text import ascii_digits
from shoppos.rules import numbers
from shoppos.rules.place_of_supply import STATES

FORMAT, LENGTH, STATE, CHECK_DIGIT = "format", "length", "state", "check_digit"
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_GSTIN = re.compile(r"[0-9]{2}[A-Z]{5}[0-9]{4}[A-Z][1-9A-Z]Z[0-9A-Z]", re.ASCII)
_PAN = re.compile(r"[A-Z]{3}[ABCFGHJLPT][A-Z][0-9]{4}[A-Z]", re.ASCII)
_PIN = re.compile(r"[1-9][0-9]{5}", re.ASCII)
_MOBILE = re.compile(r"[6-9][0-9]{9}", re.ASCII)
_IFSC = re.compile(r"[A-Z]{4}0[A-Z0-9]{6}", re.ASCII)
_VPA = re.compile(r"[a-z0-9][a-z0-9._-]{1,254}@[a-z][a-z0-9]{1,63}", re.ASCII)
_S10 = re.compile(r"[A-Z]{2}[0-9]{9}[A-Z]{2}", re.ASCII)
_UTR = re.compile(r"[0-9]{12}", re.ASCII)
_S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
_NATIONAL, _WITH_ZERO, _WITH_COUNTRY = 10, 11, 12


@dataclass(frozen=True, slots=True)
class Checked:
    """The answer: why not (format, length, state or check_digit), or the one spelling of what is valid."""

    valid: bool
    reason: str | None
    normalised: str | None


def check(kind: str, value: str) -> Checked:
    """Judge `value` as one of KINDS; InvalidInput if `kind` is none of them."""
    checker = _CHECKERS.get(kind)
    if checker is None:
        raise InvalidInput(
            _('"{kind}" cannot be checked.').format(kind=kind),
            _("These can: {kinds}.").format(kinds=", ".join(KINDS)),
            field="kind",
        )
    return checker(value.strip())


def phone(text: str) -> str | None:
    """The ten digits of an Indian mobile number however it was written (+91, 0, spaces, dashes), or None."""
    return _phone(text).normalised


def gstin_check_digit(first14: str) -> str:
    """The fifteenth character of a GSTIN: base 36, weights 1 and 2 in turn, digits of each product added."""
    total = 0
    for place, char in enumerate(first14):
        total += sum(divmod(_ALPHABET.index(char) * (1 + place % 2), 36))
    return _ALPHABET[-total % 36]


def s10_check_digit(eight: str) -> str:
    """The ninth digit of a postal item number (UPU S10): 11 minus the weighted sum modulo 11; 10 is 0, 11 is 5."""
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(eight, _S10_WEIGHTS, strict=True)) % 11
    return {10: "0", 11: "5"}.get(rest, str(rest))


def _valid(value: str) -> Checked:
    """It can be one, spelled so."""
    return Checked(valid=True, reason=None, normalised=value)


def _invalid(reason: str) -> Checked:
    """It cannot be one."""
    return Checked(valid=False, reason=reason, normalised=None)


def _formed(value: str, pattern: re.Pattern[str], length: int) -> Checked:
    """Judge the length first and then the pattern."""
    if len(value) != length:
        return _invalid(LENGTH)
    return _valid(value) if pattern.fullmatch(value) else _invalid(FORMAT)


def _gstin(value: str) -> Checked:
    """GSTIN of a regular taxpayer; TDS, TCS, UIN and the portal's sandbox numbers are not a customer's."""
    formed = _formed(value.upper(), _GSTIN, 15)
    if formed.normalised is None:
        return formed
    if formed.normalised[:2] not in STATES:
        return _invalid(STATE)
    return formed if gstin_check_digit(formed.normalised[:14]) == formed.normalised[14] else _invalid(CHECK_DIGIT)


def _phone(value: str) -> Checked:
    """Mobile number: ten digits that begin with 6 to 9, after a country code or a trunk zero."""
    digits = re.sub(r"[^0-9]", "", ascii_digits(value))
    if len(digits) == _WITH_COUNTRY and digits.startswith("91"):
        digits = digits[2:]
    elif len(digits) == _WITH_ZERO and digits.startswith("0"):
        digits = digits[1:]
    if any(char.isalpha() for char in value):
        return _invalid(FORMAT)
    return _formed(digits, _MOBILE, _NATIONAL)


def _pin(value: str) -> Checked:
    """Postal Index Number, also when written as "400 001"."""
    return _formed(ascii_digits(value).replace(" ", ""), _PIN, 6)


def _vpa(value: str) -> Checked:
    """UPI address; lower case, because it is compared without case. A dot in the handle is an e-mail address."""
    lower = value.lower()
    return _valid(lower) if _VPA.fullmatch(lower) else _invalid(FORMAT)


def _s10(value: str) -> Checked:
    """Postal item number, as India Post gives to registered and speed post and to parcels."""
    formed = _formed(value.upper().replace(" ", ""), _S10, 13)
    if formed.normalised is None or s10_check_digit(formed.normalised[2:10]) == formed.normalised[10]:
        return formed
    return _invalid(CHECK_DIGIT)


def _bill_number(value: str) -> Checked:
    """Document number; upper case, because GSTR-1 compares without case."""
    upper = value.upper()
    if not 1 <= len(value) <= numbers.LONGEST:
        return _invalid(LENGTH)
    return _valid(upper) if numbers.is_valid(value) else _invalid(FORMAT)


_CHECKERS: dict[str, Callable[[str], Checked]] = {
    "gstin": _gstin,
    "pan": lambda value: _formed(value.upper(), _PAN, 10),
    "pin": _pin,
    "phone": _phone,
    "ifsc": lambda value: _formed(value.upper(), _IFSC, 11),
    "vpa": _vpa,
    "s10": _s10,
    "bill-number": _bill_number,
    "utr": lambda value: _formed(ascii_digits(value), _UTR, 12),
}
KINDS = tuple(_CHECKERS)
