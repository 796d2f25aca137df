"""Today: the shop in one look, live as the counter sells; every card opens what is behind its figure."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QListWidget, QPushButton, QVBoxLayout

from shoppos.base.errors import Refused
from shoppos.base.i18n import _, ngettext
from shoppos.ui.job import Job
from shoppos.ui.keys import printable
from shoppos.ui.screen import Screen
from shoppos.ui.style import scaled
from shoppos.ui.widgets.form import polish
from shoppos.ui.widgets.glance import Glance
from shoppos.ui.widgets.glance_words import SAID
from shoppos.ui.widgets.labels import Card, Cut, Words
from shoppos.ui.widgets.progress import ProgressBar
from shoppos.ui.widgets.tables import roomy
from shoppos.ui.widgets.tips import tip

if TYPE_CHECKING:
    from shoppos.base.errors import ShopError
    from shoppos.reports.dashboard import Decision, Sales
    from shoppos.shop import Shop
    from shoppos.shop.books import Checked
    from shoppos.ui.context import Context
    from shoppos.ui.job import Progress, Stopped

CALM = 150
"""Milliseconds in which the news of several bills are read together."""
CARDS = ("sales", "cash", "orders", "dues", "low")
MONEY = ("sales", "cash", "dues")
DECISIONS, BOOKS, GUARDED = "decisions", "books", "guarded"
WHERE = {
    "sales": ("bills", ""), "cash": ("reading", ""), "orders": ("orders", ""), "dues": ("people", ""),
    "low": ("buying", "reorder"),
}  # fmt: skip
"""Where each card leads, and what is shown there."""
ACROSS = 3
NARROW = 900
"""Pixels at 100 % below which buttons do without their keys."""
ALL_MONEY = ("sales", "cash", "dues", "orders", "low", DECISIONS)
NO_MONEY = ("orders", "low", DECISIONS)
STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -ACROSS, Qt.Key.Key_Down: ACROSS}


class DashboardScreen(Screen):
    """Cards in two rows, the badge of the books above them; read on a thread of its own, part by part."""

    key = "today"
    watches: ClassVar[frozenset[str]] = frozenset(
        {
            "sale", "void", "credit_note", "khata_entry", "advance", "cod_receipt", "cash_movement", "shift",
            "shift_close", "orders", "parcel", "message", "reminder", "customer_terms", "stock", "stock_move",
            "product", "bank_credit", "outside_order", "print_job", "delivery", "day_close", "books_check", "employee",
        }
    )  # fmt: skip

    def __init__(self, context: Context) -> None:
        """Build the page."""
        super().__init__(context)
        self.known: dict[str, object] = {}
        self.job: Job | None = None
        self.checking: Job | None = None
        self._wanted = set[str]()
        self._shown: tuple[str, ...] = ()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(CALM)
        self._later.timeout.connect(self._read)
        self.day = Cut(role="title")
        self.note = Cut(role="quiet")
        self.badge = QPushButton()
        self.badge.setProperty("role", "sign")
        self.badge.clicked.connect(self.check_books)
        self.reports = QPushButton()
        self.reports.clicked.connect(lambda: self.leads.emit("reports", ""))
        self.fault = Words()
        self.fault.setWordWrap(True)
        self.fault_card = Card("error")
        self.progress = ProgressBar()
        self.progress.stopped.connect(self._stop_checking)
        self.cards = {key: Glance(key) for key in CARDS}
        self.waiting = Card()
        self.waiting_head = Cut(role="quiet")
        self.list = QListWidget()
        self.nothing = Words(role="fine")
        self._lay_out()
        self._keys()
        self.retranslate()

    def title(self) -> str:
        """The page's name."""
        return _("Today")

    # -- building

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.day, 2)
        top.addWidget(self.note, 1)
        top.addWidget(self.badge)
        top.addWidget(self.reports)
        inside = QVBoxLayout(self.fault_card)
        inside.addWidget(self.fault)
        self.fault_card.hide()
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setWordWrap(True)
        self.nothing.setWordWrap(True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self.waiting)
        column.addWidget(self.waiting_head)
        column.addWidget(self.list, 1)
        column.addWidget(self.nothing, 1)
        self.grid = QGridLayout()
        self.grid.setSpacing(scaled(10))
        page = QVBoxLayout(self)
        page.setContentsMargins(14, 10, 14, 12)
        page.setSpacing(10)
        page.addLayout(top)
        page.addWidget(self.progress)
        page.addWidget(self.fault_card)
        page.addLayout(self.grid, 1)
        for key, card in self.cards.items():
            card.clicked.connect(partial(self._open, key))
        self.list.itemActivated.connect(self._decide_marked)

    def _keys(self) -> None:
        keys = [(f"Alt+{at}", partial(self._press, at - 1)) for at in range(1, len(ALL_MONEY) + 1)]
        for key, act in (*keys, ("Ctrl+B", self.check_books), ("Esc", self.leave.emit)):
            shortcut = QShortcut(QKeySequence(key), self, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def retranslate(self) -> None:
        """Say everything again in the language, size and keys in force."""
        self._say_reports()
        self.waiting_head.setText(_("Waits for you"))
        self.list.setAccessibleName(_("Waits for you"))
        self.nothing.setText(_("✓ Nothing waits for you."))
        self.badge.setToolTip(_("Check the books now (Ctrl+B)"))
        self.waiting_head.setFixedHeight(scaled(21))
        for one in (self.badge, self.reports):
            one.setFixedHeight(max(scaled(40), 44))
        for card in self.cards.values():
            card.fit()
        edge = scaled(12)
        layout = self.waiting.layout()
        if layout is not None:
            layout.setContentsMargins(edge, scaled(9), edge, edge)
        roomy(self.list)
        self.list.setStyleSheet(
            f"{self.list.styleSheet()} QListView {{ border: none; }}"
            f" QListView::item {{ padding: {scaled(4)}px {scaled(8)}px; }}"
        )
        if self.known:
            self._show(dict(self.known))

    def _say_reports(self) -> None:
        """The way to the reports, with its key where there is room for it."""
        whole = _("Reports ({key})").format(key=printable(self.context.keymap.shown("reports")))
        self.reports.setText(whole if self.width() >= scaled(NARROW) else _("Reports"))
        self.reports.setAccessibleName(whole)
        self.reports.setToolTip(whole)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width: more is said, or less."""
        super().resizeEvent(event)
        self._say_reports()

    def _arrange(self, names: tuple[str, ...]) -> None:
        """Put these cards into the grid, three abreast."""
        if names == self._shown:
            return
        self._shown = names
        for widget in (*self.cards.values(), self.waiting):
            self.grid.removeWidget(widget)
            widget.hide()
        for at, name in enumerate(names):
            widget = self.waiting if name == DECISIONS else self.cards[name]
            self.grid.addWidget(widget, at // ACROSS, at % ACROSS)
            widget.show()
        for at in range(ACROSS):
            self.grid.setColumnStretch(at, 1)
        for row in range(2):
            self.grid.setRowStretch(row, int(row * ACROSS < len(names)))
        self.setTabOrder(self.badge, self.reports)

    # -- reading

    def refresh(self, tables: frozenset[str]) -> None:
        """Some of it has changed: read that again, a moment later and beside the window."""
        everything = tables == self.watches or not self.known or "employee" in tables
        if everything:
            self._wanted.update((*CARDS, DECISIONS, BOOKS))
            self._read()
            return
        from shoppos.reports import dashboard

        self._wanted.update(dashboard.touched(tables))
        if "books_check" in tables:
            self._wanted.add(BOOKS)
        if not self._later.isActive():
            self._later.start()

    def _read(self) -> None:
        """Read what is wanted, unless that is under way: then as soon as it is over."""
        if self.job is not None and self.job.running:
            self._later.start()
            return
        parts, self._wanted = tuple(sorted(self._wanted)), set[str]()
        if not parts or not self.isVisible():
            self._wanted.update(parts)
            return
        shop = self.shop
        self.job = Job(shop.db, lambda _progress, _stopped: read(shop, parts), self)
        self.job.finished.connect(self._show)
        self.job.refused.connect(self._refused)
        self.job.start()

    def _refused(self, error: ShopError) -> None:
        self.progress.hide_again()
        self.told.emit(str(error), "error")

    def _show(self, found: dict[str, object]) -> None:
        """Show the parts that were read."""
        self.known.update(found)
        guarded = bool(self.known.get(GUARDED))
        names = NO_MONEY if guarded else ALL_MONEY
        if self.known.get("cash") is None:
            names = tuple(name for name in names if name != "cash")
        begun = not self._shown and self.focusWidget() in {None, self.reports}
        self._arrange(names)
        self.note.setText(_("Sales, cash and dues are for a manager to see.") if guarded else "")
        self.note.setVisible(guarded)
        for key, card in self.cards.items():
            if key in names and key in self.known:
                at = names.index(key) + 1
                heading, figure, said, draws, level = SAID[key](self.known[key], self.shop.db.clock.now())
                card.show_card(heading, figure, said, draws, level=level)
                card.setToolTip(tip("\n".join((said, _("Enter or Alt+{n} opens it").format(n=at)))))
        if "sales" in self.known or "day" in self.known:
            self.day.setText(cast("str", self.known.get("day", "")))
        if DECISIONS in self.known:
            self._show_decisions(cast("tuple[Decision, ...]", self.known[DECISIONS]))
        if BOOKS in self.known:
            self._show_books(*cast("tuple[bool, str, bool]", self.known[BOOKS]))
        if begun and self.isVisible():
            self.enter()

    def _show_decisions(self, told: tuple[Decision, ...]) -> None:
        row = max(self.list.currentRow(), 0)
        if [self.list.item(at).text() for at in range(self.list.count())] != [one.sentence for one in told]:
            self.list.clear()
            for one in told:
                self.list.addItem(one.sentence)
                self.list.item(self.list.count() - 1).setToolTip(tip(one.sentence))
            self.list.setCurrentRow(min(row, len(told) - 1))
        count = sum(one.count for one in told)
        said = ngettext("Waits for you · one thing", "Waits for you · {n} things", count).format(n=count)
        self.waiting_head.setText(said if told else _("Waits for you"))
        if self.list.hasFocus() and not told:
            self.enter()
        self.list.setVisible(bool(told))
        self.nothing.setVisible(not told)

    def _show_books(self, agrees: bool, sentence: str, checked: bool) -> None:
        level = ("good" if checked else "note") if agrees else "error"
        self.badge.setText((f"✓ {sentence}" if checked else sentence) if agrees else _("✗ The books do not agree"))
        self.badge.setAccessibleName(sentence)
        if self.badge.property("level") != level:
            self.badge.setProperty("level", level)
            polish(self.badge)
        self.fault.setText("" if agrees else sentence)
        self.fault_card.setVisible(not agrees)

    # -- doing

    def _open(self, key: str) -> None:
        action, hand = WHERE[key]
        if key == "sales":
            hand = cast("Sales", self.known[key]).day.isoformat()
        self.leads.emit(action, hand)

    def _press(self, at: int) -> None:
        """The card at that place is opened; of what waits, the first or the marked one."""
        if at >= len(self._shown):
            return
        name = self._shown[at]
        if name == DECISIONS:
            self._decide(max(self.list.currentRow(), 0))
        else:
            self._open(name)

    def _decide(self, row: int) -> None:
        """Go where that is decided."""
        told = cast("tuple[Decision, ...]", self.known.get(DECISIONS, ()))
        if 0 <= row < len(told):
            self.leads.emit(told[row].action, told[row].hand)

    def _decide_marked(self) -> None:
        self._decide(self.list.currentRow())

    def check_books(self) -> None:
        """Prove the books now, beside the window; the badge says what came of it."""
        if self.checking is not None and self.checking.running:
            return
        books = self.shop.books

        def work(progress: Progress, stopped: Stopped) -> Checked | None:
            return books.check(progress, stopped)

        self.checking = Job(self.shop.db, work, self)
        self.checking.progressed.connect(self.progress.show_progress)
        self.checking.finished.connect(self._checked)
        self.checking.refused.connect(self._refused)
        self.progress.begin(_("Checking the books …"))
        self.checking.start()

    def _checked(self, found: Checked | None) -> None:
        self.progress.hide_again()
        if found is None:
            self.told.emit(_("The check was stopped."), "warn")
            return
        self.told.emit(
            ngettext(
                "Checked: one bill or credit note, {entries} acts.",
                "Checked: {n} bills and credit notes, {entries} acts.",
                found.documents,
            ).format(n=found.documents, entries=found.entries),
            "good" if found.agrees else "error",
        )
        self.refresh(frozenset({"books_check"}))

    def _stop_checking(self) -> None:
        if self.checking is not None:
            self.checking.stop()

    def is_read(self) -> bool:
        """Whether every part was read, and nothing changed since."""
        busy = self.job is None or self.job.running or self._later.isActive()
        return not busy and not self._wanted and BOOKS in self.known

    # -- keys

    def enter(self) -> None:
        """Begin with the first card."""
        if self._shown:
            first = self._shown[0]
            self.cards[first].setFocus()
        else:
            self.reports.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from card to card."""
        step = STEPS.get(Qt.Key(event.key()))
        at = next((n for n, name in enumerate(self._shown) if name != DECISIONS and self.cards[name].hasFocus()), -1)
        if step is None or at < 0:
            super().keyPressEvent(event)
            return
        to = at + step
        if 0 <= to < len(self._shown):
            name = self._shown[to]
            target = self.list if name == DECISIONS and self.list.isVisible() else self.cards.get(name)
            if target is not None:
                target.setFocus()


def read(shop: Shop, parts: tuple[str, ...]) -> dict[str, object]:
    """Those parts now, as far as who is at the till may see them; on a worker's thread."""
    from shoppos.base.clock import day_of
    from shoppos.reports import dashboard, periods
    from shoppos.shop.business_day import booking_day

    found: dict[str, object] = {}
    try:
        shop.staff.guard("reports")
        found[GUARDED] = False
    except Refused:
        found[GUARDED] = True
    asker = dashboard.Asker(shop.db.till, booking_day(shop.db), cash=shop.staff.may("reports"))
    hidden = MONEY if found[GUARDED] else ()
    found.update(dashboard.read(shop.db, asker, tuple(one for one in parts if one != BOOKS and one not in hidden)))
    found["day"] = periods.said(periods.around(day_of(asker.day), "day"))
    if BOOKS in parts:
        agrees, sentence = shop.books.said()
        found[BOOKS] = agrees, sentence, shop.books.latest() is not None
    return found
