"""The lines of the bill on screen."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QTableView,
    QWidget,
)

from shoppos.base import i18n
from shoppos.base.i18n import _
from shoppos.base.money import grouped, quantity, rate, rupees
from shoppos.ui import style
from shoppos.ui.widgets.labels import tabular

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStyleOptionViewItem

    from shoppos.shop.sale_view import LineView

Index = QModelIndex | QPersistentModelIndex
NO, ITEM, QUANTITY, PRICE, GST, AMOUNT = range(6)
ROW = 44
WIDTHS = ((NO, 52), (QUANTITY, 116), (PRICE, 104), (GST, 74), (AMOUNT, 124))
SPARED = ((NO, 560), (GST, 620), (PRICE, 480))
"""Columns that a narrow page leaves out, and the width from which on there is room for them."""
SELECTED = 0x8000
"""QStyle.State_Selected; to import QStyle costs 5 ms that the first paint, of an empty bill, need not wait for."""
NOBODY = QModelIndex()


class BillModel(QAbstractTableModel):
    """The lines as the shop gave them; nothing is computed here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with an empty bill."""
        super().__init__(parent)
        self.lines: tuple[LineView, ...] = ()

    def show(self, lines: "tuple[LineView, ...]") -> None:
        """Show other lines; only what differs is told to the view."""
        old = self.lines
        same = 0
        while same < min(len(old), len(lines)) and old[same] == lines[same]:
            same += 1
        if len(old) == len(lines):
            self.lines = lines
            if same < len(lines):
                self.dataChanged.emit(self.index(same, 0), self.index(len(lines) - 1, AMOUNT))
        elif len(lines) == len(old) + 1 and same == len(old):
            self.beginInsertRows(NOBODY, same, same)
            self.lines = lines
            self.endInsertRows()
        else:
            self.beginResetModel()
            self.lines = lines
            self.endResetModel()

    def rowCount(self, parent: Index = NOBODY) -> int:
        """How many lines."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = NOBODY) -> int:
        """Number, item, quantity, rate, GST and amount."""
        return 0 if parent.isValid() else AMOUNT + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The headings."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return ("#", _("Item"), _("Qty"), _("Rate"), _("GST"), _("Amount"))[section]
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """One cell."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.words(index.row(), index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(index.column())
        return None

    def note(self, row: int, column: int) -> str:
        """A few words behind the item's name: the offer or what was taken off, and what was asked for."""
        if column != ITEM:
            return ""
        line = self.lines[row]
        off = line.offer or (_("{amount} off").format(amount=rupees(line.disc)) if line.disc else "")
        return " · ".join(part for part in (off, *line.note.split("\n")) if part)

    def words(self, row: int, column: int) -> str:
        """What stands in a cell."""
        line = self.lines[row]
        if column == ITEM:
            return line.local_name if line.local_name and i18n.language() != "en" else line.name
        if column == QUANTITY:
            counted = quantity(line.quantity)
            return counted if line.unit in ("PCS", "NOS", "") else f"{counted} {line.unit.lower()}"
        return (str(row + 1), "", "", grouped(line.price), f"{rate(line.rate)}%", grouped(line.amount))[column]


LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def _side(column: int) -> Qt.AlignmentFlag:
    return LEFT if column == ITEM else RIGHT


class LineDelegate(QStyledItemDelegate):
    """Paints a cell with room around it, and a discount in small words behind the item's name."""

    def paint(self, painter: QPainter, option: "QStyleOptionViewItem", index: Index) -> None:
        """Paint one cell; asked straight from the model, for a key repaints eighty cells."""
        view: Any = option
        model: Any = index.model()
        row, column, rect = index.row(), index.column(), view.rect
        chosen = bool(view.state.value & SELECTED)
        c = style.colours()
        if chosen:
            painter.fillRect(rect, QColor(c.brand))
        elif row % 2:
            painter.fillRect(rect, QColor(c.stripe))
        pad = style.scaled(10)
        room: QRect = rect.adjusted(pad, 0, -pad, 0)
        painter.setFont(view.font)
        painter.setPen(QColor(c.on_brand if chosen else c.text))
        words, note = model.words(row, column), model.note(row, column)
        if note:
            painter.setFont(style.font(style.BASE_POINTS - 1))
            wide = painter.fontMetrics().horizontalAdvance(note) + pad
            painter.setPen(QColor(c.on_brand if chosen else c.good))
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, note)
            painter.setFont(view.font)
            painter.setPen(QColor(c.on_brand if chosen else c.text))
            room.setRight(room.right() - wide)
        cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, LEFT if column == ITEM else RIGHT, cut)


class BillTable(QTableView):
    """The bill, one line a row, the selected one in green; the entry line keeps the keyboard."""

    spared = SPARED

    def __init__(self, parent: QWidget | None = None, lines: BillModel | None = None) -> None:
        """Begin empty; `lines` is another model of the same columns."""
        super().__init__(parent)
        self._page = QWidget()
        self.setViewport(self._page)  # asking Qt for its own costs 6 ms of the first paint
        self.lines = lines or BillModel(self)
        self.setModel(self.lines)
        self.setItemDelegate(LineDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(ITEM, QHeaderView.ResizeMode.Stretch)
        self.setAccessibleName(_("Lines of the bill"))
        self.resize_to_font()

    def resize_to_font(self) -> None:
        """Fit rows and columns to the font size in force."""
        self.setFont(tabular(style.font(style.BASE_POINTS + 1.5)))
        self.verticalHeader().setDefaultSectionSize(style.scaled(ROW))
        for column, wide in WIDTHS:
            self.setColumnWidth(column, style.scaled(wide))
        self._fit()

    def _fit(self) -> None:
        """On a narrow page leave out what the item and the amount can spare."""
        for column, least in self.spared:
            self.setColumnHidden(column, self.width() < style.scaled(least))
        few = self.width() < style.scaled(480)
        for column, wide in WIDTHS:
            if column in {QUANTITY, AMOUNT}:
                self.setColumnWidth(column, style.scaled(wide - 20 if few else wide))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the new width, and keep the selected line in sight when a bar below takes room."""
        super().resizeEvent(event)
        self._fit()
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def paintEvent(self, event: QPaintEvent) -> None:
        """An empty bill says what to do next."""
        super().paintEvent(event)
        if not self.lines.lines:
            painter = QPainter(self._page)
            painter.setPen(QColor(style.colours().quiet))
            painter.setFont(style.font(style.BASE_POINTS + 2))
            words = self.empty_words()
            painter.drawText(self._page.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)
            painter.end()

    def empty_words(self) -> str:
        """What an empty table says."""
        return _("Scan the first item, or type its name.\nAn unknown code can be sold at once by name and price.")

    def show_lines(self, lines: "tuple[LineView, ...]", chosen: int | None) -> None:
        """Show the lines of the sale and select the one numbered `chosen`."""
        self.lines.show(lines)
        row = next((n for n, line in enumerate(lines) if line.no == chosen), -1)
        if row < 0:
            self.clearSelection()
            self.setCurrentIndex(NOBODY)
        else:
            self.selectRow(row)
            self.scrollTo(self.lines.index(row, 0))

    def chosen(self) -> int | None:
        """The number of the selected line."""
        rows = self.selectionModel().selectedRows()
        return self.lines.lines[rows[0].row()].no if rows else None

    def step(self, by: int) -> None:
        """Select the line above (-1) or below (1)."""
        count = self.lines.rowCount()
        if count:
            now = self.currentIndex().row()
            row = count - 1 if now < 0 else min(max(now + by, 0), count - 1)
            self.selectRow(row)
