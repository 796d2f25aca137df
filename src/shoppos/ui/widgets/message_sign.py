"""The sign that messages need somebody: who waits for a reply, what failed, and since when there is no internet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from shoppos.base.i18n import _, ngettext
from shoppos.ui import keys
from shoppos.ui.job import Job
from shoppos.ui.widgets.printer_state import PARTED, PrinterSign, Trouble
from shoppos.ui.widgets.talk_words import moment

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from shoppos.base.db import Database
    from shoppos.ui.context import Context

CALM = 300
"""Milliseconds after a commit until it is looked: an act may write several messages."""


def offline_said(since: dt.datetime, now: dt.datetime, waiting: int) -> str:
    """That there is no internet, since when, and how much waits for it."""
    said = _("No internet since {time}").format(time=moment(since, now))
    if not waiting:
        return said
    waits = ngettext("{n} message waits", "{n} messages wait", waiting).format(n=waiting)
    return f"{said}; {waits}"


def trouble(counts: Mapping[str, int], offline: str) -> Trouble:
    """What a person should look at; nothing where all goes by itself.

    `counts` has what failed, was opened, is to be sent by hand ("by_hand"), and who waits for an answer ("reply").
    """
    failed, opened, by_hand, reply = (counts.get(name, 0) for name in ("failed", "opened", "by_hand", "reply"))
    parts = [offline] if offline else []
    if reply:
        parts.append(ngettext("{n} waits for a reply", "{n} wait for a reply", reply).format(n=reply))
    if failed:
        parts.append(ngettext("{n} message failed", "{n} messages failed", failed).format(n=failed))
    if opened:
        parts.append(ngettext("{n} message: was it sent?", "{n} messages: were they sent?", opened).format(n=opened))
    if by_hand:
        parts.append(ngettext("{n} to send by hand", "{n} to send by hand", by_hand).format(n=by_hand))
    if not parts:
        return Trouble()
    return Trouble("✉  " + PARTED.join(parts), "error" if failed else "warn" if reply or offline else "note")


def counted(db: Database) -> dict[str, int]:
    """How many messages stand how, with those of which a person has to press send."""
    from shoppos.reports.messages import counts, listed
    from shoppos.shop.message_routes import set_up

    ready = set_up(db)
    by_hand = sum(one.channel not in ready for one in listed(db, ("owed",)))
    return {**counts(db), "by_hand": by_hand}


class MessageSigns(QObject):
    """The sign on the counter and the one over every other page; `asked` tells of a press.

    It is counted beside the window, once for many commits.
    """

    asked = Signal()

    def __init__(self, context: Context, counter: PrinterSign) -> None:
        """`counter` is the counter's own sign."""
        super().__init__(counter)
        self._context = context
        self.counter, self.elsewhere = counter, PrinterSign()
        self.job: Job | None = None
        self._again = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(CALM)
        self._soon.timeout.connect(self._count)
        for sign in (self.counter, self.elsewhere):
            sign.clicked.connect(self.asked)

    def look(self) -> None:
        """Messages have changed: count anew, soon."""
        if self._context.opened is not None and not self._soon.isActive():
            self._soon.start()

    def _count(self) -> None:
        if self.job is not None and self.job.running:
            self._again = True
            return
        db = self._context.shop.db
        self.job = Job(db, lambda _progress, _stop: counted(db), self)
        self.job.finished.connect(self._show)
        self.job.start()

    def _show(self, counts: Mapping[str, int]) -> None:
        clock, since = self._context.shop.db.clock, self._context.offline_since()
        waiting = counts.get("owed", 0) - counts.get("by_hand", 0)
        offline = offline_said(clock.at(since), clock.now(), waiting) if since else ""
        for sign in (self.counter, self.elsewhere):
            sign.show_trouble(trouble(counts, offline), keys.printable(self._context.keymap.shown("talk")))
        if self._again:
            self._again = False
            self._soon.start()
