"""One card of the owner's look: what it is about, one large figure, one sentence, and a small chart; Enter opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout

from shoppos.base.money import rupees
from shoppos.ui.style import scaled
from shoppos.ui.widgets.chart_view import ChartView, seen_through
from shoppos.ui.widgets.form import polish
from shoppos.ui.widgets.labels import Cut, Figure
from shoppos.ui.widgets.tips import tip

if TYPE_CHECKING:
    from shoppos.ui.widgets.chart_view import Draws

ARROWS = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down})
FIGURE = 21
"""Points of the figure at 100 %."""
NEUTRAL = 320, 100
"""Pixels for which a chart is drawn to hear what it says: that is the same at every size."""


class Glance(QPushButton):
    """A card that is pressed as a button; its arrows belong to the page around it."""

    def __init__(self, key: str) -> None:
        """Empty until `show_card`; `key` is what it is called by its page."""
        super().__init__()
        self.key = key
        self.setProperty("role", "glance")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.heading = Cut(role="quiet")
        self.figure = Figure(FIGURE)
        self.figure.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.figure.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.said = Cut()
        self.chart = ChartView()
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 0, 0)
        top.addWidget(seen_through(self.heading), 1)
        column = QVBoxLayout(self)
        column.setSpacing(scaled(2))
        column.addLayout(top)
        column.addWidget(seen_through(self.figure))
        column.addWidget(seen_through(self.said))
        column.addSpacing(scaled(6))
        column.addWidget(self.chart, 1)
        seen_through(self.chart)
        self.fit()

    def fit(self) -> None:
        """Sizes for the font in force; again when it was changed."""
        edge = scaled(12)
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(edge, scaled(9), edge, edge)
        self.figure.setFixedHeight(scaled(38))
        for line in (self.heading, self.said):
            line.setFixedHeight(scaled(21))

    def show_card(self, heading: str, figure: str, said: str, draws: Draws | None, *, level: str = "") -> None:
        """Show these; `level` is good, warn or error for what its sentence means, "" for neither."""
        self.heading.setText(heading)
        self.figure.setText(figure)
        self.said.setText(said)
        self.chart.show_drawing(draws)
        drawn = draws(*NEUTRAL).said if draws is not None else ""
        self.chart.setAccessibleName(drawn or heading)
        self.setAccessibleDescription(drawn)
        self.setAccessibleName(". ".join(part for part in (heading, figure, said) if part))
        self.setToolTip(tip(said))
        role = {"good": "fine", "warn": "doubt", "error": "wrong"}.get(level, "")
        if self.said.property("role") != role:
            self.said.setProperty("role", role)
            polish(self.said)

    def sizeHint(self) -> QSize:
        """As its parts want it, not as a text would."""
        return QSize(scaled(320), scaled(200))

    def minimumSizeHint(self) -> QSize:
        """It gives way: the chart first, then the sentence."""
        return QSize(scaled(150), scaled(92))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space press it; arrows go to the next card."""
        if event.key() in ARROWS:
            event.ignore()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)


def short_rupees(paise: int) -> str:
    """Money at a glance: exact, and without paise where there are none."""
    told = rupees(paise)
    return told.removesuffix(".00")
