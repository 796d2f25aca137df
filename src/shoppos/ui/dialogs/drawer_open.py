"""The drawer is opened without a sale: a reason, Enter, and where the shop wants it a manager's PIN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.i18n import _
from shoppos.ui import keys
from shoppos.ui.dialogs.drawer_cash import reason_field, reason_in
from shoppos.ui.dialogs.order_ask import OrderDialog
from shoppos.ui.widgets.form import words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from shoppos.ui.context import Context


class OpenDrawerDialog(OrderDialog):
    """A usual reason or own words, Enter; `said` is what was done."""

    def __init__(self, context: Context, parent: QWidget | None) -> None:
        """Ask why."""
        super().__init__(context, parent, _("Open the drawer without a sale"), _("Open it (Enter)"))
        self.said = ""
        self.reason = reason_field(usual())
        told = _("It is written down with your name and stands on the day's slip. Cash put in or taken out: {keys}")
        shown = context.keymap.shown
        keys_said = ", ".join(keys.printable(shown(act)) for act in ("cash_in", "cash_out"))
        self.body.addWidget(self.reason)
        self.body.addWidget(words(told.format(keys=keys_said), role="hint"))
        self.body.addStretch()
        self.ready(self.reason)

    def act(self, *, sure: bool) -> None:
        """Write it down, then open it."""
        del sure
        reason = reason_in(self.reason)
        self.shop.drawer.open(reason)
        self.context.open_drawer()
        self.said = _("The drawer opens: {reason}").format(reason=reason)


def usual() -> tuple[str, ...]:
    """Why a drawer is usually opened without a sale."""
    return (
        _("Change for a note"), _("To look at what is in it"), _("Something was put into the wrong place"),
        _("The drawer was shut too early"),
    )  # fmt: skip
