"""The counter: everything a cashier does with a customer before them, without the mouse."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from shoppos.base.errors import Refused, ShopError
from shoppos.base.i18n import _
from shoppos.base.text import clean
from shoppos.ui import keys
from shoppos.ui.context import Context
from shoppos.ui.screens.counter.whole import CounterWhole
from shoppos.ui.widgets.address_choice import KEY as ADDRESS_KEY
from shoppos.ui.widgets.finding import CUSTOMERS, ITEMS

if TYPE_CHECKING:
    from shoppos.shop.sale_view import SaleView


class CounterScreen(CounterWhole):
    """The sale on screen, and what every key does with it."""

    def __init__(self, context: Context) -> None:
        """Build the page; it can be painted before the shop is open."""
        super().__init__(context)
        self._connect()

    def _connect(self) -> None:
        line, side = self.line, self.side
        line.entered.connect(self._entered)
        line.more.connect(self._more)
        line.one_more.connect(lambda: self._on_line(lambda sale, n: self.shop.sales.change_quantity(sale, n, 1000)))
        line.moved.connect(self._moved)
        line.removed.connect(lambda: self.act("remove"))
        line.taken_back.connect(lambda: self.act("undo"))
        line.escaped.connect(self._escaped)
        line.numbered.connect(self._numbered)
        line.textEdited.connect(self._typed)
        self.finding.picked.connect(self._picked)
        self.table.clicked.connect(self.enter)
        self.top.recalled.connect(self._recall)
        side.acted.connect(self.act)
        side.noted.connect(self._note_given)
        side.customer.asked.connect(lambda: self.act("customer"))
        side.customer.opened.connect(lambda: self.act("customer_card"))
        side.customer.paid.connect(lambda: self.act("khata"))
        side.customer.dropped.connect(lambda: self._set_customer(None))
        side.customer.addressed.connect(self._address)
        side.customer.where.chosen.connect(self._address_of)
        shortcut = QShortcut(QKeySequence(ADDRESS_KEY), self, side.customer.where.open)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        side.panel.taken.connect(self._take)
        side.panel.wants_upi.connect(self._upi)
        side.panel.left.connect(self._leave_panel)
        side.panel.dropped.connect(self._drop_noted)
        side.panel.changed.connect(self._stage)

    def _more(self, text: str) -> None:
        """Ctrl+Enter: the whole card while a customer is looked for, else what Enter does."""
        if self.finding.mode == CUSTOMERS:
            self.act("customer_card")
        else:
            self._entered(text)

    def attach(self) -> None:
        """The shop is open: show the sale as it stood when the program last ended, on the pay panel too."""
        self.line.setEnabled(True)
        self.retranslate()
        try:
            view = self.shop.sales.on_screen()
        except ShopError as error:
            view = self._put_aside(error)
        self._show(view, view.lines[-1].no if view.lines else None, quiet=bool(self.bar.text()))
        if view.lines and view.panel:
            self._bring_back(view.panel)
        due = "" if view.lines or self.bar.text() else self.shop.counting.due()
        if due:
            key = self.context.keymap.shown("count")
            self.bar.tell(f"{due} {_('Press {key}.').format(key=keys.printable(key))}", "warn")

    def _put_aside(self, error: ShopError) -> "SaleView":
        """The sale on screen cannot be priced: hold it as it is, so that one can sell, and say why."""
        shown, _panel = self.shop.tills.screen()
        if shown is None:
            raise error
        view = self.shop.sales.hold(shown)
        self.bar.refuse(error)
        return view

    def scanned(self, text: str) -> bool:
        """A scan made while another field had the keyboard goes to the bill; on the pay panel it changes nothing."""
        if self.side.panel.opened:
            self.context.sound("refused")
            said = _("{code} was scanned and is not on the bill.").format(code=clean(text, 40))
            self.side.panel.refuse(Refused(said, _("Press Esc, then scan it again.")))
            return True
        before = self.focusWidget()
        self.finding.ask(ITEMS)
        self._ring(text)
        if self.ask.isVisible() and before in self.ask.fields:
            before.setFocus()
        return True

    def act(self, action: str) -> bool:
        """Do what a key of the keymap means; False when it is not the counter's."""
        acts: dict[str, Callable[[], None]] = {
            "help": self._help, "search": self._search, "quantity": lambda: self.line.put("*"),
            "discount": lambda: self.line.put("/"), "price": lambda: self.line.put("="), "remove": self._remove,
            "reprint": self._reprint, "customer": self._customer, "hold": self._hold,
            "cash": lambda: self._pay("cash"), "upi": lambda: self._pay("upi"), "card": lambda: self._pay("card"),
            "split": self._split, "print": lambda: self._pay("cash"), "undo": self._undo, "note": self._note,
            "line_note": self._line_note,
            "new_sale": self._new, "customer_card": self._card, "khata": self._khata, "shipping": self._shipping,
            "state": self._state, "abandon": self._abandon,
            "asked": self._not_had,
        }  # fmt: skip
        if action not in acts or self.context.opened is None:
            return action in acts
        if self.ask.isVisible() and action in self.ask.ways:
            self.ask.take_by(action)
            return True
        with self._telling():
            self._nothing_asked()
            self._not_while_paying(action)
            acts[action]()
        return True
