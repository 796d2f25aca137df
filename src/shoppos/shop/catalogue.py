"""The catalogue: what is sold, found by code or as one types, added and changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Any

from shoppos.base.clock import day_of
from shoppos.base.db import Database
from shoppos.base.errors import Doubtful, InvalidInput, NotFound, Refused
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.money import rate as show_rate
from shoppos.base.money import rupees, sane
from shoppos.base.text import LIMIT, clean
from shoppos.base.text import code as spell
from shoppos.base.transaction import Transaction
from shoppos.models.product import Barcode, Product, ProductRate
from shoppos.rules.documents import Treatment
from shoppos.rules.gst_rates import slabs
from shoppos.shop.hits import BY_ID, HIT, WITH, Hit, hit_of
from shoppos.shop.searching import Searching, words_of
from shoppos.shop.stock import StockRoom

TREATMENTS = frozenset(treatment.value for treatment in Treatment)
SEARCHED = ("product_search", "product_parts")
UPC_A = 12
BY_BARCODE = (
    f"SELECT {HIT} FROM barcode b JOIN product p ON p.id = b.product_id {WITH} WHERE b.code = :code AND p.active = 1"
)
BY_CODE = f"SELECT {HIT} FROM product p {WITH} WHERE p.code = :code AND p.active = 1"
LIST = f"SELECT {HIT} FROM product p {WITH} WHERE p.active = 1 AND p.number > :after ORDER BY p.number LIMIT :most"


@dataclass(frozen=True, slots=True)
class ProductForm:
    """What one writes down of a new product; money in paise, quantities in thousandths, rates in hundredths."""

    code: str
    name: str
    price: int
    local_name: str = ""
    aliases: str = ""
    category: str = ""
    unit: str = "PCS"
    inclusive: bool = True
    mrp: int | None = None
    cost: int | None = None
    hsn: str = ""
    treatment: str = "taxable"
    rate: int = 0
    cess_rate: int = 0
    cess_per_unit: int = 0
    low: int | None = None
    barcodes: tuple[str, ...] = ()
    stock: int | None = None


@dataclass(frozen=True, slots=True)
class ProductCard:
    """A product whole: the form's fields, its id, and every rate with the day it holds from (yyyymmdd)."""

    product_id: bytes
    form: ProductForm
    on_hand: int | None
    rates: tuple[tuple[int, int, int, int], ...]
    active: bool


COLUMNS = (
    "code", "name", "local_name", "aliases", "category", "unit", "price", "inclusive", "mrp", "cost", "hsn",
    "treatment", "low",
)  # fmt: skip
INCLUSIVE = COLUMNS.index("inclusive")
OF_ROW = attrgetter(*COLUMNS)


class Catalogue:
    """Products by code, by name, and as forms."""

    def __init__(self, db: Database, stock: StockRoom) -> None:
        """Work on `db`; opening stock goes through `stock`."""
        self.db = db
        self.stock = stock
        self.searching = Searching(db)

    def today(self) -> int:
        """The business day now (yyyymmdd): its rates hold."""
        return self.db.clock.business_day(self.db.clock.ms())

    # -- finding

    def find_code(self, text: str) -> Hit | None:
        """The product with that barcode or code; twelve digits are tried as UPC-A within EAN-13 too."""
        code = spell(text)
        for spelling in (code, f"0{code}") if len(code) == UPC_A and code.isdigit() else (code,):
            asked = {"code": spelling, "day": self.today()}
            row = self.db.row(BY_BARCODE, asked) or self.db.row(BY_CODE, asked)
            if row is not None:
                return hit_of(row)
        return None

    def find_id(self, product_id: bytes) -> Hit | None:
        """The product with that id, if it is sold."""
        row = self.db.row(BY_ID, {"id": product_id, "day": self.today()})
        return hit_of(row) if row else None

    def search(self, text: str, limit: int = 20) -> list[Hit]:
        """Products whose code, name, local name or aliases have words beginning with those typed.

        In any of three scripts and as they sound; the most wanted come first. Where no word begins so, the middle of
        words is tried (three letters or more), then the nearest spelling.
        """
        return self.searching.search(text, limit, self.today())

    def list(self, after: int = 0, limit: int = 200) -> list[tuple[int, Hit]]:
        """Products in the order of search, with the number to go on `after`."""
        rows = self.db.rows(
            LIST.replace("SELECT ", "SELECT p.number, ", 1), {"day": self.today(), "after": after, "most": limit}
        )
        return [(row[0], hit_of(row[1:])) for row in rows]

    def count(self) -> int:
        """How many products are sold."""
        row = self.db.row("SELECT count(*) FROM product WHERE active = 1")
        return row[0] if row else 0

    def categories(self) -> Sequence[str]:
        """The categories in use, in the order of the alphabet."""
        rows = self.db.rows("SELECT DISTINCT category FROM product WHERE active = 1 AND category <> '' ORDER BY 1")
        return [row[0] for row in rows]

    def card(self, product_id: bytes) -> ProductCard:
        """Everything written down of one product."""
        row = self.db.row(f"SELECT {', '.join(COLUMNS)}, active FROM product WHERE id = ?", (product_id,))
        if row is None:
            raise NotFound(_("That item is not in the catalogue."))
        values = dict(zip(COLUMNS, row, strict=False))
        values["inclusive"] = bool(values["inclusive"])
        rates = self.db.rows(
            "SELECT since, rate, cess_rate, cess_per_unit FROM product_rate WHERE product_id = ? ORDER BY since",
            (product_id,),
        )
        now = [r for r in rates if r[0] <= self.today()] or [(0, 0, 0, 0)]
        codes = self.db.rows("SELECT code FROM barcode WHERE product_id = ? ORDER BY code", (product_id,))
        form = ProductForm(
            **values,
            rate=now[-1][1],
            cess_rate=now[-1][2],
            cess_per_unit=now[-1][3],
            barcodes=tuple(c[0] for c in codes),
        )
        return ProductCard(product_id, form, self.stock.on_hand(product_id), tuple(rates), bool(row[-1]))  # type: ignore[arg-type]  # rows of four integers

    def show(self, code: str) -> ProductCard:
        """Everything written down of the product with that code."""
        hit = self.find_code(code)
        if hit is None:
            raise NotFound(
                _("No item has the code {code}.").format(code=clean(code)),
                _("Look it up with: shoppos items find TEXT"),
            )
        return self.card(hit.product_id)

    # -- writing

    def check(self, form: ProductForm) -> ProductForm:
        """The form with its words cleaned and its codes in their one spelling; InvalidInput names the field."""
        checked = cleaned(form)
        if form.rate and form.rate not in slabs(day_of(self.today())):
            raise InvalidInput(
                _("GST has no rate of that height today."),
                ", ".join(f"{show_rate(slab)} %" for slab in slabs(day_of(self.today()))),
                "rate",
            )
        return checked

    def add(self, form: ProductForm, *, sure: bool = False) -> bytes:
        """A new product with its codes, rate and opening stock; gives its id. Doubtful for a price above the MRP."""
        form = self.check(form)
        if not sure:
            doubt_above_mrp(form)
        product_id = new_id()
        with self.db.transaction("product.added") as tx:
            self._refuse_taken(form, None)
            self.insert(tx, [(product_id, form)])
        return product_id

    def insert(
        self, tx: Transaction, forms: Sequence[tuple[bytes, ProductForm]], import_id: bytes | None = None,
        words: Sequence[tuple[str, str]] | None = None,
    ) -> None:  # fmt: skip
        """Write checked new products in one go: rows, codes, rates, opening stock and search.

        `words` are what `search_words` gives for each, where somebody has them before the file is locked.
        """
        first = (self.db.row("SELECT coalesce(max(number), 0) FROM product") or (0,))[0] + 1
        tx.insert_all(
            Product,
            (*COLUMNS, "id", "number", "active", "import_id"),
            [
                (*values[:INCLUSIVE], int(form.inclusive), *values[INCLUSIVE + 1 :], pid, first + i, 1, import_id)
                for i, (pid, form) in enumerate(forms)
                for values in (OF_ROW(form),)
            ],
        )
        tx.insert(Barcode, *({"code": c, "product_id": pid} for pid, form in forms for c in form.barcodes))
        tx.insert_all(
            ProductRate,
            ("product_id", "since", "rate", "cess_rate", "cess_per_unit"),
            [(pid, 0, form.rate, form.cess_rate, form.cess_per_unit) for pid, form in forms],
        )
        self.stock.open_with(tx, ((pid, form.stock) for pid, form in forms if form.stock))
        words = words if words is not None else [search_words(form) for _pid, form in forms]
        for at, table in enumerate(SEARCHED):
            rows = [(first + i, both[at]) for i, both in enumerate(words)]
            tx.raw.executemany(f"INSERT INTO {table} (rowid, words) VALUES (?, ?)", rows)

    def change(self, product_id: bytes, **changes: Any) -> None:
        """Change fields of a product (those of `ProductForm`, but for `stock`); a new rate holds from today.

        A rate that shall hold from another day is written by `set_rate`.
        """
        with self.db.transaction("product.changed") as tx:
            old = self.card(product_id).form
            new = self.check(ProductForm(**{**{name: getattr(old, name) for name in ProductForm.__slots__}, **changes}))
            self._refuse_taken(new, product_id)
            before, after = _row(old), _row(new)
            changed = {name: after[name] for name in after if after[name] != before[name]}
            if changed:
                tx.change(Product, {"id": product_id}, changed)
            if (new.rate, new.cess_rate, new.cess_per_unit) != (old.rate, old.cess_rate, old.cess_per_unit):
                self.set_rate(product_id, self.today(), new.rate, new.cess_rate, new.cess_per_unit)
            for code in set(old.barcodes) - set(new.barcodes):
                tx.remove(Barcode, {"code": code})
            tx.insert(
                Barcode, *({"code": c, "product_id": product_id} for c in sorted(set(new.barcodes) - set(old.barcodes)))
            )
            self.unindex(tx, self._number(product_id))
            self.index(tx, product_id)

    def set_rate(self, product_id: bytes, since: int, rate: int, cess_rate: int = 0, cess_per_unit: int = 0) -> None:
        """The GST rate of a product from a business day (yyyymmdd) on, in hundredths of a percent."""
        values = {"rate": rate, "cess_rate": cess_rate, "cess_per_unit": cess_per_unit}
        with self.db.transaction("product.rate") as tx:
            if not tx.change(ProductRate, {"product_id": product_id, "since": since}, values):
                tx.insert(ProductRate, {"product_id": product_id, "since": since, **values})

    def retire(self, product_id: bytes) -> None:
        """Sell it no more; old bills keep it, its codes may be used again."""
        with self.db.transaction("product.retired") as tx:
            code = (self.db.row("SELECT code FROM product WHERE id = ?", (product_id,)) or ("",))[0]
            tx.change(Product, {"id": product_id}, {"active": 0, "code": f"{code}#{product_id.hex()[-12:]}"})
            for (barcode,) in self.db.rows("SELECT code FROM barcode WHERE product_id = ?", (product_id,)):
                tx.remove(Barcode, {"code": barcode})
            self.unindex(tx, self._number(product_id))

    def index(self, tx: Transaction, product_id: bytes) -> None:
        """Let the words of a product find it under the number it has now."""
        card = self.card(product_id)
        if card.active:
            number = self._number(product_id)
            for table, words in zip(SEARCHED, search_words(card.form), strict=True):
                tx.run(f"INSERT INTO {table} (rowid, words) VALUES (?, ?)", (number, words))

    def unindex(self, tx: Transaction, number: int) -> None:
        """Let nothing find the product of that number any more."""
        for table in SEARCHED:
            tx.run(f"DELETE FROM {table} WHERE rowid = ?", (number,))

    def _number(self, product_id: bytes) -> int:
        return (self.db.row("SELECT number FROM product WHERE id = ?", (product_id,)) or (0,))[0]

    def _refuse_taken(self, form: ProductForm, product_id: bytes | None) -> None:
        for code in (form.code, *form.barcodes):
            other = self.find_code(code)
            if other is not None and other.product_id != product_id:
                raise Refused(
                    _("The code {code} already belongs to {name}.").format(code=code, name=other.name),
                    _("Open that item?"),
                )


