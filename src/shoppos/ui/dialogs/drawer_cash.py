"""A shift begins with the float in the drawer, and cash goes in or out of it for another reason than a sale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.money import rupees
from shoppos.rules.entry import parse_money
from shoppos.ui import keys
from shoppos.ui.dialogs.order_ask import OrderDialog
from shoppos.ui.widgets.form import Field, choice, line, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from shoppos.ui.context import Context

IN, OUT = "in", "out"


class BeginShiftDialog(OrderDialog):
    """The float, Enter; `said` is what was done."""

    def __init__(self, context: Context, parent: QWidget | None) -> None:
        """Ask for the float."""
        super().__init__(context, parent, _("Begin a shift"), _("Begin (Enter)"))
        self.said = ""
        name = context.shop.staff.current.name
        self.whose = words(_("{name} takes the drawer of till {till}.").format(name=name, till=context.shop.db.till))
        hint = _("Count what lies in the drawer now; in the evening it is taken off what is counted.")
        self.float: Field[QLineEdit] = Field("float", _("Float in the drawer"), line(right=True, most=20), hint=hint)
        self.float.editor.setProperty("role", "money")
        for widget in (self.whose, self.float):
            self.body.addWidget(widget)
        self.body.addStretch()
        self.ready(self.float)

    def act(self, *, sure: bool) -> None:
        """Begin it."""
        del sure
        view = self.shop.shifts.open(typed_amount(self.float))
        self.said = _("{name} has the drawer of till {till} with {amount}.").format(
            name=view.employee, till=view.till, amount=rupees(view.opening)
        )


class DrawerCashDialog(OrderDialog):
    """Amount, reason (a usual one or own words), Enter; `said` is what was done."""

    def __init__(self, context: Context, kind: str, parent: QWidget | None) -> None:
        """Ask how much goes `kind` ("in" or "out"), and why."""
        title = _("Cash into the drawer") if kind == IN else _("Cash out of the drawer")
        yes = _("Put it in (Enter)") if kind == IN else _("Take it out (Enter)")
        super().__init__(context, parent, title, yes)
        self.kind = kind
        self.said = ""
        self._key = new_id()
        self.amount: Field[QLineEdit] = Field("amount", _("Amount"), line(right=True, most=20))
        self.amount.editor.setProperty("role", "money")
        self.reason = reason_field(reasons(kind))
        for widget in (self.amount, self.reason):
            self.body.addWidget(widget)
        if kind == OUT:
            key = keys.printable(context.keymap.shown("expense"))
            self.body.addWidget(
                words(
                    _("Rent, tea or an auto is an expense: {key}. It leaves the drawer too.").format(key=key),
                    role="hint",
                )
            )
        self.body.addStretch()
        self.ready(self.amount, self.reason)

    def act(self, *, sure: bool) -> None:
        """Move it."""
        amount, reason = typed_amount(self.amount), reason_in(self.reason)
        self.shop.shifts.cash(self.kind, amount, reason, key=self._key, sure=sure, opens=True)
        self.context.open_drawer()
        said = _("{amount} put into the drawer: {reason}") if self.kind == IN else _("{amount} taken out: {reason}")
        self.said = said.format(amount=rupees(amount), reason=reason)


def reason_field(usual: Sequence[str]) -> Field[QComboBox]:
    """A line for a reason: a usual one by the arrows, or own words."""
    editor = choice([(reason, reason) for reason in usual], editable=True)
    editor.setCurrentIndex(-1)
    entry = editor.lineEdit()
    if entry is not None:
        entry.setPlaceholderText(_("Choose by ↓, or own words"))
        entry.setMaxLength(200)
    return Field("reason", _("What for"), editor)


def reason_in(field: Field[QComboBox]) -> str:
    """What was chosen or typed: a usual one as it is written in the list, so that a manager's yes is for it."""
    typed = field.editor.currentText().strip()
    at = field.editor.findText(typed, Qt.MatchFlag.MatchFixedString)
    return typed if at < 0 else field.editor.itemText(at)


def reasons(kind: str) -> tuple[str, ...]:
    """Why cash usually goes in or out."""
    if kind == IN:
        return (_("Change from the bank"), _("The owner put it in"), _("Given back by an employee"))
    return (
        _("To the bank"), _("The owner took it"), _("Into the safe"), _("Advance to an employee"),
        _("Changed into small money"),
    )  # fmt: skip


def typed_amount(field: Field[QLineEdit]) -> int:
    """The amount typed there, in paise; a mistake is the field's own."""
    typed = field.editor.text().strip()
    if not typed:
        raise InvalidInput(_("How much?"), _("Type the amount."), field.name)
    try:
        return parse_money(typed)
    except InvalidInput as wrong:
        raise InvalidInput(wrong.message, wrong.hint, field.name) from wrong
