"""Devices: where the bytes go, and what can honestly be said of their arrival."""

from __future__ import annotations

import contextlib
from pathlib import Path
from urllib.parse import urlsplit

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.text import clean
from shoppos.printing.devices.device import Delivery, Device, Outcome, Status
from shoppos.printing.devices.file import FileDevice
from shoppos.printing.devices.network import PORT, NetworkPrinter
from shoppos.printing.devices.talk import Talk, talk_for

__all__ = ["Delivery", "Device", "FileDevice", "NetworkPrinter", "Outcome", "Status", "Talk", "open_device", "talk_for"]


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
