"""The ways to pay are named in one place."""

from shoppos.rules import methods
from shoppos.shop import payments


def test_the_counter_and_the_shop_know_the_same_ways_in_one_order():
    assert tuple(method.key for method in payments.METHODS) == methods.METHODS
    assert set(methods.SETTLING) <= set(methods.AT_THE_COUNTER) <= set(methods.METHODS)


def test_every_way_has_a_name_of_its_own_and_an_unknown_one_stands_for_itself():
    names = [methods.label(key) for key in (*methods.METHODS, "split")]
    assert len(set(names)) == len(names)
    assert not set(names) & set(methods.METHODS)
    assert methods.label("barter") == "barter"
