"""Which business day is closed when, and for which one counts what is written later: midnight, March, lost days."""

import datetime as dt

import pytest

from shoppos.base.errors import Doubtful, Refused
from shoppos.reports import bill, dashboard, periods
from shoppos.reports.audit import audit
from shoppos.reports.gst import checklist
from shoppos.shop import Shop
from shoppos.shop.payments import Tender
from tests.shop.day_hands import CASH, day_of, shop_on, sold

FLOAT = 2000_00


@pytest.fixture
def shop(folder, clock):
    with shop_on(folder, clock) as shop:
        yield shop


@pytest.mark.parametrize(
    ("closed_at", "sold_at", "day"),
    [
        ("2026-11-23 21:00", "2026-11-23 23:50", 20261124),
        ("2026-11-23 21:00", "2026-11-24 00:10", 20261124),
        ("2026-11-23 21:00", "2026-11-25 10:00", 20261125),
        ("2026-12-31 21:00", "2026-12-31 23:50", 20270101),
        ("2028-02-28 21:00", "2028-02-28 22:00", 20280229),
    ],
)
def test_a_late_bill_belongs_to_the_next_day(closed_at, sold_at, day, shop, clock):
    clock.set(closed_at)
    sold(shop)
    shop.days.close()
    clock.set(sold_at)
    number = sold(shop)
    assert day_of(shop, number) == day
    assert bill.load(shop.db, number).made_at.isoformat().startswith(sold_at.replace(" ", "T"))
    assert shop.days.business_day() == day


def test_a_late_bill_of_31_march_opens_the_next_financial_year(shop, clock):
    clock.set("2027-03-31 21:00")
    assert sold(shop) == "A1/2627/000001"
    shop.days.close()
    assert sold(shop) == "A1/2728/000001"
    clock.set("2027-04-01 10:00")
    assert sold(shop) == "A1/2728/000002"
    clock.set("2027-04-01 21:00")
    shop.days.close()
    assert [one.reading.bills for one in shop.days.zs()] == [2, 1]
    assert audit(shop.db).faults == ()


def test_everything_else_after_the_close_belongs_to_the_next_day_too(shop, clock):
    anil = shop.customers.add("Anil Verma", "9812345678")
    first = shop.sales.sell(["1"], [Tender("khata")], customer_phone="9812345678").numbers[0]
    clock.set("2026-11-23 21:00")
    shop.days.close()
    clock.go_on(minutes=10)
    late = sold(shop)
    shop.customers.pay(anil.id, 50_00, "cash")
    shop.shifts.open(0)
    shop.shifts.cash("in", 10_00, "found")
    shop.stock.move("1", 5_000, "counted")
    shop.sales.void(late, "wrong")
    for table in ("shift", "cash_movement", "void"):
        assert shop.db.rows(f"SELECT DISTINCT business_date FROM {table}") == [(20261124,)], table
    assert shop.db.row("SELECT business_date FROM khata_entry WHERE kind = 'payment'") == (20261124,)
    assert shop.db.row("SELECT max(business_date) FROM stock_move") == (20261124,)
    assert day_of(shop, first) == 20261123
    assert audit(shop.db).faults == ()


def test_a_bill_of_tomorrow_is_no_fault_of_the_clock(shop, clock):
    clock.set("2026-11-23 21:00")
    sold(shop)
    shop.days.close()
    late = shop.sales.sell(["1"], CASH)
    assert shop.sales.sell(["1"], CASH).warnings == ()
    assert (late.warnings, shop.sales.clock_warning()) == ((), "")
    clock.set("2026-11-21 21:00")
    assert "The computer's clock shows 21-11-2026" in shop.sales.clock_warning()


def test_a_z_counts_the_bills_of_indias_day_whatever_utc_says(shop, clock):
    """Pains 18: reports of a day that goes by UTC are wrong from 18:30 on, and before 05:30."""
    clock.set("2026-07-14 23:58")
    sold(shop, "2")
    clock.set("2026-07-14 23:59")
    shop.days.close()
    for hour in ("00:01", "05:29", "05:31", "18:31", "21:01", "23:59"):
        clock.set(f"2026-07-15 {hour}")
        sold(shop, "2")
    shop.days.close()
    assert [(one.business_date, one.reading.bills) for one in shop.days.zs()] == [(20260715, 6), (20260714, 1)]


