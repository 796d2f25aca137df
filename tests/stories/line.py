"""The shop's line to the world, which can be cut: a port that refuses everybody, until it leads somewhere again."""

import contextlib
import socket
import threading
from collections.abc import Iterator


class Line:
    """A port of its own that leads nowhere, then to a server; cut, it refuses as a machine without a line does."""

    def __init__(self) -> None:
        self._held = _bound(0)
        self.port: int = self._held.getsockname()[1]
        self._open: list[socket.socket] = []
        self._listens: socket.socket | None = None

    def up(self, target: int) -> None:
        """Lead to that port of this machine from now on."""
        self._held.close()
        self._listens = _bound(self.port)
        self._listens.listen()
        threading.Thread(target=self._serve, args=(self._listens, target), daemon=True).start()

    def cut(self) -> None:
        """Refuse everybody, and hang up on who is on the line."""
        for one in [*self._open, *([self._listens] if self._listens else [])]:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self._held.close()

    def _serve(self, listens: socket.socket, target: int) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _who = listens.accept()
                far = socket.create_connection(("127.0.0.1", target))
                self._open += [near, far]
                for ends in ((near, far), (far, near)):
                    threading.Thread(target=_carry, args=ends, daemon=True).start()


def _bound(port: int) -> socket.socket:
    """A port that is taken and refuses: nobody listens on it."""
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind(("127.0.0.1", port))
    return made


def _carry(source: socket.socket, sink: socket.socket) -> None:
    """All that one end says is heard at the other, to its last word."""
    with contextlib.suppress(OSError):
        while said := source.recv(1 << 16):
            sink.sendall(said)
        sink.shutdown(socket.SHUT_WR)


@contextlib.contextmanager
def lines(count: int) -> Iterator[list[Line]]:
    """Some lines that are cut at first, and at the end."""
    made = [Line() for _one in range(count)]
    try:
        yield made
    finally:
        for one in made:
            one.cut()
