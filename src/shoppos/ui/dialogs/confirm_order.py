"""An order is read to its caller and confirmed: from then on its goods are promised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.i18n import _
from shoppos.ui.dialogs.order_ask import OrderDialog
from shoppos.ui.widgets.form import words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from shoppos.ui.context import Context


class ConfirmOrderDialog(OrderDialog):
    """Shows the script in the order's language; Enter confirms."""

    def __init__(self, context: Context, parent: QWidget | None, order_id: bytes) -> None:
        """Show what is read to the caller."""
        view = context.shop.orders.view(order_id)
        super().__init__(context, parent, _("Confirm order {number}").format(number=view.number), _("Confirm (Enter)"))
        self.order_id = order_id
        self.body.addWidget(words(_("Read this to the customer:"), role="quiet"))
        for sentence in context.shop.orders.read_back(order_id):
            self.body.addWidget(words(sentence))
        for warning in view.warnings:
            self.body.addWidget(words(f"⚠ {warning}", role="doubt"))
        self.body.addStretch()
        self.ready()

    def act(self, *, sure: bool) -> None:
        """Confirm it."""
        self.shop.orders.confirm(self.order_id, sure=sure)
