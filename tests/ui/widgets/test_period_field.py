"""Choosing of which days: by name, one earlier or later, or from a day to a day in whatever order they are typed."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QDate

from shoppos.reports import periods
from shoppos.reports.report import Period
from shoppos.ui.keys import printable
from shoppos.ui.widgets import period_field
from shoppos.ui.widgets.period_field import PeriodField
from tests.ui.pages import shown

NOW = dt.date(2026, 11, 23)


@pytest.fixture
def field(qtbot) -> PeriodField:
    made = PeriodField()
    made.say(printable)
    shown(qtbot, made)
    made.show_period(periods.around(NOW, "month"), NOW)
    made.told = []
    made.changed.connect(made.told.append)
    return made


def test_a_period_that_has_a_name_is_called_by_it(field: PeriodField) -> None:
    assert field.names.currentText() == "This month"
    assert field.first.date() == QDate(2026, 11, 1)
    field.show_period(Period(dt.date(2026, 11, 2), dt.date(2026, 11, 5)), NOW)
    assert field.names.currentText() == "Other days"
    assert field.told == [], "showing chooses nothing"


def test_every_name_has_a_key_and_gives_its_days(field: PeriodField) -> None:
    assert set(period_field.KEYS) == {key for key, _title in periods.names()}
    assert len(set(period_field.KEYS.values())) == len(period_field.KEYS)
    for key in period_field.KEYS:
        field.choose_name(key)
    assert field.told == [periods.named(key, NOW) for key in period_field.KEYS]


@pytest.mark.parametrize("span", periods.SPANS)
def test_a_step_goes_to_the_neighbour_of_its_kind_and_back(field: PeriodField, span: str) -> None:
    begun = periods.around(NOW, span)
    field.show_period(begun, NOW)
    field.earlier.click()
    before = field.told[-1]
    assert (before.last + dt.timedelta(days=1), periods.span_of(before)) == (begun.first, span)
    field.later.click()
    assert field.told[-1] == begun


def test_other_days_step_by_as_many(field: PeriodField) -> None:
    field.show_period(Period(dt.date(2026, 11, 2), dt.date(2026, 11, 5)), NOW)
    field.later.click()
    assert field.told[-1] == Period(dt.date(2026, 11, 6), dt.date(2026, 11, 9))
    field.earlier.click()
    field.earlier.click()
    assert field.told[-1] == Period(dt.date(2026, 10, 29), dt.date(2026, 11, 1))


def test_days_typed_the_wrong_way_round_are_turned(qtbot, field: PeriodField) -> None:
    with qtbot.waitSignal(field.changed):
        field.first.setDate(QDate(2026, 11, 20))
        field.last.setDate(QDate(2026, 11, 10))
    assert field.told == [Period(dt.date(2026, 11, 10), dt.date(2026, 11, 20))]


def test_where_there_is_little_room_the_days_show_only_when_they_are_needed(field: PeriodField) -> None:
    field.set_narrow(True)
    assert not field.first.isVisible()
    field.begin_days()
    assert field.first.isVisible()
    field.choose_name("today")
    field.names.setFocus()
    field.show_period(field.period, NOW)
    assert not field.first.isVisible()
