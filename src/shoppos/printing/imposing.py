"""Imposing: a page's blocks dealt out to sheets, labels, sheets of labels, or one long piece of roll."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.printing.face import wrapped
from shoppos.printing.marks import Ground, Sheet, Stroke, Words, moved, stacked
from shoppos.printing.page import Either, Size, pieces, printable
from shoppos.printing.paragraph import SMALLEST, STEP
from shoppos.printing.typeset import set_part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shoppos.printing.face import Face
    from shoppos.printing.marks import Block, Mark
    from shoppos.printing.page import Page, Part
    from shoppos.printing.paper import Grid, Paper


def sheets(page: Page, face: Face) -> list[Sheet]:
    """The page cut into sheets with foot and page number, into labels, or into pieces of a roll as long as their text.

    InvalidInput says that a label is too small for what should stand on it.
    """
    paper = page.paper
    if paper.grid is not None and paper.cell is not None:
        return _grid_sheets(page, paper.grid, paper.cell, face)
    if paper.label:
        return _labels(page, paper, face)
    if paper.is_roll:
        return [_roll(piece, paper, face) for piece in pieces(page.parts)]
    return _numbered(page, face)


def tenths(length: int, face: Face) -> int:
    """A length in tenths of a millimetre in the face's units."""
    return length * face.millimetre // 10


def _blocks(parts: Sequence[Part], width: int, face: Face) -> list[Block]:
    return [block for part in parts for block in set_part(part, width, face)]


def _roll(parts: Sequence[Part], paper: Paper, face: Face) -> Sheet:
    width = min(tenths(paper.width - 2 * paper.margin, face), paper.dots * face.millimetre // 8)
    top = 3 * face.millimetre
    marks, end = stacked(_blocks(parts, width, face), (tenths(paper.width, face) - width) // 2, top)
    return Sheet(tuple(marks), end + top)


def _labels(page: Page, paper: Paper, face: Face) -> list[Sheet]:
    """Every label, each kind of them set once however many there are."""
    done: dict[tuple[Part, ...], Sheet] = {}
    for piece in pieces(page.parts):
        if piece not in done:
            done[piece] = _label(piece, paper, face)
    return [done[piece] for piece in pieces(page.parts)]


def _label(parts: Sequence[Part], paper: Paper, face: Face) -> Sheet:
    """One label: the fullest of its choices that it holds in type not much smaller, else the barest, as it fits."""
    margin = tenths(paper.margin, face)
    width, room = tenths(paper.width, face) - 2 * margin, tenths(paper.height, face) - 2 * margin
    choices = _choices(parts)
    close = min((part.close for part in parts if isinstance(part, Either)), default=SMALLEST)
    for choice in choices:
        lowest = SMALLEST if choice is choices[-1] else close
        for percent in range(100, lowest - STEP, -STEP):
            blocks = _blocks(choice, width, face.at(percent))
            left = room - sum(block.height for block in blocks)
            if left >= 0:
                marks, _end = stacked(_sprung(blocks, left), margin, margin)
                return Sheet(tuple(marks), tenths(paper.height, face))
    raise InvalidInput(
        _("A label of {width} × {height} mm is too small for this.").format(
            width=f"{paper.width / 10:g}", height=f"{paper.height / 10:g}"
        ),
        _("Choose a larger label."),
        field="paper",
    )


def _choices(parts: Sequence[Part]) -> list[list[Part]]:
    """The whole label said in each way that its parts know, from the fullest."""
    most = max((len(part.choices) for part in parts if isinstance(part, Either)), default=1)
    return [
        [
            inner
            for part in parts
            for inner in (part.choices[min(at, len(part.choices) - 1)] if isinstance(part, Either) else (part,))
        ]
        for at in range(most)
    ]


def _sprung(blocks: Sequence[Block], left: int) -> list[Block]:
    springs = sum(block.spring for block in blocks)
    return [replace(block, height=block.height + left // springs) if block.spring else block for block in blocks]


def _grid_sheets(page: Page, grid: Grid, cell: Paper, face: Face) -> list[Sheet]:
    """Labels in their places on sheets, from the upper left, each line of them filled before the next."""
    labels = _labels(page, cell, face)
    done: list[Sheet] = []
    free = [None] * (page.skip % grid.places)
    places = [*free, *labels]
    for first in range(0, len(places), grid.places):
        marks = _cuts(page.paper, grid, face)
        for number, label in enumerate(places[first : first + grid.places]):
            if label is not None:
                down, across = divmod(number, grid.across)
                x = tenths(grid.left + across * grid.step_x, face)
                marks += moved(label.marks, x, tenths(grid.top + down * grid.step_y, face))
        done.append(Sheet(tuple(marks), tenths(page.paper.height, face)))
    return done


def _cuts(paper: Paper, grid: Grid, face: Face) -> list[Mark]:
    """Where a plain sheet is cut, if its labels leave no edge: a sheet of labels that has edges is cut already."""
    if grid.left or grid.top:
        return []
    wide, high = tenths(paper.width, face), tenths(paper.height, face)
    across = [tenths(at * grid.step_x, face) for at in range(1, grid.across)]
    down = [tenths(at * grid.step_y, face) for at in range(1, grid.down)]
    marks: list[Mark] = [Ground(x, 0, face.dot, high, solid=True) for x in across]
    return [*marks, *(Ground(0, y, wide, face.dot, solid=True) for y in down)]


def _numbered(page: Page, face: Face) -> list[Sheet]:
    paper = page.paper
    margin = tenths(paper.margin, face)
    width = tenths(paper.width, face) - 2 * margin
    height = tenths(paper.height, face)
    foot = face.line(Size.SMALL) + face.millimetre
    room = height - 2 * margin - foot
    filled = [stack for piece in pieces(page.parts) for stack in _fill(_blocks(piece, width, face), room)]
    done: list[Sheet] = []
    for number, stack in enumerate(filled, 1):
        marks, _end = stacked(stack, margin, margin)
        page_of = page.page_of.format(page=number, pages=len(filled))
        marks += _foot(page.foot, page_of, width, face, at=(margin, height - margin - foot))
        done.append(Sheet(tuple(marks), height))
    return done


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
