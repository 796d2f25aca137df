"""Work that is done behind the counter's back: paper to print, messages to send, copies to make."""

import logging
import threading
from collections.abc import Callable
from time import monotonic

log = logging.getLogger(__name__)

PAUSE_AFTER_A_BUG = 5.0  # seconds


class Worker:
    """One thread that works when it is woken or when its time has come, one round after the other, never two at once.

    `work` does a round and answers after how many seconds the next is due, None for "only when somebody wakes me".
    A round that raises is a bug: it is logged, and the worker goes on after PAUSE_AFTER_A_BUG seconds.
    """

    def __init__(self, name: str, work: Callable[[], float | None]) -> None:
        self._work = work
        self._news = threading.Condition()
        self._woken = True  # what yesterday left undone is looked at as soon as the day starts
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin with a first round at once."""
        self._thread.start()

    def wake(self) -> None:
        """Ask for a round now; if one is under way, another follows it."""
        with self._news:
            self._woken = True
            self._news.notify()

    def stop(self, timeout: float = 5.0) -> bool:
        """End after the round under way; answers whether it ended within `timeout` seconds."""
        with self._news:
            self._stopping = True
            self._news.notify()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(timeout)
        return not self._thread.is_alive()

    @property
    def running(self) -> bool:
        """Whether it works, or waits for its next round."""
        return self._thread.is_alive()

    @property
    def stopping(self) -> bool:
        """Whether a long round should leave off early."""
        return self._stopping

    def _run(self) -> None:
        due: float | None = None
        while self._wait(due):
            pause = self._round()
            due = None if pause is None else monotonic() + pause

    def _wait(self, due: float | None) -> bool:
        """Sleep until woken or `due`; False when it is time to end."""
        with self._news:
            self._news.wait_for(
                lambda: self._woken or self._stopping, None if due is None else max(0.0, due - monotonic())
            )
            self._woken = False
            return not self._stopping

    def _round(self) -> float | None:
        try:
            return self._work()
        except Exception:
            log.exception("A round of %s failed", self._thread.name)
            return PAUSE_AFTER_A_BUG
