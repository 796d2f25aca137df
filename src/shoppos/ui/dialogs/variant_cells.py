"""The cells of a grid of sizes and colours: one fact of each at a time, typed over like a sheet of a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QTableView,
)

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.money import parse_paise, plain, quantity
from shoppos.ui.dialogs.product_cells import codes, signed
from shoppos.ui.style import colours, scaled
from shoppos.ui.widgets.form import ENTER, TAKES_SCANS
from shoppos.ui.widgets.tips import tip

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

    from shoppos.shop.variant_grid import Cell, Grid, Typed

STOCK, PRICE, CODES = range(3)
Index = QModelIndex | QPersistentModelIndex
Key = tuple[str, str]


class VariantCells(QAbstractTableModel):
    """Sizes down, colours across; `fact` says what the cells show: stock, price or barcodes."""

    def __init__(self, grid: Grid) -> None:
        """Show this grid."""
        super().__init__()
        self.fact = STOCK
        self.sizes, self.colours = grid.sizes, grid.colours
        self._known = dict(grid.cells)
        self._was = {key: _texts(cell) for key, cell in grid.cells.items()}
        self._typed: dict[Key, list[str]] = {key: list(texts) for key, texts in self._was.items()}

    def lay_out(self, sizes: tuple[str, ...], across: tuple[str, ...]) -> None:
        """These sizes and colours, and those that are there already."""
        self.beginResetModel()
        down = dict.fromkeys((*(size for size, _colour in self._known), *sizes))
        self.sizes = tuple(down) or (("",) if across else ())
        self.colours = tuple(dict.fromkeys((*(colour for _size, colour in self._known), *across))) or ("",)
        self.endResetModel()

    def show(self, fact: int) -> None:
        """Show another fact of every cell."""
        self.beginResetModel()
        self.fact = fact
        self.endResetModel()

    def key(self, index: Index) -> Key:
        """Size and colour of a cell."""
        return self.sizes[index.row()], self.colours[index.column()]

    def text(self, key: Key, fact: int) -> str:
        """What stands in a cell."""
        return self._typed.get(key, ["", "", ""])[fact]

    def told(self, key: Key) -> str:
        """All that is known of a cell in a line."""
        cell = self._known.get(key)
        facts = (
            " ".join(filter(None, key)), cell.code if cell else _("new"),
            _("{n} in stock").format(n=self.text(key, STOCK) or "–"), f"₹{self.text(key, PRICE) or '–'}",
            self.text(key, CODES),
        )  # fmt: skip
        return " · ".join(filter(None, facts))

    def fill(self, text: str) -> int:
        """Put that into every empty cell; gives into how many."""
        keys = [(size, colour) for size in self.sizes for colour in self.colours]
        empty = [key for key in keys if not self.text(key, self.fact)]
        for key in empty:
            self._typed.setdefault(key, ["", "", ""])[self.fact] = text
        self._changed()
        return len(empty)

    def changed(self) -> list[Key]:
        """The cells in which something else stands than is kept."""
        inside = [(size, colour) for size in self.sizes for colour in self.colours]
        return [key for key in inside if self._typed.get(key, ["", "", ""]) != [*self._was.get(key, ("", "", ""))]]

    def wrong(self, key: Key, fact: int) -> InvalidInput | None:
        """Why what stands in a cell does not do."""
        text = self.text(key, fact)
        try:
            if text and fact != CODES:
                (signed if fact == STOCK else parse_paise)(text)
        except InvalidInput as error:
            return error
        return None

    def typed(self) -> list[Typed]:
        """What was changed, cell by cell; every text must do."""
        from shoppos.shop.variant_grid import Typed

        found = list[Typed]()
        for key in self.changed():
            stock, price, many = self._typed[key]
            was = self._was.get(key, ("", "", ""))
            found.append(
                Typed(
                    *key, parse_paise(price) if price else None,
                    signed(stock) if stock and stock != was[STOCK] else None,
                    codes(many) if many != was[CODES] else None,
                )
            )  # fmt: skip
        return found

    # -- what Qt asks

    def rowCount(self, parent: Index | None = None) -> int:
        """The sizes."""
        return 0 if parent is not None and parent.isValid() else len(self.sizes)

    def columnCount(self, parent: Index | None = None) -> int:
        """The colours."""
        return 0 if parent is not None and parent.isValid() else len(self.colours)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Colours above, sizes at the left."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        names = self.colours if orientation == Qt.Orientation.Horizontal else self.sizes
        return names[section] or "–"

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What stands in a cell; a mistake on red, what would be new in grey."""
        key = self.key(index)
        text = self.text(key, self.fact)
        if role == Qt.ItemDataRole.EditRole:
            return text
        if role == Qt.ItemDataRole.DisplayRole:
            return text or "–"
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return tip(self.told(key)) if role == Qt.ItemDataRole.ToolTipRole else self.told(key)
        if role == Qt.ItemDataRole.BackgroundRole and self.wrong(key, self.fact):
            return QColor(colours().error_ground)
        if role == Qt.ItemDataRole.ForegroundRole and not text:
            return QColor(colours().quiet)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every cell can be typed over."""
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Keep what was typed until all is saved."""
        if role != Qt.ItemDataRole.EditRole:
            return False
        self._typed.setdefault(self.key(index), ["", "", ""])[self.fact] = str(value).strip()
        self.dataChanged.emit(index, index)
        return True

    def _changed(self) -> None:
        if self.sizes:
            last = self.index(len(self.sizes) - 1, len(self.colours) - 1)
            self.dataChanged.emit(self.index(0, 0), last)


def _texts(cell: Cell) -> tuple[str, str, str]:
    stock = "" if cell.on_hand is None else quantity(cell.on_hand)
    return stock, plain(cell.price), "; ".join(cell.barcodes)


class _Cell(QStyledItemDelegate):
    """An editor that takes scans."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setFrame(False)
        editor.setProperty(TAKES_SCANS, True)
        return editor

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter keeps the text at once: a scanner's next letter is meant for the next cell."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in ENTER:
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.SubmitModelCache)
            return True
        return super().eventFilter(editor, event)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        model.setData(index, editor.property("text"))


class VariantTable(QTableView):
    """Arrows walk, typing writes, Enter goes down and at the end to the top of the next colour."""

    def __init__(self, model: VariantCells) -> None:
        """Show `model`."""
        super().__init__()
        self.setModel(model)
        self._delegate = _Cell(self)
        self.setItemDelegate(self._delegate)
        self.setProperty(TAKES_SCANS, True)
        self.setAccessibleName(_("Sizes and colours"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.DoubleClicked)
        self.setTabKeyNavigation(True)
        self.setAlternatingRowColors(True)
        self.setStyleSheet(f"QTableView::item {{ padding: 0 {scaled(8)}px; }}")
        self.verticalHeader().setDefaultSectionSize(scaled(44))
        self.verticalHeader().setMinimumWidth(scaled(80))
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setMinimumSectionSize(scaled(96))

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Enter kept it: the next cell is meant."""
        super().closeEditor(editor, hint)
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache:
            self.go_on()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Delete empties a cell."""
        if event.key() in ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.go_on()
        elif event.key() == Qt.Key.Key_Delete and self.currentIndex().isValid():
            self.model().setData(self.currentIndex(), "")
        else:
            super().keyPressEvent(event)

    def go_on(self) -> None:
        """To the next size, or the first of the next colour."""
        now, model = self.currentIndex(), self.model()
        row, column = now.row() + 1, now.column()
        if row >= model.rowCount():
            row, column = 0, (column + 1) % max(model.columnCount(), 1)
        self.setCurrentIndex(model.index(row, column))
