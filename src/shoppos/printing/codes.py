"""Codes that a phone or a scanner reads: QR squares and bars, each read back before it is drawn."""

from __future__ import annotations

import importlib
import struct
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from shoppos.base.errors import InvalidInput, Unavailable
from shoppos.base.i18n import _
from shoppos.base.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zxingcpp import BarcodeFormat

QR_BORDER = 4
"""White modules around a QR code: the quiet zone of ISO/IEC 18004."""

QUIET = 10
"""White modules on either side of bars: the quiet zone of ISO/IEC 15417; EAN asks for 11 and 7."""

CODE_128, EAN_13, EAN_8 = "code128", "ean13", "ean8"
KINDS = {CODE_128: "Code128", EAN_13: "EAN13", EAN_8: "EAN8"}
"""Our names of bars, and those of zxing-cpp."""

FINEST = 4
"""The thinnest bar that cheap scanners read from a thermal print is the so-manieth part of a millimetre."""

READ_ROWS = 24


def qr_matrix(text: str) -> tuple[tuple[bool, ...], ...]:
    """The modules of a QR code for `text`, True = black, error correction M, with its quiet zone."""
    import qrcode  # noqa: PLC0415  (brings Pillow along; only a page with a QR code pays for it)
    from qrcode.constants import ERROR_CORRECT_M  # noqa: PLC0415  (as above)

    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QR_BORDER)
    code.add_data(text, optimize=0)
    code.make(fit=True)
    return tuple(tuple(bool(module) for module in line) for line in code.get_matrix())


def drawn(matrix: Sequence[Sequence[bool]], scale: int) -> tuple[bytes, int]:
    """The QR code as grey pixels (0 = black) at `scale` pixels a module, and its side in pixels."""
    lines = [b"".join((b"\x00" if module else b"\xff") * scale for module in line) * scale for line in matrix]
    return b"".join(lines), len(matrix) * scale


def picture(matrix: Sequence[Sequence[bool]], scale: int) -> bytes:
    """The QR code as a grey PNG picture at `scale` pixels a module (PNG, ISO/IEC 15948, 11.2)."""
    pixels, side = drawn(matrix, scale)
    rows = b"".join(b"\x00" + pixels[at : at + side] for at in range(0, len(pixels), side))
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    told = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(told)


@lru_cache(maxsize=256)
def checked_qr(text: str) -> tuple[tuple[bool, ...], ...]:
    """The modules of a QR code that was drawn, read back and found to say `text`; Unavailable if it does not."""
    import zxingcpp  # noqa: PLC0415  (a compiled library; only a page with a QR code pays for it)

    matrix = qr_matrix(text)
    pixels, side = drawn(matrix, scale=4)
    image = memoryview(pixels).cast("B", shape=[side, side])
    codes = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    if [code.text for code in codes] != [text]:
        raise Unavailable(
            _("The QR code could not be read back, so it is not shown."),
            _("Take the money in another way, or show the shop's own QR code."),
        )
    return matrix


@lru_cache(maxsize=256)
def checked_bars(text: str, kind: str = CODE_128) -> tuple[bool, ...]:
    """The modules of a bar code from left to right, True = black, without quiet zone; read back, they say `text`.

    `kind` is one of KINDS (an EAN's last digit is its check digit). InvalidInput names a text that such bars cannot
    say.
    """
    zxingcpp: Any = importlib.import_module("zxingcpp")  # its hints leave holes; see checked_qr for when
    form = getattr(zxingcpp.BarcodeFormat, KINDS[kind])
    refused = InvalidInput(
        _('"{text}" cannot be printed as a bar code.').format(text=clean(text, limit=60)),
        _("Give it a code of plain letters and digits."),
        field="barcode",
    )
    try:
        made = zxingcpp.create_barcode(text, form)
        image = zxingcpp.write_barcode_to_image(made, scale=1, add_hrt=False, add_quiet_zones=False)
    except (ValueError, RuntimeError) as error:
        raise refused from error
    view = memoryview(image)
    row = bytes(view)[: view.shape[1]] if view.shape else b""
    modules = tuple(shade < 128 for shade in row)  # noqa: PLR2004  (half of 255)
    if _read(modules, form) != text:
        raise refused
    return modules


def bars_width(text: str, kind: str) -> int:
    """How wide the bars of a code with their quiet zones are at the finest, in tenths of a millimetre."""
    return -(-10 * (len(checked_bars(text, kind)) + 2 * QUIET) // FINEST)


def spaced(text: str, kind: str) -> str:
    """A code as it is told below its bars: the digits of an EAN in their groups."""
    if kind == EAN_13:
        return f"{text[0]} {text[1:7]} {text[7:]}"
    return f"{text[:4]} {text[4:]}" if kind == EAN_8 else text


def _read(modules: Sequence[bool], form: BarcodeFormat) -> str:
    """What a scanner reads from these bars at two dots a module."""
    import zxingcpp  # noqa: PLC0415  (see checked_qr)

    white = b"\xff" * (2 * QUIET)
    line = white + b"".join((b"\x00" if module else b"\xff") * 2 for module in modules) + white
    image = memoryview(line * READ_ROWS).cast("B", shape=[READ_ROWS, len(line)])
    codes = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormats(form))
    return codes[0].text if len(codes) == 1 else ""
