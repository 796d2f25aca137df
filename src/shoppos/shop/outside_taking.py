"""Orders from outside become the shop's own: by the same acts as at the telephone, at the prices that were agreed."""

from shoppos.base.db import Database
from shoppos.base.errors import Refused
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.money import plain, rupees
from shoppos.base.text import fold
from shoppos.base.transaction import Transaction
from shoppos.models.order import CANCELLED, DELIVERY, ENDED, ONLINE, TAKEN
from shoppos.reports.prepaid import OUTSIDE
from shoppos.rules import identifiers, pin_codes
from shoppos.rules import outside_order as rules
from shoppos.rules.outside_order import OutsideOrder
from shoppos.shop import order_book, order_promise, unseen
from shoppos.shop.advances import Advances
from shoppos.shop.customers import Customers, CustomerView
from shoppos.shop.order_book import OrderRow
from shoppos.shop.order_view import OrderView
from shoppos.shop.orders import Orders
from shoppos.shop.outside_goods import Choices, Line
from shoppos.shop.settings import ROUND_TO

CHANGEABLE = (TAKEN, order_book.CONFIRMED)
"""The states in which what its customer changes outside is changed here without asking anybody."""
PAID_THERE = (
    "SELECT a.id, a.amount, a.method, EXISTS (SELECT 1 FROM utr u WHERE u.doc_id = a.id) FROM advance a "
    f"WHERE a.order_id = ? AND {OUTSIDE} AND a.amount > 0 AND NOT EXISTS (SELECT 1 FROM advance b "
    "WHERE b.order_id = a.order_id AND b.amount < 0 AND b.reference = lower(hex(a.id)))"
)
"""What an order's source said was paid there, and whether that was seen since."""
WAYS = frozenset({"cash", "upi", "card", "netbanking", "cod"})


