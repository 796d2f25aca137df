"""A page: what is to stand on the paper, before anybody knows which printer will draw it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

from shoppos.base.text import clean
from shoppos.printing.codes import CODE_128

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shoppos.printing.paper import Paper
    from shoppos.reports.drawing import Drawing
    from shoppos.rules.logo import Logo

LONGEST = 1000
"""Characters of one text that may reach a paper; no honest field of a bill is longer."""

NBSP = "\u00a0"
"""A blank at which no line may break: `row` texts are glued with it, and it prints as a blank."""


class Size(IntEnum):
    """How large a text stands; thermal printers double the height, then the width too."""

    SMALL = 0
    NORMAL = 1
    LARGE = 2
    HUGE = 3
    GIANT = 4


class Align(StrEnum):
    """Where a text stands between the edges."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class Stand(StrEnum):
    """How stacks side by side stand to each other: heads level, middles level, or their last lines on one line."""

    TOP = "top"
    MIDDLE = "middle"
    FOOT = "foot"


@dataclass(frozen=True, slots=True)
class Text:
    """One paragraph; with `fit` it stands on one line, smaller if it must, before it breaks.

    A `tight` one, of figures and Latin letters alone, takes no more height than those have.
    """

    text: str
    size: Size = Size.NORMAL
    bold: bool = False
    align: Align = Align.LEFT
    muted: bool = False
    fit: bool = False
    tight: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its head, its share of the width in any unit, and where its cells stand."""

    title: str
    share: int
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Table:
    r"""Rows under columns; with `head` the titles stand above, again on each sheet.

    Lines of a cell after its first (parted by "\n") are small print. `total` is a last row in bold. A table of one
    row and no head is how two texts stand on one line. `grid` draws hairlines on a sheet.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()
    head: bool = False
    bold: bool = False
    size: Size = Size.NORMAL
    grid: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the paper."""

    heavy: bool = False


@dataclass(frozen=True, slots=True)
class Qr:
    """A QR code, read back before it is drawn; with `most`, no wider than so many tenths of a millimetre."""

    text: str
    align: Align = Align.CENTER
    most: int = 0


@dataclass(frozen=True, slots=True)
class Barcode:
    """Bars that say `text`, `height` tenths of a millimetre high, with the text below them when it is `told`.

    `kind` is one of `codes.KINDS`; the bars alone are at least `least` tenths wide where there is room. Where they
    would be finer than a scanner reads, or cannot say it, a small QR code does instead.
    """

    text: str
    kind: str = CODE_128
    height: int = 100
    align: Align = Align.CENTER
    told: bool = True
    least: int = 0


@dataclass(frozen=True, slots=True)
class Feed:
    """Empty lines."""

    lines: int = 1


@dataclass(frozen=True, slots=True)
class Together:
    """Parts that no end of a sheet may part."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """Stacks of parts side by side, each with its share of the width and `gap` tenths of a millimetre between.

    `tint` puts a pale ground under a stack.
    """

    stacks: tuple[tuple[Part, ...], ...]
    shares: tuple[int, ...]
    tint: tuple[bool, ...] = ()
    gap: int = 40
    stand: Stand = Stand.TOP


@dataclass(frozen=True, slots=True)
class Framed:
    """Parts in a frame, `pad` tenths of a millimetre from its sides; `solid` sets them white on black."""

    parts: tuple[Part, ...]
    solid: bool = False
    pad: int = 15


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart, as wide as its place and as high as that makes it; paper that speaks in letters alone leaves it out."""

    drawing: Drawing


@dataclass(frozen=True, slots=True)
class Emblem:
    """The shop's picture, no larger than `wide` and `high` tenths of a millimetre; letters alone leave it out."""

    logo: Logo
    wide: int
    high: int
    align: Align = Align.CENTER


@dataclass(frozen=True, slots=True)
class Spring:
    """On a label: all the room that is left, at least so many tenths, so that what follows stands at the foot.

    In a stack or a frame it stays as low as that.
    """

    least: int = 10


@dataclass(frozen=True, slots=True)
class Break:
    """What follows begins a new label, sheet or piece of roll."""


@dataclass(frozen=True, slots=True)
class Either:
    """A label, or a part of it, said in several ways from the fullest to the barest; the first that it holds is set.

    Its type may shrink to `close` percent before less is said. Where there is no end to the paper, the fullest is set.
    """

    choices: tuple[tuple[Part, ...], ...]
    close: int = 95


@dataclass(frozen=True, slots=True)
class Ruler:
    """A ruler in millimetres across the whole width, on which one reads how wide a printer really prints.

    With a `height` in tenths of a millimetre it runs along all four edges of a place that high, with `parts` inside.
    """

    height: int = 0
    parts: tuple[Part, ...] = ()


Part = (
    Text
    | Table
    | Rule
    | Qr
    | Barcode
    | Feed
    | Together
    | Beside
    | Framed
    | Spring
    | Break
    | Ruler
    | Either
    | Picture
    | Emblem
)


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on one document: its parts from the top, and on sheets a line at the foot of each.

    `title` names the document to a PDF reader; `page_of` words the number of a sheet; on a sheet of labels the first
    `skip` places are left free, for those that are gone already.
    """

    paper: Paper
    parts: tuple[Part, ...]
    title: str = ""
    foot: str = ""
    page_of: str = "{page} / {pages}"
    skip: int = 0


def row(
    left: str, right: str, *, shares: tuple[int, int] = (3, 2), bold: bool = False, size: Size = Size.NORMAL
) -> Table:
    """Two texts on one line, the second at the right edge."""
    columns = (Column("", shares[0]), Column("", shares[1], Align.RIGHT))
    return Table(columns, ((left, right),), bold=bold, size=size)


def pieces(parts: Sequence[Part]) -> list[tuple[Part, ...]]:
    """The parts of each label, sheet or piece of roll, parted at every `Break`."""
    found: list[list[Part]] = [[]]
    for part in parts:
        if isinstance(part, Break):
            found.append([])
        else:
            found[-1].append(part)
    return [tuple(piece) for piece in found if piece] or [()]


def printable(text: str) -> str:
    """`text` without one character that could command a printer or turn the line around."""
    return (
        NBSP.join(clean(piece, limit=LONGEST) for piece in text.split(NBSP)) if NBSP in text else clean(text, LONGEST)
    )


def printable_lines(text: str) -> list[str]:
    r"""The lines of a cell, parted by "\n", each made printable."""
    return [printable(line) for line in text.split("\n")]


def share_out(total: int, shares: Sequence[int], least: Sequence[int]) -> list[int] | None:
    """Widths of columns that fill `total` by `shares`, none below its `least`; None when the least do not fit."""
    if sum(least) > total:
        return None
    widths = [0] * len(shares)
    free = set(range(len(shares)))
    left = total
    while free:
        weight = sum(shares[i] for i in free)
        tight = {i for i in free if left * shares[i] < least[i] * weight}
        if not tight:
            break
        for i in tight:
            widths[i] = least[i]
            left -= least[i]
        free -= tight
    rest = left
    weight = sum(shares[i] for i in free)
    for i in sorted(free):
        widths[i] = rest * shares[i] // weight if weight else 0
        rest -= widths[i]
        weight -= shares[i]
    return widths
