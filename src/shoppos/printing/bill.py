"""The bill as a page: every field of Rule 46, 46A or 49, on any paper, in the shop's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.printing.bill_roll import roll_page
from shoppos.printing.bill_sheet import COPIES, sheet_page
from shoppos.printing.bill_words import speaking

if TYPE_CHECKING:
    import datetime as dt

    from shoppos.printing.page import Page
    from shoppos.printing.paper import Paper
    from shoppos.reports.bill import Bill

DUPLICATE = "DUPLICATE"
"""The mark of every print after the first."""

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

__all__ = ["COPIES", "DUPLICATE", "again_mark", "bill_page"]


def bill_page(bill: Bill, paper: Paper, *, copy: str = "", language: str = "en") -> Page:
    """`bill` laid out for `paper`; `copy` is the mark of a second print, or a title of Rule 48 on sheets."""
    words = speaking(bill, copy, language)
    return roll_page(words, paper) if paper.is_roll else sheet_page(words, paper)


def again_mark(copy: int, name: str, at: dt.datetime) -> str:
    """What stands on a second paper: that it is one, who asked for it and when; "" for `copy` 0, the original."""
    if not copy:
        return ""
    when = f"{at.day} {MONTHS[at.month - 1]} {at.year} {at:%H:%M}"
    again = DUPLICATE if copy == 1 else f"{DUPLICATE} {copy}"
    return " · ".join(part for part in (again, name, when) if part)
