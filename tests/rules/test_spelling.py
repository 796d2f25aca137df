"""A letter wrong, missing, added or swapped."""

import pytest

from shoppos.rules.spelling import Vocabulary

WORDS = Vocabulary([("sugar", 5), ("sugandh", 1), ("salt", 3), ("malt", 9), ("detergent", 2), ("b2b", 1), ("चीनी", 2)])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("suger", ["sugar"]), ("sgar", ["sugar"]), ("sugaar", ["sugar"]), ("usgar", ["sugar"]),
        ("detrgant", ["detergent"]), ("चिनी", ["चीनी"]), ("xyzzy", []), ("su", []), ("b2c", []),
    ],
)  # fmt: skip
def test_the_nearest_word_is_meant(typed: str, meant: list[str]) -> None:
    assert WORDS.near(typed) == meant


def test_a_word_that_begins_alike_comes_before_one_that_more_things_are_called_by() -> None:
    assert WORDS.near("sal") == []
    assert WORDS.near("sxlx") == []
    assert WORDS.near("sugxr") == ["sugar"]
    assert WORDS.near("sugxx") == []
    assert WORDS.near("detxrgxnt") == ["detergent"]
    assert WORDS.near("detxrgxxt") == []
    assert WORDS.near("salk") == ["salt"]
    assert WORDS.near("balt") == ["malt", "salt"]
    assert len(WORDS) == 6
