"""Sales before they are paid: rung up line by line, changed, taken back, held, recalled or given up."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shoppos.base.errors import InvalidInput, Refused, ShopError
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.money import sane
from shoppos.base.text import clean
from shoppos.models.sale import VOID, Sale, SaleStep
from shoppos.rules import entry, line_notes
from shoppos.rules.place_of_supply import STATES
from shoppos.rules.pricing import WHOLE
from shoppos.shop import sale_view
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.customers import checked_gstin
from shoppos.shop.ringing import MOST, Entered, Ringing
from shoppos.shop.sale_edit import untold
from shoppos.shop.sale_view import Header, OpenLine, SaleView


@dataclass(frozen=True, slots=True)
class HeldSale:
    """An open sale that is not on screen; `label` is its customer, its note, or its number among the held."""

    sale_id: bytes
    label: str
    payable: int
    lines: int
    opened_at: int


class OpenSales(Ringing):
    """Everything a cashier does with a sale before it is paid; each call is one durable transaction."""

    # -- looking

    def on_screen(self) -> SaleView:
        """The sale on this till's screen; an empty one, not yet written down, when there is none."""
        sale_id, _panel = self.tills.screen()
        return self.view(sale_id or new_id())

    def held(self) -> list[HeldSale]:
        """The open sales of this till that are not on screen, oldest first."""
        shown, _panel = self.tills.screen()
        rows = self.db.rows(
            "SELECT id FROM sale s WHERE state = 'open' AND till = ? AND id IS NOT ? AND NOT EXISTS "
            "(SELECT 1 FROM orders o WHERE o.sale_id = s.id) ORDER BY id",
            (self.db.till, shown),
        )
        found = list[HeldSale]()
        for (sale_id,) in rows:
            header = sale_view.read_header(self.db, sale_id) or self._blank()
            lines = self._lines(sale_id, header)
            if lines:
                label = self._name_of(header) or _("Held {n}").format(n=len(found) + 1)
                found.append(HeldSale(sale_id, label, self._payable(header, lines), len(lines), header.opened_at))
        return found

    def _name_of(self, header: Header) -> str:
        """By what a held sale is known: its note, or its customer."""
        if header.note or not header.customer_id:
            return header.note
        row = self.db.row("SELECT name FROM personal WHERE id = ?", (header.personal_id,))
        return row[0] if row else ""

    def _without_forgotten(self, header: Header) -> Header:
        """The header of a sale that is open for days: a customer who was forgotten since is not on it any more."""
        if header.customer_id is None:
            return header
        known = self.customers.of_document(header.customer_id, header.personal_id or b"")
        return header if known.phone or known.name else header._replace(customer_id=None)

    def payable(self, sale_id: bytes) -> int:
        """What an open sale comes to now, in paise, and nothing else of it: of many at once nobody looks at all."""
        header = sale_view.read_header(self.db, sale_id) or self._blank()
        return self.reckon_sale(header, self._lines(sale_id, header)).payable

    def _payable(self, header: Header, lines: list[OpenLine]) -> int:
        """What a held sale comes to; 0 when a rate that changed meanwhile lets it have no price."""
        try:
            return self.reckon_sale(header, lines).payable
        except ShopError:
            return 0

    # -- ringing up

    def enter(self, sale_id: bytes, text: str, *, line: int | None = None, sure: bool = False) -> Entered:
        """Do what was typed or scanned at the entry line; commands act on `line`, else on the last one.

        Gives `hits` when the text is a name that several products have. NotFound for an unknown code; Doubtful
        (repeat with `sure`) for a quantity above 999; InvalidInput for what cannot be read.
        """
        match entry.read(text):
            case entry.Nothing() | entry.Help():
                return Entered(self.view(sale_id), line)
            case entry.Mistake() as mistake:
                raise InvalidInput(entry.explain(mistake), field="entry")
            case entry.SetQuantity(quantity):
                return self.set_quantity(sale_id, self._line(sale_id, line), quantity, sure=sure)
            case entry.ChangeQuantity(delta):
                return self.change_quantity(sale_id, self._line(sale_id, line), delta, sure=sure)
            case entry.SetPrice(price):
                return self.set_price(sale_id, self._line(sale_id, line), price)
            case entry.LineDiscount(rate, amount):
                return self.discount_line(sale_id, self._line(sale_id, line), rate=rate, amount=amount)
            case entry.BillDiscount(rate, amount):
                return self.discount_bill(sale_id, rate=rate, amount=amount)
            case entry.Find() as find:
                return self._find(sale_id, find, sure=sure)

    def pick(self, sale_id: bytes, text: str, product_id: bytes, *, sure: bool = False) -> Entered:
        """Add a product picked from the results of `text`, with the quantity, price and discount typed in it."""
        find = entry.read(text)
        if not isinstance(find, entry.Find):
            return self.add_product(sale_id, product_id)
        self.catalogue.searching.picked(find.text, product_id)
        return self._add(sale_id, self._hit(product_id), find, sure=sure)

    def add_product(self, sale_id: bytes, product_id: bytes, quantity: int = 1000, *, sure: bool = False) -> Entered:
        """Add a product; `quantity` in thousandths."""
        return self._add(sale_id, self._hit(product_id), entry.Find(text="", quantity=quantity, whole=""), sure=sure)

    def add_new(
        self, sale_id: bytes, *, code: str, name: str, price: int, rate: int = 0, inclusive: bool = True,
        quantity: int = 1000, sure: bool = False,
    ) -> Entered:  # fmt: skip
        """Sell what has no item yet: makes the product of that code, name and price (paise) and adds it.

        Doubtful (repeat with `sure`) for a quantity above 999: no product is made then.
        """
        treatment = "taxable" if rate else "nil"
        form = ProductForm(code=code, name=name, price=price, rate=rate, inclusive=inclusive, treatment=treatment)
        with self.db.transaction("product.added"):
            return self.add_product(sale_id, self.catalogue.add(form), quantity, sure=sure)

    def set_quantity(self, sale_id: bytes, line: int, quantity: int, *, sure: bool = False) -> Entered:
        """Set a line's quantity in thousandths."""
        self._plausible(quantity, sure=sure)
        with self._edit(sale_id) as edit:
            edit.put(self._of(edit, line)._replace(quantity=quantity))
            return self._entered(edit, line)

    def change_quantity(self, sale_id: bytes, line: int, delta: int, *, sure: bool = False) -> Entered:
        """Add `delta` thousandths to a line; at nothing left the line goes."""
        sane("quantity", delta)
        with self._edit(sale_id) as edit:
            old = self._of(edit, line)
            if old.quantity + delta > 0:
                self._plausible(old.quantity + delta, sure=sure or delta < 0 or old.quantity > MOST)
                edit.put(old._replace(quantity=old.quantity + delta))
            else:
                edit.drop(line)
            return self._entered(edit, line)

    def set_price(self, sale_id: bytes, line: int, price: int) -> Entered:
        """Sell a line at another price for one unit, in paise."""
        _not_below_zero("price", price)
        with self._edit(sale_id) as edit:
            edit.put(self._of(edit, line)._replace(price=price))
            return self._entered(edit, line)

    def discount_line(self, sale_id: bytes, line: int, *, rate: int = 0, amount: int = 0) -> Entered:
        """Take a percentage (hundredths) or an amount (paise) off a line; both 0 takes the discount back."""
        _discount(rate, amount)
        with self._edit(sale_id) as edit:
            edit.put(self._of(edit, line)._replace(disc_rate=rate, disc_amount=amount))
            return self._entered(edit, line)

    def discount_bill(self, sale_id: bytes, *, rate: int = 0, amount: int = 0) -> Entered:
        """Take a percentage (hundredths) or an amount (paise) off the whole bill."""
        _discount(rate, amount)
        with self._edit(sale_id) as edit:
            edit.head(discount_rate=rate, discount_amount=amount)
            return self._entered(edit)

    def set_shipping(self, sale_id: bytes, amount: int) -> Entered:
        """Charge shipping, in paise; it is taxed like the goods it goes with."""
        _not_below_zero("shipping", amount)
        with self._edit(sale_id) as edit:
            edit.head(shipping=amount)
            return self._entered(edit)

    def set_line_note(self, sale_id: bytes, line: int, note: str) -> Entered:
        """What was asked for on a line beyond its item (engraving, gift wrap), printed below it; "" for nothing.

        The serial numbers that were picked stay; what the work costs is a price of the line or a line of its own.
        """
        with self._edit(sale_id) as edit:
            said = line_notes.read(self._of(edit, line).note)
            edit.note(line, line_notes.write(line_notes.Said(clean(note), said.serials)))
            return self._entered(edit, line)

    def remove(self, sale_id: bytes, line: int) -> Entered:
        """Take a line off."""
        with self._edit(sale_id) as edit:
            self._of(edit, line)
            edit.drop(line)
            return self._entered(edit)

    def set_customer(
        self, sale_id: bytes, customer_id: bytes | None, *, with_address: bool = False, address: bytes | None = None
    ) -> SaleView:
        """Put a customer on the bill, or nobody; a registered one's GSTIN goes with them.

        Only `with_address` puts their address on the bill, and lets its State decide the place of supply
        (IGST Act s.10(1)(ca), Circular 209/3/2024). A State that was chosen for the sale itself stays. `address` names
        one of their further addresses by its card, in place of the one on their own.
        """
        with self._edit(sale_id) as edit:
            chosen = self._chosen_state(edit.header)
            if customer_id is None:
                edit.head(customer_id=None, personal_id=None, gstin="", place=chosen, with_address=0)
            else:
                customer = self.customers.get(customer_id)
                personal_id, state = customer.personal_id, customer.state
                if address is not None:
                    personal_id, state = address, self.customers.address(customer.id, address).card.state
                edit.head(
                    customer_id=customer.id,
                    personal_id=personal_id,
                    gstin=customer.gstin,
                    place=chosen or (state if with_address and not customer.gstin else ""),
                    with_address=int(with_address),
                )
            return self._entered(edit).view

    def _chosen_state(self, header: Header) -> str:
        """The State that was chosen for the sale; "" when what stands there came with the customer's address."""
        if not header.with_address:
            return header.place
        card = self.db.row("SELECT state FROM personal WHERE id = ?", (header.personal_id,))
        return "" if card and card[0] == header.place else header.place

    def set_state(self, sale_id: bytes, state: str) -> SaleView:
        """Put the State of the buyer's address on the bill ("" = none): it decides the place of supply."""
        if state and state not in STATES:
            raise InvalidInput(_("{state} is not a State's code.").format(state=clean(state)), field="state")
        with self._edit(sale_id) as edit:
            edit.head(place=state)
            return self._entered(edit).view

    def set_gstin(self, sale_id: bytes, gstin: str) -> SaleView:
        """Bill a registered buyer who is not on the list."""
        with self._edit(sale_id) as edit:
            edit.head(gstin=checked_gstin(gstin))
            return self._entered(edit).view

    def set_note(self, sale_id: bytes, note: str) -> SaleView:
        """A word about the sale, by which a held one is known."""
        with self._edit(sale_id) as edit:
            edit.head(note=clean(note))
            return self._entered(edit).view

    def undo(self, sale_id: bytes) -> SaleView:
        """Take the last change of an open sale back; Refused when there is none."""
        with self.db.transaction("sale.changed") as tx:
            row = self.db.row(
                "SELECT step, was FROM sale_step WHERE sale_id = ? ORDER BY step DESC LIMIT 1", (sale_id,)
            )
            if row is None:
                raise Refused(_("There is nothing to take back on this bill."))
            was = json.loads(row[1])
            edit = self._begin(tx, sale_id)
            for number, told in was.get("lines", {}).items():
                if told is None:
                    edit.drop(int(number))
                else:
                    edit.put(OpenLine(int(number), **{name: untold(value) for name, value in told.items()}))  # type: ignore[arg-type]  # the line's own columns
            for number, note in was.get("notes", {}).items():
                if int(number) in edit.lines:
                    edit.note(int(number), note)
            if "head" in was:
                edit.head(**{name: untold(value) for name, value in was["head"].items()})
            tx.remove(SaleStep, {"sale_id": sale_id, "step": row[0]}, local=True)
        return self.view(sale_id)

    def take_over(self, sale_id: bytes, lines: Sequence[OpenLine], **head: Any) -> SaleView:
        """Put lines on a sale as they were promised elsewhere, prices and discounts with them, beside what it has.

        `head` are what holds for the whole (columns of `Header`). Nothing of it can be taken back but line by line.
        """
        with self.db.transaction("sale.changed") as tx:
            with self._edit(sale_id) as edit:
                if head:
                    edit.head(**head)
                put = dict[int, OpenLine]()
                for line in lines:
                    number = edit.free_number()
                    put[number] = line._replace(line=number, note="")
                    edit.put(put[number])
                    edit.note(number, line.note)
                self._entered(edit)
                altered = [number for number, line in put.items() if edit.lines[number].price != line.price]
            if altered:
                with self._edit(sale_id) as edit:  # a price list has no say in what was promised
                    for number in altered:
                        edit.put(edit.lines[number]._replace(price=put[number].price))
                    self._entered(edit)
            tx.run("DELETE FROM sale_step WHERE sale_id = ?", (sale_id,), touches=SaleStep)
            return self.view(sale_id)

    # -- the screen

    def stage(self, sale_id: bytes, panel: dict[str, Any]) -> None:
        """Keep how the pay panel stands, so that a killed program comes back to it."""
        with self.db.transaction("sale.staged") as tx:
            shown, _old = self.tills.screen()
            if shown == sale_id:
                self.tills.show(tx, sale_id, panel)

    def hold(self, sale_id: bytes, note: str = "") -> SaleView:
        """Put the sale aside; the screen is free for the next customer."""
        with self.db.transaction("sale.held") as tx:
            edit = self._begin(tx, sale_id)
            if not edit.lines:
                raise Refused(_("There is nothing on this bill to hold."))
            if note:
                tx.change(Sale, {"id": sale_id}, {"note": clean(note)}, local=True)
            self._tell(tx, sale_id)
            self.tills.show(tx, None)
        return self.on_screen()

    def recall(self, sale_id: bytes) -> SaleView:
        """Bring a held sale of this till back to the screen; what stands there is held in its place."""
        with self.db.transaction("sale.recalled") as tx:
            shown, _panel = self.tills.screen()
            self._refuse_order(sale_id)
            held = self._begin(tx, sale_id).header
            if held.till != self.db.till:
                raise Refused(
                    _("That bill is held at till {till}.").format(till=held.till), _("Call it back at that till.")
                )
            if shown and shown != sale_id and sale_view.read_lines(self.db, shown):
                self._tell(tx, shown)
            self.tills.show(tx, sale_id)
            return self.view(sale_id)

    def _refuse_order(self, sale_id: bytes) -> None:
        """An order's goods leave with the order, an estimate's lines stay its own: neither stands on a screen."""
        row = self.db.row(
            "SELECT number, 'order' FROM orders WHERE sale_id = ? UNION ALL "
            "SELECT coalesce(number, ''), 'estimate' FROM estimate WHERE sale_id = ?",
            (sale_id, sale_id),
        )
        if row is not None and row[1] == "order":
            self._refuse_number(row[0])
        if row is not None:
            raise Refused(
                _("That is estimate {number}.").format(number=row[0]), _("Sell it, or order it, from the estimates.")
            )

    def _refuse_number(self, number: str) -> None:
        raise Refused(
            _("That is order {number}.").format(number=number), _("Hand it over or dispatch it from the orders.")
        )

    def abandon(self, sale_id: bytes) -> SaleView:
        """Give an open sale up; it stays in the books as void and uses no number."""
        with self.db.transaction("sale.abandoned") as tx:
            if sale_view.read_header(self.db, sale_id) is not None:
                self._refuse_order(sale_id)
                self._begin(tx, sale_id)
                tx.change(Sale, {"id": sale_id}, {"state": VOID, "made_at": self.db.clock.ms()}, local=True)
                self._tell(tx, sale_id)
                self._tell_notes(tx, sale_id)
                tx.run("DELETE FROM sale_step WHERE sale_id = ?", (sale_id,), touches=SaleStep)
            if self.tills.screen()[0] == sale_id:
                self.tills.show(tx, None)
        return self.on_screen()


def _not_below_zero(field: str, amount: int) -> None:
    sane(field, amount)
    if amount < 0:
        raise InvalidInput(_("An amount cannot be below zero."), field=field)


def _discount(rate: int, amount: int) -> None:
    _not_below_zero("discount", amount)
    if not 0 <= rate <= WHOLE:
        raise InvalidInput(_("A discount is from 0 to 100 %."), field="discount")
