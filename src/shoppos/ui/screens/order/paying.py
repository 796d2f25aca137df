"""Money taken for an order before its bill, on the counter's own panel; the customer sees the code with the amount."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.errors import Doubtful, InvalidInput, Refused
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.money import rupees
from shoppos.base.text import clean
from shoppos.rules import entry
from shoppos.rules.methods import label
from shoppos.ui.customer_display import DisplayState
from shoppos.ui.screens.order.again import OrderAgain
from shoppos.ui.upi_code import UpiCode, gateway_codes

if TYPE_CHECKING:
    from shoppos.shop.payments import UpiShown


class OrderPaying(OrderAgain):
    """From the pay keys to the money on the order."""

    _pay_key = b""
    _sure_of_money = 0
    _asks: UpiCode | None = None

    def _pay(self, method: str) -> None:
        """F9, F10, F11: take money now, all that is due or what was typed."""
        view, panel = self._order(), self.side.panel
        if panel.opened:
            if method == panel.method and method != "upi":
                panel.accept()
            else:
                panel.choose(method)
            return
        text = self.line.text().strip()
        amount = entry.amount(text) if text else None
        if text and (amount is None or entry.looks_like_barcode(text)):
            raise InvalidInput(
                _("{text} is no amount.").format(text=clean(text)), _("Type what was handed over, then the key.")
            )
        if not (view.sale and view.sale.lines) or view.due <= 0:
            raise Refused(_("There is nothing to pay on this order."), _("Type what the customer wants."))
        self.line.clear()
        self.finding.hide()
        self.line.setEnabled(False)
        self._pay_key, self._sure_of_money = new_id(), 0
        self.side.paying(True)
        panel.open_for(view.due, method, amount)

    def _upi(self, amount: int) -> None:
        with self._telling():
            from shoppos.printing.codes import checked_qr

            view = self._order()
            shown = self.shop.advances.qr(view.id, amount)
            if gateway_codes(self.context, counter=False):
                self.side.panel.show_upi(shown, ())
                self._codes().ask(shown)
                return
            self._show_upi(shown, checked_qr(shown.link))

    def _codes(self) -> UpiCode:
        """Who asks the payment gateway for codes."""
        if self._asks is None:
            self._asks = UpiCode(self.context, self)
            self._asks.ready.connect(self._code_came)
        return self._asks

    def _code_came(self, shown: UpiShown, matrix: tuple[tuple[bool, ...], ...]) -> None:
        """The code is there; it is shown if it is still this payment that is awaited."""
        panel = self.side.panel
        if panel.opened and panel.method == "upi" and panel.shown.get("reference") == shown.reference:
            self._show_upi(shown, matrix)

    def _show_upi(self, shown: UpiShown, matrix: tuple[tuple[bool, ...], ...]) -> None:
        view = self._order()
        self.side.panel.show_upi(shown, matrix)
        name, items = self.shop.settings.profile().name, view.sale.items if view.sale else 0
        self.showing.emit(DisplayState("upi", name, items, shown.amount, "", shown.link))

    def _seen_paid(self) -> None:
        """The code that is shown was paid, and the money stands on the order: nobody takes it a second time."""
        panel = self.side.panel
        attempt = str(panel.shown.get("reference", ""))
        if panel.opened and attempt and self.view is not None and self.shop.advances.came(attempt) is not None:
            said = _("{amount} taken by {method}.").format(amount=rupees(panel.shown["amount"]), method=label("upi"))
            self.context.sound("done")
            self._close_panel()
            self._show(self.table.chosen(), message=said)

    def _paid(self, method: str, amount: int, reference: str) -> None:
        """Money was handed over: it stands on the order, and what was too much is given back at once."""
        with self._telling():
            from shoppos.shop.payments import Tender

            view, panel = self._order(), self.side.panel
            taken = min(amount, panel.rest) if method == "cash" else amount
            attempt = panel.shown.get("reference", "") if method == "upi" else ""
            try:
                self.shop.advances.take(
                    view.id, Tender(method, taken, reference, attempt), key=self._pay_key,
                    sure=self._sure_of_money == taken,
                )  # fmt: skip
            except Doubtful:
                self._sure_of_money = taken
                raise
            self.context.sound("done")
            if method == "cash":
                self.context.open_drawer()
            said = _("{amount} taken by {method}.").format(amount=rupees(taken), method=label(method))
            if amount > taken:
                said += " " + _("Give back {amount}.").format(amount=rupees(amount - taken))
            self.view = self.shop.orders.view(view.id)
            self._close_panel()
            self._show(self.table.chosen(), message=said)

    def _leave_panel(self) -> None:
        """Esc: back to the order; nothing was taken."""
        self._close_panel()
        self._show(self.table.chosen(), quiet=True)

    def _close_panel(self) -> None:
        self.side.panel.forget()
        self.side.paying(False)
        self.showing.emit(None)
        self.line.setEnabled(True)
        self.line.setFocus()
