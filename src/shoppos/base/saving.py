"""A file that somebody asked for: written whole or not at all, and where it cannot be, why."""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING

from shoppos.base.errors import Unavailable
from shoppos.base.i18n import _

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable
    from pathlib import Path


def save(path: Path, content: bytes | Iterable[bytes]) -> Path:
    """Write it to that path, in one piece or piece by piece; Unavailable with the reason where that cannot be.

    What stood there before stays until the new file is whole. A device or a pipe is written to straight on.
    """
    pieces = (content,) if isinstance(content, bytes) else content
    try:
        with beside(path) as fresh, fresh.open("wb") as out:
            out.writelines(pieces)
    except OSError as error:
        raise cannot(path, error) from error
    return path


@contextmanager
def beside(path: Path) -> Generator[Path]:
    """What to write into instead: it takes that path's place once all went well, else nothing has changed.

    A device or a pipe is its own. OSError where it cannot be written.
    """
    target = path.resolve()
    if target.exists() and not target.is_file():
        yield target
        return
    fresh = target.with_name(f".{secrets.token_hex(4)}.part")
    try:
        yield fresh
        if target.exists():
            fresh.chmod(target.stat().st_mode)
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)


def save_all(folder: Path, files: Iterable[tuple[str, bytes]]) -> list[Path]:
    """Write several into a folder, which is made where it is missing; Unavailable as for one."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot(folder, error) from error
    return [save(folder / name, content) for name, content in files]


def cannot(path: Path, error: OSError) -> Unavailable:
    """What is said where a file or folder takes no writing."""
    said = _("{file} cannot be written: {reason}.").format(file=path, reason=error.strerror or error)
    return Unavailable(said, _("Choose another folder."))
