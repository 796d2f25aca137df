"""A label printer in miniature: TSPL bytes in, labels out; as strict as the copies that drop a job over one word."""

import re
from dataclasses import dataclass, field

WORDS = ("SIZE", "GAP", "DENSITY", "SPEED", "DIRECTION", "CLS", "BITMAP", "PRINT")
BITMAP = re.compile(rb"BITMAP 0,0,(\d+),(\d+),0,")
AT_ONCE = re.compile(rb"\x1b!.|~![@ACDFIT]", re.DOTALL)


@dataclass
class Printed:
    """One label: its size in millimetres, all its rows (a set bit is black here as everywhere), how often it came."""

    width: float
    height: float
    rows: list[bytes]
    copies: int


@dataclass
class Labels:
    """What came out, and what the printer would have choked on; `said` are the words of the job in their order."""

    labels: list[Printed] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    directions: list[str] = field(default_factory=list)


def read_tspl(data: bytes, dots_per_mm: int = 8) -> Labels:
    """Read a job word by word."""
    return _Reader(data, dots_per_mm).run()


class _Reader:
    def __init__(self, data, dots_per_mm):
        self.data, self.at, self.dots_per_mm = data, 0, dots_per_mm
        self.size, self.memory, self.out = (0.0, 0.0), None, Labels()

    def run(self):
        self.out.problems += [f"obeys {found[0]!r} at once" for found in AT_ONCE.finditer(self.data)]
        while self.at < len(self.data) and not self.out.problems:
            found = BITMAP.match(self.data, self.at)
            if found:
                self.picture(int(found[1]), int(found[2]), found.end())
            else:
                self.word()
        return self.out

    def picture(self, wide, high, begin):
        out, end = self.out, begin + wide * high
        dots = self.data[begin:end]
        if self.memory is None:
            out.problems.append("BITMAP before CLS")
        self.memory = [bytes(255 - byte for byte in dots[y : y + wide]) for y in range(0, len(dots), wide)]
        self.memory += [bytes(wide)] * (int(self.size[1] * self.dots_per_mm) - high)
        out.said.append("BITMAP")
        if len(dots) < wide * high or self.data[end : end + 2] != b"\r\n":
            out.problems.append("the picture does not end where it says")
        across, down = (side * self.dots_per_mm for side in self.size)
        if wide * 8 - 7 > across or high > round(down):
            out.problems.append(f"a picture of {wide * 8} x {high} dots does not fit {self.size}")
        self.at = end + 2

    def word(self):
        end = self.data.find(b"\r\n", self.at)
        word, _blank, rest = self.data[self.at : end].decode("ascii", "replace").partition(" ")
        if end < 0 or word not in WORDS:
            self.out.problems.append(f"what is {self.data[self.at : self.at + 20]!r}")
            return
        self.at = end + 2
        self.out.said.append(word)
        if word == "SIZE":
            self.size = tuple(float(side.removesuffix(" mm")) for side in rest.split(","))
        elif word == "CLS":
            self.memory = []
        elif word == "DIRECTION":
            self.out.directions.append(rest)
        elif word == "PRINT":
            sets, copies = map(int, rest.split(","))
            self.out.labels.append(Printed(*self.size, self.memory, sets * copies))
