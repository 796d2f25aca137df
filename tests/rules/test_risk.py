"""The morning's list: the riskiest few, and within a month everything."""

import random

import pytest

from shoppos.rules import risk
from shoppos.rules.risk import Standing, choose, length


def item(n, **more):
    blank = {"on_hand": 10_000, "sold": 0, "returned": 0, "worth": 1000, "uncounted": 10}
    return Standing(n.to_bytes(2, "big"), **{**blank, **more})


@pytest.mark.parametrize(("products", "wanted"), [(0, 0), (4, 4), (10, 10), (175, 10), (200, 11), (1000, 43)])
def test_a_list_is_ten_long_unless_ten_would_not_do_for_a_month(products, wanted):
    assert length(products) == wanted


def test_what_is_below_zero_comes_first_then_what_is_dear_and_moves():
    items = [item(n) for n in range(50)]
    items[7] = item(7, on_hand=-1000)
    items[8] = item(8, sold=500_000, worth=90_000)
    items[9] = item(9, returned=30_000, worth=90_000)
    assert choose(items)[:3] == [items[7].product_id, items[8].product_id, items[9].product_id]


def test_what_was_counted_this_morning_is_not_on_the_list_again():
    items = [item(n) for n in range(50)]
    items[7] = item(7, on_hand=-1000, uncounted=0)
    assert items[7].product_id not in choose(items)


@pytest.mark.parametrize("products", [1, 12, 180, 700])
def test_the_whole_shop_is_counted_each_month_however_the_risks_fall(products):
    chance = random.Random(products)
    last = dict.fromkeys(range(products), None)
    for day in range(3 * risk.MONTH):
        items = [
            item(
                n, on_hand=chance.randrange(-2000, 50_000), sold=chance.randrange(90_000), worth=chance.randrange(9999),
                uncounted=None if last[n] is None else day - last[n],
            )
            for n in range(products)
        ]  # fmt: skip
        for product in choose(items):
            last[int.from_bytes(product, "big")] = day
        if day >= risk.MONTH - 1:
            assert all(at is not None and day - at < risk.MONTH for at in last.values())
