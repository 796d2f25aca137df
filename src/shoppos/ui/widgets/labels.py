"""Words on screen: always plain text, since names come from people and files."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from shoppos.ui import style


class Words(QLabel):
    """A label that never reads markup out of what it shows."""

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None) -> None:
        """Show `text`; `role` picks the look from the style sheet."""
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        if role:
            self.setProperty("role", role)


class Cut(Words):
    """A line that ends in … where its place is too narrow."""

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None) -> None:
        """Show as much of `text` as there is room for."""
        super().__init__(text, role, parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what fits."""
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self.palette().windowText().color())
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), self.alignment(), words)
        painter.end()


class Hints(Cut):
    """Keys and what they do, the most needed first: only whole ones, as many as there is room for."""

    GAP = "    "

    def __init__(self) -> None:
        """No hints yet."""
        super().__init__(role="hint")
        self.parts: tuple[str, ...] = ()

    def say(self, parts: Sequence[str]) -> None:
        """Show these, as far as there is room."""
        self.parts = tuple(parts)
        self._choose()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose anew for another width."""
        super().resizeEvent(event)
        self._choose()

    def _choose(self) -> None:
        fits = len(self.parts)
        while fits > 1 and self.fontMetrics().horizontalAdvance(self.GAP.join(self.parts[:fits])) > self.width():
            fits -= 1
        self.setText(self.GAP.join(self.parts[:fits]))


class Figure(Words):
    """A large figure whose size follows the font setting; it shrinks rather than be cut off."""

    def __init__(self, points: float, parent: QWidget | None = None) -> None:
        """Show figures at `points` (at 100 %)."""
        super().__init__(parent=parent)
        self._points = points
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.fit()

    def fit(self) -> None:
        """Choose the largest size, up to the wanted one, in which the figure fits its width."""
        made = tabular(style.font(self._points, bold=True))
        measured = QFontMetrics(made)
        wide, high = max(measured.horizontalAdvance(self.text()), 1), max(measured.height(), 1)
        shrink = min(1.0, self.width() * 0.97 / wide, self.height() / high)
        if shrink > 0:
            made.setPointSizeF(made.pointSizeF() * shrink)
        self.setFont(made)

    def setText(self, text: str) -> None:
        """Show another figure."""
        super().setText(text)
        if hasattr(self, "_points"):
            self.fit()

    def resizeEvent(self, event: object) -> None:
        """Fit the new width."""
        super().resizeEvent(event)  # type: ignore[arg-type]  # Qt hands over its own event
        self.fit()


def tabular(font: QFont) -> QFont:
    """The font with figures of one width, so that columns of money stand straight."""
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


class Card(QFrame):
    """A box on the page; `role` is card, total, warn, error or good."""

    def __init__(self, role: str = "card", parent: QWidget | None = None) -> None:
        """Draw the box of that role."""
        super().__init__(parent)
        self.setProperty("role", role)

    def set_role(self, role: str) -> None:
        """Change the box's look."""
        if self.property("role") != role:
            self.setProperty("role", role)
            redress(self)


def redress(widget: QWidget) -> None:
    """Let the style sheet look at a widget's changed properties, and at what is in it."""
    for one in (widget, *widget.findChildren(QWidget)):
        one.style().unpolish(one)
        one.style().polish(one)
