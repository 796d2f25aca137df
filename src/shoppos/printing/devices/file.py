"""A file, or a folder that collects files: paper for later, or for another program."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from shoppos.base.i18n import _
from shoppos.printing.devices.conversation import USUAL, Patience
from shoppos.printing.devices.device import Delivery, Outcome, Status, Told, unheard
from shoppos.printing.devices.node import NodePrinter, is_node

if TYPE_CHECKING:
    from shoppos.printing.devices.talk import Talk


@dataclass(frozen=True, slots=True)
class FileDevice:
    """A file or a folder; where the path turns out to be a device node, the printer behind it.

    A USB printer that is switched off has no node: so what the path is, is looked up for each job anew.
    """

    path: Path
    patience: Patience = USUAL

    def send(
        self,
        content: bytes,
        name: str = "",
        *,
        talk: Talk | None = None,
        answers: bool = False,
        on_stop: Told = unheard,
    ) -> Delivery:
        """Write one job: a whole new file or nothing, in a folder under a name of its own."""
        if self._is_node():
            return NodePrinter(self.path, self.patience).send(
                content, name, talk=talk, answers=answers, on_stop=on_stop
            )
        try:
            self._as_file(content, name)
        except OSError as error:
            return Delivery(Outcome.NOT_SENT, self._unwritten(error))
        return Delivery(Outcome.PRINTED)

    def status(self, talk: Talk | None) -> Status:
        """Whether there is room to write: the folder of the file stands, or a printer behind the node is well."""
        if self._is_node():
            return NodePrinter(self.path, self.patience).status(talk)
        folder = self.path if self.path.is_dir() else self.path.parent
        if folder.is_dir() and os.access(folder, os.W_OK):
            return Status(answered=False, ready=True)
        reason = _("The folder {path} is missing, or nothing can be written there.").format(path=folder)
        return Status(answered=False, ready=False, reason=reason)

    def _is_node(self) -> bool:
        return is_node(self.path) or (not self.path.exists() and self.path.is_relative_to("/dev"))

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

    def _unwritten(self, error: OSError) -> str:
        return _("{path} could not be written: {reason}.").format(path=self.path, reason=error.strerror or error)


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
