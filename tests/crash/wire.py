"""A slow wire between a shop and its printer: when the shop loses power, what is still in it is lost."""

import contextlib
import select
import socket
import threading
import time

GULP = 256


class Wire:
    """Listens where the shop believes its printer to be, and carries `speed` bytes a second each way."""

    def __init__(self, printer, speed):
        self.printer, self.pause = printer, GULP / speed
        self.port = socket.socket()
        self.port.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        self.port.bind(("127.0.0.1", 0))
        self.port.listen(4)
        host, number = self.port.getsockname()
        self.address = f"tcp://{host}:{number}"
        self.calls = set()
        self.thread = threading.Thread(target=self._accept, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_error):
        with contextlib.suppress(OSError):
            self.port.shutdown(socket.SHUT_RDWR)
        self.port.close()
        self.thread.join(2)
        self.cut()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                caller, _address = self.port.accept()
                call = threading.Thread(target=self._carry, args=(caller,), daemon=True)
                call.ended = threading.Event()
                self.calls.add(call)
                call.start()

    def _carry(self, caller):
        call = threading.current_thread()
        with caller, socket.create_connection((self.printer.host, self.printer.number)) as printer:
            there = {caller: printer, printer: caller}
            while there and not call.ended.is_set():
                for end in select.select(list(there), [], [], 0.02)[0]:
                    with contextlib.suppress(OSError):
                        if part := end.recv(GULP):
                            time.sleep(self.pause)
                            if not call.ended.is_set():
                                there[end].sendall(part)
                            continue
                    if end is printer:
                        there.clear()
                    else:
                        with contextlib.suppress(OSError):
                            there.pop(caller).shutdown(socket.SHUT_WR)
        self.calls.discard(call)

    def cut(self):
        """The shop has lost power: nothing more comes out of the wire."""
        for call in list(self.calls):
            call.ended.set()
            call.join(2)
