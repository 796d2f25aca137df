"""Best and worst sellers, categories and profit are what the lines say."""

import pytest

from tests.reports.questions.counting import PERIODS, ask, cost_of, docs_of, figures, rows, share, summed, table, tax_of

CATEGORY = {"1001": "Household", "3001": "Household", "1002": "Biscuits", "1003": "Dairy", "2001": "Pulses",
            "2002": "Pulses", "3002": "Drinks", "3003": "Drinks", "9001": ""}  # fmt: skip


def by_item(docs, value):
    return summed((line["code"], doc.sign * value(line)) for doc in docs for line in doc.lines)


def paid(line):
    return line["taxable"] + tax_of(line)


def profit(line):
    own = cost_of(line)
    return 0 if own is None else line["taxable"] - own


def costed(line):
    return 0 if line["cost"] is None else line["taxable"]


RANKED = {"sales": paid, "quantity": lambda line: line["quantity"], "profit": profit}


@pytest.mark.parametrize("name", PERIODS)
@pytest.mark.parametrize("rank", RANKED)
def test_the_ranking_is_the_lines_in_order(year, name, rank):
    docs = docs_of(year, PERIODS[name])
    report = ask(year, "best", PERIODS[name], by=rank)
    values = by_item(docs, RANKED[rank])
    told = rows(report.tables[0])
    key = {"sales": "sales", "quantity": "quantity", "profit": "profit"}[rank]
    assert {row["code"]: row[key] for row in told} == {code: value for code, value in values.items() if value > 0}
    order = [row[key] for row in told]
    assert order == sorted(order, reverse=True)
    whole = sum(by_item(docs, paid).values())
    sales, costs, profits = by_item(docs, paid), by_item(docs, costed), by_item(docs, profit)
    for row in told:
        assert row["share"] == share(sales[row["code"]], whole)
        if costs[row["code"]]:
            assert (row["profit"], row["margin"]) == (
                profits[row["code"]], share(profits[row["code"]], costs[row["code"]])
            )  # fmt: skip
        else:
            assert (row["profit"], row["margin"]) == (None, None)
    assert report.charts[0].series[0].values == tuple(order[:10])
    assert told[0]["item"] in report.finding


def test_the_worst_are_those_that_brought_least_and_the_unsold_are_counted(year):
    docs = docs_of(year, PERIODS["a day"])
    report = ask(year, "worst", PERIODS["a day"])
    values = by_item(docs, paid)
    assert [row["code"] for row in rows(report.tables[0])] == sorted(values, key=lambda code: values[code])
    assert figures(report)["Items sold"] == len(values)
    assert figures(report)["Items not sold at all"] == len(CATEGORY) - len(values)
    assert f"{len(CATEGORY) - len(values)} items were not sold at all" in report.finding


def test_a_ranking_of_one_category_has_its_items_alone(year):
    report = ask(year, "best", PERIODS["a year"], category="Pulses")
    assert {row["code"] for row in rows(report.tables[0])} == {"2001", "2002"}


@pytest.mark.parametrize("name", PERIODS)
def test_categories_are_their_items_together(year, name):
    docs = docs_of(year, PERIODS[name])
    report = ask(year, "categories", PERIODS[name])
    sums = summed((CATEGORY[code] or "Without category", value) for code, value in by_item(docs, paid).items())
    assert {row["category"]: row["sales"] for row in rows(report.tables[0])} == sums
    assert sum(report.charts[0].series[0].values) == sum(sums.values())
    best = max(sums, key=lambda name_: sums[name_])
    assert report.finding.startswith(f"{best} brings most: ")


@pytest.mark.parametrize("name", PERIODS)
def test_the_profit_is_sales_less_costs_and_says_what_it_cannot_know(year, name):
    docs = docs_of(year, PERIODS[name])
    report = ask(year, "margin", PERIODS[name])
    known, profits, sold = by_item(docs, costed), by_item(docs, profit), by_item(docs, lambda line: line["taxable"])
    told = figures(report)
    assert told["Profit before tax"] == sum(profits.values())
    assert told["Sales with a known cost"] == sum(known.values())
    assert told["Margin"] == share(sum(profits.values()), sum(known.values()))
    assert told["Sales without a known cost"] == sum(sold.values()) - sum(known.values())
    by_code = [one for one in report.tables if one.columns[0].key == "code"]
    assert {row["code"]: row["profit"] for row in rows(by_code[0])} == {
        code: profits[code] for code in known if known[code] or profits[code]
    }
    margins = [row["margin"] for row in rows(by_code[0]) if row["costed"] > 0]
    assert margins == sorted(margins)
    unknown = {code: sold[code] - known[code] for code in sold if sold[code] != known[code]}
    assert {row["code"]: row["sales"] for row in rows(by_code[1])} == unknown
    assert f"{len(unknown)} items have no known cost" in report.notes[0]
    below = [code for code in known if known[code] > 0 > profits[code]]
    assert ("below cost" in report.finding) == bool(below)
    categories = summed((CATEGORY[code] or "Without category", value) for code, value in profits.items())
    assert {row["category"]: row["profit"] for row in rows(table(report, "category"))} == categories
