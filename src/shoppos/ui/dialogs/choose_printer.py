"""Choosing a printer for one paper: the shop's printers, what is in them, and how each of them is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout

from shoppos.base.i18n import _, ngettext
from shoppos.ui.style import scaled
from shoppos.ui.widgets.form import words
from shoppos.ui.widgets.papers import paper_words
from shoppos.ui.widgets.tables import ROW, roomy

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from PySide6.QtWidgets import QWidget

    from shoppos.printing.printers import Printer
    from shoppos.printing.spooler import PrinterState

MOST_SHOWN = 6


class ChoosePrinter(QDialog):
    """Enter takes the marked one; `chosen` is its name, "" after Esc. `others` is ticked to take the others along."""

    def __init__(
        self, parent: QWidget, question: str, printers: Iterable[Printer], states: Mapping[str, PrinterState],
        beside: int = 0,
    ) -> None:  # fmt: skip
        """Offer the printers in the shop's order, and to take along so many papers that wait `beside` it."""
        super().__init__(parent)
        self.setWindowTitle(_("Another printer"))
        self.setMinimumWidth(scaled(460))
        self.chosen = ""
        self.list = QListWidget()
        self.list.setAccessibleName(_("Printers"))
        roomy(self.list)
        for printer in printers:
            item = QListWidgetItem(_said(printer, states.get(printer.name)))
            item.setData(Qt.ItemDataRole.UserRole, printer.name)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.setFixedHeight(scaled(ROW) * min(max(self.list.count(), 2), MOST_SHOWN) + scaled(8))
        said = ngettext(
            "&Also the {n} other paper that waits there", "&Also the {n} other papers that wait there", beside
        )
        self.others = QCheckBox(said.format(n=beside))
        self.list.itemActivated.connect(self.accept)
        take, leave = QPushButton(_("Print it there (Enter)")), QPushButton(_("Leave it (Esc)"))
        take.setProperty("role", "primary")
        take.clicked.connect(self.accept)
        leave.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(leave)
        row.addWidget(take)
        for button in (take, leave):
            button.setAutoDefault(False)
        take.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(scaled(20),) * 4)
        column.setSpacing(scaled(12))
        column.addWidget(words(question))
        column.addWidget(self.list)
        column.addWidget(self.others)
        self.others.setVisible(bool(beside))
        column.addLayout(row)
        self.list.setFocus()

    def accept(self) -> None:
        """Take the marked printer."""
        marked = self.list.selectedItems()
        if marked:
            self.chosen = str(marked[0].data(Qt.ItemDataRole.UserRole))
            super().accept()


def _said(printer: Printer, state: PrinterState | None) -> str:
    parts = [printer.name, paper_words().get(printer.paper, printer.paper)]
    if state is not None:
        parts.append(_("ready") if state.ready else f"⚠ {state.reason.rstrip('. ')}")
    return "  ·  ".join(parts)
