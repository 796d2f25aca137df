"""What holds for a whole order: whose it is, where it goes, by when, how it is paid, and what else was asked."""

from typing import Any, NamedTuple

from shoppos.base.errors import Doubtful, InvalidInput, Refused
from shoppos.base.i18n import BILL_LANGUAGES, _
from shoppos.base.money import rupees
from shoppos.base.text import clean, fold
from shoppos.base.transaction import Transaction
from shoppos.models.order import COUNTER, DELIVERY, ONLINE, PHONE, PICKUP, TAKEN
from shoppos.rules import pin_codes
from shoppos.shop import order_book, order_promise
from shoppos.shop.order_book import OrderRow
from shoppos.shop.order_caller import ORDERED_BY
from shoppos.shop.order_goods import OrderGoods
from shoppos.shop.order_view import OrderView

CHANNELS = (PHONE, COUNTER, ONLINE)
WAYS = (DELIVERY, PICKUP)
FIELDS = frozenset({
    "customer_id", "personal_id", "channel", "way", "promised", "slot", "pay_by", "note", "language", "backorder",
    "shipping",
})  # fmt: skip
"""What of an order can be set."""
LONGEST = 300
"""Characters of an address."""
NOTE = 500
"""Characters of what was asked for with an order."""


class Place(NamedTuple):
    """What a PIN code says: the State's code, the districts it may lie in, and whether India Post has it at all."""

    state: str
    districts: tuple[str, ...]
    known: bool


