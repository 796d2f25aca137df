"""The day that is promised and its slot, with how full each is."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from shoppos.base.clock import day_number, day_of
from shoppos.base.i18n import _
from shoppos.ui.style import scaled
from shoppos.ui.widgets.form import DayChoice, Field, choice

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shoppos.shop.order_promise import SlotView


class PromiseField(QWidget):
    """A day and, where the shop has slots, one of them; `slots_of` gives those of a day (yyyymmdd)."""

    def __init__(self, slots_of: Callable[[int], Sequence[SlotView]], today: int, first: int = 0) -> None:
        """Begin with `first` (yyyymmdd), else the day after `today`."""
        super().__init__()
        self._slots_of = slots_of
        begin = day_of(first) if first else day_of(today) + dt.timedelta(days=1)
        self.day: Field[DayChoice] = Field("promised", _("Day"), DayChoice())
        self.day.editor.setMinimumDate(_qt(day_of(today)))
        self.day.editor.setDate(_qt(begin))
        self.slot: Field[QComboBox] = Field("slot", _("Slot"), choice([]))
        self.day.editor.dateChanged.connect(self._offer)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(scaled(10))
        row.addWidget(self.day, 1)
        row.addWidget(self.slot, 1)
        self._offer()

    @property
    def promised(self) -> int:
        """The day chosen, as yyyymmdd."""
        day = self.day.editor.date()
        return day_number(dt.date(day.year(), day.month(), day.day()))

    @property
    def label(self) -> str:
        """The slot chosen, "" for none."""
        return str(self.slot.editor.currentData() or "")

    def _offer(self) -> None:
        """The slots of the day, each with how many orders it has; the first that is not full is chosen."""
        box, before = self.slot.editor, self.label
        slots = list(self._slots_of(self.promised))
        box.clear()
        box.addItem(_("no slot"), "")
        for one in slots:
            if one.full:
                said = _("{slot}: full ({n})").format(slot=one.label, n=one.taken)
            else:
                said = _("{slot}: {n} of {most}").format(slot=one.label, n=one.taken, most=one.most)
            box.addItem(said if one.most else one.label, one.label)
        free = next((at for at, one in enumerate(slots, 1) if not one.full), 0)
        kept = next((at for at, one in enumerate(slots, 1) if one.label == before), 0)
        box.setCurrentIndex(kept or free)
        self.slot.setVisible(bool(slots))


def _qt(day: dt.date) -> QDate:
    return QDate(day.year, day.month, day.day)
