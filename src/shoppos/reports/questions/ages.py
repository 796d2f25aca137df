"""How old a debt is, told alike of customers and of suppliers: up to 30 days, to 60, to 90, and older."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.i18n import _
from shoppos.reports.charts import Chart, Series
from shoppos.reports.report import Column, Figure, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

Ages = tuple[int, int, int, int]
"""Paise of each age."""
KEYS = ("to_30", "to_60", "to_90", "over_90")


def titles() -> tuple[str, str, str, str]:
    """What each age is called."""
    return _("0–30 days"), _("31–60 days"), _("61–90 days"), _("Over 90 days")


def columns() -> tuple[Column, ...]:
    """A column of each age."""
    return tuple(Column(key, title, Kind.MONEY, total=True) for key, title in zip(KEYS, titles(), strict=True))


def summed(every: Iterable[Ages]) -> Ages:
    """The sums of each age."""
    sums = [0, 0, 0, 0]
    for one in every:
        for at, paise in enumerate(one):
            sums[at] += paise
    return sums[0], sums[1], sums[2], sums[3]


def figures(sums: Ages) -> tuple[Figure, ...]:
    """Each age as a figure."""
    return tuple(Figure(title, paise) for title, paise in zip(titles(), sums, strict=True))


def chart(sums: Ages, title: str, said: str) -> Chart:
    """The ages side by side."""
    return Chart("bar", title, titles(), (Series(title, sums),), said)


def oldest(sums: Ages) -> tuple[int, int]:
    """What is older than so many days: the longest of 90, 60 and 30 that anything is older than, and paise; else 0."""
    for days, at in ((90, 3), (60, 2), (30, 1)):
        if sum(sums[at:]):
            return days, sum(sums[at:])
    return 0, 0
