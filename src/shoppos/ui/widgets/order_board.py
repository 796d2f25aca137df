"""The board: its columns side by side, walked through with the arrows; where there is little room they scroll."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QListView, QScrollArea, QVBoxLayout, QWidget

from shoppos.ui.style import scaled
from shoppos.ui.widgets import order_words as said
from shoppos.ui.widgets.form import ENTER, words
from shoppos.ui.widgets.order_cards import CardPainter, OrderColumn

if TYPE_CHECKING:
    from shoppos.reports.orders import Board, BoardRow, Column

NARROWEST = 188
"""Pixels that a column has at the least, at 100 %: a name, four digits and an amount."""
KEYS = ("new", "packed", "out", "delivered", "unpaid", "ended")
ACROSS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class ColumnView(QWidget):
    """One column: its title with how many there are, and the list below it."""

    def __init__(self, key: str) -> None:
        """Begin empty."""
        super().__init__()
        self.key = key
        self.total = 0
        self.model = OrderColumn()
        self.title = words("", role="heading", wrap=False)
        self.empty = words("", role="quiet")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(CardPainter(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setTabKeyNavigation(False)
        self.list.setProperty("role", "board")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(4))
        column.addWidget(self.title)
        column.addWidget(self.empty)
        column.addWidget(self.list, 1)

    def show_column(self, column: Column, today: int) -> None:
        """Show these orders and stay at the one that was chosen; where it has gone, at the one in its place."""
        before = self.chosen
        at = self.list.currentIndex().row()
        self.total = column.total
        self.model.show(column.rows, today)
        self.say()
        row = self.model.row_of(before.order_id) if before is not None else -1
        if row < 0 and at >= 0:
            row = min(at, self.model.rowCount() - 1)
        if row >= 0 and row != self.list.currentIndex().row():
            self.list.setCurrentIndex(self.model.index(row))

    def say(self) -> None:
        """The words, in the language in force."""
        self.title.setText(f"{said.column_said(self.key)}  {self.total}")
        self.list.setAccessibleName(said.column_said(self.key))
        self.empty.setText(said.nothing_in(self.key))
        self.empty.setVisible(not self.model.rows)
        self.setMinimumWidth(scaled(NARROWEST))

    @property
    def chosen(self) -> BoardRow | None:
        """The order that is marked here."""
        return self.model.row(self.list.currentIndex().row())

    def stand(self, at: int) -> None:
        """Mark the order at that place, or the last one above it, with the keyboard here."""
        if self.model.rows:
            self.list.setCurrentIndex(self.model.index(max(min(at, len(self.model.rows) - 1), 0)))
        self.list.setFocus()


class OrderBoard(QScrollArea):
    """All columns. `moved` tells that another order is marked, `opened` that one was asked for whole.

    `typed` tells what was typed while a column had the keyboard: a letter does something, digits are looked for.
    """

    moved = Signal()
    opened = Signal()
    typed = Signal(str)

    def __init__(self) -> None:
        """Build the columns; that of what has ended shows only in a search."""
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(scaled(10))
        self.columns = tuple(ColumnView(key) for key in KEYS)
        self._last = self.columns[0]
        for column in self.columns:
            row.addWidget(column, 1)
            column.list.installEventFilter(self)
            column.list.selectionModel().currentChanged.connect(partial(self._marked, column))
            column.list.doubleClicked.connect(self._open)
        self.columns[-1].hide()
        self.setWidget(inside)

    def column(self, key: str) -> ColumnView:
        """The column with that key."""
        return self.columns[KEYS.index(key)]

    def show_board(self, board: Board, today: int) -> None:
        """Show the board; the order that was marked stays so, in whatever column it is now."""
        before = self.chosen
        for view in self.columns:
            view.show_column(board.column(view.key), today)
        self.columns[-1].setVisible(bool(board.column("ended").rows))
        if before is not None and self._last.model.row_of(before.order_id) < 0:
            self.mark(before.order_id)
        self.moved.emit()

    def column_of(self, order_id: bytes) -> ColumnView | None:
        """The column in which an order stands."""
        return next((view for view in self.columns if view.model.row_of(order_id) >= 0), None)

    def mark(self, order_id: bytes, *, focus: bool = False) -> bool:
        """Mark an order wherever it stands; False when it is not on the board."""
        view = self.column_of(order_id)
        if view is None:
            return False
        has = any(one.list.hasFocus() for one in self.columns)
        self._last = view
        view.list.setCurrentIndex(view.model.index(view.model.row_of(order_id)))
        if focus or has:
            view.list.setFocus()
            self.ensureWidgetVisible(view, 0, 0)
        return True

    def say(self) -> None:
        """Every word again, and every size."""
        for view in self.columns:
            view.say()
            view.list.doItemsLayout()

    @property
    def chosen(self) -> BoardRow | None:
        """The order that is marked where the keyboard is or was last."""
        return self._last.chosen

    @property
    def empty(self) -> bool:
        """Whether no order stands in any column."""
        return not any(view.model.rows for view in self.columns)

    def begin(self) -> None:
        """The keyboard where one left, else in the first column with something in it."""
        if self._last.chosen is None:
            self._last = next((view for view in self.columns if view.model.rows), self.columns[0])
            self._last.stand(0)
        else:
            self._last.list.setFocus()
        self.ensureWidgetVisible(self._last, 0, 0)

    def across(self, step: int) -> None:
        """To the next column to the right or left that has an order, at the same height."""
        shown = [view for view in self.columns if not view.isHidden() and (view.model.rows or view is self._last)]
        at = shown.index(self._last) + step if self._last in shown else 0
        if 0 <= at < len(shown):
            row = self._last.list.currentIndex().row()
            self._last = shown[at]
            self._last.stand(max(row, 0))
            self.ensureWidgetVisible(self._last, 0, 0)
            self.moved.emit()

    def _open(self, _at: object) -> None:
        self.opened.emit()

    def _marked(self, here: ColumnView, *_at: object) -> None:
        if here.list.hasFocus():
            self._last = here
        if here is self._last:
            self.moved.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows walk, Enter opens, digits search."""
        if event.type() == QEvent.Type.FocusIn:
            self._came_to(watched)
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        plain = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if plain == Qt.KeyboardModifier.NoModifier:
            if event.key() in ACROSS:
                self.across(ACROSS[Qt.Key(event.key())])
                return True
            if event.key() in ENTER:
                self.opened.emit()
                return True
            if event.text().strip() and event.text().isprintable():
                self.typed.emit(event.text())  # and the list does not look for what begins with that letter
                return True
        return super().eventFilter(watched, event)

    def _came_to(self, watched: QObject) -> None:
        view = next((one for one in self.columns if one.list is watched), None)
        if view is not None and view is not self._last:
            self._last = view
            if view.chosen is None:
                view.stand(0)
            self.moved.emit()
