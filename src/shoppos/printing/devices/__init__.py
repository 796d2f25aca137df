"""Devices: where the bytes go, and what can honestly be said of their arrival."""

from __future__ import annotations

import contextlib
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.text import clean
from shoppos.printing.devices.conversation import Patience
from shoppos.printing.devices.cups import QUEUE, CupsQueue
from shoppos.printing.devices.device import Delivery, Device, Outcome, Status
from shoppos.printing.devices.file import FileDevice
from shoppos.printing.devices.network import PORT, NetworkPrinter
from shoppos.printing.devices.node import NodePrinter
from shoppos.printing.devices.serial import BAUD, BAUDS, SerialPrinter
from shoppos.printing.devices.talk import Talk, talk_for
from shoppos.printing.devices.windows import WindowsQueue

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "CupsQueue", "Delivery", "Device", "FileDevice", "NetworkPrinter", "NodePrinter", "Outcome", "Patience",
    "SerialPrinter", "Status", "Talk", "WindowsQueue", "open_device", "talk_for",
]  # fmt: skip

SERIAL_PORT = re.compile(r"(?:COM[1-9]\d{0,2}|/dev/(?!.*\.\.)[\w./-]+)", re.ASCII)
LONGEST_QUEUE = 220
"""Characters of a queue's name on Windows."""


def open_device(address: str) -> Device:
    r"""The device at an address; InvalidInput, naming the field "printer", for any other.

    "tcp://HOST:PORT" (9100 if no port), "file:PATH" (a file, a folder or a device node), "cups:QUEUE", "windows:QUEUE",
    "serial:PORT@BAUD" (9600 if no speed; COM5 or /dev/rfcomm0 for Bluetooth).
    """
    kind, _colon, rest = address.partition(":")
    opener = OPENERS.get(kind)
    device = opener(rest) if opener and rest else None
    if device is not None:
        return device
    raise InvalidInput(
        _('"{address}" is not the address of a printer.').format(address=clean(address, limit=80)),
        _("Write tcp://192.168.1.50:9100 for a network printer, or file:/path for a file."),
        field="printer",
    )


def _network(rest: str) -> Device | None:
    with contextlib.suppress(ValueError):
        found = urlsplit(f"tcp:{rest}")
        if found.hostname and not found.path.strip("/"):
            return NetworkPrinter(found.hostname, found.port or PORT)
    return None


def _file(rest: str) -> Device | None:
    if "\0" in rest:
        return None
    with contextlib.suppress(RuntimeError):  # "~" before the name of nobody
        return FileDevice(Path(rest.removeprefix("//")).expanduser())
    return None


def _cups(rest: str) -> Device | None:
    _only_on(sys.platform != "win32", _("CUPS queues are there on Linux and macOS only."))
    return CupsQueue(rest) if QUEUE.fullmatch(rest) and rest == clean(rest) else None


def _windows(rest: str) -> Device | None:
    _only_on(sys.platform == "win32", _("Windows queues are there on Windows only."))
    return WindowsQueue(rest) if rest == clean(rest, LONGEST_QUEUE) else None


def _serial(rest: str) -> Device | None:
    port, _at, baud = rest.partition("@")
    if not SERIAL_PORT.fullmatch(port) or (baud and baud not in map(str, BAUDS)):
        return None
    return SerialPrinter(port, int(baud) if baud else BAUD)


def _only_on(here: bool, sentence: str) -> None:
    if not here:
        raise InvalidInput(sentence, _("Choose the printer anew in the settings."), field="printer")


OPENERS: dict[str, Callable[[str], Device | None]] = {
    "tcp": _network,
    "file": _file,
    "cups": _cups,
    "windows": _windows,
    "serial": _serial,
}
