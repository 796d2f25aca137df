"""The bills behind a figure are those that make it."""

import datetime as dt

import pytest

from shoppos.base.errors import InvalidInput
from shoppos.reports import dashboard
from shoppos.reports.report import Period
from shoppos.shop.payments import Tender
from tests.reports.questions.counting import PERIODS, ask, docs_of, figures, rows
from tests.stories.clocks import SetClock


@pytest.mark.parametrize("name", PERIODS)
def test_all_bills_and_notes_are_listed_the_newest_first(year, name):
    docs = docs_of(year, PERIODS[name])
    report = ask(year, "bills", PERIODS[name])
    told = rows(report.tables[0])
    assert sorted(row["number"] for row in told) == sorted(doc.number for doc in docs)
    assert [row["at"] for row in told] == sorted((row["at"] for row in told), reverse=True)
    assert figures(report)["Amount"] == sum(doc.net for doc in docs)
    assert figures(report)["Number of bills"] == sum(doc.kind == "bill" for doc in docs)
    assert f"{len({doc.number for doc in docs})} bills" in report.finding


@pytest.mark.parametrize(
    ("choices", "fits"),
    [
        ({"till": "A2"}, lambda doc: doc.till == "A2"),
        ({"employee": "Ravi"}, lambda doc: doc.employee == "Ravi"),
        ({"method": "upi"}, lambda doc: "upi" in dict(doc.paid)),
        ({"method": "UPI", "till": "A1"}, lambda doc: "upi" in dict(doc.paid) and doc.till == "A1"),
        ({"hour": "18"}, lambda doc: doc.hour == 18),
        ({"weekday": "6"}, lambda doc: dt.datetime.strptime(str(doc.day), "%Y%m%d").weekday() == 5),  # noqa: DTZ007  (a day)
        ({"item": "1001"}, lambda doc: any(x["code"] == "1001" for x in doc.lines)),
        ({"only": "void"}, lambda doc: doc.kind == "void"),
        ({"only": "notes"}, lambda doc: doc.kind == "note"),
        ({"only": "discount"}, lambda doc: doc.kind == "bill" and any(x["disc"] + x["bdisc"] for x in doc.lines)),
    ],
)
def test_it_is_narrowed_by_what_one_points_at(year, choices, fits):
    docs = [doc for doc in docs_of(year, PERIODS["a year"]) if fits(doc)]
    assert docs
    told = rows(ask(year, "bills", PERIODS["a year"], **choices).tables[0])
    assert sorted(row["number"] for row in told) == sorted(doc.number for doc in docs)


@pytest.mark.parametrize("name", PERIODS)
def test_the_bills_behind_a_way_to_pay_come_to_what_was_paid_so(year, name):
    for line in ask(year, "methods", PERIODS[name]).tables[0].lines:
        behind = ask(year, "bills", line.link.period, **line.link.choices)
        assert behind.tables[0].total[-1] == figures(behind)[line.values[0]] == line.values[2]
        assert behind.tables[0].columns[-1].title == line.values[0]


@pytest.mark.parametrize("question", ["best", "worst"])
def test_the_bills_behind_an_item_come_to_what_it_brought(year, question):
    for line in ask(year, question, PERIODS["days across months"]).tables[0].lines:
        behind = ask(year, "bills", line.link.period, **line.link.choices)
        assert figures(behind)["This item"] == line.values[2]
        assert behind.tables[0].total[-1] == line.values[2]
        assert all(row["part"] for row in rows(behind.tables[0]))


def test_a_day_on_which_a_bill_was_only_cancelled_says_so_and_opens_it(shop, monkeypatch):
    clock = SetClock("2036-11-20 12:00")
    monkeypatch.setattr(shop.db.clock, "ms", clock.ms)
    number = shop.sales.sell(["1002"], [Tender("cash")]).numbers[0]
    clock.go_on(days=1)
    shop.sales.void(number, "wrong")
    day = Period(dt.date(2036, 11, 21), dt.date(2036, 11, 21))
    report = ask(shop, "day", day)
    assert report.finding == "Fri 21 November 2036: no bill was made; ₹10.00 was cancelled or came back."
    assert (figures(report)["Sales"], figures(report)["Number of bills"]) == (-10_00, 0)
    link = report.figures[0].link
    behind = ask(shop, link.target, link.period, **link.choices)
    assert [(row["number"], row["state"], row["amount"]) for row in rows(behind.tables[0])] == [
        (number, "cancelled", -10_00)
    ]  # fmt: skip
    assert figures(behind)["Amount"] == -10_00
    assert ask(shop, "methods", day).finding == (
        "Fri 21 November 2036: no more came in than went back; -₹10.00 in all."
    )
    two = Period(dt.date(2036, 11, 20), dt.date(2036, 11, 21))
    assert ask(shop, "sales", two).finding.startswith("20–21 November 2036: ₹0.00 on one bill, one cancelled")
    seen = dashboard.sales(shop.db, dashboard.Asker("A1", 20361121))
    assert (seen.net, seen.bills) == (-10_00, 0)


def test_a_row_leads_to_its_bill_and_days_without_any_say_so(year):
    line = ask(year, "bills", PERIODS["a day"]).tables[0].lines[0]
    assert (line.link.kind, line.link.target) == ("bill", line.values[0])
    never = Period(dt.date(2020, 1, 1), dt.date(2020, 1, 31))
    assert ask(year, "bills", never).finding == "January 2020: no such bill."


@pytest.mark.parametrize("choices", [{"employee": "Nobody"}, {"hour": "25"}, {"colour": "red"}, {"method": "barter"}])
def test_a_choice_that_is_none_is_refused(year, choices):
    with pytest.raises(InvalidInput):
        ask(year, "bills", PERIODS["a day"], **choices)
