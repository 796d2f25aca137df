"""Sales by day and month are what the bills come to."""

import datetime as dt

import pytest

from shoppos.base.clock import day_number
from shoppos.reports.report import Period
from tests.reports.questions.counting import PERIODS, ask, docs_of, figures, profit_of, rows, summed, tax_of


@pytest.mark.parametrize("name", PERIODS)
def test_every_day_or_month_is_what_its_bills_come_to(year, name):
    period = PERIODS[name]
    docs = docs_of(year, period)
    report = ask(year, "sales", period)
    by_month = period.days > 62
    table = report.tables[0]
    assert table.columns[0].key == ("month" if by_month else "day")
    expected = []
    for number in sorted({doc.day // 100 if by_month else doc.day for doc in docs}):
        mine = [doc for doc in docs if (doc.day // 100 if by_month else doc.day) == number]
        bills = [doc for doc in mine if doc.kind == "bill"]
        lines = [line for doc in bills for line in doc.lines]
        more = {
            "shipping": sum(line["ship"] for line in lines),
            "on_top": sum(tax_of(line) for line in lines if not line["inclusive"]),
        }  # fmt: skip
        goods = sum(line["gross"] - line["disc"] - line["bdisc"] for line in lines)
        more["rounding"] = sum(doc.net for doc in bills) - goods - sum(more.values())
        assert abs(more["rounding"] - sum(doc.head["round_off"] for doc in bills)) <= len(lines)
        expected.append({
            table.columns[0].key: number, "bills": len(bills), "gross": sum(line["gross"] for line in lines),
            "discount": sum(line["disc"] + line["bdisc"] for line in lines),
            "back": -sum(doc.net for doc in mine if doc.kind != "bill"), "net": sum(doc.net for doc in mine),
            "tax": sum(doc.sign * tax_of(line) for doc in mine for line in doc.lines), "profit": profit_of(mine)[0],
            **more,
        })  # fmt: skip
    empty = [key for key in ("shipping", "on_top", "rounding") if not any(row[key] for row in expected)]
    assert rows(table) == [{key: value for key, value in row.items() if key not in empty} for row in expected]
    for row in rows(table):
        steps = row["gross"] - row["discount"] + sum(row.get(key, 0) for key in ("shipping", "on_top", "rounding"))
        assert steps - row["back"] == row["net"]
    net = [column.key for column in table.columns].index("net")
    assert table.total[net] == sum(doc.net for doc in docs)
    assert figures(report)["Sales"] == sum(doc.net for doc in docs)
    assert figures(report)["Profit before tax"] == profit_of(docs)[0]


def test_the_chart_has_a_bar_for_every_day_also_where_nothing_was_sold(year):
    period = PERIODS["a month"]
    report = ask(year, "sales", period)
    docs = docs_of(year, period)
    (chart,) = report.charts
    assert chart.labels == tuple(str(n) for n in range(1, 32))
    assert chart.series[0].values == tuple(
        sum(doc.net for doc in docs if doc.day == 20260800 + n) for n in range(1, 32)
    )
    assert 0 in chart.series[0].values


def test_it_can_be_narrowed_to_a_till_and_an_employee(year):
    period = PERIODS["a year"]
    docs = docs_of(year, period)
    for till in ("A1", "A2"):
        mine = [doc.net for doc in docs if doc.till == till]
        assert figures(ask(year, "sales", period, till=till))["Sales"] == sum(mine)
    mine = [doc.net for doc in docs if doc.employee == "Asha"]
    assert figures(ask(year, "sales", period, employee="Asha"))["Sales"] == sum(mine)
    both = [doc.net for doc in docs if doc.employee == "Asha" and doc.till == "A2"]
    assert figures(ask(year, "sales", period, employee="asha", till="A2"))["Sales"] == sum(both)


def test_the_finding_is_true(year):
    report = ask(year, "sales", PERIODS["a month"])
    docs = docs_of(year, PERIODS["a month"])
    now, bills = sum(doc.net for doc in docs), sum(doc.kind == "bill" for doc in docs)
    was = report.figures[0].was
    assert f"{now // 100:,}" in report.finding.replace(",", "").replace(f"{now // 100}", f"{now // 100:,}")
    assert f"on {bills} bills" in report.finding
    more = round(abs(now - was) * 100 / was)
    assert f"{more} % {'more' if now > was else 'less'} than July 2026" in report.finding


def test_a_row_leads_to_its_day(year):
    report = ask(year, "sales", PERIODS["a month"])
    line = report.tables[0].lines[0]
    assert line.link.target == "day"
    assert day_number(line.link.period.first) == line.values[0]


def test_a_week_and_a_year_are_drawn_beside_the_one_before(year):
    week, last = (Period(day, day + dt.timedelta(days=6)) for day in (dt.date(2026, 11, 16), dt.date(2026, 11, 9)))
    (chart,) = ask(year, "sales", week).charts
    for series, days in zip(chart.series, (week, last), strict=True):
        net = summed((doc.day, doc.net) for doc in docs_of(year, days))
        assert sum(series.values) == sum(net.values())
        assert [value for value in series.values if value] == [net[day] for day in sorted(net) if net[day]]
    (chart,) = ask(year, "sales", PERIODS["a financial year"]).charts
    assert chart.series[1].name == "2025-26"
    assert chart.series[1].values[:7] == (0,) * 7  # the shop began in November
    assert sum(chart.series[1].values) == sum(doc.net for doc in docs_of(year, YEAR_BEFORE))


YEAR_BEFORE = Period(dt.date(2025, 4, 1), dt.date(2026, 3, 31))


def test_what_cannot_be_compared_is_not(year):
    """Before the shop began nothing was sold: a nought beside every figure would say that business was bad."""
    for name in ("sales", "day", "methods"):
        report = ask(year, name, Period(dt.date(2025, 11, 24), dt.date(2025, 11, 30)))
        assert {one.was for one in report.figures} == {None}
        assert " than " not in report.finding
