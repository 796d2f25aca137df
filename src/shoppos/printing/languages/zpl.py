"""ZPL: the label printers of Zebra and those that follow them, each label as a picture in bands."""

from __future__ import annotations

import binascii
import re
import zlib
from base64 import b64encode
from typing import TYPE_CHECKING

from shoppos.printing.head import Head
from shoppos.printing.languages.labels import labels

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shoppos.printing.page import Page

PLAIN = Head()
BAND_ROWS, MOST_BYTES = 400, 99_999
"""Rows and bytes of one ^GF: Zebra's guide counts no further than 99,999."""

DARKEST, FASTEST = 30, 14

RUN = re.compile(r"0{3,}|F{3,}|([1-9A-E])\1{2,}")
TWENTY, MOST_TIMES = 20, 400
TAIL = re.compile(r"(?:0{2,}|F{2,})\Z")


def compose(page: Page, head: Head = PLAIN) -> bytes:
    """The labels of `page`, each a format of its own; InvalidInput for rolls and sheets.

    What the printer is set to (media, width, label home) is left as the shop has it: a wrong guess ejects blank labels.
    Darkness, a setting of the printer, and speed are said only when the head has them.
    """
    return b"".join(part for rows in labels(page, head) for part in job(rows, head))


def job(rows: list[bytes], head: Head) -> Iterator[bytes]:
    """One label drawn already."""
    if head.darkness > 0:
        yield f"~SD{min(head.darkness, DARKEST):02}\n".encode("ascii")
    yield b"^XA\n" + (b"^POI\n" if head.turned else b"^PON\n")
    if head.speed > 0:
        yield f"^PR{min(head.speed, FASTEST)}\n".encode("ascii")
    wide = len(rows[0])
    most = min(BAND_ROWS, MOST_BYTES // wide)
    for top in range(0, len(rows), most):
        band = rows[top : top + most]
        count = wide * len(band)
        yield f"^FO0,{top}^GFA,{count},{count},{wide},".encode("ascii")
        yield (_packed(band) if head.z64 else _run_lengths(band)) + b"^FS\n"
    yield b"^XZ\n"


def _packed(rows: Sequence[bytes]) -> bytes:
    """Z64: deflated, in base64, with the CRC of that text."""
    said = b64encode(zlib.compress(b"".join(rows), 9))
    return b":Z64:" + said + f":{binascii.crc_hqx(said, 0):04X}".encode("ascii")


def _run_lengths(rows: Sequence[bytes]) -> bytes:
    """Hexadecimal digits with their repetitions counted: "," and "!" end a row in white or black, ":" repeats it."""
    said: list[str] = []
    known: dict[bytes, str] = {}
    before = b""
    for row in rows:
        if row == before:
            said.append(":")
            continue
        if row not in known:
            known[row] = _row(row)
        said.append(known[row])
        before = row
    return "".join(said).encode("ascii")


def _row(row: bytes) -> str:
    digits = row.hex().upper()
    tail = TAIL.search(digits)
    if tail is None:
        return RUN.sub(_of, digits)
    return RUN.sub(_of, digits[: tail.start()]) + ("," if digits[-1] == "0" else "!")


class _Counted(dict[str, str]):
    """A run of one digit as it is said: counted once and remembered."""

    def __missing__(self, run: str) -> str:
        """Its count: "G" to "Y" say once to nineteen times, "g" to "z" twenty to four hundred, added together."""
        most, times = divmod(len(run), MOST_TIMES)
        twenties, ones = divmod(times, TWENTY)
        counts = (chr(ord("f") + twenties) if twenties else "") + (chr(ord("F") + ones) if ones else "")
        self[run] = said = "z" * most + counts + run[0]
        return said


_counted = _Counted()


def _of(run: re.Match[str]) -> str:
    return _counted[run[0]]