class OrderTerms(OrderGoods):
    """The terms of an order: each change is checked, and told to its sale where price or tax hang on it."""

    def set(self, order_id: bytes, *, sure: bool = False, **changes: Any) -> OrderView:
        """Change what holds for the whole order; what is not named stays.

        customer_id, personal_id (the card the goods go to), channel, way, promised (yyyymmdd or None), slot, pay_by,
        note, language, backorder, shipping (paise). InvalidInput names the field that does not do. Doubtful (repeat
        with `sure`) for another customer once money was taken: it stays its payer's, on their khata.
        """
        with self.db.transaction("order.changed") as tx:
            order = order_book.read(self.db, order_id)
            order_book.allow(order, "change")
            new = self._checked(order, changes)
            if new.get("customer_id", order.customer_id) != order.customer_id:
                self._leave_to_payer(order, sure=sure)
            self._put(tx, order, new, changes)
            if order.state != TAKEN and new:
                self._set_step(tx, order, new)
            return self.view(order_id)

    def address(
        self, order_id: bytes, address: str, *, pin_code: str = "", state: str = "", name: str = "", phone: str = "",
        town: str = "", label: str = "",
    ) -> OrderView:  # fmt: skip
        """Where the goods go, as the caller says it: kept on their card, or as one more address if it has one already.

        A PIN code fills the State where nobody said it; a `town` ends the address where it does not stand in it.
        """
        town, address = clean(town), clean(address, LONGEST)
        if not address:
            raise InvalidInput(_("Type the address."), field="address")
        if town and fold(town) not in fold(address):
            address = f"{address}, {town}"
        with self.db.transaction("order.changed"):
            order = order_book.read(self.db, order_id)
            customer = self.customers.get(order.customer_id)
            state = state or pin_codes.state_of(pin_code)
            told = {"address": address, "pin_code": pin_code, "state": state}
            if customer.address:
                made = self.customers.add_address(
                    customer.id, address, label=label, name=name, phone=phone, pin_code=pin_code, state=state
                )
                return self.set(order_id, personal_id=made.personal_id)
            told |= {"name": name} if name else {}
            card = self.customers.change(customer.id, **told)
            return self.set(order_id, personal_id=card.personal_id)

    def place(self, pin_code: str) -> Place:
        """What a PIN code says of an address."""
        return Place(pin_codes.state_of(pin_code), pin_codes.districts_of(pin_code), pin_codes.exists(pin_code))

    def rename(self, order_id: bytes, name: str) -> OrderView:
        """What the customer of an order is called: it is written on their card."""
        with self.db.transaction("order.changed"):
            order = order_book.read(self.db, order_id)
            own = self.customers.get(order.customer_id).personal_id == order.personal_id
            card = self.customers.change(order.customer_id, name=name)
            return self.set(order_id, personal_id=card.personal_id) if own else self.view(order_id)

    # -- inside

    def _checked(self, order: OrderRow, changes: dict[str, Any]) -> dict[str, Any]:
        """The columns of an order that a change asks for; InvalidInput names the one that does not do."""
        unknown = changes.keys() - FIELDS
        if unknown:
            raise InvalidInput(_("An order has no {name}.").format(name=clean(min(unknown), 40)), field=min(unknown))
        new = {name: value for name, value in changes.items() if name != "shipping"}
        for name, known in (("channel", CHANNELS), ("way", WAYS), ("language", tuple(BILL_LANGUAGES))):
            if name in new:
                one_of(name, new[name], known)
        if "note" in new:
            new["note"] = clean(new["note"], NOTE)
        if "backorder" in new:
            new["backorder"] = int(bool(new["backorder"]))
        if new.get("pay_by"):
            one_of("pay_by", new["pay_by"], ORDERED_BY)
        self._check_day(new)
        self._check_slot(order, new)
        if "customer_id" in new:
            customer = self.customers.get(new["customer_id"])
            new = {**new, "customer_id": customer.id, "personal_id": new.get("personal_id") or customer.personal_id}
        elif "personal_id" in new:
            customer = self.customers.get(order.customer_id)
        else:
            return new
        if new["personal_id"] != customer.personal_id:
            self.customers.address(customer.id, new["personal_id"])
        return new

    def _leave_to_payer(self, order: OrderRow, *, sure: bool) -> None:
        """What was paid for an order that becomes another customer's; Refused while a payment is only claimed."""
        stands = self.advances.paid(order.id)
        payer = self.customers.get(order.customer_id).name
        told = {"number": order.number, "name": payer}
        if stands.claimed:
            raise Refused(
                _("{amount} of order {number} are said to be paid by {name}, and nobody has seen them come in.").format(
                    amount=rupees(stands.claimed), **told
                ),
                _("Find them at the bank first or take them off, or take a new order."),
            )
        if stands.left <= 0:
            return
        if not sure:
            raise Doubtful(
                _("{name} has paid {amount} for order {number}.").format(amount=rupees(stands.left), **told),
                _("Give the order to another customer? The money stays on the khata of who paid it."),
                "customer_id",
            )
        why = _("The order is another customer's")
        given = self.stock.approval("return", order.id)
        self.advances.give_back(order.id, stands.left, reason=why, to_khata=True, approved=given)

    def _check_day(self, new: dict[str, Any]) -> None:
        """A day that exists and did not pass, and a slot in clean words."""
        if "slot" in new:
            new["slot"] = clean(new["slot"], 40)
        day = new.get("promised")
        if day is None:
            return
        today = self.db.clock.business_day(self.db.clock.ms())
        if type(day) is not int or not order_promise.is_day(day):
            raise InvalidInput(_("That is not a day."), _("Choose one of the calendar."), "promised")
        if day < today:
            raise InvalidInput(_("{day} has passed.").format(day=order_promise.day_said(day)), field="promised")

    def _check_slot(self, order: OrderRow, new: dict[str, Any]) -> None:
        """A slot of the day that is promised."""
        day, way = new.get("promised", order.promised), new.get("way", order.way)
        order_promise.refuse_slot_of_no_day(self.db, new.get("slot", ""), day, way)

    def _put(self, tx: Transaction, order: OrderRow, new: dict[str, Any], changes: dict[str, Any]) -> None:
        """Write what was checked: on the order, and on its sale what its prices and its tax hang on."""
        sale_id = order_book.open_sale(order)
        before = order
        order = order_book.change(tx, order, **new)
        if (before.customer_id, before.personal_id, before.way) != (order.customer_id, order.personal_id, order.way):
            customer = self.customers.get(order.customer_id)
            self.lines.readdress(tx, sale_id, customer, order.personal_id, order.way)
        if "shipping" in changes:
            self.lines.set_shipping(sale_id, changes["shipping"])
        if before.backorder and not order.backorder and order.state in order_book.PROMISING:
            self._refuse_waiting(order, sale_id)

    def _set_step(self, tx: Transaction, order: OrderRow, new: dict[str, Any]) -> None:
        """Write down what was changed of a confirmed order beside its goods, and what it comes to since."""
        payable = self.lines.view(order_book.open_sale(order)).payable + order_book.billed(self.db, order.id)
        told = {name: value for name, value in new.items() if type(value) in {int, str} and name != "note"}
        told |= {"set": sorted(new), "payable": payable}
        order_book.step(self.db, tx, order.id, "changed", told=told)
        order_book.change(tx, order_book.read(self.db, order.id), agreed=payable)

    def _refuse_waiting(self, order: OrderRow, sale_id: bytes) -> None:
        """Who does not wait any more must find all of it there."""
        goods = self.lines.open_lines(sale_id)
        short = order_promise.shortages(goods, order_promise.stock_of(self.db, order.id, goods))
        if short:
            raise Refused(" ".join(short), _("Lower the quantity, or let the customer wait for it."))


def one_of(field: str, value: Any, known: tuple[str, ...]) -> None:
    """InvalidInput for `field` when the value is none of those known."""
    if value not in known:
        raise InvalidInput(_("{value} is none of these.").format(value=clean(str(value), 40)), ", ".join(known), field)
