"""The check list before filing: every document that would be refused, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shoppos.reports.gst import cautions, documents, gstr1, refusals
from shoppos.reports.gst.finding import Case, Finding
from shoppos.rules.documents import Scheme

if TYPE_CHECKING:
    from shoppos.base.file import Reader
    from shoppos.reports.gst.documents import Books
    from shoppos.reports.report import Period


def checklist(db: Reader, period: Period) -> list[Finding]:
    """What is wrong with the return of a month or a quarter, the refusals first; Refused where none is filed."""
    documents.return_of(db, period, Scheme.REGULAR)
    return looked_through(db, gstr1.books(db, period))


def looked_through(db: Reader, books: Books) -> list[Finding]:
    """What is wrong with a return whose documents were read already."""
    case = Case(db, books.period, books, documents.turnover_before(db, books.period))
    found = [finding for check in (*refusals.CHECKS, *cautions.CHECKS) for finding in check(case)]
    return sorted(found, key=lambda finding: not finding.refused)


def as_json(findings: list[Finding]) -> list[dict[str, Any]]:
    """The findings for programs."""
    return [
        {"code": one.code, "document": one.document, "refused": one.refused, "sentence": one.sentence,
         "remedy": one.remedy}
        for one in findings
    ]  # fmt: skip
