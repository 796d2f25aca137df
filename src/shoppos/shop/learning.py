"""What search learns is written down in idle moments, and an older index is made anew a few products at a time."""

from time import monotonic

from shoppos.base.worker import Worker
from shoppos.shop.searching import Searching

OFTEN = 60.0
"""Seconds between two looks whether there is something to write."""
PAUSE = 0.2
"""Seconds that the counter has between two pieces of a new index."""


class Learning:
    """Writes the picks of the counter, and keeps the search's index as words are made now; on a thread of its own."""

    def __init__(self, searching: Searching, idle: float) -> None:
        """Nothing is written before `idle` seconds in which nobody sold."""
        self._searching = searching
        self._idle = idle
        self._last = monotonic()
        self._after: int | None = None
        self._asked = False
        self._worker = Worker("learning", self.work)

    def start(self) -> None:
        """Wait for the first idle moment."""
        self._last = monotonic()
        self._searching.db.committed.connect(self._heard)
        self._searching.beside = self._hurry
        self._worker.start()

    def stop(self) -> bool:
        """Write what was learnt and end; False if a round still runs after some seconds."""
        self._searching.beside = None
        self._searching.db.committed.disconnect(self._heard)
        ended = self._worker.stop()
        self._searching.write_picks()
        return ended

    def _heard(self, tables: frozenset[str]) -> None:
        if tables - {"picked", "setting"}:
            self._last = monotonic()

    def _hurry(self) -> None:
        """Somebody searched with a letter wrong: the words are read now, be the counter idle or not."""
        self._asked = True
        self._worker.wake()

    def work(self) -> float:
        """One round; answers in how many seconds the next is due."""
        if self._asked:
            self._asked = False
            try:
                self._searching.vocabulary()
            finally:
                self._searching.db.release()
        quiet = monotonic() - self._last
        if quiet < self._idle:
            return self._idle - quiet
        try:
            self._searching.write_picks()
            if self._after is None and self._searching.is_behind():
                self._after = 0
            if self._after is not None:
                self._after = self._searching.reindex(self._after)
                if self._after is not None:
                    return PAUSE
                self._searching.stamp()
            self._searching.vocabulary()
        finally:
            self._searching.db.release()
        return OFTEN
