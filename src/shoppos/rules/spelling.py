"""A word that nothing is called: which words of the shop it may have been meant to be."""

from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 3
"""Letters of the shortest word that may have been meant."""
LEAST = 4
"""Letters from which a word may be a mistake."""
LONG = 6
"""Letters from which it may hold two."""


class Vocabulary:
    """The words of a shop, by their length, so that only those are compared that can be near."""

    def __init__(self, words: Iterable[tuple[str, int]]) -> None:
        """Each word with the number of things that are called so; words with digits are codes and are left out."""
        self._often: dict[str, int] = {}
        self._by_length: dict[int, list[str]] = {}
        for word, often in words:
            if len(word) >= SHORTEST and not any(map(str.isdigit, word)):
                self._often[word] = often
                self._by_length.setdefault(len(word), []).append(word)

    def __len__(self) -> int:
        return len(self._often)

    def near(self, word: str, most: int = 3) -> list[str]:
        """The words that are one wrong, missing, added or swapped letter away (two in long words), the nearest first.

        Among those equally near, one that begins alike comes first, then the one that more things are called by.
        """
        if len(word) < LEAST or any(map(str.isdigit, word)):
            return []
        off = 2 if len(word) >= LONG else 1
        found: list[tuple[int, bool, int, str]] = []
        for length in range(max(SHORTEST, len(word) - off), len(word) + off + 1):
            choices = self._by_length.get(length, [])
            for choice, distance, _at in process.extract(
                word, choices, scorer=OSA.distance, score_cutoff=off, limit=20
            ):
                found.append((int(distance), choice[0] != word[0], -self._often[choice], choice))
        return [choice for _distance, _begins, _often, choice in sorted(found)[:most]]
