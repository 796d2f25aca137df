"""The shop's picture as it is kept: a small PNG of grey or colour, on white, that every drawer of papers can read."""

from __future__ import annotations

import base64
import binascii
import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SETTING = "logo"
"""The settings' key of the picture: its PNG in Base64, "" for none."""
WIDE, HIGH = 640, 320
"""Pixels that are kept at the most: 8 to the millimetre on the widest place of a paper."""
MOST = 400_000
"""Bytes of the PNG at the most."""
SIGNATURE = b"\x89PNG\r\n\x1a\n"
SAMPLES = {0: 1, 2: 3}
"""Bytes of a pixel by the colour type of a PNG: grey, and red, green, blue (ISO/IEC 15948, 11.2.2)."""
WHOLE = struct.calcsize(">IIBBBBB")
FRAME = 12
"""Bytes of a chunk of PNG beside what it holds: its length, its name, its checksum."""


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture as PNG, so many pixels wide and high."""

    png: bytes
    width: int
    height: int


def kept(png: bytes) -> str:
    """A picture as the setting keeps it."""
    return base64.b64encode(png).decode("ascii")


def read(told: str) -> Logo | None:
    """What the setting says; None where it says nothing, or nothing whole: no paper waits for a picture."""
    if not told or len(told) > 2 * MOST:
        return None
    try:
        png = base64.b64decode(told, validate=True)
        return _checked(png)
    except (binascii.Error, ValueError, struct.error, zlib.error):
        return None


def _checked(png: bytes) -> Logo | None:
    """The picture when every chunk is whole and its pixels are as many as it says."""
    if not png.startswith(SIGNATURE):
        return None
    chunks = list(_chunks(png))
    if not chunks or chunks[0][0] != b"IHDR" or len(chunks[0][1]) != WHOLE or chunks[-1][0] != b"IEND":
        return None
    width, height, depth, colour, _packed, _filter, interlaced = struct.unpack(">IIBBBBB", chunks[0][1])
    fits = 0 < width <= WIDE and 0 < height <= HIGH and depth == 8 and not interlaced  # noqa: PLR2004  (bits)
    if not fits or colour not in SAMPLES:
        return None
    size = height * (1 + width * SAMPLES[colour])
    packed = b"".join(held for name, held in chunks if name == b"IDAT")
    pixels = zlib.decompressobj().decompress(packed, size + 1)
    return Logo(png, width, height) if len(pixels) == size else None


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The name and content of each chunk; ValueError at one that is not whole."""
    at = len(SIGNATURE)
    while at < len(png):
        length, name = struct.unpack_from(">I4s", png, at)
        held = png[at + 8 : at + 8 + length]
        (told,) = struct.unpack_from(">I", png, at + 8 + length)
        if zlib.crc32(name + held) != told:
            raise ValueError(name)
        yield name, held
        at += FRAME + length
