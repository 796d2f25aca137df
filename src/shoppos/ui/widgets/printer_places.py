"""Where a printer is, in words: the kinds of place, what one types for each, and the address that is kept."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shoppos.base.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping

NONE, NETWORK, DEVICE, FOLDER = "none", "network", "device", "folder"
CUPS, WINDOWS, SERIAL = "cups", "windows", "serial"
FILES = ("pdf", "png", "text")
"""Languages that make a file one can open; the others speak to a printer."""

SCHEMES = {NETWORK: "tcp://", DEVICE: "file:", FOLDER: "file:", CUPS: "cups:", WINDOWS: "windows:", SERIAL: "serial:"}
USUAL_PORT = ":9100"


@dataclass(frozen=True, slots=True)
class Place:
    """One kind of place: what it is called, what is asked, an example, and a sentence that helps to find it."""

    kind: str
    words: str
    asks: str
    example: str
    hint: str


def places() -> tuple[Place, ...]:
    """Every kind of place a printer can be at."""
    return (
        Place(
            NETWORK, _("In the network (LAN or Wi-Fi)"), _("Address"), "192.168.1.50",
            _("Its address stands on the printer's own test slip: hold its feed button while you switch it on."),
        ),
        Place(
            DEVICE, _("At this computer, by USB"), _("Address"), "/dev/usb/lp0",
            _("The first printer at this computer is mostly /dev/usb/lp0."),
        ),
        Place(
            FOLDER, _("Save each paper as a file in a folder"), _("Folder"), _("The folder for the PDFs"),
            _("Nothing is printed: the files can be opened, sent and printed later."),
        ),
        Place(
            CUPS, _("A printer queue of this computer"), _("Name of the queue"), "Receipt",
            _("The name under which the printer stands in the computer's own settings."),
        ),
        Place(
            WINDOWS, _("A Windows printer"), _("Name of the printer"), "POS-80",
            _("The name under which the printer stands in Windows' list of printers."),
        ),
        Place(
            SERIAL, _("By serial cable or Bluetooth"), _("Port"),
            "COM5" if sys.platform == "win32" else "/dev/rfcomm0",
            _("A speed may follow: COM3@115200. A Bluetooth printer must be paired with the computer first."),
        ),
    )  # fmt: skip


def offered() -> tuple[str, ...]:
    """The kinds that this system has, the commonest first."""
    if sys.platform == "win32":
        return (NETWORK, WINDOWS, FOLDER, SERIAL, DEVICE)
    return (NETWORK, DEVICE, FOLDER, CUPS, SERIAL)


def place(kind: str) -> Place | None:
    """The kind of place called `kind`."""
    return next((one for one in places() if one.kind == kind), None)


def kind_of(told: Mapping[str, Any]) -> str:
    """The kind of place a printer of the settings is at; NONE without an address."""
    address = str(told.get("address", ""))
    if address.startswith("file:"):
        return FOLDER if told.get("form") in FILES else DEVICE
    known = ((NETWORK, "tcp:"), (CUPS, "cups:"), (WINDOWS, "windows:"), (SERIAL, "serial:"))
    return next((kind for kind, scheme in known if address.startswith(scheme)), NONE)


def typed_of(address: str) -> str:
    """What one types for an address that is kept: without its scheme, and without the port that all printers have."""
    _scheme, _colon, rest = address.partition(":")
    return rest.removeprefix("//").removesuffix(USUAL_PORT) if address.startswith("tcp:") else rest


def address_of(kind: str, typed: str) -> str:
    """The address that is kept for what was typed: written in one way, for one address is one machine."""
    scheme = SCHEMES[kind]
    text = typed.strip().removeprefix(scheme)
    if kind == NETWORK and (text.endswith("]") or ":" not in text) and "/" not in text:
        text += USUAL_PORT
    if kind == FOLDER or (kind == DEVICE and text.startswith("~")):
        text = str(Path(text).expanduser())
    return f"{scheme}{text}"


def usual_folder() -> str:
    """The folder for files that nobody has chosen yet."""
    return str(Path.home() / "ShopPOS bills")
