"""The box of an order that stands open: what goes into it, piece by piece or weighed out, and what does not."""

from collections.abc import Mapping

from shoppos.base.clock import day_of
from shoppos.base.db import Database
from shoppos.base.errors import Doubtful, InvalidInput, Refused
from shoppos.base.i18n import _
from shoppos.base.money import quantity as show_quantity
from shoppos.base.transaction import Transaction
from shoppos.models.order import PackedLine
from shoppos.reports.order_money import confirmed_at
from shoppos.rules import line_notes
from shoppos.rules.orders import PACKED
from shoppos.rules.packs import PIECE
from shoppos.shop import order_book, packs, sale_view, serials
from shoppos.shop.billing import Billing
from shoppos.shop.business_day import booking_day
from shoppos.shop.catalogue import Catalogue
from shoppos.shop.customers import Customers
from shoppos.shop.hits import Hit
from shoppos.shop.messages import Messages
from shoppos.shop.order_book import OrderRow
from shoppos.shop.packing_view import Packed, Packing, pack_lines
from shoppos.shop.papers import Papers
from shoppos.shop.sale_edit import Edit
from shoppos.shop.sale_view import Header, OpenLine
from shoppos.shop.settings import Settings
from shoppos.shop.stock import StockRoom
from shoppos.shop.tills import Tills

NEAR = 10
"""Percent by which goods that are weighed out may differ from what was asked for."""


