"""The questions an owner may ask, by shelf; a few letters find the one that is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from shoppos.base.i18n import _
from shoppos.base.text import fold
from shoppos.ui.style import font, scaled
from shoppos.ui.widgets.form import ENTER, line
from shoppos.ui.widgets.tables import roomy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shoppos.reports.report import Question

NAME = Qt.ItemDataRole.UserRole
TO_THE_LIST = frozenset({Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp})
SHELF = 30
WIDTH = 236
SHARE = 0.27


class QuestionList(QWidget):
    """`chosen` gives the name of the question that is marked, `entered` that Enter was pressed on it."""

    chosen = Signal(str)
    entered = Signal()

    def __init__(self) -> None:
        """Empty until `show_questions`."""
        super().__init__()
        self._questions: tuple[Question, ...] = ()
        self.search = line(most=60)
        self.list = QListWidget()
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        self.search.textChanged.connect(lambda: self._fill(self.name))
        self.list.currentItemChanged.connect(self._marked)
        self.list.clicked.connect(self._clicked)
        for widget in (self.search, self.list):
            widget.installEventFilter(self)

    def _clicked(self) -> None:
        self.entered.emit()

    @property
    def name(self) -> str:
        """The question that is marked, "" for none."""
        item = self.list.currentItem()
        return str(item.data(NAME) or "") if item else ""

    def say(self) -> None:
        """Say everything in the language and size in force."""
        self.fit(0)
        self.search.setPlaceholderText(_("What do you want to know?"))
        self.search.setAccessibleName(_("Search reports"))
        self.list.setAccessibleName(_("Reports"))
        roomy(self.list)

    def fit(self, page: int) -> None:
        """As wide as its words want it, but no wider than its share of a page of so many pixels."""
        self.setFixedWidth(min(scaled(WIDTH), round(page * SHARE)) if page else scaled(WIDTH))

    def show_questions(self, questions: Sequence[Question], name: str) -> None:
        """Show these, with that one marked."""
        self._questions = tuple(questions)
        self._fill(name)

    def mark(self, name: str) -> None:
        """Mark a question without asking it."""
        self.list.blockSignals(True)
        self._mark(name)
        self.list.blockSignals(False)

    def _fill(self, name: str) -> None:
        asked = [fold(word) for word in self.search.text().split()]
        fits = [one for one in self._questions if _fits(one, asked)]
        self.list.blockSignals(True)
        self.list.clear()
        for shelf in dict.fromkeys(one.group for one in fits):
            head = QListWidgetItem(shelf)
            head.setFlags(Qt.ItemFlag.NoItemFlags)
            head.setFont(font(9, bold=True))
            head.setSizeHint(QSize(0, scaled(SHELF)))
            self.list.addItem(head)
            for one in fits:
                if one.group == shelf:
                    item = QListWidgetItem(one.title)
                    item.setData(NAME, one.name)
                    item.setToolTip(one.asks)
                    item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, one.asks)
                    self.list.addItem(item)
        first = sorted(fits, key=lambda one: not _fits_name(one, asked))[:1]
        kept = name if not asked and any(one.name == name for one in fits) else first[0].name if first else ""
        self._mark(kept)
        self.list.blockSignals(False)
        if self.name and self.name != name:
            self.chosen.emit(self.name)

    def _mark(self, name: str) -> None:
        for at in range(self.list.count()):
            if name and self.list.item(at).data(NAME) == name:
                self.list.setCurrentRow(at)
                return

    def _marked(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(NAME):
            self.chosen.emit(str(item.data(NAME)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the search the arrows move in the list; Enter goes to the answer; typing in the list searches on."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in ENTER:
                self.entered.emit()
                return True
            if watched is self.search and event.key() in TO_THE_LIST:
                self.list.event(event)
                return True
            plain = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier == Qt.KeyboardModifier.NoModifier
            if watched is self.list and plain and event.text().strip() and event.text().isprintable():
                self.search.setFocus()
                self.search.insert(event.text())
                return True
        return super().eventFilter(watched, event)


def _fits_name(one: Question, asked: list[str]) -> bool:
    return all(word in fold(one.title) for word in asked)


def _fits(one: Question, asked: list[str]) -> bool:
    where = fold(f"{one.title} {one.asks} {one.group} {one.name}")
    return all(word in where for word in asked)
