"""The question of what was spent: its finding, its sums and its drill-down against a recount of the rows."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from shoppos.reports import questions
from shoppos.reports.report import Period
from shoppos.shop import Shop
from shoppos.shop.payments import Tender
from tests.stories.clocks import SetClock
from tests.stories.order_shop import SURF, opened

NOVEMBER = Period(dt.date(2026, 11, 1), dt.date(2026, 11, 30))


@pytest.fixture
def clock() -> SetClock:
    return SetClock("2026-10-10 11:00")


@pytest.fixture
def shop(folder: Path, clock: SetClock) -> Iterator[Shop]:
    shop = opened(folder, clock)
    shop.expenses.spend("Rent", 20_000_00, method="upi")
    clock.set("2026-12-01 09:00")
    shop.expenses.spend("Rent", 20_000_00, method="upi", day=20261105)
    shop.expenses.spend("Electricity", 5_000_00, method="netbanking", day=20261112, paid_to="MSEB", reference="B7")
    clock.set("2026-12-02 09:00")
    yield shop
    shop.close()


@pytest.fixture
def cash(shop: Shop, clock: SetClock) -> Shop:
    """The same shop, which also pays and takes back in cash today."""
    shop.sales.sell([f"10*{SURF}"], [Tender("cash")])
    shop.expenses.spend("Tea and snacks", 120_00)
    shop.expenses.take_back(shop.expenses.spend("Transport", 300_00), "Typed twice")
    return shop


def test_the_finding_names_what_most_was_spent_on_and_whether_it_was_more(shop: Shop):
    report = questions.ask(shop.db, "expenses", NOVEMBER)
    assert "₹25,000.00 spent, 25 % more than October 2026; most on Rent, ₹20,000.00." in report.finding
    kinds, each = report.tables
    assert [line.values for line in kinds.lines] == [
        ("Rent", 1, 20_000_00, 8000, 20_000_00), ("Electricity", 1, 5_000_00, 2000, 0),
    ]  # fmt: skip
    assert kinds.total is not None
    assert kinds.total[2] == 25_000_00
    assert each.lines[0].values == (
        20261112, "Electricity", "MSEB", "Net banking", "B7", "", "Meena", 5_000_00,
    )  # fmt: skip
    (chart,) = report.charts
    assert (chart.shape, chart.labels, chart.series[0].values) == (
        "hbar", ("Rent", "Electricity"), (20_000_00, 5_000_00),
    )  # fmt: skip


def test_what_was_taken_back_counts_nothing_and_cash_is_told_apart(cash: Shop):
    today = Period(dt.date(2026, 12, 2), dt.date(2026, 12, 2))
    report = questions.ask(cash.db, "expenses", today)
    figures = {figure.title: figure.value for figure in report.figures}
    assert figures == {"Spent": 120_00, "In cash from the drawer": 120_00, "Of what was sold": 800}
    assert [line.values[:3] for line in report.tables[0].lines] == [("Tea and snacks", 1, 120_00), ("Transport", 0, 0)]
    recount = cash.db.row("SELECT sum(amount) FROM expense WHERE business_date = 20261202")
    assert recount == (report.tables[1].total[-1],)
    assert report.charts[0].labels == ("Tea and snacks",)


def test_it_is_narrowed_by_what_for_and_by_how_it_was_paid(shop: Shop):
    for choices, spent in (({"category": "rent"}, 20_000_00), ({"method": "Net banking"}, 5_000_00)):
        assert questions.ask(shop.db, "expenses", NOVEMBER, **choices).figures[0].value == spent


def test_each_category_leads_to_its_own_expenses(shop: Shop):
    link = questions.ask(shop.db, "expenses", NOVEMBER).tables[0].lines[1].link
    assert link is not None
    there = questions.ask(shop.db, link.target, link.period, **link.choices)
    assert [line.values[0] for line in there.tables[0].lines] == ["Electricity"]


def test_nothing_spent_is_said_and_nothing_is_drawn(shop: Shop):
    report = questions.ask(shop.db, "expenses", Period(dt.date(2025, 1, 1), dt.date(2025, 1, 31)))
    assert "No expense was written down" in report.finding
    assert report.charts == ()
    assert all(not table.lines for table in report.tables)
