"""One word in many spellings: Devanagari and Tamil in Latin letters, and the key under which spellings meet."""

import re
from functools import lru_cache

DEVANAGARI = dict(
    zip(
        "कखगघङचछजझञटठडढणतथदधनपफबभमयरलळवशषसह",
        [
            "k",
            "kh",
            "g",
            "gh",
            "n",
            "ch",
            "chh",
            "j",
            "jh",
            "n",
            "t",
            "th",
            "d",
            "dh",
            "n",
            "t",
            "th",
            "d",
            "dh",
            "n",
            "p",
            "ph",
            "b",
            "bh",
            "m",
            "y",
            "r",
            "l",
            "l",
            "v",
            "sh",
            "sh",
            "s",
            "h",
        ],
        strict=True,
    )
)
NUKTA = {"क": "k", "ख": "kh", "ग": "g", "ज": "z", "ड": "d", "ढ": "dh", "फ": "f", "य": "y"}
VOWELS = dict(
    zip("अआइईउऊऋएऐओऔऑऍ", ["a", "aa", "i", "ii", "u", "uu", "ri", "e", "ai", "o", "au", "o", "e"], strict=True)
)
SIGNS = dict(zip("ािीुूृेैोौॉॅ", ["aa", "i", "ii", "u", "uu", "ri", "e", "ai", "o", "au", "o", "e"], strict=True))
NASAL, BREATH, VIRAMA, DOT = "ंँ", "\u0903", "्", "़"

TAMIL = dict(
    zip(
        "கஙசஞடணதநபமயரலவழளறனஜஷஸஹ",
        [
            "k",
            "ng",
            "s",
            "nj",
            "t",
            "n",
            "th",
            "n",
            "p",
            "m",
            "y",
            "r",
            "l",
            "v",
            "zh",
            "l",
            "r",
            "n",
            "j",
            "sh",
            "s",
            "h",
        ],
        strict=True,
    )
)
SOFT = {"க": "g", "ச": "s", "ட": "d", "ப": "b"}
NASALS = frozenset("ஙஞணநமன")
TAMIL_VOWELS = dict(zip("அஆஇஈஉஊஎஏஐஒஓஔ", ["a", "aa", "i", "ii", "u", "uu", "e", "e", "ai", "o", "o", "au"], strict=True))
TAMIL_SIGNS = dict(zip("ாிீுூெேைொோௌ", ["aa", "i", "ii", "u", "uu", "e", "e", "ai", "o", "o", "au"], strict=True))
PULLI = "்"

SCHWA = "ə"
_SILENT = re.compile(r"(?<=[aeiouə])([bcdfghjklmnpqrstvwxyz]h{0,2})ə(?=[bcdfghjklmnpqrstvwxyz]h{0,2}[aeiouə])")
_INDIC = re.compile("[\u0900-\u097f\u0b80-\u0bff]")
_FOLDS = (
    (re.compile(r"chh?"), "C"),
    (re.compile(r"c(?=[eiy])"), "s"),
    (re.compile(r"ck?|q"), "k"),
    (re.compile(r"zh"), "l"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"([kgjtdbs])h"), r"\1"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"w"), "v"),
    (re.compile(r"z"), "j"),
    (re.compile(r"ee|ea|ie(?=.)"), "i"),
    (re.compile(r"oo|ou"), "u"),
    (re.compile(r"(?<=.)y"), "i"),
    (re.compile(r"(.)\1+"), r"\1"),
)
SHORT = 4
"""A final a is dropped where at least three letters stand before it."""


def latin(word: str) -> str:
    """A folded word in Latin letters as one would say it; what is neither Devanagari nor Tamil stays."""
    if not _INDIC.search(word):
        return word
    said = _devanagari(word) if re.search("[\u0900-\u097f]", word) else _tamil(word)
    if said.endswith(SCHWA):
        said = said[:-1]
    before = ""
    while before != said:  # from the end, as Hindi drops them (Ohala 1983)
        before = said
        said = _last(said)
    return said.replace(SCHWA, "a")


def _last(said: str) -> str:
    """The word without the last inherent vowel that nobody speaks."""
    found = list(_SILENT.finditer(said))
    if not found:
        return said
    end = found[-1].end()
    return said[: end - 1] + said[end:]


def _devanagari(word: str) -> str:
    said: list[str] = []
    for at, char in enumerate(word):
        after = word[at + 1 : at + 2]
        if char in DEVANAGARI:
            dotted = after == DOT
            sound = NUKTA.get(char, DEVANAGARI[char]) if dotted else DEVANAGARI[char]
            follows = word[at + 1 + dotted : at + 2 + dotted]
            said.append(sound + ("" if follows in SIGNS or follows == VIRAMA else SCHWA))
        else:
            said.append(_sign(char))
    return "".join(said)


def _sign(char: str) -> str:
    """A vowel or another sign of Devanagari."""
    if char in NASAL:
        return "n"
    if char in {BREATH, VIRAMA, DOT}:
        return ""
    return VOWELS.get(char) or SIGNS.get(char) or char


def _tamil(word: str) -> str:
    """Tamil writes one letter for two sounds: hard at the beginning and doubled, soft between vowels and after m, n."""
    said: list[str] = []
    for at, char in enumerate(word):
        if char not in TAMIL:
            said.append(TAMIL_VOWELS.get(char) or TAMIL_SIGNS.get(char) or ("" if char == PULLI else char))
            continue
        before, after = word[max(at - 2, 0) : at], word[at + 1 : at + 2]
        sound = TAMIL[char]
        if char in SOFT and at:
            closed = before.endswith(PULLI)
            nasal = closed and before[:1] in NASALS
            doubled = after == PULLI or (closed and not nasal)
            sound = ("ch" if char == "ச" else sound) if doubled else SOFT[char]
            sound = "j" if char == "ச" and nasal else sound
        said.append(sound + ("" if after in TAMIL_SIGNS or after == PULLI else "a"))
    return "".join(said)


@lru_cache(65_536)
def key(word: str) -> str:
    """Under what all spellings of a folded word meet: ee is i, oo is u, w is v, ph is f, no double letters.

    Empty for what has no letters; digits stay as they are.
    """
    said = latin(word)
    if not said.isascii() or not any(map(str.isalpha, said)) or any(map(str.isdigit, said)):
        return ""
    for pattern, by in _FOLDS:
        said = pattern.sub(by, said)
    said = said.replace("C", "c")
    return said[:-1] if len(said) >= SHORT and said.endswith("a") else said
