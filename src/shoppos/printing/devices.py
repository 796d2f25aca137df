"""Devices: where the bytes go, and what can honestly be said of their arrival."""

from __future__ import annotations

import contextlib
import os
import select
import socket
import stat
import tempfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from time import monotonic
from typing import Protocol
from urllib.parse import urlsplit

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.text import clean

PORT = 9100
CHUNK = 1024
CONNECT_SECONDS = 5.0
STALL_SECONDS = 20.0
DRAIN_SECONDS = 3.0


class Outcome(StrEnum):
    """What became of a job: only NOT_SENT may be tried again without asking somebody to look at the paper."""

    NOT_SENT = "not sent"
    SENT = "sent"
    PRINTED = "printed"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class Delivery:
    """The outcome, and the reason in a sentence unless all went well."""

    outcome: Outcome
    reason: str = ""


class Device(Protocol):
    """Something that takes bytes."""

    def send(self, content: bytes, name: str = "") -> Delivery:
        """Send one job; `name` is what a file of it would be called. Never raises for what a device does."""
        ...


@dataclass(frozen=True, slots=True)
class NetworkPrinter:
    """A printer that listens on a TCP port (9100): one connection a job, for an idle one dies unnoticed."""

    host: str
    port: int = PORT
    connect_seconds: float = CONNECT_SECONDS
    stall_seconds: float = STALL_SECONDS
    drain_seconds: float = DRAIN_SECONDS

    def send(self, content: bytes, name: str = "") -> Delivery:  # noqa: ARG002  (a printer asks no name)
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


@dataclass(frozen=True, slots=True)
class FileDevice:
    """A file, a folder that collects files, or a device node such as /dev/usb/lp0."""

    path: Path
    stall_seconds: float = STALL_SECONDS

    def send(self, content: bytes, name: str = "") -> Delivery:
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


def open_device(address: str) -> Device:
    """The device at "tcp://HOST:PORT" (port 9100 if none) or "file:PATH"; InvalidInput for any other address."""
    kind, _colon, rest = address.partition(":")
    if kind == "file" and rest:
        return FileDevice(Path(rest.removeprefix("//")).expanduser())
    if kind == "tcp":
        with contextlib.suppress(ValueError):
            found = urlsplit(address)
            if found.hostname and not found.path.strip("/"):
                return NetworkPrinter(found.hostname, found.port or PORT)
    raise InvalidInput(
        _('"{address}" is not the address of a printer.').format(address=clean(address, limit=80)),
        _("Write tcp://192.168.1.50:9100 for a network printer, or file:/path for a file."),
        field="printer",
    )
