"""ZPL: the label printers of Zebra and those that follow them, each label as pictures in bands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.printing.head import Head
from shoppos.printing.languages.labels import labels

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shoppos.printing.page import Page

PLAIN = Head()
BAND_ROWS, MOST_BYTES = 400, 99_999
"""Rows and bytes of one ^GF: Zebra's guide counts no further than 99,999."""


def compose(page: Page, head: Head = PLAIN) -> bytes:
    """The labels of `page`, each a format of its own; InvalidInput for rolls and sheets."""
    return b"".join(part for rows in labels(page, head) for part in _label(rows, head))


def _label(rows: list[bytes], head: Head) -> Iterator[bytes]:
    if head.darkness:
        yield f"~SD{head.darkness:02}\n".encode("ascii")
    yield b"^XA\n" + (b"^POI\n" if head.turned else b"^PON\n")
    if head.speed:
        yield f"^PR{head.speed}\n".encode("ascii")
    wide = len(rows[0])
    most = min(BAND_ROWS, MOST_BYTES // wide)
    for top in range(0, len(rows), most):
        band = rows[top : top + most]
        count = wide * len(band)
        yield (
            f"^FO0,{top}^GFA,{count},{count},{wide},".encode("ascii") + b"".join(band).hex().upper().encode() + b"^FS\n"
        )
    yield b"^XZ\n"
