"""Answers that were begun and not sent, each under its customer: a machine that stops at once takes none of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from shoppos.base import begun

if TYPE_CHECKING:
    from pathlib import Path

    from shoppos.base.clock import Clock

CALM = 400
"""Milliseconds without a key after which it is written down."""
KEPT = 30 * 86_400_000
"""Milliseconds after which what nobody went on with is forgotten."""


class HalfTyped(QObject):
    """One file for all; a folder that takes no writing only costs the note."""

    def __init__(self, folder: Path, clock: Clock, parent: QObject) -> None:
        """Keep it in `folder`."""
        super().__init__(parent)
        self._folder = folder
        self._clock = clock
        self._changed: dict[str, str] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CALM)
        self._timer.timeout.connect(self.keep)

    def text(self, customer_id: bytes) -> str:
        """What was begun for that customer, "" for nothing."""
        who = customer_id.hex()
        return self._changed[who] if who in self._changed else begun.read(self._folder).get(who, ("", 0))[0]

    def typed(self, customer_id: bytes, text: str) -> None:
        """It stands so now: kept once the keys rest, and forgotten at once when it was sent or taken away."""
        if self.text(customer_id) == text:
            return
        self._changed[customer_id.hex()] = text
        if text:
            self._timer.start()
        else:
            self.keep()

    def keep(self) -> None:
        """Write down what has changed; what other windows keep stays."""
        self._timer.stop()
        if not self._changed:
            return
        now = self._clock.ms()
        kept = {**begun.read(self._folder), **{who: (text, now) for who, text in self._changed.items()}}
        if begun.write(self._folder, {who: one for who, one in kept.items() if one[0] and now - one[1] < KEPT}):
            self._changed.clear()
