"""Spellings that meet: Latin ways of writing one word, and the same word in Devanagari and Tamil."""

import pytest

from shoppos.base.text import fold
from shoppos.rules.translit import key, latin

SAME = (
    "cheeni chini chinee चीनी", "namak नमक", "namkeen namkin नमकीन", "adrak अदरक", "haldi haldee हल्दी",
    "dhania dhaniya धनिया", "chai chay चाय", "tamatar टमाटर", "makhan makkhan मक्खन", "ghee ghi घी",
    "chawal chaval चावल", "papad paapad पापड़", "maida मैदा", "mirch mirchh मिर्च", "saboon sabun साबुन",
    "atta aata आटा", "phool fool फूल", "uppu उप्पु உப்பு", "arisi அரிசி", "manjal மஞ்சள்", "thakkali தக்காளி",
    "vengayam வெங்காயம்", "paruppu பருப்பு", "paal pal பால்", "sooji suji सूजी", "poori puri पूरी",
)  # fmt: skip


@pytest.mark.parametrize("row", SAME)
def test_all_spellings_of_a_word_have_one_key(row: str) -> None:
    assert len({key(fold(word)) for word in row.split()}) == 1


def test_different_goods_have_different_keys() -> None:
    words = [key(fold(row.split()[0])) for row in SAME]
    assert len(set(words)) == len(words)


@pytest.mark.parametrize(
    ("word", "said"),
    [("नमक", "namak"), ("नमकीन", "namkiin"), ("मक्खन", "makkhan"), ("पंखा", "pankhaa"), ("தேங்காய்", "thenggaay")],
)
def test_a_word_is_spelt_in_latin_letters_as_one_says_it(word: str, said: str) -> None:
    assert latin(fold(word)) == said


@pytest.mark.parametrize("word", ["12", "5kg", "", "ਖੰਡ"])
def test_what_cannot_be_heard_has_no_key(word: str) -> None:
    assert key(word) == ""