class OutsideTaking:
    """Takes and changes orders inside the transaction of whoever asks; what does not do is a ShopError."""

    def __init__(self, db: Database, orders: Orders, customers: Customers, advances: Advances) -> None:
        """Work on `db` with the other departments."""
        self.db = db
        self.orders = orders
        self.customers = customers
        self.advances = advances

    def take(
        self, tx: Transaction, source: str, order: OutsideOrder, lines: list[Line], chosen: Choices
    ) -> bytes:  # fmt: skip
        """Write a new order and confirm it: its goods are promised at once. Gives its id."""
        customer = self._customer(order)
        order_id = self.orders.begin(ONLINE, customer_id=customer.id, way=order.way, key=new_id()).id
        row = order_book.read(self.db, order_id)
        order_book.change(tx, row, source=source, outside_id=order.outside_id)
        self.orders.set(order_id, pay_by=_pay_by(order), note=order.note, backorder=chosen.backorder)
        self._address(order_id, order)
        self._fill(order_id, order, lines)
        view = self.orders.view(order_id)
        self._refuse_what_does_not_do(view, chosen)
        self._note_difference(tx, order, view, lines)
        self.orders.confirm(order_id, sure=True)
        self._pay(order_id, order)
        return order_id

    def change(
        self, tx: Transaction, order_id: bytes, before: OutsideOrder | None, after: OutsideOrder, lines: list[Line],
        chosen: Choices, *, asked: bool = False,
    ) -> None:  # fmt: skip
        """Change an order as its customer did outside; Refused for what is packed already, unless somebody `asked`.

        What was paid there since is written down whatever became of the goods.
        """
        row = order_book.read(self.db, order_id)
        others = before is None or rules.goods(before) != rules.goods(after)
        elsewhere = before is None or rules.place(before) != rules.place(after)
        noted = before is None or before.note != after.note
        if others or elsewhere or noted:
            self._refuse_too_late(row, asked=asked)
        if elsewhere:
            if row.way != after.way:
                self.orders.set(order_id, way=after.way)
            self._address(order_id, after)
        if noted:
            self.orders.set(order_id, note=after.note)
        if others:
            self.orders.set(order_id, backorder=chosen.backorder)
            self._fill(order_id, after, lines)
            self._note_difference(tx, after, self.orders.view(order_id), lines)
        if row.state != CANCELLED:
            self._pay(order_id, after)

    def cancel(self, tx: Transaction, order_id: bytes) -> None:
        """It was cancelled outside: give it up here; Refused for what has left.

        What was paid there is given back there: it is taken off here, and never goes onto the khata as well.
        """
        for advance_id, amount, by, seen in self.db.rows(PAID_THERE, (order_id,)):
            left = self.advances.left(order_id)
            why = _("Given back in the web shop")
            if not seen and left >= amount:
                unseen.strike_off(self.db, tx, order_id, (advance_id, amount, by, ""), why)
            elif seen and left > 0:
                self.advances.write(tx, new_id(), order_id, -min(left, amount), by, "", reason=why)
        self.orders.cancel(order_id, _("Cancelled in the web shop"))

    # -- inside

    def _customer(self, order: OutsideOrder) -> CustomerView:
        """By number, else by e-mail; somebody new is written down with what is known."""
        phone = identifiers.phone(order.phone) or ""
        known = self.customers.by_phone(phone) if phone else None
        if known is None and order.email:
            row = self.db.row(
                "SELECT c.id FROM personal p JOIN customer c ON c.personal_id = p.id AND c.active = 1 "
                "WHERE lower(p.email) = ? AND (p.phone = '' OR ? = '') ORDER BY c.id LIMIT 1",
                (order.email, phone),
            )
            known = self.customers.get(row[0]) if row else None
        if known is None:
            return self.customers.add(order.name, phone, email=order.email)
        card = self.customers.card(known.id)
        new = {
            name: value
            for name, value in (("email", order.email), ("phone", phone), ("name", order.name))
            if value and not getattr(card, name)
        }
        return self.customers.change(known.id, **new) if new else known

    def _address(self, order_id: bytes, order: OutsideOrder) -> None:
        """Where it goes: an address that stands on the card already, else one more."""
        if order.way != DELIVERY or not order.address:
            return
        view = self.orders.view(order_id)
        town = order.town if fold(order.town) not in fold(order.address) else ""
        wanted = fold(f"{order.address}, {town}" if town else order.address)
        to_name = order.to_name if fold(order.to_name) != fold(view.customer.name) else ""
        for one in view.addresses:
            card = one.card
            if fold(card.address) == wanted and card.pin_code == order.pin_code and (
                not to_name or fold(card.name) == fold(to_name)
            ):  # fmt: skip
                self.orders.set(order_id, personal_id=one.personal_id)
                return
        phone = identifiers.phone(order.to_phone) or ""
        region = order.region or pin_codes.state_of(order.pin_code)
        own = not view.customer.address  # the first address stands on their own card, with their own name and number
        self.orders.address(
            order_id, order.address, pin_code=order.pin_code, state=region, town=order.town,
            name="" if own else to_name, phone="" if own else phone,
        )  # fmt: skip

    def _fill(self, order_id: bytes, order: OutsideOrder, lines: list[Line]) -> None:
        goods = [agreed for line in lines if (agreed := line.agreed()) is not None]
        if not goods:
            raise Refused(_("Nothing of it would be sold."), _("Leave the order, or sell a part of it."))
        sale_id = order_book.open_sale(order_book.read(self.db, order_id))
        discount = min(order.discount, sum(one.amount or 0 for one in goods))
        sold = sum(one.amount or 0 for one in goods) + order.shipping - discount
        if order.paid >= sold and all(one.amount is not None for one in goods):
            discount += self._odd(sold)
        self.orders.lines.fill(sale_id, goods, shipping=order.shipping, discount=discount)

    def _odd(self, sold: int) -> int:
        """Paise above the last whole rupee where they would be rounded up: who has paid all pays nothing more."""
        step = max(self.orders.settings.get("round_to", ROUND_TO), 1)
        return sold % step if sold % step * 2 >= step else 0

    def _refuse_what_does_not_do(self, view: OrderView, chosen: Choices) -> None:
        if view.way == DELIVERY and not view.card.address:
            raise Refused(
                _("There is no address for the delivery."),
                _("Ask the customer, then write it down with the web orders that wait."),
            )
        sale = view.sale
        if sale is None or chosen.backorder:
            return
        goods = self.orders.lines.open_lines(sale.id)
        short = order_promise.shortages(goods, view.stock)
        if short:
            raise Refused(" ".join(short), _("Let the customer wait for it, sell less of it, or leave the line."))

    def _refuse_too_late(self, row: OrderRow, *, asked: bool) -> None:
        if row.state not in CHANGEABLE and not asked:
            raise Refused(
                _("It was changed in the web shop, but order {number} is {state} here.").format(
                    number=row.number, state=order_book.state_said(row.state)
                ),
                _("Take the change over, or leave the order as it is."),
            )

    def _note_difference(self, tx: Transaction, order: OutsideOrder, view: OrderView, lines: list[Line]) -> None:
        """Write down where the prices agreed outside are not the shop's, and where its total came out otherwise."""
        told = [
            {"code": line.hit.code, "agreed": line.sold.amount, "usual": line.hit.price * line.sold.quantity // 1000}
            for line in lines
            if line.hit and line.sold and line.sold.amount is not None and line.hit.inclusive
            and line.hit.price * line.sold.quantity // 1000 != line.sold.amount
        ]  # fmt: skip
        said = ""
        if order.total is not None and order.total != view.payable:
            said = _("The web shop's total is {there}, here it comes to {here}.").format(
                there=rupees(order.total), here=rupees(view.payable)
            )
        figures = {"total": plain(order.total or 0), "payable": plain(view.payable), "differs": told}
        order_book.step(self.db, tx, view.id, "outside", told=figures, said=said)

    def _pay(self, order_id: bytes, order: OutsideOrder) -> None:
        """What was paid outside, as its source says; what is written down already is not again."""
        row = self.db.row(
            "SELECT coalesce(sum(json_extract(told, '$.amount')), 0) FROM order_step WHERE order_id = ? "
            "AND kind = 'paid_outside'",
            (order_id,),
        )
        amount = order.paid - (row[0] if row else 0)
        if amount <= 0:
            return
        stands = order_book.read(self.db, order_id)
        if stands.state in ENDED:
            raise Refused(
                _("Order {number} has ended.").format(number=stands.number),
                _("What is due for its bills is taken at the door or on the khata."),
            )
        by = order.pay_by if order.pay_by in {"upi", "card", "netbanking"} else "netbanking"
        with self.db.transaction("advance.taken") as tx:
            self.advances.claim(tx, order_id, amount, by, order.reference)


def _pay_by(order: OutsideOrder) -> str:
    return order.pay_by if order.pay_by in WAYS else ""
