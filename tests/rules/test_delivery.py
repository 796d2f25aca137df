"""What a delivery costs by the shop's rule."""

import pytest

from shoppos.rules.delivery import charge

RULE = {"charge": 40_00, "free_from": 500_00, "pins": {"4110": 30_00, "411057": 80_00, "4": 90_00, "400001": 0}}


@pytest.mark.parametrize(
    ("goods", "pin", "paise"),
    [
        (100_00, "", 40_00),
        (499_99, "560001", 40_00),
        (500_00, "560001", 0),
        (100_00, "411001", 30_00),
        (900_00, "411001", 30_00),
        (100_00, "411057", 80_00),
        (100_00, "421001", 90_00),
        (100_00, "400001", 0),
    ],
)
def test_the_charge_follows_the_goods_and_the_place(goods, pin, paise):
    assert charge(RULE, goods, pin) == paise


def test_a_charge_that_is_never_free():
    assert charge({"charge": 25_00, "free_from": 0}, 10_000_00, "411001") == 25_00


@pytest.mark.parametrize("rule", [{}, {"charge": "x"}, {"charge": -5}, {"charge": True}, {"pins": ["4"]}])
def test_what_is_no_rule_costs_nothing(rule):
    assert charge(rule, 100_00, "411001") == 0
