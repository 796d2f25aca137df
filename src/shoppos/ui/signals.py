"""The system's wish that the program should end, heard while the window waits."""

from __future__ import annotations

import signal
import socket
from typing import TYPE_CHECKING

from PySide6.QtCore import QSocketNotifier

if TYPE_CHECKING:
    from collections.abc import Callable


def ended_by_signal(close: Callable[[], object]) -> Callable[[], None]:
    """Let SIGTERM and Ctrl+C call `close`, as the window's own button does; answers how to undo it.

    Python runs a signal's handler only between two of its own steps, and a waiting window takes none: the byte that
    arrives in the socket wakes it.
    """
    wakes, woken = socket.socketpair()
    for end in (wakes, woken):
        end.setblocking(False)
    before = {number: signal.signal(number, _leave_it_to_the_window) for number in (signal.SIGTERM, signal.SIGINT)}
    before_in_socket = signal.set_wakeup_fd(wakes.fileno(), warn_on_full_buffer=False)
    notifier = QSocketNotifier(woken.fileno(), QSocketNotifier.Type.Read)

    def arrived() -> None:
        woken.recv(16)
        close()

    def undo() -> None:
        notifier.setEnabled(False)
        signal.set_wakeup_fd(before_in_socket)
        for number, handler in before.items():
            signal.signal(number, handler)
        wakes.close()
        woken.close()

    notifier.activated.connect(arrived)
    return undo


def _leave_it_to_the_window(_number: int, _frame: object) -> None:
    """The handler itself does nothing: the window closes in its own turn."""
