"""A paragraph set in type: its lines, their height, and type that shrinks until one line holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.printing.face import wrapped
from shoppos.printing.marks import Block, Words
from shoppos.printing.page import Align, printable

if TYPE_CHECKING:
    from shoppos.printing.face import Face
    from shoppos.printing.page import Size, Text

STEP, SMALLEST = 5, 50
"""Percent by which type is made smaller until it fits, and where that ends."""

NARROWEST = 20
"""Percent down to which one line of a `fit` text is made smaller: a price is never broken."""

CAPITALS, COMMAS, DEEP = 76, 90, 100
"""Percent of the type that its capitals are high, and that they take with the tail of a comma, or of one of TAILED."""

TAILED = frozenset("gjpqy")

FIRST, LAST, HANGING = "\u0c00", "\u0cff", 116
"""Telugu and Kannada, whose second consonants hang half a letter below the line, and percent of a plain line."""


def set_text(text: Text, width: int, face: Face) -> list[Block]:
    """The lines of a paragraph `width` of the face's units wide, each a block."""
    blocks: list[Block] = []
    said = printable(text.text)
    face = _fitted(said, text, width, face) if text.fit else face
    for line in wrapped(said, width, text.size, face, bold=text.bold):
        wide = face.width(line, text.size, bold=text.bold)
        x = start(text.align, width, wide)
        high, base = leading(line, text.size, face), face.ascent(text.size)
        if text.tight:
            tail = DEEP if TAILED & set(line) else COMMAS
            high, base = base * tail // 100, base * CAPITALS // 100
        words = Words(x, base, line, text.size, text.bold, text.muted, face.percent)
        blocks.append(Block(high, (words,)))
    return blocks


def _fitted(said: str, text: Text, width: int, face: Face) -> Face:
    """The largest type in which the text stands on one line, or the smallest there is."""
    smaller = face
    for percent in range(100, NARROWEST - STEP, -STEP):
        smaller = face.at(face.percent * percent // 100)
        if smaller.width(said, text.size, bold=text.bold) <= width:
            break
    return smaller


def start(align: Align, width: int, wide: int) -> int:
    """Where a text so `wide` begins in a place of that width."""
    return {Align.LEFT: 0, Align.CENTER: (width - wide) // 2, Align.RIGHT: width - wide}[align]


def leading(line: str, size: Size, face: Face) -> int:
    """The height of a line: higher where letters hang below letters, so that no line stands on the next."""
    high = face.line(size)
    return high * HANGING // 100 if not line.isascii() and any(FIRST <= sign <= LAST for sign in line) else high
