"""What is read to the caller before the order is confirmed: on the page itself, in their language, in large letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from shoppos.base.i18n import BILL_LANGUAGES, _
from shoppos.ui import style
from shoppos.ui.widgets.labels import Card, Cut, Words

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

LETTERS = 14
"""Points of what is read aloud on the page."""
LINES = 7
"""Lines of it that the page leaves room for."""
LEAST = 300
"""Pixels for which a height is reckoned before it is laid out."""
ENDS = (".", "?", "!", ":", "।")
"""How a sentence ends, in any script: what is only listed does not."""


class ReadBack(Card):
    """The script of an order; hidden while nothing is ordered."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin hidden."""
        super().__init__("card", parent)
        self.heading = Cut(role="caption")
        self.keys = Words(role="hint")
        self.script = Words()
        self.script.setWordWrap(True)
        self.script.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.script.setAccessibleName(_("Read aloud"))
        self.area = QScrollArea()
        self.area.setWidget(self.script)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.keys)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(style.scaled(14), style.scaled(8), style.scaled(8), style.scaled(8))
        column.setSpacing(style.scaled(4))
        column.addLayout(head)
        column.addWidget(self.area, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.sentences: tuple[str, ...] = ()
        self.hide()

    def show_script(self, sentences: tuple[str, ...], language: str) -> None:
        """Show these sentences, in the order in which they are said."""
        self.sentences = sentences
        self.setVisible(bool(sentences))
        self.heading.setText(_("Read it aloud · {language}").format(language=BILL_LANGUAGES.get(language, language)))
        self.keys.setText(_("Ctrl+Enter  larger"))
        self.script.setFont(style.font(LETTERS))
        self.script.setText("\n".join(paragraphs(sentences)))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As high as its words need, up to a few lines."""
        line = self.script.fontMetrics().lineSpacing()
        words = self.script.heightForWidth(max(self.area.viewport().width(), LEAST))
        return self._around(min(words, line * LINES))

    def minimumSizeHint(self) -> QSize:
        """Two lines at the least; the rest is scrolled to, or read in the larger window."""
        line = self.script.fontMetrics().lineSpacing()
        return self._around(min(self.script.heightForWidth(max(self.area.viewport().width(), LEAST)), line * 2))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width needs another height."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def _around(self, words: int) -> QSize:
        """The size of the card around words that are so high."""
        frame = self._column.contentsMargins()
        head = self.heading.sizeHint().height() + self._column.spacing()
        return QSize(LEAST, words + head + frame.top() + frame.bottom() + 4)


def paragraphs(sentences: tuple[str, ...]) -> tuple[str, ...]:
    """The sentences, as few lines as can be read: all but the question run on, the question stands alone."""
    told = [said if said.endswith(ENDS) else f"{said};" for said in sentences[:-1]]
    return (" ".join(told), sentences[-1]) if told else sentences
