"""What is read to the caller before the order is confirmed: on the page itself, in their language, in large letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
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
        column = QVBoxLayout(self)
        column.setContentsMargins(style.scaled(14), style.scaled(8), style.scaled(8), style.scaled(8))
        column.setSpacing(style.scaled(4))
        column.addLayout(head)
        column.addWidget(self.area, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
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
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As high as its words need, up to a few lines."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        wide = max(self.width() - style.scaled(40), 100)
        line = self.script.fontMetrics().lineSpacing()
        most = min(line * LINES, max(self.window().height() // 4, line * 2))
        words = min(self.script.heightForWidth(wide), most)
        high = words + self.heading.sizeHint().height() + style.scaled(24)
        if high != self.height():
            self.setFixedHeight(high)


def paragraphs(sentences: tuple[str, ...]) -> tuple[str, ...]:
    """The sentences, as few lines as can be read: all but the question run on, the question stands alone."""
    told = [said if said.endswith(ENDS) else f"{said};" for said in sentences[:-1]]
    return (" ".join(told), sentences[-1]) if told else sentences
