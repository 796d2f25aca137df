"""A chart on screen: the drawing that paper and phone get too, for just the room that there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from shoppos.ui.style import scaled
from shoppos.ui.widgets.tips import tip

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtSvg import QSvgRenderer

    from shoppos.reports.charts import Chart
    from shoppos.reports.drawing import Drawing

    Draws = Callable[[float, float], Drawing]

DARK = 128
"""Below this lightness (of 255) a ground is dark."""


class ChartView(QWidget):
    """Draws at 100 % and shows it as large as the font size in force; what a bar stands for is told under the mouse."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Nothing is drawn before `show_drawing` or `show_chart`."""
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._draws: Draws | None = None
        self._chart: Chart | None = None
        self._made: tuple[tuple[float, float, bool], QSvgRenderer] | None = None
        self.drawing: Drawing | None = None

    def show_drawing(self, draws: Draws | None) -> None:
        """Show what this draws for a width and a height in pixels; None shows nothing."""
        self._draws, self._chart, self._made, self.drawing = draws, None, None, None
        self.update()

    def show_chart(self, chart: Chart) -> None:
        """Show a chart of a report: it asks for the height that it needs at its width."""
        from shoppos.reports import charts

        self.show_drawing(lambda width, height: charts.draw(chart, width, height))
        self._chart = chart
        self.setAccessibleName(chart.title)
        self.setAccessibleDescription(chart.said)
        self.updateGeometry()

    def needed(self, width: int, room: int = 0) -> int:
        """The height in pixels that its chart needs at that width, no more than `room` where it can be lower."""
        from shoppos.reports import charts

        if self._chart is None:
            return 0
        most = self._at_100(room) if room else charts.HIGHEST
        return scaled(round(charts.draw(self._chart, self._at_100(width), most).height + 0.5))

    def sizeHint(self) -> QSize:
        """A chart at a usual width."""
        return QSize(scaled(360), self.needed(self.width()) if self._chart else scaled(60))

    def minimumSizeHint(self) -> QSize:
        """It gives way to everything else."""
        return QSize(scaled(60), scaled(20))

    def _at_100(self, pixels: float) -> float:
        return max(pixels * 100 / scaled(100), 1)

    def _renderer(self) -> QSvgRenderer | None:
        """The drawing for the size it has now, made once."""
        if self._draws is None:
            return None
        dark = self.palette().color(QPalette.ColorRole.Base).lightness() < DARK
        key = (self._at_100(self.width()), self._at_100(self.height()), dark)
        if self._made is None or self._made[0] != key:
            from PySide6.QtSvg import QSvgRenderer

            from shoppos.reports import drawing

            self.drawing = self._draws(key[0], key[1])
            self._made = key, QSvgRenderer(QByteArray(drawing.svg(self.drawing, dark=dark).encode()))
        return self._made[1]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it from the top left corner."""
        renderer = self._renderer()
        if renderer is not None and self.drawing is not None:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            more = scaled(100) / 100
            renderer.render(painter, QRectF(0, 0, self.drawing.width * more, self.drawing.height * more))
            painter.end()
        del event

    def event(self, event: QEvent) -> bool:
        """Say what lies under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self.drawing is not None:
            at = event.pos()
            told = self.said_at(self._at_100(at.x()), self._at_100(at.y()))
            if told:
                QToolTip.showText(event.globalPos(), tip(told), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def said_at(self, x: float, y: float) -> str:
        """What the drawing says of a place in it, "" for nothing."""
        from shoppos.reports.drawing import Arc, Box

        shapes = self.drawing.shapes if self.drawing is not None else ()
        pointed = (one for one in shapes if isinstance(one, (Box, Arc)) and one.said)
        return next((one.said for one in pointed if one.holds(x, y)), "")


def seen_through(widget: QWidget) -> QWidget:
    """The widget so that a press on it goes to what lies behind."""
    widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return widget
