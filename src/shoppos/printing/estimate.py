"""The estimate as a page: what a bill of the same goods would say, that it is none, and until when its prices hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shoppos.base.i18n import catalogue
from shoppos.base.text import clean
from shoppos.printing.bill_roll import roll_page
from shoppos.printing.bill_sheet import sheet_page
from shoppos.printing.bill_words import BillWords, Mark
from shoppos.printing.terms import both, day_said

if TYPE_CHECKING:
    from shoppos.printing.page import Page
    from shoppos.printing.paper import Paper
    from shoppos.reports.estimates import Quote

TITLE = "ESTIMATE / QUOTATION"


@dataclass(frozen=True, slots=True)
class EstimateWords(BillWords):
    """An estimate and the language it speaks."""

    quote: Quote | None = None

    @property
    def taxed(self) -> bool:
        """True when tax is among what was promised."""
        return bool(self.bill.cgst or self.bill.igst or self.bill.cess)

    @property
    def billed(self) -> bool:
        """Never: nothing is sold by it."""
        return False

    def kind(self) -> str:
        """What it is called, in its own language."""
        _ = self.gettext
        return _("ESTIMATE / QUOTATION")

    def title(self) -> str:
        """What it is called, with the English name beside it when it speaks another language."""
        return both(TITLE, self.kind())

    def marks(self) -> list[Mark]:
        """That it is no bill; before it, that nothing came of it."""
        _ = self.gettext
        gone = [Mark(both("CANCELLED", _("CANCELLED")))] if self.quote and self.quote.state == "given up" else []
        return [*gone, Mark(_("Not a bill"))]

    def against(self) -> list[str]:
        """Until when its prices hold, and what else was said with it."""
        _ = self.gettext
        if self.quote is None:
            return []
        until = _("Valid until {day}").format(day=day_said(self.quote.valid_until, _))
        return [until, clean(self.quote.note, 300)] if self.quote.note else [until]


def estimate_page(record: Quote, paper: Paper, copy: str = "", language: str = "en") -> Page:
    """`record` laid out for a roll or a sheet; it is never a second original, so `copy` says nothing on it."""
    del copy
    words = EstimateWords(record.bill, "", language, catalogue(language).gettext, record)
    return roll_page(words, paper) if paper.is_roll else sheet_page(words, paper)
