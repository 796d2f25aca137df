"""Of which days: by name, one before or after, or from a day to a day; all by keys."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt, QTimer, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from shoppos.base.i18n import _
from shoppos.ui.style import scaled
from shoppos.ui.widgets.flow import Flow
from shoppos.ui.widgets.form import Choice, DayChoice, choose
from shoppos.ui.widgets.labels import Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.reports.report import Period

KEYS = {
    "today": "Alt+T", "yesterday": "Alt+Y", "this-week": "Alt+W", "last-week": "Alt+Shift+W", "this-month": "Alt+M",
    "last-month": "Alt+Shift+M", "this-quarter": "Alt+Q", "last-quarter": "Alt+Shift+Q", "this-year": "Alt+J",
    "last-year": "Alt+Shift+J",
}  # fmt: skip
"""The keys of the periods that have a name."""
EARLIER, LATER, FROM = "Alt+Left", "Alt+Right", "Alt+D"
OTHER = ""
TYPING = 600
"""Milliseconds without a key in which a day that is typed counts as whole."""


class PeriodField(QWidget):
    """`changed` gives the period that was chosen."""

    changed = Signal(object)

    def __init__(self) -> None:
        """Empty until `show_period`."""
        super().__init__()
        self.period: Period | None = None
        self.now = dt.date.min
        self.earlier, self.later = QPushButton("◀"), QPushButton("▶")
        self.names = Choice()
        self.first, self.last = DayChoice(), DayChoice()
        self._dash = Words("–")
        self._dash.setMinimumHeight(44)
        self._typing_days = False
        self._narrow = False
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(TYPING)
        self._typed.timeout.connect(self._take_days)
        self.earlier.clicked.connect(lambda: self.step(-1))
        self.later.clicked.connect(lambda: self.step(1))
        self.names.activated.connect(self._named)
        for day in (self.first, self.last):
            day.dateChanged.connect(self._typing)
        row = Flow(self, gap=scaled(6))
        for widget in (self.earlier, self.names, self.later, self.first, self._dash, self.last):
            row.addWidget(widget)

    def say(self, printable: Callable[[str], str]) -> None:
        """Say everything in the language in force."""
        from shoppos.reports import periods

        self.names.clear()
        for key, title in periods.names():
            self.names.addItem(title, key)
            self.names.setItemData(self.names.count() - 1, printable(KEYS[key]), Qt.ItemDataRole.ToolTipRole)
        self.names.addItem(_("Other days"), OTHER)
        self.names.setItemData(self.names.count() - 1, printable(FROM), Qt.ItemDataRole.ToolTipRole)
        self.names.setAccessibleName(_("Period"))
        told = [f"{title}  {printable(KEYS[key])}" for key, title in periods.names()]
        self.names.setToolTip("\n".join([*told, f"{_('Other days')}  {printable(FROM)}"]))
        self.names.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToContents)
        self.earlier.setAccessibleName(_("Earlier ({key})").format(key=printable(EARLIER)))
        self.later.setAccessibleName(_("Later ({key})").format(key=printable(LATER)))
        for button in (self.earlier, self.later):
            button.setToolTip(button.accessibleName())
        self.first.setAccessibleName(_("From"))
        self.last.setAccessibleName(_("To"))
        if self.period is not None:
            self.show_period(self.period, self.now)

    def show_period(self, period: Period, now: dt.date) -> None:
        """Show these days, by name if they have one; tells nobody."""
        from shoppos.reports import periods

        self.period, self.now = period, now
        known = next((key for key, _title in periods.names() if periods.named(key, now) == period), OTHER)
        choose(self.names, known)
        for field, day in ((self.first, period.first), (self.last, period.last)):
            field.blockSignals(True)
            field.setDate(QDate(day.year, day.month, day.day))
            field.blockSignals(False)
        self._typed.stop()
        self._typing_days = self._typing_days and (self.first.hasFocus() or self.last.hasFocus())
        self.set_narrow(self._narrow)

    def set_narrow(self, narrow: bool) -> None:
        """Where there is little room the days themselves are shown only while they have no name, or are typed."""
        self._narrow = narrow
        other = self.names.currentData() == OTHER or self._typing_days
        for widget in (self.first, self._dash, self.last):
            widget.setVisible(not narrow or other)
        self.updateGeometry()

    def choose_name(self, name: str) -> None:
        """The period of that name."""
        from shoppos.reports import periods

        self._take(periods.named(name, self.now))

    def step(self, by: int) -> None:
        """One of its kind earlier or later: of other days as many."""
        from shoppos.reports import periods

        if self.period is None:
            return
        one = dt.timedelta(days=1)
        span = periods.span_of(self.period)
        if span:
            day = self.period.first - one if by < 0 else self.period.last + one
            self._take(periods.around(day, span))
        elif by < 0:
            self._take(self.period.before)
        else:
            days = dt.timedelta(days=self.period.days)
            self._take(type(self.period)(self.period.first + days, self.period.last + days))

    def begin_days(self) -> None:
        """Put the keyboard where the first day is typed."""
        self._typing_days = True
        self.set_narrow(self._narrow)
        self.first.setFocus()
        self.first.setSelectedSection(DayChoice.Section.DaySection)

    def _named(self, at: int) -> None:
        name = self.names.itemData(at)
        if name == OTHER:
            self.begin_days()
        else:
            self.choose_name(name)

    def _typing(self) -> None:
        """While somebody types a day it is none yet."""
        self._typed.start()

    def _take_days(self) -> None:
        from shoppos.reports.report import Period

        ends = sorted(dt.date(day.year(), day.month(), day.day()) for day in (self.first.date(), self.last.date()))
        self._take(Period(*ends))

    def _take(self, period: Period) -> None:
        self.show_period(period, self.now)
        self.changed.emit(period)
