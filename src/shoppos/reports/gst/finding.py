"""One thing that is wrong before a return is filed: which document, why, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shoppos.reports.gst import documents

if TYPE_CHECKING:
    from shoppos.base.file import Reader
    from shoppos.reports.gst.documents import Books
    from shoppos.reports.report import Period
    from shoppos.rules.letterhead import Letterhead


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found: `code` for programs, two sentences for people; `document` is "" where it is the shop itself.

    `refused`: the portal would not take the return, or the law does not allow what it says. Else it is a warning.
    """

    code: str
    document: str
    sentence: str
    remedy: str
    refused: bool = True


@dataclass(frozen=True, slots=True)
class Case:
    """The days that are looked through, with all that was read of them; `turnover` is of the year before, in paise."""

    db: Reader
    period: Period
    books: Books
    turnover: int

    @property
    def shop(self) -> Letterhead:
        """Who files."""
        return self.books.shop

    def ask(self, sql: str, **more: Any) -> list[Any]:
        """The rows of a question over the documents that stand, which it calls `d`."""
        return documents.standing(self.db, self.period, sql, **more)
