"""What is known of one print head beyond its language: how wide and fine it prints, what it cuts and what it lacks."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shoppos.printing.paper import Paper

MODES = ("text", "hybrid", "raster")
"""ESC/POS: letters alone; letters, and a picture of those lines whose letters the printer lacks; one picture of all."""

LETTER = 12
"""Dots across one letter of a roll printer's own face (Epson's font A): 48 letters on 576 dots, 32 on 384."""

CUTS = ("full", "partial", "none")
FINENESS = (8, 12)
"""Dots to the millimetre that label printers have: 203 dpi and 300 dpi, as their makers count them."""


@dataclass(frozen=True, slots=True)
class Head:
    """The settings of one printer; each default does for a printer nobody has described.

    `dots` is the width of the head, 0 for the paper's own; `band` how many rows one picture command carries (cheap
    printers hold 4 kB); `code_page` one of `languages.escpos.CODE_PAGES`, "" for plain ASCII; `gap` tenths of a
    millimetre between labels, 0 on a roll without gaps; `darkness` and `speed` 0 to leave them as the printer is;
    `z64` packs ZPL pictures tighter, which only Zebra's own firmware surely reads; `turned` prints upside down.
    """

    mode: str = "hybrid"
    dots: int = 0
    dots_per_mm: int = 8
    band: int = 128
    code_page: str = ""
    cut: str = "full"
    drawer_pin: int = 2
    gap: int = 30
    darkness: int = 0
    speed: int = 0
    z64: bool = False
    turned: bool = False

    @property
    def letters_alone(self) -> bool:
        """Whether it is sent nothing but letters, so that papers for it speak English: it has no other script."""
        return self.mode == "text" and not self.turned


def head_of(told: Mapping[str, Any]) -> Head:
    """The head that a printer's settings tell of; what is not of our type or kind is left at its default."""
    plain = Head()
    kept = {
        field.name: told[field.name]
        for field in fields(Head)
        if type(told.get(field.name)) is type(getattr(plain, field.name))
    }
    if kept.get("dots_per_mm") not in FINENESS:
        kept.pop("dots_per_mm", None)
    return Head(**kept)


def fitted(paper: Paper, head: Head) -> Paper:
    """The paper as that head can fill it: a narrower or wider head has other margins, and a roll other columns."""
    dots = head.dots // 8 * 8 * 8 // head.dots_per_mm
    if dots <= 0 or paper.grid is not None or not (paper.is_roll or paper.label):
        return paper
    if paper.label:
        return replace(paper, margin=max(paper.margin, (paper.width - dots * 10 // 8) // 2))
    width = max(paper.width, dots * 10 // 8)
    columns = max(dots // LETTER, 1)
    return replace(paper, width=width, margin=(width - dots * 10 // 8) // 2, dots=dots, columns=columns)
