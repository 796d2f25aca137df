"""How Indian banks and payment services write money, days and references, in a message or in a statement."""

import datetime as dt
import re
from dataclasses import dataclass

from shoppos.base.money import MOST, read_paise
from shoppos.base.text import ascii_digits, clean

LONGEST = 400
"""Characters that are kept of what a bank said."""
NUMBER = r"\d+(?:,\d+)*(?:\.\d{1,2})?(?![.,]?\d)"
LOST = re.compile(r"\d(?:\.\d+)?e\+?\d+", re.IGNORECASE)
"""A long number as Excel spoils it."""
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_UTR = re.compile(r"(?<![\dA-Za-z])(\d{12})(?![\d@]|[A-Za-z]{3})", re.ASCII)
_LABELLED = re.compile(
    r"(?:utr|rrn|upi\s*ref(?:erence)?|refno|ref(?:erence)?|imps|txn\s*id|transaction\s*id|upi)"
    r"(?:\s*(?:no|num|number|id))?[\s.:#(/-]*(?:(?:p2[am]|cr|credit)[/-])?(\d{12})(?![\d@])",
    re.ASCII | re.IGNORECASE,
)
_MOBILE = re.compile(r"91[6-9]", re.ASCII)
_DAY = re.compile(
    r"(?<![\d.,])(?:(?P<y>20\d\d)[-/](?P<m>\d{1,2})[-/](?P<d>\d{1,2})"
    r"|(?P<d2>\d{1,2})[-/. ]?(?P<mon>[A-Za-z]{3})[a-z]*[-/., ]{0,2}(?P<y2>20\d\d|\d\d)"
    r"|(?P<d3>\d{1,2})[-/.](?P<m3>\d{1,2})[-/.](?P<y3>20\d\d|\d\d))(?!\d)",
    re.ASCII,
)
_TIME = re.compile(r"\W{0,3}(?:at\s|T)?\s*(\d{1,2}):(\d\d)(?::(\d\d))?\s*([AaPp][Mm])?", re.ASCII)
_VPA = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,63}@[A-Za-z][A-Za-z0-9]+(?:\.[A-Za-z0-9]+)*", re.ASCII)
NOON = 12


@dataclass(frozen=True, slots=True)
class Credit:
    """Money that came in, as a bank or payment service tells it; `amount` in paise.

    `utr` is the bank's 12 digits or "", `reference` the shop's own where the source tells it, `key` what the source
    calls this payment. `at` is when it came, in the shop's own time where it has no zone; None where nothing says it.
    """

    amount: int
    utr: str = ""
    payer: str = ""
    said: str = ""
    at: dt.datetime | None = None
    key: str = ""
    reference: str = ""


def paise(text: str) -> int | None:
    """An amount as a bank writes it, in paise; None for what is none, nothing, or too large to be meant."""
    found = read_paise(text)
    return found if found and found < MOST else None


def find_utr(text: str) -> str:
    """The one UTR in a text, "" where there is none or no telling which; a phone number with 91 is none."""
    plain = ascii_digits(text)
    named = set(_LABELLED.findall(plain))
    found = named or {one for one in _UTR.findall(plain) if not _MOBILE.match(one)}
    return found.pop() if len(found) == 1 else ""


def find_vpa(text: str) -> str:
    """The first UPI address in a text, "" where there is none."""
    found = _VPA.search(text)
    return found[0] if found else ""


def read_moment(text: str) -> dt.datetime | None:
    """The first day in a text, with its time of day where one follows it; the day stands before the month, as in India.

    None where there is none, or none that the calendar has.
    """
    plain = ascii_digits(text)
    for found in _DAY.finditer(plain):
        day = _day(found)
        if day is not None:
            time = _TIME.match(plain, found.end())
            return dt.datetime.combine(day, _time(time) if time else dt.time())
    return None


def said(text: str) -> str:
    """What is kept of a bank's words."""
    return clean(text, LONGEST)


def _day(found: re.Match[str]) -> dt.date | None:
    year = found["y"] or found["y2"] or found["y3"]
    number = found["d"] or found["d2"] or found["d3"]
    month = found["m"] or found["m3"]
    if month is None:
        name = found["mon"].lower()
        if name not in MONTHS:
            return None
        month = str(MONTHS.index(name) + 1)
    try:
        return dt.date(int(year) + (0 if len(year) > len("26") else 2000), int(month), int(number))
    except ValueError:
        return None


def _time(found: re.Match[str]) -> dt.time:
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    half = (found[4] or "").lower()
    if half:
        hour = hour % NOON + (NOON if half == "pm" else 0)
    try:
        return dt.time(hour, minute, second)
    except ValueError:
        return dt.time()
