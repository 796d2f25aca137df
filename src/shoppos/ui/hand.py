"""A hand at the counter: presses the real keys, pulls the scanner's trigger, and takes pictures of what is seen."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

HELD = {
    "Ctrl": Qt.KeyboardModifier.ControlModifier,
    "Alt": Qt.KeyboardModifier.AltModifier,
    "Shift": Qt.KeyboardModifier.ShiftModifier,
}
TYPIST, SCANNER, BREATH = 110, 4, 700
"""Milliseconds between two keys of a person and of a scanner, and before something new is begun."""
PATIENCE = 20.0
"""Seconds after which what should have happened is a bug."""


class Hand(QObject):
    """Works on one window; `pause` milliseconds are waited after each act, so that a person can follow."""

    def __init__(self, window: QWidget, pictures: Path, pause: int = 0) -> None:
        """Pictures are kept as PNG in the folder `pictures`."""
        super().__init__()
        self.window = window
        self.pictures = pictures
        self.pause = pause
        self.taken: list[Path] = []
        self._at = 1_000_000

    def until(self, happened: Callable[[], bool], what: str) -> None:
        """Let the window work until something has happened; `what` names it if it never does."""
        end = monotonic() + PATIENCE
        while not happened():
            if monotonic() > end:
                raise TimeoutError(what)
            QTest.qWait(5)

    def press(self, *named: str) -> None:
        """Press keys by Qt's names: "F9", "Ctrl+M", "Return"."""
        for name in named:
            *held, key = name.split("+")
            modifier = Qt.KeyboardModifier.NoModifier
            for one in held:
                modifier |= HELD[one]
            self._at += BREATH
            QTest.keyClick(self._focus(), Qt.Key[f"Key_{key}"], modifier)
            self._follow()

    def type(self, text: str) -> None:
        """Type as a person does."""
        self._at += BREATH
        for char in text:
            self._send(char, TYPIST)
        self._follow()

    def scan(self, *codes: str) -> None:
        """Pull the trigger: a burst of keys and Enter."""
        for code in codes:
            self._at += BREATH
            for char in code:
                self._send(char, SCANNER)
            self._send("\r", SCANNER, Qt.Key.Key_Return)
            self._follow()

    def picture(self, name: str, of: QWidget | None = None) -> None:
        """Keep what is seen as `name`.png."""
        QTest.qWait(30)
        path = self.pictures / f"{name}.png"
        if not (of or self.window).grab().save(str(path)):
            raise OSError(f"{path} could not be written")
        self.taken.append(path)

    def in_dialog(self, act: Callable[[QDialog], None], *keys: str) -> None:
        """Press keys that open a dialog, and work in it until it is closed; what goes wrong there is raised here."""
        self.until(self._in_front, "the window is in front")
        worked, faults, end = list[QDialog](), list[Exception](), monotonic() + PATIENCE

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if not isinstance(dialog, QDialog) or not dialog.isActiveWindow():
                if monotonic() < end:
                    QTimer.singleShot(10, look)
                return
            worked.append(dialog)
            gone: list[int] = []
            dialog.finished.connect(gone.append)  # once it is closed it may be deleted and cannot be asked
            try:
                act(dialog)
                self.until(lambda: bool(gone), "the dialog is done")
            except Exception as fault:  # noqa: BLE001  (told once the dialog has let go of the window)
                faults.append(fault)
            if not gone:
                dialog.reject()

        QTimer.singleShot(0, look)
        for key in keys:
            self.type(key) if len(key) == 1 else self.press(key)
        self.until(lambda: bool(worked), f"{keys} open a dialog")
        if faults:
            raise faults[0]
        self.until(self._in_front, "the window is in front again")

    def _in_front(self) -> bool:
        """Whether keys reach the window; a dialog that has gone leaves it a moment behind."""
        if QApplication.focusWidget() is None:
            self.window.activateWindow()
        return QApplication.focusWidget() is not None

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self.window

    def _follow(self) -> None:
        QTest.qWait(self.pause) if self.pause else QApplication.processEvents()

    def _send(self, char: str, gap: int, key: Qt.Key | None = None) -> None:
        """One key with a time of its own: the scanner is known by its speed."""
        self._at += gap
        code = key or (Qt.Key(ord(char.upper())) if char.isascii() else Qt.Key.Key_unknown)
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier, char)
            event.setTimestamp(self._at)
            QApplication.sendEvent(self._focus(), event)
