"""When an order can come: slots of a day, days on which the shop is closed, and until when today is still possible."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

DELIVERY, PICKUP = "delivery", "pickup"
WEEK = 7
DAY = 24 * 60
"""Minutes of a day."""
LAST = 20 * 60 - 1
"""The last minute at which today is promised, until the shop says another: from eight in the evening it is tomorrow."""
FARTHEST = 60
"""Days that are looked at; farther ahead nobody promises."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A part of the day, in minutes from midnight; `most` orders fit (0: any number), on the week's days (Monday 0)."""

    label: str
    start: int
    end: int
    most: int = 0
    ways: tuple[str, ...] = (DELIVERY, PICKUP)
    days: tuple[int, ...] = tuple(range(WEEK))

    def serves(self, day: dt.date, way: str) -> bool:
        """Whether there is such a slot on that day for that way."""
        return way in self.ways and day.weekday() in self.days


@dataclass(frozen=True, slots=True)
class Plan:
    """When the shop delivers and hands over.

    `closed` are days of the week (Monday 0) and days as yyyymmdd; `before` how many minutes before a slot ends an order
    must be in; `last` the minute of the day after which nothing more leaves today where there are no slots.
    """

    slots: tuple[Slot, ...] = ()
    closed: frozenset[int] = field(default_factory=frozenset[int])
    before: int = 60
    last: int = LAST

    def open_on(self, day: dt.date) -> bool:
        """Whether the shop works on that day."""
        number = day.year * 10_000 + day.month * 100 + day.day
        return day.weekday() not in self.closed and number not in self.closed

    def of(self, day: dt.date, way: str) -> tuple[Slot, ...]:
        """The slots of a day for that way, the earliest first; none on a closed day."""
        if not self.open_on(day):
            return ()
        return tuple(sorted((s for s in self.slots if s.serves(day, way)), key=lambda slot: (slot.start, slot.end)))


def read(slots: Any, closed: Any, cut_off: Any) -> Plan:
    """The plan of the settings "slots", "closed_days" and "cut_off"; what is not as it should be counts for nothing."""
    told = cast("list[Any]", slots) if isinstance(slots, list) else []
    found = tuple(slot for one in told if (slot := _slot(one)) is not None)
    days = cast("list[Any]", closed) if isinstance(closed, list) else []
    rule = cast("Mapping[str, Any]", cut_off) if isinstance(cut_off, Mapping) else dict[str, Any]()
    plain = Plan()
    return Plan(
        found, frozenset(day for day in days if type(day) is int), _minutes(rule.get("before"), plain.before),
        _minutes(rule.get("last"), plain.last),
    )  # fmt: skip


def earliest(
    plan: Plan, now: dt.datetime, ready: dt.date, way: str, taken: Callable[[dt.date, str], int]
) -> tuple[dt.date, str] | None:
    """The first day, and the slot on it ("" where the shop has none), by which an order can honestly be promised.

    `ready` is when its goods are there; `taken` how many orders a day's slot has already. None when there is nothing
    in the next two months.
    """
    first = max(ready, now.date())
    for ahead in range(FARTHEST + 1):
        day = first + dt.timedelta(days=ahead)
        if not plan.open_on(day):
            continue
        minute = now.hour * 60 + now.minute if day == now.date() else 0
        slots = plan.of(day, way)
        if not any(way in slot.ways for slot in plan.slots):
            if minute <= plan.last:
                return day, ""
            continue
        for slot in slots:
            late = day == now.date() and minute + plan.before > slot.end
            if not late and (not slot.most or taken(day, slot.label) < slot.most):
                return day, slot.label
    return None


def ready_on(today: dt.date, leads: Iterable[int]) -> dt.date:
    """When the goods are there: today, or after the longest of the days that missing ones take to come."""
    return today + dt.timedelta(days=max([0, *leads]))


def _slot(told: Any) -> Slot | None:
    if not isinstance(told, Mapping):
        return None
    one = cast("Mapping[str, Any]", told)
    label, start, end = one.get("label"), one.get("from"), one.get("to")
    if not isinstance(label, str) or not label or type(start) is not int or type(end) is not int:
        return None
    most, ways, days = one.get("most", 0), one.get("ways"), one.get("days")
    return Slot(
        label, start, end, most if type(most) is int and most > 0 else 0,
        _some(ways, (DELIVERY, PICKUP)), _some(days, tuple(range(WEEK))),
    )  # fmt: skip


def _some(told: Any, every: tuple[Any, ...]) -> tuple[Any, ...]:
    """Those of `every` that are named; all of them where nothing is said."""
    if not isinstance(told, Sequence) or isinstance(told, str):
        return every
    return tuple(one for one in every if one in told)


def _minutes(told: Any, usual: int) -> int:
    return told if type(told) is int and 0 <= told <= DAY else usual
