"""A drawing: boxes, strokes, parts of a ring and words in a place of their own, before anybody writes or prints it.

Window and HTML get it as SVG, paper as marks of its own: what is drawn is decided once. Lengths are pixels of a screen;
colours are names of a `Palette`, so that light and dark are one drawing.
"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from shoppos.base.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

FAMILY = "Noto Sans, Noto Sans Devanagari, Noto Sans Tamil, Segoe UI, Roboto, sans-serif"
LINE = 1.35
"""A line of type in its sizes."""

LIGHT: Mapping[str, str] = {
    "ink": "#1b2327", "muted": "#55626b", "grid": "#dce2e6", "ground": "#ffffff",
    "accent": "#0b6e4f", "before": "#a9b5bd", "warn": "#b3261e",
    "part0": "#0b6e4f", "part1": "#d98a00", "part2": "#3b6fb6", "part3": "#b5487d", "part4": "#6d5bb0",
    "part5": "#7a8790",
    "heat0": "#f0f3f4", "heat1": "#d5ebe2", "heat2": "#aedbc9", "heat3": "#7cc4a9", "heat4": "#46a585",
    "heat5": "#1a8263", "heat6": "#0a5a40",
}  # fmt: skip
DARK: Mapping[str, str] = {
    "ink": "#e6ecef", "muted": "#a3b0b8", "grid": "#39444a", "ground": "#1b2226",
    "accent": "#3fbf94", "before": "#6c7a83", "warn": "#ff8a80",
    "part0": "#3fbf94", "part1": "#f0b24a", "part2": "#79a8e6", "part3": "#e48ab6", "part4": "#a898e8",
    "part5": "#98a5ad",
    "heat0": "#232c31", "heat1": "#1f4438", "heat2": "#1f5e4b", "heat3": "#237b61", "heat4": "#2d9b79",
    "heat5": "#57c19f", "heat6": "#a4e6d0",
}  # fmt: skip
PARTS = 6
"""How many parts of a whole have a colour of their own; each is told by its words too."""
HEATS = 7


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle; `edge` draws a line around it, `said` is told when one points at it."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    said: str = ""
    edge: str = ""

    def holds(self, x: float, y: float) -> bool:
        """Whether that place is in it; one without height is a line that can be pointed at."""
        return 0 <= x - self.x <= self.width and 0 <= y - self.y <= max(self.height, 1)


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points, `weight` wide."""

    points: tuple[tuple[float, float], ...]
    ink: str
    weight: float = 1


@dataclass(frozen=True, slots=True)
class Arc:
    """A part of a ring around (x, y) from `start` to `end`, in turns from twelve o'clock."""

    x: float
    y: float
    outer: float
    inner: float
    start: float
    end: float
    fill: str
    said: str = ""

    def corners(self, steps: int = 0) -> list[tuple[float, float]]:
        """Its outline as points: along the outer edge and back along the inner one."""
        count = steps or max(2, math.ceil(72 * (self.end - self.start)))
        turns = [self.start + (self.end - self.start) * at / count for at in range(count + 1)]
        return [
            *(self._at(self.outer, turn) for turn in turns),
            *(self._at(self.inner, turn) for turn in reversed(turns)),
        ]

    def holds(self, x: float, y: float) -> bool:
        """Whether that place is in it."""
        turn = math.atan2(x - self.x, self.y - y) / (2 * math.pi) % 1
        return self.inner <= math.hypot(x - self.x, y - self.y) <= self.outer and self.start <= turn <= self.end

    def _at(self, radius: float, turn: float) -> tuple[float, float]:
        angle = 2 * math.pi * turn
        return self.x + radius * math.sin(angle), self.y - radius * math.cos(angle)


@dataclass(frozen=True, slots=True)
class Words:
    """A text on its baseline; `anchor` is "start", "middle" or "end"."""

    x: float
    y: float
    text: str
    size: float = 11
    anchor: str = "start"
    ink: str = "muted"
    bold: bool = False


Shape = Box | Stroke | Arc | Words


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn on so many pixels; `said` tells it to who cannot see it."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    title: str
    said: str


def wide(text: str, size: float) -> float:
    """About how wide a text is: our faces are at hand only where it is drawn."""
    return sum(map(_em, text)) * size


def _em(sign: str) -> float:
    if sign.isascii():
        return 0.29 if sign in " .,:;'!|ijlIft()-" else 0.86 if sign in "mwMW%@" else 0.66 if sign.isupper() else 0.57
    if unicodedata.category(sign) in {"Mn", "Cf"}:
        return 0
    return 1.0 if unicodedata.east_asian_width(sign) in {"W", "F"} else 0.68


def cut(text: str, size: float, room: float) -> str:
    """`text` as far as there is room for it, cut before a letter and never inside one."""
    text = clean(text)
    if wide(text, size) <= room:
        return text
    kept = text
    while kept and wide(kept + "…", size) > room:
        kept = kept[:-1]
        while kept and unicodedata.category(kept[-1]) in {"Mn", "Mc", "Cf"}:
            kept = kept[:-1]
    return kept.rstrip() + "…"


def svg(drawing: Drawing, *, dark: bool = False) -> str:
    """The drawing as SVG 1.1 that Qt, browsers and mail programs show alike: attributes alone, no style sheet."""
    colours = DARK if dark else LIGHT
    width, height = _number(drawing.width), _number(drawing.height)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'role="img" aria-label="{_safe(drawing.title)}" font-family="{FAMILY}">'
        f"<title>{_safe(drawing.title)}</title><desc>{_safe(drawing.said)}</desc>"
    )
    return head + "".join(_shape(one, colours) for one in drawing.shapes) + "</svg>"


def _shape(one: Shape, colours: Mapping[str, str]) -> str:
    match one:
        case Box():
            edge = f' stroke="{colours[one.edge]}" stroke-width="1.5"' if one.edge else ""
            place = f'x="{_number(one.x)}" y="{_number(one.y)}"'
            size = f'width="{_number(one.width)}" height="{_number(one.height)}"'
            return _pointed("rect", f'{place} {size} fill="{colours[one.fill]}"{edge}', one.said)
        case Stroke():
            points = " ".join(f"{_number(x)},{_number(y)}" for x, y in one.points)
            return (
                f'<polyline points="{points}" fill="none" stroke="{colours[one.ink]}" '
                f'stroke-width="{_number(one.weight)}" stroke-linejoin="round"/>'
            )
        case Arc():
            outline = "L".join(f"{_number(x)} {_number(y)}" for x, y in one.corners())
            ground = colours["ground"]
            said = f'd="M{outline}Z" fill="{colours[one.fill]}" stroke="{ground}" stroke-width="1.5"'
            return _pointed("path", said, one.said)
        case Words():
            bold = ' font-weight="bold"' if one.bold else ""
            return (
                f'<text x="{_number(one.x)}" y="{_number(one.y)}" font-size="{_number(one.size)}" '
                f'text-anchor="{one.anchor}" fill="{colours[one.ink]}"{bold}>{_safe(one.text)}</text>'
            )


def _pointed(name: str, attributes: str, said: str) -> str:
    """An element that says what it is when one points at it."""
    return f"<{name} {attributes}><title>{_safe(said)}</title></{name}>" if said else f"<{name} {attributes}/>"


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _safe(text: str) -> str:
    return escape(clean(text, 400))
