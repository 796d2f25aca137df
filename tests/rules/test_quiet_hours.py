"""Quiet hours: the minutes at which they begin and end, over midnight and within a day."""

import datetime as dt

import pytest

from shoppos.base.clock import INDIA
from shoppos.rules.quiet_hours import earliest, is_quiet


def at(hour, minute=0, day=23):
    return dt.datetime(2026, 11, day, hour, minute, 30, 5, tzinfo=INDIA)


@pytest.mark.parametrize(("hour", "minute", "quiet"), [
    (20, 59, False), (21, 0, True), (23, 59, True), (0, 0, True), (7, 59, True), (8, 0, False), (12, 0, False),
])  # fmt: skip
def test_the_night_is_quiet(hour, minute, quiet):
    assert is_quiet(at(hour, minute)) is quiet


@pytest.mark.parametrize(("hour", "quiet"), [(12, False), (13, True), (15, True), (16, False)])
def test_an_afternoon_can_be_quiet(hour, quiet):
    assert is_quiet(at(hour), 13 * 60, 16 * 60) is quiet


def test_the_same_minute_twice_means_never():
    assert not any(is_quiet(at(hour), 480, 480) for hour in range(24))


def test_an_evening_waits_for_the_next_morning_and_the_small_hours_for_their_own():
    assert earliest(at(22)) == dt.datetime(2026, 11, 24, 8, 0, tzinfo=INDIA)
    assert earliest(at(3)) == dt.datetime(2026, 11, 23, 8, 0, tzinfo=INDIA)
    assert earliest(at(12)) == at(12)


def test_quiet_until_midnight_ends_at_midnight():
    assert earliest(at(23), 22 * 60, 24 * 60) == dt.datetime(2026, 11, 24, 0, 0, tzinfo=INDIA)
