"""A scan made while another field has the focus: recognised by its speed, taken out of the field, given to the bill."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import monotonic_ns
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from shoppos.ui.focus import FocusFilter

if TYPE_CHECKING:
    from collections.abc import Callable

FEWEST = 6
MEAN_GAP = 35
LONGEST_GAP = 105
"""Milliseconds between two keys: a scanner needs 1 to 30, a quick typist 100. Measured with loaded machines."""
ENDS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})
TAKES_SCANS = "takesScans"
"""A field with this property set to True wants the scan for itself: a barcode's field, a search line."""


@dataclass(slots=True)
class Burst:
    """Keys that came one soon after the other; times in milliseconds."""

    text: str = ""
    first: int = 0
    last: int = 0

    def add(self, text: str, at: int) -> bool:
        """Take a printable key; True when it begins a new burst."""
        begins = not self.text or not 0 <= at - self.last <= LONGEST_GAP
        if begins:
            self.text, self.first = "", at
        self.text += text
        self.last = at
        return begins

    def end(self, at: int) -> str:
        """The scan that Enter or Tab just ended, or "" when a person typed; the burst begins anew."""
        text, gaps = self.text, len(self.text)
        self.text = ""
        quick = 0 <= at - self.last <= LONGEST_GAP and at - self.first < MEAN_GAP * gaps
        return text if len(text) >= FEWEST and quick else ""


def _nothing() -> None:
    """Nothing was changed by the keys."""


@dataclass(slots=True)
class _Began:
    """Where the burst began, and how to put that field back."""

    widget: QWidget | None = None
    put_back: Callable[[], None] = field(default=_nothing)


class Scanner(FocusFilter):
    """Watches the keys of whatever has the focus, except of fields that take scans themselves.

    `scanned` gets the text while the window can use it; while a dialog waits for its answer `refused` is called.
    """

    def __init__(self, window: QWidget, scanned: Callable[[str], None], refused: Callable[[], None]) -> None:
        """Watch the application of `window`; keys that no field has reach the window itself."""
        self._scanned = scanned
        self._refused = refused
        self._burst = Burst()
        self._began = _Began()
        super().__init__(window)

    def watches(self, widget: QWidget) -> bool:
        """All but those that want the scan themselves."""
        return not takes_scans(widget)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count the keys; swallow the Enter or Tab that ends a scan."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or not isinstance(watched, QWidget):
            return False
        if not self.concerns(watched):
            return False
        at = event.timestamp() or monotonic_ns() // 1_000_000
        if event.key() in ENDS:
            return self._ended(self._burst.end(at))
        if event.isAutoRepeat():
            self._burst = Burst()
        elif (text := event.text()) and text.isprintable() and self._burst.add(text, at):
            self._began = _Began(watched, remember(watched))
        return False

    def _ended(self, text: str) -> bool:
        if not text:
            return False
        self._close_cell_editor()
        self._began.put_back()
        if QApplication.activeModalWidget() is None:
            self._scanned(text)
        else:
            self._refused()
        return True

    def _close_cell_editor(self) -> None:
        """A burst into a table opens an editor in its cell: close it without keeping what came."""
        now = QApplication.focusWidget()
        table = self._began.widget
        if isinstance(table, QAbstractItemView) and now is not None and table.isAncestorOf(now):
            esc = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
            QApplication.sendEvent(now, esc)


def takes_scans(widget: QWidget) -> bool:
    """Whether a scan is meant for this widget: the counter's entry line, or one that asks for it."""
    return widget.property("role") == "entry" or widget.property(TAKES_SCANS) is True


def remember(widget: QWidget) -> Callable[[], None]:
    """How to put a field back to what it is now."""
    if isinstance(widget, QLineEdit):
        return _line(widget)
    if isinstance(widget, QAbstractSpinBox):
        line = widget.findChild(QLineEdit)
        return _line(line) if line is not None else _nothing
    if isinstance(widget, QComboBox):
        return _choice(widget)
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        return _text(widget)
    return _nothing


def _line(line: QLineEdit) -> Callable[[], None]:
    text, cursor, start, length = line.text(), line.cursorPosition(), line.selectionStart(), line.selectionLength()

    def put_back() -> None:
        line.setText(text)
        if start >= 0:
            line.setSelection(start, length)
        else:
            line.setCursorPosition(cursor)

    return put_back


def _choice(box: QComboBox) -> Callable[[], None]:
    at, text = box.currentIndex(), box.currentText()

    def put_back() -> None:
        box.setCurrentIndex(at)
        if box.isEditable():
            box.setEditText(text)

    return put_back


def _text(area: QPlainTextEdit | QTextEdit) -> Callable[[], None]:
    text, at = area.toPlainText(), area.textCursor().position()

    def put_back() -> None:
        area.setPlainText(text)
        cursor = area.textCursor()
        cursor.setPosition(at)
        area.setTextCursor(cursor)

    return put_back
