"""Asking beside the window: which question, of which days, narrowed how; and the answer with what may narrow it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from shoppos.base.file import FileTrouble

if TYPE_CHECKING:
    import datetime as dt

    from shoppos.reports.report import Period, Question, Report
    from shoppos.shop import Shop
    from shoppos.ui.job import Stopped

STEPS = 20_000
"""Steps of the file's machine between two looks at whether somebody still waits."""


@dataclass(frozen=True, slots=True)
class AskedFor:
    """One asking; without a period what the question is usually asked of. `part` and `row` are where one stood."""

    name: str
    period: Period | None = None
    choices: dict[str, str] = field(default_factory=dict[str, str])
    part: int | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of it: the question, its report, the values of each choice, and the day it is."""

    asked: AskedFor
    question: Question
    report: Report
    options: dict[str, tuple[tuple[str, str], ...]]
    today: dt.date


def known(shop: Shop) -> tuple[Question, ...]:
    """All questions; on a worker's thread, since what answers them is loaded first. Refused to who may not ask."""
    from shoppos.reports import charts, questions
    from shoppos.reports.formats import FORMATS

    shop.staff.guard("reports")
    return questions.questions() if charts.SHAPES and FORMATS else ()


def answer(shop: Shop, asked: AskedFor, stopped: Stopped) -> Answered | None:
    """Ask; None when somebody stopped it meanwhile."""
    from shoppos.reports import periods, questions

    shop.staff.guard("reports")
    db = shop.db
    db.raw.set_progress_handler(lambda: int(stopped()), STEPS)
    try:
        question = questions.question(asked.name)
        today = periods.today(db.clock)
        period = asked.period or periods.around(today, question.span)
        report = questions.ask(db, asked.name, period, **asked.choices)
        options = {one.key: one.options(db) for one in question.choices if one.options is not None}
    except FileTrouble:
        if stopped():
            return None
        raise
    finally:
        db.raw.set_progress_handler(None, 0)
    return Answered(asked, question, report, options, today)
