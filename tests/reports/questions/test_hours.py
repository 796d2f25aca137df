"""The busiest hour is the one in which most was billed."""

import datetime as dt

import pytest

from shoppos.reports.report import Period
from tests.reports.questions.counting import PERIODS, ask, docs_of, rows, share, summed, table


def weekday(day):
    return dt.date(day // 10_000, day // 100 % 100, day % 100).weekday()


def billed(year, period):
    bills = [doc for doc in docs_of(year, period) if doc.kind == "bill"]
    return summed(((weekday(doc.day), doc.hour), doc.head["payable"]) for doc in bills)


@pytest.mark.parametrize("name", PERIODS)
def test_the_map_is_what_was_billed_in_each_hour_of_the_week(year, name):
    period = PERIODS[name]
    hours = billed(year, period)
    report = ask(year, "hours", period)
    (chart,) = report.charts
    assert chart.labels == tuple(map(str, range(min(hour for _day, hour in hours), max(h for _d, h in hours) + 1)))
    drawn = {
        (day, int(label)): value
        for day, series in enumerate(chart.series)
        for label, value in zip(chart.labels, series.values, strict=True)
        if value
    }
    assert drawn == {key: value for key, value in hours.items() if value}
    by_hour = table(report, "hour")
    assert by_hour.total[2] == sum(hours.values())
    for row in rows(by_hour):
        hour = int(row["hour"].split("–")[0])
        assert [row[f"day{n}"] for n in range(1, 8)] == [hours.get((n, hour), 0) for n in range(7)]


def test_the_finding_names_the_busiest_hour_and_its_part(year):
    period = PERIODS["a year"]
    hours = billed(year, period)
    (day, hour), amount = max(hours.items(), key=lambda pair: pair[1])
    names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    said = ask(year, "hours", period).finding
    assert said.startswith(f"{names[day]} {hour}–{hour + 1} is your busiest hour: ")
    percent = amount * 100 / sum(hours.values())
    assert float(said.split(": ")[1].split(" ")[0]) == pytest.approx(percent, abs=0.51 if percent >= 9.5 else 0.06)


def test_a_week_and_a_day_are_called_so(year):
    week = Period(dt.date(2026, 11, 23), dt.date(2026, 11, 29))
    assert "of the week's sales" in ask(year, "hours", week).finding
    assert "of the day's sales" in ask(year, "hours", PERIODS["a day"]).finding


def test_the_busiest_hours_stand_in_order_and_lead_to_their_bills(year):
    period = PERIODS["a year"]
    hours = billed(year, period)
    report = ask(year, "hours", period)
    busiest = next(one for one in report.tables if one.columns[-1].key == "share")
    amounts = [row["billed"] for row in rows(busiest)]
    assert amounts == sorted(hours.values(), reverse=True)[:10]
    assert rows(busiest)[0]["share"] == share(amounts[0], sum(hours.values()))
    line = busiest.lines[0]
    found = ask(year, "bills", period, **line.link.choices)
    assert sum(row["amount"] for row in rows(found.tables[0]) if row["amount"] > 0) == amounts[0]


def test_days_that_have_not_come_yet_are_not_counted(year):
    month = Period(dt.date(2026, 11, 1), dt.date(2026, 11, 30))
    by_weekday = ask(year, "hours", month).tables[-1]
    assert by_weekday.total[1] == 23
