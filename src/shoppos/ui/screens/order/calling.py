"""Who is calling: found by the end of their number, taken up where an order was begun, or written down anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shoppos.base.errors import Doubtful, InvalidInput, NotFound, Refused
from shoppos.base.i18n import _
from shoppos.base.text import clean
from shoppos.rules import entry, identifiers
from shoppos.ui.screens.order.asked import ADDRESS, NEW, Asked
from shoppos.ui.screens.order.page import OrderPage
from shoppos.ui.widgets.customer_box import spaced
from shoppos.ui.widgets.finding import CUSTOMERS

if TYPE_CHECKING:
    from shoppos.shop.order_view import OrderView

PHONE_DIGITS = 10
AT_THE_DOOR, AT_THE_SHOP = "cod", "cash"
"""How an order is paid while nobody has said it: where its goods change hands."""


class OrderCalling(OrderPage):
    """From the first ring to somebody's name."""

    _phone = ""
    _sure_of_caller = b""

    def _typed_caller(self) -> None:
        """While a number is typed: whose it may be, with all that is known of them."""
        found = self.finding.current()
        if found is not None:
            self._look_at(self.shop.orders.caller_of(found.id))
            return
        phone = identifiers.phone(clean(self.line.text()))
        self._look_at(None)
        if self.line.text():
            self.begun.clearSelection()  # Enter takes what is typed
        elif self.drafts.things:
            self.begun.selectRow(0)
        if phone:
            self.side.caller.show_new(phone, asked=False)

    def _caller_entered(self, text: str) -> None:
        """Enter: the marked customer's order, the marked draft, an order by its number, or somebody new."""
        asked, found = text.strip(), self.finding.current()
        self.line.selectAll()
        if entry.looks_like_barcode(asked) and len(asked) != PHONE_DIGITS:
            raise InvalidInput(_("That is an item's code."), _("Type the caller's number first."), "phone")
        if found is not None:
            self._take(customer_id=found.id)
        elif not asked:
            self._take_up()
        elif "/" in asked:
            self._open(self.shop.orders.find(asked))
        elif identifiers.phone(clean(asked)):
            self._ask_new(identifiers.phone(clean(asked)) or "")
        else:
            said = _("No customer is found by {text}.").format(text=clean(asked, 40))
            raise NotFound(said, _("Type the whole phone number to take a new one."))

    def _take_up(self) -> None:
        """Go on with the draft that is marked."""
        draft = self.drafts.thing(self.begun.currentIndex().row())
        if draft is None:
            raise InvalidInput(_("Whose order is it?"), _("Type the caller's number."), "phone")
        self._open(draft.id)

    def _open(self, order_id: bytes) -> None:
        """An order that was begun before, by this page or another, with all that stands on it."""
        view = self.shop.orders.view(order_id)
        if "change" not in view.acts:
            raise Refused(
                _("Order {number} cannot be changed any more.").format(number=view.number),
                _("Take a new order, or look on the board."),
            )
        self._stand(view)

    def _take(self, *, customer_id: bytes | None = None, phone: str = "", name: str = "") -> None:
        """Begin an order as that customer usually orders."""
        orders = self.shop.orders
        view = orders.begin(customer_id=customer_id, phone=phone, name=name)
        if not (view.sale and view.sale.lines):
            usual = orders.usual(view.id)
            way = usual.way or view.way
            changes: dict[str, Any] = {
                "way": way, "pay_by": usual.pay_by or (AT_THE_DOOR if way == "delivery" else AT_THE_SHOP),
            }  # fmt: skip
            if usual.personal_id is not None:
                changes["personal_id"] = usual.personal_id
            view = orders.set(view.id, **changes)
        self._stand(view)

    def _stand(self, view: OrderView) -> None:
        """That order stands on the page from now on, ready for its goods."""
        self.view = view
        self.caller = self.shop.orders.caller_of(view.customer.id)
        self.stack.setCurrentWidget(self.table)
        self._mode()
        self._show(view.sale.lines[-1].no if view.sale and view.sale.lines else None)

    def _change_caller(self, customer_id: bytes) -> None:
        """The order is another customer's; chosen once more where money was taken of who had it before."""
        if self.view is None:
            return
        sure, self._sure_of_caller = self._sure_of_caller == customer_id, b""
        try:
            view = self.shop.orders.set(self.view.id, sure=sure, customer_id=customer_id)
        except Doubtful:
            self._sure_of_caller = customer_id
            raise
        self._stand(view)

    # -- somebody new, and another address

    def _ask_new(self, phone: str) -> None:
        """Take a new caller down: name, PIN code, address; each may stay empty."""
        self._phone = phone
        self.line.clear()
        self.finding.hide()
        self.side.caller.show_new(phone, asked=True)
        self._ask_address(_("{phone} is new. What is the name?").format(phone=spaced(phone)), new=True)

    def _another_address(self) -> None:
        """One more address of who is calling."""
        self._ask_address(_("Where do the goods go?"), new=False)

    def _ask_address(self, heading: str, *, new: bool) -> None:
        self.half.leave()
        self.form.begin(heading, new=new)
        order = self.view.id.hex() if self.view is not None and not new else ""
        asked = Asked(NEW if new else ADDRESS, order, self._phone if new else "")
        self.half.begin(asked.on, lambda: asked.typed(self.form.texts()))
        self.stack.setCurrentWidget(self.form)
        self.line.setEnabled(False)
        self.line.hide()
        self.script.hide()  # the form needs the room, and what is read aloud waits for the address
        self.bar.tell("")
        self.form.start()

    def _given(self) -> None:
        """The form is filled: somebody new has an order from now on, with what was said of them."""
        with self._telling():
            try:
                self._write_down()
            except InvalidInput as error:
                self.context.sound("refused")
                if not self.form.show_mistake(error):
                    raise
                return
            self._form_left()

    def _write_down(self) -> None:
        typed, orders = self.form.typed, self.shop.orders
        if not typed.address and (typed.pin_code or typed.label):
            raise InvalidInput(_("Type the address."), field="address")
        if self.view is None:
            self._take(phone=self._phone, name=typed.name)
            self.stack.setCurrentWidget(self.form)
        if self.view is None:
            return
        if typed.address:
            self.view = orders.address(
                self.view.id, typed.address, pin_code=typed.pin_code, state=typed.state, name=typed.name,
                town=typed.town, label=typed.label,
            )  # fmt: skip
        elif typed.name and typed.name != self.view.card.name:
            self.view = orders.rename(self.view.id, typed.name)
        self.caller = orders.caller_of(self.view.customer.id)

    def _form_left(self) -> None:
        """Back to where the form was asked for; nothing typed in it is kept."""
        self.half.end()
        self.line.show()
        self.line.setEnabled(True)
        self.stack.setCurrentWidget(self.table)
        if self.taking or self.finding.mode != CUSTOMERS:
            self._mode()
        self._show(self.table.chosen())
        self.line.setFocus()
