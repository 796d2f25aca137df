"""A thermal printer in miniature: ESC/POS bytes in, what stands on the paper out; it knows nothing of the encoder."""

from dataclasses import dataclass, field

ESC, GS, LF = 0x1B, 0x1D, 0x0A


@dataclass
class Decoded:
    """What a printer did with a job; `problems` are bytes it would print as rubbish or obey by mistake."""

    lines: list[str] = field(default_factory=list)
    bold: list[bool] = field(default_factory=list)
    aligns: list[int] = field(default_factory=list)
    pictures: list[tuple[int, bytes]] = field(default_factory=list)
    qr_texts: list[str] = field(default_factory=list)
    pulses: int = 0
    cuts: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def text(self):
        return "\n".join(self.lines)


class Printer:
    """Reads one job from its first byte to its last."""

    def __init__(self, data: bytes):
        self.data, self.at, self.out = data, 0, Decoded()
        self.line, self.align, self.is_bold, self.stored = "", 0, False, b""

    def run(self) -> Decoded:
        while self.at < len(self.data):
            byte = self.take(1)[0]
            if byte == ESC:
                self.escape()
            elif byte == GS:
                self.group()
            elif byte == LF:
                self.end_line()
            elif 0x20 <= byte < 0x7F:
                self.line += chr(byte)
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
        self.out.lines.append(self.line)
        self.out.bold.append(self.is_bold)
        self.out.aligns.append(self.align)
        self.line = ""

    def escape(self):
        command = chr(self.take(1)[0])
        if command == "@":
            self.align, self.is_bold = 0, False
        elif command == "a":
            self.align = self.take(1)[0] & 3
        elif command == "E":
            self.is_bold = bool(self.take(1)[0] & 1)
        elif command == "p":
            self.take(3)
            self.out.pulses += 1
        elif command == "d":
            for _line in range(self.take(1)[0]):
                self.end_line()
        elif command in "!-t{MVG":
            self.take(1)
        else:
            self.out.problems.append(f"ESC {command!r}")

    def group(self):
        command = chr(self.take(1)[0])
        if command == "V":
            if self.take(1)[0] >= 65:
                self.take(1)
            self.out.cuts += 1
        elif command in "!Bb":
            self.take(1)
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
        if high > 128:
            self.out.problems.append(f"a band of {high} rows")
        self.out.pictures.append((wide, self.take(wide * high)))
        self.out.lines.append(f"[{wide * 8}x{high}]")
        self.out.bold.append(False)
        self.out.aligns.append(self.align)

    def symbol(self, body: bytes):
        if body[:3] == b"1P0":
            self.stored = body[3:]
        elif body[:3] == b"1Q0":
            self.out.qr_texts.append(self.stored.decode())


def decoded(data: bytes) -> Decoded:
    """What stands on the paper after `data`."""
    return Printer(data).run()
