"""Orders: taken at the phone, read back, confirmed, put off, given up; what leaves is the matter of dispatching."""

import os
from collections.abc import Callable
from typing import Any

from shoppos.base.db import Database
from shoppos.base.errors import Doubtful, InvalidInput, NotFound, Refused
from shoppos.base.i18n import BILL_LANGUAGES, _, catalogue, language
from shoppos.base.ids import new_id
from shoppos.base.journal import Value
from shoppos.base.text import clean
from shoppos.base.transaction import Transaction
from shoppos.models.order import CANCELLED, CONFIRMED, COUNTER, DELIVERY, ONLINE, PHONE, PICKUP, TAKEN, Order
from shoppos.rules import orders as rules
from shoppos.rules import pin_codes, read_back
from shoppos.rules.packs import PIECE
from shoppos.shop import order_book, order_caller, order_promise, order_view
from shoppos.shop.business_day import booking_day
from shoppos.shop.catalogue import Catalogue
from shoppos.shop.customers import Customers, CustomerView
from shoppos.shop.order_book import OrderRow
from shoppos.shop.order_caller import CallerView
from shoppos.shop.order_promise import SlotView
from shoppos.shop.order_sale import OrderSale
from shoppos.shop.order_view import OrderEntered, OrderView
from shoppos.shop.papers import Papers
from shoppos.shop.payments import method
from shoppos.shop.ringing import Entered
from shoppos.shop.settings import Settings
from shoppos.shop.stock import StockRoom
from shoppos.shop.tills import Tills

SERIES = "O"
"""The letter of the orders' own numbers."""
CHANNELS = (PHONE, COUNTER, ONLINE)
WAYS = (DELIVERY, PICKUP)
NOTE = 500
"""Characters of what was asked for with an order."""


