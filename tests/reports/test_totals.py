"""What was sold in any period, read from the totals, is what a reckoning in plain Python makes of the bills."""

import datetime as dt
import random
from collections import Counter, defaultdict

import pytest

from shoppos.base.clock import day_of
from shoppos.reports import sold as sums
from shoppos.reports import totals
from shoppos.reports.report import Asked, Period
from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.credit_notes import Refund
from shoppos.shop.payments import Tender
from shoppos.shop.return_view import Give
from tests.shop.plain_totals import _documents, _named
from tests.stories.clocks import SetClock

CASH = [Tender("cash")]


@pytest.fixture(scope="module")
def sold(new_shop, tmp_path_factory):
    """A shop that sold on many days of four months at two tills, with cancelled bills and credit notes among it."""
    import shutil

    folder = shutil.copytree(new_shop, tmp_path_factory.mktemp("totals") / "shop")
    clock = SetClock("2026-08-20 09:00")
    shop = Shop.open(folder, clock=clock)
    for n in range(12):
        shop.catalogue.add(ProductForm(
            f"{1000 + n}", f"Item {n}", 1000 + 777 * n, cost=None if n % 4 == 0 else 600 + 500 * n,
            category=("Soap", "Food", "")[n % 3], rate=(500, 1800, 0)[n % 3], hsn=("3401", "1905", "0713")[n % 3],
            inclusive=n % 5 > 0,
        ))  # fmt: skip
    shop.tills.add("A2", "Counter 2")
    shop.staff.add("Ravi")
    other = Shop.open(folder, till="A2", employee="Ravi", clock=clock)
    dice, made = random.Random(4), list[str]()
    for _n in range(120):
        clock.go_on(minutes=dice.randrange(200, 1700))
        at = dice.choice([shop, shop, other])
        lines = [f"{dice.randrange(1, 5)}*{1000 + item}" for item in dice.sample(range(12), 3)]
        way = dice.choice([CASH, CASH, [Tender("card")], [Tender("upi", reference=f"{412345678901 + _n}")]])
        done = at.sales.sell(lines, way, discount=dice.choice(["", "5%"]), gstin=dice.choice(["", "29AABCR1718E1ZL"]))
        made += done.numbers[:1]
        if _n % 11 == 7:
            at.sales.void(made.pop(), "wrong")
        elif _n % 9 == 4:
            at.returns.take(made.pop(), {1: Give(1000)}, Refund("cash"), "broken")
    other.close()
    yield shop
    shop.close()


def documents(shop, first=0, last=99999999):
    """Every document of those days: its head, lines, payments, day, moment, employee and what it counts."""
    for at, day, moment, employee, count, till in _documents(shop.db):
        if first <= day <= last:
            head = _named(shop.db, "SELECT * FROM sale WHERE id = ?", at)[0]
            yield (
                {**head, "till": till or head["till"]},
                _named(shop.db, "SELECT * FROM sale_line WHERE sale_id = ?", at),
                shop.db.rows("SELECT method, amount FROM payment WHERE sale_id = ?", (at,)),
                day, dt.datetime.fromtimestamp(moment / 1000, dt.timezone(dt.timedelta(hours=5.5))), employee, count,
            )  # fmt: skip


def net(shop, key, first=0, last=99999999):
    """What was sold net, by a key of the document."""
    sums = Counter()
    for head, _lines, _paid, day, moment, employee, count in documents(shop, first, last):
        sums[key(head, day, moment, employee)] += head["payable"] * (1 if count == 1 else -1)
    return dict(sums)


PERIODS = [(20260801, 20261231), (20260901, 20261031), (20260905, 20261017), (20260912, 20260912), (20250101, 20250131)]


