"""One window per till: a lock that a crash cannot leave behind."""

import os
import sys
from pathlib import Path
from typing import IO

from shoppos.base.errors import Refused
from shoppos.base.i18n import _


class WindowLock:
    """Held by the operating system while the window lives; it is gone with the process, however that ends."""

    def __init__(self, path: Path) -> None:
        """Name the lock file; nothing is taken yet."""
        self.path = path
        self._file: IO[str] | None = None

    def take(self, *, signed: bool = True) -> None:
        """Take the lock, or refuse with a sentence that names the process holding it.

        One that is taken all day long is left unsigned: no disk need wake for it.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle = self.path.open("a+", encoding="utf-8")
        try:
            _lock(handle)
        except OSError:
            handle.seek(0)
            holder = handle.read().strip() or "?"
            handle.close()
            raise Refused(
                _("This shop is already open in another window (process {holder}).").format(holder=holder),
                _("Go on in that window, or close it first."),
            ) from None
        if signed:
            handle.truncate(0)
            handle.write(str(os.getpid()))
            handle.flush()
        self._file = handle

    def release(self) -> None:
        """Give the lock back; the file itself stays."""
        if self._file is not None:
            self._file.close()
            self._file = None


def lock_path(folder: Path) -> Path:
    """Where the lock of a shop's window lies."""
    return folder / "window.lock"


def holder(path: Path) -> str:
    """The process whose window holds the lock, or "" when none does."""
    if not path.exists():
        return ""
    with path.open("a+", encoding="utf-8") as handle:
        try:
            _lock(handle)
        except OSError:
            handle.seek(0)
            return handle.read().strip() or "?"
    return ""


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: IO[str]) -> None:
        """Lock one byte far behind the written text, so that another process can still read who holds it."""
        handle.seek(4096)
        msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        handle.seek(0)
else:
    import fcntl

    def _lock(handle: IO[str]) -> None:
        """Take the whole file without waiting."""
        fcntl.flock(handle.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
