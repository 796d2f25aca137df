"""How long the law wants the papers of a sale kept, whoever asks for them to be erased."""

import datetime as dt

APRIL = 4
YEARS = 6
"""Seventy-two months from the due date of the year's annual return (CGST Act s.36)."""
WITH_ADDRESS = 50_000_00
"""Paise from which a bill to an unregistered buyer names them with their address (CGST Rule 46(f))."""


def keep_until(day: dt.date) -> dt.date:
    """The last day on which a paper of that day has to be kept; its annual return is due on 31 December after the year.

    A later return or a dispute makes it longer; that only the shop's accountant knows.
    """
    ends = day.year + (day.month >= APRIL)
    return dt.date(ends + YEARS, 12, 31)


def names_buyer(payable: int, gstin: str) -> bool:
    """Whether the law wants the buyer named on a paper of `payable` paise: one who is registered, or a large sale."""
    return bool(gstin) or payable >= WITH_ADDRESS
