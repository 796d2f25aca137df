"""The type a page is set in: how wide a text is, and where its lines break."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Protocol

from shoppos.printing.page import NBSP

if TYPE_CHECKING:
    from shoppos.printing.page import Size

ZWJ = "\u200d"
VIRAMA_CLASS = 9
"""The combining class of the sign that joins two consonants into one letter."""


class Face(Protocol):
    """The type of one drawer: how wide a text is, how high a line, how far apart things stand."""

    def width(self, text: str, size: Size, *, bold: bool) -> int:
        """The advance of `text` in the drawer's units."""
        ...

    def line(self, size: Size) -> int:
        """The height of one line."""
        ...

    def ascent(self, size: Size) -> int:
        """From the top of a line to its baseline."""
        ...

    @property
    def millimetre(self) -> int:
        """One millimetre in the drawer's units."""
        ...

    @property
    def dot(self) -> int:
        """The smallest thing it draws, on which bars begin and end, in its units."""
        ...

    @property
    def percent(self) -> int:
        """How large it is against the paper's own type."""
        ...

    def at(self, percent: int) -> Face:
        """The same type at that percent of the paper's own."""
        ...

    @property
    def smallest_module(self) -> int:
        """The side of one QR module that phones read from this drawer, in its units."""
        ...


def wrapped(text: str, width: int, size: Size, face: Face, *, bold: bool) -> list[str]:
    """`text` broken at blanks, and inside a word only when the word alone is wider than `width`."""
    blank = face.width(" ", size, bold=bold)
    lines = [""]
    taken = 0
    for word in text.split(" "):
        wide = face.width(word, size, bold=bold)
        if lines[-1] and taken + blank + wide <= width:
            lines[-1] += f" {word}"
            taken += blank + wide
        elif wide <= width:
            lines[len(lines) - (not lines[-1]) :] = [word]
            taken = wide
        else:
            lines[len(lines) - (not lines[-1]) :] = _broken(word, width, size, face, bold=bold)
            taken = face.width(lines[-1], size, bold=bold)
    return [line.replace(NBSP, " ") for line in lines]


def _broken(word: str, width: int, size: Size, face: Face, *, bold: bool) -> list[str]:
    """A word too wide for its place, cut between syllables (never before a mark or inside a conjunct)."""
    pieces = [""]
    for syllable in _syllables(word):
        joined = pieces[-1] + syllable
        if pieces[-1] and face.width(joined, size, bold=bold) > width:
            pieces.append(syllable)
        else:
            pieces[-1] = joined
    return pieces


def _syllables(word: str) -> list[str]:
    found: list[str] = []
    for sign in word:
        joins = unicodedata.category(sign)[0] == "M" or sign == ZWJ
        after = found and (unicodedata.combining(found[-1][-1]) == VIRAMA_CLASS or found[-1][-1] == ZWJ)
        if found and (joins or after):
            found[-1] += sign
        else:
            found.append(sign)
    return found
