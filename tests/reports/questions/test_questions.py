"""Every question can be asked of any days and any shop, and says so where there is nothing to say."""

import datetime as dt

import pytest

from shoppos.base import i18n
from shoppos.base.errors import NotFound
from shoppos.reports import formats, questions
from shoppos.reports.report import NUMBERS, Kind, Period
from tests.reports.formats.sample import MADE, SHOP

NAMES = [one.name for one in questions.questions()]
SALES = ("day", "sales", "hours", "best", "worst", "margin", "categories", "methods", "employees", "tax")
YEAR = Period(dt.date(2025, 11, 24), dt.date(2026, 11, 23))


def test_every_question_has_a_name_of_its_own_and_says_what_it_answers():
    assert len(set(NAMES)) == len(NAMES) == len(questions.QUESTIONS)
    for one in questions.questions():
        assert one.asks.endswith("?")
        assert one.span in {"day", "week", "month", "quarter", "year"}
        assert len({choice.key for choice in one.choices}) == len(one.choices)


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_shop_gets_an_answer_in_every_format(shop, name):
    report = questions.ask(shop.db, name)
    assert report.finding.endswith(".")
    for format_ in formats.FORMATS:
        assert formats.write(report, format_, SHOP, MADE)


@pytest.mark.parametrize("name", SALES)
def test_an_empty_shop_and_empty_days_say_so(shop, year, name):
    assert questions.ask(shop.db, name).finding == "Nothing was sold yet. The first bill makes the first report."
    before = questions.ask(year.db, name, Period(dt.date(2020, 1, 1), dt.date(2020, 1, 31)))
    assert before.finding == "Nothing was sold: January 2020. The first bill is of 24 November 2025."
    after = questions.ask(year.db, name, Period(dt.date(2027, 1, 1), dt.date(2027, 1, 31)))
    assert after.finding == "Nothing was sold: January 2027. The last bill is of 23 November 2026."
    assert before.charts == ()
    assert all(table.total is None for table in before.tables)


@pytest.mark.parametrize("name", NAMES)
def test_every_row_fits_its_columns_and_every_sum_its_rows(year, name):
    report = questions.ask(year.db, name, YEAR)
    assert report.name == name
    for table in report.tables:
        assert len({column.key for column in table.columns}) == len(table.columns)
        for line in table.lines:
            assert len(line.values) == len(table.columns)
            for column, value in zip(table.columns, line.values, strict=True):
                assert value is None or isinstance(value, str if column.kind is Kind.TEXT else int), column.key
        if table.total:
            for at, column in enumerate(table.columns[1:], 1):
                added = sum(line.values[at] for line in table.lines if isinstance(line.values[at], int))
                assert table.total[at] == (added if column.total and column.kind in NUMBERS else None)


@pytest.mark.parametrize("name", NAMES)
def test_every_link_to_a_report_can_be_asked(year, name):
    report = questions.ask(year.db, name, YEAR)
    links = [line.link for table in report.tables for line in table.lines[:3]] + [one.link for one in report.figures]
    for link in [one for one in links if one and one.kind == "report" and one.target in NAMES]:
        assert questions.ask(year.db, link.target, link.period, **link.choices)


@pytest.mark.parametrize("name", NAMES)
def test_a_question_writes_nothing(year, name):
    year.db.raw.execute("PRAGMA query_only=ON")
    try:
        assert questions.ask(year.db, name, YEAR)
    finally:
        year.db.raw.execute("PRAGMA query_only=OFF")
    assert not year.db.raw.in_transaction


def test_a_name_that_is_none_names_those_that_are_near(shop):
    with pytest.raises(NotFound, match="hours"):
        questions.ask(shop.db, "hour")
    with pytest.raises(NotFound, match="sales"):
        questions.ask(shop.db, "\x1b[31mxyzzy")


def test_it_speaks_the_language_in_force_and_of_one_thread_alone(year):
    import threading

    with i18n.speaking("hi"):
        report = questions.ask(year.db, "methods", YEAR)
        other = list[str]()
        thread = threading.Thread(target=lambda: other.append(i18n._("Cash")))
        thread.start()
        thread.join()
    assert report.charts[0].labels[0] == "नकद"
    assert other == ["Cash"]
    assert i18n._("Cash") == "Cash"
