"""What the counter sounds like: an unknown code sounds unlike a scan, for the cashier looks at the goods."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from collections.abc import Callable

PATTERNS = {"scan": (0,), "unknown": (0, 170), "refused": (0, 170, 340), "done": (0, 90)}
"""For each sound the milliseconds at which it beeps."""
NOTES = {"scan": (1800, 60), "unknown": (420, 140), "refused": (300, 140), "done": (1200, 70)}
"""For each sound its pitch in hertz and its length in milliseconds, where the system can play a note."""


class Sounds(QObject):
    """Beeps in patterns one can tell apart; quiet while `wanted` says so."""

    def __init__(self, wanted: Callable[[], bool], beep: Callable[[str], None] | None = None) -> None:
        """`wanted` is asked at each sound; `beep` plays one note of the sound named."""
        super().__init__()
        self._wanted = wanted
        self._beep = beep or _beep

    def play(self, sound: str) -> None:
        """Play a sound of PATTERNS without waiting for its end; an unknown name sounds like a refusal."""
        if not self._wanted():
            return
        name = sound if sound in PATTERNS else "refused"
        for at in PATTERNS[name]:
            QTimer.singleShot(at, self, lambda: self._beep(name))


if sys.platform == "win32":
    import winsound

    def _beep(sound: str) -> None:
        """A note in a thread of its own, for Windows plays it to its end first."""
        threading.Thread(target=winsound.Beep, args=NOTES[sound], daemon=True).start()
else:

    def _beep(sound: str) -> None:  # noqa: ARG001  (the bell has one note; Windows plays the one named)
        """The desktop's own bell; it has one note, so only the pattern tells the sounds apart."""
        QApplication.beep()
