"""How many there are of each note and coin, with what they make together beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRegularExpression, Qt, Signal
from PySide6.QtGui import QKeyEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from shoppos.base.i18n import _
from shoppos.base.money import grouped
from shoppos.ui.style import scaled
from shoppos.ui.widgets.form import line, words

if TYPE_CHECKING:
    from collections.abc import Sequence

ROWS = 3
"""Notes stand above each other as in a drawer; three columns of them fit the smallest screen."""
DIGITS = 5
WHOLE = ".00"


class CashGrid(QWidget):
    """A field for each of `worth` (paise, the largest first); Up and Down go through them. `turned` gives the sum."""

    turned = Signal(int)
    left_upwards = Signal()

    def __init__(self, worth: Sequence[int]) -> None:
        """Begin with nothing counted."""
        super().__init__()
        self._worth = tuple(worth)
        self.editors: list[QLineEdit] = []
        self._sums = [words("", role="quiet", wrap=False) for _paise in self._worth]
        whole = QGridLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setHorizontalSpacing(scaled(10))
        whole.setVerticalSpacing(scaled(6))
        for at, paise in enumerate(self._worth):
            whole.addLayout(self._cell(paise, self._sums[at]), at % ROWS, at // ROWS)
            whole.setColumnStretch(at // ROWS, 1)

    def _cell(self, paise: int, made: QWidget) -> QHBoxLayout:
        editor = line(right=True, most=DIGITS)
        editor.setValidator(QRegularExpressionValidator(QRegularExpression(rf"\d{{0,{DIGITS}}}"), editor))
        editor.setAccessibleName(_("How many of ₹{worth}").format(worth=paise // 100))
        editor.setMinimumHeight(scaled(40))
        editor.setFixedWidth(scaled(60))
        editor.textEdited.connect(self._count)
        editor.installEventFilter(self)
        self.editors.append(editor)
        caption = words(f"₹{paise // 100} ×", wrap=False)
        caption.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        caption.setMinimumWidth(scaled(46))
        caption.setBuddy(editor)
        made.setMinimumWidth(scaled(70))
        row = QHBoxLayout()
        row.setSpacing(scaled(6))
        for widget in (caption, editor, made):
            row.addWidget(widget)
        row.addStretch(1)
        return row

    def pieces(self) -> dict[int, int]:
        """How many were counted of each, by its paise; those that are none are left out."""
        typed = zip(self._worth, self.editors, strict=True)
        return {paise: int(editor.text()) for paise, editor in typed if editor.text() and int(editor.text())}

    @property
    def touched(self) -> bool:
        """Whether anything was typed here, a nought too."""
        return any(editor.text() for editor in self.editors)

    def clear(self) -> None:
        """Forget the count."""
        for editor in self.editors:
            editor.clear()
        self._show_sums()

    def start(self) -> None:
        """Put the keyboard into the first field."""
        self.editors[0].setFocus()
        self.editors[0].selectAll()

    def _count(self) -> None:
        self._show_sums()
        self.turned.emit(sum(paise * count for paise, count in self.pieces().items()))

    def _show_sums(self) -> None:
        counted = self.pieces()
        for paise, said in zip(self._worth, self._sums, strict=True):
            said.setText(f"= {grouped(paise * counted[paise]).removesuffix(WHOLE)}" if paise in counted else "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down lead to the note above and below."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if not step:
            return super().eventFilter(watched, event)
        at = next(n for n, editor in enumerate(self.editors) if editor is watched) + step
        if at < 0:
            self.left_upwards.emit()
        elif at < len(self.editors):
            self.editors[at].setFocus()
            self.editors[at].selectAll()
        return True
