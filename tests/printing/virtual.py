"""A printer of our own over TCP or a pty: it answers as the makers' manuals say, and has the faults of real ones."""

import contextlib
import os
import pty
import select
import socket
import struct
import threading
import time
import tty
from dataclasses import dataclass, fields, replace
from pathlib import Path

ASK = {"escpos": b"\x10\x04", "tspl": b"\x1b!?", "zpl": b"~HS"}
"""How each language asks for the state; the printer answers at once, whatever waits in its buffer."""

LABEL_SECONDS = 0.15


@dataclass(frozen=True)
class Faults:
    """What is wrong with it; None and 0 are never."""

    refuse: bool = False  # nobody listens
    no_accept: bool = False  # the connection stands, and nobody ever reads
    stall_after: int | None = None  # stops reading after so many bytes, prints what it has
    power_cut_after: int | None = None  # the same, and prints nothing more; no line is closed
    reset_after: int | None = None  # resets the connection
    slow: int = 0  # bytes a second
    mute: bool = False  # never answers
    receiptless: bool = False  # answers its state, but not GS r
    buffer: int = 65_536  # bytes it takes before it prints them
    single: bool = True  # hangs up on a second caller
    asb: bool = False  # automatic status is on from the start
    chatty: bool = False  # repeats its automatic status for every chunk it takes
    paper_out: bool = False
    paper_out_after: int | None = None  # printed bytes
    cover_open: bool = False
    near_end: bool = False
    offline: bool = False

    @property
    def stopped(self) -> bool:
        return self.paper_out or self.cover_open or self.offline


