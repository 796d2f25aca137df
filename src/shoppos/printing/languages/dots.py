"""Rows of dots on their way to a printer: cut into bands it can hold, and saying nothing that it would obey."""

from __future__ import annotations

from itertools import groupby, repeat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FEWEST_BLANK = 8
"""Blank rows that are worth a band of their own."""

SIDES = tuple((across, down) for down in (-1, 0, 1) for across in (-1, 0, 1) if across or down)


def bands(rows: Sequence[bytes], most: int) -> Iterator[list[bytes]]:
    """The rows in bands of at most `most`, all as wide as the ink; those of blank rows are one byte wide.

    A blank band moves the paper by so many dots on every printer. To feed instead would not: ESC J counts in half dots
    on Epson's printers and in whole ones on most copies of them (Epson TM command reference, GS P).
    """
    wide = max(map(len, map(bytes.rstrip, rows, repeat(b"\0"))), default=0) or 1
    blank = bytes(wide)
    inked: list[bytes] = []
    narrow = rows if rows and wide == len(rows[0]) else [row[:wide] for row in rows]
    for is_blank, run in groupby(narrow, blank.__eq__):
        lines = list(run)
        if is_blank and len(lines) >= FEWEST_BLANK:
            yield from _cut(inked, most)
            yield from _cut([b"\0"] * len(lines), most)
            inked = []
        else:
            inked += lines
    yield from _cut(inked, most)


def _cut(rows: list[bytes], most: int) -> Iterator[list[bytes]]:
    for at in range(0, len(rows), most):
        yield rows[at : at + most]


def defused(picture: bytes, wide: int, commands: Sequence[bytes]) -> bytes:
    """The picture, `wide` bytes a row, without any of the two-byte `commands` that a printer obeys in the midst of it.

    Of each one dot is turned, the one that most of its neighbours already look like.
    """
    if not any(command in picture for command in commands):
        return picture
    dots = bytearray(picture)
    for command in commands:
        at = dots.find(command)
        while at >= 0:
            byte, bit = max(_choices(dots, at, commands), key=lambda choice: _alike(dots, wide, *choice))
            dots[byte] ^= 128 >> bit
            at = dots.find(command, at)
    return bytes(dots)


def _choices(dots: bytearray, at: int, commands: Sequence[bytes]) -> list[tuple[int, int]]:
    """The dots of the two bytes at `at` that can be turned without making another command."""
    found: list[tuple[int, int]] = []
    for byte in (at, at + 1):
        first = max(byte - 1, 0)
        for bit in range(8):
            around = dots[first : byte + 2]
            around[byte - first] ^= 128 >> bit
            if not any(command in around for command in commands):
                found.append((byte, bit))
    return found


def _alike(dots: bytearray, wide: int, byte: int, bit: int) -> int:
    """How many dots around this one have the colour that it would be turned to."""
    y, x = divmod(byte, wide)
    x = 8 * x + bit
    turned = not dots[byte] & 128 >> bit
    alike = 0
    for across, down in SIDES:
        column, line = x + across, y + down
        if 0 <= column < 8 * wide and 0 <= line < len(dots) // wide:
            alike += bool(dots[line * wide + column // 8] & 128 >> column % 8) == turned
    return alike
