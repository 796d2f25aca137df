"""What a cell of a report says: to a person, to a program, and in the little room beside a bar."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from shoppos.base import money
from shoppos.base.clock import day_of
from shoppos.base.text import clean
from shoppos.reports import periods
from shoppos.reports.report import Kind

if TYPE_CHECKING:
    from shoppos.reports.report import Value

LAKH, CRORE = 10**5, 10**7
LONGEST = 500
"""Characters of one cell: no honest name is longer."""
GUARDED = re.compile(r"^'*[=+\-@\t\r]")


def guarded(text: str) -> str:
    """`text` made harmless for Excel: what it would take for a formula gets a quote in front (OWASP CSV injection)."""
    return f"'{text}" if GUARDED.match(text) else text


def told(value: Value, kind: Kind, zone: dt.tzinfo | None) -> str:
    """A cell as a person reads it: "1,18,000.00", "0.75", "12.5 %", "03-05-2026", "May 2026"; nothing for None."""
    if value is None:
        return ""
    return clean(value, LONGEST) if isinstance(value, str) else _number(value, kind, zone)


def _number(value: int, kind: Kind, zone: dt.tzinfo | None) -> str:
    match kind:
        case Kind.MONEY:
            return money.grouped(value)
        case Kind.QUANTITY:
            return money.quantity(value)
        case Kind.PERCENT:
            return f"{money.rate(money.half_up(value, 10) * 10)} %"
        case Kind.DAY:
            return f"{day_of(value):%d-%m-%Y}"
        case Kind.MONTH:
            return f"{periods.month_name(value % 100)} {value // 100}"
        case Kind.MOMENT:
            return f"{moment(value, zone):%d-%m-%Y %H:%M}"
        case Kind.WHOLE | Kind.TEXT:
            return money.grouped(value * 100)[:-3]


def figure(value: int, kind: Kind, zone: dt.tzinfo | None) -> str:
    """A number that stands alone: money with the sign of the rupee."""
    return money.rupees(value) if kind is Kind.MONEY else told(value, kind, zone)


def plain(value: Value, kind: Kind, zone: dt.tzinfo | None) -> str | int | None:
    """A cell as programs read it: money, quantity and rate as plain text, days and moments as ISO 8601."""
    if value is None or isinstance(value, str):
        return value if value is None else clean(value, LONGEST)
    match kind:
        case Kind.MONEY:
            return money.plain(value)
        case Kind.QUANTITY:
            return money.quantity(value)
        case Kind.PERCENT:
            return money.rate(value)
        case Kind.DAY:
            return day_of(value).isoformat()
        case Kind.MONTH:
            return f"{value // 100}-{value % 100:02d}"
        case Kind.MOMENT:
            return moment(value, zone).isoformat(timespec="seconds")
        case Kind.WHOLE | Kind.TEXT:
            return value


def short(value: int, kind: Kind) -> str:
    """A number in as few signs as an axis has room for: "₹950", "₹45.2k", "₹1.2L", "₹3.4Cr"."""
    scale = {Kind.MONEY: 100, Kind.QUANTITY: 1000, Kind.PERCENT: 100}.get(kind, 1)
    sign, size = "-" if value < 0 else "", abs(value)
    rupee, after = "₹" if kind is Kind.MONEY else "", " %" if kind is Kind.PERCENT else ""
    for unit, letters in ((CRORE, "Cr"), (LAKH, "L"), (1000, "k")):
        if size >= unit * scale:
            return f"{sign}{rupee}{_tenths(money.half_up(size * 10, unit * scale))}{letters}{after}"
    tenths = money.half_up(size * 10, scale) if size < 10 * scale else money.half_up(size, scale) * 10
    return f"{sign if tenths else ''}{rupee}{_tenths(tenths)}{after}"


def moment(ms: int, zone: dt.tzinfo | None) -> dt.datetime:
    """A moment (milliseconds since 1970 in UTC) in that zone."""
    return dt.datetime.fromtimestamp(ms / 1000, zone)


def _tenths(tenths: int) -> str:
    whole, rest = divmod(tenths, 10)
    return f"{whole}.{rest}" if rest and whole < 100 else f"{whole}"  # noqa: PLR2004  (three digits say enough)
