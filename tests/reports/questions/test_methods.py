"""What each way to pay brought in is what the payments say."""

import pytest

from shoppos.rules.methods import label
from tests.reports.questions.counting import PERIODS, ask, docs_of, figures, rows, summed


@pytest.mark.parametrize("name", PERIODS)
def test_each_way_is_what_was_paid_by_it(year, name):
    period = PERIODS[name]
    docs = docs_of(year, period)
    paid = {label(way): much for way, much in summed(pair for doc in docs for pair in doc.paid).items()}
    report = ask(year, "methods", period)
    assert {row["method"]: row["amount"] for row in rows(report.tables[0])} == paid
    assert figures(report) == paid
    assert report.tables[0].total[2] == sum(doc.net for doc in docs)
    by_day = report.tables[1]
    key = by_day.columns[0].key
    expected = summed(((doc.day // (100 if key == "month" else 1)), doc.net) for doc in docs)
    assert {row[key]: row["all"] for row in rows(by_day)} == expected
    assert by_day.total[-1] == sum(doc.net for doc in docs)


def test_the_finding_names_the_way_that_brought_most(year):
    docs = docs_of(year, PERIODS["a year"])
    paid = summed(pair for doc in docs for pair in doc.paid)
    most = max(paid, key=lambda way: paid[way])
    said = ask(year, "methods", PERIODS["a year"]).finding
    assert said.startswith(f"{label(most)} is the way most is paid: {round(paid[most] * 100 / sum(paid.values()))} %")


def test_a_way_leads_to_its_bills(year):
    report = ask(year, "methods", PERIODS["a month"])
    link = next(line.link for line in report.tables[0].lines if line.values[0] == "Card")
    found = ask(year, "bills", PERIODS["a month"], **link.choices)
    docs = docs_of(year, PERIODS["a month"])
    assert {row["number"] for row in rows(found.tables[0])} == {doc.number for doc in docs if "card" in dict(doc.paid)}
