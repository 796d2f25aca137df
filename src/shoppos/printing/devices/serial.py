"""A printer on a serial port: a cable, or Bluetooth, which is a serial port once the printer is paired."""

from __future__ import annotations

import re
import select
import sys
from dataclasses import dataclass
from importlib import import_module
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from shoppos.base.i18n import _
from shoppos.base.text import clean
from shoppos.printing.devices.conversation import Conversation, HalfSent, Patience
from shoppos.printing.devices.device import Delivery, Outcome, Status, Told, unheard

if TYPE_CHECKING:
    from shoppos.printing.devices.talk import Talk

BAUDS = (1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200, 230_400)
BAUD = 9600
"""What most receipt printers are set to when they are sold; Bluetooth does not care."""

CHUNK = 512
LOOK = 0.01
UNHURRIED = Patience(answer=1.0, confirm=3.0)
"""Bluetooth takes its time."""

NOBODY_THERE = re.compile(r"121|semaphore|Host is down|No route|timed out", re.IGNORECASE)
"""How the systems say that a paired printer is off or out of reach; 121 is Windows' "semaphore timeout"."""


class SerialLine:
    """An open port of pyserial."""

    def __init__(self, port: Any) -> None:
        self._port = port

    def exchange(self, chunk: bytes, seconds: float) -> tuple[int, bytes]:
        """Send what goes now and hear what is there; HalfSent when the port broke, or did not take a chunk in time.

        Only Windows takes a chunk whole and in its own time, and says nothing of how much of it has gone: there nobody
        is told that the printer has stopped before it is given up.
        """
        if chunk:
            if sys.platform != "win32" and not select.select([], [self._port.fileno()], [], max(seconds, 0.0))[1]:
                return 0, self._read()
            return self._written(chunk)
        end = monotonic() + seconds
        while not (said := self._read()) and monotonic() < end:
            sleep(LOOK)
        return 0, said

    def _written(self, chunk: bytes) -> tuple[int, bytes]:
        try:
            gone: int = self._port.write(chunk)
            return gone, self._read()
        except OSError as error:
            raise HalfSent(str(error)) from error

    def _read(self) -> bytes:
        waiting: int = self._port.in_waiting
        said: bytes = self._port.read(waiting) if waiting else b""
        return said

    def left(self) -> int:
        """Bytes that wait for their turn on the cable."""
        waiting: int = self._port.out_waiting
        return waiting

    def finish(self, seconds: float) -> bool:
        """Wait until the last byte is on the cable; whether anybody reads it there no cable tells."""
        end = monotonic() + seconds
        while self.left():
            if monotonic() > end:
                raise TimeoutError
            sleep(LOOK)
        return True


@dataclass(frozen=True, slots=True)
class SerialPrinter:
    """A port ("COM5", "/dev/rfcomm0") and its speed, with 8 data bits, no parity and 1 stop bit."""

    port: str
    baud: int = BAUD
    patience: Patience = UNHURRIED

    def send(
        self,
        content: bytes,
        name: str = "",  # noqa: ARG002  (a printer asks no name)
        *,
        talk: Talk | None = None,
        answers: bool = False,
        on_stop: Told = unheard,
    ) -> Delivery:
        """Send one job in small pieces, each of which has to go in time."""
        try:
            port = self._opened()
        except (OSError, ValueError) as error:
            return Delivery(Outcome.NOT_SENT, self._closed(error))
        with port:
            return self._talking(port, talk).send(content, answers=answers, on_stop=on_stop)

    def status(self, talk: Talk | None) -> Status:
        """Whether the port opens, and how the printer is if its language can be asked."""
        try:
            port = self._opened()
        except (OSError, ValueError) as error:
            return Status(answered=False, ready=False, reason=self._closed(error))
        with port:
            return self._talking(port, talk).status()

    def _talking(self, port: Any, talk: Talk | None) -> Conversation:
        return Conversation(SerialLine(port), talk, self.patience, self.port, CHUNK)

    def _opened(self) -> Any:
        """The open port; neither DTR nor RTS is waited for, because many cables lack them."""
        kind: dict[str, Any] = {"write_timeout": 0, "exclusive": True}
        if sys.platform == "win32":  # there every port is exclusive
            kind = {"write_timeout": self.patience.stall}
        return import_module("serial").Serial(self.port, self.baud, timeout=0, dsrdtr=False, rtscts=False, **kind)

    def _closed(self, error: Exception) -> str:
        said = str(error)
        if NOBODY_THERE.search(said):
            return _("The printer at {port} is off or too far away.").format(port=self.port)
        if "lock" in said or "Access is denied" in said:
            return _("Another program is using the printer at {path}.").format(path=self.port)
        if "Permission denied" in said:
            told = _("This user may not write to {path}. Add the user to the group {group}, and log in again.")
            return told.format(path=self.port, group="dialout")
        if "FileNotFound" in said or "No such file" in said:
            return _("There is no port {port} on this computer.").format(port=self.port)
        reason = clean(said).rstrip(".")
        return _("The port {port} could not be opened: {reason}.").format(port=self.port, reason=reason)


def ports() -> list[tuple[str, str]]:
    """The serial ports of this computer, each with what the system says about it.

    On Windows this may wait for a Bluetooth printer that is off: ask on a thread of its own.
    """
    listed: list[Any] = list(import_module("serial.tools.list_ports").comports())
    return [(str(port.device), clean(str(port.description or ""))) for port in listed]
