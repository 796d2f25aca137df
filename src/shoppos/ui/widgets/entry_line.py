"""The one line a cashier types in: scans, names, quantities, discounts and amounts all go here."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
LONGEST = 400


class EntryLine(QLineEdit):
    """Turns keys into acts: what QLineEdit would swallow (+, Del, Up, Down, Ctrl+Z) acts when the line is empty."""

    entered = Signal(str)
    more = Signal(str)
    one_more = Signal()
    moved = Signal(int)
    removed = Signal()
    taken_back = Signal()
    escaped = Signal()
    numbered = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self.setProperty("role", "entry")
        self.setMaxLength(LONGEST)
        self.digits_pick = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on the keys of the counter; give the rest to the line."""
        if not self._acted(event):
            super().keyPressEvent(event)

    def _acted(self, event: QKeyEvent) -> bool:
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        bare = held == Qt.KeyboardModifier.NoModifier
        if key in ENTERS and held == Qt.KeyboardModifier.ControlModifier:
            self.more.emit(self.text())
        elif key in ENTERS:
            self.entered.emit(self.text())
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and bare:
            self.moved.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif held == Qt.KeyboardModifier.AltModifier and Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self.numbered.emit(key - Qt.Key.Key_0)
        else:
            return not self.text() and self._acted_empty(event)
        return True

    def _acted_empty(self, event: QKeyEvent) -> bool:
        """The keys that act only while nothing is typed."""
        if event.text() == "+":
            self.one_more.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.removed.emit()
        elif event.key() == Qt.Key.Key_Z and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.taken_back.emit()
        elif self.digits_pick and event.text() in tuple("123456789"):
            self.numbered.emit(int(event.text()))
        else:
            return False
        return True

    def put(self, text: str) -> None:
        """Begin a command for the cashier, with the cursor behind it."""
        self.setText(text)
        self.setFocus()
        self.setCursorPosition(len(text))
