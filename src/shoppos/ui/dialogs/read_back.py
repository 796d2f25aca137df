"""The order read back to the caller, in letters that can be read across the counter; Enter confirms it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout

from shoppos.base.i18n import BILL_LANGUAGES, _
from shoppos.ui import style
from shoppos.ui.widgets.form import choice
from shoppos.ui.widgets.labels import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget

LETTERS, LEAST = 20, 11
"""Points of the letters where there is room, and where there is not."""
WIDE, HIGH = 860, 600


class ReadBackDialog(QDialog):
    """Accepted when the caller has agreed; `spoken` tells that another language was chosen."""

    spoken = Signal(str)

    def __init__(self, parent: QWidget, sentences: Sequence[str], language: str, confirm: str) -> None:
        """Show these sentences; `confirm` are the words of the button."""
        super().__init__(parent)
        self.setWindowTitle(_("Read the order back"))
        self.script = Words()
        self.script.setWordWrap(True)
        self.script.setFont(style.font(LETTERS))
        self.script.setAccessibleName(_("Read aloud"))
        self.script.setContentsMargins(*(style.scaled(10),) * 4)
        self.language: QComboBox = choice([(said, code) for code, said in BILL_LANGUAGES.items()], language)
        self.language.setAccessibleName(_("Language of the customer"))
        self.language.setMinimumHeight(style.scaled(44))
        self.language.activated.connect(lambda _at=0: self.spoken.emit(self.language.currentData()))
        self.area = QScrollArea()
        self.area.setWidget(self.script)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.go = QPushButton(confirm)
        self.go.setProperty("role", "primary")
        self.go.setDefault(True)
        self.go.clicked.connect(self.accept)
        self.back = QPushButton(_("Esc  Back to the order"))
        self.back.setAutoDefault(False)
        self.back.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self.language)
        row.addStretch()
        row.addWidget(self.back)
        row.addWidget(self.go)
        for button in (self.go, self.back):
            button.setMinimumHeight(style.scaled(44))
        column = QVBoxLayout(self)
        column.setContentsMargins(*(style.scaled(18),) * 4)
        column.setSpacing(style.scaled(12))
        column.addWidget(self.area, 1)
        column.addLayout(row)
        room = self.screen().availableSize()
        self.resize(min(style.scaled(WIDE), room.width() - 40), min(style.scaled(HIGH), room.height() - 60))
        self.say(sentences)
        self.go.setFocus()

    def say(self, sentences: Sequence[str]) -> None:
        """Show these sentences, each on a line of its own."""
        self.script.setText("\n".join(sentences))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the letters to the window."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The largest letters in which all of it is seen at once."""
        room = self.area.viewport().size()
        for points in range(LETTERS, LEAST - 1, -1):
            self.script.setFont(style.font(points))
            if self.script.heightForWidth(room.width()) <= room.height():
                break
