"""Who the bill is for: found by phone or name, written down whole on a card, and what they pay off their khata."""

from typing import TYPE_CHECKING

from shoppos.base.errors import InvalidInput, NotFound, Refused
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.money import parse_paise, plain, rupees
from shoppos.base.text import ascii_digits, clean
from shoppos.rules import entry, methods
from shoppos.ui.screens.counter.paying import CounterPaying
from shoppos.ui.widgets.address_choice import NOWHERE
from shoppos.ui.widgets.finding import CUSTOMERS, ITEMS

if TYPE_CHECKING:
    from shoppos.shop.customers import Address, CustomerView
    from shoppos.shop.sale_view import SaleView

PHONE_DIGITS = 10
NOBODY: tuple[bytes, dict[bytes, "Address"]] = (NOWHERE, {})


def is_item(text: str) -> bool:
    """Whether a text given for a customer is a scanned item: a barcode, and no phone number."""
    return entry.looks_like_barcode(text) and len(text.strip()) != PHONE_DIGITS


def is_gstin(text: str) -> bool:
    """Whether a text given for a customer is a right GSTIN."""
    from shoppos.rules.identifiers import check

    return check("gstin", clean(text)).valid


class CounterCustomers(CounterPaying):
    """The customer of the bill on screen."""

    watches = CounterPaying.watches | {"customer_address"}
    _addresses: tuple[bytes, dict[bytes, "Address"]] = NOBODY

    def _customer(self) -> None:
        """The customer's key looks for one; pressed again it opens the whole card."""
        if self.finding.mode == CUSTOMERS:
            self._card()
        else:
            self.finding.ask(CUSTOMERS)

    def _customer_entered(self, text: str) -> None:
        found = self.finding.current()
        if found is not None:
            self._set_customer(found.id)
            return
        if is_gstin(text):
            self._bill_gstin(text)
            return
        digits = "".join(char for char in text if char.isdigit())
        if len(digits) < PHONE_DIGITS:
            said = _("No customer is found by {text}.").format(text=clean(text))
            raise NotFound(said, _("Type the whole phone number to add one."))

        def add(texts: list[str]) -> None:
            self._set_customer(self.shop.customers.add(texts[0], text).id)

        def more(texts: list[str]) -> None:
            self._open_card(None, name=texts[0], phone=text)

        asked = _("{phone} is new. What is the name?").format(phone=clean(text))
        further = (_("Ctrl+Enter  More…"), more)
        self.ask.ask(asked, (_("Name"),), _("Enter  Add"), add, self._asked, more=further)

    def _asked(self) -> None:
        self.finding.ask(ITEMS)
        self.enter()

    def _set_customer(self, customer_id: bytes | None) -> None:
        self._show(self.shop.sales.set_customer(self._sale().id, customer_id), self.table.chosen())
        self.finding.ask(ITEMS)

    def _bill_gstin(self, gstin: str) -> None:
        """A registered buyer who is not on the list."""
        view = self.shop.sales.set_gstin(self._sale().id, gstin)
        told = _("The bill is for GSTIN {gstin}.").format(gstin=view.gstin)
        self._show(view, self.table.chosen(), message=told)
        self.finding.ask(ITEMS)

    def _address(self, on: bool) -> None:
        view = self._sale()
        if view.customer is not None:
            self._show(self.shop.sales.set_customer(view.id, view.customer.id, with_address=on), self.table.chosen())
        self.enter()

    def _address_of(self, personal_id: bytes) -> None:
        """Another of the customer's addresses stands on the bill, or none."""
        view = self._sale()
        if view.customer is None:
            return
        with self._telling():
            self._nothing_asked()
            further = personal_id if personal_id in self._further(view) else None
            now = self.shop.sales.set_customer(
                view.id, view.customer.id, with_address=personal_id != NOWHERE, address=further
            )
            self._show(now, self.table.chosen())
        self.enter()

    def _further(self, view: "SaleView") -> dict[bytes, "Address"]:
        """The further addresses of who is on the bill, read once for each customer that comes to the screen."""
        customer_id = view.customer.id if view.customer else NOWHERE
        if customer_id != self._addresses[0]:
            found = self.shop.customers.addresses(customer_id) if customer_id else []
            self._addresses = (customer_id, {one.personal_id: one for one in found})
        return self._addresses[1]

    def _show(self, view: "SaleView", line: int | None, *, message: str = "", quiet: bool = False) -> None:
        """Show a sale; its customer's further addresses can be chosen beside it."""
        self.side.customer.further = tuple(self._further(view).values())
        super()._show(view, line, message=message, quiet=quiet)

    def refresh(self, tables: frozenset[str]) -> None:
        """Look again; the addresses too, when some were added meanwhile."""
        if "customer_address" in tables:
            self._addresses = NOBODY
            if self.view is not None and not self.side.panel.opened:
                self.side.customer.further = tuple(self._further(self.view).values())
                self.side.customer.show_sale(self.view)
        super().refresh(tables)

    # -- the card

    def _card(self) -> None:
        """The card of who is marked in the list, else of who is on the bill, else a new one with what was typed."""
        text = clean(self.line.text()) if self.finding.mode == CUSTOMERS else ""
        found: CustomerView | None = self.finding.current() if self.finding.mode == CUSTOMERS else None
        known = found or (None if text else self._sale().customer)
        if is_gstin(text):
            self._open_card(known, gstin=text)
        elif any(char.isalpha() for char in text):
            self._open_card(known, name=text)
        else:
            self._open_card(known, phone=ascii_digits(text))

    def _open_card(
        self, known: "CustomerView | None", *, name: str = "", phone: str = "", gstin: str = ""
    ) -> None:  # fmt: skip
        from shoppos.ui.dialogs.customer_form import CustomerForm

        view = self._sale()
        self.finding.hide()
        same = known is not None and view.customer is not None and known.id == view.customer.id
        gstin = gstin or ("" if known or view.customer else view.gstin)
        form = CustomerForm(
            self.shop, self.window(), known, name=name, phone=phone, gstin=gstin, on_bill=same and view.with_address
        )
        if form.exec():
            with self._telling():
                if form.saved is None:
                    self._bill_gstin(form.buyer_gstin)
                else:
                    kept = view.personal_id if same and view.personal_id in self._further(view) else None
                    now = self.shop.sales.set_customer(
                        view.id, form.saved.id, with_address=form.on_bill, address=kept if form.on_bill else None
                    )
                    told = _("{name} is on the bill.").format(name=form.saved.name or form.saved.phone)
                    self._show(now, self.table.chosen(), message="" if now.warnings else told)
        form.deleteLater()
        self.finding.ask(ITEMS)

    # -- the khata

    def _khata(self) -> None:
        """Take money for what the customer owes: Enter or F9 in cash, the other keys by UPI or card."""
        view, keymap = self._sale(), self.context.keymap
        customer = view.customer
        if customer is None:
            raise InvalidInput(
                _("Whose khata is it?"),
                _("Press {key} and choose the customer first.").format(key=keymap.shown("customer")),
            )
        named, key = customer.name or customer.phone, new_id()
        if customer.owes <= 0:
            raise Refused(_("{name} owes nothing.").format(name=named))

        def take(texts: list[str]) -> None:
            way, paise = self.ask.way, parse_paise(texts[0])
            owes = self.shop.customers.pay(customer.id, paise, way, texts[1].strip(), key=key).owes
            told = _("{amount} taken by {method}. {name} now owes {owes}.").format(
                amount=rupees(paise), method=methods.label(way), name=named, owes=rupees(owes)
            )
            self._show(self.shop.sales.view(view.id), self.table.chosen(), message=told)

        asked = _("{name} owes {owes}. How much is paid now?").format(name=named, owes=rupees(customer.owes))
        ways = tuple((way, f"{keymap.shown(way)}  {methods.label(way)}") for way in methods.SETTLING)
        names = (_("Amount"), _("Reference (may stay empty)"))
        self.ask.ask(asked, names, "", take, self.enter, given=(plain(customer.owes),), ways=ways)
