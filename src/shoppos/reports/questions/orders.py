"""Orders: how long each step takes, which were late, cancelled or came back, by channel and by courier."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from shoppos.base.clock import day_number
from shoppos.base.i18n import _, ngettext
from shoppos.base.money import rupees
from shoppos.reports import findings, periods
from shoppos.reports.charts import Chart, Series
from shoppos.reports.report import Asked, Choice, Column, Figure, Kind, Line, Link, Question, Report, Table, total

if TYPE_CHECKING:
    from typing import Any

    from shoppos.base.file import Reader
    from shoppos.reports.report import Period

MOST = 200
MINUTE = 60_000
HOUR, DAY = 60, 1440
"""Minutes."""
ORDERS = (
    "SELECT o.id, o.number, o.channel, o.state, o.promised, o.agreed, o.business_date, o.made_at FROM orders o "
    "WHERE o.business_date BETWEEN :a AND :b AND (:channel = '' OR o.channel = :channel) ORDER BY o.id"
)
STEPS = (
    "SELECT t.order_id, t.kind, t.made_at, t.business_date FROM orders o CROSS JOIN order_step t ON t.order_id = o.id "
    "WHERE o.business_date BETWEEN :a AND :b AND t.kind IN ('confirmed', 'packed', 'dispatched', 'handed_over', "
    "'delivered', 'part_delivered') ORDER BY t.order_id, t.id"
)
PARCELS = (
    "SELECT p.way, p.courier, p.state, p.tries, p.out_at, p.ended_at FROM orders o "
    "CROSS JOIN parcel p ON p.order_id = o.id WHERE o.business_date BETWEEN :a AND :b "
    "AND (:channel = '' OR o.channel = :channel)"
)
WAYS = (
    ("taken", "confirmed"), ("confirmed", "packed"), ("packed", "left"), ("left", "delivered"), ("taken", "delivered")
)  # fmt: skip
"""From which step to which a time is told."""
SAME = {"dispatched": ("left",), "handed_over": ("left", "delivered"), "part_delivered": ("delivered",)}
"""What a step of the timeline is here, where it has another name."""


@dataclass(slots=True)
class Told:
    """One order: what it is, when each step was first taken (milliseconds), and the day it was delivered (or 0)."""

    number: str
    channel: str
    state: str
    promised: int | None
    agreed: int
    day: int
    at: dict[str, int] = field(default_factory=dict[str, int])
    delivered: int = 0

    def late(self, today: int) -> bool:
        """Whether it came after the promised day, or has not come though that is over."""
        if self.promised is None or self.state in {"cancelled", "returned"}:
            return False
        return (self.delivered or today) > self.promised

    def took(self, since: str, until: str) -> int | None:
        """Minutes from one step to another; None where it has not both."""
        if since not in self.at or until not in self.at:
            return None
        return max(self.at[until] - self.at[since], 0) // MINUTE


class Sent(NamedTuple):
    """One parcel that left."""

    way: str
    courier: str
    state: str
    tries: int
    out_at: int
    ended_at: int | None


def question() -> Question:
    """How orders go."""
    return Question(
        "orders", _("Orders"), _("How long do orders take, and which were late, cancelled or came back?"), _("Orders"),
        ask, (Choice("channel", _("Channel"), _channels),),
    )  # fmt: skip


def ask(db: Reader, asked: Asked) -> Report:
    """The orders that were taken in the period, and what became of them."""
    period, channel = asked.period, asked.chosen("channel")
    values: dict[str, Any] = {"a": period.span[0], "b": period.span[1], "channel": channel}
    orders = _orders(db, values)
    times = _times(orders)
    if not orders:
        said = _("No order was taken: {period}.").format(period=periods.said(period))
        return Report("orders", _("Orders"), period, said, (times,))
    today = day_number(periods.today(db.clock))
    parcels = list(map(Sent._make, db.rows(PARCELS, values)))
    late = [one for one in orders if one.late(today)]
    said = _finding(orders, late, period)
    figures = (
        Figure(_("Orders"), len(orders), Kind.WHOLE),
        Figure(_("Agreed for"), sum(one.agreed for one in orders if one.state != "cancelled")),
        Figure(_("Delivered"), sum(one.state == "delivered" for one in orders), Kind.WHOLE),
        Figure(_("Late"), len(late), Kind.WHOLE),
        Figure(_("Cancelled"), sum(one.state == "cancelled" for one in orders), Kind.WHOLE),
        Figure(_("Came back"), sum(one.state == "returned" for one in orders), Kind.WHOLE),
    )
    tables = (times, _by_channel(orders, today, period), _by_courier(parcels), _late(late))
    notes = [_("Half of the orders took less time than the middle one, half took more.")]
    if len(late) > MOST:
        notes.append(_("The first {most} late orders are listed; all are counted.").format(most=MOST))
    return Report(
        "orders", _("Orders"), period, said, tuple(one for one in tables if one.lines), figures, _chart(orders, said),
        tuple(notes),
    )  # fmt: skip


def _orders(db: Reader, values: dict[str, Any]) -> list[Told]:
    """The orders of those days with the moments of their steps, in the order in which they were taken."""
    found = {
        row[0]: Told(*row[1:7], at={"taken": row[7]})
        for row in db.rows(ORDERS, values)
    }  # fmt: skip
    for order_id, kind, at, day in db.rows(STEPS, {key: values[key] for key in ("a", "b")}):
        one = found.get(order_id)
        if one is None:
            continue
        for name in SAME.get(kind, (kind,)):
            one.at.setdefault(name, at)
            if name == "delivered":
                one.delivered = day
    return list(found.values())


def said_of(minutes: int) -> str:
    """A time in words: "40 min", "2 h 5 min", "3 days 4 h"."""
    days, rest = divmod(minutes, DAY)
    hours, left = divmod(rest, HOUR)
    told = {"days": days, "hours": hours, "minutes": left}
    if days:
        return ngettext("{days} day {hours} h", "{days} days {hours} h", days).format(**told)
    return (_("{hours} h {minutes} min") if hours else _("{minutes} min")).format(**told)


def _middle(times: list[int]) -> int:
    """The time of the middle one, in minutes."""
    return int(statistics.median_low(times))


def _finding(orders: list[Told], late: list[Told], period: Period) -> str:
    told: dict[str, object] = {
        "period": periods.said(period), "count": len(orders), "late": len(late),
        "cancelled": sum(one.state == "cancelled" for one in orders),
        "amount": rupees(sum(one.agreed for one in orders if one.state != "cancelled")),
    }  # fmt: skip
    times = [took for one in orders if (took := one.took("taken", "delivered")) is not None]
    told["said"] = ngettext("{period}: one order", "{period}: {count} orders", len(orders)).format(**told)
    if not times:
        return _("{said}, none of them delivered yet; {late} late, {cancelled} cancelled.").format(**told)
    told["time"] = said_of(_middle(times))
    return _("{said}, half of those delivered within {time}; {late} late, {cancelled} cancelled.").format(**told)


def _titles() -> dict[tuple[str, str], str]:
    return {
        ("taken", "confirmed"): _("Taken to confirmed"), ("confirmed", "packed"): _("Confirmed to packed"),
        ("packed", "left"): _("Packed to dispatched"), ("left", "delivered"): _("Dispatched to delivered"),
        ("taken", "delivered"): _("Taken to delivered"),
    }  # fmt: skip


def _times(orders: list[Told]) -> Table:
    columns = (
        Column("step", _("Step")), Column("orders", _("Orders"), Kind.WHOLE), Column("middle", _("In the middle")),
        Column("longest", _("Longest")), Column("order", _("The longest")),
        Column("minutes", _("Middle, minutes"), Kind.WHOLE), Column("most", _("Longest, minutes"), Kind.WHOLE),
    )  # fmt: skip
    titles, lines = _titles(), list[Line]()
    for way in WAYS:
        took = [(minutes, one.number) for one in orders if (minutes := one.took(*way)) is not None]
        if took:
            middle, (longest, number) = _middle([minutes for minutes, _number in took]), max(took)
            lines.append(
                Line(
                    (titles[way], len(took), said_of(middle), said_of(longest), number, middle, longest),
                    Link("order", number),
                )
            )
    return Table(columns, tuple(lines), _("Time from step to step"))


def _by_channel(orders: list[Told], today: int, period: Period) -> Table:
    columns = (
        Column("channel", _("Channel")), Column("orders", _("Orders"), Kind.WHOLE, total=True),
        Column("agreed", _("Agreed for"), Kind.MONEY, total=True),
        Column("delivered", _("Delivered"), Kind.WHOLE, total=True), Column("late", _("Late"), Kind.WHOLE, total=True),
        Column("cancelled", _("Cancelled"), Kind.WHOLE, total=True),
        Column("returned", _("Came back"), Kind.WHOLE, total=True),
    )  # fmt: skip
    lines = tuple(
        Line(
            (title, len(mine), sum(one.agreed for one in mine if one.state != "cancelled"),
             sum(one.state == "delivered" for one in mine), sum(one.late(today) for one in mine),
             sum(one.state == "cancelled" for one in mine), sum(one.state == "returned" for one in mine)),
            Link("report", "orders", {"channel": channel}, period),
        )
        for channel, title in _channels()
        if (mine := [one for one in orders if one.channel == channel])
    )  # fmt: skip
    return Table(columns, lines, _("By channel"), total(columns, lines, _("Total")) if lines else None)


def _by_courier(parcels: list[Sent]) -> Table:
    columns = (
        Column("courier", _("Sent by")), Column("parcels", _("Parcels"), Kind.WHOLE, total=True),
        Column("delivered", _("Delivered"), Kind.WHOLE, total=True),
        Column("out", _("On the way"), Kind.WHOLE, total=True),
        Column("returned", _("Came back"), Kind.WHOLE, total=True),
        Column("tries", _("Nobody took it, times"), Kind.WHOLE, total=True), Column("middle", _("In the middle")),
        Column("share", _("Came back, of all"), Kind.PERCENT),
    )  # fmt: skip
    of: dict[str, list[Sent]] = {}
    for one in parcels:
        name = one.courier or {"own": _("Own delivery"), "pickup": _("Picked up")}.get(one.way, _("Courier"))
        of.setdefault(name, []).append(one)
    lines: list[Line] = []
    for name, mine in sorted(of.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        ended = [max(one.ended_at - one.out_at, 0) // MINUTE for one in mine
                 if one.state == "delivered" and one.ended_at is not None]  # fmt: skip
        back = sum(one.state == "returned" for one in mine)
        lines.append(Line((
            name, len(mine), sum(one.state == "delivered" for one in mine),
            sum(one.state in {"out", "failed"} for one in mine), back, sum(one.tries for one in mine),
            said_of(_middle(ended)) if ended else "", findings.share(back, len(mine)),
        )))  # fmt: skip
    told = tuple(lines)
    return Table(columns, told, _("By courier"), total(columns, told, _("Total")) if told else None)


def _late(late: list[Told]) -> Table:
    columns = (
        Column("number", _("Order")), Column("day", _("Taken on"), Kind.DAY),
        Column("promised", _("Promised for"), Kind.DAY), Column("delivered", _("Delivered"), Kind.DAY),
        Column("agreed", _("Agreed for"), Kind.MONEY),
    )  # fmt: skip
    lines = tuple(
        Line((one.number, one.day, one.promised, one.delivered or None, one.agreed), Link("order", one.number))
        for one in late[:MOST]
    )
    return Table(columns, lines, _("Late"))


def _chart(orders: list[Told], said: str) -> tuple[Chart, ...]:
    """Where the time goes: the minutes of each step in the middle."""
    titles, labels, values = _titles(), list[str](), list[int]()
    for way in WAYS[:-1]:
        took = [minutes for one in orders if (minutes := one.took(*way)) is not None]
        if took:
            labels.append(titles[way])
            values.append(_middle(took))
    if not any(values):
        return ()
    series = Series(_("Minutes"), tuple(values))
    return (Chart("hbar", _("Minutes from step to step, in the middle"), tuple(labels), (series,), said, Kind.WHOLE),)


def _channels(_db: Reader | None = None) -> tuple[tuple[str, str], ...]:
    return (("counter", _("Counter")), ("phone", _("Phone")), ("online", _("Online")))
