"""A printer at a device node of this computer: /dev/usb/lp0 and its like."""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from shoppos.base.i18n import _
from shoppos.printing.devices.conversation import USUAL, Conversation, Patience
from shoppos.printing.devices.device import Delivery, Outcome, Status, Told, unheard
from shoppos.printing.devices.line import NodeLine

if TYPE_CHECKING:
    from shoppos.printing.devices.talk import Talk


def is_node(path: Path) -> bool:
    """Whether `path` is a device (or a pipe) and not a file."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return stat.S_ISCHR(mode) or stat.S_ISFIFO(mode)


@dataclass(frozen=True, slots=True)
class NodePrinter:
    """A printer behind a device node; the kernel lets one program at a time speak to it."""

    path: Path
    patience: Patience = USUAL

    def send(
        self,
        content: bytes,
        name: str = "",  # noqa: ARG002  (a printer asks no name)
        *,
        talk: Talk | None = None,
        answers: bool = False,
        on_stop: Told = unheard,
    ) -> Delivery:
        """Send one job, with the same questions as over the network where the node can be read."""
        try:
            handle, hears = self._opened()
        except OSError as error:
            return Delivery(Outcome.NOT_SENT, self._closed(error))
        try:
            line = NodeLine(handle, hears=hears)
            if talk and not hears:
                content, talk = talk.ending + content, None
            return Conversation(line, talk, self.patience, str(self.path)).send(
                content, answers=answers, on_stop=on_stop
            )
        finally:
            os.close(handle)

    def status(self, talk: Talk | None) -> Status:
        """Whether it is plugged in, and how it is if its language can be asked."""
        try:
            handle, hears = self._opened()
        except OSError as error:
            return Status(answered=False, ready=False, reason=self._closed(error))
        try:
            line = NodeLine(handle, hears=hears)
            return Conversation(line, talk if hears else None, self.patience, str(self.path)).status()
        finally:
            os.close(handle)

    def _opened(self) -> tuple[int, bool]:
        """A handle, and whether it can be read; a pipe or a write-only node cannot."""
        flags = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
        if stat.S_ISCHR(self.path.stat().st_mode):
            try:
                return os.open(self.path, os.O_RDWR | flags), True
            except PermissionError:
                pass
        return os.open(self.path, os.O_WRONLY | flags), False

    def _closed(self, error: OSError) -> str:
        if error.errno == errno.EBUSY:
            sentence = _("Another program is using the printer at {path}.")
        elif error.errno in {errno.EACCES, errno.EPERM}:
            sentence = _("This user may not write to {path}. Add the user to the group {group}, and log in again.")
        elif error.errno in {errno.ENODEV, errno.ENXIO, errno.ENOENT}:
            sentence = _("No printer is connected at {path}.")
        else:
            sentence = _("{path} could not be written: {reason}.")
        return sentence.format(path=self.path, group="lp", reason=error.strerror or error)
