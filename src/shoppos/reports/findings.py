"""What several questions say alike: how much more than before, which part of the whole, that nothing was sold."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from shoppos.base.clock import day_of
from shoppos.base.i18n import _, ngettext
from shoppos.base.money import half_up, rupees
from shoppos.reports import periods
from shoppos.reports.report import Choice, Period

if TYPE_CHECKING:
    from shoppos.base.file import Reader
    from shoppos.reports.totals import Sold

WHOLE = 10_000
"""All of something, in hundredths of a percent."""
MANY_BILLS = 50_000
"""Of more bills than these nobody reads line by line: only what totals know is told, or the newest days."""
SURE = 100_000
"""From here on (in hundredths of a percent) one says how many times as much."""


def share(part: int, whole: int) -> int | None:
    """A part in hundredths of a percent of the whole; None of nothing."""
    return half_up(part * WHOLE, whole) if whole > 0 else None


def percent(hundredths: int | None) -> str:
    """A share in words, as exact as it needs to be: "14 %", "0.4 %"."""
    if hundredths is None:
        return "0 %"
    if 0 < abs(hundredths) < 950:  # noqa: PLR2004  (below ten percent a tenth says something)
        tenths = half_up(abs(hundredths), 10)
        whole, rest = divmod(tenths, 10)
        sign = "-" if hundredths < 0 else ""
        return f"{sign}{whole}.{rest} %" if rest else f"{sign}{whole} %"
    return f"{half_up(hundredths, 100)} %"


def compared(now: int, was: int, other: Period) -> str:
    """How much more or less than in other days: ", 12 % more than in October 2026"; "" where that says nothing."""
    if was <= 0 or now < 0:
        return ""
    more = half_up((now - was) * WHOLE, was)
    said = {"than": periods.said(other), "percent": percent(abs(more)), "times": (now + was // 2) // was}
    if abs(more) < 50:  # noqa: PLR2004  (half a percent is as much)
        return _("as much as {than}").format(**said)
    if more >= SURE:
        return _("{times} times as much as {than}").format(**said)
    return (_("{percent} more than {than}") if more > 0 else _("{percent} less than {than}")).format(**said)


def of_sales(now: Sold, was: Sold, period: Period, other: Period) -> str:
    """What was sold, on how many bills, and how that stands to other days."""
    told = {
        "period": periods.said(period), "amount": rupees(now.net), "count": now.bills,
        "compared": compared(now.net, was.net, other),
    }  # fmt: skip
    if not now.bills:
        return _("{period}: no bill was made; {back} was cancelled or came back.").format(
            period=told["period"], back=rupees(now.cancelled + now.noted)
        )
    said = ngettext("{period}: {amount} on one bill", "{period}: {amount} on {count} bills", now.bills).format(**told)
    if now.voids:
        said = ngettext("{said}, one cancelled", "{said}, {count} cancelled", now.voids).format(
            said=said, count=now.voids
        )
    return f"{said}, {told['compared']}." if told["compared"] else f"{said}."


def nothing_sold(db: Reader, period: Period) -> str:
    """That nothing was sold in those days, and where there is something to see."""
    row = db.row("SELECT min(day), max(day) FROM sale_total")
    if row is None or row[0] is None:
        return _("Nothing was sold yet. The first bill makes the first report.")
    first, last = day_of(row[0]), day_of(row[1])
    said = _("Nothing was sold: {period}.").format(period=periods.said(period))
    if last < period.first:
        return f"{said} " + _("The last bill is of {day}.").format(day=periods.day_said(last))
    if first > period.last:
        return f"{said} " + _("The first bill is of {day}.").format(day=periods.day_said(first))
    return said


def left_out(count: int) -> str:
    """That a table has more lines than are shown; "" where it has none."""
    said = ngettext(
        "One more line is in the sheet of this report.", "{count} more lines are in the sheet of this report.", count
    )
    return said.format(count=count) if count > 0 else ""


def title_of(title: str, period: Period) -> str:
    """What a report is called, with its days."""
    return f"{title} · {periods.said(period)}"


def of_today(db: Reader) -> Period:
    """The business day that it is now: that of a report that tells how things stand."""
    return periods.around(periods.today(db.clock), "day")


def looked(db: Reader, period: Period, bills: int) -> Period:
    """The days whose lines are read one by one: of very many bills the newest month."""
    if bills <= MANY_BILLS:
        return period
    last = min(period.last, max(periods.today(db.clock), period.first))
    return Period(max(period.first, last - dt.timedelta(days=30)), last)


# -- by what a question may be narrowed


def till_choice() -> Choice:
    """One till."""
    return Choice("till", _("Till"), tills)


def employee_choice() -> Choice:
    """One employee."""
    return Choice("employee", _("Employee"), employees)


def tills(db: Reader) -> tuple[tuple[str, str], ...]:
    """The tills, by their codes."""
    return tuple((row[0], row[0]) for row in db.rows("SELECT code FROM till ORDER BY code"))


def employees(db: Reader) -> tuple[tuple[str, str], ...]:
    """Everybody who ever worked here: id in hex, and name."""
    return tuple((row[0].hex(), row[1]) for row in db.rows("SELECT id, name FROM employee ORDER BY name"))


def categories(db: Reader) -> tuple[tuple[str, str], ...]:
    """The categories of the items."""
    rows = db.rows("SELECT DISTINCT category FROM product WHERE category <> '' ORDER BY category")
    return tuple((row[0], row[0]) for row in rows)