class OpenBox(Billing):
    """Puts into the box what its order waits for; each step is inside the act of who packs."""

    def __init__(
        self, db: Database, settings: Settings, tills: Tills, catalogue: Catalogue, customers: Customers,
        stock: StockRoom, papers: Papers, messages: Messages,
    ) -> None:  # fmt: skip
        """Work on `db` with the other departments; `messages` owes the customer the news."""
        super().__init__(db, settings, tills, catalogue, customers, stock, papers)
        self.messages = messages

    # -- looking

    def packing(self, order_id: bytes) -> Packing:
        """How far the packing of an order is; Refused when nothing of it is in the shop."""
        order = order_book.read(self.db, order_id)
        sale_id = order_book.open_sale(order)
        lines = pack_lines(self.db, sale_id, self._look(sale_id), self._in_the_box(sale_id))
        agreed = confirmed_at(self.db, order.id, order.agreed) - order_book.billed(self.db, order.id)
        return Packing(order.id, order.number, order.state, lines, self._open_payable(sale_id), agreed)

    # -- inside the act of who packs

    def _packable(self, order_id: bytes) -> tuple[OrderRow, bytes]:
        """The order and its open sale, where it stands so that it can be packed."""
        order = order_book.read(self.db, order_id)
        if order.state == PACKED:
            raise Refused(_("Order {number} is packed already.").format(number=order.number), _("Open the box first."))
        order_book.allow(order, "pack")
        return order, order_book.open_sale(order)

    def _head(self, sale_id: bytes) -> Header:
        """The head of the open sale."""
        return sale_view.read_header(self.db, sale_id) or self._blank()

    def _look(self, sale_id: bytes) -> list[OpenLine]:
        """The lines of the open sale as they would be billed today."""
        return self._lines(sale_id, self._head(sale_id))

    def _open_payable(self, sale_id: bytes | None) -> int:
        """What an open sale comes to, in paise; nothing where there is none, or no line on it."""
        if sale_id is None or not (lines := self._look(sale_id)):
            return 0
        return self.reckon_sale(self._head(sale_id), lines).payable

    def _in_the_box(self, sale_id: bytes) -> dict[int, int]:
        """Thousandths of each line that were scanned into the box."""
        return dict(self.db.rows("SELECT line, quantity FROM packed_line WHERE sale_id = ?", (sale_id,)))

    def _awaited(self, order: OrderRow, edit: Edit, hit: Hit, quantity: int) -> OpenLine:
        """The line that waits for a product; Refused by name for what the order has not, or not so many of."""
        mine = [line for line in edit.ordered() if line.product_id == hit.product_id]
        packed = self._in_the_box(edit.sale_id)
        if not mine:
            self._refuse_part(edit, hit, packed)
            raise Refused(
                _("{name} is not in order {number}.").format(name=hit.name, number=order.number),
                _("Put it aside, and scan what stands on the order."),
            )
        waiting = [line for line in mine if packed.get(line.line, 0) < line.quantity]
        if not waiting:
            self._refuse_part(edit, hit, packed)
            raise Refused(
                _("All {n} of {name} are in the box already.").format(
                    n=show_quantity(sum(line.quantity for line in mine)), name=hit.name
                ),
                _("Put this one back on its shelf."),
            )
        enough = [line for line in waiting if line.quantity - packed.get(line.line, 0) >= quantity]
        return (enough or waiting)[0]

    def _refuse_part(self, edit: Edit, hit: Hit, packed: Mapping[int, int]) -> None:
        """Refused for a part of a pack that was ordered: the pack is what goes into the box, and says what is in it."""
        for line in edit.ordered():
            parts = packs.parts_of(self.db, line.product_id)
            if hit.product_id not in parts:
                continue
            told = {"name": hit.name, "pack": line.name, "n": show_quantity(packed.get(line.line, 0))}
            if packed.get(line.line, 0) >= line.quantity:
                raise Refused(
                    _("{name} is a part of {pack}, and all {n} of it are in the box already.").format(**told),
                    _("Put this one back on its shelf."),
                )
            raise Refused(
                _("{name} is a part of {pack}.").format(**told),
                _("Put the whole of it together ({parts}), then scan {code}.").format(
                    parts=packs.said(self.db, line.product_id), code=line.code
                ),
            )

    def _put(
        self, tx: Transaction, order: OrderRow, edit: Edit, line: OpenLine, quantity: int, *, sure: bool
    ) -> None:  # fmt: skip
        """So much more of a line is in the box; Refused for more than it wants, and for what expired."""
        have = self._in_the_box(edit.sale_id).get(line.line, 0)
        if have + quantity > line.quantity:
            raise Refused(
                _("Order {number} wants {left} more of {name} only.").format(
                    number=order.number, left=show_quantity(line.quantity - have), name=line.name
                ),
                _("Put the rest back on its shelf."),
            )
        self._refuse_expired(line, have + quantity, sure=sure)
        self._write(tx, edit.sale_id, line.line, have + quantity)

    def _piece(
        self, tx: Transaction, order: OrderRow, edit: Edit, line: OpenLine, serial: str, *, sure: bool
    ) -> Packed:  # fmt: skip
        """The piece of that number is in the box; its number will stand on the bill."""
        for other in edit.ordered():
            if serial in line_notes.read(other.note).serials and self._numbers(other) * PIECE <= self._in_the_box(
                edit.sale_id
            ).get(other.line, 0):
                raise Refused(_("{serial} was scanned already.").format(serial=serial), _("Scan the next item."))
        said = line_notes.read(line.note)
        serials.refuse_gone(self.db, line.product_id, line.name, [serial])
        if serial not in said.serials:
            edit.note(line.line, line_notes.write(line_notes.Said(said.words, (*said.serials, serial))))
            edit.step()
        self._put(tx, order, edit, line, PIECE, sure=sure)
        return Packed(self.packing(order.id), line.line)

    def _numbers(self, line: OpenLine) -> int:
        """How many pieces of a line are named by their numbers."""
        return len(line_notes.read(line.note).serials)

    def _weighed(
        self, tx: Transaction, order: OrderRow, edit: Edit, line: OpenLine, quantity: int | None, *, sure: bool
    ) -> Packed:
        """Goods that are measured out: so much more of them, and near enough to what was asked for is all of it."""
        if quantity is None:
            raise InvalidInput(
                _("How much {name} is it?").format(name=line.name),
                _("Type what the scale shows, like 0.75*{code}.").format(code=line.code), "quantity",
            )  # fmt: skip
        have = self._in_the_box(edit.sale_id).get(line.line, 0) + quantity
        if have * 100 < line.quantity * (100 - NEAR):
            self._refuse_expired(line, have, sure=sure)
            self._write(tx, edit.sale_id, line.line, have)
            return Packed(self.packing(order.id), line.line)
        return self._measure(tx, order, edit, line, have, sure=sure)

    def _measure(
        self, tx: Transaction, order: OrderRow, edit: Edit, line: OpenLine, quantity: int, *, sure: bool
    ) -> Packed:  # fmt: skip
        """The line becomes what the scale showed, and the order comes to what that costs."""
        if abs(quantity - line.quantity) * 100 > line.quantity * NEAR and not sure:
            raise Doubtful(
                _("{have} {unit} of {name} instead of {want}?").format(
                    have=show_quantity(quantity), unit=line.unit, name=line.name, want=show_quantity(line.quantity)
                ),
                _("Press Enter again if that is right."),
                "quantity",
            )
        self._refuse_expired(line, quantity, sure=sure)
        was = self._open_payable(edit.sale_id)
        if quantity != line.quantity:
            edit.put(line._replace(quantity=quantity))
            self._changed(tx, order, edit)
        self._write(tx, edit.sale_id, line.line, quantity)
        now = self._open_payable(edit.sale_id)
        if quantity != line.quantity:
            told = {"code": line.code, "was": line.quantity, "quantity": quantity, "payable": now, "before": was}
            order_book.step(self.db, tx, order.id, "weighed", told=told)
        return Packed(self.packing(order.id), line.line)

    def _refuse_expired(self, line: OpenLine, quantity: int, *, sure: bool) -> None:
        """Refused when only goods that expired are left to put in; Doubtful for who may sell them all the same."""
        if line.tracks != "batch" or not quantity:
            return
        day = self.stock.expired_only(line.product_id, quantity, booking_day(self.db))
        if day is None:
            return
        said = _("{name} expired on {day}; no other batch is left.").format(
            name=line.name, day=f"{day_of(day):%d-%m-%Y}"
        )
        if not self.stock.staff.may("expired"):
            raise Refused(said, _("Take it off the shelf, and send the rest of the order without it."))
        if not sure:
            raise Doubtful(said, _("Take it off the shelf, or send it all the same."), "entry")

    def _write(self, tx: Transaction, sale_id: bytes, line: int, quantity: int) -> None:
        tx.remove(PackedLine, {"sale_id": sale_id, "line": line})
        if quantity:
            tx.insert(PackedLine, {"sale_id": sale_id, "line": line, "quantity": quantity})

    def _changed(self, tx: Transaction, order: OrderRow, edit: Edit) -> OrderRow:
        """The goods of the open sale are others now: promised anew, priced anew, told."""
        edit.was = {}
        lines = edit.ordered()
        order_book.promise(self.db, tx, order._replace(backorder=1), lines)
        payable = self.reckon_sale(edit.header, lines).payable
        tx.run("DELETE FROM sale_step WHERE sale_id = ?", (edit.sale_id,))
        self._tell(tx, edit.sale_id)
        return order_book.change(tx, order, agreed=payable + order_book.billed(self.db, order.id))
