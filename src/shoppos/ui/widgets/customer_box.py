"""Who the bill is for, what they owe, and whether their address stands on it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from shoppos.base.i18n import _
from shoppos.base.money import rupees
from shoppos.ui import style
from shoppos.ui.widgets.labels import Card, Cut, Words

if TYPE_CHECKING:
    from shoppos.shop.sale_view import SaleView


class CustomerBox(Card):
    """The customer's card; a click asks for another."""

    asked = Signal()
    addressed = Signal(bool)
    dropped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with nobody."""
        super().__init__("card", parent)
        self.ask = QPushButton()
        self.ask.setProperty("role", "nav")
        self.ask.clicked.connect(self.asked)
        self.who = Cut()
        self.owes = Words(role="quiet")
        self.address = QCheckBox()
        self.address.clicked.connect(self.addressed)
        self.drop = QPushButton("✕")
        self.drop.setProperty("role", "nav")
        self.drop.clicked.connect(self.dropped)
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self.who, 1)
        head.addWidget(self.ask)
        head.addWidget(self.drop)
        column = QVBoxLayout(self)
        column.setContentsMargins(style.scaled(14), style.scaled(4), style.scaled(4), style.scaled(6))
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.owes)
        column.addWidget(self.address)
        self._key = ""
        self.show_sale(None)

    def set_key(self, key: str) -> None:
        """The key that asks for a customer, as shown on the button."""
        self._key = key
        self._label(None)

    def show_sale(self, view: "SaleView | None") -> None:
        """Show the customer of a sale."""
        customer = view.customer if view else None
        self._label(view)
        known = customer is not None
        self.drop.setVisible(known)
        self.owes.setVisible(known)
        self.address.setVisible(known and bool(customer and customer.address))
        if view is None or customer is None:
            self.who.setText(_("No customer on this bill"))
            return
        self.who.setText(" ".join(part for part in (spaced(customer.phone), customer.name) if part))
        owes = _("Owes {amount}").format(amount=rupees(customer.owes)) if customer.owes else _("Owes nothing")
        self.owes.setText(owes + " · " + _("{n} bills").format(n=customer.bills))
        self.address.setText(_("Address on the bill"))
        self.address.setChecked(view.with_address)

    def _label(self, view: "SaleView | None") -> None:
        self.ask.setText(f"{self._key}  {_('Customer')}")
        self.drop.setAccessibleName(_("Take the customer off the bill"))


def spaced(phone: str) -> str:
    """A mobile number as people read it: 98765 43210."""
    return f"{phone[:5]} {phone[5:]}" if len(phone) == 10 else phone  # noqa: PLR2004  (digits of a mobile number)
