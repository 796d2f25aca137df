"""A question with two answers that say what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout

from shoppos.base.errors import ShopError
from shoppos.base.i18n import _
from shoppos.ui.style import scaled
from shoppos.ui.widgets.form import Field, line, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget


WIDE = 460


class Question(QDialog):
    """One sentence, one answer that does it, one that does not (Esc). `careful` puts the focus on the second."""

    def __init__(self, parent: QWidget, sentence: str, yes: str, no: str, *, careful: bool = False) -> None:
        """Ask; the answers are verbs."""
        super().__init__(parent)
        self.setWindowTitle(_("ShopPOS"))
        self.setMinimumWidth(min(scaled(WIDE), self.screen().availableSize().width()))
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 20, 24, 20)
        self.column.setSpacing(16)
        self.column.addWidget(words(sentence))
        row = QHBoxLayout()
        row.addStretch()
        self.no = QPushButton(no)
        self.no.clicked.connect(self.reject)
        self.yes = QPushButton(yes)
        self.yes.setProperty("role", "danger" if careful else "primary")
        self.yes.clicked.connect(self.accept)
        for button in (self.no, self.yes):
            button.setAutoDefault(True)
            row.addWidget(button)
        (self.no if careful else self.yes).setDefault(True)
        (self.no if careful else self.yes).setFocus()
        self.column.addLayout(row)

    def showEvent(self, event: QShowEvent) -> None:
        """Tall enough for sentences of several lines, which a layout reckons as fewer; never taller than the screen."""
        super().showEvent(event)
        self.fit()

    def fit(self) -> None:
        """As tall as what stands in it."""
        self.adjustSize()
        needed = max(self.height(), self.column.heightForWidth(self.width()))
        self.resize(self.width(), min(needed, self.screen().availableSize().height()))


class Line(Question):
    """A question that is answered by typing one line; `text` is the answer.

    `tried` does it: what the shop refuses is shown under the line, and one types again.
    """

    def __init__(self, parent: QWidget, sentence: str, caption: str, yes: str, no: str, hint: str = "") -> None:
        """Ask for one line; an empty one is no answer."""
        super().__init__(parent, sentence, yes, no)
        self.tried: Callable[[str], object] | None = None
        self.editor = line(most=200, scans=True)
        self.field = Field("answer", caption, self.editor, hint=hint)
        self.editor.textChanged.connect(self.field.clear_mistake)
        self.column.insertWidget(1, self.field)
        self.editor.setFocus()

    @property
    def text(self) -> str:
        """What was typed."""
        return self.editor.text().strip()

    def accept(self) -> None:
        """Take the line, unless it is empty."""
        if not self.text:
            self._fail(_("Type it, or press Esc."))
            return
        try:
            if self.tried is not None:
                self.tried(self.text)
        except ShopError as error:
            self._fail(str(error))
            return
        super().accept()

    def _fail(self, sentence: str) -> None:
        self.field.fail(sentence)
        self.fit()
        self.editor.setFocus()
        self.editor.selectAll()


def ask(parent: QWidget, sentence: str, yes: str, no: str, *, careful: bool = False) -> bool:
    """Ask, and wait for the answer."""
    return Question(parent, sentence, yes, no, careful=careful).exec() == QDialog.DialogCode.Accepted
