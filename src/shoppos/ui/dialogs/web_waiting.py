"""Orders from the web that wait: which item each line is, what of it is sold, and then taken, left or refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from shoppos.base.errors import ShopError
from shoppos.base.i18n import _
from shoppos.base.money import parse_quantity, quantity, rupees
from shoppos.ui.style import scaled
from shoppos.ui.widgets.flow import Flow
from shoppos.ui.widgets.form import ENTER, line, scrolled, words
from shoppos.ui.widgets.plain_table import PlainTable

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.shop.outside_desk import Waiting
    from shoppos.shop.outside_goods import Line
    from shoppos.ui.context import Context

WIDE, HIGH, EDGE = 900, 620, 60
TO_THE_LIST = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down})
NONE = Qt.KeyboardModifier.NoModifier
ROW = 44
"""Pixels that a finger can hit."""
SHOWN = 6
"""Items offered for what is typed."""


class WebWaiting(QDialog):
    """The orders above, the lines of the marked one below; what is typed finds the item of the marked line."""

    def __init__(self, context: Context, parent: QWidget | None) -> None:
        """Show what waits now."""
        super().__init__(parent)
        self.context, self.shop = context, context.shop
        self.setWindowTitle(_("Web orders that wait"))
        room = QGuiApplication.primaryScreen().availableSize()
        self.resize(min(scaled(WIDE), room.width() - EDGE), min(scaled(HIGH), room.height() - EDGE))
        self.many: list[Waiting] = []
        self.orders = PlainTable((_("Shop"), _("Number"), _("Customer"), _("Why it waits")))
        self.lines = PlainTable((_("Ordered"), _("How many"), _("Amount"), _("Item here"), _("Is sold")), (1, 2, 4))
        self.order_list = _table(self.orders, _("Web orders that wait"), stretch=3)
        self.line_list = _table(self.lines, _("Lines of the order"), stretch=0)
        self.why = words("", role="wrong")
        self.none = words(_("No order waits. New ones are listened to by themselves."))
        self.item = line(placeholder=_("Name or code of the item"), scans=True)
        self.item.setAccessibleName(_("Item of the marked line"))
        self.hits = QListWidget()
        self.hits.setStyleSheet(f"QListWidget::item {{ min-height: {scaled(ROW)}px; }}")
        self.hits.setMinimumHeight(scaled(ROW * 2 - 12))
        self.hits.setAccessibleName(_("Items that fit"))
        self.pieces = line(placeholder=_("How many"), right=True, most=12)
        self.pieces.setAccessibleName(_("Sell only so many of the marked line"))
        self.backorder = QCheckBox(_("The customer waits for it (Alt+W)"))
        self._buttons()
        self._lay_out()
        self._connect()
        self.look()

    def _buttons(self) -> None:
        self.fewer = QPushButton(_("Only so many (Alt+N)"))
        self.without = QPushButton(_("Leave it out (Alt+X)"))
        self.where = QPushButton(_("Address (Alt+A)"))
        self.close_it = QPushButton(_("Back (Esc)"))
        self.refuse = QPushButton(_("Refuse (Alt+R)"))
        self.leave = QPushButton(_("Leave (Alt+L)"))
        self.take = QPushButton(_("Take it (Ctrl+Enter)"))
        self.take.setProperty("role", "primary")
        for button in (self.fewer, self.without, self.where, self.close_it, self.refuse, self.leave, self.take):
            button.setAutoDefault(False)
            button.installEventFilter(self)
            button.setMinimumHeight(scaled(44))
        for editor in (self.item, self.pieces, self.backorder):
            editor.setMinimumHeight(scaled(44))

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(8))
        column.addWidget(self.none)
        column.addWidget(self.order_list, 2)
        column.addWidget(self.line_list, 3)
        typed = QHBoxLayout()
        typed.addWidget(self.item, 3)
        typed.addWidget(self.pieces, 1)
        typed.addWidget(self.fewer)
        typed.addWidget(self.without)
        column.addLayout(typed)
        column.addWidget(self.hits, 2)
        doubts = Flow(gap=scaled(8))
        doubts.addWidget(self.backorder)
        doubts.addWidget(self.where)
        column.addLayout(doubts)
        ends = Flow(gap=scaled(8))
        for button in (self.close_it, self.refuse, self.leave, self.take):
            ends.addWidget(button)
        self.area = scrolled(inside)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(scaled(12),) * 4)
        whole.setSpacing(scaled(8))
        whole.addWidget(self.area, 1)
        whole.addWidget(self.why)
        whole.addLayout(ends)
        self.hits.hide()

    def _connect(self) -> None:
        self.order_list.selectionModel().currentRowChanged.connect(self._show_order)
        self.line_list.selectionModel().currentRowChanged.connect(self._show_line)
        self.item.installEventFilter(self)
        self.item.textEdited.connect(self._find)
        self.item.returnPressed.connect(self._match)
        self.hits.itemActivated.connect(self._match)
        self.hits.itemClicked.connect(self._match)
        self.pieces.returnPressed.connect(self._lower)
        self.fewer.clicked.connect(self._lower)
        self.without.clicked.connect(self._leave_line)
        self.close_it.clicked.connect(self.reject)
        self.refuse.clicked.connect(lambda: self._leave(refuse=True))
        self.leave.clicked.connect(lambda: self._leave(refuse=False))
        self.take.clicked.connect(self._take)
        self.where.clicked.connect(self._place)
        for keys, act in (
            ("Alt+N", self.fewer.click), ("Alt+X", self.without.click), ("Alt+A", self.where.click),
            ("Alt+R", self.refuse.click), ("Alt+L", self.leave.click), ("Alt+W", self.backorder.click),
            ("Ctrl+Return", self.take.click), ("Ctrl+Enter", self.take.click),
        ):  # fmt: skip
            QShortcut(QKeySequence(keys), self, act)

    # -- showing

    @property
    def marked(self) -> Waiting | None:
        """The order that is marked."""
        row = self.order_list.currentIndex().row()
        return self.many[row] if 0 <= row < len(self.many) else None

    @property
    def marked_line(self) -> Line | None:
        """The line of it that is marked."""
        one, row = self.marked, self.line_list.currentIndex().row()
        return one.lines[row] if one is not None and 0 <= row < len(one.lines) else None

    def look(self, row: int = 0, at: int = -1) -> None:
        """Read what waits anew, and mark that order and line of it; without one the first that nobody knows."""
        self.many = self.shop.receiving.waiting()
        self.orders.show([
            (one.row.source, one.row.outside_id, one.order.name if one.order else "", one.row.reason)
            for one in self.many
        ])  # fmt: skip
        there = bool(self.many)
        self.none.setVisible(not there)
        for part in (self.order_list, self.line_list, self.item, self.pieces, self.fewer, self.without, self.backorder,
                     self.where, self.refuse, self.leave, self.take):  # fmt: skip
            part.setVisible(there)
        if there:
            self.order_list.selectRow(min(row, len(self.many) - 1))
            self._show_order(at=at)
        else:
            self.why.setText("")
            self.close_it.setFocus()

    def _show_order(self, *_rows: Any, at: int = -1) -> None:
        one = self.marked
        if one is None:
            return
        unread = [(said, "", "", "", "") for said in one.text.splitlines()]
        self.lines.show([_row(each) for each in one.lines] or unread)
        self.why.setText(one.row.reason)
        self.backorder.setChecked(one.chosen.backorder)
        self.refuse.setEnabled(one.row.order_id is None)
        self.take.setEnabled(one.order is not None)
        nowhere = one.order is not None and one.order.way == "delivery" and not one.order.address
        self.where.setVisible(nowhere or bool(one.chosen.place))
        unknown = next((no for no, each in enumerate(one.lines) if each.unknown), 0)
        if one.lines:
            self.line_list.selectRow(at if 0 <= at < len(one.lines) else unknown)
        self._show_line()
        begin = self.where if nowhere and not any(each.unknown for each in one.lines) else self.item
        begin.setFocus()

    def _show_line(self, *_rows: Any) -> None:
        self.item.clear()
        self.hits.clear()
        self._offer(shown=False)
        each = self.marked_line
        self.pieces.setText(quantity(each.sold.quantity) if each is not None and each.sold is not None else "")

    def _find(self, text: str) -> None:
        self.hits.clear()
        code = self.shop.catalogue.find_code(text) if text.strip() else None
        found = [code] if code is not None else self.shop.catalogue.search(text, SHOWN)
        for hit in found:
            item = QListWidgetItem(f"{hit.code}   {hit.name}   {rupees(hit.price)}")
            item.setData(Qt.ItemDataRole.UserRole, hit.product_id)
            self.hits.addItem(item)
        self.hits.setCurrentRow(0)
        self._offer(shown=bool(found))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down move among what fits, else among the lines, while one types; Enter on a button presses it."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self.area.ensureWidgetVisible(watched, 0, scaled(8))
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if isinstance(watched, QPushButton) and event.key() in ENTER and event.modifiers() == NONE:
            watched.click()
            return True
        if watched is self.item and event.key() in TO_THE_LIST:
            (self.hits if self.hits.isVisible() else self.line_list).event(event)
            return True
        return super().eventFilter(watched, event)

    def _offer(self, *, shown: bool) -> None:
        """What fits what is typed; on a low screen it stands in place of the orders."""
        self.hits.setVisible(shown)
        low = self.height() < scaled(HIGH)
        self.order_list.setVisible(bool(self.many) and not (low and (shown or len(self.many) == 1)))

    # -- deciding

    def _match(self, *_item: Any) -> None:
        one, each = self.marked, self.marked_line
        if one is None or each is None:
            return
        if not self.item.text().strip() and not each.unknown:
            self.take.setFocus()
            return
        if self.hits.currentRow() < 0:
            self._find(self.item.text())
        if self.hits.currentRow() < 0:
            self.why.setText(_("No item is called that."))
            return
        product_id = self.hits.currentItem().data(Qt.ItemDataRole.UserRole)
        self._do(lambda: self.shop.receiving.match(one.row.id, each.no, product_id))

    def _lower(self) -> None:
        one, each = self.marked, self.marked_line
        if one is not None and each is not None:
            self._do(lambda: self.shop.receiving.lower(one.row.id, each.no, parse_quantity(self.pieces.text())))

    def _leave_line(self) -> None:
        one, each = self.marked, self.marked_line
        if one is not None and each is not None:
            self._do(lambda: self.shop.receiving.leave_line(one.row.id, each.no))

    def _take(self) -> None:
        one = self.marked
        if one is not None:
            self._do(lambda: self.shop.receiving.take(one.row.id, backorder=self.backorder.isChecked()), ends=True)

    def _place(self) -> None:
        """Where it goes, as its customer says it."""
        from shoppos.ui.dialogs.web_address import WebAddressDialog

        one, row = self.marked, self.order_list.currentIndex().row()
        if one is not None and WebAddressDialog(self.context, self, one).exec():
            self.look(row)
            if not any(each.unknown for each in self.many[row].lines):
                self.why.setText("")
                self.take.setFocus()

    def _leave(self, *, refuse: bool) -> None:
        one = self.marked
        if one is not None:
            why = _("Refused by the shop") if refuse else _("Left by the shop")
            self._do(lambda: self.shop.receiving.leave(one.row.id, why, refuse=refuse), ends=True)

    def _do(self, act: Callable[[], object], *, ends: bool = False) -> None:
        """Do it and look again; what is refused stands below."""
        row, at = self.order_list.currentIndex().row(), self.line_list.currentIndex().row()
        waited = self.backorder.isChecked()
        try:
            act()
        except ShopError as error:
            self.why.setText(str(error))
            return
        one = self.marked
        known = one is None or not any(each.unknown for each in one.lines if each.no != at + 1)
        self.look(row, -1 if ends or not known else at)
        if not ends:
            self.backorder.setChecked(waited)
            self.why.setText("")
            if known:
                self.take.setFocus()


def _row(each: Line) -> tuple[str, ...]:
    said = f"{each.said} ({each.told.note})" if each.told.note else each.said
    money = "" if each.told.amount is None else rupees(each.told.amount)
    here = f"{each.hit.code}  {each.hit.name}" if each.hit is not None else _("nobody knows it")
    return said, quantity(each.told.quantity), money, here, quantity(each.sold.quantity) if each.sold else "0"


def _table(model: PlainTable, name: str, stretch: int) -> QTableView:
    table = QTableView()
    table.setModel(model)
    table.setAccessibleName(name)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(scaled(ROW))
    table.setMinimumHeight(scaled(ROW * 2 - 12))
    table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)  # as high as there is room, no more
    header = table.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)
    header.setMaximumSectionSize(scaled(380))
    return table
