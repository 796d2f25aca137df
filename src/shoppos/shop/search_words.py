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


_latin = lru_cache(8192)(latin)
_key = lru_cache(8192)(key)
"""Long lists say the same words again and again."""


@cache
def _firsts() -> frozenset[str]:
    """The first word of each phrase of the trade: most words of most names are none."""
    return frozenset(phrase.partition(" ")[0] for phrase in _trade())


def trade_words(words: list[str]) -> Iterable[str]:
    """What else people call a thing of those folded words; the longest phrase counts: "mustard oil" is no mustard."""
    table, firsts = _trade(), _firsts()
    at = 0
    while at < len(words):
        if words[at] not in firsts:
            at += 1
            continue
        for length in range(min(LONGEST, len(words) - at), 0, -1):
            same = table.get(" ".join(words[at : at + length]))
            if same is not None:
                yield from same
                at += length - 1
                break
        at += 1


def index_words(folded: str, names: str) -> str:
    """All words of a product for the search: `folded` are its own and its codes, `names` those that have a meaning."""
    own = fold(names).split()
    every = dict.fromkeys(folded.split())
    for word in (*own, *(part for phrase in trade_words(own) for part in phrase.split())):
        every.setdefault(word)
        if not word.isascii():
            every.setdefault(_latin(word))
        sound = _key(word)
        if sound:
            every.setdefault(sound)
    return " ".join(every)


def sounds(words: list[str]) -> list[str]:
    """The key of each word as it is typed, itself where the key says too little."""
    return [sound if len(sound := key(word)) > 1 else word for word in words]
