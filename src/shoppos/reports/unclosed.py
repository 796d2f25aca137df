"""Days with sales that nobody closed, at each till: what card, sign and the owner's report say of them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from shoppos.base.clock import day_number, day_of
from shoppos.base.i18n import ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shoppos.base.file import Reader

LAID_BY = 31
"""Days without a sale after which a till counts as given up: of what it left open nobody is reminded any more."""
OPEN = (
    "SELECT DISTINCT t.till, t.day FROM sale_total t WHERE {} AND t.day <= :until AND t.bills > 0 "
    "AND t.day > coalesce((SELECT max(business_date) FROM day_close WHERE till = t.till), 0) "
    "AND EXISTS (SELECT 1 FROM day_close) ORDER BY t.till, t.day"
)
"""Days with bills behind the last one that a till has closed; none in a shop that never closed a day."""
OF_TILL = OPEN.format("t.till = :till")
OF_OTHERS = OPEN.format(
    "t.till <> :without AND t.till IN (SELECT till FROM sale_total WHERE day >= :since AND bills > 0)"
)


def unclosed(db: Reader, until: int, without: str = "") -> dict[str, list[int]]:
    """The days (yyyymmdd) up to `until` that each till sold on and has not closed; not those of the till `without`.

    Nothing in a shop that never closed a day, and of tills that were given up.
    """
    since = day_number(day_of(until) - dt.timedelta(days=LAID_BY))
    found: dict[str, list[int]] = {}
    for till, day in db.rows(OF_OTHERS, {"without": without, "until": until, "since": since}):
        found.setdefault(till, []).append(day)
    return found


def of_till(db: Reader, till: str, until: int) -> list[int]:
    """The days (yyyymmdd) up to `until` that one till sold on and has not closed, however long ago; as `unclosed`."""
    return [day for _till, day in db.rows(OF_TILL, {"till": till, "until": until})]


def here_said(days: Sequence[int]) -> str:
    """Which days (yyyymmdd, the first one first) nobody closed at this till."""
    said = ngettext("{day} was not closed", "{n} days were not closed, the first on {day}", len(days))
    return said.format(n=len(days), day=f"{day_of(days[0]):%d-%m-%Y}")


def elsewhere_said(days: Mapping[str, Sequence[int]]) -> list[str]:
    """A sentence for each till: how many days, and the first of them."""
    return [
        ngettext(
            "Till {till}: {day} was not closed", "Till {till}: {n} days were not closed, the first on {day}", len(mine)
        ).format(till=till, n=len(mine), day=f"{day_of(mine[0]):%d-%m-%Y}")
        for till, mine in days.items()
    ]  # fmt: skip
