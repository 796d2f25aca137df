"""The bills behind a figure are those that make it."""

import datetime as dt

import pytest

from shoppos.base.errors import InvalidInput
from shoppos.reports.report import Period
from tests.reports.questions.counting import PERIODS, ask, docs_of, figures, rows


@pytest.mark.parametrize("name", PERIODS)
def test_all_bills_and_notes_are_listed_the_newest_first(year, name):
    docs = [doc for doc in docs_of(year, PERIODS[name]) if doc.kind != "void"]
    report = ask(year, "bills", PERIODS[name])
    told = rows(report.tables[0])
    assert sorted(row["number"] for row in told) == sorted(doc.number for doc in docs)
    assert [row["at"] for row in told] == sorted((row["at"] for row in told), reverse=True)
    assert figures(report)["Amount"] == sum(doc.net for doc in docs)
    assert f"{len(docs)} bills" in report.finding


@pytest.mark.parametrize(
    ("choices", "fits"),
    [
        ({"till": "A2"}, lambda doc: doc.till == "A2"),
        ({"employee": "Ravi"}, lambda doc: doc.employee == "Ravi"),
        ({"method": "upi"}, lambda doc: "upi" in dict(doc.paid)),
        ({"method": "UPI", "till": "A1"}, lambda doc: "upi" in dict(doc.paid) and doc.till == "A1"),
        ({"hour": "18"}, lambda doc: doc.hour == 18),
        ({"weekday": "6"}, lambda doc: dt.datetime.strptime(str(doc.day), "%Y%m%d").weekday() == 5),  # noqa: DTZ007  (a day)
        ({"only": "notes"}, lambda doc: doc.kind == "note"),
        ({"only": "discount"}, lambda doc: doc.kind == "bill" and any(x["disc"] + x["bdisc"] for x in doc.lines)),
    ],
)
def test_it_is_narrowed_by_what_one_points_at(year, choices, fits):
    docs = [doc for doc in docs_of(year, PERIODS["a year"]) if doc.kind != "void" and fits(doc)]
    assert docs
    told = rows(ask(year, "bills", PERIODS["a year"], **choices).tables[0])
    assert sorted(row["number"] for row in told) == sorted(doc.number for doc in docs)


def test_a_row_leads_to_its_bill_and_days_without_any_say_so(year):
    line = ask(year, "bills", PERIODS["a day"]).tables[0].lines[0]
    assert (line.link.kind, line.link.target) == ("bill", line.values[0])
    never = Period(dt.date(2020, 1, 1), dt.date(2020, 1, 31))
    assert ask(year, "bills", never).finding == "January 2020: no such bill."


@pytest.mark.parametrize("choices", [{"employee": "Nobody"}, {"hour": "25"}, {"colour": "red"}, {"method": "barter"}])
def test_a_choice_that_is_none_is_refused(year, choices):
    with pytest.raises(InvalidInput):
        ask(year, "bills", PERIODS["a day"], **choices)