def test_with_a_day_that_starts_at_four_the_night_closes_the_evening(shop, clock, folder):
    shop.settings.set("day_start", 4)
    night = Shop.open(folder, clock=clock)
    clock.set("2026-11-24 01:30")
    assert day_of(night, sold(night)) == 20261123
    assert night.days.close().business_date == 20261123
    assert day_of(night, sold(night)) == 20261124
    clock.set("2026-11-24 03:00")
    with pytest.raises(Refused, match="closed already"):
        night.days.close()
    clock.set("2026-11-24 21:00")
    assert night.days.close().number == 2
    assert audit(night.db).faults == ()
    night.close()


def test_just_after_midnight_the_day_before_is_closed_and_the_new_one_goes_on(shop, clock):
    clock.set("2026-11-23 18:00")
    shop.shifts.open(FLOAT)
    sold(shop, "3*1")
    clock.set("2026-11-24 00:10")
    assert day_of(shop, sold(shop)) == 20261124
    clock.set("2026-11-24 00:30")
    assert shop.days.to_close() == (20261123,)
    done = shop.days.close(FLOAT + 400_00)
    assert (done.business_date, done.closed.over) == (20261123, 0)
    it = shop.days.z(1).reading
    assert (it.net, it.outside, it.expected, it.over) == (300_00, 100_00, FLOAT + 400_00, 0)
    assert day_of(shop, sold(shop, "2")) == 20261124
    clock.go_on(minutes=1)
    shop.shifts.open(100_00)
    clock.set("2026-11-24 21:00")
    sold(shop)
    assert shop.days.close(200_00).number == 2
    it = shop.days.z(2).reading
    assert (it.net, it.outside, it.over) == (450_00, -350_00, 0)
    assert audit(shop.db).faults == ()


def test_a_shift_of_the_new_day_is_not_ended_with_a_day_that_was_forgotten(shop, clock):
    clock.set("2026-11-22 18:00")
    shop.sales.sell(["1"], [Tender("upi")])
    clock.set("2026-11-24 05:00")
    shop.shifts.open(FLOAT)
    clock.go_on(minutes=1)
    assert day_of(shop, sold(shop)) == 20261124
    clock.set("2026-11-24 05:06")
    for count in ({}, {"counted": FLOAT + 100_00}):
        with pytest.raises(Doubtful, match=r"05:06, so the day that is closed now is 22-11-2026\. .*'s shift") as one:
            shop.days.close(**count)
        assert ("is not used" in one.value.message) == bool(count)
    assert shop.db.row("SELECT count(*) FROM day_close") == (0,)
    done = shop.days.close(FLOAT + 100_00, sure=True)
    assert (done.business_date, done.closed, done.goes_on) == (20261122, None, shop.staff.current.name)
    it = shop.days.z(1).reading
    assert (it.net, it.turns, it.outside, it.over) == (100_00, (), 0, None)
    assert shop.shifts.current() is not None
    clock.set("2026-11-24 21:00")
    done = shop.days.close(FLOAT + 100_00)
    assert (done.business_date, done.closed.over, done.goes_on) == (20261124, 0, "")
    assert audit(shop.db).faults == ()


def test_a_day_that_has_just_begun_is_closed_only_by_who_is_sure(shop, clock):
    clock.set("2026-11-23 21:00")
    sold(shop)
    shop.days.close()
    clock.set("2026-11-24 00:30")
    with pytest.raises(Doubtful, match="It is 00:30: the day 24-11-2026 has just begun"):
        shop.days.close()
    assert shop.days.close(sure=True).business_date == 20261124


def test_a_clock_that_cannot_be_right_closes_no_day_unasked(shop, clock):
    sold(shop)
    clock.set("2028-11-23 21:00")
    with pytest.raises(Doubtful, match="The computer's clock shows 23-11-2028"):
        shop.days.close()
    clock.set("2026-11-22 21:00")
    with pytest.raises(Doubtful, match="The computer's clock shows 22-11-2026"):
        shop.days.close()
    assert shop.db.row("SELECT count(*) FROM day_close") == (0,)
    assert shop.days.close(sure=True).business_date == 20261123


def test_days_that_nobody_closed_get_their_z_with_the_next(shop, clock):
    for day in (20, 21, 22, 23):
        clock.set(f"2026-11-{day} 12:00")
        sold(shop, f"{day - 19}*1")
        if day == 20:
            shop.days.close()
    clock.set("2026-11-23 21:00")
    assert shop.days.to_close() == (20261121, 20261122, 20261123)
    done = shop.days.close()
    assert (done.numbers, done.business_date) == ((2, 3, 4), 20261123)
    assert [one.reading.net for one in shop.days.zs()] == [400_00, 300_00, 200_00, 100_00]
    assert [one.perpetual for one in shop.days.zs()] == [1000_00, 600_00, 300_00, 100_00]
    assert audit(shop.db).faults == ()


