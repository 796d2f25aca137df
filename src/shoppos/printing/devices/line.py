"""Lines that the operating system can wait on: a connection in the network, a device node."""

from __future__ import annotations

import contextlib
import os
import select
import socket
import struct
import sys
from time import monotonic, sleep

if sys.platform != "win32":
    from fcntl import ioctl
    from termios import TIOCOUTQ

HEARD_AT_ONCE = 4096
DEAF_PAUSE = 0.05
"""Seconds between two looks at a node that has nothing to say but claims to."""


def unsent(handle: int) -> int:
    """How many bytes the system still holds of what was written to `handle`; 0 where it does not say."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            count: int = struct.unpack("i", ioctl(handle, TIOCOUTQ, b"\0\0\0\0"))[0]
            return count
    return 0


class SocketLine:
    """A TCP connection to a printer."""

    def __init__(self, connection: socket.socket) -> None:
        """Small buffers on our side, so that what went is what the printer took, and not what the kernel took."""
        self._socket = connection
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 16_384)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.setblocking(False)

    def exchange(self, chunk: bytes, seconds: float) -> tuple[int, bytes]:
        """Send and hear what goes now; ConnectionResetError when the printer has hung up."""
        writing = [self._socket] if chunk else []
        readable, writable, _odd = select.select([self._socket], writing, [], max(seconds, 0.0))
        said = b""
        if readable:
            said = self._socket.recv(HEARD_AT_ONCE)
            if not said:
                raise ConnectionResetError
        return (self._socket.send(chunk) if writable else 0), said

    def left(self) -> int:
        """Bytes that the printer's side has not acknowledged."""
        return unsent(self._socket.fileno())

    def finish(self, seconds: float) -> bool:
        """Say that nothing follows, and read until the printer hangs up: a line closed over unread bytes is reset.

        True if it did: one that hangs leaves the line open.
        """
        self._socket.shutdown(socket.SHUT_WR)
        end = monotonic() + seconds
        while (left := end - monotonic()) > 0:
            readable, _writable, _odd = select.select([self._socket], [], [], left)
            if not readable:
                return False
            if not self._socket.recv(HEARD_AT_ONCE):
                return True
        return False

    def give_up(self) -> None:
        """Take back what the printer has not fetched: it must not come out when nobody expects it any more."""
        with contextlib.suppress(OSError):
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


class NodeLine:
    """A device node such as /dev/usb/lp0.

    Linux' usblp kills what is still on its way when the node is closed, so the line is finished only when it can be
    written to again; and its empty reads mean nothing, for a printer that has nothing to say ends them too.
    """

    def __init__(self, handle: int, *, hears: bool) -> None:
        self._handle = handle
        self._hears = hears

    def exchange(self, chunk: bytes, seconds: float) -> tuple[int, bytes]:
        """Send and hear what goes now."""
        reading = [self._handle] if self._hears else []
        writing = [self._handle] if chunk else []
        readable, writable, _odd = select.select(reading, writing, [], max(seconds, 0.0))
        said = self._read() if readable else b""
        gone = 0
        if writable:
            with contextlib.suppress(BlockingIOError):
                gone = os.write(self._handle, chunk)
        if readable and not said and not gone:
            sleep(min(DEAF_PAUSE, max(seconds, 0.0)))
        return gone, said

    def _read(self) -> bytes:
        try:
            return os.read(self._handle, HEARD_AT_ONCE)
        except BlockingIOError:
            return b""

    def left(self) -> int:
        """Bytes in the driver, where it counts them."""
        return unsent(self._handle)

    def finish(self, seconds: float) -> bool:
        """Wait until the driver has passed on the last byte; TimeoutError if it does not."""
        end = monotonic() + seconds
        _readable, writable, _odd = select.select([], [self._handle], [], seconds)
        if not writable:
            raise TimeoutError
        while unsent(self._handle):
            if monotonic() > end:
                raise TimeoutError
            sleep(DEAF_PAUSE / 5)
        return True
