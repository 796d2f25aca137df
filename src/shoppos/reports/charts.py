"""Charts where people would rather look than read: what is drawn, and the SVG that window, HTML and PDF all show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shoppos.base.i18n import _
from shoppos.base.money import rate, shares
from shoppos.reports import drawing
from shoppos.reports.cells import short
from shoppos.reports.drawing import HEATS, PARTS, Arc, Box, Drawing, Stroke, Words, cut, wide
from shoppos.reports.report import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shoppos.reports.drawing import Shape

TYPE = 11
"""The size of the type in pixels."""
ROOMY = 520
"""Pixels from which names stand beside their bars, not above them."""
TICKS = (1, 2, 5)
MOST_TICKS = 4
HIGHEST, LOWEST, FOOT = 10_000.0, 70.0, 22.0
"""Pixels: higher than any chart, the least of a plot, and what stands below it."""
DOTTED = 40
"""Values of a line up to which each has its dot."""


@dataclass(frozen=True, slots=True)
class Series:
    """Values of one name along a chart's labels; None where there is none."""

    name: str
    values: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart: `shape` is "bar" (over time), "line", "hbar" (a ranking), "donut" (shares, few), or "heat".

    A heat map has a series for each row and a label for each column. Of two series of a bar or line chart the second is
    what the first is compared with. `said` is what it shows, in words, for who cannot see it; `kind` is of all values.
    """

    shape: str
    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    said: str
    kind: Kind = Kind.MONEY


def svg(chart: Chart, width: int, *, dark: bool = False) -> str:
    """The chart as one SVG element, `width` pixels wide, for a light or a dark ground (it has none of its own)."""
    return drawing.svg(draw(chart, width), dark=dark)


def draw(chart: Chart, width: float, most: float = HIGHEST) -> Drawing:
    """The chart drawn `width` pixels wide; as high as it needs, and up to `most` where it can be lower."""
    height, shapes = SHAPES[chart.shape](chart, width, most)
    return Drawing(width, height, tuple(shapes), chart.title, chart.said)


def _values(chart: Chart) -> list[int]:
    return [value for series in chart.series for value in series.values if value is not None]


# -- over time


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where values stand: the plot's edges, and the values at its foot and its top."""

    left: float
    top: float
    right: float
    foot: float
    low: int
    high: int

    def y(self, value: float) -> float:
        """How far down a value stands."""
        return self.foot - (self.foot - self.top) * (value - self.low) / (self.high - self.low)

    def slot(self, count: int) -> float:
        """The room of each of so many values."""
        return (self.right - self.left) / max(count, 1)


