"""The sign that a day was not closed, or that a shift has been open since long: a word, and in nobody's way."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from shoppos.base.clock import day_number, day_of
from shoppos.base.i18n import _
from shoppos.ui import keys
from shoppos.ui.job import Job
from shoppos.ui.widgets.printer_state import PARTED, PrinterSign, Trouble

if TYPE_CHECKING:
    from shoppos.shop import Shop
    from shoppos.ui.context import Context

TABLES = frozenset({"shift", "shift_close", "day_close", "setting"})
"""What changes what it says."""
CALM = 400
"""Milliseconds after a commit until it is looked."""
OFTEN = 600_000
"""Milliseconds after which it is looked again: a shift grows longer by itself."""
HOUR = 3_600_000
LONG = 14 * HOUR
"""Milliseconds after which a shift is one that somebody forgot to end."""


def trouble(shop: Shop) -> tuple[Trouble, str]:
    """What a person should do, and the action that does it; nothing where no day was forgotten.

    A shop that never closed a day is not asked to, and nobody is asked while it is night still.
    """
    from shoppos.reports.unclosed import elsewhere_said, here_said, unclosed
    from shoppos.shop.days import EARLY

    clock = shop.db.clock
    now = clock.ms()
    days = shop.days.to_close() if shop.days.is_used() else ()
    today = clock.business_day(now - EARLY * HOUR)
    forgotten = [day for day in days if day < today]
    over = day_number(day_of(today) - dt.timedelta(days=1))
    elsewhere = elsewhere_said(unclosed(shop.db, over, shop.db.till))
    turn = shop.shifts.current()
    parts: list[str] = []
    if forgotten:
        parts.append(here_said(forgotten))
    parts += elsewhere
    if turn is not None and now - turn.opened_at > LONG:
        moment = f"{clock.at(turn.opened_at):%d-%m-%Y %H:%M}"
        parts.append(_("{name}'s shift is open since {moment}").format(name=turn.employee, moment=moment))
    if not parts:
        return Trouble(), ""
    leads = "close_day" if forgotten else "closed_days" if elsewhere else "shift"
    return Trouble("⚠  " + PARTED.join(parts), "warn"), leads


class DrawerSigns(QObject):
    """The sign on the counter and the one over every other page; `asked` gives the action that mends it."""

    asked = Signal(str)

    def __init__(self, context: Context, counter: PrinterSign) -> None:
        """`counter` is the counter's own sign."""
        super().__init__(counter)
        self._context = context
        self.counter, self.elsewhere = counter, PrinterSign()
        self.job: Job | None = None
        self._act = ""
        self._soon, self._often = QTimer(self), QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(CALM)
        self._soon.timeout.connect(self._read)
        self._often.setInterval(OFTEN)
        self._often.timeout.connect(self.look)
        for sign in (self.counter, self.elsewhere):
            sign.clicked.connect(self._press)

    def hear(self, tables: frozenset[str]) -> None:
        """These tables have changed."""
        if tables & TABLES:
            self.look()

    def look(self) -> None:
        """The drawer has changed, or time has passed: look anew, soon."""
        if self._context.opened is not None:
            self._soon.start()
            self._often.start()

    def _press(self) -> None:
        self.asked.emit(self._act)

    def _read(self) -> None:
        if self.job is not None and self.job.running:
            self._soon.start()
            return
        shop = self._context.shop
        self.job = Job(shop.db, lambda _progress, _stop: trouble(shop), self)
        self.job.finished.connect(self._show)
        self.job.start()

    def _show(self, found: tuple[Trouble, str]) -> None:
        said, self._act = found
        key = keys.printable(self._context.keymap.shown(self._act)) if self._act else ""
        for sign in (self.counter, self.elsewhere):
            sign.show_trouble(said, key)
