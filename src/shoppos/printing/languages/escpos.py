"""ESC/POS: text mode of thermal printers, with a picture of just those lines whose letters the printer lacks."""

from __future__ import annotations

import importlib
import logging
import os
import pickle
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.paths import cache_folder
from shoppos.printing.codes import checked_qr
from shoppos.printing.head import Head
from shoppos.printing.languages.text import layout
from shoppos.printing.page import Barcode, Beside, Framed, Qr, Size, Together

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from shoppos.printing.languages.text import Line
    from shoppos.printing.page import Page, Part

PLAIN = Head()
BAND = 128
"""Rows of dots in one GS v 0: cheap printers hold 4 kB, and turn what does not fit into text."""

QR_LEVEL_M = 1
"""Error correction M, as python-escpos numbers it."""

PROFILES = {"58": "POS-5890", "80": "default"}
"""What we suppose of a printer nobody has named: 58 mm ones have no cutter."""

SPELLINGS = str.maketrans({
    "₹": "Rs.\u00a0", "–": "-", "—": "-", "−": "-", "·": "-", "•": "*", "×": "x", "…": "...",
    "‘": "'", "’": "'", "“": '"', "”": '"',
})  # fmt: skip
"""Signs that no code page of these printers can be trusted with, in ASCII."""


def compose(page: Page, _head: Head = PLAIN, profile: str = "") -> bytes:
    """The page for a thermal printer; InvalidInput for cut sheets.

    `profile` is a name of python-escpos' list; a QR code is drawn by the printer itself only when a printer was named
    that can, else as dots.
    """
    if not page.paper.is_roll:
        raise InvalidInput(
            _("A thermal printer takes 58 mm or 80 mm rolls, not {paper}.").format(paper=page.paper.name),
            _("Choose another paper, or print a PDF."),
            field="paper",
        )
    printer = _encoder(profile or PROFILES[page.paper.name])
    native_qr = bool(profile) and bool(printer.profile.supports("qrCode"))
    printer.hw("INIT")
    for part in _flat(page.parts):
        if isinstance(part, Qr) and native_qr:
            _native_qr(printer, part)
        else:
            _part(printer, part, page)
    printer.set(align="left", bold=False, normal_textsize=True)
    printer.cut()
    return bytes(printer.output)


def drawer_pulse(head: Head = PLAIN, profile: str = "default") -> bytes:
    """The pulse that opens the cash drawer: a job of its own, never part of a bill that may be printed again."""
    printer = _encoder(profile)
    printer.cashdraw(head.drawer_pin)
    return bytes(printer.output)


def _flat(parts: Iterable[Part]) -> Iterator[Part]:
    for part in parts:
        if isinstance(part, Together):
            yield from _flat(part.parts)
        elif isinstance(part, Beside):
            for stack in part.stacks:
                yield from _flat(stack)
        else:
            yield part


def _spelled(text: str) -> str:
    return text.translate(SPELLINGS)


def _part(printer: Any, part: Part, page: Page) -> None:
    lines = layout(part, page.paper.columns, _spelled)
    if isinstance(part, Qr | Barcode | Framed) or not all(line.text.isascii() for line in lines):
        _picture(printer, part, page)
        return
    for line in lines:
        _line(printer, line)


def _line(printer: Any, line: Line) -> None:
    tall = line.size >= Size.LARGE
    printer.set(
        align=line.align.value, bold=line.bold, double_height=tall, double_width=line.size is Size.HUGE,
        normal_textsize=not tall,
    )  # fmt: skip
    printer.text("".join(sign for sign in line.text if " " <= sign <= "~") + "\n")


def _picture(printer: Any, part: Part, page: Page) -> None:
    """GS v 0 in bands; the only other bytes below 0x20 beside the encoder's own."""
    from shoppos.printing.raster import strip_rows  # noqa: PLC0415  (brings QtGui along: most bills do without it)

    printer.set(align="left", bold=False, normal_textsize=True)
    rows = strip_rows(part, page.paper)
    for at in range(0, len(rows), BAND):
        band = rows[at : at + BAND]
        head = b"\x1dv0\x00" + len(band[0]).to_bytes(2, "little") + len(band).to_bytes(2, "little")
        printer._raw(head + b"".join(band))  # noqa: SLF001  (the encoder's own pictures ask for Pillow and print to stdout)


def _native_qr(printer: Any, code: Qr) -> None:
    """GS ( k; the encoder cannot centre it, so the line is centred before."""
    checked_qr(code.text)
    printer.set(align=code.align.value)
    printer.qr(code.text, ec=QR_LEVEL_M, size=5, native=True)
    printer.set(align="left")


def _encoder(profile: str) -> Any:
    """A python-escpos printer that only gathers bytes."""
    dummy = _dummy_class()
    try:
        return dummy(profile=profile)
    except KeyError:
        raise InvalidInput(
            _('No printer profile is called "{name}".').format(name=profile), _("Leave it empty."), field="profile"
        ) from None


@lru_cache(maxsize=1)
def _dummy_class() -> Any:
    """The encoder, imported so that it neither parses its YAML each time nor takes over our logging."""
    os.environ.setdefault("ESCPOS_CAPABILITIES_PICKLE_DIR", str(cache_folder("escpos")))
    root = logging.getLogger()
    handlers = root.handlers[:]
    try:
        return _imported()
    finally:
        for handler in [handler for handler in root.handlers if handler not in handlers]:
            root.removeHandler(handler)


def _imported() -> Any:
    try:
        return importlib.import_module("escpos.printer").Dummy
    except (EOFError, pickle.UnpicklingError):  # another process was writing the cache just now
        for half_written in Path(os.environ["ESCPOS_CAPABILITIES_PICKLE_DIR"]).glob("*.capabilities.pickle"):
            half_written.unlink(missing_ok=True)
        return importlib.import_module("escpos.printer").Dummy
