"""Who is new, came again or stayed away is what the bills say, person by person."""

import datetime as dt

import pytest

from shoppos.reports.report import Period
from shoppos.shop.payments import Tender
from tests.reports.questions.counting import PERIODS, ask, figures, rows

MONTHS = {
    "a month": PERIODS["a month"],
    "a day": PERIODS["a day"],
    "the first month": Period(dt.date(2025, 11, 24), dt.date(2025, 12, 23)),
    "days across months": PERIODS["days across months"],
}


def bought(shop):
    """Customer, day, kind and net paise of each paper that stands, read plainly."""
    void = {row[0] for row in shop.db.rows("SELECT sale_id FROM void")}
    return [
        (customer, day, kind, -payable if kind == "CREDIT NOTE" else payable)
        for at, customer, day, kind, payable in shop.db.rows(
            "SELECT id, customer_id, business_date, kind, payable FROM sale WHERE state = 'done'"
        )
        if customer is not None and at not in void
    ]


def within(papers, first, last):
    return [one for one in papers if first <= one[1] <= last]


@pytest.mark.parametrize("name", MONTHS)
def test_new_ones_those_who_came_again_and_those_who_stayed_away(year, name):
    period, papers = MONTHS[name], bought(year)
    bills = [one for one in papers if one[2] != "CREDIT NOTE"]
    came = {one[0] for one in within(bills, *period.span)}
    old = {one[0] for one in bills if one[1] < period.span[0]}
    since = period.first - dt.timedelta(days=max(period.days, 30))
    before = {one[0] for one in within(bills, int(f"{since:%Y%m%d}"), period.span[0] - 1)}
    here = {one[0] for one in within(papers, *period.span)}
    report = ask(year, "customers", period)
    told = figures(report)
    assert (told["New"], told["Came again"], told["Stayed away"]) == (
        len(came - old), len(came & old), len(before - here)
    )  # fmt: skip
    assert told["Sold to them"] == sum(one[3] for one in within(papers, *period.span))
    if came:
        assert f"{len(came - old)} of them for the first time" in report.finding


def test_the_best_are_those_who_bought_most(year):
    period, papers = PERIODS["a year"], bought(year)
    sums = {}
    for customer, _day, _kind, net in within(papers, *period.span):
        sums[customer] = sums.get(customer, 0) + net
    best = ask(year, "customers", period).tables[0]
    assert [(line.link.target, row["net"]) for line, row in zip(best.lines, rows(best), strict=True)] == [
        (customer.hex(), sums[customer]) for customer in sorted(sums, key=lambda one: (-sums[one], one))
    ]
    names = dict(year.db.rows("SELECT c.id, p.name FROM customer c JOIN personal p ON p.id = c.personal_id"))
    assert rows(best)[0]["customer"] == names[max(sums, key=lambda one: sums[one])]


def test_cards_of_one_person_count_as_one(year):
    first, second = year.customers.add("Asha Joshi", "9811111111"), year.customers.add("Asha J", "9822222222")
    year.sales.sell(["1001"], [Tender("cash")], customer_phone="9811111111")
    year.db.clock.go_on(days=1)
    period = Period(*(dt.date(2026, 11, 24),) * 2)
    year.sales.sell(["1002"], [Tender("cash")], customer_phone="9822222222")
    assert figures(ask(year, "customers", period))["New"] == 1
    year.merging.merge(first.id, second.id)
    report = ask(year, "customers", period)
    assert figures(report)["New"] == 0
    assert [row["customer"] for row in rows(report.tables[0])] == ["Asha Joshi"]


def test_points_are_those_of_the_bills_of_these_days(year):
    year.points.set_rule(100_00, 1_00, active=True)
    year.customers.add("Asha Joshi", "9811111111")
    year.sales.sell(["4*1001"], [Tender("cash")], customer_phone="9811111111")
    year.sales.sell(["1001"], [Tender("points", 3_00), Tender("cash")], customer_phone="9811111111")
    told = figures(ask(year, "customers", PERIODS["a day"]))
    kinds = dict(year.db.rows("SELECT kind, sum(points) FROM points_entry GROUP BY kind"))
    assert (told["Points given"], told["Points spent"]) == (kinds["earned"], -kinds["spent"])


def test_a_shop_that_writes_no_customer_on_its_bills_is_told_how(shop):
    shop.sales.sell(["1001"], [Tender("cash")])
    assert "no bill says who bought" in ask(shop, "customers", None).finding
