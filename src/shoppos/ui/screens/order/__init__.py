"""An order is taken: the caller's number, their goods, what they are promised, read back, and Enter."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from shoppos.base.clock import day_of
from shoppos.base.errors import Doubtful, InvalidInput, NotFound, Refused
from shoppos.base.i18n import _
from shoppos.base.money import rupees
from shoppos.base.text import clean
from shoppos.ui.screens.order.page import LOWER, REPEAT, WAITS
from shoppos.ui.screens.order.paying import OrderPaying
from shoppos.ui.widgets.finding import CUSTOMERS, ITEMS
from shoppos.ui.widgets.order_terms import KEYS, day_said

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.ui.context import Context
    from shoppos.ui.dialogs.read_back import ReadBackDialog

BOARD = "orders"


class OrderScreen(OrderPaying):
    """One order at a time; a sale on the counter stays as it is meanwhile."""

    def __init__(self, context: Context) -> None:
        """Build the page and its keys."""
        self._shortcuts: list[QShortcut] = []
        self._from_board = False
        super().__init__(context)
        self._connect()

    def _connect(self) -> None:
        line, side = self.line, self.side
        line.entered.connect(self._entered)
        line.more.connect(self._larger)
        line.one_more.connect(lambda: self._on_line(lambda sale, n: self.shop.orders.change_quantity(sale, n, 1000)))
        line.moved.connect(self._moved)
        line.removed.connect(lambda: self._on_line(self.shop.orders.remove))
        line.taken_back.connect(lambda: self.act("undo"))
        line.escaped.connect(self._escaped)
        line.numbered.connect(self._numbered)
        line.textEdited.connect(self._typed)
        self.finding.picked.connect(self._picked)
        self.table.clicked.connect(self._focus)
        self.begun.clicked.connect(self._begun_clicked)
        self.form.given.connect(self._given)
        self.form.left.connect(self._form_left)
        side.acted.connect(self._pressed)
        side.terms.changed.connect(self._terms_changed)
        side.terms.asked.connect(self._asked)
        side.panel.taken.connect(self._paid)
        side.panel.wants_upi.connect(self._upi)
        side.panel.left.connect(self._leave_panel)

    def retranslate(self) -> None:
        """Say everything in the language, size and keys in force, and make the keys anew."""
        super().retranslate()
        for shortcut in self._shortcuts:
            shortcut.setEnabled(False)
            shortcut.deleteLater()
        keymap = self.context.keymap
        pairs: list[tuple[str, Callable[[], object]]] = [
            (key, lambda act=act: self.act(act)) for act in self._acts() for key in keymap.keys.get(act, ())
        ]
        pairs += [(key, lambda name=name: self._open_list(name)) for name, key in KEYS.items()]
        pairs += [(key, lambda act=act: self.act(act)) for act, key in (
            ("repeat", REPEAT), ("wait", WAITS), ("lower", LOWER)
        )]  # fmt: skip
        self._shortcuts = [QShortcut(QKeySequence(key), self, act) for key, act in pairs if key != "Del"]
        for shortcut in self._shortcuts:
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # -- coming and going

    def enter(self) -> None:
        """A call comes in: the keyboard waits for the caller's number; what was begun before is offered below."""
        self._put_aside()
        self._from_board = False
        self._mode()
        self._show()
        self.line.setFocus()
        with self._telling():
            self._bring_back(self.half.last())

    def again(self) -> None:
        """The next call: what stands on the page waits; while something is asked or paid here, that is answered first.

        Never to the counter, where the next keys would go into its bill.
        """
        if self._busy:
            return
        said = self._waits()
        self.enter()
        if said:
            self.told.emit(said, "good")

    def to_line(self) -> bool:
        """Into the line of this page."""
        if not self._busy:
            self.line.setFocus()
        return True

    @property
    def _busy(self) -> bool:
        """Whether a question, an address or money is being answered for."""
        return self.ask.isVisible() or self.side.panel.opened or self.stack.currentWidget() is self.form

    def begin(self, number: str) -> None:
        """Show the order of that number, as the board asks for it; the number of a bill means none."""
        with suppress(NotFound):
            found = self.shop.orders.view(self.shop.orders.find(number))
            if found.number == number:
                if self._busy:
                    self._put_aside()
                self._from_board = True
                with self._telling():
                    self._open(found.id)
                    self._bring_back(self.half.of(found.id.hex()))

    def refresh(self, tables: frozenset[str]) -> None:
        """Look again: what is free, what came in; nothing typed is touched."""
        del tables
        if self.view is None or self.ask.isVisible() or self.stack.currentWidget() is self.form:
            return
        with self._telling():
            self.view = self.shop.orders.view(self.view.id)
            self._seen_paid()
            if not self.side.panel.opened:
                self._show(self.table.chosen(), quiet=True)

    def scanned(self, text: str) -> bool:
        """A scan made while another field had the keyboard belongs to the order; while it is paid it is refused."""
        if self.side.panel.opened or self.ask.isVisible() or not self.taking:
            self.context.sound("refused")
            said = _("{code} was scanned and is not on the order.").format(code=clean(text, 40))
            next_step = _("Press Esc, then scan it again.") if self.taking else _("Type the caller's number first.")
            with self._telling():
                raise Refused(said, next_step)
            return True
        self.finding.ask(ITEMS)
        self._say_line()
        self._ring(text)
        return True

    def _away(self, said: str = "") -> None:
        """To the board if it asked for this order, else to the counter; what is `said` is shown there."""
        from_board, said = self._from_board, said or self._waits()
        self._put_aside()
        if from_board:
            self.wanted.emit(BOARD)
        else:
            self.leave.emit()
        if said:
            self.told.emit(said, "good")

    def _waits(self) -> str:
        """That the order on the page can be taken up again; nothing where none is begun."""
        view = self.view
        if view is None or view.state != "taken" or not (view.sale and view.sale.lines):
            return ""
        return _("Order {number} waits as it is: {key} offers it again.").format(
            number=view.number, key=self.context.keymap.shown("order")
        )

    def _give_up(self) -> None:
        """Give the order up, and say why; one on which nothing stands needs no reason."""
        view = self._order()
        if not (view.sale and view.sale.lines):
            self._away()
            return

        def cancel(reason: str) -> None:
            self.shop.orders.cancel(view.id, reason)
            self.view = None
            self._mode()
            self._show(message=_("Order {number} is given up.").format(number=view.number))

        asked = _("Give up order {number} of {amount}?").format(number=view.number, amount=rupees(view.payable))
        self._question(asked, _("Reason"), _("Enter  Give it up"), cancel)

    # -- keys

    def _acts(self) -> dict[str, Callable[[], None]]:
        """What the keys of the keymap mean on this page."""
        return {
            "search": self._search, "quantity": lambda: self.line.put("*"), "discount": lambda: self.line.put("/"),
            "price": lambda: self.line.put("="), "customer": self._other_caller, "undo": self._undo,
            "note": self._note, "line_note": self._line_note, "shipping": self._shipping, "abandon": self._give_up,
            "asked": self._not_had, "cash": lambda: self._pay("cash"), "upi": lambda: self._pay("upi"),
            "card": lambda: self._pay("card"),
        }  # fmt: skip

    def act(self, action: str) -> None:
        """Do what a key or a button means."""
        own: dict[str, Callable[[], None]] = {"repeat": self._repeat, "wait": self._wait, "lower": self._lower}
        with self._telling():
            if self.ask.isVisible() or self.stack.currentWidget() is self.form:
                raise Refused(_("Answer the question first, or press Esc."))
            if self.side.panel.opened and action not in {"cash", "upi", "card"}:
                raise Refused(_("Money is being taken."), _("Press Esc first."))
            (own | self._acts())[action]()

    def _open_list(self, name: str) -> None:
        if self.taking and not self.side.panel.opened and not self.ask.isVisible():
            self.side.open(name)

    def _other_caller(self) -> None:
        """Another customer than the one on the page."""
        if self.taking:
            self.finding.ask(CUSTOMERS)
            self.line.setPlaceholderText(_("Whose order is it? Last 4 digits of the phone, or a name"))
        else:
            self.line.setFocus()

    def _entered(self, text: str) -> None:
        with self._telling():
            found = self.finding.current()
            if not self.taking:
                self._caller_entered(text)
            elif self.finding.mode == CUSTOMERS:
                if found is None:
                    said = _("No customer is found by {text}.").format(text=clean(text, 40))
                    raise InvalidInput(said, _("Press Esc to leave it as it is."), "phone")
                self._change_caller(found.id)
            elif not text.strip() and found is None:
                self._confirm()
            elif (self.results.moved or not text.strip()) and found is not None:
                self._picked(found)
            else:
                self._ring(text)

    def _picked(self, found: Any) -> None:
        with self._telling():
            if self.finding.mode == CUSTOMERS:
                if self.taking:
                    self._change_caller(found.id)
                else:
                    self._take(customer_id=found.id)
                return
            text = self.line.text()
            self._pick(found, text, sure=bool(text) and text == self.sure_of)

    def _typed(self, text: str) -> None:
        if text and self.bar.kind == "error":
            self.bar.tell("")
        if not self.taking:
            with self._telling():
                self._typed_caller()

    def _moved(self, by: int) -> None:
        if self.results.isVisible():
            self.results.step(by)
            if not self.taking:
                self._typed_caller()
        elif self.taking:
            self.table.step(by)
        elif self.drafts.things:
            row = self.begun.currentIndex().row() + by
            self.begun.selectRow(min(max(row, 0), len(self.drafts.things) - 1))

    def _numbered(self, number: int) -> None:
        found = self.results.at(number)
        if found is not None:
            self._picked(found)

    def _escaped(self) -> None:
        """Esc: out of a list or a typed text; from an empty line out of the page, and nothing is lost."""
        self._sure = False
        if self.taking and self.finding.mode == CUSTOMERS:
            self._mode()
        elif self.results.isVisible() and self.taking:
            self.finding.hide()
        elif self.line.text():
            self.line.clear()
            self.finding.hide()
            if not self.taking:
                self._typed_caller()
        else:
            self._away()

    def _focus(self) -> None:
        self.line.setFocus()

    def _begun_clicked(self) -> None:
        self._entered("")

    def _pressed(self, name: str) -> None:
        """A button beside the order."""
        if name == "pay":
            self.act("cash")
        else:
            self._entered("")

    # -- confirming

    def _larger(self, text: str) -> None:
        """Ctrl+Enter: the script in large letters; while something is typed, what Enter does."""
        view = self.view
        if text.strip() or view is None or not (view.sale and view.sale.lines):
            self._entered(text)
            return
        from shoppos.ui.dialogs.read_back import ReadBackDialog

        sentences = self.shop.orders.read_back(view.id)
        dialog = ReadBackDialog(self.window(), sentences, view.language, self.side.confirm.text())
        dialog.spoken.connect(partial(self._speak, dialog))
        agreed = dialog.exec()
        dialog.deleteLater()
        if agreed:
            self._entered("")
        self.line.setFocus()

    def _speak(self, dialog: ReadBackDialog, language: str) -> None:
        with self._telling():
            self._set(language=language)
            dialog.say(self.shop.orders.read_back(self._order().id))

    def _confirm(self) -> None:
        """The caller has agreed to what was read: one Enter; what is doubtful is asked once, in the bar."""
        view = self._order()
        if view.state != "taken":
            self._away(_("Order {number} is changed.").format(number=view.number))
            return
        try:
            done = self.shop.orders.confirm(view.id, sure=self._sure)
        except Doubtful as doubt:
            self._sure = True
            self.context.sound("refused")
            self.bar.tell(str(doubt), "warn")
            return
        self.context.sound("done")
        today = day_of(self.shop.db.clock.business_day(self.shop.db.clock.ms()))
        when = day_said(done.promised, done.slot, today=today) if done.promised else _("no day promised")
        said = _("Order {number} is confirmed: {amount}, {when}.").format(
            number=done.number, amount=rupees(done.payable), when=when
        )
        self.view = None
        self._away(said)

    def _show(self, line: int | None = None, *, message: str = "", quiet: bool = False) -> None:
        """The page as it stands; what was doubtful before is asked anew."""
        self._sure = False
        super()._show(line, message=message, quiet=quiet)
