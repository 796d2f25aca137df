"""Words that were begun and not sent, each under an id, in a file beside the shop's and for its user alone.

They stand in no database and no journal, for what is half typed may name anybody.
"""

from __future__ import annotations

import contextlib
import json
import os
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

FILE = "answers.json"

Begun = dict[str, tuple[str, int]]
"""By id in hex what was begun, and when (milliseconds)."""


def read(folder: Path) -> Begun:
    """What was begun; nothing where the file is missing or spoilt."""
    try:
        told: Any = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    pairs = cast("dict[str, Any]", told).items() if isinstance(told, dict) else ()
    return {who: (one[0], one[1]) for who, one in pairs if _is_note(one)}


def write(folder: Path, told: Mapping[str, tuple[str, int]]) -> bool:
    """Put these in the place of all that stood there; False where the folder takes no writing."""
    fresh = folder / f".{FILE}.{os.getpid()}"
    with contextlib.suppress(OSError):
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as text:
            json.dump(told, text, ensure_ascii=False)
        fresh.replace(folder / FILE)
        return True
    return False


def forget(folder: Path, ids: Iterable[bytes]) -> None:
    """Take out what was begun for these."""
    gone, told = {one.hex() for one in ids}, read(folder)
    if gone & told.keys():
        write(folder, {who: one for who, one in told.items() if who not in gone})


def _is_note(one: Any) -> bool:
    return isinstance(one, list) and [type(part) for part in cast("list[Any]", one)] == [str, int]
