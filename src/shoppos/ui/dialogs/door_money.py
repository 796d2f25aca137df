"""Money that came in for a bill that has left: at the door, or by the one who was paid there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QLineEdit

from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.money import parse_paise, plain, rupees
from shoppos.rules import methods
from shoppos.ui.dialogs.not_delivered import named
from shoppos.ui.dialogs.order_ask import OrderDialog, beside
from shoppos.ui.widgets.door_rest import KHATA, DoorRest
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
        self.rest = DoorRest(due)
        self.body.addWidget(beside(self.amount, self.way, self.reference))
        self.body.addWidget(self.rest)
        self.body.addStretch()
        self.way.editor.currentIndexChanged.connect(self._turned)
        self._turned()
        self.amount.editor.textChanged.connect(self._typed)
        self.rest.changed.connect(self.doubt_anew)
        QShortcut(QKeySequence("Alt+K"), self, self._to_khata)
        self.ready(self.amount, self.way, self.reference, self.rest.way)
        self._typed()

    def _typed(self) -> None:
        """Less than all of it comes in: what is left is said, and asked about."""
        self.rest.paid(self.amount.editor.text())
        self.fit()

    def _to_khata(self) -> None:
        """What is left goes on the khata: all of it, where no other amount was typed."""
        if not self.rest.left:
            self.amount.editor.clear()
        self.rest.to_khata()
        self._typed()

    def _turned(self) -> None:
        self.reference.setEnabled(self.way.editor.currentData() != WAYS[0])

    def act(self, *, sure: bool) -> None:
        """Write it down, and what becomes of the rest."""
        by = str(self.way.editor.currentData())
        reference = self.reference.editor.text().strip() if by != WAYS[0] else ""
        text, rest = self.amount.editor.text().strip(), self.rest.chosen
        paise = parse_paise(text) if text or rest != KHATA else 0
        self.shop.dispatching.door_money(
            self.parcel.sale_id, paise, by, reference, rest=rest, key=self._key, sure=sure
        )  # fmt: skip
