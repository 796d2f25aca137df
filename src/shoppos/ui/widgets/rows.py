"""A plain list of texts under headings, for lists that are read whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from shoppos.ui.style import colours
from shoppos.ui.widgets.tips import tip

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Index = QModelIndex | QPersistentModelIndex


class Rows(QAbstractTableModel):
    """Rows of texts; each stands for a thing. `right` holds the columns whose figures stand at the right."""

    def __init__(self, columns: int, right: Iterable[int] = ()) -> None:
        """Begin empty; the number of columns stays."""
        super().__init__()
        self._right = frozenset(right)
        self.headings: tuple[str, ...] = ("",) * columns
        self.rows: list[tuple[str, ...]] = []
        self.things: list[Any] = []
        self.doubted: frozenset[int] = frozenset()

    def show(
        self, headings: Sequence[str], rows: Iterable[Sequence[str]], things: Iterable[Any], doubted: Iterable[int] = ()
    ) -> None:  # fmt: skip
        """Show other rows; the `doubted` ones stand in the colour of a warning."""
        self.beginResetModel()
        self.headings = tuple(headings)
        self.rows = [tuple(row) for row in rows]
        self.things = list(things)
        self.doubted = frozenset(doubted)
        self.endResetModel()

    def thing(self, row: int) -> Any:
        """What a row stands for, or None."""
        return self.things[row] if 0 <= row < len(self.things) else None

    def rowCount(self, parent: Index | None = None) -> int:
        """How many rows."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """How many columns."""
        return len(self.headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The headings."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.headings[section]
        return self._side(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The text of a cell."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(self.rows[index.row()][index.column()])
        if role == Qt.ItemDataRole.ForegroundRole and index.row() in self.doubted:
            return QColor(colours().warn)
        return self._side(index.column()) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _side(self, column: int) -> Any:
        side = Qt.AlignmentFlag.AlignRight if column in self._right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter
