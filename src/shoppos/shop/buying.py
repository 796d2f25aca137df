"""Goods received: one supplier's bill, its stock, what is owed for it, and the new prices, all in one act."""

from collections.abc import Sequence
from typing import Any

from shoppos.base.clock import day_of
from shoppos.base.db import Database
from shoppos.base.errors import Doubtful, Refused
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.journal import Value
from shoppos.base.money import half_up, rupees
from shoppos.base.transaction import Transaction
from shoppos.models.product import Product
from shoppos.models.purchase import Purchase, PurchaseDraft, PurchaseLine
from shoppos.rules import numbers, purchasing
from shoppos.shop import receipt as typed
from shoppos.shop.batches import NewBatch
from shoppos.shop.business_day import booking_day
from shoppos.shop.moves import Moves
from shoppos.shop.purchase_orders import PurchaseOrders
from shoppos.shop.receipt import Receipt, ReceiptLine, ReceiptView, Received
from shoppos.shop.receipt_view import Reckoned, Reckoning
from shoppos.shop.settings import Settings
from shoppos.shop.stock import StockRoom
from shoppos.shop.suppliers import Suppliers, SupplierView
from shoppos.shop.tills import Tills

SERIES = "G"
"""The letter of the numbers of goods received."""
PARTS = "SELECT product_id, part_id, quantity FROM component GROUP BY product_id HAVING count(*) = 1"


