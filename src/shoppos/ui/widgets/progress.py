"""How far long work is, and a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from shoppos.base.i18n import _
from shoppos.ui.widgets.form import words

NOT_BEFORE = 250  # milliseconds: what is quicker need not flicker


class ProgressBar(QWidget):
    """What is being done, a bar, and "Stop"; hidden while nothing is, and for what is over in a moment."""

    stopped = Signal()

    def __init__(self) -> None:
        """Hidden until `begin`."""
        super().__init__()
        self.what = words("", wrap=False)
        self.bar = QProgressBar()
        self.bar.setAccessibleName(_("Progress"))
        self.stop = QPushButton()
        self.stop.clicked.connect(self.stopped)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(NOT_BEFORE)
        self._soon.timeout.connect(self.show)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.what)
        row.addWidget(self.bar, 1)
        row.addWidget(self.stop)
        self.hide()

    def begin(self, what: str) -> None:
        """Show what begins."""
        self.what.setText(what)
        self.stop.setText(_("Stop"))
        self.bar.setRange(0, 0)
        self._soon.start()

    def hide_again(self) -> None:
        """It is over."""
        self._soon.stop()
        self.hide()

    def show_progress(self, done: int, every: int) -> None:
        """So much of so much."""
        self.bar.setRange(0, max(every, 1))
        self.bar.setValue(done)
