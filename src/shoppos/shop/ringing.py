"""Inside an open sale: how a scan becomes a line, how a change is written, and how the whole is read back."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from shoppos.base.db import Database
from shoppos.base.errors import Doubtful, InvalidInput, NotFound, Refused
from shoppos.base.i18n import _
from shoppos.base.money import quantity as show_quantity
from shoppos.base.money import sane
from shoppos.base.text import clean
from shoppos.base.transaction import Transaction
from shoppos.models.keeping import LineNote
from shoppos.models.sale import OPEN, Sale, SaleLine
from shoppos.rules import entry, line_notes, measures, scale_codes
from shoppos.rules.packs import PIECE
from shoppos.shop import sale_view, serials
from shoppos.shop.business_day import clock_warning
from shoppos.shop.catalogue import Catalogue, Hit
from shoppos.shop.customers import Customers
from shoppos.shop.issuing import MANAGER, WARN
from shoppos.shop.offers import Offers
from shoppos.shop.papers import Papers
from shoppos.shop.prices import Prices
from shoppos.shop.rates_by_price import RatesByPrice
from shoppos.shop.repricing import reprice, usual_price
from shoppos.shop.sale_edit import Edit, blank_row
from shoppos.shop.sale_view import Header, OpenLine, Reckoning, SaleView
from shoppos.shop.settings import Settings
from shoppos.shop.stock import StockRoom
from shoppos.shop.tills import Tills

IN_USE = "SELECT EXISTS (SELECT 1 FROM offer WHERE active = 1), EXISTS (SELECT 1 FROM rate_by_price)"
"""Whether the shop has offers and rates by price at all: asked at once, for most shops have neither."""
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


class Ringing:
    """What every act on an open sale is made of."""

    def __init__(
        self,
        db: Database,
        settings: Settings,
        tills: Tills,
        catalogue: Catalogue,
        customers: Customers,
        stock: StockRoom,
        papers: Papers,
    ) -> None:
        """Work on `db` with the other departments."""
        self.db = db
        self.settings = settings
        self.tills = tills
        self.catalogue = catalogue
        self.customers = customers
        self.stock = stock
        self.papers = papers
        self.prices = Prices(db)
        self.offers = Offers(db)
        self.rates_by_price = RatesByPrice(db)

    def view(self, sale_id: bytes) -> SaleView:
        """An open sale, priced now."""
        header = sale_view.read_header(self.db, sale_id) or self._blank()
        return self._view(sale_id, header, self._lines(sale_id, header))

    def reckon(self, header: Header, lines: list[OpenLine]) -> Reckoning:
        """The sale priced by the rules that hold for this shop now."""
        return sale_view.reckon(header, lines, self.settings.terms())

    def reckon_sale(self, header: Header, lines: list[OpenLine]) -> Reckoning:
        """An open sale priced with the offers that run now, and the rates that hang on what a piece comes to."""
        by_offers, by_price = self.db.row(IN_USE) or (0, 0)
        offs = self.offers.on(lines) if by_offers else {}
        if offs:
            lines = [
                line._replace(disc_rate=0, disc_amount=sum(off.amount for off in offs[line.line]))
                if line.line in offs
                else line
                for line in lines
            ]
        reckoning = self.reckon(header, lines)
        dearer = self.rates_by_price.on(lines, reckoning.priced) if by_price else None
        if dearer is not None:
            reckoning = self.reckon(header, dearer)
        return replace(reckoning, offs=offs) if offs else reckoning

    def _find(self, sale_id: bytes, find: entry.Find, *, sure: bool) -> Entered:
        try:
            hit, find = self._found(find)
        except NotFound:
            hits = self._named(find)
            if not hits:
                waits = [(one.product_id, one.name, one.quantity, one.note) for one in self.view(sale_id).lines]
                serials.refuse_unknown(self.db, find.whole, waits)
                raise
            return Entered(self.view(sale_id), hits=tuple(hits))
        return self._add(sale_id, hit, find, sure=sure)

    def _named(self, find: entry.Find) -> list[Hit]:
        """The products of a typed name; the whole text first, for a name may end like a discount ("Coke 1/2")."""
        if not any(char.isalpha() for char in find.text):
            return []
        return self.catalogue.search(find.whole) or self.catalogue.search(find.text)

    def _found(self, find: entry.Find) -> tuple[Hit, entry.Find]:
        """The product of a typed or scanned code, and what was said with it; the whole text is tried first."""
        hit = self.catalogue.find_code(find.whole)
        if hit is not None:
            return hit, replace(find, text=find.whole, price=None, disc_rate=0, disc_amount=0)
        hit = self.catalogue.find_code(find.text)
        if hit is not None:
            return hit, find
        weighed = self._scale_code(find)
        if weighed is not None:
            return weighed
        piece = self.stock.find_piece(find.whole)
        if piece is not None:
            return self._hit(piece[0]), entry.Find(text="", quantity=PIECE, whole="", serial=piece[1])
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
        quantity = measured(find, hit)
        self._plausible(quantity, sure=sure)
        with self._edit(sale_id) as edit:
            special = find.price is not None or find.disc_rate or find.disc_amount
            same = None if special else self._mergeable(edit, hit)
            if find.serial and (waiting := _waiting(edit, hit, find.serial)) is not None:
                number = waiting.line
            elif same is not None:
                number = same.line
                self._plausible(same.quantity + quantity, sure=sure or same.quantity > MOST)
                edit.put(same._replace(quantity=same.quantity + quantity))
            else:
                number = edit.free_number()
                edit.put(new_line(number, hit, find, quantity)._replace(note=""))
            if find.serial:
                edit.note(number, _with_piece(edit.lines[number].note, find.serial))
            return self._entered(edit, number)

    def _mergeable(self, edit: Edit, hit: Hit) -> OpenLine | None:
        """The line to which one more of the same product is added: at the usual price, no discount of its own."""
        usual = usual_price(self.prices, edit, hit.product_id, hit.price)
        for line in edit.lines.values():
            plain = not (line.disc_rate or line.disc_amount) and line.price in {hit.price, usual}
            if line.product_id == hit.product_id and plain:
                return line
        return None

    def _lines(self, sale_id: bytes, header: Header) -> list[OpenLine]:
        """The lines at the rates of today: a bill held since before a change of rates is billed at the new ones."""
        lines = sale_view.read_lines(self.db, sale_id)
        today = self.catalogue.today()
        if not lines or self.db.clock.business_day(header.opened_at) == today:
            return lines
        fresh = [self.rate_on(line.product_id, today) for line in lines]
        return [
            line._replace(rate=rate, cess_rate=cess, cess_per_unit=unit)
            for line, (rate, cess, unit) in zip(lines, fresh, strict=True)
        ]

    def rate_on(self, product_id: bytes, day: int) -> tuple[int, int, int]:
        """GST rate, cess rate (hundredths of a percent) and cess per unit (paise) of a product on a business day."""
        row = self.db.row(
            "SELECT rate, cess_rate, cess_per_unit FROM product_rate WHERE product_id = ? AND since <= ? "
            "ORDER BY since DESC LIMIT 1",
            (product_id, day),
        )
        return (row[0], row[1], row[2]) if row else (0, 0, 0)

    def _hit(self, product_id: bytes) -> Hit:
        hit = self.catalogue.find_id(product_id)
        if hit is None:
            raise NotFound(_("That item is not in the catalogue."))
        return hit

    @contextmanager
    def _edit(self, sale_id: bytes) -> Generator[Edit]:
        """One change of an open sale, which `_entered` ends; the first change opens the sale."""
        with self.db.transaction("sale.changed") as tx:
            edit = self._begin(tx, sale_id, new=True)
            yield edit

    def _begin(self, tx: Transaction, sale_id: bytes, header: Header | None = None, *, new: bool = False) -> Edit:
        header = header or sale_view.read_header(self.db, sale_id)
        if header is None and new:
            header = self._open(tx, sale_id)
        if header is None:
            raise NotFound(_("That bill is not open any more."))
        if header.state != OPEN:
            raise Refused(_("That bill is finished and cannot be changed."), _("Start a new one."))
        return Edit(tx, sale_id, header, self._lines(sale_id, header))

    def _open(self, tx: Transaction, sale_id: bytes) -> Header:
        header = self._blank()
        tx.insert(Sale, blank_row(sale_id, header), local=True)
        self.tills.show(tx, sale_id)
        return header

    def _blank(self) -> Header:
        return Header(OPEN, self.db.clock.ms(), self.db.employee, None, None, "", "", "", 0, 0, 0, self.db.till, 0)

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
                _('Quantity must be more than 0. You typed "{typed}".').format(typed=show_quantity(quantity)),
                field="quantity",
            )
        sane("quantity", quantity)
        if quantity > MOST and not sure:
            raise Doubtful(
                _("{n} pieces on one line?").format(n=show_quantity(quantity)),
                _("Press Enter again if that is right."),
                "quantity",
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

    def _tell_notes(self, tx: Transaction, sale_id: bytes) -> None:
        """Put what was asked for on the lines of a sale into the chain: it is closed now."""
        rows = self.db.rows("SELECT line, note FROM line_note WHERE sale_id = ? ORDER BY line", (sale_id,))
        if rows:
            tx.tell(LineNote, *({"sale_id": sale_id, "line": row[0], "note": row[1]} for row in rows))

    def _entered(self, edit: Edit, line: int | None = None) -> Entered:
        """The sale after a change, still inside it: a change that it could not be priced with is refused."""
        news = reprice(self.prices, edit)
        edit.step()
        view = self._view(edit.sale_id, edit.header, edit.ordered())
        if news:
            view = replace(view, warnings=(news, *view.warnings))
        return Entered(view, line, _piece_wanted(edit.lines.get(line or 0)))

    def _view(self, sale_id: bytes, header: Header, lines: list[OpenLine]) -> SaleView:
        reckoning = self.reckon_sale(header, lines)
        priced, lines = reckoning.priced, reckoning.lines
        shown, panel = self.tills.screen()
        held = self.db.row(
            "SELECT count(*) FROM sale s WHERE s.state = 'open' AND s.till = ? AND s.id IS NOT ? "
            "AND EXISTS (SELECT 1 FROM sale_line l WHERE l.sale_id = s.id) "
            "AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.sale_id = s.id)",
            (self.db.till, shown),
        )
        customer = self.customers.get(header.customer_id) if header.customer_id else None
        return SaleView(
            id=sale_id, lines=sale_view.line_views(lines, priced, reckoning.offs), payable=reckoning.payable,
            taxable=priced.taxable, tax=priced.total - priced.taxable, total=priced.total,
            round_off=reckoning.payable - priced.total, saved=sale_view.saved(lines, priced),
            discount=sum(money.bdisc for money in priced.lines), shipping=header.shipping, items=len(lines),
            quantity=sum(line.quantity for line in lines),
            gst_free=reckoning.terms.profile.scheme != "regular", customer=customer, note=header.note,
            state=header.place, with_address=bool(header.with_address), place=reckoning.place,
            panel=panel if shown == sale_id else {},
            can_undo=self.db.row("SELECT 1 FROM sale_step WHERE sale_id = ? LIMIT 1", (sale_id,)) is not None,
            held=held[0] if held else 0, gstin=header.gstin,
            warnings=(
                *self._warnings(header, lines, reckoning),
                *self.stock.elsewhere((x.product_id, x.name, x.on_hand, x.quantity) for x in lines),
            ),
            personal_id=header.personal_id,
        )  # fmt: skip

    def _warnings(
        self, header: Header, lines: list[OpenLine], reckoning: Reckoning, policy: str = ""
    ) -> tuple[str, ...]:  # fmt: skip
        found = sale_view.legal_warnings(header, lines, reckoning)
        policy = policy or self.settings.get("stock_policy", WARN)
        if policy in {WARN, MANAGER} or any(line.policy for line in lines):
            selling: dict[bytes, int] = {}
            for line in lines:
                selling[line.product_id] = selling.get(line.product_id, 0) + line.quantity
            by_product = {line.product_id: line for line in lines}
            found += [self._stock_said(by_product[p], q, policy) for p, q in selling.items()]
            found += [
                self.stock.expired_warning(p, by_product[p].name, q)
                for p, q in selling.items()
                if by_product[p].tracks == "batch"
            ]
        return tuple(text for text in (self.clock_warning(), *found) if text)

    def _stock_said(self, line: OpenLine, selling: int, policy: str) -> str:
        """What the counter says of a product's stock when so many thousandths of it go out."""
        return self.stock.warning(line.name, line.on_hand, selling, line.low, policy=line.policy or policy)

    def clock_warning(self) -> str:
        """What to say of a clock that cannot be right; "" when it is well. No sale is refused for it."""
        return clock_warning(self.db)


def measured(find: entry.Find, hit: Hit) -> int:
    """The quantity that was typed, in thousandths of the product's unit; InvalidInput for grams of what has pieces."""
    if find.quantity is None:
        return PIECE
    quantity = measures.in_unit(find.quantity, find.measure, hit.unit)
    if quantity is None:
        raise InvalidInput(
            _("{name} is not sold by weight or volume, but by {unit}.").format(name=hit.name, unit=hit.unit),
            _("Type how many."),
            "quantity",
        )
    return quantity


def new_line(number: int, hit: Hit, find: entry.Find, quantity: int) -> OpenLine:
    """A line for a product as it is sold today, with the price and discount that were typed."""
    price = hit.price if find.price is None else find.price
    return OpenLine(
        number, hit.product_id, hit.code, hit.name, hit.local_name, hit.hsn, hit.unit, quantity, price,
        int(hit.inclusive), hit.mrp, hit.cost, hit.treatment, hit.rate, hit.cess_rate, hit.cess_per_unit,
        find.disc_rate, find.disc_amount, hit.on_hand, hit.low, hit.tracks, hit.policy,
        hit.pack,
        _with_piece("", find.serial) if find.serial else "",
    )  # fmt: skip


def _waiting(edit: Edit, hit: Hit, serial: str) -> OpenLine | None:
    """The line of that product that still wants the number of one of its pieces; Refused when it has this one."""
    found = None
    for line in edit.lines.values():
        if line.product_id == hit.product_id:
            picked = line_notes.read(line.note).serials
            if serial in picked:
                raise Refused(_("{serial} was scanned already.").format(serial=serial), _("Scan the next item."))
            if len(picked) * PIECE < line.quantity:
                found = found or line
    return found


def _with_piece(note: str, serial: str) -> str:
    said = line_notes.read(note)
    return line_notes.write(line_notes.Said(said.words, (*said.serials, serial)))


def _piece_wanted(line: OpenLine | None) -> str:
    """What to say of a line whose pieces have numbers that were not scanned; "" when all is well."""
    if line is None or line.tracks != "serial":
        return ""
    missing = line.quantity // PIECE - len(line_notes.read(line.note).serials)
    if missing <= 0:
        return ""
    return _("Scan the serial number of {name}: {n} to go.").format(name=line.name, n=missing)
