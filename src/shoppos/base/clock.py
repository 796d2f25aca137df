"""What time it is in the shop, and which day of business it counts for."""

import datetime as dt
import time
from zoneinfo import ZoneInfo

ZONE = "Asia/Kolkata"
QUARTER = 900_000
"""Milliseconds in a quarter of an hour."""
INDIA = dt.timezone(dt.timedelta(hours=5, minutes=30), "IST")


def zone(name: str) -> dt.tzinfo:
    """The time zone of that name; India's fixed offset where the system has no zone data."""
    try:
        return ZoneInfo(name)
    except (LookupError, OSError, ValueError):
        return INDIA


class Clock:
    """The system's clock read in the shop's zone; a business day starts at `day_start` hours after midnight."""

    def __init__(self, zone_name: str = ZONE, day_start: int = 0) -> None:
        """Read in `zone_name`; `day_start` is an hour, 0 to 12."""
        self.zone = zone(zone_name)
        self.day_start = day_start
        self._known = (-1, 0, 0)
        self._hour = (-1, 0)

    def ms(self) -> int:
        """Milliseconds since 1970 in UTC."""
        return time.time_ns() // 1_000_000

    def now(self) -> dt.datetime:
        """This moment, with the shop's offset."""
        return self.at(self.ms())

    def at(self, ms: int) -> dt.datetime:
        """The moment `ms` (milliseconds since 1970 in UTC) in the shop's zone."""
        return dt.datetime.fromtimestamp(ms / 1000, self.zone)

    def business_day(self, ms: int) -> int:
        """The business day of a moment as yyyymmdd: before `day_start` it still is the day before.

        The answer holds for a quarter of an hour: no zone's midnight and no change of its clocks lies within one.
        """
        quarter, start = ms // QUARTER, self.day_start
        known = self._known  # read once: another thread may put its own answer there meanwhile
        if known[:2] != (quarter, start):
            moment = self.at(ms) - dt.timedelta(hours=start)
            self._known = known = (quarter, start, day_number(moment.date()))
        return known[2]

    def hour(self, ms: int) -> int:
        """The hour of a moment on the shop's clock, 0 to 23; the answer holds for a quarter of an hour."""
        quarter = ms // QUARTER
        known = self._hour
        if known[0] != quarter:
            self._hour = known = (quarter, self.at(ms).hour)
        return known[1]


def day_number(day: dt.date) -> int:
    """A day as the integer yyyymmdd that is stored."""
    return day.year * 10_000 + day.month * 100 + day.day


def day_of(number: int) -> dt.date:
    """The day that yyyymmdd stands for."""
    return dt.date(number // 10_000, number // 100 % 100, number % 100)
