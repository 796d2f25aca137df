"""Following the focus: keys are watched on the one widget that has it, so that all other events cost nothing."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


class FocusFilter(QObject):
    """An event filter that sits on the focused widget, and on the window for keys that no widget has."""

    def __init__(self, window: QWidget) -> None:
        """Follow the focus of the application that shows `window`."""
        super().__init__(window)
        self._window = window
        self._sits_on: QWidget | None = None
        window.installEventFilter(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._moved)
        self._moved(None, QApplication.focusWidget())

    def watches(self, widget: QWidget) -> bool:
        """Whether to sit on `widget`."""
        return True

    def concerns(self, watched: QObject) -> bool:
        """Whether an event is `watched`'s own: the window also sees what its widgets did not want."""
        return watched is not self._window or QApplication.focusWidget() in {None, self._window}

    def _moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        before, self._sits_on = self._sits_on, None
        if before is not None and isValid(before):
            before.removeEventFilter(self)
        if new is not None and new is not self._window and self.watches(new):
            new.installEventFilter(self)
            self._sits_on = new
