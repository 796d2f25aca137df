"""Quiet hours: when no customer's telephone shall ring because of the shop."""

import datetime as dt

FROM, TO = 21 * 60, 8 * 60
"""From nine in the evening to eight in the morning, in minutes of the day."""
DAY = 24 * 60


def is_quiet(at: dt.datetime, begins: int = FROM, ends: int = TO) -> bool:
    """Whether a moment of the shop's clock lies in the quiet hours, given in minutes of the day; equal: never quiet."""
    minute = at.hour * 60 + at.minute
    if begins <= ends:
        return begins <= minute < ends
    return minute >= begins or minute < ends


def earliest(at: dt.datetime, begins: int = FROM, ends: int = TO) -> dt.datetime:
    """The moment itself, or the end of the quiet hours in which it lies."""
    if not is_quiet(at, begins, ends):
        return at
    morning = at.replace(hour=ends // 60 % 24, minute=ends % 60, second=0, microsecond=0)
    return morning if morning > at else morning + dt.timedelta(days=1)
