"""Estimates: begun, written like a bill, promised until a day, and sold or ordered when the customer says yes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut

from shoppos.base.errors import NotFound, Refused
from shoppos.base.i18n import _
from shoppos.base.text import clean
from shoppos.rules.numbers import series_of
from shoppos.ui.screens.estimates.ends import EstimateEndsPage
from shoppos.ui.widgets.estimate_side import LOOK, ORDER, PDF, SEND, UNTIL
from shoppos.ui.widgets.finding import CUSTOMERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.ui.context import Context

MAPPED = (
    "search", "quantity", "discount", "price", "customer", "undo", "note", "line_note", "shipping", "cash", "new_sale",
    "print", "abandon",
)  # fmt: skip
"""Actions of the keymap whose keys mean the same here, or sell, begin, print and give up an estimate."""
OWN = (("order", ORDER), ("pdf", PDF), ("send", SEND), ("look", LOOK), ("until", UNTIL))


class EstimatesScreen(EstimateEndsPage):
    """The keyboard is in the search of the list, or in the line of the estimate that is written."""

    def __init__(self, context: Context) -> None:
        """Build the page and its keys."""
        self._shortcuts: list[QShortcut] = []
        super().__init__(context)
        self._connect()

    def _connect(self) -> None:
        line, search = self.line, self.search
        line.entered.connect(self._entered)
        line.more.connect(self._entered)
        line.one_more.connect(
            lambda: self.on_line(lambda one, n: self.shop.estimates.change_quantity(one, n, 1000))
        )  # fmt: skip
        line.moved.connect(self._moved)
        line.removed.connect(lambda: self.on_line(self.shop.estimates.remove))
        line.taken_back.connect(lambda: self.act("undo"))
        line.escaped.connect(self._escaped)
        line.numbered.connect(self._numbered)
        line.textEdited.connect(self._typed)
        search.entered.connect(partial(self._pressed, "open"))
        search.moved.connect(self._walked)
        search.escaped.connect(self._search_left)
        search.textEdited.connect(self._looked_for)
        self.states.currentIndexChanged.connect(self._looked_for)
        self.finding.picked.connect(self.found)
        self.lines.clicked.connect(self.to_line)
        self.list.clicked.connect(self.to_line)
        self.list.doubleClicked.connect(partial(self._pressed, "open"))
        self.list.selectionModel().currentRowChanged.connect(self._marked_another)
        self.side.acted.connect(self.act)

    def retranslate(self) -> None:
        """Say everything in the language, size and keys in force, and make the keys anew."""
        super().retranslate()
        for shortcut in self._shortcuts:
            shortcut.setEnabled(False)
            shortcut.deleteLater()
        keymap = self.context.keymap
        pairs = [(key, act) for act in MAPPED for key in keymap.keys.get(act, ()) if key != "Del"]
        pairs += [(key, act) for act, key in OWN]
        self._shortcuts = [QShortcut(QKeySequence(key), self, partial(self.act, act)) for key, act in pairs]
        for shortcut in self._shortcuts:
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # -- coming and going

    def enter(self) -> None:
        """Go on where one was."""
        self.show_now(self.lines.chosen())
        if self.ask.isVisible():
            self.ask.start()
        else:
            (self.line if self.writing else self.search).setFocus()

    def to_line(self) -> bool:
        """Into the line of this page."""
        if not self.ask.isVisible():
            (self.line if self.writing else self.search).setFocus()
        return True

    def begin(self, number: str) -> None:
        """Show the estimate of that number; any other document's means none."""
        try:
            self.open_one(self.shop.estimates.find(number))
        except NotFound:
            return

    def refresh(self, tables: frozenset[str]) -> None:
        """Look again; nothing typed is touched."""
        del tables
        if self.ask.isVisible():
            return
        with self._telling():
            if self.view is not None:
                self.view = self.shop.estimates.view(self.view.id)
                if self.view.state != "open":
                    self.view = None
            self.show_now(self.lines.chosen(), quiet=True)

    def scanned(self, text: str) -> bool:
        """A scan belongs to the estimate that is written; on the list only the code of an estimate does."""
        if self.ask.isVisible():
            self.context.sound("refused")
            return True
        if series_of(text) == "E":
            with self._telling():
                self.open_one(self.shop.estimates.find(text))
            return True
        if self.writing:
            self.to_items()
            self.ring(text)
        return self.writing

    def open_one(self, estimate_id: bytes) -> None:
        """That estimate stands on the page; one that has ended is only marked in the list."""
        view = self.shop.estimates.view(estimate_id)
        self.bar.tell("")
        if view.state != "open":
            self.states.setCurrentIndex(0)
            self.search.setText(view.number)
            self.show_now()
            return
        self.view = view
        self.to_items()
        self.show_now(view.sale.lines[-1].no if view.sale.lines else None)
        self.line.setFocus()

    def _back(self) -> None:
        """To the list; what stands on the estimate stays as it is."""
        self.view = None
        self.line.clear()
        self.finding.hide()
        self.show_now(quiet=True)
        self.bar.tell("")
        self.search.setFocus()

    # -- keys

    def act(self, action: str) -> None:
        """Do what a key or a button means."""
        acts: dict[str, Callable[[], None]] = {
            "open": self._open_marked, "new": self._new, "new_sale": self._new, "of_counter": self._of_counter,
            "sell": self.sell, "cash": self.sell, "order": self.order, "print": self.print_it, "pdf": self.save_pdf,
            "send": self.send, "look": self.look, "until": self.ask_until, "promise": self.ask_until,
            "give_up": self.give_up, "abandon": self.give_up, "customer": self._customer, "undo": self._undo,
            "note": self.ask_note, "line_note": self.ask_line_note, "shipping": self.ask_shipping,
            "search": self.search_items, "quantity": partial(self._put, "*"), "discount": partial(self._put, "/"),
            "price": partial(self._put, "="),
        }  # fmt: skip
        with self._telling():
            if self.ask.isVisible():
                raise Refused(_("Answer the question first, or press Esc."))
            self.bar.tell("")
            acts[action]()

    def _pressed(self, action: str, *_what: object) -> None:
        """A list or a line asks for that."""
        self.act(action)

    def _put(self, sign: str) -> None:
        self.one()
        self.line.put(sign)

    def _new(self) -> None:
        self.open_one(self.shop.estimates.begin().id)

    def _of_counter(self) -> None:
        """What was rung up at the counter becomes an estimate."""
        self.open_one(self.shop.estimates.of_sale(self.shop.sales.on_screen().id).id)

    def _open_marked(self) -> None:
        row = self.marked
        if row is None:
            self._new()
        elif row.state in {"open", "draft", "lapsed"} and self.shop.estimates.view(row.id).state == "open":
            self.open_one(row.id)
        elif row.number:
            self.look()

    def _customer(self) -> None:
        self.one()
        self.finding.ask(CUSTOMERS)

    def _undo(self) -> None:
        self.rang(self.shop.estimates.undo(self.one().id))

    def _entered(self, text: str) -> None:
        with self._telling():
            found = self.finding.current()
            if self.finding.mode == CUSTOMERS:
                self.customer_entered(text)
            elif not text.strip() and found is None:
                self._done()
            elif (self.results.moved or not text.strip()) and found is not None:
                self.found(found)
            else:
                self.ring(text)

    def _done(self) -> None:
        """Enter on the empty line: promise it; what is promised already goes back to the list."""
        view = self.one()
        if view.number:
            self._back()
        else:
            self.ask_until()

    def _typed(self, text: str) -> None:
        if text and self.bar.kind == "error":
            self.bar.tell("")

    def _moved(self, by: int) -> None:
        if self.results.isVisible():
            self.results.step(by)
        else:
            self.lines.step(by)

    def _numbered(self, number: int) -> None:
        found = self.results.at(number)
        if found is not None:
            self.found(found)

    def _escaped(self) -> None:
        """Esc: out of a list or a typed text; from an empty line back to the list of estimates."""
        if self.finding.mode == CUSTOMERS:
            self.to_items()
        elif self.results.isVisible():
            self.finding.hide()
        elif self.line.text():
            self.line.clear()
        else:
            self._back()

    # -- the list

    def _looked_for(self) -> None:
        if self.context.opened is not None and not self.writing:
            self.show_now(quiet=True)

    def _search_left(self) -> None:
        """Esc: from a search to all, from all to the counter."""
        if self.search.text() or self.states.currentIndex() > 0:
            self.search.clear()
            self.states.setCurrentIndex(0)
            self._looked_for()
        else:
            self.leave.emit()

    def _walked(self, by: int) -> None:
        rows = self.rows.rowCount()
        if rows:
            self.list.selectRow(min(max(self.list.currentIndex().row() + by, 0), rows - 1))

    def _marked_another(self) -> None:
        if not self.writing and self.context.opened is not None:
            self.show_marked()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What is typed beside the line belongs into it; Esc goes back."""
        line = self.line if self.writing else self.search
        if event.key() == Qt.Key.Key_Escape:
            (self._escaped if self.writing else self._search_left)()
        elif clean(event.text()) and event.text().isprintable() and not self.ask.isVisible():
            line.setFocus()
            line.insert(event.text())
        else:
            super().keyPressEvent(event)
