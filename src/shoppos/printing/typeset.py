"""Setting a page in type: where each word, line and square stands, in whole units of whoever draws it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shoppos.base.errors import InvalidInput
from shoppos.printing.codes import FINEST, QUIET, checked_bars, checked_qr, spaced
from shoppos.printing.marks import (
    Bars,
    Block,
    Frame,
    Ground,
    Modules,
    Pixels,
    Plot,
    Sheet,
    Stroke,
    Words,
    moved,
    stacked,
)
from shoppos.printing.page import (
    Barcode,
    Beside,
    Break,
    Either,
    Emblem,
    Feed,
    Framed,
    Picture,
    Qr,
    Rule,
    Ruler,
    Size,
    Spring,
    Stand,
    Table,
    Text,
    Together,
    share_out,
)
from shoppos.printing.paragraph import set_text, start
from shoppos.printing.tables import set_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shoppos.printing.face import Face
    from shoppos.printing.marks import Mark
    from shoppos.printing.page import Part

COARSEST = 3
"""Pixels of the shop's picture to the millimetre, below which it is set smaller instead."""
CORNER = 3
"""Ticks that are left out at the corners of a place, where those of two edges would cross."""


def strip(part: Part, width: int, face: Face) -> Sheet:
    """One part alone, without margins: for a text printer that lacks the part's letters."""
    marks, end = stacked(set_part(part, width, face), 0, 0)
    return Sheet(tuple(marks), end)


def set_part(part: Part, width: int, face: Face) -> list[Block]:
    """The blocks of one part, `width` of the face's units wide."""
    match part:
        case Text():
            return set_text(part, width, face)
        case Table():
            return set_table(part, width, face)
        case Break():
            return []
        case Picture():
            return [Block(round(width * part.drawing.height / part.drawing.width), (Plot(0, 0, width, part.drawing),))]
        case Emblem():
            return [_emblem(part, width, face)]
        case Either():
            return [block for inner in part.choices[0] for block in set_part(inner, width, face)]
        case _:
            return [_block(part, width, face)]


def _block(
    part: Rule | Qr | Barcode | Feed | Together | Beside | Framed | Spring | Ruler, width: int, face: Face
) -> Block:
    """What is set in one piece."""
    match part:
        case Rule():
            space = face.millimetre
            return Block(2 * space, (Stroke(0, space, width, 2 if part.heavy else 1),))
        case Qr():
            return _qr(part, width, face)
        case Barcode():
            return _barcode(part, width, face)
        case Feed() | Spring():
            line = face.line(Size.NORMAL)
            high = part.lines * line // 2 if isinstance(part, Feed) else part.least * face.millimetre // 10
            return Block(high, air=True, spring=isinstance(part, Spring))
        case Together():
            return _merged([block for inner in part.parts for block in set_part(inner, width, face)])
        case Beside():
            return _beside(part, width, face)
        case Framed():
            return _framed(part, width, face)
        case Ruler():
            return _ruler(part, width, face)


def _merged(blocks: Sequence[Block]) -> Block:
    marks, end = stacked(blocks, 0, 0)
    return Block(end, tuple(marks))


