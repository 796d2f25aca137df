"""A payment that somebody has seen at the bank: its amount and its UTR, typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit

from shoppos.base.i18n import _
from shoppos.base.money import parse_paise
from shoppos.ui.dialogs.order_ask import OrderDialog
from shoppos.ui.widgets.form import Field, line, words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from shoppos.shop.bank import Learned
    from shoppos.ui.context import Context


class PaymentArrivedDialog(OrderDialog):
    """`learned` is what came of it."""

    def __init__(self, context: Context, parent: QWidget | None) -> None:
        """Ask for the UTR first: it is the proof."""
        super().__init__(context, parent, _("A payment has arrived"), _("It has arrived (Enter)"))
        self.learned: Learned | None = None
        self.body.addWidget(words(_("Only what stands in the bank's own list or message, not a picture of a screen.")))
        self.utr: Field[QLineEdit] = Field(
            "reference", _("UTR"), line(most=30, scans=True), hint=_("It has 12 digits.")
        )
        self.amount: Field[QLineEdit] = Field("amount", _("Amount"), line(right=True, most=20))
        self.payer: Field[QLineEdit] = Field("payer", _("From whom"), line(most=60), hint=_("May stay empty"))
        for field in (self.utr, self.amount, self.payer):
            self.body.addWidget(field)
        self.body.addStretch()
        self.ready(self.utr, self.amount, self.payer)

    def act(self, *, sure: bool) -> None:
        """Write it down; who said so is kept."""
        del sure
        paise = parse_paise(self.amount.editor.text())
        self.learned = self.shop.bank.arrived(self.utr.editor.text(), paise, payer=self.payer.editor.text())
