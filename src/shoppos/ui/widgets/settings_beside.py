"""A form with a picture of its paper beside it, where the window has room for both; below it where it has not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from shoppos.ui.style import scaled

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shoppos.ui.widgets.preview import Preview
    from shoppos.ui.widgets.settings_page import SettingsPage

ENOUGH, LOW, TALL = 640, 240, 380


class _Turns(QObject):
    """Turns the row into a column when its page grows narrow."""

    def __init__(self, page: QWidget, row: QBoxLayout) -> None:
        """Watch the page."""
        super().__init__(page)
        self._row = row
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at each new size."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            wide = watched.width() >= scaled(ENOUGH)
            way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
            if self._row.direction() != way:
                self._row.setDirection(way)
        return False


def beside(page: SettingsPage, form: Iterable[QWidget], preview: Preview) -> None:
    """Lay the form out on the page with its picture beside it."""
    left = QVBoxLayout()
    left.setSpacing(8)
    for widget in form:
        left.addWidget(widget)
    left.addStretch()
    row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
    row.setSpacing(16)
    row.addLayout(left, 1)
    row.addWidget(preview, 1)
    preview.setMinimumSize(scaled(LOW), scaled(TALL))
    page.column.addLayout(row, 1)
    _Turns(page, row)
