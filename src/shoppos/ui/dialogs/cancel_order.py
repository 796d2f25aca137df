"""An order is given up: why, and how what was paid before goes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.i18n import _
from shoppos.base.money import rupees
from shoppos.ui.dialogs.order_ask import OrderDialog
from shoppos.ui.widgets.form import Field, choice, words
from shoppos.ui.widgets.pick_words import PickWords

if TYPE_CHECKING:
    from PySide6.QtWidgets import QComboBox, QWidget

    from shoppos.ui.context import Context


def reasons() -> tuple[str, ...]:
    """Why orders are cancelled, mostly."""
    return (
        _("The customer does not want it any more"), _("Ordered twice"), _("We do not have it"),
        _("The customer cannot be reached"),
    )  # fmt: skip


def refund_ways() -> tuple[tuple[str, str], ...]:
    """How money goes back to a customer, the khata first: it needs nobody to come."""
    return (
        (_("Keep it on the khata"), "khata"), (_("Cash"), "cash"), (_("UPI"), "upi"), (_("Net banking"), "netbanking"),
    )  # fmt: skip


class CancelOrderDialog(OrderDialog):
    """Says what becomes of the goods and of the money before it is done."""

    def __init__(self, context: Context, parent: QWidget | None, order_id: bytes) -> None:
        """Ask why that order is given up."""
        view = context.shop.orders.view(order_id)
        title = _("Cancel order {number}?").format(number=view.number)
        super().__init__(context, parent, title, _("Cancel the order"))
        self.no.setText(_("Keep the order (Esc)"))
        self.yes.setProperty("role", "danger")
        self.order_id = order_id
        named = view.card.name or view.card.phone
        said = [_("{name}, {amount}. Its goods are free again.").format(name=named, amount=rupees(view.payable))]
        if view.parcels:
            said.append(_("What has left already stays as it is."))
        back = context.shop.advances.paid(order_id).proved
        if back:
            said.append(_("{amount} was paid before and goes back.").format(amount=rupees(back)))
        self.body.addWidget(words(" ".join(said)))
        self.why = PickWords(_("Why"), reasons())
        self.refund: Field[QComboBox] = Field("refund_way", _("Money goes back by"), choice(refund_ways(), "khata"))
        self.body.addWidget(self.why)
        if view.state != "taken":
            self.body.addWidget(words(_("The customer reads this reason in the message."), role="hint"))
        self.body.addWidget(self.refund)
        self.refund.setVisible(bool(back))
        self.body.addStretch()
        self.ready(self.why.field, self.refund)

    def act(self, *, sure: bool) -> None:
        """Give it up."""
        del sure
        way = "" if self.refund.isHidden() else str(self.refund.editor.currentData())
        self.shop.orders.cancel(self.order_id, self.why.text, refund_way=way)
