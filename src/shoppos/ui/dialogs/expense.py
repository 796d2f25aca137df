"""An expense is written down: what for, how much, how it was paid and to whom; in cash it leaves the drawer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton

from shoppos.base.errors import InvalidInput, ShopError
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.money import parse_paise, rupees
from shoppos.rules import expenses as rules
from shoppos.rules import methods
from shoppos.rules.entry import parse_money
from shoppos.ui.dialogs.order_ask import OrderDialog, beside
from shoppos.ui.widgets.form import Field, choice, line, typed_day, words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from shoppos.ui.context import Context

WRITTEN = "Ctrl+L"


class ExpenseDialog(OrderDialog):
    """What for, Enter, amount, Enter; Tab leads to all else. `said` is what was done, "" for nothing."""

    def __init__(self, context: Context, parent: QWidget | None) -> None:
        """Ask what was spent."""
        super().__init__(context, parent, _("Expense"), _("Write it down (Enter)"), wide=620)
        self.said = ""
        self._key = new_id()
        kinds = [(rules.label(name), name) for name in context.shop.expenses.categories()]
        self.category: Field[QComboBox] = Field("category", _("What for"), choice(kinds))
        self.amount: Field[QLineEdit] = Field("amount", _("Amount"), line(right=True, most=20))
        ways = [(methods.label(way), way) for way in rules.METHODS]
        self.method: Field[QComboBox] = Field("method", _("Paid by"), choice(ways, rules.CASH))
        self.paid_to: Field[QLineEdit] = Field("paid_to", _("Paid to (may stay empty)"), line(most=100))
        self.reference: Field[QLineEdit] = Field("reference", _("Their bill or payment number"), line(most=60))
        self.day: Field[QLineEdit] = Field("day", _("Paid on"), line(placeholder="dd-mm-yyyy", most=10))
        self.note: Field[QLineEdit] = Field("note", _("Note"), line(most=300))
        self.drawer = words("", role="hint")
        self.body.addWidget(beside(self.category, self.amount, stretch=(3, 2)))
        self.body.addWidget(beside(self.method, self.paid_to, stretch=(2, 3)))
        self.body.addWidget(beside(self.reference, self.day, stretch=(3, 2)))
        self.body.addWidget(self.note)
        self.body.addWidget(self.drawer)
        self.body.addStretch()
        self.written = QPushButton(_("What was spent ({key})").format(key=WRITTEN))
        self.written.setAutoDefault(False)
        self.written.clicked.connect(self._list)
        self.row.insertWidget(0, self.written)
        QShortcut(QKeySequence(WRITTEN), self, self._list)
        self.method.editor.currentIndexChanged.connect(self._turned)
        self.amount.editor.textEdited.connect(self._turned)
        self._turned()
        self.ready(
            self.category, self.amount, self.method, self.paid_to, self.reference, self.day, self.note,
            needed=(self.category, self.amount),
        )  # fmt: skip

    def _turned(self) -> None:
        """Say what the way it is paid means."""
        method = str(self.method.editor.currentData())
        cash = method == rules.CASH
        self.day.setEnabled(not cash)
        if cash:
            self.day.editor.clear()
        try:
            amount = parse_paise(self.amount.editor.text() or "0")
        except ShopError:
            amount = 0
        said = _("It leaves the drawer of this till.") if cash else _("The drawer of this till stays as it is.")
        told = " ".join(part for part in (said, rules.advice(method, amount)) if part)
        if told != self.drawer.text():
            self.drawer.setText(told)
            self.fit()

    def act(self, *, sure: bool) -> None:
        """Write it down."""
        category, method = str(self.category.editor.currentData()), str(self.method.editor.currentData())
        typed = self.amount.editor.text().strip()
        if not typed:
            raise InvalidInput(_("How much was paid?"), _("Type the amount."), "amount")
        amount = self._money(typed)
        self.shop.expenses.spend(
            category, amount, method=method, paid_to=self.paid_to.editor.text(),
            reference=self.reference.editor.text(), note=self.note.editor.text(), day=self._day(), key=self._key,
            sure=sure, opens=True,
        )  # fmt: skip
        if method == rules.CASH:
            self.context.open_drawer()
        said = _("{amount} for {category} is written down, paid by {method}.")
        self.said = said.format(amount=rupees(amount), category=rules.label(category), method=methods.label(method))

    def _money(self, typed: str) -> int:
        try:
            return parse_money(typed)
        except InvalidInput as wrong:
            raise InvalidInput(wrong.message, wrong.hint, "amount") from wrong

    def _day(self) -> int | None:
        typed = self.day.editor.text().strip()
        if not typed:
            return None
        try:
            return typed_day(typed)
        except ValueError as wrong:
            raise InvalidInput(_("That is not a day."), _("For example 28-11-2026."), "day") from wrong

    def _list(self) -> None:
        from shoppos.ui.dialogs.expense_list import ExpenseListDialog

        dialog = ExpenseListDialog(self.context, self)
        dialog.exec()
        dialog.deleteLater()
