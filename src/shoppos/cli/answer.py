"""How a command answers: one JSON document for programs, an aligned table for people."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from shoppos.base.errors import Doubtful, InvalidInput
from shoppos.base.i18n import _
from shoppos.base.text import width

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterable, Sequence

DONE, REFUSED, WRONG_USE, PARTLY = 0, 1, 2, 3
"""Exit codes: done; refused, and nothing changed; wrong usage; partly done, as an import with rejected rows."""

GAP = "  "
KEPT = "\n\u200c\u200d"
"""Not printable, but harmless: line ends, and the joiners of Indic scripts."""


def answer(options: Namespace, document: Any, people: str | Iterable[str]) -> None:
    """Write `document` as JSON if it was asked for, else the lines for people."""
    if options.json:
        text = json.dumps(document, ensure_ascii=False, indent=2)
    else:
        text = people if isinstance(people, str) else "\n".join(people)
    print(text)


def asked_once(options: Namespace, act: Callable[[bool], Any]) -> Any:
    """Do it; what would be asked on a screen names the option that answers."""
    try:
        return act(options.sure)
    except Doubtful as doubt:
        raise InvalidInput(doubt.message, _("If it is right, say so with --sure."), doubt.field) from None


def note(sentence: str) -> None:
    """Tell a person something beside the answer; what was typed comes back without what a terminal would obey."""
    print("".join(char if char.isprintable() or char in KEPT else "?" for char in sentence), file=sys.stderr)


def table(headings: Sequence[str], rows: Iterable[Sequence[object]], right: str = "") -> list[str]:
    """Lines of a table; `right` has an `r` at the place of each column that is aligned to the right."""
    cells = [list(headings), *([str(cell) for cell in row] for row in rows)]
    widths = [max(width(row[at]) for row in cells) for at in range(len(headings))]
    sides = right.ljust(len(headings))
    lines = [
        GAP.join(_aligned(cell, widths[at], sides[at] == "r") for at, cell in enumerate(row)).rstrip() for row in cells
    ]
    lines.insert(1, GAP.join("-" * wide for wide in widths))
    return lines


def facts(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Lines of a list of facts, names to the left; facts without a value are left out."""
    kept = [(name, value) for name, value in pairs if value]
    wide = max((width(name) for name, _value in kept), default=0)
    return [f"{name}{' ' * (wide - width(name))}{GAP}{value}" for name, value in kept]


def _aligned(text: str, wide: int, right: bool) -> str:
    room = " " * (wide - width(text))
    return room + text if right else text + room
