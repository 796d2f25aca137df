"""The questions the owner asks: one file each, named in one tuple; window, command, paper and mail ask them here."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from shoppos.base.errors import InvalidInput, NotFound
from shoppos.base.file import one_moment
from shoppos.base.i18n import _
from shoppos.base.text import clean
from shoppos.reports import periods
from shoppos.reports.questions import (
    best,
    bills,
    categories,
    customers,
    day,
    daybook,
    discounts,
    dues,
    employees,
    expenses,
    expiring,
    gst,
    hours,
    margin,
    methods,
    orders,
    payables,
    purchases,
    reorder,
    sales,
    slow,
    stock,
    tax,
    upi,
    worst,
    z,
)
from shoppos.reports.report import Asked

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from shoppos.base.file import Reader
    from shoppos.reports.report import Choice, Period, Question, Report

QUESTIONS: tuple[Callable[[], Question], ...] = (
    day.question, sales.question, hours.question, bills.question,
    best.question, worst.question, margin.question, categories.question,
    methods.question, upi.question, z.question, expenses.question,
    employees.question, discounts.question, customers.question, dues.question, orders.question,
    stock.question, slow.question, expiring.question,
    reorder.question, purchases.question, payables.question,
    tax.question, gst.question, daybook.question,
)  # fmt: skip
"""Each makes its question when asked, so that it speaks the language in force; in the order in which they are shown."""


def questions() -> tuple[Question, ...]:
    """All questions, in the language in force."""
    return tuple(make() for make in QUESTIONS)


def question(name: str) -> Question:
    """The question of that name; NotFound names those that are near."""
    known = {one.name: one for one in questions()}
    key = clean(name, 40).casefold().replace("_", "-").replace(" ", "-")
    if key in known:
        return known[key]
    near = difflib.get_close_matches(key, known, n=3) or list(known)
    raise NotFound(
        _('There is no report "{name}".').format(name=clean(name, 40)),
        _("Did you mean {names}?").format(names=", ".join(near))
        if len(near) < len(known)
        else _("There are: {names}.").format(names=", ".join(near)),
    )


def ask(db: Reader, name: str, period: Period | None = None, **choices: str) -> Report:
    """Ask a question of those days, without them of what lies around today; a choice "" is everything.

    All that it says is of one moment, though the counter sells meanwhile. NotFound for a question and InvalidInput for
    a choice that nobody knows.
    """
    one = question(name)
    with one_moment(db):
        days = period or periods.around(periods.today(db.clock), one.span)
        return one.ask(db, Asked(days, _chosen(db, one, choices)))


def _chosen(db: Reader, one: Question, choices: Mapping[str, str]) -> dict[str, str]:
    """What was chosen, each by its value; a person may also have written its title."""
    known = {choice.key: choice for choice in one.choices}
    strange = [key for key in choices if key not in known]
    if strange:
        raise InvalidInput(
            _('The report "{name}" has no choice "{key}".').format(name=one.name, key=clean(strange[0], 40)),
            _("It has: {names}.").format(names=", ".join(known)) if known else _("It has none."),
            "choice",
        )
    return {key: _value(db, known[key], value) for key, value in choices.items() if value}


def _value(db: Reader, choice: Choice, typed: str) -> str:
    if choice.options is None:
        return clean(typed)
    options = choice.options(db)
    wanted = clean(typed).casefold()
    for value, title in options:
        if wanted in {value.casefold(), title.casefold()}:
            return value
    raise InvalidInput(
        _('{title}: there is no "{value}".').format(title=choice.title, value=clean(typed, 40)),
        _("There are: {names}.").format(names=", ".join(title for _value_, title in options[:20])) if options else "",
        "choice",
    )
