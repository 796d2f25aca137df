"""TSPL: the label printers of TSC and their many copies, each label as one picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.printing.head import Head
from shoppos.printing.languages.labels import labels

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shoppos.printing.page import Page
    from shoppos.printing.paper import Paper

PLAIN = Head()
INVERTED = bytes(255 - byte for byte in range(256))


def compose(page: Page, head: Head = PLAIN) -> bytes:
    """The labels of `page`, one job after the other; InvalidInput for rolls and sheets.

    Only SIZE, GAP, DIRECTION, CLS, BITMAP and PRINT are said, with DENSITY and SPEED when they are set: copies of these
    printers drop a whole job over one word they do not know.
    """
    return b"".join(part for rows in labels(page, head) for part in _label(rows, page.paper, head))


def _label(rows: list[bytes], paper: Paper, head: Head) -> Iterator[bytes]:
    said = [f"SIZE {paper.width / 10:.1f} mm,{paper.height / 10:.1f} mm", f"GAP {head.gap / 10:.1f} mm,0 mm"]
    said += [f"DIRECTION {int(head.turned)}"]
    said += [f"DENSITY {head.darkness}"] if head.darkness else []
    said += [f"SPEED {head.speed}"] if head.speed else []
    yield "".join(line + "\r\n" for line in (*said, "CLS")).encode("ascii")
    yield f"BITMAP 0,0,{len(rows[0])},{len(rows)},0,".encode("ascii")
    yield b"".join(rows).translate(INVERTED)
    yield b"\r\nPRINT 1,1\r\n"
