"""Rows of words as a short list shows them; figures to the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from shoppos.ui.widgets.tips import tip

if TYPE_CHECKING:
    from collections.abc import Sequence

Index = QModelIndex | QPersistentModelIndex
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class PlainTable(QAbstractTableModel):
    """What is shown is handed over whole; `keys` stand beside the rows."""

    def __init__(self, headings: Sequence[str], right: Sequence[int] = ()) -> None:
        """Begin empty, with columns of figures in `right`."""
        super().__init__()
        self._headings = tuple(headings)
        self._right = frozenset(right)
        self.rows: list[tuple[str, ...]] = []
        self.keys: list[Any] = []

    def show(self, rows: Sequence[tuple[str, ...]], keys: Sequence[Any] = ()) -> None:
        """Show these rows."""
        self.beginResetModel()
        self.rows = list(rows)
        self.keys = list(keys)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many rows."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """How many columns."""
        return 0 if parent is not None and parent.isValid() else len(self._headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The headings."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        return self._side(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """One cell."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(self.rows[index.row()][index.column()])
        return self._side(index.column()) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _side(self, column: int) -> Qt.AlignmentFlag:
        return RIGHT if column in self._right else LEFT
