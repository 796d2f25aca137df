"""Papers and printer languages in words: what is in a printer, and what it understands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable

ROLLS = ("58", "80")
SHEETS = ("A5", "A4")
LABELS = ("4x6", "100x150", "3x2", "50x25", "38x25")
LABEL_SHEETS = ("A4x4", "A4x24", "A4x40", "A4x65")

TAKES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("escpos", ROLLS),
    ("tspl", LABELS),
    ("zpl", LABELS),
    ("pdf", (*SHEETS, *LABEL_SHEETS, *LABELS, *ROLLS)),
    ("png", (*ROLLS, *SHEETS, *LABELS)),
    ("text", (*ROLLS, *SHEETS)),
)
"""Which papers a language can be printed on, the usual ones first."""

SUGGESTED = {"escpos": "80", "tspl": "4x6", "zpl": "4x6", "pdf": "A5", "png": "80", "text": "80"}
"""The paper offered first for a language."""


def paper_words() -> dict[str, str]:
    """Each paper of `printing.paper` as a shopkeeper calls it."""
    return {
        "58": _("58 mm roll"),
        "80": _("80 mm roll"),
        "A5": _("A5 sheet"),
        "A4": _("A4 sheet"),
        "4x6": _("Label 4 × 6 inches"),
        "100x150": _("Label 100 × 150 mm"),
        "3x2": _("Label 3 × 2 inches"),
        "50x25": _("Label 50 × 25 mm"),
        "38x25": _("Label 38 × 25 mm"),
        "A4x4": _("A4 sheet of 4 shipping labels"),
        "A4x24": _("A4 sheet of 24 labels"),
        "A4x40": _("A4 sheet of 40 labels"),
        "A4x65": _("A4 sheet of 65 labels"),
    }


def papers(names: Iterable[str] = (*ROLLS, *SHEETS)) -> list[tuple[str, object]]:
    """What is shown and the name it stands for in `printing.paper`; without a choice those that bills are made on."""
    said = paper_words()
    return [(said[name], name) for name in names]


def papers_for(form: str) -> list[tuple[str, object]]:
    """The papers that the printer language `form` can be printed on."""
    return papers(next((names for name, names in TAKES if name == form), ROLLS))


def form_words() -> dict[str, str]:
    """Each language of `printing.languages` as a shopkeeper meets it."""
    return {
        "escpos": _("Receipt printer (ESC/POS)"),
        "tspl": _("Label printer, most makes (TSPL)"),
        "zpl": _("Label printer, Zebra (ZPL)"),
        "pdf": _("Office printer or PDF"),
        "png": _("Picture (PNG)"),
        "text": _("Plain text"),
    }
