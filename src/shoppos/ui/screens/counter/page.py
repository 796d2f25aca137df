"""The counter's page: its parts, and how they show the sale."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout

from shoppos.base.errors import ShopError
from shoppos.base.i18n import _
from shoppos.base.money import quantity, rupees
from shoppos.ui import style
from shoppos.ui.context import Context
from shoppos.ui.customer_display import DisplayState
from shoppos.ui.screen import Screen
from shoppos.ui.widgets.ask_row import AskRow
from shoppos.ui.widgets.bill_table import BillTable
from shoppos.ui.widgets.entry_line import EntryLine
from shoppos.ui.widgets.finding import Finding
from shoppos.ui.widgets.labels import Hints
from shoppos.ui.widgets.message_bar import MessageBar
from shoppos.ui.widgets.pay_side import PaySide
from shoppos.ui.widgets.printer_state import PrinterSign
from shoppos.ui.widgets.results import Results
from shoppos.ui.widgets.top_row import TopRow

if TYPE_CHECKING:
    from shoppos.shop.credit_notes import Returned
    from shoppos.shop.sale_view import SaleView


class CounterPage(Screen):
    """The parts of the counter and how they show a sale; nothing is kept here that the shop's file does not keep."""

    key: ClassVar[str] = "counter"
    watches: ClassVar[frozenset[str]] = frozenset({"sale", "sale_line", "product", "letterhead", "setting", "void"})

    def __init__(self, context: Context) -> None:
        """Build the page; it can be painted before the shop is open."""
        super().__init__(context)
        self.view: SaleView | None = None
        self.top = TopRow()
        self.line = EntryLine()
        self.ask = AskRow()
        self.table = BillTable()
        self.bar = MessageBar()
        self.sign = PrinterSign()
        self.post = PrinterSign()
        self.travels = PrinterSign()
        self.till_sign = PrinterSign()
        self.hints = Hints()
        self.side = PaySide()
        self.results = Results(self)
        self.finding = Finding(context, self.line, self.results)
        self._build()
        self.retranslate()
        self.line.setEnabled(False)

    def _build(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(style.scaled(10))
        for part in (self.top, self.line, self.ask):
            left.addWidget(part)
        left.addWidget(self.table, 1)
        left.addWidget(self.bar)
        signs = QHBoxLayout()
        for sign in (self.sign, self.post, self.travels, self.till_sign):
            signs.addWidget(sign)
        signs.addStretch(1)
        left.addLayout(signs)
        left.addWidget(self.hints)
        page = QHBoxLayout(self)
        page.setContentsMargins(*(style.scaled(14), style.scaled(8)) * 2)
        page.setSpacing(style.scaled(14))
        page.addLayout(left, 1)
        page.addWidget(self.side)
        page.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)

    def minimumSizeHint(self) -> QSize:
        """The smallest page that `fit` has been tried on."""
        return QSize(960, 540)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the window: from 1024 x 600 on everything stays in reach."""
        super().resizeEvent(event)
        self.side.fit(self.width(), self.height())
        self.top.fit(self.width())
        self.hints.setVisible(self.height() >= style.scaled(540))

    def title(self) -> str:
        """The page's name."""
        return _("Counter")

    def enter(self) -> None:
        """Give the keyboard to where one types."""
        if self.ask.isVisible():
            self.ask.start()
        elif self.side.panel.opened:
            self.side.panel.start()
        else:
            self.line.setFocus()

    def retranslate(self) -> None:
        """Say everything in the language, size and keys in force."""
        keymap = self.context.keymap
        self.finding.relabel()
        self.side.relabel(keymap)
        self.table.resize_to_font()
        self.side.resize_to_font()
        self.side.fit(self.width(), self.height())
        shown = (("search", _("search")), ("return", _("return")), ("hold", _("hold")), ("customer", _("customer")),
                 ("keys", _("all keys")), ("undo", _("undo")))  # fmt: skip
        keys = [f"{keymap.shown(action)} {words}" for action, words in shown if keymap.shown(action)]
        grammar = [_("*3 set qty"), _("/10 line %"), _("=95 price"), _("Del remove"), _("+ - quantity")]
        self.hints.say(keys + grammar)
        if self.context.opened is not None:
            self._head()
            if self.view is not None:
                self._show(self.view, self.table.chosen())

    def refresh(self, tables: frozenset[str]) -> None:
        """Look again when something else has changed the shop."""
        if self.context.opened is None or self.view is None or self.ask.isVisible():
            return
        if tables & {"letterhead", "setting", "employee"}:
            self._head()
        if self.side.panel.opened or not tables & {"product", "void", "stock"}:
            return
        self._show(self.shop.sales.on_screen(), self.table.chosen(), quiet=True)

    def show_returned(self, made: "Returned", way: str) -> None:
        """What to hand over or take after a return stands where the last sale stood; a bill that is open stays."""
        if self.view is None or not self.view.lines:
            self.side.total.show_returned(made, way)

    def show_customer(self, state: DisplayState | None) -> None:
        """What another page shows the customer, until it says None: then the sale on the counter stands there again."""
        self.showing.emit(self._display(self.table.chosen()) if state is None else state)

    @contextmanager
    def _telling(self) -> Generator[None]:
        """Whatever the shop refuses inside is said in the bar; nothing typed is lost."""
        try:
            yield
        except ShopError as error:
            self.context.sound("refused")
            if self.side.panel.opened:
                self.side.panel.refuse(error)
            else:
                self.bar.refuse(error)

    def _show(self, view: "SaleView", line: int | None, *, message: str = "", quiet: bool = False) -> None:
        """Show a sale and the line that was just touched."""
        self.view = view
        self.table.show_lines(view.lines, line)
        if not self.side.panel.opened:
            self.side.show_sale(view)
        if message:
            self.bar.tell(message, "good")
        elif not quiet:
            self.bar.tell(view.warnings[-1] if view.warnings else "", "warn")
        self.showing.emit(self._display(line))

    def _display(self, line: int | None) -> DisplayState:
        view = self.view
        shop = self.top.shop.text()
        if view is None or not view.lines:
            return DisplayState("idle", shop)
        rung = next((one for one in view.lines if one.no == line), view.lines[-1])
        words = _("{name} {n} × {price} = {amount}").format(
            name=rung.name, n=quantity(rung.quantity), price=rupees(rung.price), amount=rupees(rung.amount)
        )
        return DisplayState("selling", shop, view.items, view.payable, words)

    def _head(self) -> None:
        shop = self.shop
        name = shop.settings.profile().name
        who = _("nobody signed in") if shop.db.nobody else shop.staff.current.name
        self.top.show_shop(name, shop.tills.current, who)
        try:
            self.top.show_held(shop.sales.held())
        except ShopError as error:
            self.top.show_held([])
            self.bar.refuse(error)
        self.side.show_last(shop.sales.last(), self.context.keymap.shown("reprint"))

    def say_who(self) -> None:
        """Show who is at the till now."""
        self._head()

    def _sale(self) -> "SaleView":
        if self.view is None:
            self.view = self.shop.sales.on_screen()
        return self.view
