"""From the reorder list to purchase orders."""

from collections.abc import Mapping

from shoppos.base.db import Database
from shoppos.base.errors import Refused
from shoppos.base.i18n import _
from shoppos.reports import reorder
from shoppos.reports.reorder import Suggestion
from shoppos.shop.purchase_orders import Order, PurchaseOrders, Wanted
from shoppos.shop.suppliers import Suppliers


class Reorder:
    """Says what to buy, and drafts the orders."""

    def __init__(self, db: Database, suppliers: Suppliers, orders: PurchaseOrders) -> None:
        """Ask `db`; the orders are drafted by `orders`."""
        self.db = db
        self.suppliers = suppliers
        self.orders = orders

    def list(self, *, every: bool = False) -> list[Suggestion]:
        """What to buy now, by supplier; with `every` also what is only watched."""
        return reorder.suggestions(self.db, every=every)

    def order(
        self, supplier_id: bytes, quantities: Mapping[bytes, int] | None = None, *, key: bytes | None = None
    ) -> Order:  # fmt: skip
        """Draft an order of all that is suggested of a supplier, or of `quantities` (thousandths by product).

        Refused when there is nothing to order.
        """
        found = {one.product_id: one for one in self.list(every=True)}
        if quantities is None:
            quantities = {one.product_id: one.quantity for one in reorder.chosen(list(found.values()), supplier_id)}
        lines = [
            Wanted(product, quantity, found[product].cost if product in found else 0)
            for product, quantity in quantities.items()
            if quantity > 0
        ]
        if not lines:
            raise Refused(
                _("Nothing of {name} is running out.").format(name=self.suppliers.get(supplier_id).name),
                _("Order by hand what you want all the same."),
            )
        return self.orders.draft(supplier_id, lines, key=key)
