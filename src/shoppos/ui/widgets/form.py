"""Forms: a label, what is typed, and below it the one sentence that helps when it does not do."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QDateEdit, QLabel, QLineEdit, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from shoppos.base.clock import day_number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shoppos.base.errors import InvalidInput

W = TypeVar("W", bound=QWidget)
TAKES_SCANS = "takesScans"
FEWEST_LETTERS = 6  # a list is as wide as its place, not as its longest choice
HELD = frozenset({Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta})
LAST_DAY, HUNDRED, CENTURY = 31, 100, 2000
ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


def words(text: str, *, role: str = "", wrap: bool = True) -> QLabel:
    """A label that shows data as it is: never as markup. `role` names its look in the style sheet."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    if role:
        label.setProperty("role", role)
    return label


class Field(QWidget, Generic[W]):
    """One question of a form: a caption, its editor, and a line for a mistake or a hint."""

    left = Signal()

    def __init__(self, name: str, caption: str, editor: W, *, hint: str = "") -> None:
        """`name` is the field's name in `InvalidInput.field`."""
        super().__init__()
        self.name = name
        self.editor = editor
        self._hint = hint
        self.caption = words(caption.replace("&", "&&"), role="caption", wrap=False)  # names may hold one
        self.caption.setBuddy(editor)
        self.note = words(hint, role="hint")
        editor.setAccessibleName(caption)
        editor.setObjectName(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.caption)
        column.addWidget(editor)
        column.addWidget(self.note)
        self.note.setVisible(bool(hint))  # only now that it has a parent: before, it would be a window of its own
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    @property
    def failed(self) -> bool:
        """Whether a mistake is shown."""
        return self.note.property("role") == "wrong"

    def fail(self, sentence: str) -> None:
        """Show what is wrong and what to do."""
        self._say(f"⚠ {sentence}", "wrong")

    def warn(self, sentence: str) -> None:
        """Show what looks odd but may stand; "" takes it away."""
        if not self.failed:
            self._say(f"⚠ {sentence}" if sentence else self._hint, "doubt" if sentence else "hint")

    def clear_mistake(self) -> None:
        """Show the hint again, if there is one."""
        self._say(self._hint, "hint")

    def tell(self, hint: str) -> None:
        """Another hint; a mistake that is shown stays."""
        self._hint = hint
        if not self.failed:
            self.clear_mistake()

    def _say(self, sentence: str, role: str) -> None:
        self.note.setText(sentence)
        self.note.setVisible(bool(sentence))
        if self.note.property("role") != role:
            self.note.setProperty("role", role)
            polish(self.note)
        if self.editor.property("wrong") != (role == "wrong"):
            self.editor.setProperty("wrong", role == "wrong")
            polish(self.editor)


def scrolled(inside: QWidget) -> QScrollArea:
    """What may be higher than a small screen, without a frame of its own."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setWidget(inside)
    return area


def polish(widget: QWidget) -> None:
    """Let the style sheet look at a widget's properties again."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def line(
    text: str = "", *, placeholder: str = "", right: bool = False, most: int = 300, scans: bool = False
) -> QLineEdit:
    """A line to type in; `scans` if a scan is meant for it and not for the bill."""
    editor = QLineEdit(text)
    editor.setPlaceholderText(placeholder)
    editor.setMaxLength(most)
    editor.setProperty(TAKES_SCANS, scans)
    if right:
        editor.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return editor


class Choice(QComboBox):
    """A list that opens; the wheel turns the page below it, never the choice, which would be saved unseen."""

    def __init__(self) -> None:
        """Nothing to choose from yet."""
        super().__init__()
        self._opened: QWidget | None = None

    def showPopup(self) -> None:
        """Open the list, and listen there for keys that are meant for the page."""
        super().showPopup()
        if self._opened is not self.view():
            self._opened = self.view()
            self._opened.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A key with Ctrl closes the open list as Esc does, and then does what it does on the page."""
        asked = event.type() == QEvent.Type.ShortcutOverride and watched is self._opened
        if asked and isinstance(event, QKeyEvent) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.key() not in HELD:
                self.hidePopup()
            return False
        return super().eventFilter(watched, event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave it to the page."""
        event.ignore()


class DayChoice(QDateEdit):
    """A day with its calendar; the wheel turns the page below it, never the day."""

    def __init__(self) -> None:
        """Today's, until another is set."""
        super().__init__()
        self.setDisplayFormat("dd-MM-yyyy")
        self.setCalendarPopup(True)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave it to the page."""
        event.ignore()


def typed_day(text: str) -> int:
    """A day as people write it, 31-12-2026 or 31/12/26, or as files do, 2026-12-31; as yyyymmdd. ValueError if none."""
    figures = re.sub(r"^(\d\d)(\d\d)(\d{4})$", r"\1-\2-\3", text.strip())
    parts = [int(part) for part in re.split(r"[-/. ]", figures)]
    year, month, day = parts if parts[0] > LAST_DAY else reversed(parts)
    return day_number(dt.date(year + CENTURY if year < HUNDRED else year, month, day))


def choice(options: Iterable[tuple[str, object]], chosen: object = None, *, editable: bool = False) -> QComboBox:
    """A list to choose from: what is shown and what it stands for."""
    box = Choice()
    box.setEditable(editable)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(FEWEST_LETTERS)
    for shown, value in options:
        box.addItem(shown, value)
    choose(box, chosen)
    return box


def choose(box: QComboBox, value: object) -> None:
    """Choose what stands for `value`; left alone when nothing does."""
    for at in range(box.count()):
        if box.itemData(at) == value:
            box.setCurrentIndex(at)
            return


class EnterGoesOn(QObject):
    """Enter in a line goes on to the next field, as a scanner's Enter does; in the last it asks for the end."""

    ended = Signal()

    def __init__(self, parent: QWidget, fields: Iterable[QWidget]) -> None:
        """Watch the editors in this order."""
        super().__init__(parent)
        self._order = list(fields)
        for widget in self._order:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Enter for "next"."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
            if event.key() in ENTER and plain:
                self._go_on(watched)
                return True
        return super().eventFilter(watched, event)

    def after(self, watched: QObject | None) -> QWidget | None:
        """Where Enter goes from there; None where it asks for the end."""
        at = next((n for n, widget in enumerate(self._order) if widget is watched), len(self._order))
        return next((widget for widget in self._order[at + 1 :] if widget.isVisible() and widget.isEnabled()), None)

    def _go_on(self, watched: QObject) -> None:
        widget = self.after(watched)
        if widget is None:
            self.ended.emit()
            return
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        if isinstance(widget, QLineEdit):
            widget.selectAll()


def show_mistake(fields: Iterable[Field[Any]], error: InvalidInput) -> bool:
    """Put a refusal under the field it speaks of and go there; False if no field of that name is here."""
    found = next((field for field in fields if field.name == error.field), None)
    if found is None:
        return False
    found.fail(str(error))
    editor = found.editor
    editor.setFocus()
    if isinstance(editor, QLineEdit):
        editor.selectAll()
    return True
