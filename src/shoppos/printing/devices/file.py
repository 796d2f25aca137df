"""A file, or a folder that collects files: the paper of the shop that prints later, or elsewhere."""

from __future__ import annotations

import contextlib
import os
import select
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from shoppos.base.i18n import _
from shoppos.printing.devices.device import Delivery, Outcome, Status

if TYPE_CHECKING:
    from shoppos.printing.devices.talk import Talk

CHUNK = 1024
STALL_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class FileDevice:
    """A file, a folder that collects files, or a device node such as /dev/usb/lp0."""

    path: Path
    stall_seconds: float = STALL_SECONDS

    def send(self, content: bytes, name: str = "", *, talk: Talk | None = None, answers: bool = False) -> Delivery:  # noqa: ARG002
        """Write one job: a whole new file or nothing, in a folder under a name of its own."""
        try:
            if self._is_node():
                return self._into_node(content)
            self._as_file(content, name)
        except OSError as error:
            reason = _("{path} could not be written: {reason}.").format(path=self.path, reason=error.strerror or error)
            return Delivery(Outcome.NOT_SENT, reason)
        return Delivery(Outcome.PRINTED)

    def _is_node(self) -> bool:
        with contextlib.suppress(FileNotFoundError):
            mode = self.path.stat().st_mode
            return stat.S_ISCHR(mode) or stat.S_ISFIFO(mode)
        return False

    def _into_node(self, content: bytes) -> Delivery:
        node = os.open(self.path, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0))
        done = 0
        try:
            while done < len(content):
                _readable, writable, _odd = select.select([], [node], [], self.stall_seconds)
                if not writable:
                    raise TimeoutError
                done += os.write(node, content[done : done + CHUNK])
        except OSError:
            if done == 0:
                raise
            return Delivery(Outcome.UNCERTAIN, _("The printer broke off in the middle of the paper."))
        finally:
            os.close(node)
        return Delivery(Outcome.SENT)

    def _as_file(self, content: bytes, name: str) -> None:
        target = _free_name(self.path, name) if self.path.is_dir() else self.path
        handle, half = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(half).replace(target)
        except BaseException:
            Path(half).unlink(missing_ok=True)
            raise

    def status(self, talk: Talk | None) -> Status:  # noqa: ARG002
        """A file has no state to ask for."""
        return Status(answered=False, ready=True)


def _free_name(folder: Path, name: str) -> Path:
    """A name in `folder` that is not taken: no bill overwrites another."""
    kept = "".join(sign if sign.isalnum() or sign in "-_." else "-" for sign in name).strip(".-") or "paper"
    wanted = Path(kept)
    number = 1
    target = folder / kept
    while target.exists():
        number += 1
        target = folder / f"{wanted.stem}-{number}{wanted.suffix}"
    return target
