"""Marks: what stands where on a sheet, in whole units of whoever draws it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from shoppos.printing.page import Size

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from shoppos.printing.paper import Paper
    from shoppos.reports.drawing import Drawing
    from shoppos.rules.logo import Logo

ON_ROLL = {Size.SMALL: 85, Size.NORMAL: 100, Size.LARGE: 135, Size.HUGE: 180, Size.GIANT: 260}
ON_SHEET = {Size.SMALL: 84, Size.NORMAL: 100, Size.LARGE: 135, Size.HUGE: 230, Size.GIANT: 320}
ON_LABEL = {Size.SMALL: 80, Size.NORMAL: 100, Size.LARGE: 140, Size.HUGE: 210, Size.GIANT: 340}
"""Percent of the paper's body size."""


def points(paper: Paper, size: Size) -> int:
    """The size of type in thousandths of a point."""
    return paper.body * (ON_LABEL if paper.for_labels else ON_ROLL if paper.is_roll else ON_SHEET)[size]


@dataclass(frozen=True, slots=True)
class Words:
    """A text on its baseline, at `percent` of its size; `light` is white on a solid ground."""

    x: int
    y: int
    text: str
    size: Size
    bold: bool
    muted: bool = False
    percent: int = 100
    light: bool = False


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line across; `weight` 0 is a hairline between rows."""

    x: int
    y: int
    width: int
    weight: int


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground under what is set after it: pale, or black when it is `solid`."""

    x: int
    y: int
    width: int
    height: int
    solid: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """A line around what is set after it, drawn inside its edges, `weight` wide."""

    x: int
    y: int
    width: int
    height: int
    weight: int


@dataclass(frozen=True, slots=True)
class Modules:
    """The squares of a QR code, each `side` wide."""

    x: int
    y: int
    side: int
    matrix: tuple[tuple[bool, ...], ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """The bars of a code from left to right, each module `side` wide."""

    x: int
    y: int
    side: int
    height: int
    pattern: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart, `width` wide and as high as that makes it."""

    x: int
    y: int
    width: int
    drawing: Drawing


@dataclass(frozen=True, slots=True)
class Pixels:
    """The shop's picture, made as wide and high as that."""

    x: int
    y: int
    width: int
    height: int
    logo: Logo


Mark = Words | Stroke | Ground | Frame | Modules | Bars | Plot | Pixels


@dataclass(frozen=True, slots=True)
class Block:
    """What no end of a sheet parts; `head` is repeated where it opens a sheet, `leads` keeps it with the next block.

    `air` may fall away at the end of a sheet, a `spring` takes the room that a label has left.
    """

    height: int
    marks: tuple[Mark, ...] = ()
    head: tuple[Block, ...] = ()
    leads: bool = False
    air: bool = False
    spring: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """The marks of one sheet, from its upper left corner, and its height."""

    marks: tuple[Mark, ...]
    height: int


REST: dict[type[Mark], Callable[[Mark], tuple[Any, ...]]] = {
    kind: attrgetter(*(field.name for field in fields(kind)[2:]))
    for kind in (Words, Stroke, Ground, Frame, Modules, Bars, Plot, Pixels)
}
"""What a mark says beside where it stands, which each says first."""


def moved(marks: Iterable[Mark], x: int, y: int) -> list[Mark]:
    """The same marks elsewhere."""
    if not x and not y:
        return list(marks)
    return [type(mark)(mark.x + x, mark.y + y, *REST[type(mark)](mark)) for mark in marks]


def stacked(blocks: Iterable[Block], x: int, y: int) -> tuple[list[Mark], int]:
    """The marks of blocks one below the other from (x, y), and where they end."""
    marks: list[Mark] = []
    for block in blocks:
        marks += moved(block.marks, x, y)
        y += block.height
    return marks, y
