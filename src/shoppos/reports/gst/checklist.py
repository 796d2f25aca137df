"""The check list before filing: every document that would be refused, and what to do about it."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from shoppos.reports.gst import cautions, documents, gstr1, refusals
from shoppos.reports.gst.finding import Case, Finding
from shoppos.rules.documents import Scheme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from shoppos.base.file import Reader
    from shoppos.reports.gst.documents import Books
    from shoppos.reports.report import Period

MANY = 1
"""From more bills than so many that want an HSN one rather reads which items have none."""


def checklist(db: Reader, period: Period) -> list[Finding]:
    """What is wrong with the return of a month or a quarter, the refusals first; Refused where none is filed."""
    documents.return_of(db, period, Scheme.REGULAR)
    return looked_through(db, gstr1.books(db, period))


def looked_through(db: Reader, books: Books) -> list[Finding]:
    """What is wrong with a return whose documents were read already."""
    return _sorted(_case(db, books), (*refusals.CHECKS, *cautions.CHECKS))


def for_people(db: Reader, books: Books) -> list[Finding]:
    """The same to be read: where many bills want an HSN, the items that have none stand there instead."""
    case, checks = _case(db, books), (*refusals.CHECKS, *cautions.CHECKS)
    if len(list(islice(refusals.hsn(case), MANY + 1))) <= MANY:
        return _sorted(case, checks)
    return _sorted(case, (refusals.items,)) + _sorted(case, (one for one in checks if one is not refusals.hsn))


def _case(db: Reader, books: Books) -> Case:
    return Case(db, books.period, books, documents.turnover_before(db, books.period))


def _sorted(case: Case, checks: Iterable[Callable[[Case], Iterator[Finding]]]) -> list[Finding]:
    """What those checks find, the refusals first."""
    found = [finding for check in checks for finding in check(case)]
    return sorted(found, key=lambda finding: not finding.refused)


def as_json(findings: list[Finding]) -> list[dict[str, Any]]:
    """The findings for programs."""
    return [
        {"code": one.code, "document": one.document, "refused": one.refused, "sentence": one.sentence,
         "remedy": one.remedy}
        for one in findings
    ]  # fmt: skip
