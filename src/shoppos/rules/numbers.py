"""The numbers of documents: consecutive per till and financial year, at most sixteen characters.

CGST Rules 46(b), 49(b) and 53(1A)(c); the pattern is NIC's for e-invoices (INV-01, DocDtls.No), which is the narrower.
"""

import re
from collections.abc import Iterable
from datetime import date

from shoppos.base.errors import InvalidInput, Refused
from shoppos.base.i18n import _

LONGEST = 16
"""Characters of a document number at most."""
_NUMBER = re.compile(r"[A-Za-z1-9][A-Za-z0-9/-]{0,15}", re.ASCII)
_OWN = re.compile(r"[A-Z][A-Z0-9]{0,2}/[0-9]{4}/([A-Z]?)[0-9]{4,}", re.ASCII)
_TILL = re.compile(r"[A-Z][A-Z0-9]{0,2}", re.ASCII)
_APRIL = 4
_BILL_DIGITS = 6


def fy_code(day: date) -> str:
    """The financial year of a day, 1 April to 31 March, as it stands in numbers: "2627"."""
    first = _first_year(day)
    return f"{first % 100:02d}{(first + 1) % 100:02d}"


def number(till: str, day: date, n: int, letter: str = "") -> str:
    """The `n`th number of a till's series: "A1/2627/000123", with a letter "A1/2627/C00123".

    `letter` names another series than the bills': C credit notes, O orders, E estimates. Refused if the number would
    be longer than the law allows, InvalidInput if `till` or `n` cannot stand in one.
    """
    if n < 1 or not is_till_code(till):
        raise InvalidInput(_('"{till}" cannot begin a bill number.').format(till=till), field="till")
    whole = f"{till}/{fy_code(day)}/{letter}{n:0{_BILL_DIGITS - len(letter)}d}"
    if not is_valid(whole):
        raise Refused(
            _("The number {number} is not allowed on a bill.").format(number=whole), _("Give this till a shorter code.")
        )
    return whole


def series_of(text: str) -> str:
    """The letter of the series that such a number belongs to, "" for a bill's and for what is no number here."""
    found = _OWN.fullmatch(text.strip().upper())
    return found[1] if found else ""


def is_own(text: str) -> bool:
    """Whether a till of ours drew this number: its code, the financial year and a count at the end."""
    return bool(_OWN.fullmatch(text))


def is_valid(text: str) -> bool:
    """Whether a document may carry this number."""
    return bool(_NUMBER.fullmatch(text))


def is_till_code(text: str) -> bool:
    """Whether a till may have this code: one to three capitals and digits, a letter first."""
    return bool(_TILL.fullmatch(text))


def next_till_code(used: Iterable[str]) -> str:
    """The first code that no till ever had: A1 … A9, B1 … Z9, then A10 and on.

    A till restored from a stale copy takes one too, because it may have lent its old numbers out already.
    """
    taken = {code.upper() for code in used}
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    ranges = (range(1, 10), range(10, 100))
    for code in (f"{letter}{n}" for digits in ranges for letter in letters for n in digits):
        if code not in taken:
            return code
    raise Refused(_("This shop has used up all till codes."), _("Ask for help: a shop has room for 2,574 tills."))


def _first_year(day: date) -> int:
    """The year in which the financial year of a day began."""
    return day.year if day.month >= _APRIL else day.year - 1
