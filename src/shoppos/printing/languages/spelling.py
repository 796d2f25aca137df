"""The letters of a roll printer: which signs its code page has, and how the others are spelled."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

CODE_PAGES = {"cp437": 0, "cp850": 2, "cp858": 19, "cp1252": 16}
"""The code pages that nearly every copy of Epson's printers has, by what ESC t calls them."""

SIGNS = {
    "–": "-", "—": "-", "−": "-", "·": "-", "•": "*", "×": "x", "…": "...", "‘": "'", "’": "'", "“": '"', "”": '"',
    "\u00a0": " ", "€": "EUR ", "▸": ">",
}  # fmt: skip
"""Signs that lose nothing when they are spelled in ASCII."""

RUPEE = "₹"


@lru_cache(maxsize=16)
def _table(page: str, *, letters_only: bool) -> Mapping[int, str]:
    signs = SIGNS | {RUPEE: "Rs.\u00a0"} if letters_only else SIGNS
    return str.maketrans({sign: said for sign, said in signs.items() if sign != "\u00a0" and not has(sign, page)})


def codec(page: str) -> str:
    """What Python calls the code page; ASCII for one that nobody knows."""
    return page if page in CODE_PAGES else "ascii"


def has(text: str, page: str) -> bool:
    """Whether the code page has every sign of `text`."""
    if text.isascii():
        return True
    try:
        text.encode(codec(page))
    except UnicodeEncodeError:
        return False
    return True


def spelled(text: str, page: str) -> str:
    """`text` with those signs in ASCII that lose nothing by it and that the code page lacks; others stay."""
    return text if text.isascii() else text.translate(_table(page, letters_only=False))


def in_letters(text: str, page: str) -> str:
    """`text` in the signs of the code page alone: what it lacks is spelled, a letter loses its accent, else it is "?".

    One "?" stands for each letter of a script that the printer does not have.
    """
    if text.isascii():
        return text
    said = text.translate(_table(page, letters_only=True))
    if has(said.replace("\u00a0", " "), page):
        return said
    return "".join(_nearest(sign, page) for sign in said)


def _nearest(sign: str, page: str) -> str:
    if has(sign, page) or sign == "\u00a0":
        return sign
    if unicodedata.category(sign) in {"Mn", "Me", "Mc", "Cf"}:
        return ""
    plain = unicodedata.normalize("NFKD", sign)
    kept = "".join(part for part in plain if not unicodedata.combining(part))
    return kept if kept != sign and has(kept, page) else "?"
