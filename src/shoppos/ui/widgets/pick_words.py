"""Words that are mostly the same: a few to pick from by a key or a click, and a line for any others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from shoppos.ui.style import scaled
from shoppos.ui.widgets.flow import Flow
from shoppos.ui.widgets.form import Field, line

if TYPE_CHECKING:
    from collections.abc import Sequence


class PickWords(QWidget):
    """Chips that fill the line when picked: by their digit while it is empty, by Alt and the digit, or by a click."""

    def __init__(self, caption: str, known: Sequence[str], *, name: str = "reason", given: str = "") -> None:
        """Offer `known`; `given` stands in the line already."""
        super().__init__()
        self.field: Field[QLineEdit] = Field(name, caption, line(given, most=200))
        self._known = tuple(known)
        self.field.editor.installEventFilter(self)
        self.chips = [QPushButton(f"{at}  {text}") for at, text in enumerate(known, 1)]
        flow = Flow(gap=scaled(8))
        for at, (chip, text) in enumerate(zip(self.chips, known, strict=True), 1):
            chip.setProperty("role", "chip")
            chip.setToolTip(f"Alt+{at}")
            chip.clicked.connect(lambda _on=False, text=text: self.pick(text))
            QShortcut(QKeySequence(f"Alt+{at}"), self, chip.click)
            flow.addWidget(chip)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.field)
        column.addLayout(flow)

    def pick(self, text: str) -> None:
        """Take these words."""
        self.field.editor.setText(text)
        self.field.clear_mistake()
        self.field.editor.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A digit in the empty line picks."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not self.field.editor.text():
            text = event.text()
            if text.isascii() and text.isdecimal() and 1 <= int(text) <= len(self._known):
                self.pick(self._known[int(text) - 1])
                return True
        return super().eventFilter(watched, event)

    @property
    def text(self) -> str:
        """The words that count."""
        return self.field.editor.text().strip()
