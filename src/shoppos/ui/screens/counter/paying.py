"""Taking the money: exact cash by one key, the pay panel for everything else."""

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLineEdit

from shoppos.base.errors import Doubtful, InvalidInput, NeedsApproval, Refused
from shoppos.base.i18n import _
from shoppos.base.money import plain, rupees
from shoppos.base.text import clean
from shoppos.rules import entry
from shoppos.rules.documents import SMALL_SALE
from shoppos.ui.customer_display import DisplayState
from shoppos.ui.screens.counter.page import CounterPage
from shoppos.ui.upi_code import UpiCode, gateway_codes
from shoppos.ui.widgets.finding import ITEMS

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.shop.payments import UpiShown
    from shoppos.shop.sale_view import SaleView

WHILE_PAYING = frozenset({"cash", "upi", "card", "split", "print", "help", "hold", "new_sale"})
"""What acts while the pay panel is open; holding the bill closes the panel."""


class CounterPaying(CounterPage):
    """From the pay keys to the finished bill."""

    code_shown = False
    _asks: UpiCode | None = None

    def _not_while_paying(self, action: str) -> None:
        """The bill stands still while it is paid: another ends the paying, nothing changes this one."""
        if self.side.panel.opened and action not in WHILE_PAYING:
            raise Refused(_("This bill is being paid."), _("Press Esc first, then change it."))

    def _paying(self, on: bool) -> None:
        """Show the pay panel or the bill's own keys; the entry line rests while the panel is open."""
        self.side.paying(on)
        self.line.setEnabled(not on)

    def _pay(self, method: str) -> None:
        """F9, F10, F11: take the whole by that way, or the amount typed; what is missing is asked for."""
        view, panel = self._sale(), self.side.panel
        if panel.opened and method == panel.method and method != "upi":
            panel.accept()
            return
        if panel.opened:
            panel.choose(method)
            return
        if self.finding.mode != ITEMS:
            self.finding.ask(ITEMS)
        text = self.line.text()
        if entry.looks_like_barcode(text):
            raise InvalidInput(_("That looks like a barcode. Add it as an item?"), _("Press Enter to add it."), "entry")
        amount = entry.amount(text) if text.strip() else None
        if text.strip() and amount is None:
            raise InvalidInput(
                _("{text} is no amount.").format(text=clean(text)), _("Type what was handed over, then the key.")
            )
        if amount is not None and amount <= 0 < view.payable:
            raise InvalidInput(_("The amount must be more than 0."), field="amount")
        if not view.lines:
            raise InvalidInput(_("There is nothing on this bill to pay."), _("Scan or type an item first."))
        self.line.clear()
        self.finding.hide()
        if method == "upi" or panel.tenders or (amount is not None and amount < view.payable):
            self._open_panel(method, amount)
        else:
            self._pay_with(method, amount)

    def _split(self) -> None:
        known = self._sale().customer is not None
        self._open_panel("khata" if known else "cash")

    def _open_panel(self, method: str, amount: int | None = None) -> None:
        view = self._sale()
        if not view.lines:
            raise InvalidInput(_("There is nothing on this bill to pay."), _("Scan or type an item first."))
        panel = self.side.panel
        rest = view.payable - panel.noted
        self._know(view)
        self.finding.hide()
        self._paying(True)
        panel.open_for(max(rest, 0), method if rest > 0 else "cash", amount)
        self._show_rest()
        if rest <= 0 and panel.tenders:
            panel.refuse(
                Refused(
                    _("{amount} was taken already, and the bill is no more than that.").format(
                        amount=rupees(panel.noted)
                    ),
                    _("Take it back, then take the right amount."),
                )
            )

    def _know(self, view: "SaleView") -> None:
        """Tell the panel who pays, and what their points are worth."""
        customer, points = view.customer, self.shop.points
        worth = points.worth(customer.id) if customer else 0
        self.side.panel.know(customer, points.balance(customer.id) if customer and worth else 0, worth)
        tokens = self.shop.settings.get("small_sales", "number") == "consolidate"
        self.side.panel.offer_invoice(small=tokens and view.payable < SMALL_SALE and not view.gstin)

    def _drop_noted(self) -> None:
        """Give back what was noted, and ask for the whole again."""
        self.side.panel.tenders = []
        self.side.total.show_sale(self._sale())
        self._open_panel("cash")

    def _nothing_noted(self) -> None:
        """A bill on which money was noted is finished, or the money taken back, before another comes to the screen."""
        if self.side.panel.tenders:
            raise Refused(
                _("{amount} was taken for this bill already.").format(amount=rupees(self.side.panel.noted)),
                _("Press Enter and take the rest, or take it back there."),
            )

    def _nothing_asked(self) -> None:
        """One thing at a time: a question in the page is answered or left before anything else is done."""
        if self.ask.isVisible():
            raise Refused(_("Answer the question first, or press Esc."))

    def _show_rest(self) -> None:
        """What is still to pay stands in the large figures while payments are noted."""
        panel = self.side.panel
        if panel.tenders:
            about = _("{taken} of {payable} taken").format(
                taken=rupees(panel.noted), payable=rupees(self._sale().payable)
            )
            self.side.total.show_rest(panel.rest, about)

    def _close_panel(self) -> None:
        """Another bill comes to the screen: this one is no longer being paid."""
        if self.side.panel.opened:
            self.side.panel.forget()
            self._paying(False)

    def _leave_panel(self) -> None:
        """Esc: back to the bill; payments noted so far are kept with it until it is paid."""
        self.side.panel.invoice.setChecked(False)
        self._paying(False)
        self._stage()
        self.finding.ask(ITEMS)
        self.side.total.forget()
        self._show(self._sale(), self.table.chosen(), quiet=True)

    def _stage(self) -> None:
        if self.view is not None and self.view.lines:
            self.shop.sales.stage(self.view.id, self.side.panel.state())
        if self.code_shown and not self.side.panel.shown:
            self.code_shown = False
            self.showing.emit(self._display(self.table.chosen()))

    def _upi(self, amount: int) -> None:
        with self._telling():
            from shoppos.printing.codes import checked_qr

            shown = self.shop.sales.upi_attempt(self._sale().id, amount)
            if gateway_codes(self.context, counter=True):
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

    def _code_came(self, shown: "UpiShown", matrix: tuple[tuple[bool, ...], ...]) -> None:
        """The code is there; it is shown if it is still this payment that is awaited."""
        panel = self.side.panel
        if panel.opened and panel.method == "upi" and panel.shown.get("reference") == shown.reference:
            self._show_upi(shown, matrix)

    def _show_upi(self, shown: "UpiShown", matrix: tuple[tuple[bool, ...], ...]) -> None:
        self.side.panel.show_upi(shown, matrix)
        self._show_code(shown.amount, shown.link)

    def upi_seen(self, reference: str, utr: str) -> None:
        """The payment service has seen the payment that is awaited: the cashier reads it where they look."""
        self.side.panel.came(reference, utr)

    def _show_code(self, amount: int, link: str) -> None:
        """The customer sees the code too, for as long as it is awaited."""
        self.code_shown = True
        self.showing.emit(DisplayState("upi", self.top.shop.text(), self._sale().items, amount, "", link))

    def _bring_back(self, state: dict[str, Any]) -> None:
        """Stand on the pay panel as the program left it, with the same UPI code."""
        from shoppos.printing.codes import checked_qr

        panel = self.side.panel
        panel.tenders = state.get("tenders", [])
        self._know(self._sale())
        if not state.get("open"):
            return
        shown: dict[str, Any] = state.get("upi") or {}
        self._paying(True)
        panel.bring_back(state, self._sale().payable - panel.noted, checked_qr(shown["link"]) if shown else ())
        self._show_rest()
        if shown:
            self._show_code(shown["amount"], shown["link"])

    def _take(self, method: str, amount: int, reference: str) -> None:
        """One payment of the panel: the last one makes the bill."""
        with self._telling():
            panel = self.side.panel
            rest = panel.rest - amount
            if amount <= 0 < panel.rest:
                raise InvalidInput(_("The amount must be more than 0."), field="amount")
            if rest > 0:
                from shoppos.shop.payments import check_tender

                check_tender(method, reference, known=self._sale().customer is not None)
                panel.took(method, amount, reference, rest)
                self._show_rest()
                return
            self._pay_with(method, amount, reference)

    def _note_given(self, amount: int) -> None:
        with self._telling():
            self._nothing_asked()
            self._pay_with("cash", amount)

    def _still_that_much(self, seen: "SaleView", given: int | None) -> bool:
        """What is charged is what the cashier saw; a total that changed meanwhile is shown, and nothing is taken."""
        now = self.shop.sales.view(seen.id)
        if now.payable == seen.payable:
            return True
        panel = self.side.panel
        self._show(now, self.table.chosen(), quiet=True)
        changed = Doubtful(
            _("The total is now {now}, it was {before}.").format(now=rupees(now.payable), before=rupees(seen.payable)),
            _("Nothing was taken yet: tell the customer, then take it."),
        )
        self.context.sound("refused")
        if panel.opened:
            self.side.total.show_sale(now)
            self._open_panel(panel.method)
            panel.refuse(changed)
        else:
            self.line.setText("" if given is None else plain(given))
            self.bar.tell(str(changed), "warn")
        return False

    def _ask_yes(self, needed: NeedsApproval, again: "Callable[[], None]") -> None:
        """A manager types their PIN where the cashier stands; then it is done once more."""
        allowed: list[bytes] = []

        def answer(texts: list[str]) -> None:
            allowed.append(self.shop.staff.approve(needed.act, needed.doc_id, texts[1], texts[0]).id)

        def left() -> None:
            self.enter()
            if allowed:
                again()

        self.context.sound("refused")
        self.ask.ask(str(needed), (_("Reason"), _("PIN")), _("Enter  Allow it"), answer, left)
        self.ask.fields[-1].setEchoMode(QLineEdit.EchoMode.Password)

    def _pay_with(self, method: str, amount: int | None, reference: str = "") -> None:
        """Take the money and make the bill."""
        with self._telling():
            from shoppos.shop.payments import Tender

            panel, view = self.side.panel, self._sale()
            if not self._still_that_much(view, amount):
                return
            shown = panel.shown.get("reference", "") if method == "upi" else ""
            taken = [*(Tender(*tender) for tender in panel.tenders), Tender(method, amount, reference, shown)]
            try:
                done = self.shop.sales.checkout(view.id, taken, invoice=panel.invoice.isChecked())
            except NeedsApproval as needed:
                self._ask_yes(needed, lambda: self._pay_with(method, amount, reference))
                return
            panel.forget()
            self._paying(False)
            self.context.sound("done")
            self.context.wake_printer()
            if any(tender.method == "cash" for tender in taken):
                self.context.open_drawer()
            self.view = None
            self._show(self.shop.sales.on_screen(), None)
            self._head()
            claimed = any(tender.method == "upi" and not tender.reference for tender in taken)
            self.side.total.show_done(done, claimed=claimed)
            fresh = [told for told in done.warnings if told not in view.warnings]
            self.bar.tell(fresh[-1] if fresh else "", "warn")
            self.showing.emit(DisplayState("thanks", self.top.shop.text(), payable=done.payable, change=done.change))
            self.finding.ask(ITEMS)