@pytest.mark.parametrize(("first", "last"), PERIODS)
def test_sales_by_everything_are_those_of_the_bills(sold, first, last):
    db = sold.db
    whole = totals.of_period(db, first, last)
    by_day = net(sold, lambda _head, day, _moment, _by: day, first, last)
    assert whole.net == sum(by_day.values())
    asked = Period(day_of(first), day_of(last))
    months = net(sold, lambda _head, day, _moment, _by: day // 100, first, last)
    employees = net(sold, lambda _head, _day, _moment, by: by, first, last)
    tills = net(sold, lambda head, _day, _moment, _by: head["till"], first, last)
    hours = net(sold, lambda _head, _day, moment, _by: moment.hour, first, last)
    heat = net(sold, lambda _head, day, moment, _by: (day, moment.hour), first, last)
    for keys, found in (
        (["day"], by_day), (["month"], months), (["employee"], employees), (["till"], tills), (["hour"], hours),
        (["day", "hour"], heat),
    ):  # fmt: skip
        assert {key: one.net for key, one in sums.by(db, asked, *keys).items()} == found, keys
    assert {till: totals.of_period(db, first, last, till).net for till in tills} == tills
    assert {till: sums.whole(db, asked, Asked(asked, {"till": till})).net for till in tills} == tills
    assert sum(one.bills for one in sums.by(db, asked, "day", "hour").values()) == whole.bills


@pytest.mark.parametrize(("first", "last"), PERIODS)
def test_margin_and_tax_of_a_period_are_those_of_its_lines(sold, first, last):
    whole = totals.of_period(sold.db, first, last)
    sums = Counter()
    for head, lines, _paid, _day, _moment, _by, count in documents(sold, first, last):
        sign = 1 if count == 1 else -1
        sums["taxable"] += sign * head["taxable"]
        sums["tax"] += sign * (head["cgst"] + head["sgst"] + head["igst"])
        sums["bills"] += count == 1
        for line in lines:
            if line["cost"] is not None:
                sums["margin"] += sign * (line["taxable"] - (line["quantity"] * line["cost"] + 500) // 1000)
    assert (whole.net_taxable, whole.net_tax, whole.bills) == (sums["taxable"], sums["tax"], sums["bills"])
    assert whole.margin == whole.net_costed - whole.net_cost == sums["margin"]
    assert whole.net_cess == 0


@pytest.mark.parametrize(("first", "last"), PERIODS)
def test_ways_to_pay_are_those_of_the_bills(sold, first, last):
    ways = defaultdict(lambda: [0, 0])
    for _head, _lines, paid, day, _moment, _by, count in documents(sold, first, last):
        for method in {row[0] for row in paid}:
            ways[day, method][0] += count == 1
            ways[day, method][1] += sum(row[1] for row in paid if row[0] == method) * (-1 if count == -1 else 1)
    found = sums.methods(sold.db, Period(day_of(first), day_of(last)))
    assert {way: list(counted) for way, counted in found.items()} == ways


@pytest.mark.parametrize(("first", "last"), PERIODS)
def test_products_of_any_days_are_those_of_their_lines(sold, first, last):
    sums = defaultdict(Counter)
    for _head, lines, _paid, _day, _moment, _by, count in documents(sold, first, last):
        for line in lines:
            mine, sign = sums[line["code"]], 1 if count == 1 else -1
            mine["lines"] += count
            mine["quantity"] += sign * line["quantity"]
            mine["sold"] += sign * line["taxable"]
            mine["paid"] += sign * sum(line[name] for name in ("taxable", "cgst", "sgst", "igst", "cess"))
            mine["margin"] += sign * (
                0 if line["cost"] is None else line["taxable"] - (line["quantity"] * line["cost"] + 500) // 1000
            )
    found = totals.by_item(sold.db, first, last)
    assert {one.code: (one.lines, one.quantity, one.sold, one.paid, one.margin) for one in found} == {
        code: (c["lines"], c["quantity"], c["sold"], c["paid"], c["margin"]) for code, c in sums.items()
    }
    assert [one.sold for one in found] == sorted((one.sold for one in found), reverse=True)
    assert totals.by_item(sold.db, first, last, limit=3) == found[:3]
    worst = totals.by_item(sold.db, first, last, best="-margin", limit=2)
    assert [one.margin for one in worst] == sorted(one.margin for one in found)[:2]
    shelves = Counter()
    for one in found:
        shelves[one.category] += one.sold
    assert {one.category: one.sold for one in totals.by_category(sold.db, first, last)} == shelves


def test_the_tax_of_months_is_that_of_their_lines(sold):
    sums = Counter()
    for head, lines, _paid, _day, _moment, _by, count in documents(sold, 20260901, 20261031):
        for line in lines:
            key = (head["gstin"] != "", head["inter_state"], line["rate"], line["hsn"])
            sums[key] += (line["cgst"] + line["sgst"] + line["igst"]) * (1 if count == 1 else -1)
    found = Counter()
    for one in totals.by_tax(sold.db, 202609, 202610):
        found[bool(one.registered), one.inter_state, one.rate, one.hsn] += one.cgst + one.sgst + one.igst
    assert dict(found) == dict(sums)


@pytest.mark.parametrize(
    ("first", "last", "months", "days"),
    [
        (20260901, 20260930, (202609, 202609), []),
        (20260228, 20260401, (202603, 202603), [(20260228, 20260300), (20260332, 20260401)]),
        (20251201, 20260228, (202512, 202602), []),
        (20240201, 20240228, None, [(20240201, 20240228)]),
        (20260905, 20260906, None, [(20260905, 20260906)]),
    ],
)
def test_whole_months_are_found_within_days(first, last, months, days):
    assert totals.whole_months(first, last) == (months, days)


def test_a_month_that_is_not_over_counts_as_whole(sold):
    oldest, newest = sold.db.row("SELECT min(day), max(day) FROM sale_total")
    wide = totals.widened(sold.db, oldest, newest)
    assert wide == (oldest // 100 * 100 + 1, newest // 100 * 100 + 31)
    assert totals.widened(sold.db, oldest + 1, newest - 1) == (oldest + 1, newest - 1)
