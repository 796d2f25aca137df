"""A QR code drawn at whole dots, as large as its place allows."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from shoppos.ui import style


class QrView(QWidget):
    """Shows a matrix of modules (True is dark) with its quiet zone, always black on white: phones want it so."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with nothing to show."""
        super().__init__(parent)
        self.matrix: tuple[tuple[bool, ...], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("QR")

    def show_matrix(self, matrix: tuple[tuple[bool, ...], ...]) -> None:
        """Show another code; an empty matrix shows none."""
        self.matrix = matrix
        self.setVisible(bool(matrix))
        self.update()

    def sizeHint(self) -> QSize:
        """Large enough for a phone at arm's length."""
        return QSize(style.scaled(240), style.scaled(240))

    def minimumSizeHint(self) -> QSize:
        """At least three dots a module for the usual code."""
        return QSize(170, 170)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the modules at whole dots."""
        if not self.matrix:
            return
        count = len(self.matrix)
        dot = max(min(self.width(), self.height()) // count, 1)
        side = dot * count
        left, top = (self.width() - side) // 2, (self.height() - side) // 2
        painter = QPainter(self)
        painter.fillRect(QRect(left, top, side, side), Qt.GlobalColor.white)
        black = QColor(Qt.GlobalColor.black)
        for y, row in enumerate(self.matrix):
            for x, dark in enumerate(row):
                if dark:
                    painter.fillRect(left + x * dot, top + y * dot, dot, dot, black)
        painter.end()
