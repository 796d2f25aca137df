"""Orders told by the question are what their steps and parcels say."""

import datetime as dt
import statistics

import pytest

from shoppos.reports.questions.orders import said_of
from shoppos.reports.report import Period
from tests.reports.questions.counting import ask, figures, rows, table
from tests.shop.order_taking import confirmed

PERIOD = Period(dt.date(2026, 11, 23), dt.date(2026, 12, 31))
LATE = 3


@pytest.fixture
def busy(year):
    """Nine orders: delivered in time and late, cancelled, brought back, still in the shop; by two couriers."""
    clock = year.db.clock
    clock.set("2026-11-24 09:00")
    for at in range(9):
        promised = int(f"{clock.now() + dt.timedelta(days=1):%Y%m%d}")
        order = confirmed(year, f"{at + 1}*1002", "1001", promised=promised)
        clock.go_on(minutes=20 + 7 * at)
        if at == 7:
            year.orders.cancel(order, "changed their mind")
            continue
        if at == 8:
            continue
        year.dispatching.pack_all(order)
        clock.go_on(minutes=35)
        courier = {"courier": "Delhivery", "awb": f"14{at}"} if at % 2 else {"carrier": "Ravi"}
        parcel = year.dispatching.dispatch(order, **courier).parcel_id
        clock.go_on(hours=3 + at, days=2 if at in (2, 5) else 0)
        if at == 6:
            year.dispatching.bring_back(parcel, "refused")
        else:
            year.dispatching.deliver(parcel)
    clock.set("2026-12-20 10:00")
    return year


def steps(shop):
    """The first moment of each step of each order, read plainly."""
    found = {row[0]: {"taken": row[1]} for row in shop.db.rows("SELECT id, made_at FROM orders")}
    names = {"dispatched": "left", "confirmed": "confirmed", "packed": "packed", "delivered": "delivered"}
    for order, kind, at in shop.db.rows("SELECT order_id, kind, made_at FROM order_step ORDER BY id"):
        if kind in names:
            found[order].setdefault(names[kind], at)
    return found


def test_the_time_of_each_step_is_its_middle_and_its_longest(busy):
    told = {row["step"]: row for row in rows(ask(busy, "orders", PERIOD).tables[0])}
    moments = steps(busy)
    for title, since, until in (
        ("Taken to confirmed", "taken", "confirmed"), ("Confirmed to packed", "confirmed", "packed"),
        ("Packed to dispatched", "packed", "left"), ("Dispatched to delivered", "left", "delivered"),
        ("Taken to delivered", "taken", "delivered"),
    ):  # fmt: skip
        took = [(one[until] - one[since]) // 60_000 for one in moments.values() if since in one and until in one]
        row = told[title]
        assert (row["orders"], row["minutes"], row["most"]) == (len(took), statistics.median_low(took), max(took))
        assert (row["middle"], row["longest"]) == (said_of(row["minutes"]), said_of(row["most"]))


def test_late_cancelled_and_brought_back_are_counted_and_late_ones_named(busy):
    report = ask(busy, "orders", PERIOD)
    late = set()
    for number, at, promised, state in busy.db.rows("SELECT number, id, promised, state FROM orders"):
        came = busy.db.row(
            "SELECT max(business_date) FROM order_step WHERE order_id = ? AND kind = 'delivered'", (at,)
        )[0]  # fmt: skip
        if state not in {"cancelled", "returned"} and (came or 20261220) > promised:
            late.add(number)
    assert len(late) == LATE
    assert {row["number"] for row in rows(table(report, "number"))} == late
    told = figures(report)
    assert (told["Orders"], told["Late"], told["Cancelled"], told["Came back"]) == (9, len(late), 1, 1)
    agreed = busy.db.row("SELECT sum(agreed) FROM orders WHERE state <> 'cancelled'")[0]
    assert told["Agreed for"] == agreed
    assert report.finding.endswith("3 late, 1 cancelled.")


def test_each_courier_has_their_own_parcels(busy):
    told = {row["courier"]: row for row in rows(table(ask(busy, "orders", PERIOD), "courier"))}
    for name, where in (("Delhivery", "courier = 'Delhivery'"), ("Own delivery", "way = 'own'")):
        counted = busy.db.row(
            f"SELECT count(*), sum(state = 'delivered'), sum(state = 'returned') FROM parcel WHERE {where}"
        )
        assert (told[name]["parcels"], told[name]["delivered"], told[name]["returned"]) == counted


def test_days_without_orders_say_so(busy):
    report = ask(busy, "orders", Period(dt.date(2026, 1, 1), dt.date(2026, 1, 31)))
    assert report.finding == "No order was taken: January 2026."


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, "0 min"), (59, "59 min"), (125, "2 h 5 min"), (1500, "1 day 1 h"), (4400, "3 days 1 h")]
)
def test_a_time_is_said_as_people_say_it(minutes, said):
    assert said_of(minutes) == said
