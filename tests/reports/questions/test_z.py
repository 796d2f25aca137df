"""Days closed and drawers counted are what the shifts and the Zs say."""

import datetime as dt

import pytest

from shoppos.base.errors import InvalidInput
from shoppos.reports.report import Period
from shoppos.shop.payments import Tender
from tests.reports.questions.counting import ask, figures, rows, table

PERIOD = Period(dt.date(2026, 12, 1), dt.date(2026, 12, 31))
COUNTS = (0, 500, -2000, -700, 0, 100)
"""By how much each count is over."""


@pytest.fixture
def closed(year):
    """Six evenings on which a drawer is counted and the day closed, by two employees; one day is forgotten."""
    year.tills.use("A1")
    for at, over in enumerate(COUNTS):
        year.db.clock.set(f"2026-12-{at + 1:02d} 10:00")
        year.staff.sign_in(("Asha", "Meena")[at % 2])
        year.shifts.open(1000_00)
        year.sales.sell([f"{at + 1}*1002"], [Tender("cash")])
        year.db.clock.go_on(hours=10)
        expected = 1000_00 + (at + 1) * 1000
        year.days.close(expected + over, reason="counted twice" if over else "")
    year.db.clock.set("2026-12-08 10:00")
    year.sales.sell(["1001"], [Tender("card")])
    year.db.clock.set("2026-12-09 10:00")
    return year


def test_over_and_short_stand_by_day_and_by_who_had_the_drawer(closed):
    report = ask(closed, "z", PERIOD)
    people = {row["employee"]: (row["turns"], row["over"], row["short"], row["net"]) for row in rows(report.tables[0])}
    expected = {}
    for counted, must, name in closed.db.rows(
        "SELECT c.counted, c.expected, e.name FROM shift_close c JOIN shift h ON h.id = c.shift_id "
        "JOIN employee e ON e.id = h.employee_id"
    ):
        turns, over, short, net = expected.get(name, (0, 0, 0, 0))
        more = counted - must
        expected[name] = (turns + 1, over + max(more, 0), short + max(-more, 0), net + more)
    assert people == expected == {"Asha": (3, 0, 2000, -2000), "Meena": (3, 600, 700, -100)}
    days = [(row["day"], row["over"]) for row in rows(table(report, "day"))]
    assert days == [(20261201 + at, over) for at, over in enumerate(COUNTS)]
    assert report.charts[0].series[0].values == COUNTS
    assert report.finding == (
        "December 2026: 6 days were closed; ₹21.00 is missing in all, ₹20.00 of what was short at Asha's drawer."
    )


def test_each_z_says_what_was_sold_and_a_day_nobody_closed_is_an_alert(closed):
    report = ask(closed, "z", PERIOD)
    zs = report.tables[-1]
    for row in rows(zs):
        sold = closed.db.row(
            "SELECT sum(payable) FROM sale WHERE state = 'done' AND business_date = ? AND till = 'A1'", (row["day"],)
        )
        assert row["sales"] == sold[0]
    assert figures(report)["Days closed"] == len(zs.lines) == len(COUNTS)
    at_a1 = "At till A1 one day with sales was not closed: 8 December 2026."
    assert report.alerts == (at_a1,)
    closed.tills.use("A2")
    for day in (9, 10):
        closed.db.clock.set(f"2026-12-{day:02d} 10:00")
        closed.sales.sell(["1001"], [Tender("card")])
    closed.db.clock.set("2026-12-11 20:00")
    at_a2 = "At till A2 2 days with sales were not closed, 10 December 2026 last."
    assert ask(closed, "z", PERIOD).alerts == (at_a1, at_a2)
    closed.days.close()
    assert ask(closed, "z", PERIOD).alerts == (at_a1,)


def test_days_without_any_say_so(closed):
    report = ask(closed, "z", Period(dt.date(2026, 1, 1), dt.date(2026, 1, 31)))
    assert report.finding == "No day was closed and no drawer was counted: January 2026."


def test_a_count_that_was_followed_by_another_stands_in_the_owners_report(closed):
    assert "Counts before the last" not in [one.title for one in ask(closed, "z", PERIOD).tables]
    closed.shifts.open(1000_00)
    for counted in (1_00, 990_00):
        with pytest.raises(InvalidInput):
            closed.shifts.close(counted)
    closed.shifts.close(990_00, reason="a ten is lost")
    report = ask(closed, "z", PERIOD)
    again = next(one for one in report.tables if one.title == "Counts before the last")
    assert [(row["counted"], row["expected"], row["over"]) for row in rows(again)] == [(1_00, 1000_00, -999_00)]
    assert "Once a count did not agree and the drawer was counted again: Meena." in report.alerts
