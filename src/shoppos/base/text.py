"""What people and files wrote, made safe to keep, to find and to compare."""

import re
import unicodedata

LIMIT = 200
_JOINERS = "\u200c\u200d"
_SPACES = frozenset("\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85")
_AIM = re.compile(r"(?:\][A-Z][0-9A-Z])+")
_ASCII_SIGNS = re.compile("[^a-z0-9]+")
_LATIN_ACCENTS = re.compile("[\u0300-\u036f]")


def clean(text: str, limit: int = LIMIT) -> str:
    """`text` in one line of at most `limit` characters, without anything a printer or a screen could obey.

    Control, format, surrogate, private and unassigned characters go (bidi overrides among them); U+200C and U+200D
    stay, because Indic scripts and emoji are written with them. Line ends and tabs become spaces, spaces are single.
    """
    if not text:
        return text
    if text.isascii() and text.isprintable():
        return " ".join(text.split())[:limit].rstrip()
    text = unicodedata.normalize("NFC", "".join(map(_kept, text)))
    text = " ".join(text.split())[:limit].strip()
    return text if text.strip(_JOINERS + " ") else ""


def fold(text: str) -> str:
    """The key under which a name is searched: one case, ASCII digits, no punctuation, no Latin accents.

    The vowel signs of Indic scripts are letters, not accents, and stay.
    """
    if text.isascii():
        return " ".join(_ASCII_SIGNS.sub(" ", text.casefold()).split())
    plain = unicodedata.normalize("NFKC", ascii_digits(text)).casefold()
    bare = _LATIN_ACCENTS.sub("", unicodedata.normalize("NFKD", plain))
    folded = unicodedata.normalize("NFC", bare).translate(dict.fromkeys(map(ord, _JOINERS)))
    return " ".join("".join(char if unicodedata.category(char)[0] in "LMN" else " " for char in folded).split())


def code(text: str) -> str:
    """The one spelling of a typed or scanned code: upper case, ASCII digits, no AIM prefix of the scanner (]C1, ]E0).

    AIM prefixes: ISO/IEC 15424, symbology identifiers.
    """
    if text.isascii() and text.isalnum():
        return text[:LIMIT].upper()
    plain = unicodedata.normalize("NFKC", ascii_digits(clean(text)))
    upper = unicodedata.normalize("NFKC", plain.upper())
    return clean(_AIM.sub("", clean(upper), count=1) if upper.startswith("]") else upper)


def ascii_digits(text: str) -> str:
    """`text` with the decimal digits of every script (Devanagari, Tamil, full width …) as 0-9."""
    if text.isascii():
        return text
    return "".join(char if char.isascii() else _digit(char) for char in text)


def width(text: str) -> int:
    """How many columns of a terminal a text takes: vowel signs stand above, below or within letters."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(sign: str) -> int:
    if unicodedata.category(sign) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def _digit(char: str) -> str:
    """One character, as an ASCII digit if it is a decimal digit of any script."""
    value = unicodedata.decimal(char, -1)
    return char if value < 0 else str(value)


def _kept(char: str) -> str:
    """What is left of one character: itself, a space, or nothing."""
    if char in _SPACES:
        return " "
    category = unicodedata.category(char)
    if category[0] == "C":
        return char if char in _JOINERS else ""
    return " " if category[0] == "Z" else char
