"""Names and codes: what is dropped, what stays, and what is the same."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoppos.base.text import LIMIT, ascii_digits, clean, code, fold


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("Parle-G 100 g", "Parle-G 100 g"),
        ("  two\t words\r\n", "two words"),
        ("\x1b@\x00Soap\x7f", "@Soap"),
        ("abc\u202edcb\u2066x", "abcdcbx"),
        ("a\u2028b", "a b"),
        ("a\u00a0b", "a b"),
        ("क\u094d\u200dष", "क\u094d\u200dष"),
        ("\u200c\u200d ", ""),
        ("\ufeffname\ue000", "name"),
        ("cafe\u0301", "caf\u00e9"),
        ("\ud800x", "x"),
        ("e\u200b\u0301", "\u00e9"),
    ],
)
def test_cleaning_drops_what_a_printer_could_obey_and_keeps_what_a_script_needs(raw: str, kept: str) -> None:
    assert clean(raw) == kept


@given(st.text(st.characters(exclude_categories=[]), max_size=400), st.integers(1, 300))
def test_a_clean_text_is_one_safe_line_of_at_most_the_limit_and_stays_as_it_is(raw: str, limit: int) -> None:
    text = clean(raw, limit)
    assert len(text) <= limit
    assert clean(text, limit) == text == unicodedata.normalize("NFC", text)
    assert all(unicodedata.category(char)[0] != "C" or char in "\u200c\u200d" for char in text)
    assert text == text.strip()
    assert "  " not in text


def test_a_long_text_is_cut() -> None:
    assert len(clean("x" * 1000)) == LIMIT


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("PARLE-G", "parle g"),
        ("Café", "cafe"),
        ("5 स्टार", "५ स्टार"),
        ("\uff2d\uff29\uff2c\uff2b", "milk"),
        ("क\u093cलम", "\u0958लम"),
        ("क\u094d\u200dष", "क\u094dष"),
        ("Straße", "strasse"),
        ("  a,b.c ", "A B C"),
    ],
)
def test_two_spellings_of_a_name_are_found_under_one_key(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("कल", "काल"), ("दाल", "दिल"), ("5", "6"), ("தேன்", "தன")])
def test_vowel_signs_are_letters_and_keep_names_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("scanned", "spelled"),
    [
        ("]C18901234567890", "8901234567890"),
        ("]E0 8901234567890\r\n", "8901234567890"),
        ("surf-1", "SURF-1"),
        ("१२३", "123"),
        ("\uff21\uff11", "A1"),
        ("]", "]"),
        ("]C1]E0A", "A"),
        ("\x1d0109", "0109"),
        (" a  b ", "A B"),
    ],
)
def test_a_code_has_one_spelling_however_it_was_scanned_or_typed(scanned: str, spelled: str) -> None:
    assert code(scanned) == spelled


@given(st.text(max_size=60))
def test_spelling_and_folding_twice_changes_nothing(text: str) -> None:
    assert code(code(text)) == code(text)
    assert fold(fold(text)) == fold(text)


def test_digits_of_every_script_are_digits() -> None:
    assert ascii_digits("१२३ ௪௫ ৬ ૭ \uff18") == "123 45 6 7 8"
    assert ascii_digits("½²") == "½²"
