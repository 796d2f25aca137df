"""The page of an import that shows the list, what its columns are taken for, and what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTableView,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)

from shoppos.base.i18n import _, ngettext
from shoppos.ui.style import scaled
from shoppos.ui.widgets.form import choice, words
from shoppos.ui.widgets.sheet_table import SheetTable
from shoppos.ui.widgets.tips import tip

if TYPE_CHECKING:
    from shoppos.shop.item_check import Checked, Sheet

COLUMN = 150
NUMBERS = 76
HEAD = 48
DOUBTS_SHOWN = 3
CHANGES_SHOWN = 500  # those that would make another item come first
CHANGES_HIGH = 120
ROW = Qt.ItemDataRole.UserRole


class PreviewPage(QWidget):
    """The list with a choice above each column; `remapped` is told when a choice or a cell was changed."""

    remapped = Signal()

    def __init__(self) -> None:
        """Empty until `show_sheet`."""
        super().__init__()
        self.model = SheetTable()
        self.model.edited.connect(self.remapped)
        self.title = words("", role="heading")
        self.counts = words("")
        self.all_rows = QPushButton(_("All rows"))
        self.wrong_rows = QPushButton()
        for button in (self.all_rows, self.wrong_rows):
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setAutoDefault(False)
            button.setProperty("role", "chip")
        self.all_rows.setChecked(True)
        self.wrong_rows.toggled.connect(self.model.only_wrong)
        self.changes = QListWidget()
        self.changes.itemChanged.connect(self._ticked)
        self.changes.hide()
        self._sure: set[int] = set()
        self.heads = QTableWidget(1, 0)
        self.table = QTableView()
        self.reason = words("", role="wrong")
        self.reason.setMinimumHeight(scaled(22))
        self._dress()
        row = QHBoxLayout()
        row.addWidget(self.title, 1)
        row.addWidget(self.all_rows)
        row.addWidget(self.wrong_rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self.counts)
        column.addWidget(self.changes)
        column.addWidget(self.heads)
        column.addWidget(self.table, 1)
        column.addWidget(self.reason)

    def _dress(self) -> None:
        self.changes.setAccessibleName(_("Items that you have already"))
        self.changes.setMaximumHeight(scaled(CHANGES_HIGH))
        self.changes.setWordWrap(True)
        self.changes.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.heads.setAccessibleName(_("What each column is"))
        self.heads.setVerticalHeaderLabels([_("is")])
        self.heads.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.heads.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.heads.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.heads.verticalHeader().setDefaultSectionSize(scaled(HEAD))
        self.heads.setFixedHeight(scaled(HEAD + 42))
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("Rows of the list"))
        self.table.horizontalHeader().hide()
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.verticalHeader().setDefaultSectionSize(scaled(36))
        for view in (self.heads, self.table):
            view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            view.horizontalHeader().setDefaultSectionSize(scaled(COLUMN))
            view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
            view.verticalHeader().setFixedWidth(scaled(NUMBERS))
            view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.horizontalScrollBar().valueChanged.connect(self.heads.horizontalScrollBar().setValue)
        self.table.selectionModel().currentChanged.connect(self._tell_reason)
        self.model.modelReset.connect(lambda: self._tell_reason(QModelIndex(), QModelIndex()))

    def show_sheet(self, sheet: Sheet) -> None:
        """A list that was just read, with the guess of its columns."""
        from shoppos.shop.lists import labels

        where = _("{file}, sheet {sheet}").format(file=sheet.file, sheet=sheet.name) if sheet.name else sheet.file
        self.title.setText(where)
        self.counts.setText("")
        self.all_rows.setChecked(True)
        self._sure = set()
        self.changes.hide()
        self.model.show(sheet)
        self.heads.setColumnCount(len(sheet.headings))
        self.heads.setHorizontalHeaderLabels([heading.replace("\n", " ") or "…" for heading in sheet.headings])
        options: list[tuple[str, object]] = [(_("(leave out)"), "")]
        options += [(shown, field) for field, shown in labels(sheet.kind).items()]
        for column, (heading, field) in enumerate(zip(sheet.headings, sheet.guess, strict=True)):
            box = choice(options, field)
            box.setAccessibleName(_("Column {heading} is").format(heading=heading))
            box.currentIndexChanged.connect(self.remapped)
            self.heads.setCellWidget(0, column, box)
        self.wrong_rows.hide()

    def mapping(self) -> tuple[str, ...]:
        """The field chosen for each column, "" for those left out."""
        boxes = [self.heads.cellWidget(0, column) for column in range(self.heads.columnCount())]
        return tuple(str(box.currentData()) for box in boxes if isinstance(box, QComboBox))

    def sure(self) -> frozenset[int]:
        """The rows that shall make another item of a known one."""
        return frozenset(self._sure)

    def box(self, column: int) -> QWidget:
        """The choice above a column."""
        return self.heads.cellWidget(0, column)

    def judge(self, checked: Checked) -> None:
        """What the dry run found."""
        self.model.judge(checked)
        self._list_changes(checked)
        text = _counted(checked)
        if checked.kept_stock:
            kept = ngettext(
                "Stock of {n} known item left as it is.", "Stock of {n} known items left as it is.", checked.kept_stock
            )
            text += "\n" + kept.format(n=f"{checked.kept_stock:,}")
        for doubt in checked.doubts[:DOUBTS_SHOWN]:
            text += "\n⚠ " + _("Row {row}, {name}: {said}").format(row=doubt.row, name=doubt.name, said=doubt.said)
        more = len(checked.doubts) - DOUBTS_SHOWN
        if more > 0:
            text += " " + ngettext("And {n} more like it.", "And {n} more like it.", more).format(n=more)
        self.counts.setText(text)
        self.wrong_rows.setVisible(bool(checked.bad))
        self.wrong_rows.setText(_("Only rows kept out ({n})").format(n=f"{len(checked.bad):,}"))
        if not checked.bad:
            self.all_rows.setChecked(True)
        first = self.model.first_wrong()
        if first.isValid():
            self.table.setCurrentIndex(first)
            self.table.scrollTo(first)

    def _list_changes(self, checked: Checked) -> None:
        """What items of the shop would become; one that would be another item can be ticked."""
        self.changes.blockSignals(True)
        at = self.changes.currentRow()
        self.changes.clear()
        doubtful = {change.row for change in checked.renamed}
        known = [*checked.renamed, *(change for change in checked.changed if change.row not in doubtful)]
        for change in known[:CHANGES_SHOWN]:
            said = _("Row {row}: {said}").format(row=change.row, said=change.said())
            item = QListWidgetItem(said)
            if change.row in doubtful:
                item.setText("⚠ " + _("Same code, another name.") + " " + said)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                ticked = change.row in self._sure
                item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            item.setToolTip(tip(item.text()))
            item.setData(ROW, change.row)
            self.changes.addItem(item)
        more = len(known) - CHANGES_SHOWN
        if more > 0:
            self.changes.addItem(ngettext("And {n} more like it.", "And {n} more like it.", more).format(n=f"{more:,}"))
        self.changes.setCurrentRow(at if 0 <= at < self.changes.count() else 0)
        self.changes.setVisible(bool(known))
        self.changes.blockSignals(False)

    def _ticked(self, item: QListWidgetItem) -> None:
        row = item.data(ROW)
        if item.checkState() == Qt.CheckState.Checked:
            self._sure.add(row)
        else:
            self._sure.discard(row)
        self.remapped.emit()

    def _tell_reason(self, current: QModelIndex, _before: QModelIndex) -> None:
        said = self.model.reason(current)
        self.reason.setText(f"⚠ {said}  " + _("Type it right here, or leave the row out.") if said else "")


def _counted(checked: Checked) -> str:
    """How many rows do what."""
    coming = {change.row for change in checked.changed}
    doubtful = sum(change.row not in coming for change in checked.renamed)
    wrong = len(checked.bad) - doubtful
    said = [
        ngettext("{n} new", "{n} new", len(checked.new)).format(n=f"{len(checked.new):,}"),
        ngettext("{n} changes an item you have", "{n} change items you have", len(checked.changed)).format(
            n=f"{len(checked.changed):,}"
        ),
        ngettext("{n} skipped", "{n} skipped", len(checked.skipped)).format(n=f"{len(checked.skipped):,}"),
    ]
    if doubtful:
        said.append(
            ngettext(
                "{n} with a known code and another name, kept out unless ticked",
                "{n} with a known code and another name, kept out unless ticked",
                doubtful,
            ).format(n=f"{doubtful:,}")
        )
    said.append(ngettext("{n} with mistakes, kept out", "{n} with mistakes, kept out", wrong).format(n=f"{wrong:,}"))
    return "  ·  ".join(said)
