"""Purchases, what expires and what is to be bought are what the papers, batches and readers say."""

import datetime as dt

import pytest

from shoppos.reports import reorder
from shoppos.reports.report import Period
from shoppos.shop.payments import Tender
from shoppos.shop.receipt import Receipt, ReceiptLine
from shoppos.shop.suppliers import SupplierCard
from tests.reports.questions.counting import ask, figures, rows, table

SINCE, UNTIL = dt.date(2026, 11, 1), dt.date(2027, 2, 28)


@pytest.fixture
def bought(year):
    """A winter of buying of three suppliers, with goods sent back a month later."""
    codes = [year.catalogue.show(code).product_id for code in ("1001", "1002", "2001")]
    suppliers = [year.suppliers.add(SupplierCard(name)).id for name in ("Agro Traders", "Balaji Foods", "City Depot")]
    for at in range(9):
        lines = (ReceiptLine(codes[at % 3], (at + 3) * 1000, 90_00 + 7 * at),)
        done = year.buying.receive(Receipt(suppliers[at % 2 if at < 8 else 2], lines, bill_number=f"B{at}"))
        year.db.clock.go_on(days=11)
        if at % 4 == 1:
            year.sending_back.take(done.number, {1: 1000}, "torn")
    return year


@pytest.mark.parametrize(("first", "last"), [(SINCE, UNTIL), (dt.date(2026, 12, 1), dt.date(2026, 12, 31))])
def test_each_supplier_and_month_is_what_the_papers_come_to(bought, first, last):
    a, b = int(f"{first:%Y%m%d}"), int(f"{last:%Y%m%d}")
    papers = [
        (name, day, -paise if kind == "returned" else paise, number)
        for name, day, paise, kind, number in bought.db.rows(
            "SELECT s.name, p.business_date, p.total, p.kind, p.number FROM purchase p "
            "JOIN supplier s ON s.id = p.supplier_id"
        )
        if a <= day <= b
    ]
    report = ask(bought, "purchases", Period(first, last))
    names = {row["supplier"]: row["total"] for row in rows(report.tables[0])}
    assert names == {name: sum(one[2] for one in papers if one[0] == name) for name in {one[0] for one in papers}}
    months = {row["month"]: row["total"] for row in rows(table(report, "month"))}
    assert months == {month: sum(one[2] for one in papers if one[1] // 100 == month)
                      for month in {one[1] // 100 for one in papers}}  # fmt: skip
    each = table(report, "number")
    assert {line.link.target: row["total"] for line, row in zip(each.lines, rows(each), strict=True)} == {
        one[3]: one[2] for one in papers
    }
    assert figures(report)["Bought"] == sum(one[2] for one in papers)
    assert max(names, key=lambda name: names[name]) in report.finding


def test_a_supplier_leads_to_their_own_purchases(bought):
    report = ask(bought, "purchases", Period(SINCE, UNTIL))
    line = report.tables[0].lines[0]
    own = ask(bought, "purchases", line.link.period, **line.link.choices)
    assert {row["supplier"] for row in rows(own.tables[0])} == {line.values[0]}
    assert figures(own)["Bought"] == rows(report.tables[0])[0]["total"]


def test_days_in_which_nothing_was_bought_say_so(bought):
    report = ask(bought, "purchases", Period(dt.date(2020, 1, 1), dt.date(2020, 1, 31)))
    assert report.finding == "Nothing was bought: January 2020."


def test_batches_expire_on_their_day_and_those_that_are_over_are_an_alert(year):
    butter = year.catalogue.show("1003").product_id
    year.keepings.set(butter, tracks="batch")
    supplier = year.suppliers.add(SupplierCard("Dairy")).id
    today = year.db.clock.now().date()
    made = {"B1": 5, "B2": 45, "B3": 300}
    for code, days in made.items():
        expiry = int(f"{today + dt.timedelta(days=days):%Y%m%d}")
        line = ReceiptLine(butter, 4000, 50_00, batch=code, expiry=expiry)
        year.buying.receive(Receipt(supplier, (line,), bill_number=code), sure=True)
    assert {row["batch"]: row["days"] for row in rows(ask(year, "expiring", None).tables[0])} == {"B1": 5, "B2": 45}
    year.db.clock.go_on(days=10)
    report = ask(year, "expiring", None, days="365")
    costs = dict(year.db.rows("SELECT code, cost FROM batch"))
    told = {row["batch"]: (row["days"], row["worth"]) for row in rows(report.tables[0])}
    assert told == {code: (days - 10, 4 * costs[code]) for code, days in made.items()}
    assert report.alerts == ("One batch on hand has expired: Amul Butter 100 g. Take it off the shelf.",)
    assert figures(report)["Expired already"] == 4 * costs["B1"]
    assert sum(report.charts[0].series[0].values) == sum(worth for _days, worth in told.values())
    when = today + dt.timedelta(days=45)
    assert report.finding.startswith(f"Goods worth ₹{8 * costs['B2'] / 100:.2f} expire within 365 days,")
    assert report.finding.endswith(f"first, on {when.day} January 2027.")


def test_what_is_to_be_bought_is_what_the_list_of_the_buyer_says(year):
    product = year.catalogue.show("1001").product_id
    year.catalogue.change(product, low=year.stock.on_hand(product) + 50_000)
    year.asked.add("Dark chocolate")
    report = ask(year, "reorder", None)
    found = reorder.suggestions(year.db)
    assert found
    assert {row["code"]: row["buy"] for row in rows(report.tables[0])} == {one.code: one.quantity for one in found}
    cost = year.db.row("SELECT cost FROM product WHERE code = '1001'")[0]
    mine = next(row for row in rows(report.tables[0]) if row["code"] == "1001")
    assert mine["cost"] == (2 * mine["buy"] * cost + 1000) // 2000
    assert [(row["said"], row["times"], row["known"]) for row in rows(table(report, "said"))] == [
        ("Dark chocolate", 1, "no")
    ]
    assert report.finding.endswith("none of them has run out yet.")


def test_what_sold_out_is_told_as_run_out(shop):
    shop.sales.sell(["50*1001"], [Tender("cash")])
    report = ask(shop, "reorder", None)
    assert figures(report)["Run out"] == 1
    assert report.finding.endswith("one of them has run out.")
