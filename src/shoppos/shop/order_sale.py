"""The open sale of an order: the counter's own lines and prices, but never on a till's screen, and goods promised."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import NamedTuple

from shoppos.base.errors import NotFound, Refused
from shoppos.base.i18n import _
from shoppos.base.money import half_up
from shoppos.base.transaction import Transaction
from shoppos.models.order import CONFIRMED, PACKED, TAKEN
from shoppos.models.sale import Sale, SaleStep
from shoppos.rules import delivery, entry
from shoppos.rules.packs import PIECE
from shoppos.shop import order_book, sale_view
from shoppos.shop.customers import CustomerView
from shoppos.shop.hits import Hit
from shoppos.shop.open_sales import OpenSales
from shoppos.shop.order_book import PROMISING, OrderRow
from shoppos.shop.repricing import reprice
from shoppos.shop.ringing import Entered, new_line
from shoppos.shop.sale_edit import Edit, blank_row
from shoppos.shop.sale_view import Header, OpenLine, Reckoning, SaleView
from shoppos.shop.staff import bound


class Agreed(NamedTuple):
    """Goods as they were sold elsewhere: thousandths of a product, and all they come to with tax, in paise.

    Without an amount they go at the shop's own price.
    """

    product_id: bytes
    quantity: int
    amount: int | None = None
    note: str = ""


class OrderSale(OpenSales):
    """Every change of an order's goods: allowed only where the order is, promised anew where it was promised."""

    def begin(self, tx: Transaction, sale_id: bytes, customer: CustomerView, personal_id: bytes, *, way: str) -> None:
        """Write down the open sale of a new order, with the customer on it and no goods yet."""
        header = self._addressed(self._blank(), customer, personal_id, way)
        tx.insert(Sale, blank_row(sale_id, header), local=True)

    def readdress(self, tx: Transaction, sale_id: bytes, customer: CustomerView, personal_id: bytes, way: str) -> None:
        """Put another customer, address or way on the sale: place of supply, list prices and delivery follow.

        What was rung up before cannot be taken back behind it.
        """
        edit = self._begin(tx, sale_id)
        edit.charge = self._usual_charge(edit.header, edit.ordered())
        new = self._addressed(edit.header, customer, personal_id, way)
        names = ("customer_id", "personal_id", "gstin", "place", "with_address")
        edit.head(**{name: getattr(new, name) for name in names})
        self._entered(edit)
        self.forget_steps(tx, sale_id)

    def forget_steps(self, tx: Transaction, sale_id: bytes) -> None:
        """Take nothing back any more of what was done so far."""
        tx.run("DELETE FROM sale_step WHERE sale_id = ?", (sale_id,), touches=SaleStep)

    def header(self, sale_id: bytes) -> Header:
        """The head of the sale."""
        return sale_view.read_header(self.db, sale_id) or self._blank()

    def open_lines(self, sale_id: bytes) -> list[OpenLine]:
        """The lines at the rates of today."""
        return self._lines(sale_id, self.header(sale_id))

    def tell(self, tx: Transaction, sale_id: bytes) -> None:
        """Put the open sale into the chain, whole: somebody waits for it now."""
        self._tell(tx, sale_id)

    def fill(self, sale_id: bytes, goods: Sequence[Agreed], *, shipping: int, discount: int) -> Entered:
        """Put goods on the sale as they were sold elsewhere, in place of all that stood there: one change.

        Each line comes to exactly its amount, tax included; `shipping` and `discount` of the whole are in paise.
        """
        with self._edit(sale_id) as edit:
            for number in list(edit.lines):
                edit.drop(number)
            put = dict[int, OpenLine]()
            for one in goods:
                number = edit.free_number()
                put[number] = agreed_line(number, self._hit(one.product_id), one)
                edit.put(put[number])
                edit.note(number, one.note)
            edit.head(shipping=shipping, discount_rate=0, discount_amount=discount)
            entered = self._entered(edit)
            altered = [number for number, line in put.items() if edit.lines[number].price != line.price]
        if not altered:
            return entered
        with self._edit(sale_id) as edit:  # a price list has no say in what was agreed already
            for number in altered:
                edit.put(edit.lines[number]._replace(price=put[number].price, disc_amount=put[number].disc_amount))
            return self._entered(edit)

    # -- what differs from the counter

    @contextmanager
    def _edit(self, sale_id: bytes) -> Generator[Edit]:
        with self.db.transaction("order.changed") as tx:
            order = self._order(sale_id)
            order_book.allow(order, "change")
            with super()._edit(sale_id) as edit:
                before = edit.ordered()
                edit.charge = self._usual_charge(edit.header, before)
                yield edit
            self._changed(tx, order, before, edit.ordered())

    def undo(self, sale_id: bytes) -> SaleView:
        """Take the last change of the goods back; Refused when there is none."""
        with self.db.transaction("order.changed") as tx:
            order = self._order(sale_id)
            order_book.allow(order, "change")
            before = self.open_lines(sale_id)
            super().undo(sale_id)
            self._changed(tx, order, before, self.open_lines(sale_id))
        return self.view(sale_id)

    def set_price(self, sale_id: bytes, line: int, price: int) -> Entered:
        """Sell a line at another price for one unit, in paise; once it is confirmed, by who may change it."""
        with self.db.transaction("order.changed"):
            self._agreed(sale_id, "price", line, price)
            return super().set_price(sale_id, line, price)

    def discount_line(self, sale_id: bytes, line: int, *, rate: int = 0, amount: int = 0) -> Entered:
        """Take a percentage (hundredths) or an amount (paise) off a line; once confirmed, by who may change it."""
        with self.db.transaction("order.changed"):
            self._agreed(sale_id, "discount", line, rate, amount)
            return super().discount_line(sale_id, line, rate=rate, amount=amount)

    def discount_bill(self, sale_id: bytes, *, rate: int = 0, amount: int = 0) -> Entered:
        """Take a percentage (hundredths) or an amount (paise) off the whole; once confirmed, by who may change it."""
        with self.db.transaction("order.changed"):
            self._agreed(sale_id, "whole", rate, amount)
            return super().discount_bill(sale_id, rate=rate, amount=amount)

    def set_shipping(self, sale_id: bytes, amount: int) -> Entered:
        """Charge delivery, in paise; once it is confirmed, by who may change what was agreed."""
        with self.db.transaction("order.changed"):
            if amount != self.header(sale_id).shipping:
                self._agreed(sale_id, "shipping", amount)
            return super().set_shipping(sale_id, amount)

    def _entered(self, edit: Edit, line: int | None = None) -> Entered:
        news = reprice(self.prices, edit)
        self._charge(edit)
        entered = super()._entered(edit, line)
        if news:
            view = replace(entered.view, warnings=(news, *entered.view.warnings))
            return replace(entered, view=view)
        return entered

    def _view(self, sale_id: bytes, header: Header, lines: list[OpenLine]) -> SaleView:
        """The sale as it stands; who was forgotten since is on it no longer."""
        return super()._view(sale_id, self._without_forgotten(header), lines)

    def _warnings(
        self, header: Header, lines: list[OpenLine], reckoning: Reckoning, policy: str = ""
    ) -> tuple[str, ...]:  # fmt: skip
        """What the law asks; of the stock an order says itself what is free and what is not."""
        del policy  # the counter's: an order does not sell what is not there
        found = sale_view.legal_warnings(header, lines, reckoning)
        return tuple(text for text in (self.clock_warning(), *found) if text)

    # -- inside

    def _refuse_order(self, sale_id: bytes) -> None:
        """Here the order itself acts: its sale is given up when it is cancelled."""

    def _order(self, sale_id: bytes) -> OrderRow:
        order = order_book.of_sale(self.db, sale_id)
        if order is None:
            raise NotFound(_("That order is not in the books."), _("Look on the board."))
        return order

    def _agreed(self, sale_id: bytes, *asked: object) -> None:
        """What was agreed with the customer is changed only by who may, or with a manager's yes to just this."""
        order = self._order(sale_id)
        if order.state == TAKEN:
            return
        doc = bound(order.id, *asked)
        message = _("Order {number} is confirmed: its price was agreed.").format(number=order.number)
        self.stock.staff.require("order.price", doc, self.stock.approval("order.price", doc), message)

    def _changed(self, tx: Transaction, order: OrderRow, before: list[OpenLine], after: list[OpenLine]) -> None:
        """What a change of the goods does to a confirmed order: promised anew, unpacked, told and written down."""
        if order.state not in PROMISING or order.sale_id is None:
            return
        if not after:
            raise Refused(
                _("Nothing would be left of order {number}.").format(number=order.number),
                _("Cancel it and say why."),
            )
        order_book.promise(self.db, tx, order, after)
        opened = _boxed(before) != _boxed(after)
        if opened and order.state == PACKED:
            order_book.unpack(tx, order.sale_id)
        payable = self.reckon_sale(self.header(order.sale_id), after).payable + order_book.billed(self.db, order.id)
        self.tell(tx, order.sale_id)
        told = {"lines": order_book.differences(before, after), "payable": payable}
        order_book.change(tx, order, state=CONFIRMED if opened else order.state, agreed=payable)
        order_book.step(self.db, tx, order.id, "changed", told=told)

    def _addressed(self, header: Header, customer: CustomerView, personal_id: bytes, way: str) -> Header:
        """The head with the customer on it; a delivery's address stands on the bill and its State decides."""
        delivered = way == "delivery"
        row = self.db.row("SELECT state FROM personal WHERE id = ?", (personal_id,))
        told = header.gstin if header.customer_id == customer.id else ""  # said for this order alone, as at the counter
        gstin = customer.gstin or told
        state = row[0] if row and delivered and not gstin else ""
        return header._replace(
            customer_id=customer.id, personal_id=personal_id, gstin=gstin, place=state, with_address=int(delivered)
        )

    def _usual_charge(self, header: Header, lines: list[OpenLine]) -> int:
        """What the delivery of those lines costs by the shop's rule, in paise; none where the customer comes."""
        if not header.with_address or not lines:
            return 0
        told = self.settings.get("delivery", dict[str, object]())
        if not told:
            return 0
        row = self.db.row("SELECT pin_code FROM personal WHERE id = ?", (header.personal_id,))
        goods = self._payable(header._replace(shipping=0), lines)
        return delivery.charge(told, goods, row[0] if row else "")

    def _charge(self, edit: Edit) -> None:
        """Let the delivery charge follow the goods and the address, unless somebody typed another."""
        if "shipping" in edit.was.get("head", {}) or edit.header.shipping != edit.charge:
            return
        new = self._usual_charge(edit.header, edit.ordered())
        if new != edit.header.shipping:
            edit.head(shipping=new)


def agreed_line(number: int, hit: Hit, one: Agreed) -> OpenLine:
    """A line that comes to exactly what was agreed: the price of one is rounded up, and what is too much taken off."""
    line = new_line(number, hit, entry.Find(text="", quantity=one.quantity, whole=""), one.quantity)
    if one.amount is None:
        return line._replace(note="")
    price = -(-one.amount * PIECE // one.quantity)
    off = half_up(price * one.quantity, PIECE) - one.amount
    return line._replace(price=price, inclusive=1, disc_rate=0, disc_amount=off, note="")


def _boxed(lines: list[OpenLine]) -> list[tuple[int, bytes, int, str]]:
    """What of the lines lies in a box: another price opens none."""
    return [(line.line, line.product_id, line.quantity, line.note) for line in lines]
