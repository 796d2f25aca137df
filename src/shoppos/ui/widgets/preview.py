"""A paper beside the form that fills it: drawn anew a moment after each change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QScrollArea, QSizePolicy

from shoppos.base.i18n import _
from shoppos.ui.job import Job
from shoppos.ui.style import scaled
from shoppos.ui.widgets.picture import Subject, drawing

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QImage, QResizeEvent

    from shoppos.shop import Shop
    from shoppos.ui.job import Work

MOMENT = 200
"""Milliseconds after the last key; a scan is one change, not thirteen."""
AIR = 24


class Preview(QScrollArea):
    """The paper as large as there is room for; what forbids it is said in its place."""

    def __init__(self, shop: Shop, asked: Callable[[], tuple[Subject, str] | str], *, first: bool = False) -> None:
        """`asked` gives what to draw and on which paper, or a sentence that says why not yet; `first`: of one piece."""
        super().__init__()
        self._shop, self._asked, self._first = shop, asked, first
        self._paper = ""
        self._drawn: QPixmap | None = None
        self.job: Job | None = None
        self.image = QLabel()
        self.image.setTextFormat(Qt.TextFormat.PlainText)
        self.image.setWordWrap(True)
        self.image.setMargin(scaled(AIR // 2))
        self.image.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.image.setAccessibleName(_("Picture of the paper"))
        self.setAccessibleName(_("Picture of the paper"))
        self.setProperty("role", "desk")
        self.setWidgetResizable(True)
        self.setWidget(self.image)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(MOMENT)
        self._soon.timeout.connect(self.draw)

    def draw_soon(self) -> None:
        """Something was changed."""
        self._soon.start()

    def draw(self) -> None:
        """Draw what is asked for now; what is still being drawn is forgotten."""
        asked = self._asked()
        if isinstance(asked, str):
            self._say(asked)
            return
        self._paper = asked[1]
        job = Job(self._shop.db, self.work(*asked), self)
        job.finished.connect(self._show)
        job.refused.connect(self._refuse)
        self.job = job
        job.start()

    def work(self, subject: Subject, paper: str) -> Work:
        """The drawing of it, beside the window."""
        return drawing(self._shop, subject, paper)

    def _show(self, image: QImage) -> None:
        if self.sender() is self.job:
            self._drawn = QPixmap.fromImage(image.copy(0, 0, image.width(), self._height(image)))
            self._fit()

    def _height(self, image: QImage) -> int:
        """How much of the picture is shown: all, or its first piece."""
        from shoppos.printing.paper import paper_named

        paper = paper_named(self._paper)
        if not self._first or paper.is_roll:
            return image.height()
        return min(image.height(), image.width() * paper.height // paper.width)

    def _refuse(self, error: object) -> None:
        if self.sender() is self.job:
            self._say(str(error))

    def _say(self, sentence: str) -> None:
        self.job, self._drawn = None, None
        self.image.setText(sentence)

    def _fit(self) -> None:
        if self._drawn is None or self._drawn.isNull():
            return
        room = self.viewport().size() - QSize(scaled(AIR), scaled(AIR))
        ratio = min(room.width() / self._drawn.width(), room.height() / self._drawn.height(), 1.0)
        how = Qt.TransformationMode.SmoothTransformation
        self.image.setPixmap(self._drawn.scaledToWidth(max(round(self._drawn.width() * ratio), 1), how))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the new room."""
        super().resizeEvent(event)
        self._fit()