def _row(form: ProductForm) -> dict[str, Any]:
    return {**{name: getattr(form, name) for name in COLUMNS}, "inclusive": int(form.inclusive)}


def search_words(form: ProductForm) -> tuple[str, str]:
    """The words by which a product is found, for both indexes."""
    return words_of((form.name, form.local_name, form.aliases), (form.code, *form.barcodes))


def cleaned(form: ProductForm) -> ProductForm:
    """The form with clean words and spelled codes; InvalidInput for what no product can have."""
    code, name = spell(form.code), clean(form.name, 120)
    if not name:
        raise InvalidInput(_("An item needs a name."), field="name")
    if not code:
        raise InvalidInput(_("An item needs a code."), _("Scan its barcode, or make one up."), "code")
    sane("price", form.price, form.mrp, form.cost, form.cess_per_unit, form.cess_rate)
    sane("stock", form.stock, form.low)
    if min(form.price, form.mrp or 0, form.cost or 0) < 0:
        raise InvalidInput(_("A price cannot be below zero."), field="price")
    if min(form.cess_rate, form.cess_per_unit) < 0:
        raise InvalidInput(_("A cess cannot be below zero."), field="cess_rate")
    hsn = checked_hsn(form.hsn)
    if form.treatment not in TREATMENTS:
        raise InvalidInput(_("{text} is not a GST treatment.").format(text=clean(form.treatment)), field="treatment")
    barcodes = tuple(sorted({spell(b) for b in form.barcodes} - {"", code})) if form.barcodes else ()
    taxed = form.treatment == Treatment.TAXABLE
    return ProductForm(
        code=code, name=name, price=form.price, local_name=clean(form.local_name, 120),
        aliases=clean(form.aliases, 300), category=_often(form.category, 60),
        unit=_often(form.unit, 12).upper() or "PCS", inclusive=form.inclusive, mrp=form.mrp,
        cost=form.cost, hsn=hsn, treatment=form.treatment, rate=form.rate if taxed else 0,
        cess_rate=form.cess_rate if taxed else 0, cess_per_unit=form.cess_per_unit if taxed else 0, low=form.low,
        barcodes=barcodes, stock=form.stock,
    )  # fmt: skip


_often = lru_cache(4096)(clean)
"""What many items have in common."""


def above_mrp(form: ProductForm) -> str:
    """What to say of a price above the MRP (Legal Metrology (Packaged Commodities) Rules, rule 18(2)); "" if none."""
    if not form.mrp or form.price <= form.mrp:
        return ""
    said = _("The price {price} is above the MRP {mrp}.")
    return said.format(price=rupees(form.price), mrp=rupees(form.mrp))


def doubt_above_mrp(form: ProductForm) -> None:
    """Doubtful for a price above the MRP."""
    said = above_mrp(form)
    if said:
        raise Doubtful(said, _("Nothing may be sold above its MRP."), "price")


def checked_hsn(text: str) -> str:
    """An HSN or SAC code of 4, 6 or 8 digits, or "" (Notification 78/2020-CT)."""
    hsn = _often(text, LIMIT).replace(" ", "")
    if hsn and not (hsn.isascii() and hsn.isdigit() and len(hsn) in {4, 6, 8}):
        raise InvalidInput(
            _("{text} is not an HSN code.").format(text=clean(text)),
            _("It has 4, 6 or 8 digits; leave it empty if unsure."),
            "hsn",
        )
    return hsn
