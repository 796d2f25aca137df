"""The buying page: its parts, and how they show what is being received."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from shoppos.base.clock import day_of
from shoppos.base.i18n import _
from shoppos.base.money import grouped, plain, quantity, rate, rupees
from shoppos.ui import style
from shoppos.ui.screen import Screen
from shoppos.ui.widgets.entry_line import EntryLine
from shoppos.ui.widgets.finding import Finding
from shoppos.ui.widgets.flow import Flow
from shoppos.ui.widgets.form import Field, choice, choose, line, words
from shoppos.ui.widgets.labels import Card, Figure, Words
from shoppos.ui.widgets.receipt_row import ReceiptRow
from shoppos.ui.widgets.results import Results
from shoppos.ui.widgets.rows import Rows
from shoppos.ui.widgets.tables import fit, table

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from shoppos.shop.receipt import Receipt, ReceiptView
    from shoppos.ui.context import Context

LISTS = ("reorder", "orders", "suppliers", "received", "expiring")
RECENT = dt.timedelta(days=180)
"""Days back that goods received are listed."""
ACTS = ("first", "second", "third")
LEFT = {
    "reorder": ((1, 84), (2, 78)), "orders": ((1, 104), (2, 110)), "suppliers": ((1, 124), (2, 124)),
    "received": ((1, 72), (2, 110)), "expiring": ((1, 100), (2, 92)),
}  # fmt: skip
LINES = ((1, 100), (2, 100), (3, 110), (4, 150))
NARROW, NARROWER = 1200, 800
TWO_LINES = 54
"""Height of a row that names a thing above what belongs to it."""
POINTS = 30


def list_names() -> dict[str, str]:
    """What each list at the left is called."""
    return {
        "reorder": _("To buy"),
        "orders": _("Orders"),
        "suppliers": _("Suppliers"),
        "received": _("Goods in"),
        "expiring": _("Expiring"),
    }


class BuyingPage(Screen):
    """Left what to buy and of whom, right the goods that are being received; what is typed is kept at once."""

    key: ClassVar[str] = "buying"
    watches: ClassVar[frozenset[str]] = frozenset({
        "supplier", "supplier_entry", "purchase", "purchase_order", "asked", "stock", "stock_move", "product",
    })  # fmt: skip

    def __init__(self, context: Context) -> None:
        """Build the page."""
        super().__init__(context)
        self.shown = "reorder"
        self.tabs = {name: QPushButton() for name in LISTS}
        self.left_rows, self.line_rows = Rows(3, (1, 2)), Rows(5, (1, 2, 3))
        self.left = table(self.left_rows, 0, ())
        self.lines = table(self.line_rows, 0, ())
        self.acts = {name: QPushButton() for name in ACTS}
        self.supplier = Field("supplier", "", choice([], None))
        self.bill = Field("bill_number", "", line(most=40))
        self.date = Field("bill_date", "", line(placeholder="23-11-2026"))
        self.total = Field("total", "", line(right=True))
        self.line = EntryLine()
        self.results = Results(self)
        self.finding = Finding(context, self.line, self.results)
        self.row = ReceiptRow()
        self.hints = Words(role="hint")
        self.hints.setWordWrap(True)
        self.sums, self.figure, self.says = Words(), Figure(POINTS), Words()
        self.save, self.labels = QPushButton(), QPushButton()
        self._lay_out()

    def title(self) -> str:
        """The page's name."""
        return _("Buying")

    # -- building

    def _lay_out(self) -> None:
        self.side = QWidget()
        left = QVBoxLayout(self.side)
        left.setContentsMargins(0, 0, 0, 0)
        row = Flow(gap=style.scaled(6))
        for button in self.tabs.values():
            button.setCheckable(True)
            button.setProperty("role", "chip")
            button.setMinimumHeight(style.scaled(44))
            row.addWidget(button)
        left.addLayout(row)
        self.empty = words("", role="quiet")
        left.addWidget(self.empty)
        left.addWidget(self.left, 1)
        acts = Flow(gap=style.scaled(6))
        for button in self.acts.values():
            button.setMinimumHeight(style.scaled(44))
            acts.addWidget(button)
        left.addLayout(acts)
        right = QVBoxLayout()
        right.setSpacing(style.scaled(8))
        head = QHBoxLayout()
        for field, share in ((self.supplier, 4), (self.bill, 3), (self.date, 3), (self.total, 3)):
            field.editor.setMinimumHeight(style.scaled(44))
            head.addWidget(field, share, Qt.AlignmentFlag.AlignTop)
        right.addLayout(head)
        for part in (self.line, self.row, self.hints):
            right.addWidget(part)
        self.lines.setMinimumHeight(1)  # in a low window the fields of a line come before the lines above them
        right.addWidget(self.lines, 1)
        right.addWidget(self._foot())
        page = QHBoxLayout(self)
        page.setContentsMargins(*(style.scaled(14), style.scaled(10)) * 2)
        page.setSpacing(style.scaled(14))
        page.addWidget(self.side)
        page.addLayout(right, 1)

    def _foot(self) -> Card:
        """What the lines make, beside what the bill says, and the button that saves."""
        foot = Card("card")
        row = QHBoxLayout(foot)
        row.setContentsMargins(*(style.scaled(14), style.scaled(8)) * 2)
        said = QVBoxLayout()
        for label in (self.sums, self.says):
            label.setWordWrap(True)
            said.addWidget(label)
        row.addLayout(said, 3)
        self.figure.setAccessibleName("total")
        row.addWidget(self.figure, 2)
        self.labels.hide()
        self.save.setProperty("role", "primary")
        for button in (self.labels, self.save):
            button.setMinimumHeight(style.scaled(52))
            row.addWidget(button)
        return foot

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the window."""
        super().resizeEvent(event)
        narrow = self.width() < style.scaled(NARROW)
        self.side.setFixedWidth(self.width() * 34 // 100)
        self.left.setColumnHidden(1, narrow)
        self.lines.setColumnHidden(2, narrow)
        self.lines.setColumnHidden(4, self.width() < style.scaled(NARROWER))
        self.hints.setVisible(self.height() >= style.scaled(560))
        self.figure.fit()

    def retranslate(self) -> None:
        """Say everything in the language, size and keys in force."""
        for name, said in list_names().items():
            self.tabs[name].setText(said)
        captions = {
            self.supplier: _("Supplier"), self.bill: _("Number of the bill"), self.date: _("Day of the bill"),
            self.total: _("Total on the bill"),
        }  # fmt: skip
        for field, said in captions.items():
            field.caption.setText(said)
            field.editor.setAccessibleName(said)
        said = _("Scan what came, or 12*code@cost, 10+2*code with two free")
        self.line.setPlaceholderText(said)
        self.line.setAccessibleName(said)
        self.hints.setText(
            _("Enter next field · Ctrl+Enter line done · Del takes a line out · Ctrl+Enter on an empty line saves")
        )
        self.left.setAccessibleName(_("What to buy"))
        self.lines.setAccessibleName(_("Goods received"))
        self.save.setText(_("Ctrl+Enter  Save"))
        fit(self.lines, LINES)
        self._fit_left()

    # -- showing

    def show_lists(self) -> None:
        """The list at the left, as the shop is now."""
        for name, button in self.tabs.items():
            button.setChecked(name == self.shown)
        {
            "reorder": self._show_reorder, "orders": self._show_orders, "suppliers": self._show_suppliers,
            "received": self._show_received, "expiring": self._show_expiring,
        }[self.shown]()  # fmt: skip
        self._fit_left()
        self.empty.setVisible(not self.left_rows.rows or self.shown == "expiring")
        for name, button in self.acts.items():
            button.setEnabled(bool(self.left_rows.rows) or (self.shown, name) == ("suppliers", ACTS[0]))
        if self.left_rows.rows and not self.left.currentIndex().isValid():
            self.left.selectRow(0)

    def _fit_left(self) -> None:
        fit(self.left, LEFT[self.shown])
        if self.shown != "suppliers":
            self.left.verticalHeader().setDefaultSectionSize(style.scaled(TWO_LINES))

    def _show_reorder(self) -> None:
        found = self.shop.reorder.list()
        rows = [
            (f"{one.name}\n{one.supplier}".strip(), quantity(one.on_hand),
             quantity(one.quantity))
            for one in found
        ]  # fmt: skip
        self.left_rows.show((_("Item"), _("In stock"), _("Order")), rows, found)
        self.empty.setText(_("Nothing is running out."))
        self._say_acts(_("Order of this supplier"), "", "")

    def _show_orders(self) -> None:
        found = self.shop.purchase_orders.list()
        words_of = {
            "draft": _("Draft"), "sent": _("Sent"), "part": _("Part came"), "received": _("Received"),
            "cancelled": _("Cancelled"),
        }  # fmt: skip
        rows = [(f"{one.supplier}\n{one.number}", words_of[one.state], grouped(one.total)) for one in found]
        self.left_rows.show((_("Order"), _("State"), _("Expected")), rows, found)
        self.empty.setText(_("No order yet. Make one of what is running out."))
        self._say_acts(_("Receive"), _("Print"), _("Message"))

    def _show_suppliers(self) -> None:
        found = self.shop.suppliers.search()
        rows = [(one.name, one.card.phone, grouped(one.owed)) for one in found]
        self.left_rows.show((_("Supplier"), _("Phone"), _("Owed")), rows, found)
        self.empty.setText(_("No supplier yet. Add the first one."))
        self._say_acts(_("New"), _("Card"), _("Pay"))

    def _show_received(self) -> None:
        """Goods that came lately, and what of them went back."""
        from shoppos.reports.purchases import find

        today = self._today()
        found = find(self.shop.db, today - RECENT, today)
        rows = [
            (f"{one.supplier}\n{one.number.rpartition('/')[2]}", f"{one.day:%d-%m}",
             grouped(one.total if one.kind == "received" else -one.total))
            for one in found
        ]  # fmt: skip
        self.left_rows.show((_("Goods in"), _("Day"), _("Total")), rows, found)
        self.empty.setText(_("Nothing was received in the last months."))
        self._say_acts(_("Send back…"), "", "")

    def _show_expiring(self) -> None:
        """Batches that are over or will be within 90 days, and what they are worth by 30, 60 and 90."""
        from shoppos.reports.expiring import expiring, worth_within

        found = expiring(self.shop.db, self._today())
        rows = [
            (f"{one.name}\n{one.batch} · {one.expiry:%d-%m-%y}", grouped(one.worth), f"{one.days}") for one in found
        ]
        over = [n for n, one in enumerate(found) if one.days < 0]
        self.left_rows.show((_("Batch"), _("Worth"), _("Days left")), rows, found, over)
        worth = worth_within(found)
        said = [_("{n} days: {amount}").format(n=span, amount=rupees(paise)) for span, paise in worth.items() if span]
        said += [_("over: {amount}").format(amount=rupees(worth[0]))] if worth[0] else []
        self.empty.setText(" · ".join(said) if found else _("Nothing expires in the next 90 days."))
        self._say_acts("", "", "")

    def _today(self) -> dt.date:
        clock = self.shop.db.clock
        return day_of(clock.business_day(clock.ms()))

    def _say_acts(self, *said: str) -> None:
        for button, text in zip(self.acts.values(), said, strict=True):
            button.setText(text)
            button.setVisible(bool(text))

    def show_receipt(self, receipt: Receipt, view: ReceiptView | None) -> None:
        """The goods that are being received, with old and new margins, and how they add up."""
        rows = list[tuple[str, ...]]()
        for typed, one in zip(receipt.lines, view.lines if view else (), strict=False):
            many = quantity(typed.quantity) + (f" + {quantity(typed.free)}" if typed.free else "")
            name = f"{one.name} · {typed.batch}" if typed.batch else one.name
            rows.append((name, many, grouped(typed.cost), grouped(one.total), _margins(one.margin, one.new_margin)))
        heads = (_("Item"), _("Quantity"), _("Cost"), _("Total"), _("Margin"))
        falls = [
            n for n, one in enumerate(view.lines if view else ())
            if one.margin is not None and one.new_margin is not None and one.new_margin < one.margin
        ]  # fmt: skip
        self.line_rows.show(heads, rows, range(len(rows)), falls)
        fit(self.lines, LINES)
        self.lines.scrollToBottom()
        self.figure.setText(rupees(view.total if view else 0))
        self.figure.fit()
        self.save.setEnabled(bool(rows))
        self._say_sums(receipt, view)

    def _say_sums(self, receipt: Receipt, view: ReceiptView | None) -> None:
        if view is None or not view.lines:
            self.sums.setText(_("Nothing received yet"))
            self.says.setText("")
            return
        taxes = [("CGST", view.cgst), ("SGST", view.sgst), ("IGST", view.igst), (_("Cess"), view.cess)]
        parts = [_("Taxable {amount}").format(amount=grouped(view.taxable))]
        self.sums.setText(" · ".join(parts + [f"{name} {grouped(paise)}" for name, paise in taxes if paise]))
        said = view.warnings[-1] if view.warnings else ""
        if receipt.total is not None and view.difference:
            said = _("Lines {computed}, difference {difference}").format(
                computed=rupees(view.computed), difference=rupees(view.difference)
            )
        self.says.setText(said)
        self.says.setProperty("role", "doubt")
        self.says.style().polish(self.says)

    def show_head(self, receipt: Receipt) -> None:
        """Supplier, number, day and total of the bill as they were typed."""
        box = self.supplier.editor
        box.blockSignals(True)
        box.clear()
        box.addItem(_("Choose …"), None)
        for one in self.shop.suppliers.search():
            box.addItem(one.name, one.id)
        choose(box, receipt.supplier_id)
        box.blockSignals(False)
        self.bill.editor.setText(receipt.bill_number)
        self.date.editor.setText(f"{day_of(receipt.bill_date):%d-%m-%Y}" if receipt.bill_date else "")
        self.total.editor.setText("" if receipt.total is None else plain(receipt.total))


def _margins(old: int | None, new: int | None) -> str:
    """The margin before and after, as people say it."""
    said = ["-" if one is None else f"{rate(one // 10 * 10)} %" for one in (old, new)]
    return said[1] if said[0] == said[1] else " → ".join(said)
