"""What becomes of an estimate: a bill or an order at the prices promised, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.clock import day_of
from shoppos.base.errors import Doubtful, InvalidInput, NotFound, Refused
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.money import rupees
from shoppos.base.text import clean
from shoppos.models.estimate import GIVEN_UP, OPEN, SOLD, Estimate
from shoppos.models.sale import DONE, VOID
from shoppos.reports import estimates as told
from shoppos.shop.estimate_goods import EstimateGoods, StoredEstimate

if TYPE_CHECKING:
    from shoppos.base.db import Database
    from shoppos.base.journal import Value
    from shoppos.base.transaction import Transaction
    from shoppos.shop.catalogue import Catalogue
    from shoppos.shop.customers import Customers
    from shoppos.shop.orders import Orders
    from shoppos.shop.papers import Papers
    from shoppos.shop.sale_view import Header, OpenLine, SaleView
    from shoppos.shop.sales import Sales
    from shoppos.shop.settings import Settings
    from shoppos.shop.stock import StockRoom
    from shoppos.shop.tills import Tills

PROMISED, TODAY = "promised", "today"
"""At which prices what has lapsed is sold."""
NAMED = 3


class EstimateEnds(EstimateGoods):
    """Sold, ordered or given up: its own sale is closed then, and what came of it is another."""

    def __init__(
        self, db: Database, settings: Settings, tills: Tills, catalogue: Catalogue, customers: Customers,
        stock: StockRoom, papers: Papers, sales: Sales, orders: Orders,
    ) -> None:  # fmt: skip
        """Work on `db` with the other departments."""
        super().__init__(db, settings, tills, catalogue, customers, stock, papers)
        self.sales = sales
        self.orders = orders

    def to_sale(self, estimate_id: bytes, *, prices: str = "") -> SaleView:
        """Put what was promised on this till's screen, to be paid like any bill; what stood there is held.

        Doubtful (repeat with `prices` "promised" or "today") once its day has passed and it would cost another sum
        now. The same estimate twice is one bill; one whose bill was given up or cancelled can be sold again.
        """
        with self.db.transaction("estimate.sold") as tx:
            self.staff.guard("estimate")
            row = self.row_of(estimate_id)
            standing = self._standing(row)
            if standing is not None:
                shown, _panel = self.tills.screen()
                return self.sales.view(standing) if shown == standing else self.sales.recall(standing)
            lines = self._lines(row, prices)
            head = self.lines.header(row.sale_id)
            if self.sales.on_screen().lines:
                self.sales.hold(self.sales.on_screen().id)
            sale_id = new_id()
            view = self.sales.take_over(
                sale_id, lines, customer_id=head.customer_id, personal_id=head.personal_id, gstin=head.gstin,
                place=head.place, note=head.note, discount_rate=head.discount_rate,
                discount_amount=head.discount_amount, shipping=head.shipping, with_address=head.with_address,
            )  # fmt: skip
            self._end(tx, row, SOLD, {"bill_id": sale_id, "order_id": None})
            return view

    def to_order(
        self, estimate_id: bytes, *, phone: str = "", name: str = "", prices: str = "", channel: str = "counter",
        way: str = "pickup",
    ) -> bytes:  # fmt: skip
        """Take an order for what was promised, not confirmed yet; gives its id.

        One for nobody needs a phone or a name; the buyer's GSTIN, State, note and address go with it, as they were
        promised. Doubtful as `to_sale`; the same estimate twice is one order, unless
        that was cancelled.
        """
        with self.db.transaction("estimate.sold") as tx:
            self.staff.guard("estimate")
            row = self.row_of(estimate_id)
            if row.order_id is not None and not self._cancelled(row.order_id):
                return row.order_id
            if self._standing(row) is not None:
                raise Refused(
                    _("Estimate {number} stands on a bill at the counter.").format(number=row.number or ""),
                    _("Take its payment there, or give that bill up first."),
                )
            lines = self._lines(row, prices)
            head = self.lines.header(row.sale_id)
            order = self.orders.begin(
                channel, phone=phone, customer_id=head.customer_id, name=name, way=way, key=new_id()
            )  # fmt: skip
            if order.sale is None:
                raise NotFound(_("That order is not in the books."), _("Look on the board."))
            self.orders.lines.take_over(
                order.sale.id, lines, discount_rate=head.discount_rate, discount_amount=head.discount_amount,
                **_promised_head(head, way),
            )  # fmt: skip
            if note := row.note or head.note:
                self.orders.set(order.id, note=note)
            self._end(tx, row, SOLD, {"bill_id": None, "order_id": order.id})
            return order.id

    def give_up(self, estimate_id: bytes, reason: str = "") -> None:
        """Nothing came of it; one that was promised wants to know why. The same estimate twice is one act."""
        with self.db.transaction("estimate.ended") as tx:
            self.staff.guard("estimate")
            row = self.row_of(estimate_id)
            if row.state == GIVEN_UP:
                return
            self.open_one(estimate_id)
            reason = clean(reason, 300)
            if row.number is not None and not reason:
                raise InvalidInput(_("Say why nothing came of it."), field="reason")
            self._end(tx, row, GIVEN_UP, {"reason": reason})

    # -- inside

    def _standing(self, row: StoredEstimate) -> bytes | None:
        """The open bill that came of an estimate; Refused when it was paid, None when nothing stands of it."""
        if row.bill_id is None:
            return None
        state, number, gone = self.db.row(
            "SELECT state, coalesce(number, ''), EXISTS (SELECT 1 FROM void v WHERE v.sale_id = s.id) FROM sale s "
            "WHERE id = ?",
            (row.bill_id,),
        ) or (VOID, "", 0)
        if state == DONE and not gone:
            raise Refused(
                _("Estimate {number} became bill {bill}.").format(number=row.number or "", bill=number),
                _("Make a new one."),
            )
        return row.bill_id if state == "open" else None

    def _cancelled(self, order_id: bytes) -> bool:
        row = self.db.row("SELECT state FROM orders WHERE id = ?", (order_id,))
        return row is None or row[0] == "cancelled"

    def _lines(self, row: StoredEstimate, prices: str) -> list[OpenLine]:
        """The lines at the prices that hold: as promised until its day, and later as was said."""
        if prices not in {"", PROMISED, TODAY}:
            raise InvalidInput(_("Which prices?"), f"{PROMISED}, {TODAY}", "prices")
        if row.state == GIVEN_UP:
            raise Refused(_("Estimate {number} was given up.").format(number=row.number or ""), _("Make a new one."))
        if row.order_id is not None and not self._cancelled(row.order_id):
            number = told.became(self.db, None, row.order_id)
            raise Refused(
                _("Estimate {number} became order {order}.").format(number=row.number or "", order=number),
                _("Hand it over or dispatch it from the orders."),
            )
        promised = self.lines.promised(row.sale_id)
        if not promised:
            raise Refused(_("There is nothing on this estimate yet."), _("Type what the customer asks for."))
        lapsed = row.number is not None and row.valid_until < self.today()
        if not lapsed or prices == PROMISED:
            return promised
        now = self.lines.today(row.sale_id)
        if prices == TODAY:
            return now
        before, after = (self.lines.comes_to(row.sale_id, lines) for lines in (promised, now))
        if before == after:
            return promised
        other = [
            f"{was.name} {rupees(was.price)} → {rupees(line.price)}"
            for was, line in zip(promised, now, strict=True) if was.price != line.price
        ]  # fmt: skip
        said = _("Estimate {number} was valid until {day}. It came to {before}, today it comes to {after}: {what}.")
        raise Doubtful(
            said.format(
                number=row.number, day=f"{day_of(row.valid_until):%d-%m-%Y}", before=rupees(before),
                after=rupees(after), what=", ".join(other[:NAMED]) + (" …" if len(other) > NAMED else ""),
            ),
            _("Which price does the customer pay?"), "prices",
        )  # fmt: skip

    def _end(self, tx: Transaction, row: StoredEstimate, state: str, became: dict[str, Value]) -> None:
        """It ended so: its own sale is closed and stays in the books as it was promised."""
        if row.state == OPEN:
            self.lines.abandon(row.sale_id)
        tx.change(Estimate, {"id": row.id}, {"state": state, **became})


def _promised_head(head: Header, way: str) -> dict[str, Value]:
    """What an order takes over of the estimate's head: by whom and for which State its tax was reckoned.

    A delivery that was promised without a charge is charged by the shop's rule; who fetches the goods pays none.
    """
    kept: dict[str, Value] = {"gstin": head.gstin, "place": head.place} if head.gstin or head.place else {}
    if head.with_address:
        kept["with_address"] = 1
    if head.shipping or way == "pickup":
        kept["shipping"] = head.shipping
    return kept
