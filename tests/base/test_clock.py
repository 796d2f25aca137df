"""The business day of a moment, whoever else asks for another."""

import datetime as dt

from shoppos.base.clock import INDIA, Clock


class Shared(Clock):
    """A clock whose known day another thread replaces between two looks at it."""

    reads = 0

    @property
    def _known(self):
        self.reads += 1
        return self.kept if self.reads % 2 else (-1, 0, 19700101)

    @_known.setter
    def _known(self, known):
        self.kept = known


def test_a_day_that_another_thread_has_asked_for_is_not_taken_for_ones_own():
    ms = int(dt.datetime(2026, 7, 15, 12, tzinfo=INDIA).timestamp() * 1000)
    clock = Shared()
    assert [clock.business_day(ms) for _time in range(6)] == [20260715] * 6
