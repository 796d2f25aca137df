"""News of the shop for the window: what was committed, by whichever thread or program, told on the window's thread."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

if TYPE_CHECKING:
    from shoppos.base.db import Database

POLL = 1000
"""Milliseconds between two looks for commits of other programs."""


class Bridge(QObject):
    """`changed` names the tables touched by this program, commits of one moment together; `elsewhere` says only that
    another program has written (SQLite does not tell what).

    Both arrive after the act that caused them is over, so that a screen never looks again in the middle of its own.
    """

    changed = Signal(object)
    elsewhere = Signal()
    _news = Signal()

    def __init__(self, db: Database, parent: QObject | None = None) -> None:
        """Listen to `db`, on the thread that shows it."""
        super().__init__(parent)
        self._db = db
        self._guard = threading.Lock()
        self._tables: set[str] = set()
        self._version = db.data_version()
        self._news.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        db.committed.connect(self._heard)
        self._timer = QTimer(self)
        self._timer.setInterval(POLL)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def stop(self) -> None:
        """Listen no longer."""
        self._timer.stop()
        self._db.committed.disconnect(self._heard)

    def _heard(self, tables: frozenset[str]) -> None:
        """On the committing thread: keep the names; the first of a moment asks for their delivery."""
        with self._guard:
            first = not self._tables
            self._tables |= tables
        if first and tables:
            self._news.emit()

    def _deliver(self) -> None:
        with self._guard:
            tables, self._tables = frozenset(self._tables), set()
        if tables:
            self.changed.emit(tables)

    def _look(self) -> None:
        """A file that no longer answers is a bug told once, not once a second."""
        try:
            version = self._db.data_version()
        except Exception:
            self._timer.stop()
            raise
        if version != self._version:
            self._version = version
            self.elsewhere.emit()
