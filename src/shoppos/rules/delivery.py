"""What a delivery costs: a charge, free from an amount on, and other charges for some PIN codes."""

from collections.abc import Mapping
from typing import Any, cast


def charge(rule: Mapping[str, Any], goods: int, pin_code: str) -> int:
    """The delivery charge in paise for goods worth `goods` paise to that PIN code.

    `rule` has "charge", "free_from" (0: never free) and "pins": charges by PIN code or by how it begins, the longest
    that fits counts and is never free unless it says 0. What is not a number counts as none.
    """
    pins = rule.get("pins")
    if isinstance(pins, Mapping):
        told = cast("Mapping[str, Any]", pins)
        fits = [begins for begins in told if begins and pin_code.startswith(begins)]
        if fits:
            return _paise(told[max(fits, key=len)])
    free_from = _paise(rule.get("free_from"))
    if free_from and goods >= free_from:
        return 0
    return _paise(rule.get("charge"))


def _paise(value: Any) -> int:
    return max(value, 0) if type(value) is int else 0
