"""The page of a return: its parts, and how they show what comes back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from shoppos.base.errors import ShopError
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.ui import style
from shoppos.ui.screen import Screen
from shoppos.ui.widgets.ask_row import AskRow
from shoppos.ui.widgets.bill_list import AMOUNT, NUMBER, TIME, WHO, BillList
from shoppos.ui.widgets.entry_line import EntryLine
from shoppos.ui.widgets.labels import Words
from shoppos.ui.widgets.return_side import ReturnSide
from shoppos.ui.widgets.return_table import ITEM, SOLD, WIDTHS, ReturnTable
from shoppos.ui.widgets.tables import fit, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.shop.return_view import Give, ReturnView
    from shoppos.shop.returns import Amounts
    from shoppos.shop.sale_view import LineView
    from shoppos.ui.context import Context

BILLS = ((NUMBER, 150), (TIME, 112), (AMOUNT, 100))
LATELY, SEARCHED = dt.timedelta(days=31), dt.timedelta(days=400)


class ReturnsPage(Screen):
    """One return at a time; nothing is written before Enter takes it."""

    key = "return"
    watches: ClassVar[frozenset[str]] = frozenset({"sale", "void", "credit_note"})

    def __init__(self, context: Context) -> None:
        """Build the page."""
        super().__init__(context)
        self.line, self.ask, self.side = EntryLine(), AskRow(), ReturnSide()
        self.hints = Words(role="hint")
        self.hints.setWordWrap(True)
        self.found, self.lines = BillList(), ReturnTable()
        self.bills = table(self.found, WHO, BILLS)
        self.table = table(self.lines, ITEM, WIDTHS)
        self.stack = QStackedWidget()
        self._forget()
        self._lay_out()
        self.retranslate()

    def title(self) -> str:
        """The page's name."""
        return _("Take goods back")

    def _forget(self) -> None:
        """Nothing is asked for yet."""
        self.view: ReturnView | None = None
        self.gives: dict[int, Give] = {}
        self.exchange: list[str] = []
        self.loose: list[str] | None = None
        self.amounts: Amounts | None = None
        self.way, self.instead, self.damaged, self.chosen = "cash", False, False, 0
        self._steps: list[tuple[dict[int, Give], list[str], list[str] | None]] = []
        self._key = new_id()

    def _lay_out(self) -> None:
        for view in (self.bills, self.table):
            view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.stack.addWidget(view)
        left = QVBoxLayout()
        left.setSpacing(style.scaled(10))
        for part in (self.line, self.ask):
            left.addWidget(part)
        left.addWidget(self.stack, 1)
        left.addWidget(self.hints)
        page = QHBoxLayout(self)
        page.setContentsMargins(*(style.scaled(14), style.scaled(10)) * 2)
        page.setSpacing(style.scaled(14))
        page.addLayout(left, 1)
        page.addWidget(self.side)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the window."""
        super().resizeEvent(event)
        self.side.fit(self.width(), self.height())
        narrow = self.width() - self.side.width() < style.scaled(520)
        self.table.setColumnHidden(SOLD, narrow)
        self.bills.setColumnHidden(TIME, narrow)

    def retranslate(self) -> None:
        """Say everything in the language, size and keys in force."""
        keymap = self.context.keymap
        self.side.relabel(keymap)
        self.line.setAccessibleName(_("What comes back"))
        self.bills.setAccessibleName(_("Bills"))
        self.table.setAccessibleName(_("What comes back"))
        fit(self.bills, BILLS)
        fit(self.table, WIDTHS)
        self.side.fit(self.width(), self.height())
        self._show()

    # -- looking

    def refresh(self, tables: frozenset[str]) -> None:
        """The list of bills as it is now; what was begun stays."""
        del tables
        if self.view is None and self.loose is None:
            self._look(self.line.text())

    def enter(self) -> None:
        """The keyboard is where one scans."""
        if self.ask.isVisible():
            self.ask.start()
        else:
            self.line.setFocus()

    def _look(self, text: str) -> None:
        clock = self.shop.db.clock
        day = clock.business_day(clock.ms())
        today = dt.date(day // 10_000, day // 100 % 100, day % 100)
        self.found.show(self.shop, today - (SEARCHED if text.strip() else LATELY), today, text.strip(), "bills")
        if self.found.rowCount():
            self.bills.selectRow(0)
        self.hints.setText(self._list_hints())

    def _list_hints(self) -> str:
        """What one can press while the bill is looked for."""
        if self.found.rowCount():
            return _("↑ ↓ choose   Enter  this bill   Ctrl+Shift+B  there is no bill   Esc  to the counter")
        if self.line.text().strip():
            return _("No such bill. Type less of it, or press Ctrl+Shift+B where there is no bill.")
        return _("No bill of the last month. Type the number of an older one, or press Ctrl+Shift+B without a bill.")

    def _typed(self, text: str) -> None:
        if self.view is None and self.loose is None:
            self._look(text)

    def _show(self) -> None:
        """The page as it stands; amounts are those of `shop.returns.preview`."""
        chosen, worth = self.view is not None or self.loose is not None, None
        rung: tuple[LineView, ...] = ()
        if self.loose is not None:
            rung, worth = self.shop.returns.preview_without(self.loose) if self.loose else ((), 0)
        view, given = self.view, any(give.quantity for give in self.gives.values())
        self.amounts = self.shop.returns.preview(view, self.gives, self.exchange) if view and given else None
        self.stack.setCurrentWidget(self.table if chosen else self.bills)
        self.lines.show(self.view, self.gives, self.amounts, rung)
        self.side.show_state(
            self.view, self.amounts, self.way, instead=self.instead, damaged=self.damaged, loose=worth
        )  # fmt: skip
        row = self.lines.row_of(self.chosen)
        if row >= 0:
            self.table.selectRow(row)
        if not chosen:
            asked = _("Scan the code on the bill, or type its number, a phone or an amount")
            hints = self._list_hints()
        elif self.instead:
            asked = _("Scan what is taken instead")
            hints = _("Enter  done   F3  back to what comes back   Ctrl+Z  take back")
            if self.amounts is not None and self.amounts.to_pay:
                cash = self.context.keymap.shown("cash")
                hints += "   " + _("what was given, then {key}  change").format(key=cash)
        else:
            asked = _("Scan what came back")
            hints = _(
                "2*code two   +  one more   *3 quantity   Del not this   Ctrl+Z take back   F4 damaged   Esc leave"
            )
        self.line.setPlaceholderText(asked)
        self.hints.setText(hints)

    def _begun(self) -> bool:
        return self.view is not None and any(give.quantity for give in self.gives.values())

    def _telling(self, act: Callable[[], None]) -> None:
        """Do it; what is refused is said in the bar, and nothing typed is lost."""
        try:
            act()
        except ShopError as error:
            self.context.sound("refused")
            self.told.emit(str(error), "error")
