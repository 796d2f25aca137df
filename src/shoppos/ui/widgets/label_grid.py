"""A sheet of labels in small: which of them are gone already, and where the first new one goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from shoppos.base.i18n import _
from shoppos.ui.style import colours, scaled

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent

WIDE, HIGH = 30, 14
GAP = 4
EDGE = 3


class LabelGrid(QWidget):
    """Arrow keys or a press choose the first free place; `chosen` tells how many before it are gone."""

    chosen = Signal(int)

    def __init__(self) -> None:
        """No sheet yet."""
        super().__init__()
        self.across, self.down = 1, 1
        self.skip = 0
        self._left: dict[tuple[int, int], int] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_sheet(self, across: int, down: int) -> None:
        """Another sheet, with the first free place that was chosen on such a one before."""
        self._left[self.across, self.down] = self.skip
        self.across, self.down = across, down
        self.updateGeometry()
        self.choose(self._left.get((across, down), 0))

    def choose(self, place: int) -> None:
        """The first free place, counted from 0 at the upper left."""
        self.skip = min(max(place, 0), self.across * self.down - 1)
        row, column = divmod(self.skip, self.across)
        self.setAccessibleName(_("First free label: line {row}, place {column}").format(row=row + 1, column=column + 1))
        self.update()
        self.chosen.emit(self.skip)

    def _cell(self, place: int) -> QRectF:
        row, column = divmod(place, self.across)
        x, y = (scaled(EDGE + at * (side + GAP)) for at, side in ((column, WIDE), (row, HIGH)))
        return QRectF(x, y, scaled(WIDE), scaled(HIGH))

    def sizeHint(self) -> QSize:
        """Room for every place."""
        edge = 2 * EDGE - GAP
        return QSize(scaled(self.across * (WIDE + GAP) + edge), scaled(self.down * (HIGH + GAP) + edge))

    def minimumSizeHint(self) -> QSize:
        """As large as it is."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Places that are gone are crossed out; the first free one is filled."""
        c = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place in range(self.across * self.down):
            cell = self._cell(place)
            gone, first = place < self.skip, place == self.skip
            painter.setBrush(QColor(c.raised if gone else c.brand if first else c.card))
            marked = first and self.hasFocus()
            painter.setPen(QPen(QColor(c.text if marked else c.line if gone else c.brand), 3 if marked else 1))
            painter.drawRoundedRect(cell, 3, 3)
            if gone:
                painter.drawLine(cell.topLeft(), cell.bottomRight())
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move by one place or one line."""
        steps = {
            Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -self.across, Qt.Key.Key_Down: self.across,
        }  # fmt: skip
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            self.choose(self.skip + step)
        elif event.key() == Qt.Key.Key_Home:
            self.choose(0)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press chooses the place."""
        where = event.position()
        found = [place for place in range(self.across * self.down) if self._cell(place).contains(where)]
        if found:
            self.choose(found[0])
