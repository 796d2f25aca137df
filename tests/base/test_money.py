"""Money, quantities and rates: what people type, and what they get to read."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoppos.base import money
from shoppos.base.errors import InvalidInput

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "rules.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("text", "paise"),
    [
        ("118", 11_800),
        ("1,234.50", 123_450),
        ("1,00,00,000", 1_000_000_000),
        ("1,234,567", 123_456_700),
        ("₹95", 9_500),
        ("Rs. 95/-", 9_500),
        ("rs95", 9_500),
        ("INR 95.5", 9_550),
        (".5", 50),
        ("5.", 500),
        (" 0 ", 0),
        ("१२.५०", 1_250),
        ("\uff11\uff12", 1_200),
        ("9999999999.99", 999_999_999_999),
    ],
)
def test_money_is_read_as_people_write_it(text: str, paise: int) -> None:
    assert money.parse_paise(text) == paise


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "₹",
        "-5",
        "+5",
        "12,5",
        "1,2,3",
        "1.234",
        "1_0",
        "1e3",
        "0x1",
        "½",
        "²",
        "five",
        "10000000000",
        "1 000",
        "NaN",
    ],
)
def test_what_is_no_plain_amount_is_refused_and_named(text: str) -> None:
    assert money.read_paise(text) is None
    with pytest.raises(InvalidInput) as refusal:
        money.parse_paise(text)
    assert f'"{text}" is not an amount of money.' in str(refusal.value)


def test_quantities_have_three_decimals_and_rates_two() -> None:
    assert [money.parse_quantity(text) for text in ("3", "0.75", ".005", "१.२५")] == [3000, 750, 5, 1250]
    assert [money.parse_rate(text) for text in ("18", "18%", "0.25", "2.5 ")] == [1800, 1800, 25, 250]
    for text in ("0.0001", "-1", "", "1234567890"):
        with pytest.raises(InvalidInput, match="is not a quantity"):
            money.parse_quantity(text)
    for text in ("0.125", "-1", "%", "1000"):
        with pytest.raises(InvalidInput, match="is not a percentage"):
            money.parse_rate(text)


@pytest.mark.parametrize("case", VECTORS["indian_grouping"], ids=lambda case: case["value"])
def test_lakhs_and_crores_are_grouped_as_in_india(case: dict[str, str]) -> None:
    paise = int(Fraction(case["value"]) * 100)
    assert money.grouped(paise) == case["expect"]


def test_every_way_of_writing_keeps_the_sign() -> None:
    assert (money.plain(11_800), money.plain(-5), money.plain(0)) == ("118.00", "-0.05", "0.00")
    assert (money.rupees(11_800_000), money.rupees(-50_050)) == ("₹1,18,000.00", "-₹500.50")
    assert (money.grouped(-12_345_678), money.grouped(-99_999)) == ("-1,23,456.78", "-999.99")
    assert [money.quantity(milli) for milli in (3000, 750, -1500, 5, 0)] == ["3", "0.75", "-1.5", "0.005", "0"]
    assert [money.rate(hundredths) for hundredths in (1800, 25, 250, 0)] == ["18", "0.25", "2.5", "0"]


@given(st.integers(0, 10**12 - 1))
def test_what_is_written_is_read_back(number: int) -> None:
    assert money.parse_paise(money.plain(number)) == number
    assert money.parse_paise(money.grouped(number)) == number
    assert money.parse_paise(money.rupees(number)) == number
    assert money.parse_quantity(money.quantity(number)) == number
    assert money.parse_rate(money.rate(number % 100_000)) == number % 100_000


@given(st.integers(-(10**15), 10**15), st.integers(1, 10**9))
def test_halves_go_away_from_zero(num: int, den: int) -> None:
    exact = Fraction(num, den)
    near = money.half_up(num, den)
    assert abs(near - exact) <= Fraction(1, 2)
    assert abs(near - exact) != Fraction(1, 2) or abs(near) > abs(exact)


@given(st.text())
def test_reading_a_number_never_fails_in_another_way(text: str) -> None:
    for read in (money.read_paise, money.read_quantity, money.read_rate):
        found = read(text)
        assert found is None or found >= 0


@given(st.lists(st.integers(0, 10**12)), st.sampled_from((100, 1000)))
def test_shares_add_up_and_none_is_off_by_a_whole_part(values: list[int], whole: int) -> None:
    told, total = money.shares(values, whole), sum(values)
    assert sum(told) == (whole if total else 0)
    assert all(abs(one * total - value * whole) < total for one, value in zip(told, values, strict=True) if total)


def test_the_ways_of_a_day_come_to_a_hundred() -> None:
    assert money.shares((54_700, 9_900, 8_500), 100) == [75, 13, 12]
    assert money.shares((), 100) == []
