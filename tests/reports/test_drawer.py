"""The cash of a drawer by business days and moments, and its turns as a paper of before must say them."""

import pytest

from shoppos.reports import drawer
from shoppos.reports.reading import read
from shoppos.shop.payments import Tender
from tests.stories.clocks import SetClock

CASH = [Tender("cash")]


@pytest.fixture
def clock(shop, monkeypatch):
    stands = SetClock("2036-11-20 12:00")
    monkeypatch.setattr(shop.db.clock, "ms", lambda: stands.stands)
    return stands


def test_days_and_moments_narrow_what_is_summed(shop, clock):
    moments = []
    for day in (20, 21, 22):
        clock.set(f"2036-11-{day} 12:00")
        shop.sales.sell(["1002"], CASH)
        shop.shifts.cash("in", 100_00 * (day - 19), f"day {day}")
        moments.append(clock.stands)
    assert drawer.cash(shop.db, "A1", 20361120, 20361122) == 630_00
    assert drawer.cash(shop.db, "A1", 20361121, 20361121) == 210_00
    assert drawer.cash(shop.db, "A1", 20361120, 20361122, after=moments[0], at=moments[1]) == 210_00
    assert drawer.cash(shop.db, "A2", 20361120, 20361122) == 0
    assert [one.reason for one in drawer.movements(shop.db, "A1", 20361121, 20361122)] == ["day 21", "day 22"]


def test_a_reading_of_before_tells_the_turns_as_they_were_then(shop, clock):
    shop.shifts.open(500_00)
    clock.go_on(hours=1)
    shop.sales.sell(["1002"], CASH)
    then = clock.stands
    clock.go_on(hours=1)
    shop.sales.sell(["1002"], CASH)
    shop.shifts.close(519_00, reason="one too little")
    before, now = read(shop.db, "A1", 20361120, at=then), read(shop.db, "A1", 20361120)
    assert (before.turns[0].closed_at, before.counted, before.over, before.expected) == (None, None, None, 510_00)
    assert (now.counted, now.over, now.expected, now.difference_reason) == (519_00, -1_00, 520_00, "one too little")


def test_the_turn_that_goes_on_is_told_without_its_cash_unless_it_is_asked_for(shop, clock):
    assert drawer.opened(shop.db, "A1") is None
    shop.shifts.open(500_00)
    shop.sales.sell(["1002"], CASH)
    assert drawer.opened(shop.db, "A1").expected == 500_00
    assert drawer.opened(shop.db, "A1", 20361120).expected == 510_00
    assert drawer.turn(shop.db, b"nobody") is None
