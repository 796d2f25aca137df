"""Orders: taken at the phone, read back, confirmed, put off, given up; what leaves is the matter of dispatching."""

import os
from typing import Any

from shoppos.base.errors import Doubtful, InvalidInput, NotFound, Refused
from shoppos.base.i18n import _, catalogue, language
from shoppos.base.ids import new_id
from shoppos.base.journal import Value
from shoppos.base.text import ascii_digits, clean
from shoppos.base.transaction import Transaction
from shoppos.models.order import CANCELLED, CONFIRMED, DELIVERY, PHONE, TAKEN, Order
from shoppos.rules import orders as rules
from shoppos.rules import read_back
from shoppos.shop import order_book, order_caller, order_promise
from shoppos.shop.business_day import booking_day
from shoppos.shop.customers import CustomerView
from shoppos.shop.order_book import OrderRow
from shoppos.shop.order_caller import CallerView, Draft, Usual
from shoppos.shop.order_promise import SlotView
from shoppos.shop.order_terms import CHANNELS, WAYS, OrderTerms, one_of
from shoppos.shop.order_view import OrderView

SERIES = "O"
"""The letter of the orders' own numbers."""


class Orders(OrderTerms):
    """Everything between the first ring and the goods leaving; each call is one durable transaction."""

    # -- looking

    def find(self, text: str) -> bytes:
        """The order of that number or its last digits, of that AWB, or of that bill; the newest; NotFound."""
        asked = clean(ascii_digits(text)).upper()
        row = self.db.row(
            "SELECT id FROM orders WHERE number = :asked UNION ALL SELECT order_id FROM parcel WHERE awb = :asked "
            "AND awb <> '' UNION ALL SELECT p.order_id FROM sale s JOIN parcel p ON p.sale_id IN (s.id, s.with_id) "
            "WHERE s.number = :asked LIMIT 1",
            {"asked": asked},
        )
        digits = asked.removeprefix(SERIES).lstrip("0")
        if row is None and digits.isdecimal():
            series = self.db.rows("SELECT till, fy FROM series WHERE letter = ?", (SERIES,))
            names = [f"{till}/{year}/{SERIES}{digits.zfill(5)}" for till, year in series]
            row = self.db.row(
                f"SELECT id FROM orders WHERE number IN ({', '.join('?' * len(names))}) ORDER BY made_at DESC LIMIT 1",
                names,
            )
        if row is None:
            raise NotFound(_("There is no order {number}.").format(number=clean(text)), _("Look on the board."))
        found: bytes = row[0]
        return found

    def caller(self, text: str) -> CallerView:
        """Who is calling, by the last four digits, a whole number or a name."""
        return order_caller.look_up(self.db, self.customers, text)

    def caller_of(self, customer_id: bytes) -> CallerView:
        """A known customer, with all that helps to take their order."""
        return order_caller.of(self.db, self.customers, self.customers.get(customer_id))

    def drafts(self) -> list[Draft]:
        """The orders that were begun and not confirmed, the newest first."""
        return order_caller.drafts(self.db)

    def usual(self, order_id: bytes) -> Usual:
        """How the customer of an order ordered last time: what it can begin with."""
        order = order_book.read(self.db, order_id)
        known = self.caller_of(order.customer_id)
        found = known.customer or self.customers.get(order.customer_id)
        return order_caller.usual(self.db, found, known.addresses, order_id)

    def days(self, order_id: bytes, count: int = 7) -> list[tuple[int, list[SlotView]]]:
        """The next days (yyyymmdd) for which an order can be promised, each with the slots that can still be met."""
        order = order_book.read(self.db, order_id)
        return order_promise.open_days(self.db, order.way, count, order_id)

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
        one_of("channel", channel, CHANNELS)
        one_of("way", way, WAYS)
        with self.db.transaction("order.taken") as tx:
            if key is not None and self.db.row("SELECT 1 FROM orders WHERE id = ?", (key,)):
                return self.view(key)
            customer = self._caller(phone, customer_id, name)
            blank = None if key else self._blank(customer.id, channel)
            if blank is not None:
                return self.set(blank, way=way)
            return self.view(self._take(tx, key or new_id(), channel, customer, way))

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
            self.messages.owe(tx, "confirmed", order.id)
            return self.view(order_id)

    def delay(
        self, order_id: bytes, promised: int, slot: str = "", reason: str = "", *, sure: bool = False
    ) -> OrderView:  # fmt: skip
        """Promise another day (yyyymmdd) and slot, and say why; the customer is told.

        Doubtful (repeat with `sure`) for a closed day and a slot that is full.
        """
        reason = clean(reason)
        if not reason:
            raise InvalidInput(_("Say why it comes later."), field="reason")
        with self.db.transaction("order.delayed") as tx:
            order = order_book.read(self.db, order_id)
            order_book.allow(order, "delay")
            changes: dict[str, Any] = {"promised": promised, "slot": slot}
            self._check_day(changes)
            later = order_book.change(tx, order, **changes)
            doubts = order_promise.doubts_of_day(self.db, later, (0, ""))
            if doubts and not sure:
                raise Doubtful(" ".join(doubts), _("Press Enter again if that is right."), "promised")
            told = {**changes, "before": order.promised, "before_slot": order.slot}
            order_book.step(self.db, tx, order.id, "delayed", told=told, said=reason)
            if order.state != TAKEN:
                self.messages.owe(tx, "delayed", order.id, {"reason": reason})
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

    def _end(self, tx: Transaction, order: OrderRow, reason: str, refund_way: str) -> None:
        """Nothing more of the order leaves: its goods are free, its open sale is void, what was paid goes back."""
        self.stock.release(tx, order.id)
        told: dict[str, Any] = {}
        if order.sale_id is not None:
            order_book.unpack(tx, order.sale_id)
            self.lines.abandon(order.sale_id)
            told["sale"] = order.sale_id.hex()
        parcels = [row[0] for row in self.db.rows("SELECT state FROM parcel WHERE order_id = ?", (order.id,))]
        order_book.change(tx, order, state=rules.of_parcels(parcels), sale_id=None)
        order_book.step(self.db, tx, order.id, "cancelled", told=told, said=reason)
        back = self.advances.paid(order.id).proved
        if back:
            self.advances.give_back(
                order.id, back, refund_way or "khata", reason, to_khata=refund_way in {"", "khata"},
                approved=self.stock.approval("return", order.id),
            )  # fmt: skip
        if order.state != TAKEN:
            self.messages.owe(tx, "cancelled", order.id, {"reason": reason})
