"""The GST rates in force on a day: a dated table, because old bills are still returned at the rates of their day.

Notifications 1/2017, 9/2025 and 19/2025-Central Tax (Rate).
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Slab:
    """One rate in hundredths of a percent, and its first and last day; None is still in force."""

    rate: int
    since: date
    until: date | None = None


_BEGIN = date(2017, 7, 1)
_SECOND_REFORM = date(2025, 9, 22)

SLABS = (
    Slab(0, _BEGIN),
    Slab(25, _BEGIN),
    Slab(150, date(2022, 7, 18)),  # cut diamonds; since 2025 Schedule VI
    Slab(300, _BEGIN),
    Slab(500, _BEGIN),
    Slab(1200, _BEGIN, date(2025, 9, 21)),
    Slab(1800, _BEGIN),
    Slab(2800, _BEGIN, date(2026, 1, 31)),  # from 22 September 2025 for tobacco and pan masala only
    Slab(4000, _SECOND_REFORM),
)


def slabs(on: date) -> tuple[int, ...]:
    """The rates in force on a day in hundredths of a percent, lowest first."""
    return tuple(slab.rate for slab in SLABS if slab.since <= on and (slab.until is None or on <= slab.until))
