"""Folders that a person named: made once, known by the disk on which they lie, and never made anew without it."""

from __future__ import annotations

import os
from pathlib import Path


def disk_of(folder: Path, home: Path) -> str:
    """Where the disk or share is mounted on which a folder lies; "" where it is the same on which `home` lies."""
    here = folder.resolve()
    if here.stat().st_dev == home.stat().st_dev:
        return ""
    while not os.path.ismount(here):
        here = here.parent
    return str(here)


def is_there(folder: str, disk: str) -> bool:
    """Whether a folder is there, on the `disk` on which it was made: an empty mount point is not."""
    return Path(folder).is_dir() and (not disk or os.path.ismount(disk))
