"""A printer in the network: port 9100, one connection a job."""

from __future__ import annotations

import select
import socket
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

from shoppos.base.i18n import _
from shoppos.printing.devices.device import Delivery, Outcome, Status

if TYPE_CHECKING:
    from shoppos.printing.devices.talk import Talk

PORT = 9100
CHUNK = 1024
CONNECT_SECONDS = 5.0
STALL_SECONDS = 20.0
DRAIN_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class NetworkPrinter:
    """A printer that listens on a TCP port (9100): one connection a job, for an idle one dies unnoticed."""

    host: str
    port: int = PORT
    connect_seconds: float = CONNECT_SECONDS
    stall_seconds: float = STALL_SECONDS
    drain_seconds: float = DRAIN_SECONDS

    def send(self, content: bytes, name: str = "", *, talk: Talk | None = None, answers: bool = False) -> Delivery:  # noqa: ARG002, E501  (a printer asks no name)
        """Send one job and wait until the printer has taken the whole of it."""
        try:
            line = socket.create_connection((self.host, self.port), timeout=self.connect_seconds)
        except OSError as error:
            return Delivery(Outcome.NOT_SENT, self._silent(error))
        with line:
            line.setblocking(False)
            return self._sent(line, content)

    def _sent(self, line: socket.socket, content: bytes) -> Delivery:
        done = 0
        try:
            while done < len(content):
                done += self._pushed(line, content[done : done + CHUNK])
            line.shutdown(socket.SHUT_WR)
            self._drain(line)
        except OSError as error:
            if done == 0:
                return Delivery(Outcome.NOT_SENT, self._silent(error))
            return Delivery(Outcome.UNCERTAIN, _("The printer broke off in the middle of the paper."))
        return Delivery(Outcome.SENT)

    def _pushed(self, line: socket.socket, chunk: bytes) -> int:
        """Send what the printer takes now, and swallow what it says meanwhile."""
        readable, writable, _odd = select.select([line], [line], [], self.stall_seconds)
        if readable and not line.recv(4096):
            raise ConnectionResetError
        if not readable and not writable:
            raise TimeoutError
        return line.send(chunk) if writable else 0

    def _drain(self, line: socket.socket) -> None:
        """Read until the printer hangs up or falls silent: a line closed over unread bytes is reset."""
        end = monotonic() + self.drain_seconds
        while (left := end - monotonic()) > 0:
            readable, _writable, _odd = select.select([line], [], [], left)
            if not readable or not line.recv(4096):
                return

    def _silent(self, error: OSError) -> str:
        refused = isinstance(error, ConnectionRefusedError)
        sentence = _("The printer at {host} refused.") if refused else _("The printer at {host} did not answer.")
        return sentence.format(host=f"{self.host}:{self.port}")

    def status(self, talk: Talk | None) -> Status:  # noqa: ARG002
        """Ask without printing."""
        return Status(answered=False, ready=True)
