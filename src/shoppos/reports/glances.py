"""Charts as small as a card: no axis, only what is seen at once; drawn into just the room that there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.money import shares
from shoppos.reports.cells import short
from shoppos.reports.drawing import PARTS, Box, Drawing, Words, cut, wide
from shoppos.reports.report import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shoppos.reports.drawing import Shape

TYPE = 12
LINE = 18.0
"""Pixels of a line of type with the air above it."""
GAP = 16.0
LABELLED, ROOMY = 40, 96
"""Pixels of height from which there is room for labels, and for the names of what is compared."""
THICK = 14.0
"""The height of a bar that lies."""
ROWS = 24.0
"""Pixels of one row of a ranking at the most."""
PERCENT = 100


def beside(
    labels: Sequence[str], now: Sequence[int], before: Sequence[int], names: tuple[str, str], width: float,
    height: float, said: str,
) -> Drawing:  # fmt: skip
    """Values along a time, each before a paler one with which it is compared; labels as far as there is room.

    `names` say whose the two are, where the room is high enough for it.
    """
    shapes: list[Shape] = []
    top = 0.0
    if height >= ROOMY:
        top = LINE + 4
        shapes += [Box(0, 2, 10, 10, "accent"), Words(14, 11, names[0], TYPE)]
        x = wide(names[0], TYPE) + 14 + GAP
        shapes += [Box(x, 2, 10, 10, "before"), Words(x + 14, 11, names[1], TYPE)]
    most = max((*now, *before), default=0) or 1
    foot = height - LINE if height >= LABELLED else height - 1
    slot = width / max(len(labels), 1)
    thick = min(slot * 0.8, 46.0)
    room = max((wide(label, TYPE) for label in labels), default=0) + 6
    every = max(1, -(-int(room) // max(int(slot), 1)))
    for at, label in enumerate(labels):
        middle = slot * (at + 0.5)
        for value, share, ink in ((before[at], 1.0, "before"), (now[at], 0.56, "accent")):
            high = max((foot - top) * value / most, 0)
            told = f"{label}: {short(value, Kind.MONEY)}"
            shapes.append(Box(middle - thick * share / 2, foot - high, thick * share, high, ink, told))
        if at % every == 0 and foot < height - 1:
            shapes.append(Words(middle, height - 4, label, TYPE, "middle"))
    shapes.append(Box(0, foot, width, 1, "grid"))
    return Drawing(width, height, tuple(shapes), "", said)


def parts(
    values: Sequence[tuple[str, int]], width: float, height: float, said: str, kind: Kind = Kind.MONEY
) -> Drawing:
    """Parts of a whole as one bar, and below it what each is, as far as there is room."""
    shapes: list[Shape] = []
    whole = sum(value for _label, value in values)
    x = 0.0
    for at, (label, value) in enumerate(values):
        long = width * value / whole if whole else 0.0
        if long:
            told = f"{label}: {short(value, kind)}"
            shapes.append(Box(x, 0, max(long - 1.5, 0.75), THICK, f"part{min(at, PARTS - 1)}", told))
        x += long
    if not whole:
        shapes.append(Box(0, 0, width, THICK, "heat0"))
    lines = max(int((height - THICK - 6) // LINE), 0)
    if lines >= len(values):
        return Drawing(width, height, (*shapes, *_listed(values, whole, width, height, kind)), "", said)
    x, row = 0.0, 0
    for at, (label, value) in enumerate(values):
        text = cut(f"{label} {short(value, kind)}", TYPE, width - 16)
        long = wide(text, TYPE) + 16
        if x and x + long > width:
            x, row = 0.0, row + 1
        if row >= lines:
            break
        y = THICK + 6 + row * LINE
        shapes += [Box(x, y + 2, 10, 10, f"part{min(at, PARTS - 1)}"), Words(x + 14, y + 11, text, TYPE, ink="ink")]
        x += long + GAP
    return Drawing(width, height, tuple(shapes), "", said)


def _listed(values: Sequence[tuple[str, int]], whole: int, width: float, height: float, kind: Kind) -> list[Shape]:
    """Each part in a row of its own: its colour, its name, its share and what it is."""
    shapes: list[Shape] = []
    step = min((height - THICK - 6) / len(values), ROWS)
    percents = shares([max(value, 0) for _label, value in values], PERCENT)
    for at, (label, value) in enumerate(values):
        y = THICK + 6 + step * (at + 0.5)
        share = f"{percents[at]} %" if whole else ""
        figure = short(value, kind)
        shapes += [
            Box(0, y - 5, 10, 10, f"part{min(at, PARTS - 1)}"),
            Words(14, y + 4, cut(label, TYPE, width - 150), TYPE, ink="ink"),
            Words(width - 56, y + 4, share, TYPE, "end"),
            Words(width, y + 4, figure, TYPE, "end", "ink", bold=True),
        ]
    return shapes


def ranked(
    values: Sequence[tuple[str, int]], width: float, height: float, said: str, *, kind: Kind = Kind.WHOLE,
    told: Sequence[str] = (), bars: bool = True,
) -> Drawing:  # fmt: skip
    """Names with a bar and a figure each, as many rows as there is room for; `told` is written for the figures.

    Without `bars` the figures stand alone: a bar of what is nearly nothing says nothing.
    """
    shapes: list[Shape] = []
    rows = max(min(len(values), int(height // LINE)), 0)
    if not rows:
        return Drawing(width, height, (), "", said)
    step = min(height / rows, ROWS)
    figures = [told[at] if told else short(value, kind) for at, (_label, value) in enumerate(values[:rows])]
    right = max(wide(text, TYPE) for text in figures) + 4
    names = max(wide(label, TYPE) for label, _value in values[:rows]) + 8
    left = min(names, width * 0.45) if bars else width - right - 4
    most = max((value for _label, value in values[:rows]), default=0) or 1
    for at, (label, value) in enumerate(values[:rows]):
        y = at * step
        shapes.append(Words(0, y + step / 2 + 4, cut(label, TYPE, left - 6), TYPE, ink="ink"))
        if bars:
            long = (width - left - right) * max(value, 0) / most
            if long:
                shapes.append(Box(left, y + step / 2 - 5, long, 10, "accent", f"{label}: {figures[at]}"))
        shapes.append(Words(width, y + step / 2 + 4, figures[at], TYPE, "end", "ink", bold=True))
    return Drawing(width, height, tuple(shapes), "", said)
