"""What a supplier's bill comes to, against plain fractions: before and with tax, in one State and between two."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoppos.base.errors import InvalidInput
from shoppos.rules.purchasing import Bought, earned, landed, margin, price_line, share

RATES = st.sampled_from([0, 25, 500, 1800, 4000])


def rounded(value):
    return int(value + Fraction(1, 2))


@given(st.integers(1, 10**7), st.integers(0, 10**6), RATES, st.booleans())
def test_value_and_tax_of_a_cost_before_tax(quantity, cost, rate, intra):
    line = price_line(Bought(quantity, cost, rate=rate), intra=intra)
    taxable = rounded(Fraction(quantity * cost, 1000))
    half = rounded(Fraction(taxable * rate, 20000))
    whole = rounded(Fraction(taxable * rate, 10000))
    assert (line.taxable, line.cost) == (taxable, cost)
    assert (line.cgst, line.sgst, line.igst) == ((half, half, 0) if intra else (0, 0, whole))
    assert line.total == taxable + (2 * half if intra else whole)


@given(st.integers(1, 10**7), st.integers(0, 10**6), RATES, st.booleans())
def test_a_cost_with_tax_comes_to_itself_but_for_a_paisa(quantity, cost, rate, intra):
    line = price_line(Bought(quantity, cost, rate=rate, with_tax=True), intra=intra)
    assert abs(line.total - rounded(Fraction(quantity * cost, 1000))) <= 1


def test_a_cess_by_the_piece_is_part_of_a_cost_with_tax():
    line = price_line(Bought(2000, 100_00, rate=1800, cess_per_unit=10_00, with_tax=True), intra=False)
    assert (line.taxable, line.igst, line.cess, line.total) == (152_54, 27_46, 20_00, 200_00)
    with pytest.raises(InvalidInput, match="less than its cess"):
        price_line(Bought(1000, 5_00, cess_per_unit=10_00, with_tax=True), intra=True)


def test_free_goods_make_each_piece_cheaper_and_tax_counts_where_it_does_not_come_back():
    line = price_line(Bought(10_000, 100_00, 2_000, 1800), intra=True)
    assert landed(line, 12_000, credit=True) == 83_33
    assert landed(line, 12_000, credit=False) == 98_33


def test_a_margin_is_of_the_price_without_its_tax():
    net = earned(118_00, 1800, inclusive=True, credit=True)
    assert (net, margin(net, 80_00)) == (100_00, 2000)
    assert margin(earned(100_00, 1800, inclusive=False, credit=True), 120_00) == -2000
    assert earned(118_00, 1800, inclusive=True, credit=False) == 118_00
    assert (margin(0, 5), margin(100, None)) == (None, None)


@given(st.integers(0, 10**9), st.lists(st.integers(1, 10**5), min_size=1, max_size=9))
def test_what_goes_back_bit_by_bit_is_the_whole_in_the_end(amount, parts):
    whole, before, back = sum(parts), 0, 0
    for part in parts:
        back += share(amount, before, part, whole)
        before += part
        assert 0 <= back <= amount
    assert back == amount
