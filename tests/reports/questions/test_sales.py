"""Sales by day and month are what the bills come to."""

import pytest

from shoppos.base.clock import day_number
from tests.reports.questions.counting import PERIODS, ask, docs_of, figures, profit_of, rows, tax_of


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
        expected.append({
            table.columns[0].key: number, "bills": len(bills), "gross": sum(line["gross"] for line in lines),
            "discount": sum(line["disc"] + line["bdisc"] for line in lines),
            "back": -sum(doc.net for doc in mine if doc.kind != "bill"), "net": sum(doc.net for doc in mine),
            "tax": sum(doc.sign * tax_of(line) for doc in mine for line in doc.lines), "profit": profit_of(mine)[0],
        })  # fmt: skip
    assert rows(table) == expected
    assert table.total[5] == sum(doc.net for doc in docs)
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
