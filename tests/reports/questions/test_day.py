"""The day's report is what was done that day, beside the same weekday's."""

import datetime as dt

from shoppos.reports.report import Period
from tests.reports.questions.counting import PERIODS, ask, docs_of, figures, profit_of, rows, summed, table
from tests.reports.year import LAST


def test_the_figures_are_the_days_own_and_the_same_weekdays(year):
    docs, before = docs_of(year, PERIODS["a day"]), docs_of(year, Period(*[LAST - dt.timedelta(days=7)] * 2))
    report = ask(year, "day", PERIODS["a day"])
    assert report.figures[0].value == sum(doc.net for doc in docs)
    assert report.figures[0].was == sum(doc.net for doc in before)
    told = figures(report)
    assert told["Number of bills"] == sum(doc.kind == "bill" for doc in docs)
    assert told["Profit before tax"] == profit_of(docs)[0]
    assert told["Given on credit"] == sum(much for doc in docs for way, much in doc.paid if way == "khata")
    billed = [doc.head["payable"] for doc in docs if doc.kind == "bill"]
    assert told["Average bill"] == (2 * sum(billed) + len(billed)) // (2 * len(billed))
    assert "Mon 23 November 2026" in report.finding
    assert "Mon 16 November 2026" in report.finding


def test_the_hours_are_drawn_beside_the_same_weekdays(year):
    docs = docs_of(year, PERIODS["a day"])
    chart = ask(year, "day", PERIODS["a day"]).charts[0]
    hours = summed((doc.hour, doc.head["payable"]) for doc in docs if doc.kind == "bill")
    drawn = dict(zip(map(int, chart.labels), chart.series[0].values, strict=True))
    assert {hour: value for hour, value in drawn.items() if value} == hours
    assert [series.name for series in chart.series] == ["Mon 23 November 2026", "Mon 16 November 2026"]


def test_all_its_tables_are_what_the_documents_say(year):
    docs = docs_of(year, PERIODS["a day"])
    report = ask(year, "day", PERIODS["a day"])
    paid = summed(pair for doc in docs for pair in doc.paid)
    assert {row["method"].lower(): row["amount"] for row in rows(table(report, "method"))} == paid
    items = summed(
        (line["code"], doc.sign * (line["taxable"] + line["cgst"] + line["sgst"] + line["igst"] + line["cess"]))
        for doc in docs
        for line in doc.lines
    )
    assert {row["code"]: row["sales"] for row in rows(table(report, "item"))} == {
        k: v for k, v in items.items() if v > 0
    }
    assert table(report, "rate").total[1] == sum(doc.sign * line["taxable"] for doc in docs for line in doc.lines)
    looks = rows(table(report, "what"))
    assert sorted(row["number"] for row in looks if row["what"] != "Discount") == sorted(
        doc.number for doc in docs if doc.kind != "bill"
    )
    off = {doc.number: sum(line["disc"] + line["bdisc"] for line in doc.lines) for doc in docs if doc.kind == "bill"}
    assert {row["number"]: -row["amount"] for row in looks if row["what"] == "Discount"} == {
        number: much for number, much in off.items() if much
    }


def test_what_was_cancelled_and_what_came_back_is_named_with_who_and_why(year):
    docs = [doc for doc in docs_of(year, PERIODS["a year"]) if doc.kind != "bill"]
    looks = [row for row in rows(table(ask(year, "day", PERIODS["a year"]), "what")) if row["what"] != "Discount"]
    assert len(looks) == len(docs)
    assert {(row["number"], row["employee"], row["amount"]) for row in looks} == {
        (doc.number, doc.employee, doc.net) for doc in docs
    }
    assert {row["reason"] for row in looks} == {"Wrong item", "Customer changed their mind", "Broken"}


def test_dues_received_are_those_of_the_day(year):
    whole = figures(ask(year, "day", PERIODS["a year"]))["Dues received"]
    paid = year.db.rows("SELECT amount FROM khata_entry WHERE kind = 'payment'")
    assert whole == -sum(row[0] for row in paid) > 0
