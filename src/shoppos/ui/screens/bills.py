"""The bills: by day or found by number, customer or amount; read, printed again, checked with the bank, cancelled."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QDate, QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QPushButton, QSplitter, QVBoxLayout

from shoppos.base.errors import NeedsApproval, NotFound
from shoppos.base.i18n import _, ngettext
from shoppos.base.money import rupees
from shoppos.ui.dialogs.approve import cancelled_by_pin, cancelled_said
from shoppos.ui.dialogs.ask import Line
from shoppos.ui.dialogs.bill_papers import BillPapers
from shoppos.ui.keys import printable
from shoppos.ui.screen import Screen
from shoppos.ui.style import scaled
from shoppos.ui.widgets.ask_row import AskRow
from shoppos.ui.widgets.bill_detail import BillDetail
from shoppos.ui.widgets.bill_list import AMOUNT, NUMBER, TIME, WHO, BillList, paid_by
from shoppos.ui.widgets.flow import Flow
from shoppos.ui.widgets.form import ENTER, DayChoice, line
from shoppos.ui.widgets.labels import Cut
from shoppos.ui.widgets.tables import fit, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shoppos.ui.context import Context

WIDTHS = ((NUMBER, 140), (TIME, 64), (AMOUNT, 96))
TIME_OF_DAYS = 112
SPLIT = 500
SEARCHED = dt.timedelta(days=400)
FROM_SEARCH = frozenset({Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp})
OF_A_BILL = ("paper", "print", "send", "label", "slip", "explain", "back", "cancel")
FILTERS = ("", "claimed", "void")


class BillsScreen(Screen):
    """A list of bills beside the one that is chosen."""

    key = "bills"
    watches: ClassVar[frozenset[str]] = frozenset({"sale", "void", "utr", "khata_entry", "credit_note"})

    def __init__(self, context: Context) -> None:
        """Build the page."""
        super().__init__(context)
        self.model = BillList()
        self.papers = BillPapers(context, self, lambda: self.detail.bill)
        self.papers.told.connect(self.told)
        self.search = line(most=60, scans=True)
        self.search.setMinimumWidth(80)
        self.search.textChanged.connect(self._look)
        self.search.installEventFilter(self)
        self.day = DayChoice()
        self.day.dateChanged.connect(self._look)
        self.table = table(self.model, WHO, WIDTHS)
        self.table.installEventFilter(self)
        self.table.doubleClicked.connect(self.papers.see)
        self.table.selectionModel().currentRowChanged.connect(self._show)
        self.detail = BillDetail()
        self.detail.utr_asked.connect(self.ask_utr)
        self.count = Cut(role="quiet")
        self.ask = AskRow()
        self._lay_out()
        self._keys()
        self.retranslate()

    def title(self) -> str:
        """The page's name."""
        return _("Bills")

    # -- building

    def _lay_out(self) -> None:
        papers = self.papers
        self.buttons = {name: QPushButton() for name in ("before", "after", "today", *OF_A_BILL)}
        acts = {
            "before": self._day_before, "after": self._day_after, "today": self._to_today, "paper": papers.see,
            "print": papers.reprint, "send": papers.send, "label": papers.label, "slip": papers.slip,
            "explain": self.explain, "back": lambda: self.wanted.emit("return"), "cancel": self.cancel,
        }  # fmt: skip
        for name, button in self.buttons.items():
            button.clicked.connect(acts[name])
        self.buttons["cancel"].setProperty("role", "danger")
        self.chips = QButtonGroup(self)
        top = QHBoxLayout()
        for name in ("before", "after", "today"):
            if name == "after":
                top.addWidget(self.day)
            top.addWidget(self.buttons[name])
        top.addWidget(self.search, 1)
        for at in range(len(FILTERS)):
            chip = QPushButton()
            chip.setCheckable(True)
            chip.setProperty("role", "chip")
            self.chips.addButton(chip, at)
            top.addWidget(chip)
        self.chips.button(0).setChecked(True)
        self.chips.idToggled.connect(self._filtered)
        below = QHBoxLayout()
        below.addWidget(self.count, 1)
        many = Flow(gap=scaled(8))
        for name in OF_A_BILL:
            many.addWidget(self.buttons[name])
        below.addLayout(many)
        split = QSplitter(Qt.Orientation.Horizontal)
        for half in (self.table, self.detail):
            split.addWidget(half)
            split.setStretchFactor(split.count() - 1, 1)
        split.setChildrenCollapsible(False)
        split.setSizes([SPLIT, SPLIT])
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self.ask)
        column.addWidget(split, 1)
        column.addLayout(below)

    def _keys(self) -> None:
        papers = self.papers
        for keys, act in (
            ("Ctrl+P", papers.reprint), ("F4", papers.reprint), ("Ctrl+E", self.explain), ("Ctrl+U", self.ask_utr),
            ("Ctrl+L", papers.label), ("Ctrl+S", papers.slip), ("Ctrl+M", papers.send),
            ("Ctrl+Del", self.cancel), ("Alt+Left", self._day_before), ("Alt+Right", self._day_after),
            ("Ctrl+F", self.enter), ("Ctrl+T", self._to_today), ("Esc", self._back),
        ):  # fmt: skip
            shortcut = QShortcut(QKeySequence(keys), self, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.search.setPlaceholderText(_("Bill number, phone, name or amount …"))
        self.search.setAccessibleName(_("Search bills"))
        self.day.setAccessibleName(_("Day"))
        self.table.setAccessibleName(_("Bills"))
        said = {
            "before": "◀", "after": "▶", "today": _("Today"), "paper": _("Paper (Enter)"),
            "print": _("Print (Ctrl+P)"), "send": _("Send (Ctrl+M)"), "label": _("Label (Ctrl+L)"),
            "slip": _("Order slip (Ctrl+S)"), "explain": _("Explain (Ctrl+E)"), "cancel": _("Cancel…"),
            "back": _("Take back ({key})").format(key=printable(self.context.keymap.shown("return"))),
        }  # fmt: skip
        for name, button in self.buttons.items():
            button.setText(said[name])
        self.buttons["today"].setToolTip("Ctrl+T")
        self.buttons["before"].setAccessibleName(_("The day before (Alt+Left)"))
        self.buttons["after"].setAccessibleName(_("The day after (Alt+Right)"))
        for chip, text in zip(self.chips.buttons(), (_("All"), _("UPI to check"), _("Cancelled")), strict=True):
            chip.setText(text)
        fit(self.table, WIDTHS)
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, AMOUNT)
        self.detail.show_bill(self.detail.bill)
        if self.context.opened is not None:
            self._tell_count()

    # -- looking

    def enter(self) -> None:
        """Begin with the search."""
        self.search.setFocus()
        self.search.selectAll()

    def refresh(self, tables: frozenset[str]) -> None:
        """The bills may have changed: look again, and stay where one was."""
        if not self.day.property("set"):
            self.day.setProperty("set", True)
            self._to_today()
        chosen = self.detail.bill.number if self.detail.bill else ""
        self._look()
        row = self.model.row_of(chosen)
        if row >= 0:
            self.table.selectRow(row)

    def today(self) -> dt.date:
        """The business day now."""
        clock = self.shop.db.clock
        day = clock.business_day(clock.ms())
        return dt.date(day // 10_000, day // 100 % 100, day % 100)

    def _to_today(self) -> None:
        today = self.today()
        self.day.setDate(QDate(today.year, today.month, today.day))

    def _day_before(self) -> None:
        self.day.setDate(self.day.date().addDays(-1))

    def _day_after(self) -> None:
        self.day.setDate(self.day.date().addDays(1))

    def _filtered(self, _chip: int, chosen: bool) -> None:
        if chosen:
            self._look()

    def _look(self) -> None:
        """The bills of the day; with a text or a filter those of the last year and a bit."""
        text, only = self.search.text().strip(), FILTERS[self.chips.checkedId()]
        day = self.day.date()
        until = since = dt.date(day.year(), day.month(), day.day())
        if text or only:
            until = max(self.today(), until)
            since = until - SEARCHED
        self.model.show(self.shop, since, until, text, only)
        self.table.horizontalHeader().resizeSection(
            TIME, scaled(TIME_OF_DAYS if since != until else dict(WIDTHS)[TIME])
        )
        if self.model.rowCount():
            self.table.selectRow(0)
        else:
            self.detail.show_bill(None)
        self._tell_count()

    def _tell_count(self) -> None:
        shown = self.model.rowCount()
        if not shown:
            self.count.setText(_("No bills here. Choose another day, or type a number, name or amount."))
        elif self.model.whole:
            said = ngettext("{n} bill, {total}", "{n} bills, {total}", shown)
            self.count.setText(said.format(n=shown, total=rupees(self.model.total())))
        else:
            self.count.setText(_("The newest {n} bills; scroll for more").format(n=shown))
        for name in OF_A_BILL[:-1]:
            self.buttons[name].setEnabled(bool(shown))
        self._allow_cancelling()

    def _show(self) -> None:
        from shoppos.reports.bill import load

        row = self.model.bill(self.table.currentIndex().row())
        self.detail.show_bill(load(self.shop.db, row.number) if row else None)
        self._allow_cancelling()

    def _allow_cancelling(self) -> None:
        """A bill is cancelled once; a button that goes grey leaves the keys to the list."""
        bill, button = self.detail.bill, self.buttons["cancel"]
        possible = bill is not None and bill.state == "done" and bill.kind != "CREDIT NOTE"
        if button.hasFocus() and not possible:
            self.table.setFocus()
        button.setEnabled(possible)

    # -- doing

    def explain(self) -> None:
        """Show where every rupee comes from, or hide it again."""
        self.detail.show_explained(not self.detail.explained)
        bar = self.detail.verticalScrollBar()
        bar.setValue(bar.maximum() if self.detail.explained else 0)

    def ask_utr(self, payment_line: int = 0) -> None:
        """Type the bank's reference of a UPI payment that was only claimed."""
        bill = self.detail.bill
        claimed = [payment for payment in bill.payments if payment.state == "claimed"] if bill else []
        payment = next((p for p in claimed if p.line == payment_line), claimed[0] if claimed else None)
        if bill is None or payment is None:
            return
        number, at = bill.number, payment.line
        question = Line(
            self,
            _("UPI payment of {amount} on bill {number}").format(amount=rupees(payment.amount), number=number),
            _("UTR: 12 digits, in the bank's message or list"),
            _("It has come"),
            _("Not yet"),
        )
        question.tried = lambda utr: self.shop.sales.verify_upi(number, at, utr)
        if question.exec():
            self.told.emit(_("The payment of bill {number} is found in the bank.").format(number=number), "good")
            self.refresh(self.watches)

    def cancel(self) -> None:
        """Cancel the bill, with a reason; its number stays used."""
        bill = self.detail.bill
        if bill is None or not self.buttons["cancel"].isEnabled():
            return
        paid = paid_by(",".join(dict.fromkeys(payment.method for payment in bill.payments)))
        question = Line(
            self,
            _("Cancel bill {number} ({amount}, {paid})? The stock goes back, the money too.").format(
                number=bill.number, amount=rupees(bill.payable), paid=paid
            ),
            _("Why"),
            _("Cancel the bill"),
            _("Keep the bill"),
        )
        question.yes.setProperty("role", "danger")
        needed: list[NeedsApproval] = []
        notes: list[str] = []

        def tried(reason: str) -> None:
            try:
                notes.extend(self.shop.sales.void(bill.number, reason))
            except NeedsApproval as error:
                needed.append(error)

        question.tried = tried
        if not question.exec():
            return
        if needed:
            self._ask_yes(needed[-1], bill.number, question.text)
        else:
            self._cancelled(bill.number, notes)

    def _ask_yes(self, needed: NeedsApproval, number: str, reason: str) -> None:
        """A manager types their PIN where the cashier stands; then the bill is cancelled."""

        def answer(texts: list[str]) -> None:
            self._cancelled(number, cancelled_by_pin(self.shop, needed, number, *texts))

        self.context.sound("refused")
        names = (_("Reason"), _("PIN"))
        self.ask.ask(str(needed), names, _("Enter  Allow it"), answer, self.table.setFocus, given=(reason,))
        self.ask.fields[-1].setEchoMode(QLineEdit.EchoMode.Password)

    def _cancelled(self, number: str, notes: Sequence[str]) -> None:
        self.told.emit(cancelled_said(number, notes), "good")
        self.refresh(self.watches)
        self.table.setFocus()

    def begin(self, number: str) -> None:
        """Another page asks for that bill, or for the bills of a day (2026-05-03); anything else is no matter here."""
        from shoppos.reports.bill import load

        with suppress(ValueError):
            self._turn_to(dt.date.fromisoformat(number))
            return
        with suppress(NotFound):
            self._turn_to(load(self.shop.db, number).business_date)
            while (row := self.model.row_of(number)) < 0 and self.model.canFetchMore(QModelIndex()):
                self.model.fetchMore(QModelIndex())
            self.table.selectRow(max(row, 0))
            self.table.setFocus()

    def _turn_to(self, day: dt.date) -> None:
        """All bills of that day."""
        self.chips.button(0).setChecked(True)
        self.search.clear()
        self.day.setDate(QDate(day.year, day.month, day.day))
        self._look()

    def in_hand(self) -> str:
        """The bill that is chosen: the page of returns goes on with it."""
        return self.detail.bill.number if self.detail.bill else ""

    # -- keys

    def _back(self) -> None:
        if self.ask.isVisible():
            self.ask.cancel()
        elif self.search.text():
            self.search.clear()
            self.enter()
        else:
            self.leave.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the search the arrows move in the list; Enter shows the paper; typing in the list searches on."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in ENTER:
                self.papers.see()
                return True
            if watched is self.search and event.key() in FROM_SEARCH:
                self.table.setFocus()
                self.table.event(event)
                return True
            plain = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier == Qt.KeyboardModifier.NoModifier
            if watched is self.table and plain and event.text().strip() and event.text().isprintable():
                self.search.setFocus()
                self.search.insert(event.text())
                return True
        return super().eventFilter(watched, event)
