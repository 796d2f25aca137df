"""Setting a page in type: where each word, line and square stands, in whole units of whoever draws it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from shoppos.printing.face import wrapped
from shoppos.printing.page import (
    Align,
    Beside,
    Column,
    Feed,
    Qr,
    Rule,
    Size,
    Table,
    Text,
    Together,
    checked_qr,
    printable,
    printable_lines,
    share_out,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shoppos.printing.face import Face
    from shoppos.printing.page import Page, Paper, Part

ON_ROLL = {Size.SMALL: 85, Size.NORMAL: 100, Size.LARGE: 135, Size.HUGE: 180}
ON_SHEET = {Size.SMALL: 84, Size.NORMAL: 100, Size.LARGE: 135, Size.HUGE: 230}
"""Percent of the paper's body size."""


def points(paper: Paper, size: Size) -> int:
    """The size of type in thousandths of a point."""
    return paper.body * (ON_ROLL if paper.is_roll else ON_SHEET)[size]


@dataclass(frozen=True, slots=True)
class Words:
    """A text on its baseline."""

    x: int
    y: int
    text: str
    size: Size
    bold: bool
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line across; `weight` 0 is a hairline between rows."""

    x: int
    y: int
    width: int
    weight: int


@dataclass(frozen=True, slots=True)
class Ground:
    """A pale ground under what is set after it."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Modules:
    """The squares of a QR code, each `side` wide."""

    x: int
    y: int
    side: int
    matrix: tuple[tuple[bool, ...], ...]


Mark = Words | Stroke | Ground | Modules


@dataclass(frozen=True, slots=True)
class Block:
    """What no end of a sheet parts; `head` is repeated where it opens a sheet, `leads` keeps it with the next block."""

    height: int
    marks: tuple[Mark, ...] = ()
    head: tuple[Block, ...] = ()
    leads: bool = False
    air: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """The marks of one sheet, from its upper left corner, and its height."""

    marks: tuple[Mark, ...]
    height: int


