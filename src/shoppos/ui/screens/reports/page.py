"""How the page of reports lies: the questions at the left; at the right the days, the choices, and the answer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from shoppos.base.i18n import _
from shoppos.ui.keys import printable
from shoppos.ui.style import scaled
from shoppos.ui.widgets.flow import Flow
from shoppos.ui.widgets.form import choice, choose, line
from shoppos.ui.widgets.labels import Hints, Words
from shoppos.ui.widgets.period_field import FROM, PeriodField
from shoppos.ui.widgets.period_field import KEYS as PERIODS
from shoppos.ui.widgets.progress import ProgressBar
from shoppos.ui.widgets.question_list import QuestionList
from shoppos.ui.widgets.report_view import ReportView

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shoppos.reports.report import Choice

KEYS = {"print": "Ctrl+P", "save": "Ctrl+S", "file": "Ctrl+G"}
FILED = frozenset({"gst", "daybook", "tax"})
"""Questions beside whose answer stands what is filed of it."""
TYPING = 500
WIDEST = 220
NARROW, LOW, CROWDED = 1100, 520, 1500
"""Pixels at 100 % below which the page is narrow or low, and too narrow for more than one choice and all keys."""


class ReportsPage(QWidget):
    """`chosen` gives the choices when one was changed, `wanted` the act of a button."""

    chosen = Signal()
    wanted = Signal(str)

    def __init__(self) -> None:
        """Lay everything out."""
        super().__init__()
        self.questions = QuestionList()
        self.period = PeriodField()
        self.view = ReportView()
        self.progress = ProgressBar()
        self.empty = Words(role="quiet")
        self.empty.setWordWrap(True)
        self.buttons = {name: QPushButton() for name in KEYS}
        self._fields: dict[str, QWidget] = {}
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(TYPING)
        self._typed.timeout.connect(self.chosen)
        self._top = top = Flow(gap=scaled(8))
        top.addWidget(self.period)
        for name, button in self.buttons.items():
            button.clicked.connect(partial(self.wanted.emit, name))
            top.addWidget(button)
        right = QVBoxLayout()
        right.setSpacing(scaled(8))
        right.addLayout(top)
        right.addWidget(self.progress)
        right.addWidget(self.empty)
        right.addWidget(self.view, 1)
        self.hints = Hints()
        right.addWidget(self.hints)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 14, 12)
        row.setSpacing(14)
        row.addWidget(self.questions)
        row.addLayout(right, 1)
        self.view.hide()

    def say(self) -> None:
        """Say everything in the language and size in force."""
        self.questions.say()
        self._say_buttons()
        self.hints.say((
            _("Enter  opens the line"), _("Esc  back"), f"{printable('Ctrl+PgDown')}  {_('next table')}",
            f"{printable('Alt+Left')} {printable('Alt+Right')}  {_('earlier, later')}",
            f"{printable(PERIODS['today'])}  {_('Today')}", f"{printable(PERIODS['this-month'])}  {_('This month')}",
            f"{printable(FROM)}  {_('Other days')}", f"{printable('Ctrl+F')}  {_('Search reports')}",
        ))  # fmt: skip
        for one in (self.period.earlier, self.period.later, self.period.names, self.period.first, self.period.last):
            one.setMinimumHeight(44)
        for day in (self.period.first, self.period.last):  # as high as what stands beside them
            day.setFixedHeight(max(self.period.names.sizeHint().height(), 44))
        self.view.table.fit()

    def _say_buttons(self) -> None:
        """What the buttons are called: with their keys, where there is room for it."""
        said = {
            "print": _("Print ({key})"), "save": _("Save ({key})"), "file": _("GST, Tally files ({key})"),
        }  # fmt: skip
        short = {"print": _("Print"), "save": _("Save"), "file": _("GST, Tally")}
        for name, button in self.buttons.items():
            whole = said[name].format(key=printable(KEYS[name]))
            button.setText(short[name] if self.narrow or self.crowded else whole)
            button.setAccessibleName(whole)
            button.setToolTip(whole)
            button.setMinimumHeight(44)

    @property
    def narrow(self) -> bool:
        """Whether there is so little room that only what is needed is shown."""
        return self.width() < scaled(NARROW) or self.height() < scaled(LOW)

    @property
    def crowded(self) -> bool:
        """Whether so many choices stand beside the buttons that these would begin a row of their own."""
        return len(self._fields) > 1 and self.width() < scaled(CROWDED)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size: more is said, or less."""
        super().resizeEvent(event)
        self.questions.fit(self.width())
        self.period.set_narrow(self.narrow)
        self._say_buttons()
        self.hints.setVisible(not self.narrow)

    def show_choices(
        self, choices: Sequence[Choice], options: Mapping[str, Sequence[tuple[str, str]]], chosen: Mapping[str, str]
    ) -> None:
        """Show what the report may be narrowed by, as it is narrowed now; nothing where there is but one answer."""
        wanted = [one for one in choices if one.options is None or len(options.get(one.key, ())) > 1]
        if [one.key for one in wanted] != list(self._fields):
            for old in (*self._fields.values(), *self.buttons.values()):
                self._top.removeWidget(old)
            for old in self._fields.values():
                old.deleteLater()
            self._fields = {one.key: self._field(one, options) for one in wanted}
            for widget in (*self._fields.values(), *self.buttons.values()):
                self._top.addWidget(widget)
            self._say_buttons()
        for one in wanted:
            field = self._fields[one.key]
            field.blockSignals(True)
            if isinstance(field, QComboBox):
                choose(field, chosen.get(one.key, ""))
            elif isinstance(field, QLineEdit) and not field.hasFocus():
                field.setText(chosen.get(one.key, ""))
            field.blockSignals(False)

    def _field(self, one: Choice, options: Mapping[str, Sequence[tuple[str, str]]]) -> QWidget:
        """A list with everything first, or a line to type in."""
        if one.options is None:
            field: QWidget = (editor := line(most=60, placeholder=one.title))
            editor.textEdited.connect(self._typing)
            field.setMinimumWidth(scaled(140))
        else:
            box = choice(_offered(one, options.get(one.key, ())), "")
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.setMaximumWidth(scaled(WIDEST))
            box.activated.connect(self._picked)
            field = box
        field.setAccessibleName(one.title)
        field.setToolTip(one.title)
        field.setMinimumHeight(44)
        return field

    def _typing(self) -> None:
        self._typed.start()

    def _picked(self) -> None:
        self.chosen.emit()

    def narrowed(self) -> dict[str, str]:
        """What is chosen now, by the key of each choice; nothing for everything."""
        found: dict[str, str] = {}
        for key, field in self._fields.items():
            told = field.currentData() if isinstance(field, QComboBox) else ""
            value = field.text().strip() if isinstance(field, QLineEdit) else str(told or "")
            if value:
                found[key] = value
        return found


def _offered(one: Choice, options: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Title and value of each answer; first what holds where nothing is chosen: the usual one, else all."""
    usual = dict(options).get(one.usual, "")
    first = f"{one.title}: {usual}" if usual else _("{what}: all").format(what=one.title)
    return [(first, ""), *((title, value) for value, title in options if not usual or value != one.usual)]
