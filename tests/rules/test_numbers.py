"""Document numbers: their form, their year, their series."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoppos.base.errors import InvalidInput, Refused
from shoppos.rules import numbers

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "rules.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", VECTORS["financial_year"], ids=lambda case: case["date"])
def test_a_financial_year_begins_on_the_first_of_april(case: dict[str, str]) -> None:
    assert numbers.fy_code(date.fromisoformat(case["date"])) == case["fy"][2:4] + case["fy"][5:]


def test_the_year_in_numbers_has_four_digits() -> None:
    assert numbers.fy_code(date(2026, 4, 1)) == "2627"
    assert numbers.fy_code(date(2026, 3, 31)) == "2526"
    assert numbers.fy_code(date(1999, 12, 1)) == "9900"


@pytest.mark.parametrize("case", VECTORS["invoice_number"], ids=lambda case: case["number"] or "empty")
def test_a_number_is_what_the_e_invoice_portal_takes(case: dict[str, object]) -> None:
    assert numbers.is_valid(str(case["number"])) is case["nic_einvoice"]


@pytest.mark.parametrize("text", ["A\u0967", "\u0905", "A" * 17, "A 1", "A1\n", "/1"])
def test_other_scripts_and_longer_numbers_are_not_valid(text: str) -> None:
    assert not numbers.is_valid(text)


def test_bills_credit_notes_and_orders_have_series_of_their_own() -> None:
    day = date(2026, 11, 23)
    assert numbers.number("A1", day, 1) == "A1/2627/000001"
    assert numbers.number("A1", day, 123, "C") == "A1/2627/C00123"
    assert numbers.number("B12", day, 7, "O") == "B12/2627/O00007"
    assert numbers.number("A1", day, 1_000_000) == "A1/2627/1000000"


@given(st.from_regex(r"[A-Z][A-Z0-9]{0,2}", fullmatch=True), st.dates(), st.integers(1, 999_999), st.sampled_from("CO"))
def test_every_number_a_till_draws_is_allowed_and_no_two_are_the_same(
    till: str, day: date, n: int, letter: str
) -> None:
    bill, note = numbers.number(till, day, n), numbers.number(till, day, min(n, 99_999), letter)
    assert numbers.is_valid(bill)
    assert numbers.is_valid(note)
    assert bill != note


def test_a_number_longer_than_the_law_allows_is_refused() -> None:
    with pytest.raises(Refused, match="shorter code"):
        numbers.number("AB1", date(2026, 4, 1), 100_000_000)


@pytest.mark.parametrize(("till", "n"), [("", 1), ("1A", 1), ("a1", 1), ("AB12", 1), ("A/1", 1), ("A1", 0)])
def test_a_till_code_or_count_that_no_number_can_have_is_refused(till: str, n: int) -> None:
    with pytest.raises(InvalidInput, match="cannot begin a bill number"):
        numbers.number(till, date(2026, 4, 1), n)


def test_each_new_till_gets_the_first_code_never_used() -> None:
    assert numbers.next_till_code([]) == "A1"
    assert numbers.next_till_code(["A1", "a2", "A4"]) == "A3"
    assert numbers.next_till_code([f"A{n}" for n in range(1, 10)]) == "B1"
    used: list[str] = []
    for _ in range(240):
        used.append(numbers.next_till_code(used))
    assert used[233:236] == ["Z9", "A10", "A11"]
    assert all(numbers.is_till_code(code) for code in used)


def test_a_shop_that_used_all_codes_is_told_so() -> None:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    used = [f"{letter}{n}" for letter in letters for n in range(1, 100)]
    with pytest.raises(Refused, match="used up all till codes"):
        numbers.next_till_code(used)


@pytest.mark.parametrize(
    ("text", "letter"),
    [("A1/2627/E00001", "E"), (" b12/2627/o00012 ", "O"), ("A1/2627/000001", ""), ("8901030865275", ""), ("A1/E1", "")],
)
def test_a_number_says_of_which_series_it_is(text, letter):
    assert numbers.series_of(text) == letter