class VirtualPrinter:
    """Prints into `printed`: the jobs' bytes as they came out, without the questions between them."""

    def __init__(self, language="escpos", over="tcp", **faults):
        self.language = language
        self.over = over
        self.faults = Faults(**faults)
        self.printed = b""
        self.received = 0
        self.calls = 0
        self.waiting = bytearray()
        self.asb = self.faults.asb
        self.working_until = 0.0
        self.news = threading.Condition()
        self.gone = threading.Event()
        self.lines = []
        self.threads = []

    # -- life

    def __enter__(self):
        if self.over == "pty":
            self._plug_in()
        else:
            self._listen()
        self._run(self._print)
        return self

    def __exit__(self, *_error):
        self.gone.set()
        with self.news:
            self.news.notify_all()
        for line in self.lines:
            line.close()
        if self.over == "pty":
            self.plug.close()
            os.close(self.node)
        else:
            with contextlib.suppress(OSError):
                self.port.shutdown(socket.SHUT_RDWR)
            self.port.close()
        for thread in self.threads:
            thread.join(2)

    def _run(self, work, *arguments):
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self.threads.append(thread)
        thread.start()

    def set(self, **faults):
        """Break or mend something while it runs; a printer with automatic status says so at once."""
        assert set(faults) <= {field.name for field in fields(Faults)}
        with self.news:
            self.faults = replace(self.faults, **faults)
            self.news.notify_all()
        if self.asb:
            self._tell(self._unasked())

    def later(self, seconds, **faults):
        """Break or mend something in a while."""
        self._run(lambda: self.gone.wait(seconds) or self.set(**faults))

    def await_nobody(self, seconds=3.0):
        """Wait until the last caller is known to have hung up."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and (self.lines or not self.calls):
            time.sleep(0.01)

    def settle(self, seconds=3.0):
        """Wait until all that arrived is printed."""
        end = time.monotonic() + seconds
        before = -1
        while time.monotonic() < end and (self.waiting or self.received != before):
            before = self.received
            time.sleep(0.03)

    # -- the plug

    def _listen(self):
        self.port = socket.socket()
        self.port.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
        self.port.bind(("127.0.0.1", 0))
        self.host, self.number = self.port.getsockname()
        self.address = f"tcp://{self.host}:{self.number}"
        if self.faults.refuse:
            return
        self.port.listen(1)
        if not self.faults.no_accept:
            self._run(self._accept)

    def _accept(self):
        while not self.gone.is_set():
            try:
                caller, _address = self.port.accept()
            except OSError:
                return
            self.calls += 1
            if self.faults.single and self.lines:
                caller.close()
                continue
            self._greet(_Caller(caller))

    def _plug_in(self):
        master, self.node = pty.openpty()
        tty.setraw(self.node)
        self.node_path = Path(os.ttyname(self.node))
        self.address = f"file:{self.node_path}"
        self.plug = _Plug(master)
        self._greet(self.plug)

    def _greet(self, line):
        self.lines.append(line)
        if self.asb:
            self._tell(self._unasked())
        self._run(self._take, line)

    # -- taking bytes

    def _take(self, line):
        tail = b""
        while not self.gone.is_set():
            size = self._room(line)
            limit = self._limit()
            if limit is not None and self.received >= limit:
                self.gone.wait(0.02)
                continue
            part = line.read(size)
            if part is None:
                break
            self.received += len(part)
            tail = self._answer_at_once(tail + part)
            if self.asb and self.faults.chatty:
                self._tell(self._unasked())
            if self.faults.reset_after is not None and self.received >= self.faults.reset_after:
                line.reset()
                break
        if line in self.lines and self.over == "tcp":
            self.lines.remove(line)
            line.close()

    def _room(self, line):
        """Wait until the buffer has room; a question that stands first on a line is heard even when it is full."""
        asked = ASK[self.language]
        while len(self.waiting) >= self.faults.buffer and not self.gone.is_set() and not line.is_cut():
            if line.peek(len(asked)) == asked:
                return len(asked) + (self.language == "escpos")
            with self.news:
                self.news.wait(0.01)
        return 1024

    def _limit(self):
        limits = [limit for limit in (self.faults.stall_after, self.faults.power_cut_after) if limit is not None]
        return min(limits) if limits else None

    def _answer_at_once(self, heard):
        """Answer the questions in what came, keep the rest for printing; gives what may be half a question."""
        asked = ASK[self.language]
        with self.news:
            while asked in heard:
                before, _asked, heard = heard.partition(asked)
                if self.language == "escpos" and not heard:
                    heard = asked
                    self.waiting += before
                    self.news.notify_all()
                    return heard
                self.waiting += before
                self._tell(self._state(heard[:1]))
                heard = heard[1:] if self.language == "escpos" else heard
            kept = next((size for size in range(len(asked), 0, -1) if heard.endswith(asked[:size])), 0)
            self.waiting += heard[: len(heard) - kept]
            self.news.notify_all()
        return heard[len(heard) - kept :]

    # -- answers

    def _tell(self, words):
        if not self.faults.mute and self._limit_reached() is False:
            for line in list(self.lines):
                line.write(words)

    def _limit_reached(self):
        limit = self._limit()
        return limit is not None and self.received >= limit

    def _state(self, part):
        if self.language == "tspl":
            return bytes((self._flags(),))
        if self.language == "zpl":
            return b"" if self.faults.stopped and not self.faults.cover_open else self._lines()
        fault = self.faults
        printer = 0x16 | (0x08 if fault.stopped else 0)
        cause = 0x12 | (0x04 if fault.cover_open else 0) | (0x20 if fault.paper_out else 0)
        paper = 0x12 | (0x0C if fault.near_end or fault.paper_out else 0) | (0x60 if fault.paper_out else 0)
        return bytes(({1: printer, 2: cause, 4: paper}.get(part[0], 0x12),))

    def _flags(self):
        fault = self.faults
        flags = (0x01 if fault.cover_open else 0) | (0x04 if fault.paper_out else 0) | (0x10 if fault.offline else 0)
        return flags | (0x20 if self.working else 0)

    def _lines(self):
        fault = self.faults
        first = f"030,{int(fault.paper_out)},{int(fault.offline)},1245,{int(self.working):03},0,0,0,000,0,0,0"
        second = f"000,0,{int(fault.cover_open)},0,0,2,6,0,{int(self.working):08},1,000"
        return b"".join(b"\x02" + line.encode() + b"\x03\r\n" for line in (first, second, "1234,0"))

    @property
    def working(self):
        return bool(self.waiting) or time.monotonic() < self.working_until

    def _unasked(self):
        fault = self.faults
        first = 0x14 | (0x08 if fault.stopped else 0) | (0x20 if fault.cover_open else 0)
        return bytes((first, 0, (0x03 if fault.near_end else 0) | (0x0C if fault.paper_out else 0), 0x0F))

    # -- printing

    def _print(self):
        """Work through the buffer in its order, as fast as the head goes."""
        while not self.gone.is_set():
            with self.news:
                part = b"" if self.faults.stopped or self._power_is_cut() else self._next_command()
                if not part:
                    self.news.wait(0.02)
                    continue
                del self.waiting[: len(part)]
                self.news.notify_all()
            self._obey(part)
            if self.faults.slow:
                self.gone.wait(len(part) / self.faults.slow)

    def _power_is_cut(self):
        return self.faults.power_cut_after is not None and self.received >= self.faults.power_cut_after

    def _next_command(self):
        """The next command that has come whole; b"" if none has."""
        waiting = bytes(self.waiting[:70_000])
        if self.language != "escpos":
            return waiting[:512]
        return waiting[: _length(waiting)]

    def _obey(self, part):
        if part[:2] == b"\x1da":
            self.asb = part[2] != 0
        elif part[:2] == b"\x1dr":
            if not self.faults.receiptless:
                self._tell(b"\x03" if self.faults.near_end else b"\x00")
        else:
            self.printed += part
            if self.language != "escpos" and (b"PRINT" in part or b"^XZ" in part):
                self.working_until = time.monotonic() + LABEL_SECONDS
            after = self.faults.paper_out_after
            if after is not None and len(self.printed) >= after and not self.faults.paper_out:
                self.set(paper_out=True, paper_out_after=None)


LENGTHS = {
    b"\x1b@": 2, b"\x1b2": 2, b"\x1bp": 5, b"\x1da": 3, b"\x1dr": 3, b"\x1dW": 4, b"\x1dL": 4, b"\x1dV": 3,
}  # fmt: skip


def _length(waiting):
    """How long the first command in `waiting` is, 0 if it has not come whole; letters count as one command a line."""
    if not waiting:
        return 0
    if waiting[0] not in b"\x1b\x1d":
        ends = [at for at in (waiting.find(b"\x1b"), waiting.find(b"\x1d"), waiting.find(b"\n") + 1) if at > 0]
        return min(ends, default=min(len(waiting), 64))
    head = waiting[:2]
    length = LENGTHS.get(head, 3)
    if head == b"\x1dv" and len(waiting) >= 8:
        width, rows = struct.unpack("<HH", waiting[4:8])
        length = 8 + width * rows
    elif head == b"\x1dv":
        length = 8
    elif head == b"\x1d(" and len(waiting) >= 5:
        length = 5 + int.from_bytes(waiting[3:5], "little")
    return length if len(waiting) >= length else 0


class _Caller:
    """The printer's end of a TCP connection."""

    def __init__(self, caller):
        self.caller = caller

    def read(self, size):
        """Some bytes, None when the caller has hung up."""
        with contextlib.suppress(OSError):
            return self.caller.recv(size) or None
        return None

    def peek(self, size):
        with contextlib.suppress(OSError):
            return self.caller.recv(size, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        return b""

    def is_cut(self):
        """Whether the other side has reset the connection."""
        poll = select.poll()
        poll.register(self.caller, 0)
        return any(event & (select.POLLERR | select.POLLNVAL) for _line, event in poll.poll(0))

    def write(self, words):
        with contextlib.suppress(OSError):
            self.caller.sendall(words)

    def reset(self):
        with contextlib.suppress(OSError):
            self.caller.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def close(self):
        self.caller.close()


class _Plug:
    """The printer's end of a cable: a pty that nobody hangs up."""

    def __init__(self, master):
        self.master = master
        self.open = True

    def read(self, size):
        while self.open:
            with contextlib.suppress(OSError, ValueError):
                readable, _writable, _odd = select.select([self.master], [], [], 0.05)
                if readable:
                    return os.read(self.master, size)
        return None

    def peek(self, _size):
        return b""  # a pty shows nobody what it will say

    def is_cut(self):
        return not self.open

    def write(self, words):
        with contextlib.suppress(OSError):
            os.write(self.master, words)

    def reset(self):
        self.close()

    def close(self):
        if self.open:
            self.open = False
            time.sleep(0.06)
            os.close(self.master)