def test_the_first_close_of_a_shop_closes_its_days_of_before_and_prints_only_its_own(shop, clock):
    for day in (20, 21, 22):
        clock.set(f"2026-11-{day} 12:00")
        sold(shop)
    clock.set("2026-11-23 21:00")
    assert shop.days.to_close() == (20261120, 20261121, 20261122, 20261123)
    done = shop.days.close()
    assert (done.numbers, len(done.jobs)) == ((1, 2, 3, 4), 1)
    assert [(one.reading.net, one.perpetual) for one in shop.days.zs()] == [
        (0, 300_00), (100_00, 300_00), (100_00, 200_00), (100_00, 100_00)
    ]  # fmt: skip
    assert audit(shop.db).faults == ()


def test_the_first_close_of_a_second_till_closes_all_its_days_with_business(shop, clock):
    shop.tills.add("B1")
    for day in (20, 21, 22):
        clock.set(f"2026-11-{day} 12:00")
        shop.tills.use("B1" if day == 20 else "A1")
        number = sold(shop)
        if day == 20:
            shop.sales.void(number, "wrong")
        shop.tills.use("A1")
        shop.days.close()
    clock.set("2026-11-23 21:00")
    shop.tills.use("B1")
    done = shop.days.close()
    assert (done.numbers, done.business_date, len(done.jobs)) == ((1, 2), 20261123, 2)
    assert shop.days.z(1).business_date == 20261120
    assert audit(shop.db).faults == ()


def test_after_months_without_a_z_the_last_31_days_get_one_and_the_rest_is_told(shop, clock):
    shop.days.close()
    for month in (12, 1):
        for day in range(1, 21):
            clock.set(f"{2026 if month == 12 else 2027}-{month:02d}-{day:02d} 12:00")
            sold(shop)
    clock.set("2027-01-25 21:00")
    assert len(shop.days.close().numbers) == 32
    assert shop.days.z(2).reading.unclosed == 9
    assert shop.days.zs(1)[0].perpetual == 4000_00
    assert audit(shop.db).faults == ()


# -- a clock that was a year ahead


@pytest.fixture
def leapt(shop, clock):
    """A day closed well, and a bill of a year later beside it."""
    sold(shop)
    clock.set("2026-11-23 21:00")
    shop.days.close()
    clock.set("2027-11-24 10:00")
    sold(shop)
    clock.set("2027-11-24 21:00")
    return shop


def test_one_bill_under_a_wrong_year_does_not_make_its_day_a_right_one(leapt, clock):
    for until in ("2027-11-24 21:00", "2027-11-25 21:00"):
        clock.set(until)
        sold(leapt)
        with pytest.raises(Doubtful, match="24-11-2027 is long after 23-11-2026"):
            leapt.days.close()
    assert leapt.days.close(sure=True).numbers == (2, 3)


def test_a_till_closed_into_the_next_year_is_told_its_way_out(leapt, clock, folder):
    leapt.days.close(sure=True)
    clock.set("2026-11-24 12:00")
    number = sold(leapt)
    assert day_of(leapt, number) == 20271125
    with pytest.raises(Refused, match="24-11-2027 is closed already: Z 2 of till A1") as refused:
        leapt.days.close()
    assert "shoppos tills add" in refused.value.hint
    told = dashboard.decisions(leapt.db, dashboard.Asker("A1", leapt.days.business_day()))
    assert [one.action for one in told if one.sentence == "Bills are booked on 25-11-2027, which has not come"] == [
        "close_day"
    ]
    november = periods.around(dt.date(2026, 11, 1), "month")
    (later,) = [one for one in checklist.checklist(leapt.db, november) if one.code == "booked_later"]
    assert later.document == number
    assert "1 document of till A1" in later.sentence
    leapt.tills.add("A2")
    second = Shop.open(folder, till="A2", employee="Meena", clock=clock)
    assert day_of(second, sold(second)) == 20261124
    second.close()


def test_a_bill_after_the_close_of_a_months_last_evening_is_nothing_to_ask_about(shop, clock):
    clock.set("2026-11-30 21:00")
    sold(shop)
    shop.days.close()
    assert day_of(shop, sold(shop)) == 20261201
    november = periods.around(dt.date(2026, 11, 1), "month")
    assert [one.code for one in checklist.checklist(shop.db, november) if one.code == "booked_later"] == []
    told = dashboard.decisions(shop.db, dashboard.Asker("A1", shop.days.business_day()))
    assert [one.sentence for one in told if "booked" in one.sentence] == []