class Buying:
    """Receives goods; what is typed is kept as a draft until it is saved."""

    def __init__(
        self, db: Database, settings: Settings, tills: Tills, stock: StockRoom, suppliers: Suppliers,
        orders: PurchaseOrders,
    ) -> None:  # fmt: skip
        """Work on `db` with the other departments."""
        self.db = db
        self.tills = tills
        self.stock = stock
        self.suppliers = suppliers
        self.orders = orders
        self.reckoning = Reckoning(db, settings)

    # -- while it is typed

    def draft(self) -> Receipt:
        """What was being received at this till when one last looked; an empty receipt with a key of its own if none."""
        row = self.db.row("SELECT told FROM purchase_draft WHERE till = ?", (self.db.till,))
        return typed.untold(row[0]) if row else Receipt(key=new_id())

    def keep(self, receipt: Receipt) -> None:
        """Keep what is typed so far, on disk, so that nothing of it is lost."""
        with self.db.transaction("purchase.typed") as tx:
            self._drop(tx)
            tx.insert(PurchaseDraft, {"till": self.db.till, "told": typed.told(receipt)}, local=True)

    def forget(self) -> None:
        """Throw away what was typed at this till."""
        with self.db.transaction("purchase.forgotten") as tx:
            self._drop(tx)

    def from_order(self, number: str) -> Receipt:
        """A receipt of all that is still to come of an order, at the costs that were expected."""
        order, coming = self.orders.get(number), self.orders.coming(number)
        costs = {line.product_id: line.cost for line in order.lines}
        lines = tuple(ReceiptLine(product, left, costs[product]) for product, left in coming.items())
        return Receipt(order.supplier_id, lines, order_id=order.id, key=new_id())

    def view(self, receipt: Receipt) -> ReceiptView:
        """What it comes to as it stands, with old and new margins; nothing is written."""
        supplier = self.suppliers.get(receipt.supplier_id) if receipt.supplier_id else None
        return self.reckoning.reckon(receipt, supplier).view

    # -- saving

    def receive(self, receipt: Receipt, *, sure: bool = False) -> Received:
        """Save a receipt: purchase, stock, batches, what is owed, costs and new prices, in one transaction.

        The same key twice receives once. Doubtful for a supplier's bill that was received before, for a total that
        differs by more than rounding, for goods that have expired, and for a new price above the MRP.
        """
        receipt = typed.checked(receipt)
        at = receipt.key or new_id()
        with self.db.transaction("purchase.received") as tx:
            before = self._before(at)
            if before is not None:
                self._drop_this(tx, at)
                return before
            assert receipt.supplier_id is not None  # noqa: S101  (`checked` has refused it)
            supplier = self.suppliers.get(receipt.supplier_id)
            reckoned = self.reckoning.reckon(receipt, supplier)
            if not sure:
                self._doubt(receipt, supplier, reckoned.view)
            if receipt.order_id is not None:
                self.orders.refuse_unfit(receipt.order_id, supplier.id)
            number = self._write(tx, at, receipt, reckoned)
            if receipt.order_id is not None:
                self.orders.answer(tx, receipt.order_id)
            self._drop_this(tx, at)
            labels = self._new_prices(tx, receipt, reckoned)
        return Received(at, number, reckoned.view.total, labels, reckoned.view.warnings)

    # -- inside

    def _before(self, at: bytes) -> Received | None:
        """What that key has received already; Refused when it belongs to something else."""
        row = self.db.row("SELECT number, total, kind FROM purchase WHERE id = ?", (at,))
        if row is None:
            return None
        if row[2] != "received":
            raise Refused(_("That key belongs to something else."), _("Use a new one."))
        priced = self.db.rows(
            "SELECT product_id FROM purchase_line WHERE purchase_id = ? AND (mrp IS NOT NULL OR price IS NOT NULL) "
            "ORDER BY line",
            (at,),
        )
        return Received(at, row[0], row[1], tuple(dict.fromkeys(one[0] for one in priced)))

    def _doubt(self, receipt: Receipt, supplier: SupplierView, view: ReceiptView) -> None:
        today = self.db.clock.business_day(self.db.clock.ms())
        if receipt.bill_number:
            self._doubt_twice(receipt, supplier, today)
        if receipt.bill_date is not None and receipt.bill_date > today:
            raise Doubtful(
                _("The bill's day {day} is still to come.").format(day=f"{day_of(receipt.bill_date):%d-%m-%Y}"),
                _("Is it right?"),
                "bill_date",
            )
        if abs(view.difference) > purchasing.ROUNDING:
            raise Doubtful(
                _("The bill says {typed}, its lines make {computed}: {difference} between them.").format(
                    typed=rupees(view.total), computed=rupees(view.computed), difference=rupees(view.difference)
                ),
                _("Compare costs and quantities, or keep it as it is."),
                "total",
            )
        for line, shown in zip(receipt.lines, view.lines, strict=True):
            if line.expiry is not None and line.expiry < today:
                said = _("{name}, batch {batch}, expired on {day}.")
                day = f"{day_of(line.expiry):%d-%m-%Y}"
                raise Doubtful(said.format(name=shown.name, batch=line.batch, day=day), _("Take it anyway?"), "expiry")
            changed = (line.price, line.mrp) != (None, None)
            if changed and shown.new_mrp and shown.new_price > shown.new_mrp:
                said = _("{name} would cost {price}, above its MRP of {mrp}.").format(
                    name=shown.name, price=rupees(shown.new_price), mrp=rupees(shown.new_mrp)
                )
                raise Doubtful(said, _("Nothing may be sold above its MRP."), "price")

    def _doubt_twice(self, receipt: Receipt, supplier: SupplierView, today: int) -> None:
        """A supplier's bill number is his once in a financial year (CGST Rule 46(b))."""
        year = numbers.fy_code(day_of(receipt.bill_date or today))
        for number, kept, booked in self.db.rows(
            "SELECT number, bill_date, business_date FROM purchase WHERE supplier_id = ? AND bill_number = ? "
            "AND kind = 'received' ORDER BY id",
            (supplier.id, receipt.bill_number),
        ):
            if numbers.fy_code(day_of(kept or booked)) == year:
                raise Doubtful(
                    _("Bill {bill} of {name} was received already, as {number}.").format(
                        bill=receipt.bill_number, name=supplier.name, number=number
                    ),
                    _("Receive it once more?"),
                    "bill_number",
                )

    def _write(self, tx: Transaction, at: bytes, receipt: Receipt, reckoned: Reckoned) -> str:
        """The purchase with its lines, its goods and what is owed for it; gives its number."""
        number, day = self.tills.draw(tx, booking_day(self.db), SERIES)
        view, supplier_id, moves = reckoned.view, receipt.supplier_id or b"", Moves()
        for n, line in enumerate(receipt.lines, 1):
            known = reckoned.known[line.product_id]
            landed = view.lines[n - 1].landed
            mrp = known.mrp if line.mrp is None else line.mrp
            batch = NewBatch(line.batch, line.expiry, mrp, landed) if line.batch else None
            self.stock.receive(
                tx, at, n, line.product_id, line.pieces, day=day, batch=batch, pieces=line.serials, into=moves
            )
            if line.serials:  # the next line must find its pieces here already
                moves.write(tx)
                moves = Moves()
        moves.write(tx)
        head: dict[str, Value] = {
            "id": at, "kind": "received", "number": number, "supplier_id": supplier_id,
            "order_id": receipt.order_id, "against_id": None, "bill_number": receipt.bill_number,
            "bill_date": receipt.bill_date, "business_date": day, "made_at": tx.at, "employee_id": self.db.employee,
            "note": receipt.note, "taxable": view.taxable, "cgst": view.cgst, "sgst": view.sgst, "igst": view.igst,
            "cess": view.cess, "round_off": view.difference, "total": view.total,
        }  # fmt: skip
        tx.insert(Purchase, head)
        tx.insert(PurchaseLine, *self._rows(at, receipt, reckoned))
        self.suppliers.write_entry(tx, supplier_id, at, "purchase", view.total, day)
        return number

    def _rows(self, at: bytes, receipt: Receipt, reckoned: Reckoned) -> list[dict[str, Value]]:
        batches = dict(
            self.db.rows("SELECT line, batch_id FROM batch_move WHERE doc_id = ? AND kind = 'purchase'", (at,))
        )
        rows = list[dict[str, Value]]()
        for n, (line, priced, view) in enumerate(
            zip(receipt.lines, reckoned.priced, reckoned.view.lines, strict=True), 1
        ):
            known = reckoned.known[line.product_id]
            rows.append({
                "purchase_id": at, "line": n, "product_id": known.id, "code": known.code, "name": known.name,
                "hsn": known.hsn, "unit": known.unit, "quantity": line.quantity, "free": line.free,
                "cost": priced.cost, "rate": known.rate if reckoned.taxed else 0, "taxable": priced.taxable,
                "cgst": priced.cgst, "sgst": priced.sgst, "igst": priced.igst, "cess": priced.cess,
                "mrp": view.new_mrp if view.new_mrp != view.mrp else None,
                "price": view.new_price if view.new_price != view.price else None, "batch_id": batches.get(n),
            })  # fmt: skip
        return rows

    def _new_prices(self, tx: Transaction, receipt: Receipt, reckoned: Reckoned) -> tuple[bytes, ...]:
        """Put cost, MRP and price on the cards; gives the products whose labels are wrong now.

        The card keeps what a unit cost last; of a pack with one part, the part's too.
        """
        single: dict[bytes, Sequence[Any]] = {row[0]: row for row in self.db.rows(PARTS)}
        labels = list[bytes]()
        last = dict(zip((line.product_id for line in receipt.lines), reckoned.view.lines, strict=True))
        for product_id, view in last.items():
            wanted: dict[str, Value] = {"cost": view.landed, "mrp": view.new_mrp, "price": view.new_price}
            was: dict[str, Value] = {"cost": view.was, "mrp": view.mrp, "price": view.price}
            changed = {name: value for name, value in wanted.items() if value != was[name]}
            if changed:
                tx.change(Product, {"id": product_id}, changed)
            if view.labelled_anew:
                labels.append(product_id)
            if product_id in single:
                _pack, part, amount = single[product_id]
                tx.change(Product, {"id": part}, {"cost": half_up(view.landed * purchasing.PIECE, amount)})
        return tuple(labels)

    def _drop(self, tx: Transaction) -> None:
        tx.remove(PurchaseDraft, {"till": self.db.till}, local=True)

    def _drop_this(self, tx: Transaction, at: bytes) -> None:
        """Throw the draft away if it is the one that was saved."""
        row = self.db.row("SELECT told FROM purchase_draft WHERE till = ?", (self.db.till,))
        if row is not None and typed.untold(row[0]).key == at:
            self._drop(tx)
