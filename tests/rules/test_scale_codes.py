"""Labels of scales: what each preset says, and that a printed amount is kept to the paisa."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoppos.base.errors import InvalidInput
from shoppos.rules.pricing import PriceLine, price_sale
from shoppos.rules.scale_codes import PRESETS, Pattern, ScaleCode, priced, read

ODOO_WEIGHT, ODOO_PRICE, CAS_14, CAS_13, AWESOME, AWESOME_CHECKED, GOFRUGAL = PRESETS


def with_check_digit(digits: str) -> str:
    total = sum(int(digit) * (1 if place % 2 else 3) for place, digit in enumerate(reversed(digits)))
    return digits + str(-total % 10)


@pytest.mark.parametrize(
    ("pattern", "code", "meant"),
    [
        (ODOO_WEIGHT, with_check_digit("211234501250"), ScaleCode("12345", quantity=1250)),
        (ODOO_PRICE, with_check_digit("231234501999"), ScaleCode("12345", amount=1999)),
        (CAS_14, with_check_digit("0112345012345"), ScaleCode("12345", amount=12_345)),
        (CAS_13, with_check_digit("212345009950"), ScaleCode("12345", amount=9950)),
        (AWESOME, "991234500750", ScaleCode("12345", quantity=750)),
        (AWESOME_CHECKED, with_check_digit("991234500750"), ScaleCode("12345", quantity=750)),
        (GOFRUGAL, "W12345600750", ScaleCode("123456", quantity=750)),
        (GOFRUGAL, "w12345600750", ScaleCode("123456", quantity=750)),
        (Pattern("count", "20IIIIIQQQQQC"), with_check_digit("201234500012"), ScaleCode("12345", quantity=12_000)),
        (
            Pattern("grams of ten", "27IIIIIWWWWWC", 2),
            with_check_digit("271234500125"),
            ScaleCode("12345", quantity=1250),
        ),
        (
            Pattern("whole rupees", "28IIIIIAAAAAC", 0),
            with_check_digit("281234500125"),
            ScaleCode("12345", amount=12_500),
        ),
        (Pattern("tenth paise", "28IIIIIAAAAAC", 3), with_check_digit("281234512345"), ScaleCode("12345", amount=1235)),
        (ODOO_WEIGHT, "2112345012509", None),
        (ODOO_WEIGHT, "211234501250", None),
        (ODOO_WEIGHT, with_check_digit("221234501250"), None),
        (GOFRUGAL, "X12345600750", None),
    ],
)
def test_each_label_says_item_and_weight_or_price(pattern: Pattern, code: str, meant: ScaleCode | None) -> None:
    assert read(code, [pattern]) == meant


def test_the_first_pattern_that_fits_is_read_and_none_means_nothing() -> None:
    code = with_check_digit("211234501250")
    assert read(code, [ODOO_PRICE, ODOO_WEIGHT, CAS_13]) == ScaleCode("12345", quantity=1250)
    assert read(code, [CAS_13, ODOO_WEIGHT]) == ScaleCode("11234", amount=501_250)
    assert read(code, []) is None


@given(st.integers(1, 9_999_99), st.integers(1, 5_000_00))
def test_a_price_label_is_charged_exactly_what_it_says(amount: int, price: int) -> None:
    quantity, discount = priced(amount, price)
    sale = price_sale([PriceLine(quantity, price, inclusive=True, disc_amount=discount)], round_to=0)
    assert sale.payable == amount
    assert 0 <= discount <= price // 1000 + 1
    assert (quantity - 1) * price < amount * 1000 <= quantity * price


@pytest.mark.parametrize(("amount", "price"), [(100, 0), (0, 100), (100, -1)])
def test_a_price_label_without_a_price_cannot_be_weighed(amount: int, price: int) -> None:
    with pytest.raises(InvalidInput, match="needs an item with a price"):
        priced(amount, price)


@pytest.mark.parametrize("text", ["", "IIIII", "WWWWW", "21IIIWWII", "21IIIWWAA", "21IIIWWx", "2?IIIWW", "II11WW22II"])
def test_a_pattern_has_one_item_and_one_measure(text: str) -> None:
    with pytest.raises(InvalidInput, match="not a pattern of scale labels"):
        Pattern("mine", text)


@given(st.text(max_size=20) | st.from_regex(r"[0-9]{11,14}", fullmatch=True))
def test_no_code_makes_reading_fail(code: str) -> None:
    found = read(code, PRESETS)
    assert found is None or (found.quantity is None) != (found.amount is None)
