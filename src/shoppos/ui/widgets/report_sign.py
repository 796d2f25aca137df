"""The sign that reports do not reach the owner: how many wait and since when, what failed, what is sent by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from shoppos.ui import keys
from shoppos.ui.job import Job
from shoppos.ui.widgets.printer_state import PARTED, PrinterSign, Trouble

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shoppos.ui.context import Context

CALM = 400
"""Milliseconds after a commit until it is looked."""
OFTEN = 600_000
"""Milliseconds after which what waits is looked at anew: it grows older by itself."""
LATE = 86_400_000
"""Milliseconds after which that is no small thing."""


def trouble(counts: Mapping[str, int], now: int) -> Trouble:
    """What a person should look at; nothing where all goes by itself. `now` in milliseconds."""
    from shoppos.reports.deliveries import waits_said

    told = waits_said(counts, now)
    if not told:
        return Trouble()
    states = {state for state, _n, _said in told}
    late = "owed" in states and now - counts["oldest"] > LATE
    level = "error" if "failed" in states else "warn" if late else "note"
    return Trouble("⇪  " + PARTED.join(said for _state, _n, said in told), level)


class ReportSigns(QObject):
    """The sign on the counter and the one over every other page; `asked` tells of a press."""

    asked = Signal()

    def __init__(self, context: Context, counter: PrinterSign) -> None:
        """`counter` is the counter's own sign."""
        super().__init__(counter)
        self._context = context
        self.counter, self.elsewhere = counter, PrinterSign()
        self.job: Job | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(CALM)
        self._soon.timeout.connect(self._count)
        self._often = QTimer(self)
        self._often.setInterval(OFTEN)
        self._often.timeout.connect(self.look)
        for sign in (self.counter, self.elsewhere):
            sign.clicked.connect(self.asked)

    def look(self) -> None:
        """Reports have changed, or time has passed: count anew, soon."""
        if self._context.opened is not None:
            self._soon.start()
            self._often.start()

    def _count(self) -> None:
        if self.job is not None and self.job.running:
            self._soon.start()
            return
        from shoppos.reports.deliveries import counts

        db = self._context.shop.db
        self.job = Job(db, lambda _progress, _stop: counts(db), self)
        self.job.finished.connect(self._show)
        self.job.start()

    def _show(self, counts: Mapping[str, int]) -> None:
        said = trouble(counts, self._context.shop.db.clock.ms())
        for sign in (self.counter, self.elsewhere):
            sign.show_trouble(said, keys.printable(self._context.keymap.shown("deliveries")))
