"""How long the law wants papers kept, and on which it wants the buyer named."""

import datetime as dt

import pytest

from shoppos.rules.retention import keep_until, names_buyer


@pytest.mark.parametrize(
    ("day", "until"),
    [((2026, 4, 1), 2033), ((2027, 3, 31), 2033), ((2026, 3, 31), 2032), ((2026, 12, 31), 2033)],
)
def test_seventy_two_months_from_the_annual_return(day, until):
    assert keep_until(dt.date(*day)) == dt.date(until, 12, 31)


@pytest.mark.parametrize(
    ("payable", "gstin", "named"), [(49_999_99, "", False), (50_000_00, "", True), (1, "27AAPFU0939F1ZV", True)]
)
def test_a_large_sale_and_a_registered_buyer_are_named(payable, gstin, named):
    assert names_buyer(payable, gstin) is named
