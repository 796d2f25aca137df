"""Every discount, cancelled bill, return and other price is told once, by whom and why."""

import pytest

from shoppos.reports.questions import discounts
from shoppos.shop.payments import Tender
from tests.reports.questions.counting import PERIODS, ask, docs_of, figures, rows, table


def each(report, what):
    return [row for row in rows(table(report, "day")) if row["what"] == what]


@pytest.mark.parametrize("name", PERIODS)
def test_each_of_them_is_told_with_who_and_how_much(year, name):
    docs = docs_of(year, PERIODS[name])
    report = ask(year, "discounts", PERIODS[name])
    reasons = dict(year.db.rows("SELECT s.number, v.reason FROM void v JOIN sale s ON s.id = v.sale_id"))
    notes = dict(year.db.rows("SELECT s.number, n.reason FROM credit_note n JOIN sale s ON s.id = n.sale_id"))
    off = {doc.number: (doc.employee, sum(line["disc"] + line["bdisc"] for line in doc.lines))
           for doc in docs if doc.kind == "bill"}  # fmt: skip
    assert {row["number"]: (row["employee"], row["amount"]) for row in each(report, "Discount")} == {
        number: one for number, one in off.items() if one[1]
    }
    for kind, what, why in (("void", "Cancelled", reasons), ("note", "Taken back", notes)):
        assert {(row["number"], row["employee"], row["amount"], row["why"]) for row in each(report, what)} == {
            (doc.number, doc.employee, doc.head["payable"], why[doc.number]) for doc in docs if doc.kind == kind
        }
    told = figures(report)
    assert told["Discounts"] == sum(amount for _who, amount in off.values())
    assert told["Cancelled"] == -sum(doc.net for doc in docs if doc.kind == "void")
    assert told["Taken back"] == -sum(doc.net for doc in docs if doc.kind == "note")


def test_each_other_price_leads_to_its_bill(year):
    usual = dict(year.db.rows("SELECT code, price FROM product"))
    docs = [doc for doc in docs_of(year, PERIODS["a year"]) if doc.kind == "bill"]
    typed = sorted(
        (doc.number, line["name"], (2 * (usual[line["code"]] - line["price"]) * line["quantity"] + 1000) // 2000)
        for doc in docs for line in doc.lines if line["price"] != usual[line["code"]]
    )  # fmt: skip
    report = ask(year, "discounts", PERIODS["a year"])
    found = each(report, "Another price")
    assert sorted((row["number"], row["item"], row["amount"]) for row in found) == typed
    assert figures(report)["Other prices, less"] == sum(one[2] for one in typed)
    assert all("instead of" in row["why"] for row in found)


def test_one_kind_and_one_employee_alone(year):
    report = ask(year, "discounts", PERIODS["a year"], only="void", employee="Asha")
    told = rows(table(report, "day"))
    voids = [doc for doc in docs_of(year, PERIODS["a year"]) if doc.kind == "void" and doc.employee == "Asha"]
    assert {row["number"] for row in told} == {doc.number for doc in voids}
    assert {row["what"] for row in told} == {"Cancelled"}
    assert figures(report) == figures(ask(year, "discounts", PERIODS["a year"], employee="Asha"))


def test_of_very_many_the_newest_are_listed_and_all_counted(year, monkeypatch):
    whole = figures(ask(year, "discounts", PERIODS["a year"]))
    monkeypatch.setattr(discounts, "MOST", 10)
    report = ask(year, "discounts", PERIODS["a year"])
    days = [row["day"] for row in rows(table(report, "day"))]
    assert len(days) == 10
    assert days == sorted(days, reverse=True)
    assert figures(report) == whole
    assert report.notes[-1] == "The newest 10 are listed; the sums count all."


def test_why_says_the_rate_of_a_discount(year):
    year.sales.sell(["1001/10"], [Tender("cash")])
    first = each(ask(year, "discounts", PERIODS["a day"]), "Discount")[0]
    assert (first["item"], first["amount"], first["why"]) == ("Surf Excel 1 kg", 1500, "10 % on the line")
