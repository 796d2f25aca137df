"""Find any action by a few letters of its name, for whoever does not know its key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from shoppos.base.i18n import _
from shoppos.base.text import fold
from shoppos.ui.keys import ACTIONS, label, printable
from shoppos.ui.style import scaled
from shoppos.ui.widgets.labels import Words

if TYPE_CHECKING:
    from collections.abc import Container

    from shoppos.ui.keys import Keymap

TO_THE_LIST = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})
SHOWN = 8


def other_words() -> dict[str, str]:
    """What else people call an action; found after those whose own name fits."""
    return {
        "buying": _("purchase buy goods received receive supplier vendor order stock in reorder"),
        "return": _("return refund exchange credit note take back goods"),
        "count": _("stock take inventory counting audit shelf"),
        "people": _("customer party parties khata udhaar credit due ledger birthday"),
        "customer": _("person party phone"),
        "khata": _("udhaar credit due receive money"),
        "papers": _("print printer receipt invoice jobs queue"),
        "reprint": _("duplicate copy receipt invoice"),
        "catalogue": _("products goods stock price list barcode label offers"),
        "bills": _("invoices sales history cancel void old receipt"),
        "settings": _("setup options shop GST staff employee PIN language"),
        "split": _("khata udhaar later several ways"),
        "display": _("second screen"),
        "who": _("sign in login cashier employee PIN switch user"),
        "expiring": _("expiry batch old stock"),
        "deliveries": _("owner report mail evening not arrived failed send again queue"),
        "web_waiting": _("online website shop unknown item oversold"),
        "asked": _("wanted missing order"),
        "expense": _("spend spent petty cash rent tea salary wages paid out bill cost"),
        "cash_in": _("petty cash pay in float change bank"),
        "cash_out": _("petty cash pay out withdraw bank safe"),
        "open_drawer": _("no sale cash drawer kick till change"),
        "shift": _("float opening cash drawer turn register session hand over count"),
        "reading": _("X report so far taken cash drawer print"),
        "close_day": _("Z report end of day evening count cash drawer closing"),
        "closed_days": _("Z reports list print again duplicate"),
        "estimates": _("quotation quote proforma price offer promise"),
        "today": _("dashboard overview home owner sales profit"),
        "reports": _("report GST return GSTR-1 GSTR-3B CMP-08 Tally profit best sellers tax day book chart"),
        "strike": _("UPI not received fake payment remove take off"),
        "trusted": _("online website paid trust gateway"),
        "hold": _("park pending"),
        "abandon": _("cancel clear delete bill"),
        "undo": _("undo back"),
    }  # fmt: skip


class Palette(QDialog):
    """A line to type in above the actions that fit; Enter does the marked one. `chosen` is "" after Esc."""

    def __init__(self, keymap: Keymap, allowed: Container[str], parent: QWidget | None = None) -> None:
        """Offer the actions of `allowed`."""
        super().__init__(parent)
        self.setWindowTitle(_("Find any action"))
        self.chosen = ""
        self._keymap = keymap
        self._rows: list[int] = []
        self._actions = [(action, label(action)) for action in ACTIONS if action in allowed and action != "palette"]
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("What do you want to do?"))
        self.line.setAccessibleName(_("Find any action"))
        self.line.setClearButtonEnabled(True)
        self.list = _table()
        self.none = Words(_("No action is called that. Try another word, or Esc."), "quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(*(scaled(12),) * 4)
        column.setSpacing(scaled(8))
        for part in (self.line, self.none, self.list):
            column.addWidget(part)
        self.resize(scaled(540), scaled(74 + 44 * SHOWN))
        self.line.installEventFilter(self)
        self.line.textChanged.connect(self._find)
        self.line.returnPressed.connect(self._take)
        self.list.cellClicked.connect(self._take)
        self._find("")

    def found(self) -> list[str]:
        """The actions listed, best first."""
        return [self._actions[at][0] for at in self._rows]

    def _find(self, text: str) -> None:
        words = fold(text).split()
        more = other_words()
        ranked = [
            (_rank(words, fold(told), fold(more.get(action, "")).split()), at)
            for at, (action, told) in enumerate(self._actions)
        ]
        self._rows = [at for rank, at in sorted(ranked) if rank >= 0]
        self.list.setRowCount(len(self._rows))
        for row, at in enumerate(self._rows):
            action, told = self._actions[at]
            key = QTableWidgetItem(printable(self._keymap.shown(action)))
            key.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.list.setItem(row, 0, QTableWidgetItem(told))
            self.list.setItem(row, 1, key)
        self.list.selectRow(0)
        self.list.setVisible(bool(self._rows))
        self.none.setVisible(not self._rows)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down move in the list while one types."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in TO_THE_LIST:
            self.list.event(event)
            return True
        return super().eventFilter(watched, event)

    def _take(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._rows):
            self.chosen = self._actions[self._rows[row]][0]
            self.accept()


def _table() -> QTableWidget:
    """Two columns, the action and its key, with rows a finger can hit."""
    table = QTableWidget(0, 2)
    table.setAccessibleName(_("Actions"))
    table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    table.setShowGrid(False)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setStyleSheet(f"QTableWidget::item {{ padding: 0 {scaled(10)}px; }}")
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(scaled(44))
    table.horizontalHeader().hide()
    table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    table.setColumnWidth(1, scaled(130))
    return table


def _rank(words: list[str], told: str, more: list[str]) -> int:
    """0 when every word begins one of the action's, 1 with its other words, 2 when each stands inside, else -1."""
    own = told.split()
    if all(any(one.startswith(word) for one in own) for word in words):
        return 0
    if all(any(one.startswith(word) for one in (*own, *more)) for word in words):
        return 1
    return 2 if all(word in told for word in words) else -1