def _qr(part: Qr, width: int, face: Face) -> Block:
    matrix = checked_qr(part.text)
    most = min(width, part.most * face.millimetre // 10 or width)
    side = max(min(face.smallest_module, most // len(matrix)) // face.dot, 1) * face.dot
    whole = side * len(matrix)
    return Block(whole, (Modules(start(part.align, width, whole), 0, side, matrix),))


def _emblem(part: Emblem, width: int, face: Face) -> Block:
    """The shop's picture within its place, never stretched, with a millimetre of air below."""
    wide = min(width, part.wide * face.millimetre // 10, part.logo.width * face.millimetre // COARSEST)
    high = wide * part.logo.height // part.logo.width
    if high > (most := part.high * face.millimetre // 10):
        high, wide = most, most * part.logo.width // part.logo.height
    wide, high = (max(side // face.dot, 1) * face.dot for side in (wide, high))
    mark = Pixels(start(part.align, width, wide), 0, wide, high, part.logo)
    return Block(high + face.millimetre, (mark,))


def _barcode(part: Barcode, width: int, face: Face) -> Block:
    """Bars on whole dots, as wide as there is room for; where they would be too fine, a QR code."""
    pattern = _pattern(part)
    fits = width // ((len(pattern) + 2 * QUIET) * face.dot) if pattern else 0
    said = Text(spaced(part.text, part.kind), Size.SMALL, align=part.align, fit=True)
    told = set_text(said, width, face) if part.told else []
    if fits < face.millimetre // (FINEST * face.dot):
        return _merged([_qr(Qr(part.text, part.align), width, face), *told])
    least = -(-part.least * face.millimetre // (10 * len(pattern) * face.dot))
    side = min(fits, max(face.millimetre // (2 * face.dot), least)) * face.dot
    height = part.height * face.millimetre // 10
    x = start(part.align, width, (len(pattern) + 2 * QUIET) * side) + QUIET * side
    return _merged([Block(height, (Bars(x, 0, side, height, pattern),)), *told])


def _pattern(part: Barcode) -> tuple[bool, ...]:
    """The bars of a code, or none for a text that bars cannot say."""
    try:
        return checked_bars(part.text, part.kind)
    except InvalidInput:
        return ()


def _framed(part: Framed, width: int, face: Face) -> Block:
    pad = part.pad * face.millimetre // 10
    blocks = [block for inner in part.parts for block in set_part(inner, width - 2 * pad, face)]
    marks, end = stacked(blocks, pad, pad * 2 // 3)
    height = end + pad * 2 // 3
    if part.solid:
        light = [replace(mark, light=True) if isinstance(mark, Words) else mark for mark in marks]
        return Block(height, (Ground(0, 0, width, height, solid=True), *light))
    return Block(height, (Frame(0, 0, width, height, max(face.millimetre * 3 // 10, 1)), *marks))


def _ruler(part: Ruler, width: int, face: Face) -> Block:
    """Ticks at every millimetre, longer at five and ten, with the tens told; a line at the very edge all around."""
    high = part.height * face.millimetre // 10
    ten = face.millimetre * 3 if part.height else face.millimetre * 5
    inset = ten + face.millimetre // 2
    blocks = [block for inner in part.parts for block in set_part(inner, width - 2 * inset, face)]
    end = inset + sum(block.height for block in blocks)
    inside, _end = stacked(blocks, inset, max((high - end + inset) // 2, inset))
    if not high:
        edge = [Ground(0, 0, width, face.dot, solid=True), Ground(width - face.dot, 0, face.dot, ten, solid=True)]
        told = _tens(width, ten, face, Size.NORMAL)
        return Block(ten + face.line(Size.NORMAL), (*edge, *_ticks(width, ten, face), *told))
    across, down = (_ticks(length, ten, face)[CORNER:-CORNER] for length in (width, high))
    marks: list[Mark] = [Frame(0, 0, width, high, face.dot), *across]
    marks += [replace(tick, y=high - tick.height) for tick in across]
    for tick in down:
        left = Ground(0, tick.x, tick.height, tick.width, solid=True)
        marks += [left, replace(left, x=width - tick.height)]
    return Block(max(high, end + inset), (*marks, *inside))


def _ticks(length: int, ten: int, face: Face) -> list[Ground]:
    ticks: list[Ground] = []
    for mm in range((length - face.dot) // face.millimetre + 1):
        high = ten if mm % 10 == 0 else ten * 3 // 4 if mm % 5 == 0 else ten // 2
        ticks.append(Ground(mm * face.millimetre, 0, face.dot, high, solid=True))
    return ticks


def _tens(width: int, y: int, face: Face, size: Size) -> list[Words]:
    """The figures of the tens, and the last millimetre that is drawn."""
    told: list[Words] = []
    last = width // face.millimetre
    for mm in (*range(0, last - 4, 10), last):
        wide = face.width(str(mm), size, bold=mm == last)
        x = min(max(mm * face.millimetre - wide // 2, 0), width - wide)
        told.append(Words(x, y + face.ascent(size), str(mm), size, mm == last, percent=face.percent))
    return told


def _beside(part: Beside, width: int, face: Face) -> Block:
    gap = part.gap * face.millimetre // 10
    widths = share_out(width - gap * (len(part.stacks) - 1), part.shares, [1] * len(part.stacks)) or []
    tints = part.tint or (False,) * len(part.stacks)
    set_: list[tuple[list[Mark], int]] = []
    for stack, wide, tint in zip(part.stacks, widths, tints, strict=True):
        pad = 2 * face.millimetre if tint else 0
        blocks = [block for inner in stack for block in set_part(inner, wide - 2 * pad, face)]
        marks, end = stacked(blocks, pad, pad)
        set_.append((marks, end + pad))
    lowered = _lowered(set_, part.stand)
    height = max(end + down for (_marks, end), down in zip(set_, lowered, strict=True))
    all_marks: list[Mark] = []
    x = 0
    for (marks, _end), down, wide, tint in zip(set_, lowered, widths, tints, strict=True):
        ground: list[Mark] = [Ground(0, 0, wide, height)] if tint else []
        all_marks += moved([*ground, *moved(marks, 0, down)], x, 0)
        x += wide + gap
    return Block(height, tuple(all_marks))


def _lowered(stacks: Sequence[tuple[list[Mark], int]], stand: Stand) -> list[int]:
    """How far each stack goes down so that they stand to each other as `stand` says."""
    if stand is Stand.TOP:
        return [0] * len(stacks)
    if stand is Stand.MIDDLE:
        tallest = max(end for _marks, end in stacks)
        return [(tallest - end) // 2 for _marks, end in stacks]
    feet = [max((mark.y for mark in marks if isinstance(mark, Words)), default=end) for marks, end in stacks]
    return [max(feet) - foot for foot in feet]
