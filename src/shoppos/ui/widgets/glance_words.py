"""What the owner's cards say of what was read: heading, figure, sentence, small chart, and how good that is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shoppos.base.i18n import _, ngettext
from shoppos.base.money import half_up, quantity
from shoppos.ui.widgets.glance import short_rupees
from shoppos.ui.widgets.order_words import column_said

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from shoppos.reports.dashboard import Drawer, Dues, Low, Orders, Sales
    from shoppos.ui.widgets.chart_view import Draws

Said = tuple[str, str, str, "Draws | None", str]
AS_MUCH = 50
"""Hundredths of a percent: half of one more or less is as much."""
WHOLE = 10_000


def sales_said(told: Sales, _now: dt.datetime) -> Said:
    """What was sold, and whether that is more than a week ago by this time."""
    from shoppos.reports import glances, periods

    heading = ngettext("Sold today · one bill", "Sold today · {n} bills", told.bills).format(n=told.bills)
    then = periods.weekday(told.day.weekday())
    level = ""
    if told.was > 0:
        more = half_up((told.net - told.was) * WHOLE, told.was)
        words = {"percent": half_up(abs(more), 100), "day": then, "was": short_rupees(told.was)}
        if abs(more) < AS_MUCH:
            said = _("As much as last {day} by this time").format(**words)
        elif more > 0:
            said, level = _("▲ {percent} % above last {day} by now ({was})").format(**words), "good"
        else:
            said, level = _("▼ {percent} % below last {day} by now ({was})").format(**words), "warn"
    elif told.was_whole > 0:
        said = _("Last {day}: nothing by now, {was} all day").format(day=then, was=short_rupees(told.was_whole))
    else:
        said = _("Nothing was sold last {day}").format(day=then)
    labels = tuple(str(hour) for hour in told.hours)
    chart = _("Billed by hour, today and a week ago")
    names = _("Today"), _("Last {day}").format(day=then)

    def draws(width: float, height: float) -> Any:
        return glances.beside(labels, told.now, told.before, names, width, height, chart)

    return heading, short_rupees(told.net), said, draws if labels else None, level


def cash_said(told: Drawer, _now: dt.datetime) -> Said:
    """What has to lie in the drawer, whose turn it is, and how today was paid."""
    from shoppos.reports import glances
    from shoppos.rules.methods import label

    ways = tuple((label(way), amount) for way, amount in told.ways)
    if told.opened_at is None:
        said = _("From today's bills; no shift is open")
    else:
        said = _("With the float; {name} since {time}").format(
            name=told.employee or "–", time=f"{told.opened_at:%H:%M}"
        )
    chart = _("Ways to pay today")

    def draws(width: float, height: float) -> Any:
        return glances.parts(ways, width, height, chart)

    return _("Cash to expect in the drawer"), short_rupees(told.expected), said, draws if ways else None, ""


def orders_said(told: Orders, _now: dt.datetime) -> Said:
    """How many orders want something, and where they are."""
    from shoppos.reports import glances

    columns = tuple((column_said(key), count) for key, count in told.columns)
    parts = [
        ngettext("one is late", "{n} are late", told.late).format(n=told.late) if told.late else "",
        ngettext("one waits for an answer", "{n} wait for an answer", told.waiting).format(n=told.waiting)
        if told.waiting else "",
    ]  # fmt: skip
    said = " · ".join(part for part in parts if part) or (_("None is late") if told.count else _("No open orders"))
    chart = _("Orders by state")

    def draws(width: float, height: float) -> Any:
        return glances.ranked(columns, width, height, chart)

    shown = draws if any(count for _name, count in columns) else None
    return _("Orders to see to"), str(told.count), said, shown, "warn" if told.late else ""


def dues_said(told: Dues, _now: dt.datetime) -> Said:
    """What customers owe, how old it is, and whom to remind."""
    from shoppos.reports import glances

    ages = (_("up to 30 days"), _("31 to 60"), _("61 to 90"), _("older"))
    heading = ngettext("Owed by one customer", "Owed by {n} customers", told.people).format(n=told.people)
    if told.remind:
        said = ngettext("Time to remind one of them", "Time to remind {n} of them", told.remind).format(n=told.remind)
    else:
        said = _("Nobody is to be reminded") if told.people else _("Nobody owes anything")
    chart = _("Dues by age")
    values = tuple((age, owed) for age, owed in zip(ages, told.ages, strict=True) if owed)

    def draws(width: float, height: float) -> Any:
        return glances.parts(values, width, height, chart)

    return (
        heading if told.people else _("Owed by customers"), short_rupees(told.owed), said,
        draws if told.owed else None, "warn" if told.remind else "",
    )  # fmt: skip


def low_said(told: Low, _now: dt.datetime) -> Said:
    """How much runs out, what is gone first."""
    from shoppos.reports import glances

    gone = sum(on_hand <= 0 for _name, on_hand, _unit in told.items)
    names = tuple((name, max(on_hand, 0)) for name, on_hand, _unit in told.items)
    left = tuple(_("none left") if on_hand <= 0 else f"{quantity(on_hand)} {unit}" for _n, on_hand, unit in told.items)
    if not told.count:
        said, level = _("Nothing runs out"), "good"
    elif gone:
        said, level = _("Some of it is gone already"), "error"
    else:
        said, level = _("Buy before it is gone"), "warn"
    chart = _("What runs out first")

    def draws(width: float, height: float) -> Any:
        return glances.ranked(names, width, height, chart, told=left, bars=False)

    return _("Items running out"), str(told.count), said, draws if names else None, level


SAID: dict[str, Callable[[Any, dt.datetime], Said]] = {
    "sales": sales_said, "cash": cash_said, "orders": orders_said, "dues": dues_said, "low": low_said,
}  # fmt: skip
