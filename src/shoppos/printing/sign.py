"""Where the shop's own picture stands: above its name on a roll, beside it on a bill's sheet, above all else else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shoppos.printing.page import Align, Beside, Emblem

if TYPE_CHECKING:
    from shoppos.printing.page import Page, Part
    from shoppos.printing.paper import Paper
    from shoppos.rules.logo import Logo

ROLL_SHARE, ROLL_HIGH = 60, 160
"""Percent of a roll's width that the picture takes at the most, and tenths of a millimetre of its length."""
SHEET_SHARE, SHEET_HIGH = 22, 200
"""The same on a sheet."""
NAME, PAPER = 3, 2
"""How a bill's head shares its width between the shop and what the paper is called."""
ON_TOP = frozenset({"reading", "receipt", "statement", "purchase_order", "report"})
"""Kinds of papers that bear the picture above all else; a bill and an estimate set it into their own head."""


def emblem(logo: Logo, paper: Paper, align: Align = Align.CENTER) -> Emblem:
    """The picture as large as it may be on that paper."""
    share, high = (ROLL_SHARE, ROLL_HIGH) if paper.is_roll else (SHEET_SHARE, SHEET_HIGH)
    return Emblem(logo, (paper.width - 2 * paper.margin) * share // 100, high, align)


def above_name(logo: Logo | None, paper: Paper) -> list[Part]:
    """The picture in the middle of a roll; nothing without one."""
    return [emblem(logo, paper)] if logo else []


def beside_name(logo: Logo | None, paper: Paper, shop: tuple[Part, ...], called: tuple[Part, ...]) -> Beside:
    """The head of a sheet: the picture at the left, the shop, and at the right what the paper is called."""
    if logo is None:
        return Beside((shop, called), (NAME, PAPER))
    picture = emblem(logo, paper, Align.LEFT)
    wide = max(min(picture.wide, picture.high * logo.width // logo.height), 1)
    rest = paper.width - 2 * paper.margin - wide
    return Beside(((picture,), shop, called), (wide * (NAME + PAPER), rest * NAME, rest * PAPER))


def on_top(page: Page, logo: Logo | None) -> Page:
    """The page with the picture above all else: in the middle of a roll, at the left of a sheet."""
    if logo is None:
        return page
    align = Align.CENTER if page.paper.is_roll else Align.LEFT
    return replace(page, parts=(emblem(logo, page.paper, align), *page.parts))
