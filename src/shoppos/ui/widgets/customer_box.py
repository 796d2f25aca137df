"""Who the bill is for, what they owe, and whether their address stands on it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from shoppos.base.i18n import _, ngettext
from shoppos.base.money import rupees
from shoppos.ui import style
from shoppos.ui.widgets.address_choice import NOWHERE, AddressChoice
from shoppos.ui.widgets.labels import Card, Cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shoppos.shop.customers import Address
    from shoppos.shop.sale_view import SaleView


class CustomerBox(Card):
    """The customer's card; a click asks for another."""

    asked = Signal()
    addressed = Signal(bool)
    dropped = Signal()
    opened = Signal()
    paid = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with nobody."""
        super().__init__("card", parent)
        self.ask = QPushButton()
        self.ask.setProperty("role", "nav")
        self.ask.clicked.connect(self.asked)
        self.who = Cut()
        self.owes = Cut(role="quiet")
        self.card = QPushButton()
        self.card.clicked.connect(self.opened)
        self.pay = QPushButton()
        self.pay.clicked.connect(self.paid)
        for button in (self.card, self.pay):
            button.setProperty("role", "nav")
        self.address = QCheckBox()
        self.address.clicked.connect(self.addressed)
        self.where = AddressChoice()
        self.further: Sequence[Address] = ()
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
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addWidget(self.owes, 1)
        below.addWidget(self.pay)
        below.addWidget(self.card)
        column.addLayout(below)
        column.addWidget(self.address)
        column.addWidget(self.where)
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
        self.card.setVisible(known)
        self.pay.setVisible(bool(customer and customer.owes > 0))
        self.address.setVisible(known and bool(customer and customer.address) and not self.further)
        self.where.setVisible(known and bool(self.further))
        if view is None or customer is None:
            gstin = view.gstin if view else ""
            self.who.setText(_("GSTIN {gstin}").format(gstin=gstin) if gstin else _("No customer on this bill"))
            self.drop.setVisible(bool(gstin))
            return
        self.who.setText(" ".join(part for part in (spaced(customer.phone), customer.name) if part))
        owes = _("Owes {amount}").format(amount=rupees(customer.owes)) if customer.owes else _("Owes nothing")
        self.owes.setText(owes + " · " + ngettext("{n} bill", "{n} bills", customer.bills).format(n=customer.bills))
        self.address.setText(_("Address on the bill"))
        self.address.setChecked(view.with_address)
        own = (customer.personal_id, customer.address) if customer.address else None
        self.where.offer(own, self.further, (view.personal_id or NOWHERE) if view.with_address else NOWHERE)

    def _label(self, view: "SaleView | None") -> None:
        words = _("Customer")
        self.ask.setText(f"{self._key}  {words}")
        self.card.setText(_("Edit"))
        self.card.setAccessibleName(_("Change the customer's card"))
        self.pay.setText(_("Pay off"))
        self.pay.setAccessibleName(_("Take a khata payment"))
        self.drop.setAccessibleName(_("Take the customer off the bill"))


def spaced(phone: str) -> str:
    """A mobile number as people read it: 98765 43210."""
    return f"{phone[:5]} {phone[5:]}" if len(phone) == 10 else phone  # noqa: PLR2004  (digits of a mobile number)
