"""The money of an order before its bill: taken with its proof, asked for by a QR, or given back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPushButton

from shoppos.base.errors import ShopError
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.money import parse_paise, plain, rupees
from shoppos.rules import methods
from shoppos.ui.dialogs.cancel_order import refund_ways
from shoppos.ui.dialogs.order_ask import OrderDialog, beside
from shoppos.ui.upi_code import UpiCode, gateway_codes
from shoppos.ui.widgets.form import Field, choice, line, words
from shoppos.ui.widgets.pick_words import PickWords
from shoppos.ui.widgets.qr_view import QrView

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from shoppos.shop.payments import UpiShown
    from shoppos.ui.context import Context

WAYS = ("cash", "upi", "card", "netbanking")
UTR_SAID = "upi"


class TakeMoneyDialog(OrderDialog):
    """All that is due is offered; by UPI a QR is shown, and what has no UTR stays claimed until the bank shows it."""

    def __init__(self, context: Context, parent: QWidget | None, order_id: bytes) -> None:
        """Ask how much is paid for that order now."""
        view = context.shop.orders.view(order_id)
        due = context.shop.advances.due(order_id)
        title = _("Money for order {number}").format(number=view.number)
        super().__init__(context, parent, title, _("Take it (Enter)"))
        self.order_id, self._key = order_id, new_id()
        self.shown: UpiShown | None = None
        self.codes = UpiCode(context, self)
        self.codes.ready.connect(self._code_came)
        said = _("{name}: {due} of {payable} is due.")
        named = view.card.name or view.card.phone
        self.body.addWidget(words(said.format(name=named, due=rupees(due), payable=rupees(view.payable))))
        self.amount: Field[QLineEdit] = Field("amount", _("Amount"), line(plain(due), right=True, most=20))
        ways = ((methods.label(way), way) for way in WAYS)
        usual = view.pay_by if view.pay_by in WAYS else "cash"
        self.way: Field[QComboBox] = Field("method", _("Paid by"), choice(ways, usual))
        self.reference: Field[QLineEdit] = Field("reference", _("Reference"), line(most=60, scans=True))
        self.qr = QrView()
        self.qr.hide()
        self.ask = QPushButton(_("Show the QR (Ctrl+Q)"))
        QShortcut(QKeySequence("Ctrl+Q"), self, self.show_qr)
        self.ask.clicked.connect(self.show_qr)
        self.receipt = QCheckBox(_("Print a receipt"))
        self.body.addWidget(beside(self.amount, self.way))
        for widget in (self.reference, self.ask, self.qr, self.receipt):
            self.body.addWidget(widget)
        self.body.addStretch()
        self.way.editor.currentIndexChanged.connect(self._turned)
        self._turned()
        self.ready(self.amount, self.way, self.reference)

    @property
    def by(self) -> str:
        """The way chosen."""
        return str(self.way.editor.currentData())

    def _turned(self) -> None:
        """Only UPI has a QR, and a UTR that proves it."""
        upi = self.by == UTR_SAID
        self.ask.setVisible(upi)
        self.qr.setVisible(upi and self.shown is not None)
        hints = {
            "upi": _("UTR, 12 digits. Left empty it is claimed, until it is found in the bank."),
            "cash": "", "card": _("Slip number, may stay empty"), "netbanking": _("UTR or reference of the bank"),
        }  # fmt: skip
        self.reference.tell(hints[self.by])
        self.reference.setVisible(self.by != "cash")

    def show_qr(self) -> None:
        """Ask for exactly that amount, by a QR that is decoded back before it is shown."""
        from shoppos.printing.codes import checked_qr

        if self.by != UTR_SAID:
            return
        try:
            self.shown = self.shop.advances.qr(self.order_id, parse_paise(self.amount.editor.text()))
        except ShopError as error:
            self.amount.fail(str(error))
            return
        self.reference.editor.setFocus()
        if gateway_codes(self.context, counter=False):
            self.qr.show_matrix(())
            self.codes.ask(self.shown)
            return
        self._code_came(self.shown, checked_qr(self.shown.link))

    def _code_came(self, shown: UpiShown, matrix: tuple[tuple[bool, ...], ...]) -> None:
        """The code is there; it is shown if it is still awaited."""
        if self.shown is None or self.shown.reference != shown.reference or self.by != UTR_SAID:
            return
        self.qr.show_matrix(matrix)
        self.qr.setMinimumHeight(self.qr.minimumSizeHint().height())
        self.fit()

    def act(self, *, sure: bool) -> None:
        """Take it."""
        from shoppos.shop.payments import Tender

        paise = parse_paise(self.amount.editor.text())
        by = self.by
        asked = self.shown.reference if self.shown is not None and by == UTR_SAID else ""
        tender = Tender(by, paise, self.reference.editor.text() if by != "cash" else "", asked)
        taken = self.shop.advances.take(self.order_id, tender, key=self._key, sure=sure)
        if self.receipt.isChecked():
            self.shop.advances.receipt(taken)
            self.context.wake_printer()


class GiveBackDialog(OrderDialog):
    """What is left of the money from before goes back, with a reason."""

    def __init__(self, context: Context, parent: QWidget | None, order_id: bytes) -> None:
        """Ask how much of that order's money goes back."""
        view = context.shop.orders.view(order_id)
        left = context.shop.advances.paid(order_id).proved
        title = _("Give back money of order {number}").format(number=view.number)
        super().__init__(context, parent, title, _("Give it back (Enter)"))
        self.order_id, self._key = order_id, new_id()
        self.body.addWidget(words(_("{amount} was paid before and is not used by a bill.").format(amount=rupees(left))))
        offered = view.credit or left
        self.amount: Field[QLineEdit] = Field("amount", _("Amount"), line(plain(offered), right=True, most=20))
        self.way: Field[QComboBox] = Field("method", _("Goes back by"), choice(refund_ways(), "cash"))
        self.why = PickWords(_("Why"), (_("Paid too much"), _("Paid twice"), _("Something was left out")))
        self.body.addWidget(beside(self.amount, self.way))
        self.body.addWidget(self.why)
        self.body.addStretch()
        self.ready(self.amount, self.way, self.why.field)

    def act(self, *, sure: bool) -> None:
        """Give it back."""
        del sure
        by = str(self.way.editor.currentData())
        self.shop.advances.give_back(
            self.order_id, parse_paise(self.amount.editor.text()), by, self.why.text, to_khata=by == "khata",
            key=self._key, approved=self.approved,
        )  # fmt: skip
