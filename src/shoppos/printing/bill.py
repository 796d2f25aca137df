"""The bill as a page: every field of Rule 46, 46A or 49, on any paper, in the shop's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.printing.bill_roll import roll_page
from shoppos.printing.bill_sheet import COPIES, sheet_page
from shoppos.printing.bill_words import speaking

if TYPE_CHECKING:
    from shoppos.printing.page import Page
    from shoppos.printing.paper import Paper
    from shoppos.reports.bill import Bill

DUPLICATE = "DUPLICATE"
"""The mark of every print after the first."""

__all__ = ["COPIES", "DUPLICATE", "bill_page"]


def bill_page(bill: Bill, paper: Paper, *, copy: str = "", language: str = "en") -> Page:
    """`bill` laid out for `paper`; `copy` is the mark of a second print, or a title of Rule 48 on sheets."""
    words = speaking(bill, copy, language)
    return roll_page(words, paper) if paper.is_roll else sheet_page(words, paper)
