"""The goods of an order: every change is the counter's own, and answers with the order as it stands then."""

from collections.abc import Callable

from shoppos.base.db import Database
from shoppos.base.errors import Refused
from shoppos.base.i18n import _
from shoppos.rules.packs import PIECE
from shoppos.shop import order_book, order_caller, order_view
from shoppos.shop.advances import Advances
from shoppos.shop.catalogue import Catalogue
from shoppos.shop.customers import Customers
from shoppos.shop.messages import Messages
from shoppos.shop.order_sale import OrderSale
from shoppos.shop.order_view import OrderEntered, OrderView
from shoppos.shop.papers import Papers
from shoppos.shop.ringing import Entered
from shoppos.shop.settings import Settings
from shoppos.shop.stock import StockRoom
from shoppos.shop.tills import Tills


class OrderGoods:
    """What is ordered: rung up, changed, taken back."""

    def __init__(
        self, db: Database, settings: Settings, tills: Tills, catalogue: Catalogue, customers: Customers,
        stock: StockRoom, papers: Papers, advances: Advances, messages: Messages,
    ) -> None:  # fmt: skip
        """Work on `db` with the other departments."""
        self.db = db
        self.settings = settings
        self.tills = tills
        self.customers = customers
        self.stock = stock
        self.advances = advances
        self.messages = messages
        self.lines = OrderSale(db, settings, tills, catalogue, customers, stock, papers)

    def view(self, order_id: bytes) -> OrderView:
        """An order whole, its open goods priced now."""
        return order_view.load(self.db, self.lines, self.customers, order_book.read(self.db, order_id))

    # -- the goods

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

    # -- inside

    def _do(self, order_id: bytes, act: Callable[[bytes], Entered]) -> OrderEntered:
        """One change of an order's goods, done by the counter's own code."""
        with self.db.transaction("order.changed"):
            order = order_book.read(self.db, order_id)
            entered = act(order_book.open_sale(order))
            return OrderEntered(self.view(order_id), entered.line, entered.message, entered.hits)
