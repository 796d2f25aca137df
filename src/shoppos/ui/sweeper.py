"""Python's collector runs between two acts and on the window's thread only."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

from shoppos.base import collector

EVERY = 1000
"""Milliseconds between two looks."""


class Sweeper(QObject):
    """Collects by the thresholds of `base.collector`, but from the event loop instead of wherever memory is asked for.

    Left to itself the collector also runs in a printing thread, where a widget must not be destroyed, and inside Qt's
    destruction of an object, where destroying another one can wait for ever for the same lock (seen at closing).
    It also would take its 40 ms in the middle of a scan.
    """

    def __init__(self, parent: QObject) -> None:
        """Take over from now on; what lives already is never looked at again."""
        super().__init__(parent)
        collector.settle()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self.sweep)
        self._timer.start()

    def sweep(self) -> int:
        """Collect the generations that are due; gives how many objects were waste."""
        waste = 0
        for generation, limit in enumerate(gc.get_threshold()):
            if gc.get_count()[generation] > limit:
                waste += gc.collect(generation)
        return waste
