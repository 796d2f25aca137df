"""What a conversation says of itself on screen: who waits and for how long, and what became of each message."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from shoppos.base.i18n import _, ngettext
from shoppos.rules.message_words import SAID, became, channel_said, step_said

if TYPE_CHECKING:
    from shoppos.reports.messages import ListedMessage, Spoken

GOOD, WARN, ERROR, QUIET = "good", "warn", "error", "quiet"
UNSETTLED = frozenset({"owed", "opened", "failed"})
"""States in which a person can do something with a message."""
HOUR, DAY = 60, 24 * 60


def span_said(minutes: int) -> str:
    """A length of time in its largest unit."""
    if minutes < HOUR:
        return ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes)
    if minutes < DAY:
        hours = minutes // HOUR
        return ngettext("{n} hour", "{n} hours", hours).format(n=hours)
    days = minutes // DAY
    return ngettext("{n} day", "{n} days", days).format(n=days)


def waits_said(minutes: int, unread: int) -> str:
    """That a customer waits, how long, and how much of theirs nobody has answered."""
    if minutes < 1:
        waits = _("Waits for our reply since just now")
    else:
        waits = _("Waits for our reply for {time}").format(time=span_said(minutes))
    new = ngettext("{n} unread", "{n} unread", unread).format(n=unread)
    return f"{waits} · {new}"


def moment(at: dt.datetime, now: dt.datetime) -> str:
    """When, as short as it is clear: the time of today, else the day before it."""
    return f"{at:%H:%M}" if at.date() == now.date() else f"{at:%d-%m %H:%M}"


def state_said(one: Spoken | ListedMessage, now: dt.datetime) -> tuple[str, str]:
    """What became of a message of ours, with its reason, and how that looks."""
    later = moment(one.next_at, now) if one.next_at is not None and one.next_at > now else ""
    said = became(one.state, error=one.error, by=one.employee, by_hand=one.by_hand, later=later)
    looks = {"owed": WARN, "opened": WARN, "failed": ERROR, "sent": GOOD}
    return said, looks.get(one.state, QUIET)


def head_said(one: Spoken, now: dt.datetime) -> str:
    """What stands above a line of a conversation: who, by which channel, when, about what."""
    if one.way == "in":
        parts = [_("Customer"), channel_said(one.channel)]
    elif one.way == "call":
        parts = [_("☎ Call"), one.employee]
    else:
        parts = [one.employee or _("Shop"), channel_said(one.channel)]
        if one.step != SAID:
            parts.append(step_said(one.step))
    about = one.number.rpartition("/")[2]
    return " · ".join(part for part in (*parts, about, moment(one.at, now)) if part)


def step_line(one: Spoken, now: dt.datetime) -> str:
    """A step of an order in one line."""
    done = one.words or one.step
    said = f"{done}: {one.body}" if one.body else done
    number = one.number.rpartition("/")[2]
    return " · ".join(part for part in (moment(one.at, now), number, said, one.employee) if part)


def told(one: Spoken, now: dt.datetime) -> str:
    """One line of a conversation whole, for a reader."""
    if one.way == "step":
        return step_line(one, now)
    state = state_said(one, now)[0] if one.way == "out" else ""
    return ". ".join(part for part in (head_said(one, now), one.body, state) if part)
