"""What labels are to be printed for: goods and how many of each, scanned, typed or counted by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from shoppos.base.i18n import _
from shoppos.ui.style import scaled
from shoppos.ui.widgets.form import ENTER, line, words
from shoppos.ui.widgets.tables import ROW

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shoppos.shop import Shop
    from shoppos.shop.catalogue import Hit

NAME, COUNT = range(2)
COUNT_WIDTH = 90
MOST = 5000
FEWEST, MOST_SEEN = 2, 5
HEAD = 44
TO_THE_LIST = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down})

PIECE = 1_000
"""Thousandths of one."""


def _hint() -> str:
    return _("12*code adds twelve. In the list type a number, or + and -; Del takes the item out.")


class LabelItems(QWidget):
    """One line to scan or type into above the goods chosen; `changed` tells that there are others, or other counts."""

    changed = Signal()

    def __init__(self, shop: Shop, hits: Iterable[Hit]) -> None:
        """Begin with one label of each of `hits`."""
        super().__init__()
        self._shop = shop
        self.products: list[bytes] = []
        self.line = line(placeholder=_("Scan, or type a name or code …"), most=120, scans=True)
        self.line.setAccessibleName(_("Add an item"))
        self.line.installEventFilter(self)
        self.note = words(_hint(), role="hint")
        self.line.textEdited.connect(lambda: self.note.setText(_hint()))
        self.table = QTableWidget(0, 2)
        self._dress()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(6))
        for part in (self.line, self.note, self.table):
            column.addWidget(part)
        for hit in hits:
            self.add(hit)
        self.table.itemChanged.connect(self._typed)

    def _dress(self) -> None:
        table = self.table
        table.setAccessibleName(_("Labels to print"))
        table.setHorizontalHeaderLabels([_("Item"), _("Labels")])
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(scaled(ROW))
        table.horizontalHeader().setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().resizeSection(COUNT, scaled(COUNT_WIDTH))
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.horizontalHeader().setHighlightSections(False)
        title = table.horizontalHeaderItem(COUNT)
        if title is not None:
            title.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        table.setStyleSheet(f"QTableView::item {{ padding: 0 {scaled(8)}px; }}")
        table.installEventFilter(self)
        self._fit()

    def _fit(self) -> None:
        """As high as what it lists, within reason: the form below it is to be seen too."""
        rows = min(max(len(self.products), FEWEST), MOST_SEEN)
        self.table.setFixedHeight(scaled(ROW) * rows + scaled(HEAD))

    def counts(self) -> list[tuple[bytes, int]]:
        """The goods and how many labels of each."""
        return [(product, self._count(row)) for row, product in enumerate(self.products)]

    def add(self, hit: Hit, many: int = 1) -> None:
        """So many labels more of it."""
        if hit.product_id in self.products:
            row = self.products.index(hit.product_id)
            self._set(row, self._count(row) + many)
        else:
            row = len(self.products)
            self.products.append(hit.product_id)
            self.table.blockSignals(True)
            self.table.setRowCount(row + 1)
            name = QTableWidgetItem(hit.name)
            name.setFlags(name.flags() & ~Qt.ItemFlag.ItemIsEditable)
            self.table.setItem(row, NAME, name)
            count = QTableWidgetItem(str(min(many, MOST)))
            count.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.table.setItem(row, COUNT, count)
            self.table.blockSignals(False)
            self._fit()
            self.changed.emit()
        self.table.setCurrentCell(row, COUNT)

    def _count(self, row: int) -> int:
        item = self.table.item(row, COUNT)
        text = item.text().strip() if item is not None else ""
        return min(int(text), MOST) if text.isdecimal() else 0

    def _set(self, row: int, count: int) -> None:
        item = self.table.item(row, COUNT)
        if item is not None:
            item.setText(str(min(max(count, 0), MOST)))

    def _typed(self, item: QTableWidgetItem) -> None:
        if item.column() == COUNT:
            right = str(self._count(item.row()))
            if item.text() != right:
                item.setText(right)
                return
            self.changed.emit()

    def _find(self, text: str) -> None:
        """Add what was scanned, or the first that the words find; `12*GHEE` is twelve of it, as at the counter."""
        from shoppos.rules import entry

        catalogue, read = self._shop.catalogue, entry.read(text)
        many, wanted = PIECE, text
        if isinstance(read, entry.Find) and read.quantity is not None:
            many, wanted = read.quantity, read.whole or read.text
        hit = catalogue.find_code(wanted) or next(
            (hit for hit in catalogue.search(wanted, limit=1) if not hit.near), None
        )
        if many <= 0 or many % PIECE:
            self.note.setText(_("Labels are counted in whole numbers, as in 12*GHEE."))
        elif hit is None:
            self.note.setText(_('No item is called or coded "{text}".').format(text=wanted))
        else:
            self.add(hit, many // PIECE)
            self.line.clear()
            self.note.setText(_hint())

    def _remove(self) -> None:
        row = self.table.currentRow()
        if row >= 0:
            self.table.removeRow(row)
            del self.products[row]
            self._fit()
            self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in the line adds; in the table + and - count, Del takes the item out."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if watched is self.line:
            if event.key() in ENTER and self.line.text().strip():
                self._find(self.line.text())
                return True
            if event.key() in TO_THE_LIST:
                self.table.setFocus()
                return True
            return False
        row, text = self.table.currentRow(), event.text()
        if row >= 0 and text in {"+", "-"}:
            self._set(row, self._count(row) + (1 if text == "+" else -1))
            return True
        if event.key() == Qt.Key.Key_Delete:
            self._remove()
            return True
        return False
