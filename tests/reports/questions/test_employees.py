"""Who sold and who took off is what stands on the documents."""

import pytest

from shoppos.reports.report import Period
from shoppos.shop.payments import Tender
from tests.reports.questions.counting import PERIODS, ask, docs_of, figures, rows, table


@pytest.mark.parametrize("name", PERIODS)
def test_each_employee_has_their_own_bills_discounts_and_returns(year, name):
    docs = docs_of(year, PERIODS[name])
    report = ask(year, "employees", PERIODS[name])
    told = {row["employee"]: row for row in rows(report.tables[0])}
    assert set(told) == {doc.employee for doc in docs}
    for person, row in told.items():
        mine = {kind: [doc for doc in docs if doc.employee == person and doc.kind == kind]
                for kind in ("bill", "void", "note")}  # fmt: skip
        assert row["bills"] == len(mine["bill"])
        assert row["net"] == sum(doc.net for kind in mine.values() for doc in kind)
        assert row["discounts"] == sum(line["disc"] + line["bdisc"] for doc in mine["bill"] for line in doc.lines)
        assert (row["voids"], row["cancelled"]) == (len(mine["void"]), -sum(doc.net for doc in mine["void"]))
        assert (row["notes"], row["noted"]) == (len(mine["note"]), -sum(doc.net for doc in mine["note"]))
    gave = max(told.values(), key=lambda row: row["discounts"])
    assert (gave["employee"] in report.finding) == bool(gave["discounts"])


def test_cancelled_bills_lead_to_themselves_on_the_day_they_were_cancelled(year):
    period = PERIODS["a month"]
    report = ask(year, "employees", period)
    link = next(one.link for one in report.figures if one.title == "Cancelled")
    found = ask(year, "bills", period, **link.choices)
    voids = [doc for doc in docs_of(year, period) if doc.kind == "void"]
    assert {(row["number"], row["day"], row["employee"]) for row in rows(found.tables[0])} == {
        (doc.number, doc.day, doc.employee) for doc in voids
    }
    assert figures(report)["Cancelled"] == sum(row["amount"] for row in rows(found.tables[0]))


def test_every_typed_price_is_told_and_no_usual_one(year):
    """The year types prices of one rupee less now and then: all that were typed are found, and nothing else."""
    docs = [doc for doc in docs_of(year, PERIODS["a year"]) if doc.kind == "bill"]
    usual = dict(year.db.rows("SELECT code, price FROM product"))
    typed = {(doc.day, doc.employee, line["name"], line["price"]) for doc in docs for line in doc.lines
             if line["price"] != usual[line["code"]]}  # fmt: skip
    told = rows(table(ask(year, "employees", PERIODS["a year"]), "day"))
    assert {(row["day"], row["employee"], row["item"], row["price"]) for row in told} == typed
    assert len(typed) > 5
    less = sum(
        (usual[line["code"]] - line["price"]) * line["quantity"] // 1000
        for doc in docs for line in doc.lines if line["price"] != usual[line["code"]]
    )  # fmt: skip
    assert sum(row["less"] for row in told) == pytest.approx(less, abs=len(told))


def test_a_price_that_changed_is_no_other_price(year):
    before = rows(table(ask(year, "employees", PERIODS["a year"]), "day"))
    for _day in range(3):
        year.db.clock.go_on(days=1)
        year.catalogue.change(year.catalogue.show("1001").product_id, price=15200)
        year.sales.sell(["1001"], [Tender("cash")])
    longer = Period(PERIODS["a year"].first, PERIODS["a year"].last.replace(day=30))
    assert rows(table(ask(year, "employees", longer), "day")) == before


def test_of_very_many_bills_other_prices_are_told_of_the_newest_month_and_it_says_so(year, monkeypatch):
    monkeypatch.setattr("shoppos.reports.findings.MANY_BILLS", 100)
    report = ask(year, "employees", PERIODS["a year"])
    days = [row["day"] for row in rows(table(report, "day"))]
    assert days
    assert min(days) >= 20261024
    assert "24 October to 23 November 2026 alone" in report.notes[-1]