class Orders:
    """Everything between the first ring and the goods leaving; each call is one durable transaction."""

    def __init__(
        self, db: Database, settings: Settings, tills: Tills, catalogue: Catalogue, customers: Customers,
        stock: StockRoom, papers: Papers,
    ) -> None:  # fmt: skip
        """Work on `db` with the other departments."""
        self.db = db
        self.settings = settings
        self.tills = tills
        self.customers = customers
        self.stock = stock
        self.lines = OrderSale(db, settings, tills, catalogue, customers, stock, papers)

    # -- looking

    def view(self, order_id: bytes) -> OrderView:
        """An order whole, its open goods priced now."""
        return order_view.load(self.db, self.lines, self.customers, order_book.read(self.db, order_id))

    def find(self, text: str) -> bytes:
        """The order of that number or its last digits, of that AWB, or of that bill; the newest; NotFound."""
        asked = clean(text).upper()
        row = self.db.row(
            "SELECT id FROM orders WHERE number = :asked UNION ALL SELECT order_id FROM parcel WHERE awb = :asked "
            "UNION ALL SELECT p.order_id FROM parcel p JOIN sale s ON s.id = p.sale_id OR s.with_id = p.sale_id "
            "WHERE s.number = :asked LIMIT 1",
            {"asked": asked},
        )
        digits = asked.removeprefix(SERIES).lstrip("0")
        if row is None and digits.isdecimal():
            row = self.db.row(
                "SELECT id FROM orders WHERE ltrim(substr(number, instr(number, '/O') + 2), '0') = ? "
                "ORDER BY made_at DESC LIMIT 1",
                (digits,),
            )
        if row is None:
            raise NotFound(_("There is no order {number}.").format(number=clean(text)), _("Look on the board."))
        found: bytes = row[0]
        return found

    def caller(self, text: str) -> CallerView:
        """Who is calling, by the last four digits, a whole number or a name."""
        return order_caller.look_up(self.db, self.customers, text)

    def slots(self, day: int, way: str = DELIVERY) -> list[SlotView]:
        """The slots of a day (yyyymmdd), with how many orders each has and can have."""
        return order_promise.slots(self.db, day, way)

    def earliest(self, order_id: bytes) -> tuple[int, str]:
        """The first day (yyyymmdd) and slot by which an order can honestly be promised; (0, "") when none can be."""
        order = order_book.read(self.db, order_id)
        goods = self.lines.open_lines(order.sale_id) if order.sale_id else []
        stock = order_promise.stock_of(self.db, order.id, goods)
        return order_promise.earliest(self.db, order, goods, stock)

    def read_back(self, order_id: bytes) -> tuple[str, ...]:
        """What is read to the caller before the order is confirmed, sentence by sentence, in the order's language."""
        view = self.view(order_id)
        if view.sale is None:
            return ()
        items = tuple(
            read_back.Item(line.name, line.local_name, line.quantity, line.unit, line.price, line.amount, line.note)
            for line in view.sale.lines
        )
        day, slot = (view.promised, view.slot) if view.promised else view.earliest
        told = read_back.Script(
            number=view.number, name=view.card.name, phone=view.card.phone, delivered=view.way == DELIVERY,
            address=view.card.address, pin_code=view.card.pin_code, items=items, shipping=view.sale.shipping,
            payable=view.payable, paid=view.paid, promised=day or None, slot=slot, pay_by=view.pay_by,
            waits=view.backorder and any(one.short for one in view.stock.values()), note=view.note,
        )  # fmt: skip
        return read_back.script(told, view.language, catalogue(view.language).gettext)

    # -- taking

    def begin(
        self, channel: str = PHONE, *, phone: str = "", customer_id: bytes | None = None, way: str = DELIVERY,
        name: str = "", key: bytes | None = None,
    ) -> OrderView:  # fmt: skip
        """A new order for a customer, or for a new one by their number (or name) alone; nothing typed is lost any more.

        An order of theirs on which nothing stands yet is taken up again. The same `key` (16 bytes) twice is one order.
        """
        _one_of("channel", channel, CHANNELS)
        _one_of("way", way, WAYS)
        with self.db.transaction("order.taken") as tx:
            if key is not None and self.db.row("SELECT 1 FROM orders WHERE id = ?", (key,)):
                return self.view(key)
            customer = self._caller(phone, customer_id, name)
            blank = None if key else self._blank(customer.id, channel)
            order_id = blank or self._take(tx, key or new_id(), channel, customer, way)
            return self.view(order_id)

    def enter(self, order_id: bytes, text: str, *, line: int | None = None, sure: bool = False) -> OrderEntered:
        """Do what was typed or scanned; the grammar, the refusals and the questions are the counter's own."""
        return self._do(order_id, lambda sale: self.lines.enter(sale, text, line=line, sure=sure))

    def pick(self, order_id: bytes, text: str, product_id: bytes, *, sure: bool = False) -> OrderEntered:
        """Add a product picked from the results of `text`."""
        return self._do(order_id, lambda sale: self.lines.pick(sale, text, product_id, sure=sure))

    def add_product(
        self, order_id: bytes, product_id: bytes, quantity: int = PIECE, *, sure: bool = False
    ) -> OrderEntered:  # fmt: skip
        """Add a product; `quantity` in thousandths."""
        return self._do(order_id, lambda sale: self.lines.add_product(sale, product_id, quantity, sure=sure))

    def set_quantity(self, order_id: bytes, line: int, quantity: int, *, sure: bool = False) -> OrderEntered:
        """Set a line's quantity in thousandths."""
        return self._do(order_id, lambda sale: self.lines.set_quantity(sale, line, quantity, sure=sure))

    def change_quantity(self, order_id: bytes, line: int, delta: int, *, sure: bool = False) -> OrderEntered:
        """Add `delta` thousandths to a line; at nothing left the line goes."""
        return self._do(order_id, lambda sale: self.lines.change_quantity(sale, line, delta, sure=sure))

    def set_price(self, order_id: bytes, line: int, price: int) -> OrderEntered:
        """Sell a line at another price for one unit, in paise; NeedsApproval once it was agreed."""
        return self._do(order_id, lambda sale: self.lines.set_price(sale, line, price))

    def discount_line(self, order_id: bytes, line: int, *, rate: int = 0, amount: int = 0) -> OrderEntered:
        """Take a percentage (hundredths) or an amount (paise) off a line; NeedsApproval once it was agreed."""
        return self._do(order_id, lambda sale: self.lines.discount_line(sale, line, rate=rate, amount=amount))

    def discount_bill(self, order_id: bytes, *, rate: int = 0, amount: int = 0) -> OrderEntered:
        """Take a percentage (hundredths) or an amount (paise) off the whole; NeedsApproval once it was agreed."""
        return self._do(order_id, lambda sale: self.lines.discount_bill(sale, rate=rate, amount=amount))

    def remove(self, order_id: bytes, line: int) -> OrderEntered:
        """Take a line off."""
        return self._do(order_id, lambda sale: self.lines.remove(sale, line))

    def undo(self, order_id: bytes) -> OrderEntered:
        """Take the last change of the goods back; Refused when there is none."""
        return self._do(order_id, lambda sale: Entered(self.lines.undo(sale)))

    def set_line_note(self, order_id: bytes, line: int, note: str) -> OrderEntered:
        """What was asked for on a line beyond its item (engraving, gift wrap); "" for nothing."""
        return self._do(order_id, lambda sale: self.lines.set_line_note(sale, line, note))

    def set(self, order_id: bytes, **changes: Any) -> OrderView:
        """Change what holds for the whole order; what is not named stays.

        customer_id, personal_id (the card the goods go to), channel, way, promised (yyyymmdd or None), slot, pay_by,
        note, language, backorder, shipping (paise). InvalidInput names the field that does not do.
        """
        with self.db.transaction("order.changed") as tx:
            order = order_book.read(self.db, order_id)
            after = order_book.allow(order, "change")
            new = self._checked(order, changes)
            self._put(tx, order, new, changes)
            if order.state != TAKEN and new:
                told = {name: value for name, value in new.items() if type(value) in {int, str} and name != "note"}
                order_book.step(self.db, tx, order.id, "changed", told=told)
                order_book.change(tx, order_book.read(self.db, order_id), state=after)
            return self.view(order_id)

    def address(
        self, order_id: bytes, address: str, *, pin_code: str = "", state: str = "", name: str = "", phone: str = "",
        label: str = "",
    ) -> OrderView:  # fmt: skip
        """Where the goods go, as the caller says it: kept on their card, or as one more address if it has one already.

        A PIN code fills the State where nobody said it.
        """
        if not clean(address):
            raise InvalidInput(_("Type the address."), field="address")
        with self.db.transaction("order.changed"):
            order = order_book.read(self.db, order_id)
            customer = self.customers.get(order.customer_id)
            state = state or pin_codes.state_of(pin_code)
            told = {"address": address, "pin_code": pin_code, "state": state}
            if customer.address:
                made = self.customers.add_address(customer.id, address, label=label, name=name, phone=phone,
                                                  pin_code=pin_code, state=state)  # fmt: skip
                return self.set(order_id, personal_id=made.personal_id)
            told |= {"name": name} if name else {}
            card = self.customers.change(customer.id, **told)
            return self.set(order_id, personal_id=card.personal_id)

    def rename(self, order_id: bytes, name: str) -> OrderView:
        """What the customer of an order is called: it is written on their card."""
        with self.db.transaction("order.changed"):
            order = order_book.read(self.db, order_id)
            own = self.customers.get(order.customer_id).personal_id == order.personal_id
            card = self.customers.change(order.customer_id, name=name)
            return self.set(order_id, personal_id=card.personal_id) if own else self.view(order_id)

    def repeat_last(self, order_id: bytes) -> OrderEntered:
        """Add what the customer took last, at today's prices; says what of it is sold no more.

        Refused when they never took anything.
        """
        with self.db.transaction("order.changed"):
            order = order_book.read(self.db, order_id)
            goods = order_caller.last_goods(self.db, order.customer_id, order.id)
            if not goods:
                raise Refused(_("This customer has ordered nothing yet."), _("Type what they want."))
            sale_id, gone = order_book.open_sale(order), list[str]()
            for product_id, name, quantity in goods:
                if self.lines.catalogue.find_id(product_id) is None:
                    gone.append(name)
                else:
                    self.lines.add_product(sale_id, product_id, quantity, sure=True)
            said = _("No longer sold: {names}.").format(names=", ".join(gone)) if gone else ""
            return OrderEntered(self.view(order_id), None, said)

    # -- moving on

    def confirm(self, order_id: bytes, *, sure: bool = False) -> OrderView:
        """The caller has agreed: the goods are promised to them from now on. Once confirmed it stays so.

        Doubtful (repeat with `sure`) for what looks like a double, a full slot, a day too early or no address; Refused
        for an empty order, and for goods that are not free unless the customer waits for them.
        """
        with self.db.transaction("order.confirmed") as tx:
            order = order_book.read(self.db, order_id)
            if order.state == CONFIRMED:
                return self.view(order_id)
            order_book.allow(order, "confirm")
            sale_id = order_book.open_sale(order)
            view = self.view(order_id)
            if view.sale is None or not view.sale.lines:
                raise Refused(_("There is nothing on this order yet."), _("Type what the customer wants."))
            if view.doubts and not sure:
                raise Doubtful(" ".join(view.doubts), _("Press Enter again if that is right."), "confirm")
            if order.promised is None and view.earliest[0]:
                order = order_book.change(tx, order, promised=view.earliest[0], slot=view.earliest[1])
            order_book.promise(self.db, tx, order, self.lines.open_lines(sale_id))
            self.lines.forget_steps(tx, sale_id)
            self.lines.tell(tx, sale_id)
            order_book.change(tx, order, state=CONFIRMED, agreed=view.payable)
            told = {"payable": view.payable, "promised": order.promised, "slot": order.slot, "items": view.sale.items}
            order_book.step(self.db, tx, order.id, "confirmed", told=told)
            return self.view(order_id)

    def delay(self, order_id: bytes, promised: int, slot: str = "", reason: str = "") -> OrderView:
        """Promise another day (yyyymmdd) and slot, and say why."""
        reason = clean(reason)
        if not reason:
            raise InvalidInput(_("Say why it comes later."), field="reason")
        with self.db.transaction("order.delayed") as tx:
            order = order_book.read(self.db, order_id)
            order_book.allow(order, "delay")
            changes: dict[str, Any] = {"promised": promised, "slot": slot}
            self._check_day(changes)
            order_book.change(tx, order, **changes)
            told = {"promised": promised, "slot": slot, "before": order.promised, "before_slot": order.slot}
            order_book.step(self.db, tx, order.id, "delayed", told=told, said=reason)
            return self.view(order_id)

    def cancel(self, order_id: bytes, reason: str, *, refund_way: str = "") -> OrderView:
        """Give up what did not leave yet, and say why; its goods are free again. The same order twice is one act.

        What was paid before is given back by `refund_way`; without one it stays as credit on the khata.
        """
        reason = clean(reason)
        if not reason:
            raise InvalidInput(_("Say why the order is cancelled."), field="reason")
        with self.db.transaction("order.cancelled") as tx:
            order = order_book.read(self.db, order_id)
            if order.state == CANCELLED:
                return self.view(order_id)
            order_book.allow(order, "cancel")
            if order.state != TAKEN:
                message = _("Order {number} is confirmed.").format(number=order.number)
                given = self.stock.approval("order.cancel", order.id)
                self.stock.staff.require("order.cancel", order.id, given, message)
            self._end(tx, order, reason, refund_way)
            return self.view(order_id)

    def give_up(self, order_id: bytes) -> None:
        """Forget an order on which nothing stands; Refused when something does. The same order twice is one act."""
        with self.db.transaction("order.cancelled") as tx:
            order = order_book.read(self.db, order_id)
            if order.state == CANCELLED:
                return
            if order.state != TAKEN or (order.sale_id and self.lines.open_lines(order.sale_id)):
                raise Refused(
                    _("Something stands on order {number}.").format(number=order.number), _("Cancel it and say why.")
                )
            self._end(tx, order, "", "")

    # -- inside

    def _do(self, order_id: bytes, act: Callable[[bytes], Entered]) -> OrderEntered:
        """One change of an order's goods, done by the counter's own code."""
        with self.db.transaction("order.changed"):
            order = order_book.read(self.db, order_id)
            entered = act(order_book.open_sale(order))
            return OrderEntered(self.view(order_id), entered.line, entered.message, entered.hits)

    def _caller(self, phone: str, customer_id: bytes | None, name: str) -> CustomerView:
        """Whose order it is; somebody new is written down with what is known."""
        if customer_id is not None:
            return self.customers.get(customer_id)
        if not clean(phone) and not clean(name):
            raise InvalidInput(_("Whose order is it?"), _("Type the caller's number."), "phone")
        known = self.customers.by_phone(phone) if phone else None
        return known or self.customers.add(name, phone)

    def _blank(self, customer_id: bytes, channel: str) -> bytes | None:
        """The newest order of a customer on which nothing stands yet."""
        row = self.db.row(
            "SELECT id FROM orders o WHERE customer_id = ? AND state = 'taken' AND channel = ? AND till = ? "
            "AND NOT EXISTS (SELECT 1 FROM sale_line l WHERE l.sale_id = o.sale_id) ORDER BY made_at DESC LIMIT 1",
            (customer_id, channel, self.db.till),
        )
        return row[0] if row else None

    def _take(self, tx: Transaction, order_id: bytes, channel: str, customer: CustomerView, way: str) -> bytes:
        """Write a new order with its open sale and its first step."""
        number, day = self.tills.draw(tx, booking_day(self.db), SERIES)
        sale_id = new_id()
        self.lines.begin(tx, sale_id, customer, customer.personal_id, way=way)
        row: dict[str, Value] = {
            "id": order_id, "number": number, "till": self.db.till, "channel": channel, "way": way, "state": TAKEN,
            "since": tx.at, "sale_id": sale_id, "customer_id": customer.id, "personal_id": customer.personal_id,
            "pay_by": "", "promised": None, "slot": "", "agreed": 0, "backorder": 0,
            "language": self._language(customer.id), "note": "", "token": os.urandom(16), "source": "",
            "outside_id": "", "business_date": day, "made_at": tx.at, "employee_id": self.db.employee,
        }  # fmt: skip
        tx.insert(Order, row)
        order_book.step(self.db, tx, order_id, "taken", told={"channel": channel})
        return order_id

    def _language(self, customer_id: bytes) -> str:
        """In which language a customer is spoken to: as last time, else as the shop's bills are."""
        row = self.db.row(
            "SELECT language FROM orders WHERE customer_id = ? ORDER BY made_at DESC LIMIT 1", (customer_id,)
        )
        return row[0] if row else self.settings.get("bill_language", "") or language()

    def _checked(self, order: OrderRow, changes: dict[str, Any]) -> dict[str, Any]:
        """The columns of an order that a change asks for; InvalidInput names the one that does not do."""
        unknown = changes.keys() - {
            "customer_id", "personal_id", "channel", "way", "promised", "slot", "pay_by", "note", "language",
            "backorder", "shipping",
        }  # fmt: skip
        if unknown:
            raise InvalidInput(_("An order has no {name}.").format(name=clean(min(unknown), 40)), field=min(unknown))
        new = {name: value for name, value in changes.items() if name != "shipping"}
        for name, known in (("channel", CHANNELS), ("way", WAYS), ("language", tuple(BILL_LANGUAGES))):
            if name in new:
                _one_of(name, new[name], known)
        if "note" in new:
            new["note"] = clean(new["note"], NOTE)
        if "backorder" in new:
            new["backorder"] = int(bool(new["backorder"]))
        if new.get("pay_by") and not method(new["pay_by"]).by_hand:
            raise InvalidInput(_("Choose how it will be paid."), field="pay_by")
        self._check_day(new)
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

    def _refuse_waiting(self, order: OrderRow, sale_id: bytes) -> None:
        """Who does not wait any more must find all of it there."""
        goods = self.lines.open_lines(sale_id)
        short = order_promise.shortages(goods, order_promise.stock_of(self.db, order.id, goods))
        if short:
            raise Refused(" ".join(short), _("Lower the quantity, or let the customer wait for it."))

    def _end(self, tx: Transaction, order: OrderRow, reason: str, refund_way: str) -> None:
        """Nothing of the order leaves any more: its goods are free, its open sale is void, the reason is kept."""
        self.stock.release(tx, order.id)
        told: dict[str, Any] = {}
        if order.sale_id is not None:
            order_book.unpack(tx, order.sale_id)
            self.lines.abandon(order.sale_id)
            told["sale"] = order.sale_id.hex()
        parcels = [row[0] for row in self.db.rows("SELECT state FROM parcel WHERE order_id = ?", (order.id,))]
        order_book.change(tx, order, state=rules.of_parcels(parcels), sale_id=None)
        order_book.step(self.db, tx, order.id, "cancelled", told=told, said=reason)


def _one_of(field: str, value: Any, known: tuple[str, ...]) -> None:
    if value not in known:
        raise InvalidInput(_("{value} is none of these.").format(value=clean(str(value), 40)), ", ".join(known), field)
