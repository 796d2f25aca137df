"""TSPL: the label printers of TSC and their many copies, each label as one picture."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from shoppos.printing.head import Head
from shoppos.printing.languages.dots import defused
from shoppos.printing.languages.labels import labels

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shoppos.printing.page import Page
    from shoppos.printing.paper import Paper

PLAIN = Head()
DARKEST = 15

INVERTED = bytes(255 - byte for byte in range(256))
"""Here a set bit is white."""

AT_ONCE = (b"\x1b!", b"~!")
"""How the commands begin that these printers obey wherever they stand: ESC ! asks, pauses, feeds and resets."""


def compose(page: Page, head: Head = PLAIN) -> bytes:
    """The labels of `page`, one after the other, like ones counted; InvalidInput for rolls and sheets.

    Only SIZE, GAP, DIRECTION, CLS, BITMAP and PRINT are said, with DENSITY and SPEED when the head has them: copies of
    these printers drop a whole job over one word they do not know, and eject blank labels.
    """
    same = groupby(labels(page, head))
    return b"".join(part for rows, copies in same for part in job(rows, len(list(copies)), page.paper, head))


def job(rows: list[bytes], copies: int, paper: Paper, head: Head) -> Iterator[bytes]:
    """One label drawn already, `copies` times."""
    said = [f"SIZE {paper.width / 10:.1f} mm,{paper.height / 10:.1f} mm", f"GAP {max(head.gap, 0) / 10:.1f} mm,0 mm"]
    said += [f"DENSITY {min(head.darkness, DARKEST)}"] if head.darkness > 0 else []
    said += [f"SPEED {head.speed}"] if head.speed > 0 else []
    said += [f"DIRECTION {int(head.turned)}", "CLS"]
    wide = len(rows[0])
    yield "".join(line + "\r\n" for line in said).encode("ascii")
    yield f"BITMAP 0,0,{wide},{len(rows)},0,".encode("ascii")
    yield defused(b"".join(rows).translate(INVERTED), wide, AT_ONCE)
    yield f"\r\nPRINT 1,{copies}\r\n".encode("ascii")
