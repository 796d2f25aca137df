"""One table of a report as a list shows it: figures to the right, the sums in a line of their own below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QVBoxLayout, QWidget

from shoppos.ui.style import font, scaled
from shoppos.ui.widgets.labels import tabular
from shoppos.ui.widgets.tables import ROW, fit, table
from shoppos.ui.widgets.tips import tip

if TYPE_CHECKING:
    import datetime as dt

    from shoppos.reports.report import Line, Table

Index = QModelIndex | QPersistentModelIndex
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
MEASURED = 60
"""Rows by which the width of a column is chosen: a report may have thousands."""
WIDEST, NARROWEST = 420, 60
"""Pixels of a column at 100 %."""
AIR, SPARE = 26, 13
"""Pixels at 100 % around what stands in a cell, and how many of them it can do without."""
LOW = 170
"""Pixels of height at 100 % below which the sums are not shown."""


class ReportTable(QAbstractTableModel):
    """The lines of one table, or with `sums` the one line below them; a cell is written when it is looked at."""

    def __init__(self, *, sums: bool = False) -> None:
        """Nothing to show until `show`."""
        super().__init__()
        self._sums = sums
        self._zone: dt.tzinfo | None = None
        self.table: Table | None = None

    def show(self, told: Table | None, zone: dt.tzinfo | None) -> None:
        """Show this table; moments are told in `zone`."""
        self.beginResetModel()
        self.table, self._zone = told, zone
        self.endResetModel()

    def line(self, row: int) -> Line | None:
        """The line of a row."""
        lines = self.table.lines if self.table is not None else ()
        return lines[row] if 0 <= row < len(lines) else None

    def written(self, row: int, column: int) -> str:
        """A cell as a person reads it."""
        from shoppos.reports.cells import told

        if self.table is None:
            return ""
        values = (self.table.total or ()) if self._sums else self.table.lines[row].values
        return told(values[column], self.table.columns[column].kind, self._zone) if values else ""

    # -- what Qt asks

    def rowCount(self, parent: Index | None = None) -> int:
        """The lines, or the one of the sums."""
        if self.table is None or (parent is not None and parent.isValid()):
            return 0
        return int(self.table.total is not None) if self._sums else len(self.table.lines)

    def columnCount(self, parent: Index | None = None) -> int:
        """The columns of the table."""
        return 0 if self.table is None or (parent is not None and parent.isValid()) else len(self.table.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The titles."""
        if orientation != Qt.Orientation.Horizontal or self.table is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.table.columns[section].title
        return self._side(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """One cell."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.written(index.row(), index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(self.written(index.row(), index.column()))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(index.column())
        if role == Qt.ItemDataRole.FontRole and self._sums:
            bold = QFont()
            bold.setBold(True)
            return bold
        return None

    def _side(self, column: int) -> Qt.AlignmentFlag:
        from shoppos.reports.report import NUMBERS

        return RIGHT if self.table is not None and self.table.columns[column].kind in NUMBERS else LEFT


class TableView(QWidget):
    """A table with its sums below, which stay in sight; `view` has the keyboard."""

    def __init__(self) -> None:
        """Nothing to show until `show_table`."""
        super().__init__()
        self.model = ReportTable()
        self.sums = ReportTable(sums=True)
        self.view = table(self.model, 0, ())
        self.foot = table(self.sums, 0, ())
        self.foot.horizontalHeader().hide()
        self.foot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.foot.setSelectionMode(QTableView.SelectionMode.NoSelection)
        self.foot.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.foot.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.horizontalHeader().sectionResized.connect(self._resized)
        self.view.horizontalScrollBar().valueChanged.connect(self.foot.horizontalScrollBar().setValue)
        for one in (self.view, self.foot):
            one.setFont(tabular(font(11)))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(4))
        column.addWidget(self.view, 1)
        column.addWidget(self.foot)
        self.view.setMinimumHeight(88)
        self._widths: list[int] = []
        self.view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A bar to scroll by takes its width from the columns, and gives it back."""
        if isinstance(event, QResizeEvent) and event.size().width() != event.oldSize().width() and self._widths:
            self._spread(self._widths)
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size: with little height the lines come before their sums."""
        super().resizeEvent(event)
        self._show_foot()

    def _show_foot(self) -> None:
        told = self.model.table
        self.foot.setVisible(told is not None and told.total is not None and self.height() >= scaled(LOW))

    def _resized(self, column: int, _before: int, wide: int) -> None:
        """A column was made wider: its sum stays below it."""
        self.foot.horizontalHeader().resizeSection(column, wide)

    def show_table(self, told: Table | None, zone: dt.tzinfo | None, name: str = "") -> None:
        """Show this one, called `name` where it has no title.

        Each column is as wide as what stands in it; what room is left goes to the widest of words.
        """
        for model in (self.model, self.sums):
            model.show(told, zone)
        if told is None:
            return
        self.view.setAccessibleName(told.title or name)
        self.foot.setAccessibleName(told.title or name)
        self._show_foot()
        self.fit()
        if told.lines:
            self.view.selectRow(0)

    def fit(self) -> None:
        """Sizes for the font in force."""
        for one in (self.view, self.foot):
            one.setFont(tabular(font(11)))
            fit(one, ())
        self.foot.setFixedHeight(scaled(ROW - 6))
        self.foot.verticalHeader().setDefaultSectionSize(scaled(ROW - 8))
        if self.model.table is None:
            return
        measured = self.view.fontMetrics()
        widths: list[int] = []
        for at, column in enumerate(self.model.table.columns):
            texts = [column.title, self.sums.written(0, at)]
            texts += [self.model.written(row, at) for row in range(min(self.model.rowCount(), MEASURED))]
            wide = max(map(measured.horizontalAdvance, texts)) + scaled(AIR)
            widths.append(min(max(wide, scaled(NARROWEST)), scaled(WIDEST)))
        self._widths = widths
        self._spread(widths)

    def _spread(self, needed: list[int]) -> None:
        """Room that is left goes to the widest column of words, or of figures where there are no others; where it
        lacks, each column gives of its air.
        """
        widths = list(needed)
        room = self.view.viewport().width() - sum(widths)
        words = [at for at in range(len(widths)) if self.model.headerData(
            at, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole) == LEFT]  # fmt: skip
        if room < 0:
            cut = min(scaled(SPARE), -(room // max(len(widths), 1)))
            widths = [wide - cut for wide in widths]
        elif widths:
            chosen = max(words or range(len(widths)), key=lambda at: widths[at])
            widths[chosen] += room
        for view in (self.view, self.foot):
            header = view.horizontalHeader()
            for at, wide in enumerate(widths):
                header.setSectionResizeMode(at, QHeaderView.ResizeMode.Interactive)
                header.resizeSection(at, wide)
