"""The cash of a drawer by business days and moments, and its turns as a paper of before must say them."""

import pytest

from shoppos.reports import drawer, z
from shoppos.reports.audit import audit
from shoppos.reports.reading import read
from shoppos.shop import Shop
from shoppos.shop.payments import Tender
from tests.reports.test_audit import attack
from tests.shop import plain_totals
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


@pytest.fixture
def back(shop, folder, clock):
    """The same shop at a second till, whose drawer begins with as much as the first one's."""
    shop.tills.add("B1")
    other = Shop.open(folder, till="B1", employee="Meena", clock=clock)
    for one in (shop, other):
        clock.go_on(minutes=1)
        one.shifts.open(1000_00)
    clock.go_on(minutes=1)
    yield other
    other.close()


def test_what_is_taken_back_at_another_till_leaves_or_comes_into_that_ones_drawer(shop, clock, back):
    number = shop.sales.sell(["2*1002"], CASH).numbers[0]
    spent = shop.expenses.spend("Tea and snacks", 50_00)
    clock.go_on(minutes=1)
    back.sales.void(number, "wrong size")
    back.expenses.take_back(spent, "paid by the owner")
    clock.go_on(minutes=1)
    front, other = read(shop.db, "A1", 20361120), read(shop.db, "B1", 20361120)
    assert (front.expected, front.net, front.cancelled) == (970_00, 20_00, 0)
    assert (other.expected, other.net, other.cancelled) == (1030_00, -20_00, 1)
    assert (shop.shifts.close(970_00).over, back.shifts.close(1030_00).over) == (0, 0)
    assert (shop.days.close().number, back.days.close().number) == (1, 1)
    assert (z.read(shop.db, "A1", 1).perpetual, z.read(shop.db, "B1", 1).perpetual) == (20_00, -20_00)
    assert plain_totals.kept(shop) == plain_totals.reckoned(shop)
    assert audit(shop.db, most=9).faults == ()


def test_dues_are_of_the_drawer_that_took_them_though_a_clock_was_put_back(shop, clock, back):
    shop.sales.sell(["20*1002"], [Tender("khata")], customer_phone="9812345678")
    owing = shop.customers.by_phone("9812345678").id
    clock.go_on(minutes=2)
    shop.sales.sell(["1002"], CASH)
    clock.go_on(minutes=-1)
    shop.customers.pay(owing, 120_00, "cash")
    clock.go_on(minutes=5)
    assert read(shop.db, "A1", 20361120).khata_received == 120_00
    assert read(shop.db, "B1", 20361120).khata_received == 0
    assert shop.shifts.close(1130_00).over == 0
    assert back.shifts.close(1000_00).over == 0


def test_dues_written_before_tills_were_told_are_of_the_till_whose_journal_has_them(shop, clock, back):
    shop.sales.sell(["20*1002"], [Tender("khata")], customer_phone="9812345678")
    clock.go_on(minutes=1)
    shop.customers.pay(shop.customers.by_phone("9812345678").id, 120_00, "cash")
    attack(shop, "UPDATE khata_entry SET till = NULL")
    assert [drawer.cash(shop.db, till, 20361120, 20361120) for till in ("A1", "B1")] == [120_00, 0]
