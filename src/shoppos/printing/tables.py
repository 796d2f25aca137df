"""Tables set in type: columns that hold their figures whole, heads that stand again, rows under rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shoppos.printing.face import wrapped
from shoppos.printing.marks import Block, Ground, Stroke, Words, moved
from shoppos.printing.page import Align, Column, Size, Table, Text, printable_lines, share_out
from shoppos.printing.paragraph import leading, set_text, start

if TYPE_CHECKING:
    from shoppos.printing.face import Face
    from shoppos.printing.marks import Mark


def set_table(table: Table, width: int, face: Face) -> list[Block]:
    """The rows of a table, each a block with the head that goes along; the figures of one that is too wide go below."""
    heads = (tuple(column.title for column in table.columns),) if table.head else ()
    totals = (table.total,) if table.total else ()
    grid = [[printable_lines(cell) for cell in row] for row in (*heads, *table.rows, *totals)]
    pad = face.millimetre if table.grid else 0
    gap = 2 * face.millimetre
    widths = _widths(table, grid, width - gap * (len(table.columns) - 1) - 2 * pad, face)
    if widths is None and table.size > Size.SMALL:
        return set_table(replace(table, size=Size.SMALL), width, face)
    if widths is None:
        return [block for cells in grid[len(heads) :] for block in _labelled(table, cells, width, face)]
    blocks: list[Block] = []
    head: tuple[Block, ...] = ()
    for number, cells in enumerate(grid):
        is_head = bool(heads) and number == 0
        is_total = bool(totals) and number == len(grid) - 1
        block = _row(table, cells, widths, gap, face, bold=table.bold or is_head or is_total)
        marks = moved(block.marks, pad, 0)
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
    unbroken, words, least = _needed(table, grid, inner, face)
    return share_out(inner, shares, unbroken) or share_out(inner, shares, words) or share_out(inner, shares, least)


def _row(table: Table, cells: list[list[str]], widths: list[int], gap: int, face: Face, *, bold: bool) -> Block:
    air = face.millimetre * 3 // 4 if table.grid else 0
    marks: list[Mark] = []
    tallest = x = 0
    for column, lines, wide in zip(table.columns, cells, widths, strict=True):
        y = air
        for number, text in enumerate(lines):
            size = table.size if number == 0 else Size.SMALL
            for line in wrapped(text, wide, size, face, bold=bold):
                left = x + start(column.align, wide, face.width(line, size, bold=bold))
                base = y + face.ascent(size)
                marks.append(Words(left, base, line, size, bold, number > 0, face.percent))
                y += leading(line, size, face)
        tallest = max(tallest, y + air)
        x += wide + gap
    return Block(tallest, tuple(marks))


def _needed(table: Table, grid: list[list[list[str]]], inner: int, face: Face) -> tuple[list[int], ...]:
    """The width of each column when no line breaks, when no word does, and the least: a figure is never broken."""
    weight = sum(column.share for column in table.columns)
    unbroken: list[int] = []
    words: list[int] = []
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
        words.append(word)
        least.append(min(word, inner * column.share // weight) if column.align is Align.LEFT else word)
    return unbroken, words, least


def _labelled(table: Table, cells: list[list[str]], width: int, face: Face) -> list[Block]:
    """A row whose figures do not fit side by side, even small: each below the other with its title, no digit lost."""
    blocks: list[Block] = []
    for column, lines in zip(table.columns, cells, strict=True):
        for line in filter(None, lines):
            if column.align is not Align.LEFT and column.title:
                columns = (Column("", 1), Column("", 1, Align.RIGHT))
                one = Table(columns, ((column.title, line),), bold=table.bold, size=table.size)
                blocks += set_table(one, width, face)
            else:
                blocks += set_text(Text(line, table.size, table.bold, column.align), width, face)
    return [*blocks, Block(face.millimetre, air=True)]
