"""Layouts that give way: a row that goes on in the next line, and fields that stand in two columns or in one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLayout, QLayoutItem, QWidget

from shoppos.ui.style import scaled

if TYPE_CHECKING:
    from collections.abc import Sequence

NARROW = 620
"""Pixels at 100 % below which two fields do not stand side by side."""


class Flow(QLayout):
    """Widgets from left to right, each as wide as it likes to be, in as many lines as it takes."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = 10) -> None:
        """An empty row; `gap` pixels lie between its widgets and between its lines."""
        super().__init__(parent)
        self.setContentsMargins(0, 0, 0, 0)
        self._gap = gap
        self._items: list[QLayoutItem] = []

    def addItem(self, item: QLayoutItem) -> None:
        """Take one more, as Qt asks a layout to."""
        self._items.append(item)

    def count(self) -> int:
        """How many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]  # Qt itself asks beyond the end
        """The one at that place, or None."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]  # as above
        """Give one back."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It asks for no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """The narrower, the higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """How high it is at that width."""
        return self._placed(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Put each in its place."""
        super().setGeometry(rect)
        self._placed(rect, move=True)

    def sizeHint(self) -> QSize:
        """All in one line, if it may."""
        seen = [item.sizeHint() for item in self._items if not item.isEmpty()]
        wide = sum(size.width() for size in seen) + self._gap * max(len(seen) - 1, 0)
        return QSize(wide, max((size.height() for size in seen), default=0))

    def minimumSize(self) -> QSize:
        """At the least the widest of them."""
        size = QSize()
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        return size

    def _placed(self, rect: QRect, *, move: bool) -> int:
        """The height of all lines; with `move` each widget goes to its place."""
        x, y, high = rect.x(), rect.y(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if x > rect.x() and x + size.width() > rect.x() + rect.width():
                x, y, high = rect.x(), y + high + self._gap, 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), size.boundedTo(QSize(rect.width(), size.height()))))
            x += size.width() + self._gap
            high = max(high, size.height())
        return y + high - rect.y()


class Columns(QWidget):
    """Fields two and two, or one below the other where that would cut off what they say."""

    def __init__(self) -> None:
        """Empty until `arrange`."""
        super().__init__()
        self._fields: tuple[tuple[QWidget, bool], ...] = ()
        self._across = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(12)

    def arrange(self, fields: Sequence[tuple[QWidget, bool]]) -> None:
        """Show these in this order; True takes a line for itself. Those shown before and not named are hidden."""
        for field, _wide in self._fields:
            self._grid.removeWidget(field)
            field.setVisible(field in {one for one, _alone in fields})
        self._fields = tuple(fields)
        self._across = 0
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column or two."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        across = 2 if self.width() >= scaled(NARROW) else 1
        if across == self._across:
            return
        self._across = across
        row = column = 0
        for field, wide in self._fields:
            if column and (wide or column == across):
                row, column = row + 1, 0
            span = across if wide else 1
            self._grid.addWidget(field, row, column, 1, span, Qt.AlignmentFlag.AlignTop)
            column += span
        for at in range(2):
            self._grid.setColumnStretch(at, int(at < across))
