"""Folding the log back into the shop's file in idle moments, so that no sale waits for it."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from shoppos.base.worker import Worker

if TYPE_CHECKING:
    from shoppos.base.db import Database

IDLE = 2.0
"""Seconds without a commit that count as idle."""
LARGE = 8 << 20
"""Bytes of log that are folded back even while the shop is busy, once in BUSY seconds."""
BUSY = 1.0


class Checkpoints:
    """One thread that wakes after a commit and works when the shop pauses; the log never grows for long."""

    def __init__(self, db: Database) -> None:
        """Care for `db`; nothing happens before `start`."""
        self._db = db
        self._last = monotonic()
        self._done = 0.0
        self._owed = False
        self._worker = Worker("checkpoints", self.work)

    def start(self) -> None:
        """Fold back what another day has left, then listen."""
        self._db.committed.connect(self._heard)
        self._owed = True
        self._worker.start()

    def stop(self) -> bool:
        """Listen no longer; False if a checkpoint is still under way after some seconds."""
        self._db.committed.disconnect(self._heard)
        return self._worker.stop()

    def _heard(self, _tables: frozenset[str]) -> None:
        """On the committing thread: only the first commit after a checkpoint wakes the worker."""
        self._last = monotonic()
        if not self._owed:
            self._owed = True
            self._worker.wake()

    def work(self) -> float | None:
        """One round; answers in how many seconds to look again, None when nothing is owed."""
        if not self._owed:
            return None
        now = monotonic()
        idle = now - self._last
        busy = idle < IDLE
        if busy and not (self._db.wal_size() > LARGE and now - self._done >= BUSY):
            return min(IDLE - idle, BUSY)
        self._owed = False  # before the work: what is committed meanwhile owes the next one
        self._db.checkpoint()
        self._done = monotonic()
        self._owed = self._owed or busy
        return BUSY if self._owed else None
