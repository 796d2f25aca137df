"""The customer takes an order at the counter: bill and delivery in one, and the rest is paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout

from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.money import parse_paise, plain, rupees
from shoppos.rules import methods
from shoppos.ui.dialogs.order_ask import OrderDialog, beside
from shoppos.ui.widgets.form import Field, choice, line, words
from shoppos.ui.widgets.labels import Card
from shoppos.ui.widgets.order_words import items_said

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from shoppos.shop.dispatching import Dispatched
    from shoppos.ui.context import Context

WAYS = ("cash", "upi", "card", "netbanking", "khata")


class HandOverDialog(OrderDialog):
    """What is due, large; `sent` is the bill that was drawn."""

    def __init__(self, context: Context, parent: QWidget | None, order_id: bytes) -> None:
        """Ask how the rest of that order is paid."""
        view = context.shop.orders.view(order_id)
        title = _("Hand over order {number}").format(number=view.number)
        super().__init__(context, parent, title, _("Hand over and print the bill (Enter)"))
        self.order_id, self._key = order_id, new_id()
        self.sent: Dispatched | None = None
        leaving = context.shop.dispatching.preview(order_id)
        self.due = leaving.due
        card = Card("warn" if self.due else "good")
        column = QVBoxLayout(card)
        said = _("{amount} to pay").format(amount=rupees(self.due)) if self.due else _("Paid: nothing more to pay")
        column.addWidget(words(said, role="title"))
        told = _("{name}: {items} for {payable}").format(
            name=view.card.name or view.card.phone, items=items_said(view.sale.items if view.sale else 0),
            payable=rupees(leaving.payable),
        )  # fmt: skip
        column.addWidget(words(told))
        self.body.addWidget(card)
        usual = view.pay_by if view.pay_by in WAYS else "cash"
        ways = ((methods.label(way), way) for way in WAYS)
        self.way: Field[QComboBox] = Field("method", _("Paid by"), choice(ways, usual))
        self.given: Field[QLineEdit] = Field("tenders", _("Given"), line(plain(self.due), right=True, most=20))
        self.reference: Field[QLineEdit] = Field(
            "reference", _("Reference (may stay empty)"), line(most=60, scans=True)
        )
        self.paying = beside(self.way, self.given, self.reference)
        self.paying.setVisible(bool(self.due))
        self.body.addWidget(self.paying)
        self.body.addStretch()
        self.ready(self.given, self.reference, first=self.given.editor if self.due else self.yes)

    def act(self, *, sure: bool) -> None:
        """Hand it over."""
        from shoppos.shop.payments import Tender

        tenders = list[Tender]()
        if self.due:
            given = parse_paise(self.given.editor.text())
            way = str(self.way.editor.currentData())
            tenders.append(Tender(way, given, self.reference.editor.text().strip()))
        self.sent = self.shop.dispatching.hand_over(self.order_id, tenders, key=self._key, sure=sure)
        self.context.wake_printer()
