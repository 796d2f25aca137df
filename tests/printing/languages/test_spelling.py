"""What a roll printer's letters can say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoppos.printing.languages.spelling import CODE_PAGES, codec, has, in_letters, spelled

PAGES = ["", *CODE_PAGES]


def test_the_euro_is_in_the_pages_that_have_it():
    assert [page for page in PAGES if has("€", page)] == ["cp858", "cp1252"]
    assert "€".encode(codec("cp858")) == b"\xd5"


def test_no_page_has_the_rupee_or_an_indian_letter():
    assert not any(has(sign, page) for sign in "₹कதক" for page in PAGES)


def test_signs_that_lose_nothing_are_spelled_where_the_page_lacks_them():
    assert spelled("2 × 10 – ‘a’ …", "") == "2 x 10 - 'a' ..."
    assert spelled("2 × 10 – ‘a’ …", "cp1252") == "2 × 10 – ‘a’ …"
    assert spelled("2 × 10 – ₹5 क é", "cp850") == "2 × 10 - ₹5 क é"


def test_letters_alone_spell_the_rupee_and_drop_accents_before_they_ask():
    assert in_letters("₹5 Café क्षेत्र", "") == "Rs.\u00a05 Cafe ????"
    assert in_letters("₹5 Café", "cp437") == "Rs.\u00a05 Café"


def test_a_page_nobody_knows_is_plain_ascii():
    assert codec("cp9999") == codec("") == "ascii"
    assert not has("é", "utf-8")


@pytest.mark.parametrize("page", PAGES)
@given(text=st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=80))
def test_letters_alone_are_always_in_the_page_and_never_a_command(page, text):
    said = in_letters(text, page).replace("\u00a0", " ").encode(codec(page))
    assert not any(byte < 0x20 or byte == 0x7F for byte in said)
