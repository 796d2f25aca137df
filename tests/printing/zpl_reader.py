"""Labels in ZPL drawn by a renderer that is not ours, and the words of the job for what no picture shows."""

import re

import zplkit
from zplkit.rendering import Limits

LIMITS = Limits(graphic_bytes=1 << 22, field_bytes=1 << 22)
GRAPHIC = re.compile(rb"\^FO0,(\d+)\^GFA,(\d+),(\d+),(\d+),")
DOTS = b"1" * 128 + b"0" * 128
"""A shade darker than the middle is a black dot."""
DPI = {8: 203, 12: 300}


def read_zpl(data: bytes, width: int, height: int, dots_per_mm: int = 8) -> list[list[bytes]]:
    """The rows of each label, a set bit black; the renderer refuses what a printer would not understand."""
    options = zplkit.Options(width=width, height=height, dpi=DPI[dots_per_mm])
    document = zplkit.render(re.sub(rb"~SD\d\d\n", b"", data), options, limits=LIMITS)
    assert document.warnings == []
    return [_rows(scene.rasterize()) for scene in document.labels]


def _rows(picture):
    rows = []
    for at in range(0, picture.width * picture.height, picture.width):
        dots = bytes(picture.pixels[at : at + picture.width]).translate(DOTS)
        wide = (picture.width + 7) // 8
        rows.append(int(dots.ljust(8 * wide, b"0"), 2).to_bytes(wide, "big"))
    return rows


def words(data: bytes) -> list[str]:
    """The commands of a job in their order, pictures left out."""
    return [found.decode() for found in re.findall(rb"[\^~][A-Z][A-Z0-9]", re.sub(rb"(?<=\^GFA)[^^]*", b"", data))]


def bands(data: bytes) -> list[tuple[int, int, int, int]]:
    """Where each picture begins, how many bytes it says twice that it has, and its bytes a row."""
    return [tuple(map(int, found)) for found in GRAPHIC.findall(data)]
