"""The bills of some days as a list: number, time, who, how it was paid, how much."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from shoppos.base.i18n import _
from shoppos.base.money import grouped
from shoppos.ui.style import colours

if TYPE_CHECKING:
    import datetime as dt

    from shoppos.reports.bills import BillRow
    from shoppos.shop import Shop

PAGE = 200
NUMBER, TIME, WHO, AMOUNT = range(4)
Index = QModelIndex | QPersistentModelIndex


class BillList(QAbstractTableModel):
    """Bills found, the newest first; more are fetched as one scrolls."""

    def __init__(self) -> None:
        """Nothing to show until `show`."""
        super().__init__()
        self._rows: list[BillRow] = []
        self._shop: Shop | None = None
        self._asked: tuple[dt.date, dt.date, str] | None = None
        self._only = ""
        self._one_day = True
        self._more = False

    def show(self, shop: Shop, since: dt.date, until: dt.date, text: str, only: str) -> None:
        """Look for bills: of those days, with that text, claimed or void `only`."""
        self.beginResetModel()
        self._shop, self._asked, self._only = shop, (since, until, text), only
        self._one_day = since == until
        self._rows = self._find(PAGE)
        self.endResetModel()

    def _find(self, most: int) -> list[BillRow]:
        from shoppos.reports.bills import find

        if self._shop is None or self._asked is None:
            return []
        rows = find(self._shop.db, *self._asked, most, only=self._only)
        self._more = len(rows) == most
        return rows

    def bill(self, row: int) -> BillRow | None:
        """The bill of a row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, number: str) -> int:
        """Where a bill stands, or -1."""
        return next((at for at, row in enumerate(self._rows) if row.number == number), -1)

    def total(self) -> int:
        """What the bills shown come to in paise, without the cancelled ones."""
        return sum(row.payable for row in self._rows if row.state != "void")

    @property
    def whole(self) -> bool:
        """Whether all that were found are shown."""
        return not self._more

    # -- what Qt asks

    def rowCount(self, parent: Index | None = None) -> int:
        """Bills fetched so far."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Number, time, how it was paid and by whom, amount."""
        return AMOUNT + 1

    def canFetchMore(self, parent: Index) -> bool:
        """Whether there are older ones."""
        return self._more

    def fetchMore(self, parent: Index) -> None:
        """The next older ones."""
        have = len(self._rows)
        rows = self._find(have + PAGE)
        if len(rows) > have:
            self.beginInsertRows(QModelIndex(), have, len(rows) - 1)
            self._rows += rows[have:]
            self.endInsertRows()

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The titles."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (_("Bill"), _("Time"), _("Paid by"), _("Amount"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section == AMOUNT:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows; a cancelled bill says so in words."""
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown(row, index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == AMOUNT:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ForegroundRole:
            if row.state == "void":
                return QColor(colours().quiet)
            if row.claimed and index.column() == WHO:
                return QColor(colours().warn)
        return None

    def _shown(self, row: BillRow, column: int) -> str:
        if column == NUMBER:
            return row.number
        if column == TIME:
            return row.made_at.strftime("%H:%M" if self._one_day else "%d-%m %H:%M")
        if column == WHO:
            return "  ·  ".join(part for part in (_how(row), row.buyer) if part)
        return grouped(row.payable)


def _how(row: BillRow) -> str:
    if row.state == "void":
        return _("Cancelled")
    paid = paid_by(row.methods)
    if row.kind == "CREDIT NOTE":
        return _("Given back: {methods}").format(methods=paid)
    if row.state != "done":
        back = _("all came back") if row.state == "returned" else _("some came back")
        return f"{paid}, {back}"
    return _("{methods}, to check").format(methods=paid) if row.claimed else paid


def paid_by(methods: str) -> str:
    """The ways to pay of a bill in words."""
    from shoppos.reports.bill import label

    return ", ".join(label(key) for key in methods.split(",") if key)
