"""A picture of a paper as large as one likes: only what is seen of it is painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from shoppos.base.i18n import _

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

WHOLE = 100


class PaperView(QWidget):
    """Dots stay sharp when they grow; a picture that is to be smaller is made so beside the window: see `shrunk`."""

    def __init__(self) -> None:
        """Nothing to see yet."""
        super().__init__()
        self.drawn = QImage()
        self._size = QSize(1, 1)
        self.setAccessibleName(_("Picture of the paper"))

    def show_picture(self, drawn: QImage, percent: int = WHOLE) -> None:
        """Show it, each dot `percent` of a dot of the screen wide."""
        self.drawn = drawn
        self._size = QSize(*(max(side * percent // WHOLE, 1) for side in (drawn.width(), drawn.height())))
        self.setMinimumSize(self._size)
        self.update()

    @property
    def shown(self) -> QSize:
        """How large the paper is on the screen."""
        return self._size

    def paintEvent(self, event: QPaintEvent) -> None:
        """The part of the paper that is to be seen, in the middle of a wider place."""
        if self.drawn.isNull():
            return
        left = max(self.width() - self._size.width(), 0) // 2
        ratio = self.drawn.width() / self._size.width()
        seen = QRectF(event.rect()).intersected(QRectF(left, 0, self._size.width(), self._size.height()))
        source = QRectF((seen.x() - left) * ratio, seen.y() * ratio, seen.width() * ratio, seen.height() * ratio)
        painter = QPainter(self)
        painter.drawImage(seen, self.drawn, source)
        painter.end()


def shrunk(drawn: QImage, percent: int) -> QImage:
    """A smaller picture, its dots melted into greys; for a thread of its own."""
    if percent >= WHOLE:
        return drawn
    width = max(drawn.width() * percent // WHOLE, 1)
    return drawn.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
