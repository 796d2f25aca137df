"""The orders: all of them on one board, each moved on by one key, and one of them whole with all that happened."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout

from shoppos.base.clock import day_number, day_of
from shoppos.base.errors import NotFound, ShopError
from shoppos.base.i18n import _
from shoppos.base.text import ascii_digits
from shoppos.ui.screen import Screen
from shoppos.ui.screens.orders.acts import OrderActs
from shoppos.ui.screens.orders.page import ACTS, OrdersPage
from shoppos.ui.widgets import order_words as said
from shoppos.ui.widgets.order_cards import told
from shoppos.ui.widgets.order_panel import line_told

if TYPE_CHECKING:
    from shoppos.reports.orders import Filters
    from shoppos.shop.order_view import OrderView
    from shoppos.ui.context import Context

CALM = 120
"""Milliseconds between two looks, however many commits there are meanwhile."""
MINUTE = 60_000
"""Milliseconds after which the ages on the cards are others."""


class OrdersScreen(Screen):
    """The board; Enter shows one order whole, `>` moves it on, letters do all else."""

    key = "orders"
    watches: ClassVar[frozenset[str]] = frozenset(
        {"orders", "order_step", "parcel", "advance", "cod_receipt", "message", "packed_line", "utr", "credit_note",
         "outside_order"}
    )  # fmt: skip

    def __init__(self, context: Context) -> None:
        """Build the page."""
        super().__init__(context)
        self.page = OrdersPage(context, self)
        self.board, self.panel, self.search = self.page.board, self.page.panel, self.page.search
        self._shown: bytes | None = None
        self._handing = ""
        self._web = 0
        self.acts = OrderActs(self)
        self.acts.done.connect(self._after)
        self._later = _timer(self, CALM, self._look, once=True)
        self._ages = _timer(self, MINUTE, self._look, once=False)
        self.page.wanted.connect(self.do)
        self.page.looked.connect(self._looked_for)
        self.board.moved.connect(self._moved)
        self.board.opened.connect(lambda: self.do("open"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        for keys, act in (
            *((f"Ctrl+{letter}", act) for act, letter in ACTS if letter.isalpha()),
            ("Ctrl+F", "search"), ("Ctrl+Right", "next"), ("Esc", "leave"),
        ):  # fmt: skip
            shortcut = QShortcut(QKeySequence(keys), self, partial(self.do, act))
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.retranslate()

    def title(self) -> str:
        """The page's name."""
        return _("Orders")

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.page.retranslate()
        if self.context.opened is not None:
            self._look()

    # -- looking

    def enter(self) -> None:
        """Begin on the board, where one was; what was looked for before is forgotten."""
        self._ages.start()
        if self.page.filtered:
            shown = self._shown if self.page.opened else None
            self.page.clear()
            if shown is not None:
                self.show_order(shown)
        if self.page.opened:
            self.panel.setFocus()
        elif self.board.empty:
            (self.search if self.page.filtered else self.page.new).setFocus()
        else:
            self.board.begin()

    def again(self) -> None:
        """Its own key leads nowhere else: the next keys would go into the bill on the counter."""
        self.enter()

    def refresh(self, tables: frozenset[str]) -> None:
        """Orders have changed: look again, soon but not at each of many changes."""
        if not self.isVisible() or tables == self.watches:
            self._look()
        elif not self._later.isActive():
            self._later.start()

    def scanned(self, text: str) -> bool:
        """The code of an order, a label or a bill of one opens it; any other scan belongs to the counter."""
        try:
            self.show_order(self.shop.orders.find(text))
        except NotFound:
            return False
        return True

    def begin(self, number: str) -> None:
        """Another page asks for that order (its number, or the bill of one)."""
        if number:
            try:
                self.show_order(self.shop.orders.find(number))
            except NotFound as error:
                self.told.emit(str(error), "warn")

    def in_hand(self) -> str:
        """The order or bill that is handed to the page asked for; F7 alone begins a new order."""
        return self._handing

    @property
    def order_id(self) -> bytes | None:
        """The order that is shown whole, else the one that is marked."""
        if self.page.opened:
            return self._shown
        row = self.board.chosen
        return row.order_id if row is not None else None

    @property
    def gone(self) -> bool:
        """Whether what is marked is what has left of an order of which the rest is in the shop."""
        row = self.board.chosen
        return not self.page.opened and row is not None and row.part == "gone"

    @property
    def today(self) -> int:
        """The business day, as yyyymmdd."""
        clock = self.shop.db.clock
        return clock.business_day(clock.ms())

    def _filters(self) -> Filters:
        from shoppos.reports.orders import Filters

        page = self.page
        days = page.day.currentData() or ""
        day = day_number(day_of(self.today) + dt.timedelta(days=int(days))) if days else None
        return Filters(
            channel=page.channel.currentData() or "", way=page.way.currentData() or "", day=day,
            late=page.late.isChecked(), waiting=page.waits.isChecked(), text=self.search.text().strip(),
        )  # fmt: skip

    def _look(self) -> None:
        """Read the board anew, and the order that is shown whole."""
        from shoppos.reports import outside
        from shoppos.reports.orders import board

        self._web = outside.how_many(self.shop.db)
        self.page.count_web(self._web)
        found = board(self.shop.db, self._filters())
        self.board.show_board(found, self.today)
        self.page.count(found.late, found.waiting)
        if self.page.opened and self._shown is not None:
            self._fill_panel(self._shown)
        else:
            self._turn()
        self._moved()

    def _looked_for(self) -> None:
        """Something else is looked for: the board shows it."""
        if self.context.opened is None:
            return
        self._shown = None
        self.page.show_part(self.board)
        self._look()
        if self.page.filtered and not self.board.empty and not self.search.hasFocus():
            self.board.begin()

    def _turn(self) -> None:
        """The board, or the sentence that tells what to do where it is empty."""
        if not self.board.empty:
            self.page.show_part(self.board)
            return
        if self.page.filtered:
            self.page.empty.setText(_("No order is like that. Esc shows all."))
        else:
            from shoppos.ui.keys import printable

            key = printable(self.context.keymap.shown("order"))
            self.page.empty.setText(_("No orders yet. Press {key} when somebody calls.").format(key=key))
        self.page.show_part(self.page.empty)

    def _moved(self) -> None:
        """Another order is marked: say it in one line and offer what can be done with it."""
        row = self.board.chosen
        if self.page.opened:
            self.page.summary.setText(_("Esc: back to the board. Enter or >: the next step."))
        elif row is not None:
            self.page.summary.setText("  ·  ".join(part for part in told(row, self.today) if part))
        else:
            self.page.summary.setText("")
        self._offer()

    def _offer(self) -> None:
        view, web = self.acts.view(), ("web",) if self._web else ()
        if view is None:
            self.page.offer((*web, "run") if not self.board.empty else web, "")
            return
        offered = set(self.acts.possible(view))
        if not self.page.opened:
            offered |= {"open", "gather"}
        self.page.offer((*offered, *web, "run"), said.act_said(self.acts.next_of(view)))

    # -- one order

    def show_order(self, order_id: bytes) -> None:
        """Show that order whole."""
        self._shown = order_id
        self.board.mark(order_id)
        self._fill_panel(order_id)
        self.page.show_part(self.panel)
        self.panel.setFocus()
        self._moved()

    def _fill_panel(self, order_id: bytes) -> None:
        from shoppos.reports.orders import timeline

        view = self.shop.orders.view(order_id)
        self.panel.show_order(
            view, timeline(self.shop.db, order_id), self.today, self.acts.message_state(order_id), self._billed(view)
        )

    def _billed(self, view: OrderView) -> list[tuple[str, ...]]:
        """The lines of the bills of an order's parcels."""
        from shoppos.reports.bill import load

        found = list[tuple[str, ...]]()
        for parcel in view.parcels:
            bill = load(self.shop.db, parcel.bill)
            found += [
                line_told(line.name, line.quantity, line.unit, line.gross - line.disc - line.bdisc)
                for line in bill.lines
            ]
        return found

    # -- doing

    def do(self, act: str) -> None:
        """Do what a key or a button asked for."""
        if act == "leave":
            self._back()
        elif act == "search":
            if self.page.opened:
                self._back()
            self.search.setFocus()
            self.search.selectAll()
        elif act == "board":
            self.board.begin()
        elif act == "found":
            self._found()
        elif act == "new":
            self.wanted.emit("order")
        elif act == "open":
            if (order_id := self.order_id) is not None and not self.page.opened:
                self.show_order(order_id)
        else:
            self._act(act)

    def _act(self, act: str) -> None:
        try:
            self.acts.do(act)
        except ShopError as error:
            self.context.sound("refused")
            self.told.emit(str(error), "error")

    def hand(self, page: str, number: str) -> None:
        """Ask for another page with that order or bill in hand."""
        self._handing = number
        self.wanted.emit(page)
        self._handing = ""

    def _found(self) -> None:
        """Enter in the search: the only order found is opened; of several the one with that number, else the first."""
        text = self.search.text().strip()
        rows = [row for view in self.board.columns for row in view.model.rows]
        if len(rows) == 1:
            self.show_order(rows[0].order_id)
        elif rows:
            digits = ascii_digits(text).upper().removeprefix("O").lstrip("0")
            named = next((row for row in rows if said.short(row.number)[1:].lstrip("0") == digits), rows[0])
            self.board.mark(named.order_id, focus=True)
        elif text and not self.scanned(text):
            self.context.sound("unknown")

    def _after(self) -> None:
        """Something was done: look again, and the keyboard is where it was."""
        self._look()
        if self.page.opened:
            self.panel.setFocus()
        elif not self.board.empty:
            self.board.begin()

    def _back(self) -> None:
        """Esc: from the order to the board, from a search to all, from the board to the counter."""
        if self.page.opened:
            shown, self._shown = self._shown, None
            self.page.show_part(self.board)
            self._look()
            if shown is not None:
                self.board.mark(shown)
            self.board.begin()
            self._moved()
        elif self.page.filtered:
            self.page.clear()
            if not self.board.empty:
                self.board.begin()
        else:
            self.leave.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A letter that no part of the page wanted."""
        if event.text().strip() and event.text().isprintable() and not self.search.hasFocus():
            self.page.typed(event.text())
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: object) -> None:
        """Nobody looks at the ages."""
        self._ages.stop()
        super().hideEvent(event)  # type: ignore[arg-type]  # Qt hands over its own event


def _timer(screen: OrdersScreen, interval: int, act: object, *, once: bool) -> QTimer:
    made = QTimer(screen)
    made.setSingleShot(once)
    made.setInterval(interval)
    made.timeout.connect(act)
    return made
