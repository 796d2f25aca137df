"""A question asked in the page itself: a few fields or none, Enter to go on, Esc to leave; the bill stays in sight."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from shoppos.base.errors import InvalidInput, ShopError
from shoppos.base.i18n import _
from shoppos.ui import style
from shoppos.ui.widgets.labels import Card, Words

Answer = Callable[[list[str]], None]
ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class AskRow(Card):
    """Asks for some words. What was typed stays in the fields until the answer was accepted.

    `ways` are the answers one can choose between by key or button, the first of them by Enter; `way` is the chosen.
    """

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
        self.further = QPushButton()
        self.further.clicked.connect(self._go_further)
        self.ways: dict[str, QPushButton] = {}
        self.way = ""
        for button in (self.go, self.leave, self.further):
            button.installEventFilter(self)
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
        self._more: Answer | None = None
        self.hide()

    def ask(
        self, question: str, names: tuple[str, ...], button: str, answer: Answer, left: Callable[[], None],
        *, given: tuple[str, ...] = (), keep: str = "", ways: tuple[tuple[str, str], ...] = (),
        more: tuple[str, Answer] | None = None,
    ) -> None:  # fmt: skip
        """Ask; `names` are the fields' names, `given` what stands in them, `keep` the other button's words.

        `ways` are pairs of key and words that stand in place of `button`; `more` is what Ctrl+Enter does instead.
        """
        self._clear()
        self._answer, self._left = answer, left
        self._more = more[1] if more else None
        self.question.setText(question)
        self.wrong.hide()
        for n, name in enumerate(names):
            field = QLineEdit(given[n] if n < len(given) else "")
            field.setPlaceholderText(name)
            field.setAccessibleName(name)
            field.installEventFilter(self)
            self._row.addWidget(field, 3 if n == 0 else 1)
            self.fields.append(field)
        narrow, many = self.width() < style.scaled(600), bool(ways or more)
        said = bare if narrow and many else str
        self.go.setText(said(button))
        self.leave.setText(said(keep or _("Esc  Leave")))
        self.further.setText(said(more[0]) if more else "")
        self._offer(tuple((key, said(words)) for key, words in ways), below=many or narrow)
        self.show()
        self.start()

    def _offer(self, ways: tuple[tuple[str, str], ...], *, below: bool) -> None:
        """Put the buttons beside the fields, or below them where they need the room."""
        for key, words in ways:
            made = QPushButton(words)
            made.setProperty("role", "" if self.ways else "primary")
            made.clicked.connect(lambda _on=False, key=key: self.take_by(key))
            made.installEventFilter(self)
            self.ways[key] = made
        self.way = next(iter(self.ways), "")
        row = self._below if below else self._row
        for button in (*self.ways.values(), self.go, self.further, self.leave):
            row.addWidget(button)
        self.go.setVisible(not self.ways)
        self.further.setVisible(self._more is not None)

    def start(self) -> None:
        """Put the keyboard into the first empty field; into the answer where nothing is typed."""
        if not self.fields:
            self.go.setFocus()
            return
        empty = next((field for field in self.fields if not field.text()), None)
        first = self.fields[0] if self.ways else empty or self.fields[-1]
        first.setFocus()
        if self.ways:
            first.selectAll()

    def take_by(self, way: str) -> None:
        """Answer that way, whatever field has the keyboard."""
        self.way = way
        self._try()

    def accept(self) -> None:
        """Enter: the next empty field, or the answer; a refusal is shown under the fields and nothing is lost."""
        now = next((n for n, field in enumerate(self.fields) if field.hasFocus()), len(self.fields) - 1)
        if now + 1 < len(self.fields):
            self.fields[now + 1].setFocus()
        else:
            self._try()

    def _try(self) -> None:
        try:
            self._answer([field.text() for field in self.fields])
        except ShopError as error:
            self.wrong.setText(str(error))
            self.wrong.show()
            self._forget_secrets()
            if isinstance(error, InvalidInput) and error.field == "name":
                self.fields[0].setFocus()
            return
        self.close_row()

    def _forget_secrets(self) -> None:
        """A PIN that was refused is gone: what is typed next is the whole of it."""
        for field in self.fields:
            if field.echoMode() == QLineEdit.EchoMode.Password:
                field.clear()
                field.setFocus()

    def _go_further(self) -> None:
        if self._more is None:
            return
        more, texts = self._more, [field.text() for field in self.fields]
        self.close_row()
        more(texts)

    def cancel(self) -> None:
        """Esc: leave the question."""
        self.close_row()

    def close_row(self) -> None:
        """Hide the question and give the keyboard back."""
        if self.isVisible():
            self.hide()
            self._left()

    def eventFilter(self, watched: object, event: object) -> bool:
        """Enter, Ctrl+Enter and Esc in the fields; on a button Enter presses it."""
        if isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress:
            if event.key() in ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier and self._more:
                self._go_further()
                return True
            if event.key() in ENTER and isinstance(watched, QPushButton):
                watched.click()
                return True
            if event.key() in ENTER:
                self.accept()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.cancel()
                return True
        return super().eventFilter(watched, event)  # type: ignore[arg-type]  # Qt hands over its own objects

    def _clear(self) -> None:
        for field in self.fields:
            self._row.removeWidget(field)
            field.hide()
            field.deleteLater()
        for button in self.ways.values():
            button.hide()
            button.deleteLater()
        self.fields, self.ways = [], {}


def bare(words: str) -> str:
    """What a button does without its key, where there is no room for both: "F9  Cash" is "Cash"."""
    return words.rpartition("  ")[2]
