"""What expenses are called, and what the tax law says of paying them in cash."""

import pytest

from shoppos.rules import expenses


def test_every_category_of_a_new_shop_has_words_and_a_shops_own_stands_for_itself():
    assert [expenses.label(name) for name in expenses.CATEGORIES] == list(expenses.CATEGORIES)
    assert expenses.label("Temple flowers") == "Temple flowers"


@pytest.mark.parametrize(
    ("method", "amount", "warned"),
    [
        ("cash", 10_000_00, False),
        ("cash", 10_000_01, True),
        ("upi", 90_000_00, False),
        ("netbanking", 10_000_01, False),
    ],
)
def test_more_cash_than_the_income_tax_counts_is_warned_of(method, amount, warned):
    assert ("10,000" in expenses.advice(method, amount)) is warned
