"""What expires soon, or has expired and still lies on the shelf, and what it has cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.clock import day_number
from shoppos.base.i18n import _, ngettext
from shoppos.base.money import rupees
from shoppos.reports import expiring as told
from shoppos.reports import findings, periods
from shoppos.reports.charts import Chart, Series
from shoppos.reports.report import Asked, Choice, Column, Figure, Kind, Line, Link, Question, Report, Table, total

if TYPE_CHECKING:
    from shoppos.base.file import Reader
    from shoppos.reports.expiring import Expiring

DAYS = ("30", "60", "90", "180", "365")
USUAL = "90"


def question() -> Question:
    """What expires."""
    return Question(
        "expiring", _("Expiring"), _("What expires soon, and what has expired already?"), _("Stock"), ask,
        (Choice("days", _("Within days"), _days, USUAL),), of_now=True, span="day",
    )  # fmt: skip


def ask(db: Reader, asked: Asked) -> Report:
    """The batches on hand that are over within so many days."""
    days = int(asked.chosen("days") or USUAL)
    today = findings.of_today(db)
    found = told.expiring(db, today.last, days)
    over = [one for one in found if one.days < 0]
    table = _table(found)
    if not found:
        said = _("Nothing on hand expires within {days} days.").format(days=days)
        return Report("expiring", _("Expiring"), today, said, (table,))
    said = _finding(found, days)
    sums = _sums(found, days)
    chart = Chart("bar", _("Worth at cost"), tuple(sums), (Series(_("Worth at cost"), tuple(sums.values())),), said)
    figures = (
        Figure(_("Expired already"), sum(one.worth for one in over)),
        Figure(_("Expires within {days} days").format(days=days), sum(one.worth for one in found if one.days >= 0)),
        Figure(_("Batches"), len(found), Kind.WHOLE),
    )
    return Report("expiring", _("Expiring"), today, said, (table,), figures, (chart,), (), _alerts(over))


def _finding(found: list[Expiring], days: int) -> str:
    """What expires, and what of it first."""
    soon = [one for one in found if one.days >= 0]
    worth = sum(one.worth for one in soon)
    if not soon:
        return _("Nothing more expires within {days} days, but {amount} worth of goods has expired already.").format(
            days=days, amount=rupees(sum(one.worth for one in found))
        )
    said = ngettext(
        "Goods worth {amount} expire within {days} days: {name} on {day}.",
        "Goods worth {amount} expire within {days} days, {name} first, on {day}.", len(soon),
    )  # fmt: skip
    return said.format(amount=rupees(worth), days=days, name=soon[0].name, day=periods.day_said(soon[0].expiry))


def _alerts(over: list[Expiring]) -> tuple[str, ...]:
    if not over:
        return ()
    said = ngettext(
        "One batch on hand has expired: {name}. Take it off the shelf.",
        "{count} batches on hand have expired, {name} first. Take them off the shelf.", len(over),
    )  # fmt: skip
    return (said.format(count=len(over), name=over[0].name),)


def _sums(found: list[Expiring], days: int) -> dict[str, int]:
    """What is over already, and within each span of days."""
    sums = {_("Expired"): sum(one.worth for one in found if one.days < 0)}
    since = -1
    for until in [span for span in map(int, DAYS) if span <= days]:
        name = _("{since}–{until} days").format(since=since + 1, until=until)
        sums[name] = sum(one.worth for one in found if since < one.days <= until)
        since = until
    return sums


def _table(found: list[Expiring]) -> Table:
    columns = (
        Column("expiry", _("Expires"), Kind.DAY), Column("days", _("Days left"), Kind.WHOLE), Column("item", _("Item")),
        Column("code", _("Code")), Column("batch", _("Batch")), Column("on_hand", _("On hand"), Kind.QUANTITY),
        Column("worth", _("Worth at cost"), Kind.MONEY, total=True),
    )  # fmt: skip
    lines = tuple(
        Line(
            (day_number(one.expiry), one.days, one.name, one.code, one.batch, one.on_hand, one.worth),
            Link("product", one.product_id.hex()),
        )
        for one in found
    )
    return Table(columns, lines, total=total(columns, lines, _("Total")) if lines else None)


def _days(_db: Reader) -> tuple[tuple[str, str], ...]:
    return tuple((days, _("{days} days").format(days=days)) for days in DAYS)
