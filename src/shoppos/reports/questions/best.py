"""What sells best."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.i18n import _
from shoppos.reports import findings, periods
from shoppos.reports.questions import sellers
from shoppos.reports.report import Asked, Question, Report

if TYPE_CHECKING:
    from shoppos.base.file import Reader


def question() -> Question:
    """The best sellers."""
    return Question(
        "best", _("Best sellers"), _("What sells best: by money, by quantity, by profit?"), _("Items"), ask,
        sellers.choices(),
    )  # fmt: skip


def ask(db: Reader, asked: Asked) -> Report:
    """The items that brought most."""
    title, period, rank = sellers.title_of(asked, _("Best sellers")), asked.period, sellers.rank_of(asked)
    items = [
        one for one in sellers.told(sellers.ranked(db, asked, worst=False), rank) if sellers.value_of(one, rank) > 0
    ]
    whole = sellers.whole(db, period)
    if not items:
        return Report("best", title, period, findings.nothing_sold(db, period), (sellers.table([], whole, period),))
    first = items[0]
    told = {"item": first.name, "value": sellers.said_of(first, rank), "period": periods.said(period)}
    told["percent"] = findings.percent(findings.share(first.paid, whole))
    said = {
        "sales": _("{item} sells best: {value}, {percent} of all sales ({period})."),
        "quantity": _("{item} goes out most: {value} ({period})."),
        "profit": _("{item} earns most: {value} of profit ({period})."),
    }[rank].format(**told)
    return Report(
        "best",
        title,
        period,
        said,
        (sellers.table(items, whole, period),),
        (),
        (sellers.chart(items, rank, title, said),),
    )
