"""What is asked once for many rows of a list: today's rate for a GST rate that has ended, and prices above the MRP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QSizePolicy, QWidget

from shoppos.base.clock import day_of
from shoppos.base.i18n import _, ngettext
from shoppos.base.money import rate as show_rate
from shoppos.rules.gst_rates import slabs
from shoppos.ui.widgets.form import choice, words

if TYPE_CHECKING:
    from shoppos.shop.item_check import Checked

ANSWER_WIDE = 300


class ChoicesBar(QWidget):
    """One line a question, each with its answers; `chosen` is told when an answer was changed."""

    chosen = Signal()

    def __init__(self) -> None:
        """Empty and hidden until `ask`."""
        super().__init__()
        self._rates: dict[int, QComboBox] = {}
        self._dear: QComboBox | None = None
        self._asked: tuple[object, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(0, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    def forget(self) -> None:
        """Ask nothing: another list comes."""
        self._asked, self._dear = (), None
        self._rates.clear()
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.hide()

    def ask(self, checked: Checked, today: int) -> None:
        """Ask what these items need, with the rates of that day (yyyymmdd); the same questions keep their answers."""
        asked = (tuple(sorted(checked.ended.items())), checked.dear)
        if asked == self._asked:
            return
        rates, at_mrp = self.rates(), self.at_mrp()
        self.forget()
        self._asked = asked
        without = _("Bring in without a rate, to be completed") if checked.sheet.backup else _("Keep them out")
        answers: list[tuple[str, object]] = [(without, None)]
        new = [rate for rate in slabs(day_of(today)) if rate]
        answers += [(_("GST {rate} %").format(rate=show_rate(rate)), rate) for rate in new]
        for rate, many in asked[0]:
            said = ngettext(
                "{n} item with GST of {rate} %, which has ended:",
                "{n} items with GST of {rate} %, which has ended:",
                many,
            ).format(n=f"{many:,}", rate=show_rate(rate))
            self._rates[rate] = self._line(said, answers, rates.get(rate))
        if checked.dear:
            said = ngettext(
                "{n} item with a price above its MRP:", "{n} items with a price above their MRP:", checked.dear
            ).format(n=f"{checked.dear:,}")
            options: list[tuple[str, object]] = [(_("Keep them out"), False), (_("Bring in at the MRP"), True)]
            self._dear = self._line(said, options, at_mrp)
        self.setVisible(self._grid.count() > 0)

    def _line(self, said: str, answers: list[tuple[str, object]], now: object) -> QComboBox:
        row = self._grid.rowCount()
        box = choice(answers, now)
        box.setAccessibleName(said)
        box.setMinimumWidth(ANSWER_WIDE)
        box.currentIndexChanged.connect(self.chosen)
        question = words(f"⚠ {said}")
        question.setBuddy(box)
        self._grid.addWidget(question, row, 0)
        self._grid.addWidget(box, row, 1)
        return box

    def box(self, rate: int | None = None) -> QComboBox | None:
        """The answers for an ended rate (hundredths of a percent), or those for prices above the MRP."""
        return self._dear if rate is None else self._rates.get(rate)

    def rates(self) -> dict[int, int]:
        """For each ended rate the one that was chosen, in hundredths of a percent."""
        return {rate: int(box.currentData()) for rate, box in self._rates.items() if box.currentData() is not None}

    def at_mrp(self) -> bool:
        """Whether prices above the MRP come in at the MRP."""
        return self._dear is not None and bool(self._dear.currentData())
