"""Money that came in for a bill that has left: at the door, or by the one who was paid there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QLineEdit

from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.money import parse_paise, plain, rupees
from shoppos.rules import methods
from shoppos.ui.dialogs.not_delivered import named
from shoppos.ui.dialogs.order_ask import OrderDialog, beside
from shoppos.ui.widgets.form import Field, choice, line, words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from shoppos.shop.order_view import OrderView, ParcelView
    from shoppos.ui.context import Context

WAYS = ("cash", "upi")


class DoorMoneyDialog(OrderDialog):
    """All that is due at the door of one parcel is offered."""

    def __init__(self, context: Context, parent: QWidget | None, view: OrderView, parcel: ParcelView) -> None:
        """Ask how much of that parcel's due has come in."""
        title = _("Money for order {number}").format(number=view.number)
        super().__init__(context, parent, title, _("Take it (Enter)"))
        self.parcel, self._key = parcel, new_id()
        due = context.shop.cod.due(parcel.sale_id)
        self.body.addWidget(words(named(view, parcel), role="quiet"))
        self.body.addWidget(words(_("{amount} to be paid at the door").format(amount=rupees(due)), role="heading"))
        self.amount: Field[QLineEdit] = Field("amount", _("Amount"), line(plain(due), right=True, most=20))
        ways = ((methods.label(way), way) for way in WAYS)
        self.way: Field[QComboBox] = Field("method", _("Paid by"), choice(ways, "cash"))
        self.reference: Field[QLineEdit] = Field("reference", _("UTR"), line(most=60, scans=True))
        self.body.addWidget(beside(self.amount, self.way, self.reference))
        self.body.addStretch()
        self.way.editor.currentIndexChanged.connect(self._turned)
        self._turned()
        self.ready(self.amount, self.way, self.reference)

    def _turned(self) -> None:
        self.reference.setEnabled(self.way.editor.currentData() != WAYS[0])

    def act(self, *, sure: bool) -> None:
        """Write it down."""
        del sure
        by = str(self.way.editor.currentData())
        reference = self.reference.editor.text().strip() if by != WAYS[0] else ""
        paise = parse_paise(self.amount.editor.text())
        self.shop.cod.take(self.parcel.sale_id, paise, by, reference, key=self._key)
