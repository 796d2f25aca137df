"""What comes back of a bill, line by line, and what is taken instead, as a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont

from shoppos.base.i18n import _
from shoppos.base.money import grouped, quantity
from shoppos.ui.style import colours

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shoppos.shop.return_view import Give, ReturnView
    from shoppos.shop.returns import Amounts
    from shoppos.shop.sale_view import LineView

ITEM, SOLD, BACK, AMOUNT = range(4)
WIDTHS = ((SOLD, 140), (BACK, 140), (AMOUNT, 104))
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it is shown; `line` is the bill's line, 0 for what is taken instead, `live` what has to do with it."""

    line: int
    cells: tuple[str, str, str, str]
    live: bool
    late: bool = False


class ReturnTable(QAbstractTableModel):
    """The lines of the bill in its order, then the goods taken in exchange."""

    def __init__(self) -> None:
        """Empty until `show`."""
        super().__init__()
        self.rows: list[Row] = []

    def show(
        self, view: ReturnView | None, gives: Mapping[int, Give], amounts: Amounts | None,
        loose: Sequence[LineView] = (),
    ) -> None:  # fmt: skip
        """Show a bill and what of it comes back; without a bill the goods that come back `loose`."""
        self.beginResetModel()
        self.rows = [_of(view, line.line, gives, amounts) for line in view.lines] if view else []
        self.rows += [_loose(line) for line in loose]
        self.rows += [_instead(line) for line in amounts.instead] if amounts else []
        self.endResetModel()

    def row_of(self, line: int) -> int:
        """Where a line of the bill stands, or -1."""
        return next((at for at, row in enumerate(self.rows) if row.line == line), -1)

    def line_at(self, row: int) -> int:
        """Which line of the bill a row is of; 0 for none."""
        return self.rows[row].line if 0 <= row < len(self.rows) else 0

    # -- what Qt asks

    def rowCount(self, parent: Index | None = None) -> int:
        """Lines of the bill and goods in exchange."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Item, sold, comes back, amount."""
        return AMOUNT + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The titles."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (_("Item"), _("Sold"), _("Comes back"), _("Amount"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section == AMOUNT:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows; what comes back stands in bold, the rest is quiet."""
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.cells[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == AMOUNT:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ForegroundRole and not row.live:
            return QColor(colours().quiet)
        if role == Qt.ItemDataRole.ForegroundRole and row.late and index.column() == SOLD:
            return QColor(colours().warn)
        if role == Qt.ItemDataRole.FontRole and row.live and index.column() in {BACK, AMOUNT}:
            made = QFont()
            made.setBold(True)
            return made
        return None


def _of(view: ReturnView, number: int, gives: Mapping[int, Give], amounts: Amounts | None) -> Row:
    line, give = view.line(number), gives.get(number)
    sold = quantity(line.sold)
    if line.returned:
        sold = _("{sold}, {back} back already").format(sold=sold, back=quantity(line.returned))
    elif line.late:
        sold = _("{sold}, too late").format(sold=sold) if line.until else _("{sold}, stays sold").format(sold=sold)
    if give is None or not give.quantity:
        return Row(number, (line.name, sold, "", ""), live=False, late=line.late)
    back = quantity(give.quantity)
    if give.fate == "damage":
        back = _("{back}  ✕ damaged").format(back=back)
    amount = amounts.by_line.get(number, 0) if amounts else 0
    return Row(number, (line.name, sold, back, grouped(amount)), live=True, late=line.late)


def _loose(line: LineView) -> Row:
    return Row(0, (line.name, _("without bill"), quantity(line.quantity), grouped(line.total)), live=True)


def _instead(line: LineView) -> Row:
    told = _("Instead: {name}").format(name=line.name)
    return Row(0, (told, _("{count} new").format(count=quantity(line.quantity)), "", grouped(-line.total)), live=True)