def ticks(low: int, high: int) -> list[int]:
    """The values of an axis from at or below `low` to at or above `high`: few, and round."""
    span = max(high, 0) - min(low, 0) or 1
    step = next(
        step
        for power in range(19)
        for step in (10**power * one for one in TICKS)
        if -(-max(high, 0) // step) + -(min(low, 0) // step) <= MOST_TICKS or step > span
    )
    first, last = min(low, 0) // step, max(-(-max(high, 0) // step), 1 if low >= 0 else 0)
    return [step * at for at in range(first, last + 1)]


def _frame(chart: Chart, width: float, most: float) -> tuple[_Frame, list[Shape]]:
    """The plot's place, with its lines across, the names at its foot and what its series are called."""
    values = _values(chart)
    marks = ticks(min(values, default=0), max(values, default=0))
    said = [short(mark, chart.kind) for mark in marks]
    left = max(wide(text, TYPE) for text in said) + 8
    top = 14.0 if len(chart.series) == 1 else 34.0
    highest = max(most - FOOT, LOWEST)
    height = max(min(150.0, highest), min(230.0, highest, width * 0.42))
    frame = _Frame(left, top, width - 4, height, marks[0], marks[-1])
    shapes: list[Shape] = []
    for mark, text in zip(marks, said, strict=True):
        y = frame.y(mark)
        shapes.append(Stroke(((left, y), (frame.right, y)), "muted" if mark == 0 else "grid"))
        shapes.append(Words(left - 6, y + 4, text, TYPE, "end"))
    slot = frame.slot(len(chart.labels))
    room = max((wide(label, TYPE) for label in chart.labels), default=0) + 6
    every = max(1, -(-int(room) // max(int(slot), 1)))
    for at, label in enumerate(chart.labels):
        if at % every == 0:
            shapes.append(Words(left + slot * (at + 0.5), height + 16, cut(label, TYPE, room), TYPE, "middle"))
    if len(chart.series) > 1:
        shapes += _called(chart, left)
    return frame, shapes


def _called(chart: Chart, left: float) -> list[Shape]:
    """The names of two series, each with its colour."""
    shapes: list[Shape] = []
    x = left
    for series, fill in zip(chart.series, ("accent", "before"), strict=False):
        shapes += [Box(x, 5, 11, 11, fill), Words(x + 16, 15, series.name, TYPE, ink="ink")]
        x += wide(series.name, TYPE) + 34
    return shapes


def _bar(chart: Chart, width: float, most: float) -> tuple[float, list[Shape]]:
    frame, shapes = _frame(chart, width, most)
    slot = frame.slot(len(chart.labels))
    count = len(chart.series[:2])
    thick = min(slot * 0.74 / count, 44.0)
    zero = frame.y(0)
    for order, fill in ((1, "before"), (0, "accent"))[2 - count :]:
        series = chart.series[order]
        for at, value in enumerate(series.values):
            if value is None:
                continue
            x = frame.left + slot * (at + 0.5) - thick * count / 2 + (thick if count > 1 and order == 0 else 0)
            y = frame.y(value)
            colour = "warn" if value < 0 and order == 0 else fill
            said = _pointed(chart, at, value, series.name if count > 1 else "")
            shapes.append(Box(x, min(y, zero), thick, abs(zero - y), colour, said))
    shapes += _best(chart, frame, slot) if count == 1 else []
    return frame.foot + FOOT, shapes


def _best(chart: Chart, frame: _Frame, slot: float) -> list[Shape]:
    """What the highest bar comes to, above it."""
    values = [value or 0 for value in chart.series[0].values]
    best = max(values, default=0)
    if best <= 0:
        return []
    text = short(best, chart.kind)
    half = wide(text, TYPE) / 2
    x = min(max(frame.left + slot * (values.index(best) + 0.5), frame.left + half), frame.right - half)
    return [Words(x, frame.y(best) - 4, text, TYPE, "middle", "ink", bold=True)]


def _line(chart: Chart, width: float, most: float) -> tuple[float, list[Shape]]:
    frame, shapes = _frame(chart, width, most)
    slot = frame.slot(len(chart.labels))
    for order, ink in ((1, "before"), (0, "accent"))[2 - len(chart.series[:2]) :]:
        series = chart.series[order]
        piece: list[tuple[float, float]] = []
        for at, value in enumerate([*series.values, None]):
            if value is not None:
                x, y = frame.left + slot * (at + 0.5), frame.y(value)
                piece.append((x, y))
                if len(series.values) <= DOTTED:
                    said = _pointed(chart, at, value, series.name)
                    shapes.append(Box(x - 2.5, y - 2.5, 5, 5, ink, said))
            elif piece:
                shapes.append(Stroke(tuple(piece), ink, 2))
                piece = []
    return frame.foot + FOOT, shapes


def _pointed(chart: Chart, at: int, value: int, name: str) -> str:
    said = f"{chart.labels[at]}: {short(value, chart.kind)}"
    return f"{name}, {said}" if name else said


# -- a ranking


def _hbar(chart: Chart, width: float, highest: float) -> tuple[float, list[Shape]]:
    values = [value or 0 for value in chart.series[0].values]
    most = max((abs(value) for value in values), default=0) or 1
    said = [short(value, chart.kind) for value in values]
    figures = max((wide(text, TYPE) for text in said), default=0) + 8
    roomy = width >= ROOMY
    left = min(max((wide(label, TYPE) for label in chart.labels), default=0) + 10, width * 0.36) if roomy else 0.0
    step = max(18.0, min(25.0, (highest - 6) / max(len(values), 1))) if roomy else 36.0
    thick = min(15.0, step - 6) if roomy else 11.0
    longest = width - left - (figures if roomy else 0) - 2
    shapes: list[Shape] = []
    for at, (label, value, text) in enumerate(zip(chart.labels, values, said, strict=True)):
        y = at * step + 4
        long, fill = longest * abs(value) / most, "warn" if value < 0 else "accent"
        bar = Box(left, y if roomy else y + 17, max(long, 0.75), thick, fill, f"{label}: {text}")
        if roomy:
            foot = y + thick / 2 + 4.5
            shapes.append(Words(left - 8, foot, cut(label, TYPE, left - 10), TYPE, "end", "ink"))
            shapes += [bar, Words(left + bar.width + 6, foot, text, TYPE, ink="ink", bold=True)]
        else:
            shapes.append(Words(0, y + 11, cut(label, TYPE, width - figures - 8), TYPE, ink="ink"))
            shapes += [bar, Words(width, y + 11, text, TYPE, "end", "ink", bold=True)]
    return len(values) * step + 6, shapes


# -- parts of a whole


def _donut(chart: Chart, width: float, _most: float) -> tuple[float, list[Shape]]:
    values = [max(value or 0, 0) for value in chart.series[0].values]
    whole = sum(values)
    size = min(170.0, width * 0.4)
    left, step = size + 18, 22.0
    height = max(size, len(values) * step) + 8
    shapes: list[Shape] = []
    start = 0.0
    tenths = shares(values, 1000)
    y = height / 2 - len(values) * step / 2
    for at, value in enumerate(values):
        share, fill = value / whole if whole else 0.0, f"part{min(at, PARTS - 1)}"
        percent = f"{rate(tenths[at] * 10)} %" if whole else ""
        text = short(chart.series[0].values[at] or 0, chart.kind)
        if share:
            said = f"{chart.labels[at]}: {text}, {percent}"
            shapes.append(Arc(size / 2 + 2, height / 2, size / 2, size * 0.3, start, start + share, fill, said))
            start += share
        figures = f"{text} · {percent}" if percent else text
        room = width - left - 18 - wide(figures, TYPE) - 16
        shapes += [
            Box(left, y + at * step + 4, 12, 12, fill),
            Words(left + 18, y + at * step + 14, cut(chart.labels[at], TYPE, room), TYPE, ink="ink"),
            Words(min(width, left + 260), y + at * step + 14, figures, TYPE, "end", "ink", bold=True),
        ]
    if not whole:
        shapes.append(Arc(size / 2 + 2, height / 2, size / 2, size * 0.3, 0, 1, "heat0"))
    middle = short(whole, chart.kind)
    shapes.append(Words(size / 2 + 2, height / 2 + 5, middle, 14, "middle", "ink", bold=True))
    return height, shapes


# -- a heat map


def heat_of(value: int, most: int) -> int:
    """How hot a value is, 0 (nothing) to 6 (the most)."""
    return 0 if value <= 0 or most <= 0 else min(1 + value * (HEATS - 1) // most, HEATS - 1)


def _heat(chart: Chart, width: float, highest: float) -> tuple[float, list[Shape]]:
    left = max((wide(series.name, TYPE) for series in chart.series), default=0) + 8
    columns = max(len(chart.labels), 1)
    wide_ = (width - left - 2) / columns
    high = max(12.0, min(max(18.0, min(28.0, wide_)), (highest - 46) / max(len(chart.series), 1)))
    most = max(_values(chart), default=0)
    shapes: list[Shape] = []
    peak: Shape | None = None
    for down, series in enumerate(chart.series):
        y = down * high + 2
        shapes.append(Words(left - 6, y + high / 2 + 4, series.name, TYPE, "end", "ink"))
        for across, value in enumerate(series.values):
            heat = heat_of(value or 0, most)
            said = f"{series.name} {chart.labels[across]}: {short(value or 0, chart.kind)}"
            cell = Box(left + across * wide_ + 1, y + 1, wide_ - 2, high - 2, f"heat{heat}", said)
            shapes.append(cell)
            if peak is None and value == most > 0:
                peak = Box(cell.x, cell.y, cell.width, cell.height, cell.fill, said, "ink")
    shapes += [peak] if peak else []
    foot = len(chart.series) * high + 2
    room = max((wide(label, TYPE) for label in chart.labels), default=0) + 6
    every = max(1, -(-int(room) // max(int(wide_), 1)))
    for across in range(0, len(chart.labels), every):
        x = left + (across + 0.5) * wide_
        shapes.append(Words(x, foot + 14, chart.labels[across], TYPE, "middle"))
    return foot + 44, [*shapes, *_scale(chart, left, foot + 26, most)]


def _scale(chart: Chart, left: float, y: float, most: int) -> list[Shape]:
    """What the colours mean: from nothing to the most."""
    low, high = short(0, chart.kind), short(most, chart.kind)
    x = left + wide(low, TYPE) + 6
    shapes: list[Shape] = [Words(left, y + 10, low, TYPE)]
    shapes += [Box(x + at * 18, y, 17, 11, f"heat{at}") for at in range(HEATS)]
    told = _("{most} in an hour").format(most=high) if chart.kind is Kind.MONEY else high
    return [*shapes, Words(x + HEATS * 18 + 6, y + 10, told, TYPE)]


SHAPES: dict[str, Callable[[Chart, float, float], tuple[float, Sequence[Shape]]]] = {
    "bar": _bar, "line": _line, "hbar": _hbar, "donut": _donut, "heat": _heat,
}  # fmt: skip
