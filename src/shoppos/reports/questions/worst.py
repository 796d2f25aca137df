"""What sells worst of what sells at all, and how much lies there that nobody bought."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.i18n import _, ngettext
from shoppos.reports import findings, periods
from shoppos.reports.questions import sellers
from shoppos.reports.report import Asked, Figure, Kind, Link, Question, Report

if TYPE_CHECKING:
    from shoppos.base.file import Reader

ON_SALE = "SELECT count(*) FROM product WHERE active = 1 AND (:category = '' OR category = :category)"


def question() -> Question:
    """The worst sellers."""
    return Question(
        "worst", _("Worst sellers"), _("What hardly sells, and what earns nothing?"), _("Items"), ask,
        sellers.choices(),
    )  # fmt: skip


def ask(db: Reader, asked: Asked) -> Report:
    """The items that brought least of those that were sold."""
    title, period, rank = sellers.title_of(asked, _("Worst sellers")), asked.period, sellers.rank_of(asked)
    sold = sellers.ranked(db, asked, worst=True)
    items = sellers.told(sold, rank)
    whole = sellers.whole(db, period)
    if not items:
        return Report("worst", title, period, findings.nothing_sold(db, period), (sellers.table([], whole, period),))
    category = asked.chosen("category")
    on_sale = (db.row(ON_SALE, {"category": category}) or (0,))[0]
    unsold = max(on_sale - len(sold), 0)
    first = items[0]
    told = {"item": first.name, "value": sellers.said_of(first, rank), "period": periods.said(period), "count": unsold}
    said = {
        "sales": _("{item} brought least: {value} ({period})."),
        "quantity": _("{item} went out least: {value} ({period})."),
        "profit": _("{item} earned least: {value} of profit ({period})."),
    }[rank].format(**told)
    if unsold:
        more = ngettext("One item was not sold at all.", "{count} items were not sold at all.", unsold)
        said += " " + more.format(**told)
    figures = (
        Figure(_("Items sold"), len(sold), Kind.WHOLE),
        Figure(_("Items not sold at all"), unsold, Kind.WHOLE, link=Link("report", "slow", period=period)),
    )
    return Report(
        "worst",
        title,
        period,
        said,
        (sellers.table(items, whole, period),),
        figures,
        (sellers.chart(items, rank, title, said),),
    )
