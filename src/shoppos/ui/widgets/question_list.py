"""The questions an owner may ask, by shelf; a few letters find the one that is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from shoppos.base.i18n import _, every_way
from shoppos.base.text import fold
from shoppos.ui.style import font, scaled
from shoppos.ui.widgets.form import ENTER, line, words
from shoppos.ui.widgets.tables import roomy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shoppos.reports.report import Question

NAME = Qt.ItemDataRole.UserRole
TO_THE_LIST = frozenset({Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp})
SHELF = 30
TYPING = 300
"""Milliseconds after the last letter until the page turns to what was found."""
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
        self.nothing = words("", role="quiet")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.nothing.hide()
        column.addWidget(self.nothing, 1)
        self._shown = ""
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(TYPING)
        self._typed.timeout.connect(self.choose_now)
        self.search.textChanged.connect(self._search)
        self.list.currentItemChanged.connect(self._marked)
        self.list.clicked.connect(self._clicked)
        for widget in (self.search, self.list):
            widget.installEventFilter(self)

    @property
    def typing(self) -> bool:
        """Whether somebody types what they look for, so that the page waits."""
        return self._typed.isActive()

    def _search(self) -> None:
        """While somebody types, only the list moves; the page turns when they stop, or at Enter."""
        self._fill(self.name)
        self._typed.start()

    def choose_now(self) -> None:
        """Turn to the marked question, if another one is shown."""
        self._typed.stop()
        if self.name and self.name != self._shown:
            self._shown = self.name
            self.chosen.emit(self.name)

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
        self.nothing.setText(_("No report is called that. Esc shows all of them."))
        roomy(self.list)

    def fit(self, page: int) -> None:
        """As wide as its words want it, but no wider than its share of a page of so many pixels."""
        self.setFixedWidth(min(scaled(WIDTH), round(page * SHARE)) if page else scaled(WIDTH))

    def show_questions(self, questions: Sequence[Question], name: str) -> None:
        """Show these, with that one marked."""
        self._questions = tuple(questions)
        self._shown = name
        self._fill(name)
        self.choose_now()

    def mark(self, name: str) -> None:
        """Mark a question that is shown without asking it; not while another one is being typed."""
        if self.typing:
            return
        self._shown = name
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
        self.list.setVisible(bool(fits))
        self.nothing.setVisible(not fits)

    def _mark(self, name: str) -> None:
        for at in range(self.list.count()):
            if name and self.list.item(at).data(NAME) == name:
                self.list.setCurrentRow(at)
                return

    def _marked(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(NAME):
            self.choose_now()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the search the arrows move in the list; Enter goes to the answer; typing in the list searches on."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in ENTER:
                self.choose_now()
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
    titles = fold(" ".join(every_way(one.title)))
    return all(word in titles for word in asked)


def _fits(one: Question, asked: list[str]) -> bool:
    where = fold(" ".join((*every_way(one.title), *every_way(one.asks), one.group, one.name)))
    return all(word in where for word in asked)
