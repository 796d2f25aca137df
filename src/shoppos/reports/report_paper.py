"""A report that is owed on paper: which one, of which days; it is asked when it is printed, in the paper's language."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from shoppos.base import i18n
from shoppos.base.clock import day_number, day_of
from shoppos.reports import letterheads, questions
from shoppos.reports.report import Period

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from shoppos.base.file import Reader
    from shoppos.reports.report import Report
    from shoppos.rules.letterhead import Letterhead


@dataclass(frozen=True, slots=True)
class ReportPaper:
    """One report for paper; `number` is what it is called on the list of papers."""

    db: Reader
    name: str
    period: Period
    choices: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def number(self) -> str:
        """Its name and its days."""
        first, last = self.period.first.isoformat(), self.period.last.isoformat()
        return f"{self.name} {first}" if first == last else f"{self.name} {first} {last}"

    @property
    def shop(self) -> Letterhead:
        """The shop as its papers name it now."""
        return shop_now(self.db)

    @property
    def made_at(self) -> dt.datetime:
        """This moment."""
        return self.db.clock.now()

    def asked(self, language: str) -> Report:
        """The report in that language, one of BILL_LANGUAGES."""
        with i18n.speaking(language):
            return questions.ask(self.db, self.name, self.period, **self.choices)


def told(name: str, period: Period, choices: Mapping[str, str]) -> dict[str, Any]:
    """What its paper is asked to say, as `read` takes it."""
    return {"name": name, "first": day_number(period.first), "last": day_number(period.last), "choices": dict(choices)}


def read(db: Reader, _doc_id: bytes, told: Mapping[str, Any]) -> ReportPaper:
    """The report that a paper was owed of."""
    period = Period(day_of(int(told["first"])), day_of(int(told["last"])))
    return ReportPaper(db, str(told["name"]), period, dict(told.get("choices", {})))


def shop_now(db: Reader) -> Letterhead:
    """The shop as its papers name it now."""
    row = db.row("SELECT id FROM letterhead ORDER BY id DESC LIMIT 1")
    return letterheads.load(db, row[0] if row else None)
