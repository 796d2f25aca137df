"""The account on a bill: checked by its form, one spelling kept, and nothing where nothing was named."""

import pytest

from shoppos.base.errors import InvalidInput
from shoppos.rules import bank_details
from shoppos.rules.bank_details import BankDetails

GOOD = {"holder": " Sharma  Kirana ", "account": "0012 3456-7890", "ifsc": "hdfc0001234", "bank": "HDFC Bank"}


def test_an_account_is_kept_in_one_spelling_and_read_again():
    kept = bank_details.checked(GOOD)
    assert kept == {"holder": "Sharma Kirana", "account": "001234567890", "ifsc": "HDFC0001234", "bank": "HDFC Bank"}
    assert bank_details.read(kept) == BankDetails("Sharma Kirana", "001234567890", "HDFC0001234", "HDFC Bank")


def test_digits_of_other_scripts_are_digits():
    assert bank_details.checked({**GOOD, "account": "००१२३४५६७८९०"})["account"] == "001234567890"


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("account", ""), ("account", "12345678"), ("account", "1" * 19), ("account", "12345678A"), ("ifsc", ""),
        ("ifsc", "HDFC1001234"), ("ifsc", "HDFC000123"), ("ifsc", "HD1C0001234"), ("holder", ""),
    ],
)  # fmt: skip
def test_a_part_that_does_not_do_is_named(field, text):
    with pytest.raises(InvalidInput) as refusal:
        bank_details.checked({**GOOD, field: text})
    assert refusal.value.field == field


def test_a_part_that_no_account_has_is_refused():
    with pytest.raises(InvalidInput, match="no swift"):
        bank_details.checked({**GOOD, "swift": "X"})


def test_nothing_typed_is_no_account():
    assert bank_details.checked({"holder": " ", "account": ""}) == {}
    assert bank_details.read({}) is None
    assert bank_details.read(["x"]) is None
    assert bank_details.read({"account": "001234567890"}) is None
