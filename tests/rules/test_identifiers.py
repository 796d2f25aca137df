"""Identifiers: the published good and bad ones, and that one wrong character is noticed."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoppos.base.errors import InvalidInput
from shoppos.rules.identifiers import KINDS, Checked, check, gstin_check_digit, phone, s10_check_digit
from shoppos.rules.place_of_supply import STATES

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "rules.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", VECTORS["gstin"], ids=lambda case: case["gstin"])
def test_the_published_gstins_are_judged_with_their_reason(case: dict[str, Any]) -> None:
    found = check("gstin", case["gstin"])
    assert (found.valid, found.reason) == (case["valid"], case["reason"])
    if case["check_digit"]:
        assert gstin_check_digit(case["gstin"][:14]) == case["check_digit"]
    if case["valid"]:
        assert (STATES[case["gstin"][:2]], case["gstin"][2:12]) == (case["state"], case["pan"])
        assert check("pan", case["pan"]).valid


@given(st.sampled_from([case["gstin"] for case in VECTORS["gstin"] if case["valid"]]), st.integers(0, 14), st.data())
def test_one_wrong_character_in_a_gstin_is_noticed(gstin: str, place: int, data: st.DataObject) -> None:
    other = data.draw(st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ").filter(lambda char: char != gstin[place]))
    assert not check("gstin", gstin[:place] + other + gstin[place + 1 :]).valid


@pytest.mark.parametrize("case", VECTORS["s10"], ids=lambda case: case["number"])
def test_the_published_parcel_numbers_are_judged(case: dict[str, Any]) -> None:
    assert check("s10", case["number"]).valid is case["valid_check_digit"]


def test_a_postal_check_digit_of_ten_is_zero_and_of_eleven_five() -> None:
    assert s10_check_digit("10000014") == "0"
    assert s10_check_digit("00000000") == "5"


@pytest.mark.parametrize("case", VECTORS["phone"], ids=lambda case: case["input"])
def test_the_published_telephone_numbers_are_read(case: dict[str, Any]) -> None:
    assert phone(case["input"]) == case["expect"]


@pytest.mark.parametrize("case", VECTORS["pincode"], ids=lambda case: case["input"])
def test_the_published_pins_are_judged(case: dict[str, Any]) -> None:
    assert check("pin", case["input"]).valid is case["expect"]


@pytest.mark.parametrize("case", VECTORS["ifsc"], ids=lambda case: case["input"])
def test_the_published_ifsc_codes_are_judged_by_form(case: dict[str, Any]) -> None:
    assert check("ifsc", case["input"]).valid is case["format_ok"]


@pytest.mark.parametrize("case", VECTORS["invoice_number"], ids=lambda case: case["number"] or "empty")
def test_the_published_bill_numbers_are_judged(case: dict[str, Any]) -> None:
    assert check("bill-number", case["number"]).valid is case["nic_einvoice"]


@pytest.mark.parametrize(
    ("kind", "value", "reason", "normalised"),
    [
        ("gstin", " 27aapfu0939f1zv ", None, "27AAPFU0939F1ZV"),
        ("gstin", "27AAPFU0939F1Z", "length", None),
        ("gstin", "25AAPFU0939F1ZV", "state", None),
        ("gstin", "28AAPFU0939F1ZV", "state", None),
        ("gstin", "", "length", None),
        ("pan", "aapfu0939f", None, "AAPFU0939F"),
        ("pan", "AAPXU0939F", "format", None),
        ("pan", "AAPFU0939", "length", None),
        ("pin", "400 001", None, "400001"),
        ("pin", "४००००१", None, "400001"),
        ("pin", "012345", "format", None),
        ("pin", "40001", "length", None),
        ("phone", "+91 98765 43210", None, "9876543210"),
        ("phone", "९८७६५४३२१०", None, "9876543210"),
        ("phone", "5876543210", "format", None),
        ("phone", "987654321", "length", None),
        ("phone", "call 9876543210", "format", None),
        ("ifsc", "hdfc0ckub01", None, "HDFC0CKUB01"),
        ("ifsc", "HDFC1000001", "format", None),
        ("ifsc", "HDFC0", "length", None),
        ("vpa", "Sharma.Stores@OkHdfcBank", None, "sharma.stores@okhdfcbank"),
        ("vpa", "a@ybl", "format", None),
        ("vpa", "me@mail.com", "format", None),
        ("vpa", "shop@ok hdfc", "format", None),
        ("s10", "em 123456785 in", None, "EM123456785IN"),
        ("s10", "EM123456784IN", "check_digit", None),
        ("s10", "EM12345678IN", "length", None),
        ("s10", "1M123456785IN", "format", None),
        ("bill-number", "a1/2627/000001", None, "A1/2627/000001"),
        ("bill-number", "A" * 17, "length", None),
        ("bill-number", "", "length", None),
        ("bill-number", "अ1", "format", None),
        ("utr", "412345678901", None, "412345678901"),
        ("utr", "41234567890", "length", None),
        ("utr", "41234567890A", "format", None),
    ],
)
def test_every_kind_answers_with_the_reason_or_the_one_spelling(
    kind: str, value: str, reason: str | None, normalised: str | None
) -> None:
    assert check(kind, value) == Checked(reason is None, reason, normalised)


def test_an_unknown_kind_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InvalidInput, match="gstin, pan, pin, phone, ifsc, vpa, s10, bill-number, utr"):
        check("aadhaar", "1")


@given(st.sampled_from(KINDS), st.text(max_size=40))
def test_any_text_gets_an_answer_and_a_valid_one_stays_valid(kind: str, text: str) -> None:
    found = check(kind, text)
    assert found.valid is (found.reason is None) is (found.normalised is not None)
    if found.normalised is not None:
        assert check(kind, found.normalised) == found
