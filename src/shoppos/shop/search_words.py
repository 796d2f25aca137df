"""Under which words a product is found: its own, the same in Latin letters and by their sound, and the trade's."""

from collections.abc import Iterable
from functools import cache, lru_cache

from shoppos.base.paths import resource
from shoppos.base.text import fold
from shoppos.rules.translit import key, latin

LONGEST = 4
"""Words in the longest phrase of the table."""


@cache
def _trade() -> dict[str, tuple[str, ...]]:
    """Of each word or phrase of the trade, folded, all others that mean the same."""
    found: dict[str, tuple[str, ...]] = {}
    for line in resource("words/trade.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith(("#", "[")) or not line.strip():
            continue
        same = tuple(dict.fromkeys(phrase for part in line.split(",") if (phrase := fold(part))))
        for phrase in same:
            found[phrase] = tuple(dict.fromkeys((*found.get(phrase, ()), *same)))
    return found


@lru_cache(16_384)
def _heard(word: str) -> tuple[str, ...]:
    """A word, the same in Latin letters and by its sound; long lists say the same words again and again."""
    sound = key(word)
    return (word, *(() if word.isascii() else (latin(word),)), *((sound,) if sound else ()))


@cache
def _same_heard(phrase: str) -> tuple[str, ...]:
    """All words that mean the same as a phrase of the trade, each with its sound behind it."""
    return tuple(heard for same in _trade()[phrase] for word in same.split() for heard in _heard(word))


@cache
def _firsts() -> frozenset[str]:
    """The first word of each phrase of the trade: most words of most names are none."""
    return frozenset(phrase.partition(" ")[0] for phrase in _trade())


def trade_phrases(words: list[str]) -> Iterable[str]:
    """The phrases of the trade among those folded words; the longest counts: "mustard oil" is no mustard."""
    table, firsts = _trade(), _firsts()
    at = 0
    while at < len(words):
        if words[at] not in firsts:
            at += 1
            continue
        for length in range(min(LONGEST, len(words) - at), 0, -1):
            phrase = " ".join(words[at : at + length])
            if phrase in table:
                yield phrase
                at += length - 1
                break
        at += 1


def index_words(folded: str, names: str) -> str:
    """All words of a product for the search: `folded` are its own and its codes, `names` those that have a meaning."""
    return words_to_find(folded.split(), fold(names).split())


def words_to_find(every: list[str], own: list[str]) -> str:
    """All words of a product for the search: `every` one of its own, and of those the folded ones of its names."""
    said = [heard for word in own for heard in _heard(word)]
    if not _firsts().isdisjoint(own):
        for phrase in trade_phrases(own):
            said.extend(_same_heard(phrase))
    return " ".join(dict.fromkeys((*every, *said)))


def sounds(words: list[str]) -> list[str]:
    """The key of each word as it is typed, itself where the key says too little."""
    return [sound if len(sound := key(word)) > 1 else word for word in words]
