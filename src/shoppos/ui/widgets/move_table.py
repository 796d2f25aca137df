"""The moves of one item as a table shows them: the newest first, each with what was on hand then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from shoppos.base.i18n import _
from shoppos.base.money import quantity

if TYPE_CHECKING:
    from shoppos.reports.stock_card import Move

DAY, WHAT, QUANTITY, AFTER, NUMBER, WHY = range(6)
FIGURES = (QUANTITY, AFTER)
Index = QModelIndex | QPersistentModelIndex


class MoveTable(QAbstractTableModel):
    """What came and what went."""

    def __init__(self) -> None:
        """No moves until `show`."""
        super().__init__()
        self.moves: list[Move] = []

    def show(self, moves: list[Move]) -> None:
        """These moves."""
        self.beginResetModel()
        self.moves = moves
        self.endResetModel()

    # -- what Qt asks

    def rowCount(self, parent: Index | None = None) -> int:
        """One row a move."""
        return 0 if parent is not None and parent.isValid() else len(self.moves)

    def columnCount(self, parent: Index | None = None) -> int:
        """Day, what, quantity, on hand, bill, why."""
        return WHY + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The titles."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (_("Day"), _("What"), _("Quantity"), _("On hand"), _("Bill"), _("Why"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section in FIGURES:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows."""
        if role == Qt.ItemDataRole.DisplayRole:
            return _shown(self.moves[index.row()], index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in FIGURES:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None


def _shown(move: Move, column: int) -> str:
    from shoppos.reports.stock_card import label

    why = " · ".join(part for part in (move.reason, _batch(move.batches)) if part)
    sign = "+" if move.quantity > 0 else ""
    return (
        f"{move.day:%d-%m-%Y}", label(move.kind), f"{sign}{quantity(move.quantity)}", quantity(move.after), move.number,
        why,
    )[column]  # fmt: skip


def _batch(batches: str) -> str:
    return _("Batch {code}").format(code=batches) if batches else ""
