"""The packing table: what of an order is in its box, checked item by item, by scan or by eye."""

from collections.abc import Mapping

from shoppos.base.errors import InvalidInput, NotFound, Refused
from shoppos.base.i18n import _
from shoppos.base.money import quantity as show_quantity
from shoppos.base.text import clean
from shoppos.base.transaction import Transaction
from shoppos.reports.prepaid import prepaid
from shoppos.reports.slip import WEIGHED
from shoppos.rules import entry
from shoppos.rules.packs import PIECE
from shoppos.shop import order_book, splitting
from shoppos.shop.hits import Hit
from shoppos.shop.open_box import OpenBox
from shoppos.shop.order_book import OrderRow
from shoppos.shop.packing_view import Leaving, Packed, Packing
from shoppos.shop.ringing import measured
from shoppos.shop.sale_view import OpenLine

LATER, DROP = "later", "drop"
"""What becomes of what is not in the box when it is closed: it follows in a parcel of its own, or is left out."""


class PackingTable(OpenBox):
    """Checks what goes into the box; what was scanned is on disk, so that a restart forgets nothing."""

    # -- into the box

    def scan(self, order_id: bytes, text: str, *, sure: bool = False) -> Packed:
        """One more of what was scanned or typed ("CODE", "2*CODE", a scale's label, a serial number) is in the box.

        Refused by name for what the order has not, or not so many of; for goods that expired. InvalidInput for a
        piece without its number. Goods that are weighed out change their line, and with it what the order comes to;
        Doubtful (repeat with `sure`) when they differ much.
        """
        find = entry.read(text)
        if not isinstance(find, entry.Find):
            raise InvalidInput(_("{text} is not an item.").format(text=clean(text, 40)), field="entry")
        with self.db.transaction("order.packing") as tx:
            order, sale_id = self._packable(order_id)
            hit, find = self._meant(find)
            quantity = measured(find, hit) if find.quantity is not None else None
            edit = self._begin(tx, sale_id)
            line = self._awaited(order, edit, hit, PIECE if quantity is None else quantity)
            if find.serial:
                return self._piece(tx, order, edit, line, find.serial, sure=sure)
            if hit.tracks == "serial":
                raise InvalidInput(
                    _("Which piece of {name} is it?").format(name=hit.name), _("Scan its serial number."), "serials"
                )
            if line.unit.upper() in WEIGHED:
                return self._weighed(tx, order, edit, line, quantity, sure=sure)
            self._put(tx, order, edit, line, PIECE if quantity is None else quantity, sure=sure)
            return Packed(self.packing(order_id), line.line)

    def put(self, order_id: bytes, line: int, quantity: int, *, sure: bool = False) -> Packing:
        """So many thousandths of a line are in the box, as it was counted by hand; 0 takes them out again."""
        with self.db.transaction("order.packing") as tx:
            order, sale_id = self._packable(order_id)
            edit = self._begin(tx, sale_id)
            found = self._of(edit, line)
            if quantity < 0 or quantity > found.quantity:
                raise InvalidInput(
                    _("Order {number} has {wanted} of {name}.").format(
                        number=order.number, wanted=show_quantity(found.quantity), name=found.name
                    ),
                    field="quantity",
                )
            if quantity and found.tracks == "serial" and self._numbers(found) * PIECE < quantity:
                raise InvalidInput(
                    _("Which piece of {name} is it?").format(name=found.name), _("Scan its serial number."), "serials"
                )
            self._refuse_expired(found, quantity, sure=sure)
            self._write(tx, sale_id, line, quantity)
        return self.packing(order_id)

    def weigh(self, order_id: bytes, line: int, quantity: int, *, sure: bool = False) -> Packed:
        """A line was weighed out at so many thousandths: that is what is in the box, and what is paid.

        Doubtful (repeat with `sure`) for a quantity far from what was asked for.
        """
        self._plausible(quantity, sure=sure)
        with self.db.transaction("order.packing") as tx:
            order, sale_id = self._packable(order_id)
            edit = self._begin(tx, sale_id)
            return self._measure(tx, order, edit, self._of(edit, line), quantity, sure=sure)

    def pack_all(self, order_id: bytes, *, sure: bool = False) -> Packing:
        """All of it is in the box, by the word of who packed it: it is packed."""
        with self.db.transaction("order.packed") as tx:
            order, sale_id = self._packable(order_id)
            lines = self._look(sale_id)
            for line in lines:
                if line.tracks == "serial" and self._numbers(line) * PIECE < line.quantity:
                    raise InvalidInput(
                        _("Which piece of {name} is it?").format(name=line.name),
                        _("Scan its serial number."), "serials",
                    )  # fmt: skip
                self._refuse_expired(line, line.quantity, sure=sure)
            for line in lines:
                self._write(tx, sale_id, line.line, line.quantity)
            self._packed(tx, order, sale_id, {})
        return self.packing(order_id)

    def pack(self, order_id: bytes, *, short: str = "") -> Packing:
        """The box is closed. Of what is not in it `short` says what becomes: LATER or DROP; else it is refused.

        LATER: it follows in a parcel of its own. DROP: it is left out, and the order comes to less.
        """
        with self.db.transaction("order.packed") as tx:
            order, sale_id = self._packable(order_id)
            table = self.packing(order_id)
            if not table.begun:
                raise Refused(
                    _("Nothing of order {number} is in the box yet.").format(number=order.number),
                    _("Scan its items, or pack all without scanning."),
                )
            missing = {line.line: line for line in table.lines if line.left}
            if missing and short not in {LATER, DROP}:
                said = ", ".join(f"{show_quantity(line.left)} {line.name}" for line in missing.values())
                raise Refused(
                    _("Not in the box yet: {items}.").format(items=said),
                    _("Scan the rest, send it later, or leave it out."),
                )
            if missing and short == DROP:
                edit = self._begin(tx, sale_id)
                for line in missing.values():
                    if line.packed:
                        edit.put(edit.lines[line.line]._replace(quantity=line.packed))
                    else:
                        edit.drop(line.line)
                order = self._changed(tx, order, edit)
            self._packed(tx, order, sale_id, {line.code: line.left for line in missing.values()}, short)
        return self.packing(order_id)

    def unpack(self, order_id: bytes) -> Packing:
        """The box is opened again, and checked anew."""
        with self.db.transaction("order.unpacked") as tx:
            order = order_book.read(self.db, order_id)
            order_book.change(tx, order, state=order_book.allow(order, "unpack"))
            order_book.unpack(tx, order_book.open_sale(order))
            order_book.step(self.db, tx, order.id, "unpacked")
        return self.packing(order_id)

    def preview(self, order_id: bytes, lines: Mapping[int, int] | None = None) -> Leaving:
        """The bill of what would leave now of an order, what was packed or `lines` (thousandths); nothing is written.

        Refused when nothing of it is in the shop, InvalidInput for more of a line than there is or for nothing at all.
        """
        order = order_book.read(self.db, order_id)
        sale_id = order_book.open_sale(order)
        header, every = self._head(sale_id), self._look(sale_id)
        leaving = self._leaving(sale_id, every, lines)
        whole = self.reckon_sale(header, every)
        payable, rounding = whole.payable, 0
        if any(leaving.get(line.line, 0) != line.quantity for line in every):
            now, later, parts = splitting.apart(header, every, whole, leaving)
            payable = self.reckon_sale(now, [goes for _number, goes, _stays in parts if goes is not None]).payable
            rest = self.reckon_sale(later, [stays for _number, _goes, stays in parts if stays is not None]).payable
            rounding = payable + rest - whole.payable
        return Leaving(payable, max(payable - max(prepaid(self.db, order.id).left, 0), 0), rounding)

    # -- inside

    def _leaving(self, sale_id: bytes, every: list[OpenLine], lines: Mapping[int, int] | None) -> dict[int, int]:
        """Thousandths of each line that leave: what is asked for, else what is in the box, else all of it."""
        asked = lines if lines is not None else self._in_the_box(sale_id)
        return splitting.checked(every, asked or {line.line: line.quantity for line in every})

    def _meant(self, find: entry.Find) -> tuple[Hit, entry.Find]:
        try:
            return self._found(find)
        except NotFound as unknown:
            raise NotFound(unknown.message, _("Put it aside, and scan what stands on the order.")) from None

    def _packed(
        self, tx: Transaction, order: OrderRow, sale_id: bytes, short: Mapping[str, int], way: str = ""
    ) -> None:  # fmt: skip
        """The order is packed; what is short is told by its codes, with what becomes of it."""
        after = order_book.allow(order, "pack")
        told: dict[str, object] = {"payable": self._open_payable(sale_id)}
        if short:
            told |= {"short": dict(short), "rest": way}
        order_book.change(tx, order, state=after)
        order_book.step(self.db, tx, order.id, "packed", told=told)
        due = max(self._open_payable(sale_id) - max(prepaid(self.db, order.id).left, 0), 0)
        self.messages.owe(tx, "packed", order.id, {"due": due})
