"""What pages have that ask somebody in the net: the question runs beside the window, is stopped by Esc, and is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QPushButton, QWidget

from shoppos.base.errors import InvalidInput, ShopError
from shoppos.base.i18n import _
from shoppos.ui.job import Job
from shoppos.ui.widgets.flow import Flow
from shoppos.ui.widgets.form import polish, words
from shoppos.ui.widgets.progress import ProgressBar
from shoppos.ui.widgets.settings_page import SettingsPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QShowEvent
    from PySide6.QtWidgets import QLineEdit

    from shoppos.ui.job import Progress, Stopped

WIDE = 620


class OnlinePage(SettingsPage):
    """A page with one job at a time; what came of it stands in `answer` until something else is done."""

    job: Job | None = None

    def foot(self, *buttons: QPushButton) -> None:
        """The page's buttons, and below them what is being done and what came of it."""
        row = QWidget()
        flow = Flow(row)
        for button in buttons:
            button.setAutoDefault(False)
            flow.addWidget(button)
        self.progress = ProgressBar()
        self.progress.stopped.connect(self.stop)
        self.answer = words("", role="hint")
        self.column.addWidget(row)
        self.column.addWidget(self.progress)
        self.column.addWidget(self.answer)
        self.warning = words("", role="hint")
        self.column.addWidget(self.warning)
        self._then: Callable[[Any], None] = self.say

    def say(self, sentence: str, *, wrong: bool = False) -> None:
        """Say what came of it."""
        self.answer.setText(("⚠ " if wrong else "") + sentence)
        self.answer.setProperty("role", "wrong" if wrong else "hint")
        polish(self.answer)

    def work(
        self, what: str, act: Callable[[Stopped], Any], then: Callable[[Any], None], *, quiet: bool = False
    ) -> None:
        """Do something that may take its time; `then` is given what came of it, on the window's thread.

        What was said before stays where it is `quiet`.
        """
        self.stop()

        def run(_progress: Progress, stopped: Stopped) -> Any:
            return act(stopped)

        self._then = then
        if not quiet:
            self.say("")
            self.progress.begin(what)
        job = Job(self.shop.db, run, self)
        job.finished.connect(self._ended)
        job.refused.connect(self._failed)
        self.job = job.start()

    def stop(self) -> None:
        """Wait for it no longer; what it still does changes nothing here."""
        if self.job is not None:
            self.job.finished.disconnect(self._ended)
            self.job.refused.disconnect(self._failed)
            self.job.stop()
            self.job = None
            self.progress.hide_again()
            self.say(_("Stopped."))

    def step_back(self) -> bool:
        """Esc stops what is being asked first."""
        if self.job is None:
            return False
        self.stop()
        return True

    def showEvent(self, event: QShowEvent) -> None:
        """Look into the store of secrets only when somebody looks at the page: it may take its time."""
        super().showEvent(event)
        self.seen()

    def seen(self) -> None:
        """The page came to the front."""

    def _over(self) -> None:
        self.job = None
        self.progress.hide_again()

    def _ended(self, result: Any) -> None:
        self._over()
        self._then(result)

    def _failed(self, error: ShopError) -> None:
        self._over()
        if not (isinstance(error, InvalidInput) and self.fail(error)):
            self.say(str(error), wrong=True)


def secret(editor: QLineEdit) -> QLineEdit:
    """A line for what nobody shall read over one's shoulder."""
    editor.setEchoMode(editor.EchoMode.Password)
    return editor
