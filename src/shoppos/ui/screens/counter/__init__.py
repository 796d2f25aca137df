"""The counter: everything a cashier does with a customer before them, without the mouse."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from shoppos.base.errors import NotFound, ShopError
from shoppos.base.i18n import _
from shoppos.base.money import rupees
from shoppos.rules.methods import label as method_label
from shoppos.ui.context import Context
from shoppos.ui.screens.counter.ringing import CounterRinging
from shoppos.ui.widgets.finding import CUSTOMERS, ITEMS

if TYPE_CHECKING:
    from shoppos.shop.sale_view import SaleView


class CounterScreen(CounterRinging):
    """The sale on screen, and what every key does with it."""

    def __init__(self, context: Context) -> None:
        """Build the page; it can be painted before the shop is open."""
        super().__init__(context)
        self._connect()

    def _connect(self) -> None:
        line, side = self.line, self.side
        line.entered.connect(self._entered)
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
        side.customer.dropped.connect(lambda: self._set_customer(None))
        side.customer.addressed.connect(self._address)
        side.panel.taken.connect(self._take)
        side.panel.wants_upi.connect(self._upi)
        side.panel.left.connect(self._leave_panel)
        side.panel.dropped.connect(self._drop_noted)
        side.panel.changed.connect(self._stage)

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

    def _put_aside(self, error: ShopError) -> "SaleView":
        """The sale on screen cannot be priced: hold it as it is, so that one can sell, and say why."""
        shown, _panel = self.shop.tills.screen()
        if shown is None:
            raise error
        view = self.shop.sales.hold(shown)
        self.bar.refuse(error)
        return view

    def scanned(self, text: str) -> None:
        """A scan made while another field had the keyboard goes to the bill; on the pay panel it only beeps."""
        if self.side.panel.opened:
            self.context.sound("refused")
            return
        before = self.focusWidget()
        self.finding.ask(ITEMS)
        self._ring(text)
        if self.ask.isVisible() and before in self.ask.fields:
            before.setFocus()

    def act(self, action: str) -> bool:
        """Do what a key of the keymap means; False when it is not the counter's."""
        acts: dict[str, Callable[[], None]] = {
            "help": self._help, "search": self._search, "quantity": lambda: self.line.put("*"),
            "discount": lambda: self.line.put("/"), "price": lambda: self.line.put("="), "remove": self._remove,
            "reprint": self._reprint, "customer": lambda: self._look_for(CUSTOMERS), "hold": self._hold,
            "cash": lambda: self._pay("cash"), "upi": lambda: self._pay("upi"), "card": lambda: self._pay("card"),
            "split": self._split, "print": lambda: self._pay("cash"), "undo": self._undo, "note": self._note,
            "new_sale": self._new,
        }  # fmt: skip
        if action not in acts or self.context.opened is None:
            return action in acts
        with self._telling():
            self._nothing_asked()
            self._not_while_paying(action)
            acts[action]()
        return True

    def _remove(self) -> None:
        self._on_line(self.shop.sales.remove)

    def _undo(self) -> None:
        view = self._sale()
        last = self.shop.sales.last()
        if view.lines or view.can_undo or last is None or last.voided:
            self._show(self.shop.sales.undo(view.id), None)
            return

        def cancel(texts: list[str]) -> None:
            self.shop.sales.void(last.number, texts[0])
            self._head()
            self.side.total.forget()
            self._show(
                self.shop.sales.on_screen(), None, message=_("Bill {number} is cancelled.").format(number=last.number)
            )

        question = _("Cancel bill {number} ({amount}, {method})? The stock goes back.").format(
            number=last.number, amount=rupees(last.payable), method=method_label(last.method or "cash")
        )
        self.ask.ask(question, (_("Reason"),), _("Cancel bill"), cancel, self.enter, keep=_("Esc  Keep bill"))

    def _new(self) -> None:
        """Begin a new bill; what stands on screen is held, never lost."""
        if self._sale().lines:
            self._hold()

    def _hold(self) -> None:
        view = self._sale()
        self._nothing_noted()
        self._close_panel()
        if view.lines:
            self._show(self.shop.sales.hold(view.id), None, message=_("The bill is held."))
            self._head()
            return
        held = self.shop.sales.held()
        if len(held) == 1:
            self._recall(held[0].sale_id)
        elif held:
            self.line.digits_pick = True
            self.bar.tell(_("Which bill? Press its number, 1 to {n}.").format(n=min(len(held), 9)), "good")
        else:
            self.bar.tell(_("No bill is held."), "warn")

    def _note(self) -> None:
        view = self._sale()

        def keep(texts: list[str]) -> None:
            self._show(self.shop.sales.set_note(view.id, texts[0]), self.table.chosen())

        self.ask.ask(_("A note on this bill"), (_("Note"),), _("Enter  Keep"), keep, self.enter, given=(view.note,))

    def _reprint(self) -> None:
        last = self.shop.sales.last()
        if last is None:
            raise NotFound(_("There is no bill to print again yet."))
        self.shop.sales.reprint(last.number)
        self.context.wake_printer()
        self.bar.tell(_("Bill {number} is printed again as DUPLICATE.").format(number=last.number), "good")
