"""A thermal printer in miniature: ESC/POS bytes in, what stands on the paper out; it knows nothing of the encoder."""

import re
from dataclasses import dataclass, field

ESC, GS, FS, LF = 0x1B, 0x1D, 0x1C, 0x0A
PAGES = {0: "cp437", 2: "cp850", 16: "cp1252", 19: "cp858"}
REAL_TIME = re.compile(rb"\x10(?:\x04[\x01-\x08]|\x05[\x00-\x03]|\x14[\x01-\x08])", re.DOTALL)
LINE = 30
"""Dots from one line of letters to the next."""


@dataclass
class Decoded:
    """What a printer did with a job; `problems` are bytes it would print as rubbish or obey by mistake.

    `pictures` are the bands that came, each with its bytes a row. `pieces` are what fell from the knife: each a list of
    lines of letters (str) and rows of dots (bytes), from the top.
    """

    lines: list[str] = field(default_factory=list)
    bold: list[bool] = field(default_factory=list)
    aligns: list[int] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    pictures: list[tuple[int, bytes]] = field(default_factory=list)
    pieces: list[list[str | bytes]] = field(default_factory=lambda: [[]])
    qr_texts: list[str] = field(default_factory=list)
    pulses: int = 0
    pins: list[int] = field(default_factory=list)
    cuts: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def text(self):
        return "\n".join(self.lines)

    def rows(self, wide, piece=0):
        """The dots of one piece as rows of `wide` bytes, lines of letters left white."""
        found = []
        for what in self.pieces[piece]:
            found += [what.ljust(wide, b"\0")] if isinstance(what, bytes) else [bytes(wide)] * LINE
        return found


class Printer:
    """Reads one job from its first byte to its last; `most` rows are what its memory holds of one picture."""

    def __init__(self, data: bytes, most: int = 128, wide: int = 576):
        self.data, self.at, self.out = data, 0, Decoded()
        self.most, self.wide = most, wide // 8
        self.line, self.stored, self.page = "", b"", None
        self.align, self.is_bold, self.size = 0, False, 0

    def run(self) -> Decoded:
        for obeyed in REAL_TIME.finditer(self.data):
            self.out.problems.append(f"obeys {obeyed[0].hex(' ')} at {obeyed.start()} at once")
        while self.at < len(self.data):
            byte = self.take(1)[0]
            if byte == ESC:
                self.escape()
            elif byte == GS:
                self.group()
            elif byte == FS and self.take(1) == b".":
                continue
            elif byte == LF:
                self.end_line()
            elif 0x20 <= byte < 0x7F:
                self.line += chr(byte)
            elif byte >= 0x80 and self.page:
                self.line += bytes([byte]).decode(self.page)
            else:
                self.out.problems.append(f"byte {byte:#x} at {self.at - 1}")
        if self.line:
            self.out.problems.append("the last line was never fed")
        return self.out

    def take(self, count: int) -> bytes:
        taken = self.data[self.at : self.at + count]
        if len(taken) < count:
            self.out.problems.append("the job ends inside a command")
        self.at += count
        return taken.ljust(count, b"\0")

    def end_line(self):
        across = len(self.line) * 12 * (2 if self.size & 0x10 else 1)
        if across > self.wide * 8:
            self.out.problems.append(f"a line of {across} dots")
        self.note(self.line, bold=self.is_bold)
        self.out.pieces[-1].append(self.line)
        self.line = ""

    def note(self, line, *, bold):
        self.out.lines.append(line)
        self.out.bold.append(bold)
        self.out.aligns.append(self.align)
        self.out.sizes.append(self.size)

    def escape(self):
        command = chr(self.take(1)[0])
        if command == "@":
            self.align, self.is_bold, self.size, self.page = 0, False, 0, None
        elif command == "a":
            self.align = self.take(1)[0] & 3
        elif command == "E":
            self.is_bold = bool(self.take(1)[0] & 1)
        elif command == "t":
            self.page = PAGES[self.take(1)[0]]
        elif command == "p":
            self.out.pins.append(self.take(3)[0])
            self.out.pulses += 1
        elif command == "d":
            for _line in range(self.take(1)[0]):
                self.end_line()
        else:
            self.out.problems.append(f"ESC {command!r}")

    def group(self):
        command = chr(self.take(1)[0])
        if command == "V":
            if self.take(1)[0] >= 65:
                self.take(1)
            self.out.cuts += 1
            self.out.pieces.append([])
        elif command == "!":
            self.size = self.take(1)[0]
        elif command == "v":
            self.picture()
        elif command == "(" and self.take(1) == b"k":
            self.symbol(self.take(int.from_bytes(self.take(2), "little")))
        else:
            self.out.problems.append(f"GS {command!r}")

    def picture(self):
        if self.take(2) != b"0\x00":
            self.out.problems.append("GS v in another mode")
        wide, high = int.from_bytes(self.take(2), "little"), int.from_bytes(self.take(2), "little")
        if self.line:
            self.out.problems.append("a picture in the middle of a line")
        if not 0 < high <= self.most:
            self.out.problems.append(f"a band of {high} rows")
        if not 0 < wide <= self.wide:
            self.out.problems.append(f"a band of {wide} bytes across")
        dots = self.take(wide * high)
        self.out.pictures.append((wide, dots))
        self.note(f"[{wide * 8}x{high}]", bold=False)
        self.out.pieces[-1] += [dots[at : at + wide] for at in range(0, wide * high, wide)] if wide else []

    def symbol(self, body: bytes):
        if body[:3] == b"1P0":
            self.stored = body[3:]
        elif body[:3] == b"1Q0":
            self.out.qr_texts.append(self.stored.decode())


def decoded(data: bytes, **how) -> Decoded:
    """What stands on the paper after `data`."""
    return Printer(data, **how).run()
