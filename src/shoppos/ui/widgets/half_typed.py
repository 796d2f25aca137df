"""What stands half typed on a page: kept in the shop's file once the keys rest, and shown again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

from shoppos.base.errors import ShopError

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.shop.begun import Begun, Words

CALM, LONGEST = 400, 1000
"""Milliseconds after the last key, and after the first one that is not kept yet."""


class HalfTyped(QObject):
    """One thing at a time; its words stay until they are sent, confirmed or left by Esc.

    A killed program comes back to them, and so does whoever turned to something else.
    """

    def __init__(self, parent: QObject, page: str, begun: Callable[[], Begun]) -> None:
        """Keep what is typed on `page`."""
        super().__init__(parent)
        self._page, self._begun = page, begun
        self._on: str | None = None
        self._words: Callable[[], Words] = dict
        self._touched = False
        self._waits: dict[str, Words] = {}
        self._first = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CALM)
        self._timer.timeout.connect(self.keep)

    def begin(self, on: str, words: Callable[[], Words]) -> None:
        """That is written on now; `words` gives what stands in its fields."""
        self.leave()
        self._on, self._words = on, words

    def touched(self, *_what: object) -> None:
        """A key was pressed in one of its fields."""
        if self._on is None:
            return
        if not self._touched:
            self._first.start()
        self._touched = True
        if self._first.elapsed() <= LONGEST - CALM or not self._timer.isActive():
            self._timer.start()

    def leave(self) -> None:
        """Something else is turned to: what was typed waits."""
        self.keep()
        self._on = None

    def end(self) -> None:
        """It was answered, or left by Esc: nothing of it is kept."""
        if self._on is not None:
            self.forget(self._on)
        self._on = None

    def forget(self, on: str) -> None:
        """Nothing that is written on that is kept any more."""
        self._touched = self._touched and on != self._on
        if self.of(on):
            self._waits[self._key(on)] = {}
            self.keep()

    def last(self) -> Words:
        """What was typed last and not answered."""
        return self._begun().last(self._page)

    def of(self, on: str) -> Words:
        """What was typed on that and not answered."""
        key = self._key(on)
        return self._waits[key] if key in self._waits else self._begun().of(key)

    def keep(self) -> None:
        """Write down what has changed; while the disk is full or the file busy, the next rest tries again."""
        self._timer.stop()
        if self._touched and self._on is not None:
            self._waits[self._key(self._on)] = self._words()
            self._touched = False
        if not self._waits:
            return
        try:
            self._begun().keep(self._waits)
            self._waits = {}
        except ShopError:
            self._timer.start()

    def _key(self, on: str) -> str:
        return f"{self._page} {on}"
