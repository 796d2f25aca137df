"""What is on hand, what it is worth and what of it does not sell are what the moves and the bills say."""

import datetime as dt

import pytest

from shoppos.reports.report import Period
from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.payments import Tender
from tests.plans import overheard
from tests.reports.questions.counting import ask, docs_of, figures, rows, table
from tests.reports.year import FIRST


def on_hand(shop):
    """Each product by its code: thousandths from its moves, cost (None for unknown) and price, in paise."""
    found = {}
    for code, cost, price, category, quantity in shop.db.rows(
        "SELECT p.code, p.cost, p.price, p.category, m.quantity FROM stock_move m JOIN product p ON p.id = m.product_id"
    ):
        before = found.get(code, (0, cost, price, category))
        found[code] = (before[0] + quantity, cost, price, category)
    return found


def worth(quantity, each):
    return (2 * max(quantity, 0) * (each or 0) + 1000) // 2000


def test_each_item_is_worth_what_is_there_times_its_cost_and_its_price(year):
    moves = on_hand(year)
    report = ask(year, "stock", None)
    told = {row["code"]: row for row in rows(table(report, "item"))}
    assert {code: (row["on_hand"], row["cost"], row["price"]) for code, row in told.items()} == {
        code: (many, worth(many, cost), worth(many, price)) for code, (many, cost, price, _shelf) in moves.items()
    }
    whole = sum(worth(many, cost) for many, cost, _price, _shelf in moves.values())
    assert figures(report)["Worth at cost"] == table(report, "category").total[2] == whole
    shelves = {row["category"]: row["cost"] for row in rows(table(report, "category"))}
    assert shelves["Biscuits"] == worth(*moves["1002"][:2])
    assert any("2 items on hand have no known cost" in note for note in report.notes)
    only = ask(year, "stock", None, category="Dairy")
    assert [row["code"] for row in rows(table(only, "item"))] == ["1003"]


def test_what_is_below_zero_counts_as_nothing_and_is_named(year):
    before = figures(ask(year, "stock", None))
    year.catalogue.add(ProductForm("X1", "Oil", 20000, cost=15000, stock=1000))
    year.settings.set("stock_policy", "allow")
    year.sales.sell(["3*X1"], [Tender("cash")])
    report = ask(year, "stock", None)
    assert figures(report)["Worth at cost"] == before["Worth at cost"]
    assert report.alerts == ("One item is below zero: Oil. Count it.",)


def test_an_empty_shop_says_that_nothing_is_counted(folder):
    empty = Shop.open(folder)
    assert ask(empty, "stock", None).finding.startswith("No item's stock is counted yet.")
    assert ask(empty, "slow", None).finding == "Nothing is on hand."
    empty.close()


@pytest.mark.parametrize("later", [0, 9, 22, 24, 27, 40, 61])
def test_slow_is_what_no_bill_that_stands_has_sold_since_that_day(year, later):
    year.db.clock.go_on(days=later)
    if later == 40:
        year.sales.sell(["3001"], [Tender("cash")])
        year.sales.void(year.sales.sell(["1003"], [Tender("cash")]).numbers[0], "wrong")
    today = year.db.clock.now().date()
    docs = docs_of(year, Period(FIRST, today))
    void = {doc.id for doc in docs if doc.kind == "void"}
    since = int(f"{today - dt.timedelta(days=29):%Y%m%d}")
    sold = {line["code"] for doc in docs if doc.kind == "bill" and doc.id not in void and doc.day >= since
            for line in doc.lines}  # fmt: skip
    expected = {code for code, (many, *_rest) in on_hand(year).items() if many > 0 and code not in sold}
    report = ask(year, "slow", None, days="30")
    assert {row["code"] for row in rows(report.tables[0])} == expected
    months = {row["code"]: row["sold"] for row in rows(report.tables[0])}
    for code, month in months.items():
        days = [doc.day for doc in docs if doc.kind == "bill" and doc.id not in void
                and any(line["code"] == code for line in doc.lines)]  # fmt: skip
        assert month == max(days) // 100
    assert (report.finding == "Everything on hand sold at least once within 30 days.") == (not expected)


def test_all_that_is_on_hand_is_looked_at_once_for_sums_and_list(year, monkeypatch):
    with overheard(year, monkeypatch) as asked:
        ask(year, "slow", None)
    assert len([sql for sql, _values in asked if "JOIN stock s" in sql]) == 1


def test_a_part_that_is_sold_in_packs_is_not_slow(year):
    year.db.clock.go_on(days=70)
    pack = year.catalogue.add(ProductForm("P6", "Parle-G box of 6", 5500))
    year.packs.set_parts(pack, {year.catalogue.show("1002").product_id: 6000})
    year.sales.sell(["P6"], [Tender("cash")])
    codes = {row["code"] for row in rows(ask(year, "slow", None, days="60").tables[0])}
    assert "1002" not in codes
    assert "1001" in codes
    assert "P6" not in codes
