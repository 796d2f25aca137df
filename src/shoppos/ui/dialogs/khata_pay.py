"""Money taken for what somebody owes: how much, how it was paid, and whether a receipt is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox

from shoppos.base.errors import InvalidInput, ShopError
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.money import parse_paise, plain, rupees
from shoppos.rules import methods
from shoppos.ui.dialogs.ask import Question
from shoppos.ui.widgets.form import EnterGoesOn, Field, choice, line, show_mistake

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from shoppos.shop import Shop
    from shoppos.shop.customers import CustomerView, Paid


class KhataPayDialog(Question):
    """Asks until it is taken; `paid` is the payment then."""

    def __init__(self, shop: Shop, customer: CustomerView, parent: QWidget) -> None:
        """Ask how much of what `customer` owes is paid."""
        named = customer.name or customer.phone
        asked = _("{name} owes {owes}. How much is paid now?").format(name=named, owes=rupees(customer.owes))
        super().__init__(parent, asked, _("Take it"), _("Back (Esc)"))
        self.shop, self.customer = shop, customer
        self.paid: Paid | None = None
        self._key = new_id()
        self.amount = Field("amount", _("Amount"), line(plain(customer.owes), most=20, right=True))
        ways = ((methods.label(way), way) for way in (*methods.SETTLING, "netbanking"))
        self.way = Field("method", _("Paid by"), choice(ways, "cash"))
        self.reference = Field("reference", _("Reference (may stay empty)"), line(most=60))
        self.receipt = QCheckBox(_("Print a receipt"))
        self.receipt.setChecked(True)
        for at, widget in enumerate((self.amount, self.way, self.reference, self.receipt), 1):
            self.column.insertWidget(at, widget)
        EnterGoesOn(self, [self.amount.editor, self.reference.editor]).ended.connect(self.accept)
        self.amount.editor.selectAll()
        self.amount.editor.setFocus()

    def accept(self) -> None:
        """Take it, or say under the field what is wrong."""
        fields = (self.amount, self.way, self.reference)
        for field in fields:
            field.clear_mistake()
        try:
            paise = parse_paise(self.amount.editor.text())
            way = str(self.way.editor.currentData())
            text = self.reference.editor.text()
            self.paid = self.shop.customers.take(self.customer.id, paise, way, text, key=self._key)
        except InvalidInput as error:
            if not show_mistake(fields, error):
                self.amount.fail(str(error))
            return
        except ShopError as error:
            self.amount.fail(str(error))
            return
        super().accept()
