"""The items of a count as a table shows them: what is left to count first, or only what differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from shoppos.base import i18n
from shoppos.base.i18n import _
from shoppos.base.money import quantity, rupees

if TYPE_CHECKING:
    from shoppos.shop.counting import Count, CountLine

SHELF, CODE, NAME, COUNTED, EXPECTED, DIFFERS, WORTH, WHY = range(8)
FIGURES = range(COUNTED, WHY)
Index = QModelIndex | QPersistentModelIndex


class CountTable(QAbstractTableModel):
    """Blind while one counts; with `open_book` also what was expected, by how much it differs, and why."""

    def __init__(self) -> None:
        """Nothing to count until `show`."""
        super().__init__()
        self.lines: list[CountLine] = []
        self.open_book = False

    def show(self, lines: list[CountLine], *, open_book: bool) -> None:
        """These items, in this order."""
        self.beginResetModel()
        self.lines, self.open_book = lines, open_book
        self.endResetModel()

    def line(self, row: int) -> CountLine | None:
        """The item of a row."""
        return self.lines[row] if 0 <= row < len(self.lines) else None

    def row_of(self, product_id: bytes | None) -> int:
        """Where an item stands, or -1."""
        return next((at for at, line in enumerate(self.lines) if line.product_id == product_id), -1)

    # -- what Qt asks

    def rowCount(self, parent: Index | None = None) -> int:
        """One row an item."""
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index | None = None) -> int:
        """Shelf, code, item, counted; with the open book the difference, its worth and why."""
        return WHY + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The titles."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (
                _("Shelf"), _("Code"), _("Item"), _("Counted"), _("Expected"), _("Differs"), _("Worth"), _("Why"),
            )[section]  # fmt: skip
        if role == Qt.ItemDataRole.TextAlignmentRole and section in FIGURES:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows."""
        if role == Qt.ItemDataRole.DisplayRole:
            return shown(self.lines[index.row()], index.column(), open_book=self.open_book)
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in FIGURES:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None


def shown(line: CountLine, column: int, *, open_book: bool) -> str:
    """One cell."""
    local = i18n.language() != "en" and line.local_name
    counted = line.counted is not None
    cells = {
        SHELF: line.shelf, CODE: line.code, NAME: line.local_name if local else line.name,
        COUNTED: f"{quantity(line.counted or 0)} {line.unit.lower()}" if counted else "–",
        EXPECTED: quantity(line.expected or 0) if counted else "",
        DIFFERS: signed(line.difference) if counted else "", WORTH: rupees(line.worth) if line.worth else "",
        WHY: line.reason,
    }  # fmt: skip
    return cells[column] if open_book or column <= COUNTED else ""


def signed(milli: int) -> str:
    """A difference with its sign; an item found as expected has a tick."""
    return f"+{quantity(milli)}" if milli > 0 else quantity(milli) if milli else "✓"


def heading(count: Count | None) -> str:
    """What is being counted."""
    if count is None:
        return _("Count the stock")
    said = {
        "risk": _("Today's count"), "category": _("Category {of}"), "shelf": _("Shelf {of}"),
        "all": _("The whole shop"), "items": _("Chosen items"),
    }  # fmt: skip
    return said[count.scope].format(of=count.of)


def progress(count: Count | None, *, open_book: bool) -> str:
    """How far it is; with the differences in sight also what they are worth."""
    if count is None:
        return ""
    said = _("{done} of {all} counted").format(done=count.counted, all=count.lines)
    if open_book:
        said += " · " + _("{n} differ, worth {worth}").format(n=count.differing, worth=rupees(count.worth))
    return said
