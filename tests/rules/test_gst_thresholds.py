"""From which turnover on the law wants more."""

import pytest

from shoppos.rules import gst_thresholds
from shoppos.rules.place_of_supply import STATES

LAKH = 100_000_00


@pytest.mark.parametrize(("state", "lakh"), [("27", 40), ("36", 20), ("05", 20), ("14", 10), ("16", 10), ("18", 40)])
def test_a_shop_must_register_above_its_state_s_limit(state, lakh):
    assert gst_thresholds.registration(state) == lakh * LAKH


@pytest.mark.parametrize(("state", "lakh"), [("27", 150), ("05", 75), ("17", 75), ("18", 150), ("02", 150)])
def test_the_composition_levy_ends_earlier_in_eight_states(state, lakh):
    assert gst_thresholds.composition(state) == lakh * LAKH


def test_exactly_five_crore_still_needs_four_digits():
    assert gst_thresholds.hsn_digits(500 * LAKH) == 4
    assert gst_thresholds.hsn_digits(500 * LAKH + 1) == 6


def test_one_is_told_from_four_fifths_on():
    assert gst_thresholds.is_near(32 * LAKH, 40 * LAKH)
    assert not gst_thresholds.is_near(32 * LAKH - 1, 40 * LAKH)


def test_every_state_of_the_tables_is_one():
    assert gst_thresholds.SPECIAL | set(gst_thresholds.LESSER) <= set(STATES)
