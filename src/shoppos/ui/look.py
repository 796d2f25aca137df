"""How the shop wants its window: language, colours, size of letters, keys; known before the shop's file is opened."""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict, dataclass, fields, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from shoppos.shop.settings import Settings

FILE = "window.json"
"""A copy of what the settings say, beside the shop's file: the first paint does not wait for the file."""


@dataclass(frozen=True, slots=True)
class Look:
    """The choices that show; `geometry` is Qt's own note of where the window stood, in base 64."""

    language: str = "en"
    theme: str = "system"
    font_percent: int = 100
    keymap: str = "shoppos"
    geometry: str = ""


def load(folder: Path) -> Look:
    """The look of last time; the usual one where the note is missing or spoilt."""
    try:
        told: Any = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Look()
    usual = asdict(Look())
    return Look(**{key: told[key] for key in usual if type(told.get(key)) is type(usual[key])}) if told else Look()


def save(folder: Path, look: Look) -> None:
    """Note the look for next time; a folder that takes no writing only costs the note."""
    fresh = folder / f"{FILE}.new"
    with contextlib.suppress(OSError):
        fresh.write_text(json.dumps(asdict(look)), encoding="utf-8")
        fresh.replace(folder / FILE)


def chosen(settings: Settings, before: Look) -> Look:
    """What the settings say now; the window stays where it stood in `before`."""
    usual = Look()
    names = [one.name for one in fields(Look) if one.name != "geometry"]
    return replace(before, **{name: settings.get(name, getattr(usual, name)) for name in names})
