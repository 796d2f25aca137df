"""Where an order from the web goes whose shop did not say it: the PIN code first, for it fills the town."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from shoppos.base.i18n import _
from shoppos.base.text import ascii_digits
from shoppos.ui.dialogs.order_ask import OrderDialog, beside
from shoppos.ui.widgets.form import Field, choice, line, words
from shoppos.ui.widgets.order_address import PIN_DIGITS

if TYPE_CHECKING:
    from shoppos.shop.outside_desk import Waiting
    from shoppos.ui.context import Context


class WebAddressDialog(OrderDialog):
    """PIN code, town and address as the customer says them; or they fetch it."""

    def __init__(self, context: Context, parent: QWidget | None, one: Waiting) -> None:
        """Ask about that order, which waits."""
        title = _("Where does web order {number} go?").format(number=one.row.outside_id)
        super().__init__(context, parent, title, _("Write it down (Enter)"))
        self.one, order = one, one.order
        whose = (order.name, order.phone, order.email) if order is not None else ()
        self.body.addWidget(words("  ·  ".join(part for part in whose if part), role="quiet"))
        self.pin_code: Field[QLineEdit] = Field(
            "pin_code", _("PIN code"), line(order.pin_code if order else "", most=10)
        )
        self.town: Field[QComboBox] = Field("town", _("City or district"), choice([], editable=True))
        self.address: Field[QLineEdit] = Field("address", _("House, street, landmark"), line(most=240))
        self.fetched = QCheckBox(_("The customer fetches it (Alt+F)"))
        QShortcut(QKeySequence("Alt+F"), self, self.fetched.toggle)
        self.body.addWidget(beside(self.pin_code, self.town))
        self.body.addWidget(self.address)
        self.body.addWidget(self.fetched)
        self.body.addStretch()
        self.pin_code.editor.textChanged.connect(self._look_up)
        self.fetched.toggled.connect(self._turned)
        self.town.editor.setCurrentText(order.town if order else "")
        self._look_up(self.pin_code.editor.text())
        self.ready(self.pin_code, self.address)

    def _turned(self, fetched: bool) -> None:
        """Who fetches their goods needs no address."""
        for field in (self.pin_code, self.town, self.address):
            field.setEnabled(not fetched)
        (self.yes if fetched else self.pin_code.editor).setFocus()

    def _look_up(self, text: str) -> None:
        """A whole PIN code fills the town; one that nobody has says so, and may stand."""
        pin = ascii_digits(text).replace(" ", "")
        if len(pin) != PIN_DIGITS:
            self.pin_code.warn("")
            return
        place = self.shop.orders.place(pin)
        self.town.editor.clear()
        self.town.editor.addItems(place.districts)
        self.pin_code.warn("" if place.known else _("India Post has no such PIN code."))

    def act(self, *, sure: bool) -> None:
        """Write it down with the order that waits."""
        del sure
        self.shop.receiving.send_to(
            self.one.row.id, self.address.editor.text(), pin_code=self.pin_code.editor.text(),
            town=self.town.editor.currentText(), pickup=self.fetched.isChecked(),
        )  # fmt: skip
