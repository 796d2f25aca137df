"""What was spent in a week, a month or a year, and one of it taken back where it was wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QPushButton, QVBoxLayout

from shoppos.base.clock import day_of
from shoppos.base.i18n import _
from shoppos.base.money import grouped, rupees
from shoppos.rules import expenses as rules
from shoppos.rules import methods
from shoppos.ui.style import scaled
from shoppos.ui.widgets.ask_row import AskRow
from shoppos.ui.widgets.flow import Flow
from shoppos.ui.widgets.form import choice, words
from shoppos.ui.widgets.rows import Rows
from shoppos.ui.widgets.tables import table

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from shoppos.reports.expenses import ExpenseRow
    from shoppos.ui.context import Context

DAY, FOR, AMOUNT, MORE = range(4)
WIDTHS = ((DAY, 112), (FOR, 150), (AMOUNT, 112))
SPANS = ("week", "month", "year")
WIDE, HIGH = 900, 560
EDGE = 40
"""Pixels that the edges of a window take of the screen."""


class ExpenseListDialog(QDialog):
    """The newest first; Del takes the marked one back and asks why, Esc closes."""

    def __init__(self, context: Context, parent: QWidget | None) -> None:
        """Show what was spent this month."""
        super().__init__(parent)
        self._shop = context.shop
        self._context = context
        self.setWindowTitle(_("What was spent"))
        named = {"week": _("This week"), "month": _("This month"), "year": _("This financial year")}
        self.span: QComboBox = choice(((named[span], span) for span in SPANS), "month")
        self.span.setAccessibleName(_("Which days"))
        self.span.setMinimumHeight(scaled(44))
        self.span.setMinimumWidth(scaled(190))
        self.total = words("", role="heading", wrap=False)
        self.kinds = words("", role="quiet")
        self.model = Rows(4, (AMOUNT,))
        self.table = table(self.model, MORE, WIDTHS)
        self.table.setAccessibleName(_("Expenses"))
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.ask = AskRow()
        self.back, self.close_button = QPushButton(_("Take it back (Del)")), QPushButton(_("Close (Esc)"))
        self._lay_out()
        self.span.currentIndexChanged.connect(self.look)
        self.table.selectionModel().currentRowChanged.connect(self._moved)
        QShortcut(QKeySequence("Del"), self.table, self.take_back)
        self.look()
        self.table.setFocus()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.span)
        head.addStretch()
        head.addWidget(self.total)
        foot = Flow(gap=scaled(8))
        for button, act in ((self.back, self.take_back), (self.close_button, self.accept)):
            button.setAutoDefault(False)
            button.setMinimumHeight(scaled(44))
            button.clicked.connect(act)
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(scaled(14),) * 4)
        column.setSpacing(scaled(8))
        column.addLayout(head)
        column.addWidget(self.kinds)
        column.addWidget(self.table, 1)
        column.addWidget(self.ask)
        column.addLayout(foot)
        room = self.screen().availableSize()
        self.resize(min(scaled(WIDE), room.width() - EDGE), min(scaled(HIGH), room.height() - EDGE))

    @property
    def chosen(self) -> ExpenseRow | None:
        """The marked one."""
        return self.model.thing(self.table.currentIndex().row())

    def look(self) -> None:
        """Read the days chosen."""
        from shoppos.reports.expenses import by_category
        from shoppos.reports.periods import around, today

        rows = self._shop.expenses.list(around(today(self._shop.db.clock), str(self.span.currentData())))
        told = [
            (f"{day_of(row.day):%d-%m-%Y}", rules.label(row.category), grouped(row.amount), _more(row)) for row in rows
        ]
        headings = (_("Day"), _("What for"), _("Amount"), _("Paid by, to, and why"))
        gone = [at for at, row in enumerate(rows) if row.taken_back or row.reverses is not None]
        self.model.show(headings, told, rows, gone)
        self.table.horizontalHeader().setVisible(bool(rows))
        self.total.setText(rupees(sum(row.amount for row in rows)))
        kinds = [f"{rules.label(name)} {rupees(amount)}" for name, _count, amount in by_category(rows) if amount]
        self.kinds.setText(" · ".join(kinds) if rows else _("Nothing was spent in these days."))
        if rows:
            self.table.selectRow(0)
        self._moved()

    def _moved(self) -> None:
        row = self.chosen
        self.back.setEnabled(row is not None and row.reverses is None and not row.taken_back)

    def take_back(self) -> None:
        """Ask why the marked one was wrong, and take it back."""
        row = self.chosen
        if row is None or not self.back.isEnabled():
            self._context.sound("refused")
            return
        question = _("Take {amount} for {category} back? In cash it is put into this till's drawer.")

        def answer(texts: list[str]) -> None:
            self._shop.expenses.take_back(row.id, texts[0], opens=True)
            if row.method == rules.CASH:
                self._context.open_drawer()
            self.look()

        self.ask.ask(
            question.format(amount=rupees(row.amount), category=rules.label(row.category)), (_("Reason"),),
            _("Enter  Take it back"), answer, self._asked,
        )  # fmt: skip

    def _asked(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)


def _more(row: ExpenseRow) -> str:
    """What else is known of one, and whether it stands."""
    state = _("taken back") if row.taken_back else _("takes one back") if row.reverses is not None else ""
    told = (state, methods.label(row.method), row.paid_to, row.note, row.reference, row.employee)
    return " · ".join(part for part in told if part)
