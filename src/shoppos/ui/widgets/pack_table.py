"""The lines of an order on the packing table: where each stands, what was asked for, and what is in the box."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont

from shoppos.base.clock import day_of
from shoppos.base.i18n import _
from shoppos.base.money import quantity
from shoppos.ui import style
from shoppos.ui.style import colours
from shoppos.ui.widgets.tips import tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shoppos.shop.packing_view import PackLine

MARK, SHELF, ITEM, WANTED, BOX = range(5)
Index = QModelIndex | QPersistentModelIndex
SIDES = {
    MARK: Qt.AlignmentFlag.AlignCenter, WANTED: Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
    BOX: Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
}  # fmt: skip


class PackTable(QAbstractTableModel):
    """Lines by their shelves; a line that is done is marked by a tick, by words and by its colour."""

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self.lines: tuple[PackLine, ...] = ()

    def show(self, lines: Sequence[PackLine]) -> None:
        """Show these."""
        if len(lines) == len(self.lines) and self.lines:
            self.lines = tuple(lines)
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, BOX))
            return
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def line(self, at: int) -> PackLine | None:
        """The line at that place."""
        return self.lines[at] if 0 <= at < len(self.lines) else None

    def row_of(self, line: int) -> int:
        """Where a line of the order stands, or -1."""
        return next((at for at, one in enumerate(self.lines) if one.line == line), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        """How many lines."""
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index | None = None) -> int:
        """Tick, shelf, item, wanted, in the box."""
        return 0 if parent is not None and parent.isValid() else BOX + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The titles."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return ("", _("Shelf"), _("Item"), _("Wanted"), _("In the box"))[section]
        return SIDES.get(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """One cell."""
        one = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return _cell(one, index.column())
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            said = _("{name}: {packed} of {wanted} in the box").format(
                name=one.name, packed=quantity(one.packed), wanted=quantity(one.wanted)
            )
            return tip(said) if role == Qt.ItemDataRole.ToolTipRole else said
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return SIDES.get(index.column())
        return self._look(one, index.column(), role)

    def _look(self, one: PackLine, column: int, role: int) -> Any:
        c = colours()
        if role == Qt.ItemDataRole.BackgroundRole:
            return QColor(c.good_ground if not one.left else c.warn_ground) if one.packed else None
        if role == Qt.ItemDataRole.ForegroundRole:
            ink = c.good if not one.left else c.warn
            return QColor(ink if one.packed else c.text)
        if role == Qt.ItemDataRole.FontRole and column in {MARK, BOX}:
            made: QFont = style.font(style.BASE_POINTS, bold=True)
            return made
        return None


def _cell(one: PackLine, column: int) -> str:
    unit = one.unit.lower()
    if column == MARK:
        return "✓" if not one.left else ("…" if one.packed else "")
    if column == SHELF:
        return one.shelf
    if column == ITEM:
        batch = " ".join(part for part in (one.batch, f"{day_of(one.expiry):%m-%y}" if one.expiry else "") if part)
        take = _("take batch {batch}").format(batch=batch) if batch else ""
        parts = (one.name, one.local_name, take, one.note, ", ".join(one.serials))
        return "  ·  ".join(part for part in parts if part)
    if column == WANTED:
        return f"{quantity(one.wanted)} {unit}"
    return f"{quantity(one.packed)} {unit}" if one.packed else "—"
