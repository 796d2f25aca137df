"""A clock that tests set."""

import datetime as dt

from shoppos.base.clock import INDIA, Clock


class SetClock(Clock):
    """Stands still until it is told to go on; moments are India's."""

    def __init__(self, moment: str, day_start: int = 0) -> None:
        """Begin at `moment`, as in "2026-04-01 09:30"."""
        super().__init__(day_start=day_start)
        self.set(moment)

    def set(self, moment: str) -> None:
        """Stand at that moment now."""
        self.stands = int(dt.datetime.fromisoformat(moment).replace(tzinfo=INDIA).timestamp() * 1000)

    def go_on(self, **by: int) -> None:
        """Let time pass, as in `go_on(hours=3)`."""
        self.stands += int(dt.timedelta(**by).total_seconds() * 1000)

    def ms(self) -> int:
        """Milliseconds since 1970 in UTC."""
        return self.stands
