"""One bill whole: who, what, which taxes, how it was paid, and why it comes to that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout

from shoppos.base.i18n import _
from shoppos.base.money import grouped, quantity, rate, rupees
from shoppos.ui.widgets.form import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shoppos.reports.bill import Bill, BillPayment

MOST_LINES = 200
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop


class BillDetail(QScrollArea):
    """Shows a `Bill`; `utr_asked` tells the line of a UPI payment whose reference shall be typed."""

    utr_asked = Signal(int)

    def __init__(self) -> None:
        """Empty until `show_bill`."""
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("The bill"))
        self.bill: Bill | None = None
        self.explained = False
        self.utr_buttons: list[QPushButton] = []

    def show_bill(self, bill: Bill | None) -> None:
        """Show this bill, or nothing."""
        self.bill = bill
        self._build()

    def show_explained(self, explained: bool) -> None:
        """Show beside the bill where every rupee comes from."""
        self.explained = explained
        self._build()

    def text(self) -> str:
        """Everything that stands here, for a reader and for tests."""
        return "\n".join(label.text() for label in self.findChildren(QLabel)) if self.bill else ""

    def _build(self) -> None:
        inner = QFrame()
        inner.setProperty("role", "card")
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        self.utr_buttons = []
        if self.bill is not None:
            self._head(column, self.bill)
            column.addLayout(self._lines(self.bill))
            column.addLayout(self._sums(self.bill))
            for payment in self.bill.payments:
                column.addLayout(self._payment(payment))
            self._foot(column, self.bill)
        column.addStretch()
        self.setWidget(inner)
        self.setMinimumWidth(inner.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width())

    def _head(self, column: QVBoxLayout, bill: Bill) -> None:
        column.addWidget(words(bill.number, role="title"))
        said = f"{bill.kind}  ·  {bill.made_at:%d-%m-%Y %H:%M}  ·  {bill.till}  ·  {bill.employee}"
        column.addWidget(words(said, role="quiet"))
        if bill.state == "void":
            column.addWidget(words(_("⚠ Cancelled: {reason}").format(reason=bill.void_reason), role="wrong"))
        if bill.against is not None:
            told = _("Takes back bill {number} of {date}").format(
                number=bill.against.number, date=f"{bill.against.date:%d-%m-%Y}"
            )
            column.addWidget(words("  ·  ".join(part for part in (told, bill.against.reason) if part)))
        if bill.notes:
            told = _("All came back: {numbers}") if bill.state == "returned" else _("Some came back: {numbers}")
            column.addWidget(words(told.format(numbers=", ".join(bill.notes)), role="doubt"))
        if bill.buyer is not None:
            buyer = bill.buyer
            parts = (buyer.name, buyer.phone, buyer.gstin and f"GSTIN {buyer.gstin}", buyer.address)
            column.addWidget(words("  ·  ".join(part for part in parts if part)))

    def _lines(self, bill: Bill) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setColumnStretch(0, 1)
        heads = (_("Item"), _("Qty"), _("Rate"), _("GST"), _("Amount"))
        _row(grid, 0, heads, role="quiet")
        for at, line in enumerate(bill.lines[:MOST_LINES], 1):
            name = f"{line.name}\n{line.local_name}" if line.local_name else line.name
            count = f"{quantity(line.quantity)} {line.unit.lower()}"
            cells = (name, count, grouped(line.price), f"{rate(line.rate)} %", grouped(line.gross - line.disc))
            _row(grid, at, cells)
        if len(bill.lines) > MOST_LINES:
            more = _("… and {n} more lines, on the paper").format(n=len(bill.lines) - MOST_LINES)
            grid.addWidget(words(more, role="quiet"), MOST_LINES + 1, 0, 1, 5)
        return grid

    def _sums(self, bill: Bill) -> QGridLayout:
        grid = QGridLayout()
        grid.setColumnStretch(0, 1)
        labels = bill.tax_labels
        off = sum(line.bdisc for line in bill.lines)  # what was taken off a line stands in its amount already
        rows = [
            (_("Subtotal"), sum(line.gross - line.disc for line in bill.lines) if off or bill.shipping else 0),
            (_("Discount"), -off),
            (_("Delivery"), bill.shipping),
            (_("Taxable value"), bill.taxable),
            (labels[0] if len(labels) > 1 else "CGST", bill.cgst),
            (labels[1] if len(labels) > 1 else "SGST", bill.sgst),
            ("IGST", bill.igst),
            (_("Cess"), bill.cess),
            (_("Round-off"), bill.round_off),
        ]
        shown = [(label, grouped(amount)) for label, amount in rows if amount]
        for at, (label, amount) in enumerate(shown):
            _row(grid, at, (label, amount), role="quiet")
        said = _("Given back") if bill.kind == "CREDIT NOTE" else _("To pay")
        _row(grid, len(shown), (said, rupees(bill.payable)), role="heading")
        return grid

    def _payment(self, payment: BillPayment) -> QVBoxLayout:
        both = QVBoxLayout()
        row = QHBoxLayout()
        said = f"{payment.label} {rupees(payment.amount)}"
        if payment.reference:
            said += f"  ·  {payment.reference}"
        both.addWidget(words(said))
        both.addLayout(row)
        if payment.state == "verified":
            row.addWidget(words(_("✓ found in the bank"), role="quiet", wrap=False))
        if payment.state == "claimed" and self.bill is not None and self.bill.state != "void":
            row.addWidget(words(_("⚠ not yet found in the bank"), role="doubt"), 1)
            button = QPushButton(_("Type the UTR (Ctrl+U)"))
            button.clicked.connect(lambda: self.utr_asked.emit(payment.line))
            self.utr_buttons.append(button)
            row.addWidget(button)
        return both

    def _foot(self, column: QVBoxLayout, bill: Bill) -> None:
        if bill.change:
            said = _("Given {tendered}, change {change}").format(
                tendered=rupees(bill.tendered), change=rupees(bill.change)
            )
            column.addWidget(words(said, role="quiet"))
        if bill.due:
            column.addWidget(words(_("Still to be paid: {due}").format(due=rupees(bill.due)), role="doubt"))
        if self.explained:
            from shoppos.reports.explain import explain

            column.addWidget(words(_("How this total came about"), role="heading"))
            for paragraph in explain(bill):
                column.addWidget(words(paragraph))


def _row(grid: QGridLayout, at: int, cells: Iterable[str], *, role: str = "") -> None:
    for column, cell in enumerate(cells):
        label = words(cell, role=role, wrap=column == 0)
        grid.addWidget(label, at, column, RIGHT if column else Qt.AlignmentFlag.AlignTop)
