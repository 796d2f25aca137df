"""A list before it comes in: its rows as they are, what is wrong shown in place, and put right there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from shoppos.base.i18n import _
from shoppos.ui.style import colours

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shoppos.shop.item_check import Checked, Sheet

Index = QModelIndex | QPersistentModelIndex
NOTHING: dict[int, str] = {}


class SheetTable(QAbstractTableModel):
    """The rows of a list, all of them or those with mistakes; cells can be typed over."""

    edited = Signal()

    def __init__(self) -> None:
        """Nothing to show until `show`."""
        super().__init__()
        self._sheet: Sheet | None = None
        self._mapping: Sequence[str] = ()
        self._wrong: dict[int, dict[int, str]] = {}
        self._shown: list[int] = []
        self._only_wrong = False

    def show(self, sheet: Sheet) -> None:
        """Another list."""
        self._wrong = {}
        self._only_wrong = False
        self._sheet = sheet
        self._mapping = sheet.guess
        self._choose_rows()

    def judge(self, checked: Checked) -> None:
        """What the dry run found."""
        self._mapping = checked.mapping
        self._wrong = {row.row: {cell.column: cell.reason for cell in row.bad} for row in checked.bad}
        self._choose_rows()

    def only_wrong(self, only: bool) -> None:
        """Show the rows with mistakes only, or all again."""
        self._only_wrong = only
        self._choose_rows()

    def _choose_rows(self) -> None:
        self.beginResetModel()
        rows = self._sheet.rows if self._sheet else []
        self._shown = [at for at, (number, _cells) in enumerate(rows) if not self._only_wrong or number in self._wrong]
        self.endResetModel()

    def reason(self, index: Index) -> str:
        """What is wrong with a cell, else with its row; "" when nothing is."""
        if not index.isValid() or self._sheet is None:
            return ""
        number = self._sheet.rows[self._shown[index.row()]][0]
        wrong = self._wrong.get(number, NOTHING)
        said = wrong.get(index.column()) or " ".join(dict.fromkeys(wrong.values()))
        return _("Row {row}: {reason}").format(row=number, reason=said) if said else ""

    def first_wrong(self) -> Index:
        """The first cell with a mistake among the rows shown."""
        if self._sheet is None:
            return QModelIndex()
        for at, where in enumerate(self._shown):
            columns = self._wrong.get(self._sheet.rows[where][0])
            if columns:
                return self.index(at, max(0, min(columns)))
        return QModelIndex()

    # -- what Qt asks

    def rowCount(self, parent: Index | None = None) -> int:
        """The rows shown."""
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index | None = None) -> int:
        """The list's own columns."""
        return len(self._sheet.headings) if self._sheet else 0

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Rows are numbered as in the file."""
        if role != Qt.ItemDataRole.DisplayRole or self._sheet is None:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return self._sheet.headings[section]
        number = self._sheet.rows[self._shown[section]][0]
        return f"⚠ {number}" if number in self._wrong else str(number)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What stands in the file; a mistake on red, a column left out in grey."""
        if self._sheet is None:
            return None
        number, cells = self._sheet.rows[self._shown[index.row()]]
        column = index.column()
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole}:
            return cells[column] if column < len(cells) else ""
        wrong = column in self._wrong.get(number, NOTHING)
        if role == Qt.ItemDataRole.BackgroundRole and wrong:
            return QColor(colours().error_ground)
        if role == Qt.ItemDataRole.ForegroundRole:
            if wrong:
                return QColor(colours().error)
            return None if self._mapping[column] else QColor(colours().quiet)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every cell can be typed over."""
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Put a cell right; the list is tried again then."""
        if role != Qt.ItemDataRole.EditRole or self._sheet is None:
            return False
        where, column = self._shown[index.row()], index.column()
        number, cells = self._sheet.rows[where]
        text = str(value).strip()
        held = list(cells) + [""] * (column + 1 - len(cells))
        if held[column] == text:
            return False
        held[column] = text
        self._sheet.rows[where] = (number, tuple(held))
        self.dataChanged.emit(index, index)
        self.edited.emit()
        return True
