"""The days that a name stands for, and with which days they are compared."""

import datetime as dt

import pytest

from shoppos.base.errors import InvalidInput
from shoppos.reports import periods
from shoppos.reports.report import Period

NOW = dt.date(2026, 11, 23)  # a Monday


def days(first, last=None):
    return Period(dt.date.fromisoformat(first), dt.date.fromisoformat(last or first))


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("today", "2026-11-23", "2026-11-23"),
        ("Yesterday", "2026-11-22", "2026-11-22"),
        ("this week", "2026-11-23", "2026-11-29"),
        ("last_week", "2026-11-16", "2026-11-22"),
        ("this-month", "2026-11-01", "2026-11-30"),
        ("last-month", "2026-10-01", "2026-10-31"),
        ("this-quarter", "2026-10-01", "2026-12-31"),
        ("last-quarter", "2026-07-01", "2026-09-30"),
        ("this-year", "2026-04-01", "2027-03-31"),
        ("last-year", "2025-04-01", "2026-03-31"),
        ("last-7-days", "2026-11-17", "2026-11-23"),
        ("2026-05-03", "2026-05-03", "2026-05-03"),
        ("2026-02", "2026-02-01", "2026-02-28"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026-27", "2026-04-01", "2027-03-31"),
        ("1999-00", "1999-04-01", "2000-03-31"),
    ],
)
def test_a_period_has_a_name(name, first, last):
    assert periods.named(name, NOW) == days(first, last)


@pytest.mark.parametrize(
    "name", ["", "soon", "2026-13", "2026-28", "last-0-days", "last-9999-days", "0001-01", "2026-02-30", "1001-01-01"]
)
def test_a_name_that_is_none_is_refused_with_those_there_are(name):
    with pytest.raises(InvalidInput) as refused:
        periods.named(name, NOW)
    assert refused.value.field == "period"


def test_the_financial_year_begins_in_april():
    assert periods.around(dt.date(2026, 3, 31), "year") == days("2025-04-01", "2026-03-31")
    assert periods.around(dt.date(2026, 4, 1), "year") == days("2026-04-01", "2027-03-31")
    assert periods.around(dt.date(2026, 3, 31), "quarter") == days("2026-01-01", "2026-03-31")


@pytest.mark.parametrize(
    ("span", "first", "last"),
    [
        ("day", "2026-11-16", "2026-11-16"),
        ("week", "2026-11-16", "2026-11-16"),  # a week of which one day has passed
        ("month", "2026-10-01", "2026-10-23"),
        ("quarter", "2026-07-01", "2026-08-23"),
        ("year", "2025-04-01", "2025-11-23"),
    ],
)
def test_what_still_runs_is_compared_with_as_many_days_of_the_one_before(span, first, last):
    assert periods.compared(periods.around(NOW, span), NOW) == days(first, last)


def test_what_is_over_is_compared_with_the_whole_one_before():
    assert periods.compared(days("2026-03-01", "2026-03-31"), NOW) == days("2026-02-01", "2026-02-28")
    assert periods.compared(days("2026-05-03", "2026-05-05"), NOW) == days("2026-04-30", "2026-05-02")
    assert periods.compared(days("2026-11-21"), NOW) == days("2026-11-14")


def test_ends_and_names_are_read_but_not_both():
    assert periods.given(NOW, "month") == days("2026-11-01", "2026-11-30")
    assert periods.given(NOW, "month", since="2026-05-03") == days("2026-05-03", "2026-11-23")
    assert periods.given(NOW, "month", until="2026-05-03") == days("2026-05-01", "2026-05-03")
    assert periods.given(NOW, "day", since="2026-12-24") == days("2026-12-24")
    for words in (
        {"name": "today", "since": "2026-05-03"},
        {"since": "2026-05-03", "until": "2026-05-02"},
        {"since": "2000-01-01"},
        {"since": "3 May"},
    ):
        with pytest.raises(InvalidInput):
            periods.given(NOW, "month", **words)


def test_a_period_falls_apart_into_months_and_days():
    parts = periods.months(days("2026-01-30", "2026-03-02"))
    assert parts == [
        days("2026-01-30", "2026-01-31"),
        days("2026-02-01", "2026-02-28"),
        days("2026-03-01", "2026-03-02"),
    ]
    assert periods.months(days("2026-05-01", "2026-05-31")) == [days("2026-05-01", "2026-05-31")]
    assert len(periods.days(days("2026-01-30", "2026-03-02"))) == 32


def test_days_are_said_in_words():
    assert periods.said(days("2026-05-03")) == "Sun 3 May 2026"
    assert periods.said(days("2026-05-01", "2026-05-31")) == "May 2026"
    assert periods.said(days("2026-04-01", "2027-03-31")) == "2026-27"
    assert periods.said(days("2026-05-03", "2026-06-04")) == "3 May to 4 June 2026"
    assert periods.said(days("2026-05-03", "2026-05-09")) == "3–9 May 2026"
    assert periods.said(days("2025-12-30", "2026-01-04")) == "30 December 2025 to 4 January 2026"
    assert [key for key, _title in periods.names()] == [name for name, _span, _back in periods.NAMES]
