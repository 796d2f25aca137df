"""Reports are owed by closings: each closed day its own, each week and month once, however long the shop was shut."""

import contextlib

import pytest

from shoppos.base.packing import unpack
from shoppos.reports import deliveries
from shoppos.reports.audit import audit
from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.payments import Tender
from tests.shop.report_rows import owed
from tests.stories.clocks import SetClock


@pytest.fixture
def clock():
    return SetClock("2026-11-20 09:00")


@pytest.fixture
def shop(folder, clock):
    shop = Shop.open(folder, clock=clock)
    shop.catalogue.add(ProductForm("1", "Rice", 100_00, rate=500, hsn="1006", stock=1_000_000))
    yield shop
    shop.close()


def closed(shop, clock, day):
    clock.set(f"{day} 12:00")
    shop.sales.sell(["1"], [Tender("cash")])
    clock.set(f"{day} 21:00")
    return [deliveries.report(shop.db, one) for one in shop.days.close().report_ids]


def kinds(reports):
    return [(one.kind, one.number, one.sequence) for one in reports]


def test_each_closed_day_owes_its_report_and_the_first_of_a_new_week_and_month_the_one_before(shop, clock):
    assert kinds(closed(shop, clock, "2026-11-27")) == [("day", 1, 1)]
    assert kinds(closed(shop, clock, "2026-11-28")) == [("day", 2, 2)]
    monday = closed(shop, clock, "2026-11-30")
    assert kinds(monday) == [("day", 3, 3), ("week", 2, 1)]
    assert monday[1].period.first.isoformat() == "2026-11-23"
    assert kinds(closed(shop, clock, "2026-12-01")) == [("day", 4, 4), ("month", 3, 1)]
    assert kinds(closed(shop, clock, "2026-12-02")) == [("day", 5, 5)]
    assert audit(shop.db).faults == ()


def test_a_report_is_owed_to_every_place_in_use_in_the_transaction_of_the_closing(shop, clock):
    shop.reports.set_place("mail", "owner@example.in", name="Owner")
    shop.reports.set_place("folder", "/tmp/reports", name="Office")
    shop.reports.set_place("folder", "/tmp/other", name="Not now", active=False)
    before = shop.db.row("SELECT count(*) FROM journal")[0]
    (one,) = closed(shop, clock, "2026-11-20")
    assert {way.place.key for way in shop.reports.owed()} == {"owner", "office"}
    entry = shop.db.rows("SELECT kind, body FROM journal ORDER BY seq DESC LIMIT 1")[0]
    assert entry[0] == "day.closed"
    assert shop.db.row("SELECT count(*) FROM journal")[0] == before + 2, "the bill and the closing, nothing else"
    assert b"owed_report" in unpack(entry[1])
    assert one.till == "A1"


def test_a_closing_that_is_undone_owes_nothing(shop, clock, monkeypatch):
    shop.reports.set_place("mail", "owner@example.in")
    shop.sales.sell(["1"], [Tender("cash")])

    def breaks(*_told):
        shop.reports.owe_closed(*_told)
        raise RuntimeError

    monkeypatch.setattr(shop.days, "owe_reports", breaks)
    clock.set("2026-11-20 21:00")
    with pytest.raises(RuntimeError):
        shop.days.close()
    assert shop.db.row("SELECT (SELECT count(*) FROM owed_report) + (SELECT count(*) FROM delivery)")[0] == 0


def test_the_same_report_is_owed_once(shop):
    first, again = owed(shop, 1), owed(shop, 1)
    assert first == again
    assert shop.db.row("SELECT count(*) FROM owed_report")[0] == 1


def test_forgotten_days_owe_a_report_each(shop, clock):
    closed(shop, clock, "2026-11-24")
    for day in ("2026-11-25", "2026-11-26"):
        clock.set(f"{day} 12:00")
        shop.sales.sell(["1"], [Tender("cash")])
    assert kinds(closed(shop, clock, "2026-11-27")) == [("day", 2, 2), ("day", 3, 3), ("day", 4, 4)]


def test_a_week_and_a_month_are_reported_at_the_next_closing_however_long_the_shop_was_shut(shop, clock):
    for day in ("2026-11-02", "2026-11-03"):
        closed(shop, clock, day)
    later = closed(shop, clock, "2026-11-17")
    assert [(one.kind, one.period.first.isoformat()) for one in later[1:]] == [("week", "2026-11-02")]
    later = closed(shop, clock, "2027-01-05")
    assert [(one.kind, one.period.first.isoformat()) for one in later[1:]] == [
        ("week", "2026-11-16"), ("month", "2026-11-01")
    ]  # fmt: skip
    assert [one.kind for one in closed(shop, clock, "2027-01-06")] == ["day"]
    assert audit(shop.db).faults == ()


def test_days_forgotten_over_a_weeks_end_leave_no_week_out(shop, clock):
    closed(shop, clock, "2026-11-02")
    for day in ("2026-11-06", "2026-11-10"):
        clock.set(f"{day} 12:00")
        shop.sales.sell(["1"], [Tender("cash")])
    found = closed(shop, clock, "2026-11-17")
    weeks = [one.period.first.isoformat() for one in found if one.kind == "week"]
    assert weeks == ["2026-11-02", "2026-11-09"]


def test_a_week_that_one_till_closes_late_is_reported_though_another_is_further(shop, clock, folder):
    shop.tills.add("A2", "Second")
    closed(shop, clock, "2026-11-02")
    clock.set("2026-11-10 12:00")
    shop.sales.sell(["1"], [Tender("cash")])
    with contextlib.closing(Shop.open(folder, "A2", clock=clock)) as other:
        assert [one.kind for one in closed(other, clock, "2026-11-17")] == ["day", "week"]
    found = closed(shop, clock, "2026-11-18")
    assert [one.period.first.isoformat() for one in found if one.kind == "week"] == ["2026-11-09"]


def test_weeks_and_months_are_counted_over_the_whole_shop_and_days_by_till(shop, clock, folder):
    closed(shop, clock, "2026-11-20")
    assert kinds(closed(shop, clock, "2026-11-23")) == [("day", 2, 2), ("week", 1, 1)]
    shop.tills.add("A2", "Second")
    with contextlib.closing(Shop.open(folder, "A2", clock=clock)) as other:
        assert kinds(closed(other, clock, "2026-11-24")) == [("day", 1, 1)]
        week = closed(other, clock, "2026-11-30")[1]
    assert (week.kind, week.till, week.sequence) == ("week", "A2", 2)
    assert deliveries.name_of(week) == "Week report 2"