def sheets(page: Page, face: Face) -> list[Sheet]:
    """The page cut into sheets with foot and page number; for a roll, one sheet as long as its text."""
    margin = page.paper.margin * face.millimetre
    width = page.paper.width * face.millimetre - 2 * margin
    if page.paper.is_roll:
        width = min(width, page.paper.dots * face.millimetre // 8)
        margin = (page.paper.width * face.millimetre - width) // 2
    blocks = [block for part in page.parts for block in _set(part, width, face)]
    if page.paper.is_roll:
        top = 3 * face.millimetre
        marks, end = _stacked(blocks, margin, top)
        return [Sheet(tuple(marks), end + top)]
    height = page.paper.height * face.millimetre
    foot = face.line(Size.SMALL) + face.millimetre
    filled = _fill(blocks, height - 2 * margin - foot)
    done: list[Sheet] = []
    for number, stack in enumerate(filled, 1):
        marks, _end = _stacked(stack, margin, margin)
        page_of = page.page_of.format(page=number, pages=len(filled))
        marks += _foot(page.foot, page_of, width, face, at=(margin, height - margin - foot))
        done.append(Sheet(tuple(marks), height))
    return done


def strip(part: Part, width: int, face: Face) -> Sheet:
    """One part alone, without margins: for a text printer that lacks the part's letters."""
    marks, end = _stacked(_set(part, width, face), 0, 0)
    return Sheet(tuple(marks), end)


def _foot(foot: str, page_of: str, width: int, face: Face, at: tuple[int, int]) -> list[Mark]:
    x, y = at
    number = face.width(page_of, Size.SMALL, bold=False)
    base = y + face.millimetre + face.ascent(Size.SMALL)
    text = wrapped(printable(foot), width - number - 4 * face.millimetre, Size.SMALL, face, bold=False)[0]
    return [
        Stroke(x, y, width, 0),
        Words(x, base, text, Size.SMALL, bold=False, muted=True),
        Words(x + width - number, base, page_of, Size.SMALL, bold=False, muted=True),
    ]


def _fill(blocks: Sequence[Block], room: int) -> list[list[Block]]:
    """Blocks dealt out to sheets of `room`; a head goes along, and a leading block waits for the one it leads."""
    filled: list[list[Block]] = [[]]
    left = room
    at = 0
    while at < len(blocks):
        end = at + 1
        while blocks[end - 1].leads and end < len(blocks):
            end += 1
        group = blocks[at:end]
        at = end
        if sum(block.height for block in group) > left and filled[-1]:
            if all(block.air for block in group):
                continue
            filled.append([])
            left = room
            group = [*group[0].head, *group]
        filled[-1] += group
        left -= sum(block.height for block in group)
    return filled


def _stacked(blocks: Iterable[Block], x: int, y: int) -> tuple[list[Mark], int]:
    """The marks of blocks one below the other from (x, y), and where they end."""
    marks: list[Mark] = []
    for block in blocks:
        marks += [replace(mark, x=mark.x + x, y=mark.y + y) for mark in block.marks]
        y += block.height
    return marks, y


def _set(part: Part, width: int, face: Face) -> list[Block]:
    match part:
        case Text():
            return _text(part, width, face)
        case Table():
            return _table(part, width, face)
        case Rule():
            space = face.millimetre
            return [Block(2 * space, (Stroke(0, space, width, 2 if part.heavy else 1),))]
        case Qr():
            return [_qr(part, width, face)]
        case Feed():
            return [Block(part.lines * face.line(Size.NORMAL) // 2, air=True)]
        case Together():
            return [_merged([block for inner in part.parts for block in _set(inner, width, face)])]
        case Beside():
            return [_beside(part, width, face)]


def _merged(blocks: Sequence[Block]) -> Block:
    marks, end = _stacked(blocks, 0, 0)
    return Block(end, tuple(marks))


def _text(text: Text, width: int, face: Face) -> list[Block]:
    blocks: list[Block] = []
    for line in wrapped(printable(text.text), width, text.size, face, bold=text.bold):
        wide = face.width(line, text.size, bold=text.bold)
        x = _start(text.align, width, wide)
        words = Words(x, face.ascent(text.size), line, text.size, text.bold, text.muted)
        blocks.append(Block(face.line(text.size), (words,)))
    return blocks


def _start(align: Align, width: int, wide: int) -> int:
    return {Align.LEFT: 0, Align.CENTER: (width - wide) // 2, Align.RIGHT: width - wide}[align]


def _qr(code: Qr, width: int, face: Face) -> Block:
    matrix = checked_qr(code.text)
    side = min(face.smallest_module, width // len(matrix))
    whole = side * len(matrix)
    return Block(whole, (Modules(_start(code.align, width, whole), 0, side, matrix),))


def _beside(part: Beside, width: int, face: Face) -> Block:
    gap = 4 * face.millimetre
    widths = share_out(width - gap * (len(part.stacks) - 1), part.shares, [1] * len(part.stacks)) or []
    tints = part.tint or (False,) * len(part.stacks)
    set_: list[tuple[list[Mark], int]] = []
    for stack, wide, tint in zip(part.stacks, widths, tints, strict=True):
        pad = 2 * face.millimetre if tint else 0
        blocks = [block for inner in stack for block in _set(inner, wide - 2 * pad, face)]
        marks, end = _stacked(blocks, pad, pad)
        set_.append((marks, end + pad))
    height = max(end for _marks, end in set_)
    all_marks: list[Mark] = []
    x = 0
    for (marks, _end), wide, tint in zip(set_, widths, tints, strict=True):
        ground: list[Mark] = [Ground(0, 0, wide, height)] if tint else []
        all_marks += [replace(mark, x=mark.x + x) for mark in [*ground, *marks]]
        x += wide + gap
    return Block(height, tuple(all_marks))


def _table(table: Table, width: int, face: Face) -> list[Block]:
    heads = (tuple(column.title for column in table.columns),) if table.head else ()
    totals = (table.total,) if table.total else ()
    grid = [[printable_lines(cell) for cell in row] for row in (*heads, *table.rows, *totals)]
    pad = face.millimetre if table.grid else 0
    gap = 2 * face.millimetre
    widths = _widths(table, grid, width - gap * (len(table.columns) - 1) - 2 * pad, face)
    if widths is None and table.size > Size.SMALL:
        return _table(replace(table, size=Size.SMALL), width, face)
    if widths is None:
        return [block for cells in grid[len(heads) :] for block in _labelled(table, cells, width, face)]
    blocks: list[Block] = []
    head: tuple[Block, ...] = ()
    for number, cells in enumerate(grid):
        is_head = bool(heads) and number == 0
        is_total = bool(totals) and number == len(grid) - 1
        block = _row(table, cells, widths, gap, face, bold=table.bold or is_head or is_total)
        marks = [replace(mark, x=mark.x + pad) for mark in block.marks]
        if is_head:
            head = (_head(marks, block.height, width, face, grid=table.grid),)
            blocks += head
            continue
        if table.grid:
            marks.append(Stroke(0, 0 if is_total else block.height, width, 1 if is_total else 0))
        blocks.append(Block(block.height, tuple(marks), head=head))
    return blocks


def _head(marks: list[Mark], height: int, width: int, face: Face, *, grid: bool) -> Block:
    ground: list[Mark] = [Ground(0, 0, width, height)] if grid else []
    below = 0 if grid else face.millimetre // 2
    return Block(height + below, (*ground, *marks, Stroke(0, height, width, 1)), leads=True)


def _widths(table: Table, grid: list[list[list[str]]], inner: int, face: Face) -> list[int] | None:
    shares = [column.share for column in table.columns]
    unbroken, least = _needed(table, grid, inner, face)
    return share_out(inner, shares, unbroken) or share_out(inner, shares, least)


def _row(table: Table, cells: list[list[str]], widths: list[int], gap: int, face: Face, *, bold: bool) -> Block:
    air = face.millimetre * 3 // 4 if table.grid else 0
    marks: list[Mark] = []
    tallest = x = 0
    for column, lines, wide in zip(table.columns, cells, widths, strict=True):
        y = air
        for number, text in enumerate(lines):
            size = table.size if number == 0 else Size.SMALL
            for line in wrapped(text, wide, size, face, bold=bold):
                start = x + _start(column.align, wide, face.width(line, size, bold=bold))
                marks.append(Words(start, y + face.ascent(size), line, size, bold, muted=number > 0))
                y += face.line(size)
        tallest = max(tallest, y + air)
        x += wide + gap
    return Block(tallest, tuple(marks))


def _needed(table: Table, grid: list[list[list[str]]], inner: int, face: Face) -> tuple[list[int], list[int]]:
    """The width of each column when no line breaks, and the least it can do with: a figure is never broken."""
    weight = sum(column.share for column in table.columns)
    unbroken: list[int] = []
    least: list[int] = []
    for at, column in enumerate(table.columns):
        whole = word = 0
        for number, cells in enumerate(grid):
            bold = table.bold or (number == 0 and table.head) or (number == len(grid) - 1 and bool(table.total))
            for line, text in enumerate(cells[at]):
                size = table.size if line == 0 else Size.SMALL
                whole = max(whole, face.width(text, size, bold=bold))
                word = max(word, *(face.width(word_, size, bold=bold) for word_ in text.split(" ")))
        unbroken.append(whole)
        least.append(min(word, inner * column.share // weight) if column.align is Align.LEFT else word)
    return unbroken, least


def _labelled(table: Table, cells: list[list[str]], width: int, face: Face) -> list[Block]:
    """A row whose figures do not fit side by side, even small: each below the other with its title, no digit lost."""
    blocks: list[Block] = []
    for column, lines in zip(table.columns, cells, strict=True):
        for line in filter(None, lines):
            if column.align is not Align.LEFT and column.title:
                columns = (Column("", 1), Column("", 1, Align.RIGHT))
                blocks += _table(Table(columns, ((column.title, line),), bold=table.bold, size=table.size), width, face)
            else:
                blocks += _text(Text(line, table.size, table.bold, column.align), width, face)
    return [*blocks, Block(face.millimetre, air=True)]
