"""Sales before they are paid: rung up line by line, changed, taken back, held, recalled or given up."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from shoppos.base.db import Database
from shoppos.base.errors import Doubtful, InvalidInput, NotFound, Refused
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.journal import Value
from shoppos.base.money import quantity as show_quantity
from shoppos.base.text import clean
from shoppos.base.transaction import Transaction
from shoppos.models.sale import OPEN, VOID, Sale, SaleLine, SaleStep
from shoppos.rules import entry, scale_codes
from shoppos.rules.place_of_supply import STATES
from shoppos.shop import sale_view
from shoppos.shop.catalogue import Catalogue, Hit, ProductForm
from shoppos.shop.customers import Customers
from shoppos.shop.sale_edit import Edit, blank_row, untold
from shoppos.shop.sale_view import Header, OpenLine, Reckoning, SaleView
from shoppos.shop.settings import Settings
from shoppos.shop.stock import StockRoom
from shoppos.shop.tills import Tills

MOST = 999_000
"""The largest quantity in thousandths that is not asked back."""



@dataclass(frozen=True, slots=True)
class Entered:
    """What became of a typed or scanned text: the sale after it, the line it concerned, and what to tell.

    `hits` are the products found by name when the text is no code: the caller picks one.
    """

    view: SaleView
    line: int | None = None
    message: str = ""
    hits: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldSale:
    """An open sale that is not on screen; `label` is its customer, its note, or its number among the held."""

    sale_id: bytes
    label: str
    payable: int
    lines: int
    opened_at: int


class OpenSales:
    """Everything a cashier does with a sale before it is paid; each call is one durable transaction."""

    def __init__(  # noqa: PLR0913  (the departments a sale needs)
        self, db: Database, settings: Settings, tills: Tills, catalogue: Catalogue, customers: Customers, stock: StockRoom
    ) -> None:
        """Work on `db` with the other departments."""
        self.db = db
        self.settings = settings
        self.tills = tills
        self.catalogue = catalogue
        self.customers = customers
        self.stock = stock

    # -- looking

    def on_screen(self) -> SaleView:
        """The sale on this till's screen; an empty one, not yet written down, when there is none."""
        sale_id, _panel = self.tills.screen()
        return self.view(sale_id or new_id())

    def view(self, sale_id: bytes) -> SaleView:
        """An open sale, priced now."""
        header = sale_view.read_header(self.db, sale_id) or self._blank()
        return self._view(sale_id, header, sale_view.read_lines(self.db, sale_id))

    def reckon(self, header: Header, lines: list[OpenLine]) -> Reckoning:
        """The sale priced by the rules that hold for this shop now."""
        return sale_view.reckon(header, lines, self.settings.profile(), self.settings.get("round_to", 100))

    def held(self) -> list[HeldSale]:
        """The open sales of this till that are not on screen, oldest first."""
        shown, _panel = self.tills.screen()
        rows = self.db.rows(
            "SELECT id FROM sale WHERE state = 'open' AND till = ? AND id IS NOT ? ORDER BY id", (self.db.till, shown)
        )
        found = list[HeldSale]()
        for (sale_id,) in rows:
            view = self.view(sale_id)
            if view.lines:
                name = view.customer.name if view.customer else ""
                label = view.note or name or _("Held {n}").format(n=len(found) + 1)
                header = sale_view.read_header(self.db, sale_id) or self._blank()
                found.append(HeldSale(sale_id, label, view.payable, len(view.lines), header.opened_at))
        return found

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
                return self.change_quantity(sale_id, self._line(sale_id, line), delta)
            case entry.SetPrice(price):
                return self.set_price(sale_id, self._line(sale_id, line), price)
            case entry.LineDiscount(rate, amount):
                return self.discount_line(sale_id, self._line(sale_id, line), rate=rate, amount=amount)
            case entry.BillDiscount(rate, amount):
                return self.discount_bill(sale_id, rate=rate, amount=amount)
            case entry.Find() as find:
                return self._find(sale_id, find, sure=sure)

    def pick(self, sale_id: bytes, text: str, product_id: bytes, *, sure: bool = False) -> Entered:
        """Add a product that was picked from the results of `text`, with the quantity, price and discount typed in it."""
        find = entry.read(text)
        if not isinstance(find, entry.Find):
            return self.add_product(sale_id, product_id)
        return self._add(sale_id, self._hit(product_id), find, sure=sure)

    def add_product(self, sale_id: bytes, product_id: bytes, quantity: int = 1000) -> Entered:
        """Add a product; `quantity` in thousandths."""
        return self._add(sale_id, self._hit(product_id), entry.Find(text="", quantity=quantity, whole=""))

    def add_new(  # noqa: PLR0913  (what one types for an unknown code)
        self, sale_id: bytes, *, code: str, name: str, price: int, rate: int = 0, inclusive: bool = True,
        quantity: int = 1000,
    ) -> Entered:  # fmt: skip
        """Sell what has no item yet: makes the product of that code, name and price (paise) and adds it."""
        treatment = "taxable" if rate else "nil"
        form = ProductForm(code=code, name=name, price=price, rate=rate, inclusive=inclusive, treatment=treatment)
        with self.db.transaction("product.added"):
            return self.add_product(sale_id, self.catalogue.add(form), quantity)

    def set_quantity(self, sale_id: bytes, line: int, quantity: int, *, sure: bool = False) -> Entered:
        """Set a line's quantity in thousandths."""
        self._plausible(quantity, sure=sure)
        with self._edit(sale_id) as edit:
            edit.put(self._of(edit, line)._replace(quantity=quantity))
        return self._entered(sale_id, line)

    def change_quantity(self, sale_id: bytes, line: int, delta: int) -> Entered:
        """Add `delta` thousandths to a line; at nothing left the line goes."""
        with self._edit(sale_id) as edit:
            old = self._of(edit, line)
            if old.quantity + delta > 0:
                edit.put(old._replace(quantity=old.quantity + delta))
            else:
                edit.drop(line)
        return self._entered(sale_id, line)

    def set_price(self, sale_id: bytes, line: int, price: int) -> Entered:
        """Sell a line at another price for one unit, in paise."""
        with self._edit(sale_id) as edit:
            edit.put(self._of(edit, line)._replace(price=price))
            self._must_price(edit)
        return self._entered(sale_id, line)

    def discount_line(self, sale_id: bytes, line: int, *, rate: int = 0, amount: int = 0) -> Entered:
        """Take a percentage (hundredths) or an amount (paise) off a line; both 0 takes the discount back."""
        with self._edit(sale_id) as edit:
            edit.put(self._of(edit, line)._replace(disc_rate=rate, disc_amount=amount))
            self._must_price(edit)
        return self._entered(sale_id, line)

    def discount_bill(self, sale_id: bytes, *, rate: int = 0, amount: int = 0) -> Entered:
        """Take a percentage (hundredths) or an amount (paise) off the whole bill."""
        with self._edit(sale_id) as edit:
            edit.head(discount_rate=rate, discount_amount=amount)
            self._must_price(edit)
        return self._entered(sale_id, None)

    def set_shipping(self, sale_id: bytes, amount: int) -> Entered:
        """Charge shipping, in paise; it is taxed like the goods it goes with."""
        with self._edit(sale_id) as edit:
            edit.head(shipping=amount)
            self._must_price(edit)
        return self._entered(sale_id, None)

    def remove(self, sale_id: bytes, line: int) -> Entered:
        """Take a line off."""
        with self._edit(sale_id) as edit:
            self._of(edit, line)
            edit.drop(line)
        return self._entered(sale_id, None)

    def set_customer(self, sale_id: bytes, customer_id: bytes | None) -> SaleView:
        """Put a customer on the bill, or nobody; a registered one's GSTIN goes with them."""
        with self._edit(sale_id) as edit:
            if customer_id is None:
                edit.head(customer_id=None, personal_id=None, gstin="", place="")
            else:
                customer = self.customers.get(customer_id)
                edit.head(customer_id=customer_id, personal_id=customer.personal_id, gstin=customer.gstin)
        return self.view(sale_id)

    def set_state(self, sale_id: bytes, state: str) -> SaleView:
        """Put the State of the buyer's address on the bill ("" = none): it decides the place of supply."""
        if state and state not in STATES:
            raise InvalidInput(_("{state} is not a State's code.").format(state=clean(state)), field="state")
        with self._edit(sale_id) as edit:
            edit.head(place=state)
        return self.view(sale_id)

    def set_gstin(self, sale_id: bytes, gstin: str) -> SaleView:
        """Bill a registered buyer who is not on the list."""
        with self._edit(sale_id) as edit:
            edit.head(gstin=gstin)
        return self.view(sale_id)

    def set_note(self, sale_id: bytes, note: str) -> SaleView:
        """A word about the sale, by which a held one is known."""
        with self._edit(sale_id) as edit:
            edit.head(note=clean(note))
        return self.view(sale_id)

    def undo(self, sale_id: bytes) -> SaleView:
        """Take the last change of an open sale back; Refused when there is none."""
        row = self.db.row("SELECT step, was FROM sale_step WHERE sale_id = ? ORDER BY step DESC LIMIT 1", (sale_id,))
        if row is None:
            raise Refused(_("There is nothing to take back on this bill."))
        was = json.loads(row[1])
        with self.db.transaction("sale.changed") as tx:
            edit = self._begin(tx, sale_id)
            for number, told in was.get("lines", {}).items():
                if told is None:
                    edit.drop(int(number))
                else:
                    edit.put(OpenLine(int(number), **{name: untold(value) for name, value in told.items()}))  # type: ignore[arg-type]  # the line's own columns
            if "head" in was:
                edit.head(**{name: untold(value) for name, value in was["head"].items()})
            tx.remove(SaleStep, {"sale_id": sale_id, "step": row[0]}, local=True)
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
        """Bring a held sale back to the screen; what stands there is held in its place."""
        shown, _panel = self.tills.screen()
        with self.db.transaction("sale.recalled") as tx:
            self._begin(tx, sale_id)
            if shown and shown != sale_id and sale_view.read_lines(self.db, shown):
                self._tell(tx, shown)
            self.tills.show(tx, sale_id)
        return self.view(sale_id)

    def abandon(self, sale_id: bytes) -> SaleView:
        """Give an open sale up; it stays in the books as void and uses no number."""
        with self.db.transaction("sale.abandoned") as tx:
            if sale_view.read_header(self.db, sale_id) is not None:
                self._begin(tx, sale_id)
                tx.change(Sale, {"id": sale_id}, {"state": VOID, "made_at": self.db.clock.ms()}, local=True)
                self._tell(tx, sale_id)
                tx.run("DELETE FROM sale_step WHERE sale_id = ?", (sale_id,), touches=SaleStep)
            if self.tills.screen()[0] == sale_id:
                self.tills.show(tx, None)
        return self.on_screen()

    # -- inside

    def _find(self, sale_id: bytes, find: entry.Find, *, sure: bool) -> Entered:
        try:
            hit, find = self._found(find)
        except NotFound:
            hits = self.catalogue.search(find.text) if any(char.isalpha() for char in find.text) else []
            if not hits:
                raise
            return Entered(self.view(sale_id), hits=tuple(hits))
        return self._add(sale_id, hit, find, sure=sure)

    def _found(self, find: entry.Find) -> tuple[Hit, entry.Find]:
        """The product of a typed or scanned code, and what was said with it; the whole text is tried as a code first."""
        hit = self.catalogue.find_code(find.whole)
        if hit is not None:
            return hit, entry.Find(text=find.whole, quantity=find.quantity, whole=find.whole)
        hit = self.catalogue.find_code(find.text)
        if hit is not None:
            return hit, find
        weighed = self._scale_code(find)
        if weighed is not None:
            return weighed
        raise NotFound(
            _("No item has the code {code}.").format(code=clean(find.text)), _("Press Enter to add it, or Esc.")
        )

    def _scale_code(self, find: entry.Find) -> tuple[Hit, entry.Find] | None:
        """A label of the shop's own scale: the item's code, and the weight or the printed amount."""
        wanted = self.settings.get("scale_patterns", list[list[Any]]())
        patterns = [scale_codes.Pattern(str(p[0]), str(p[1]), int(p[2])) for p in wanted]
        read = scale_codes.read(find.text, patterns)
        hit = self.catalogue.find_code(read.item) if read else None
        if read is None or hit is None:
            return None
        if read.quantity is not None:
            return hit, entry.Find(text="", quantity=read.quantity, whole="")
        quantity, off = scale_codes.priced(read.amount or 0, hit.price)
        return hit, entry.Find(text="", quantity=quantity, disc_amount=off, whole="")

    def _add(self, sale_id: bytes, hit: Hit, find: entry.Find, *, sure: bool = False) -> Entered:
        quantity = 1000 if find.quantity is None else find.quantity
        self._plausible(quantity, sure=sure)
        with self._edit(sale_id) as edit:
            special = find.price is not None or find.disc_rate or find.disc_amount
            same = None if special else _mergeable(edit, hit)
            if same is not None:
                number = same.line
                self._plausible(same.quantity + quantity, sure=sure or same.quantity > MOST)
                edit.put(same._replace(quantity=same.quantity + quantity))
            else:
                number = edit.free_number()
                edit.put(self._new_line(number, hit, find, quantity))
                self._must_price(edit)
        return self._entered(sale_id, number)

    def _new_line(self, number: int, hit: Hit, find: entry.Find, quantity: int) -> OpenLine:
        row = self.db.row("SELECT hsn, cost, treatment FROM product WHERE id = ?", (hit.product_id,)) or ("", None, "nil")
        rate = self.rate_on(hit.product_id, self.catalogue.today())
        price = hit.price if find.price is None else find.price
        return OpenLine(
            number, hit.product_id, hit.code, hit.name, hit.local_name, row[0], hit.unit, quantity, price,
            int(hit.inclusive), hit.mrp, row[1], row[2], *rate, find.disc_rate, find.disc_amount,
        )  # fmt: skip

    def rate_on(self, product_id: bytes, day: int) -> tuple[int, int, int]:
        """GST rate, cess rate (hundredths of a percent) and cess per unit (paise) of a product on a business day."""
        row = self.db.row(
            "SELECT rate, cess_rate, cess_per_unit FROM product_rate WHERE product_id = ? AND since <= ? "
            "ORDER BY since DESC LIMIT 1",
            (product_id, day),
        )
        return (row[0], row[1], row[2]) if row else (0, 0, 0)

    def _hit(self, product_id: bytes) -> Hit:
        code = self.db.row("SELECT code FROM product WHERE id = ? AND active = 1", (product_id,))
        hit = self.catalogue.find_code(code[0]) if code else None
        if hit is None:
            raise NotFound(_("That item is not in the catalogue."))
        return hit

    @contextmanager
    def _edit(self, sale_id: bytes) -> Iterator[Edit]:
        """One change of an open sale, with what it replaced written beside it; the first change opens the sale."""
        with self.db.transaction("sale.changed") as tx:
            edit = self._begin(tx, sale_id, new=True)
            yield edit
            edit.step()

    def _begin(self, tx: Transaction, sale_id: bytes, *, new: bool = False) -> Edit:
        header = sale_view.read_header(self.db, sale_id)
        if header is None and new:
            header = self._open(tx, sale_id)
        if header is None:
            raise NotFound(_("That bill is not open any more."))
        if header.state != OPEN:
            raise Refused(_("That bill is finished and cannot be changed."), _("Start a new one."))
        return Edit(tx, sale_id, header, sale_view.read_lines(self.db, sale_id))

    def _open(self, tx: Transaction, sale_id: bytes) -> Header:
        header = self._blank()
        tx.insert(Sale, blank_row(sale_id, header), local=True)
        self.tills.show(tx, sale_id)
        return header

    def _blank(self) -> Header:
        return Header(OPEN, self.db.clock.ms(), self.db.employee, None, None, "", "", "", 0, 0, 0, self.db.till)

    def _must_price(self, edit: Edit) -> None:
        """Refuse the change when the sale could not be priced with it."""
        self.reckon(edit.header, list(edit.lines.values()))

    def _line(self, sale_id: bytes, line: int | None) -> int:
        """The line a command means: the selected one, else the last."""
        if line is not None:
            return line
        row = self.db.row("SELECT max(line) FROM sale_line WHERE sale_id = ?", (sale_id,))
        if row is None or row[0] is None:
            raise Refused(_("There is no item on this bill yet."), _("Scan or type one first."))
        return row[0]

    def _of(self, edit: Edit, line: int) -> OpenLine:
        if line not in edit.lines:
            raise NotFound(_("That line is not on this bill any more."))
        return edit.lines[line]

    def _plausible(self, quantity: int, *, sure: bool) -> None:
        if quantity <= 0:
            raise InvalidInput(
                _('Quantity must be more than 0. You typed "{typed}".').format(typed=show_quantity(quantity)), field="quantity"
            )
        if quantity > MOST and not sure:
            raise Doubtful(
                _("{n} pieces on one line?").format(n=show_quantity(quantity)), _("Press Enter again if that is right."), "quantity"
            )

    def _tell(self, tx: Transaction, sale_id: bytes) -> None:
        """Put an open sale's rows into the chain, whole."""
        cursor = tx.run("SELECT * FROM sale WHERE id = ?", (sale_id,))
        names = [column[0] for column in cursor.description]
        tx.tell(Sale, *(dict(zip(names, row, strict=True)) for row in cursor.fetchall()))
        cursor = tx.run("SELECT * FROM sale_line WHERE sale_id = ? ORDER BY line", (sale_id,))
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        if rows:
            tx.tell(SaleLine, *rows)

    def _entered(self, sale_id: bytes, line: int | None) -> Entered:
        return Entered(self.view(sale_id), line)

    def _view(self, sale_id: bytes, header: Header, lines: list[OpenLine]) -> SaleView:
        reckoning = self.reckon(header, lines)
        priced = reckoning.priced
        shown, panel = self.tills.screen()
        held = self.db.row(
            "SELECT count(*) FROM sale WHERE state = 'open' AND till = ? AND id IS NOT ?", (self.db.till, shown)
        )
        customer = self.customers.get(header.customer_id) if header.customer_id else None
        return SaleView(
            id=sale_id, lines=sale_view.line_views(lines, priced), payable=reckoning.payable, taxable=priced.taxable,
            tax=priced.total - priced.taxable, total=priced.total, round_off=reckoning.payable - priced.total,
            saved=sale_view.saved(lines, priced), discount=sum(money.bdisc for money in priced.lines),
            shipping=header.shipping, items=len(lines), quantity=sum(line.quantity for line in lines),
            gst_free=self.settings.profile().scheme != "regular", customer=customer, note=header.note,
            state=header.place, place=reckoning.place, panel=panel if shown == sale_id else {},
            can_undo=self.db.row("SELECT 1 FROM sale_step WHERE sale_id = ? LIMIT 1", (sale_id,)) is not None,
            held=held[0] if held else 0, warnings=self._warnings(header, lines, reckoning),
        )  # fmt: skip

    def _warnings(self, header: Header, lines: list[OpenLine], reckoning: Reckoning) -> tuple[str, ...]:
        found = sale_view.legal_warnings(header, lines, reckoning)
        if self.settings.get("stock_policy", "warn") == "warn":
            selling: dict[bytes, int] = {}
            for line in lines:
                selling[line.product_id] = selling.get(line.product_id, 0) + line.quantity
            by_product = {line.product_id: line for line in lines}
            found += [self.stock.warning(by_product[p].name, by_product[p].on_hand, q, by_product[p].low) for p, q in selling.items()]
        return tuple(text for text in found if text)


def _mergeable(edit: Edit, hit: Hit) -> OpenLine | None:
    """The line to which one more of the same product is added: same price, no discount of its own."""
    for line in edit.lines.values():
        plain = not (line.disc_rate or line.disc_amount) and line.price == hit.price
        if line.product_id == hit.product_id and plain:
            return line
    return None
