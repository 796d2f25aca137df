"""A question asked in the page itself: one or two fields, Enter to go on, Esc to leave; the bill stays in sight."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from shoppos.base.errors import InvalidInput, ShopError
from shoppos.base.i18n import _
from shoppos.ui import style
from shoppos.ui.widgets.labels import Card, Words

Answer = Callable[[list[str]], None]


class AskRow(Card):
    """Asks for some words. What was typed stays in the fields until the answer was accepted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin hidden."""
        super().__init__("card", parent)
        self.question = Words()
        self.question.setWordWrap(True)
        self.wrong = Words(role="wrong")
        self.wrong.setWordWrap(True)
        self.fields: list[QLineEdit] = []
        self.go = QPushButton()
        self.go.setProperty("role", "primary")
        self.go.clicked.connect(self.accept)
        self.leave = QPushButton()
        self.leave.clicked.connect(self.cancel)
        self._row = QHBoxLayout()
        self._row.setSpacing(style.scaled(8))
        self._below = QHBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(style.scaled(14), style.scaled(10), style.scaled(14), style.scaled(10))
        column.addWidget(self.question)
        column.addLayout(self._row)
        column.addLayout(self._below)
        column.addWidget(self.wrong)
        self._answer: Answer = lambda _texts: None
        self._left: Callable[[], None] = lambda: None
        self.hide()

    def ask(
        self, question: str, names: tuple[str, ...], button: str, answer: Answer, left: Callable[[], None],
        *, given: tuple[str, ...] = (), keep: str = "",
    ) -> None:  # fmt: skip
        """Ask; `names` are the fields' names, `given` what stands in them, `keep` the other button's words."""
        self._clear()
        self._answer, self._left = answer, left
        self.question.setText(question)
        self.wrong.hide()
        for n, name in enumerate(names):
            field = QLineEdit(given[n] if n < len(given) else "")
            field.setPlaceholderText(name)
            field.setAccessibleName(name)
            field.installEventFilter(self)
            self._row.addWidget(field, 3 if n == 0 else 1)
            self.fields.append(field)
        self.go.setText(button)
        self.leave.setText(keep or _("Esc  Leave"))
        row = self._below if self.width() < style.scaled(600) else self._row
        row.addWidget(self.go)
        row.addWidget(self.leave)
        self.show()
        first = next((field for field in self.fields if not field.text()), self.fields[-1])
        first.setFocus()

    def accept(self) -> None:
        """Enter: the next empty field, or the answer; a refusal is shown under the fields and nothing is lost."""
        now = next((n for n, field in enumerate(self.fields) if field.hasFocus()), len(self.fields) - 1)
        if now + 1 < len(self.fields):
            self.fields[now + 1].setFocus()
            return
        try:
            self._answer([field.text() for field in self.fields])
        except ShopError as error:
            self.wrong.setText(str(error))
            self.wrong.show()
            if isinstance(error, InvalidInput) and error.field == "name":
                self.fields[0].setFocus()
            return
        self.close_row()

    def cancel(self) -> None:
        """Esc: leave the question."""
        self.close_row()

    def close_row(self) -> None:
        """Hide the question and give the keyboard back."""
        if self.isVisible():
            self.hide()
            self._left()

    def eventFilter(self, watched: object, event: object) -> bool:
        """Enter and Esc in the fields."""
        if isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.accept()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.cancel()
                return True
        return super().eventFilter(watched, event)  # type: ignore[arg-type]  # Qt hands over its own objects

    def _clear(self) -> None:
        for field in self.fields:
            self._row.removeWidget(field)
            field.deleteLater()
        self.fields = []
