"""Amounts in words."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoppos.rules.words import in_hindi, in_words

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "rules.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", VECTORS["amount_in_words"], ids=lambda case: case["value"])
def test_the_published_amounts_have_their_words(case: dict[str, str]) -> None:
    assert in_words(int(Fraction(case["value"]) * 100)) == case["expect_invoice_style"]


@pytest.mark.parametrize(
    ("paise", "words"),
    [
        (101, "Rupee One and One Paisa Only"),
        (2_000, "Rupees Twenty Only"),
        (1_900, "Rupees Nineteen Only"),
        (10**14, "Rupees One Lakh Crore Only"),
        (10**12 + 10_000, "Rupees One Thousand Crore One Hundred Only"),
    ],
)
def test_paise_teens_and_the_largest_amounts_are_said_too(paise: int, words: str) -> None:
    assert in_words(paise) == words


UNITS = {
    word: n for n, word in enumerate(in_words(n * 100).split()[1:-1] for n in range(100)) for word in [" ".join(word)]
}


def value(words: list[str]) -> int:
    for scale, size in (("Crore", 10**7), ("Lakh", 10**5), ("Thousand", 1000), ("Hundred", 100)):
        if scale in words:
            place = len(words) - 1 - words[::-1].index(scale)
            return value(words[:place]) * size + (value(words[place + 1 :]) if words[place + 1 :] else 0)
    return UNITS[" ".join(words)]


@given(st.integers(0, 10**13))
def test_the_words_say_the_number_and_no_other(paise: int) -> None:
    words = in_words(paise).split()
    rupees, _, rest = " ".join(words[1:-1]).partition(" and ")
    assert value(rupees.split()) == paise // 100
    assert (value(rest.split()[:-1]) if rest else 0) == paise % 100


@pytest.mark.parametrize(
    ("paise", "words"),
    [
        (0, "शून्य रुपये मात्र"),
        (101, "एक रुपया एक पैसा मात्र"),
        (1_223_50, "एक हज़ार दो सौ तेईस रुपये पचास पैसे मात्र"),
        (9_99_99_999_99, "नौ करोड़ निन्यानबे लाख निन्यानबे हज़ार नौ सौ निन्यानबे रुपये निन्यानबे पैसे मात्र"),
        (-5_00, "ऋण पाँच रुपये मात्र"),
    ],
)
def test_an_amount_is_said_in_hindi_as_cheques_say_it(paise: int, words: str) -> None:
    assert in_hindi(paise) == words


HINDI = {in_hindi(n * 100).removesuffix(" रुपये मात्र").removesuffix(" रुपया मात्र"): n for n in range(100)}


def hindi_value(words: list[str]) -> int:
    for scale, size in (("करोड़", 10**7), ("लाख", 10**5), ("हज़ार", 1000), ("सौ", 100)):
        if scale in words:
            place = len(words) - 1 - words[::-1].index(scale)
            rest = words[place + 1 :]
            return hindi_value(words[:place]) * size + (hindi_value(rest) if rest else 0)
    return HINDI[" ".join(words)]


@given(st.integers(0, 10**13))
def test_the_hindi_words_say_the_number_and_no_other(paise: int) -> None:
    assert len(HINDI) == 100
    words = in_hindi(paise).split()[:-1]
    at = next(at for at, word in enumerate(words) if word in {"रुपये", "रुपया"})
    assert hindi_value(words[:at]) == paise // 100
    assert (hindi_value(words[at + 1 : -1]) if words[at + 1 :] else 0) == paise % 100
