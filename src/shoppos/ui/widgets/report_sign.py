"""The sign that reports do not reach the owner: how many wait and since when, what failed, what is sent by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from shoppos.base.i18n import ngettext
from shoppos.ui import keys
from shoppos.ui.job import Job
from shoppos.ui.widgets.printer_state import PARTED, PrinterSign, Trouble

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shoppos.ui.context import Context

CALM = 400
"""Milliseconds after a commit until it is looked."""
PATIENT = 1_800_000
"""Milliseconds for which a report may be on its way before anybody is told."""
LATE = 86_400_000
"""Milliseconds after which that is no small thing."""


def trouble(counts: Mapping[str, int], now: int) -> Trouble:
    """What a person should look at; nothing where all goes by itself. `now` in milliseconds."""
    from shoppos.reports.deliveries import age_said

    failed, opened, by_hand = (counts.get(name, 0) for name in ("failed", "opened", "by_hand"))
    waits = counts.get("owed", 0) + counts.get("sending", 0)
    age = now - counts["oldest"] if counts.get("oldest") else 0
    parts: list[str] = []
    if failed:
        parts.append(ngettext("{n} report did not arrive", "{n} reports did not arrive", failed).format(n=failed))
    if waits and age > PATIENT:
        said = ngettext("{n} report waits for {age}", "{n} reports wait, the oldest for {age}", waits)
        parts.append(said.format(n=waits, age=age_said(age)))
    if by_hand:
        parts.append(ngettext("{n} report to send by hand", "{n} reports to send by hand", by_hand).format(n=by_hand))
    if opened:
        parts.append(ngettext("{n} report: was it sent?", "{n} reports: were they sent?", opened).format(n=opened))
    if not parts:
        return Trouble()
    late = bool(waits) and age > LATE
    return Trouble("⇪  " + PARTED.join(parts), "error" if failed else "warn" if late else "note")


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
        self._often.setInterval(PATIENT // 3)  # what waits grows older by itself
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
