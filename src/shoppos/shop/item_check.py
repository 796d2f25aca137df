"""The dry run of an import: what each row would do to the catalogue, and which rows cannot come in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TYPE_CHECKING, Any

from shoppos.base.clock import day_of
from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.money import rate as show_rate
from shoppos.base.text import clean, fold
from shoppos.rules.gst_rates import slabs
from shoppos.shop.catalogue import Catalogue, ProductForm, above_mrp, cleaned
from shoppos.shop.item_cells import KNOWN_UNITS
from shoppos.shop.item_change import another_item, changes_said
from shoppos.shop.item_more import MOST_RATIO, NOTHING, ONE, BatchRow, More, more_changes, parted
from shoppos.shop.item_rows import BadCell, ItemRow, is_no_item, missing, odd, read_row

if TYPE_CHECKING:
    from collections.abc import Callable

ITEMS, PARTIES = "items", "parties"
FIRST_CODE = 1001
TAKEN_OVER = {"cess": "cess_rate"}
BEYOND = frozenset({"wholesale", "least", "shelf", "second_unit", "ratio"})
NOT_TAKEN = frozenset({"code", "barcode", "stock"}) | BEYOND
TELL_EVERY = 500
NO_RATES: Mapping[int, int] = {}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list as it was read: where its headings stand, what its columns seem to mean, and its rows by their numbers.

    `kind` is ITEMS or PARTIES; a `backup` writes 0 where it knows no price; `batches` come from a sheet beside it, by
    the items' folded names, `odd` are those of its rows that do not do.
    """

    file: str
    name: str
    headings: tuple[str, ...]
    guess: tuple[str, ...]
    rows: list[tuple[int, tuple[str, ...]]]
    kind: str = ITEMS
    backup: bool = False
    batches: Mapping[str, tuple[BatchRow, ...]] = field(default_factory=dict[str, tuple[BatchRow, ...]])
    odd: tuple[tuple[int, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class NewItem:
    """A row that makes a new product, and what comes with it.

    `ended` is the GST rate (hundredths of a percent) that a backup gave it and that has ended, 0 for none: the item
    has no rate until somebody writes today's.
    """

    row: int
    form: ProductForm
    more: More = NOTHING
    ended: int = 0

    def codes(self) -> tuple[str, ...]:
        """All codes that it takes, those of a pack's part among them."""
        part = (self.more.part.code,) if self.more.part else ()
        return (self.form.code, *self.form.barcodes, *part)


@dataclass(frozen=True, slots=True)
class NewParty:
    """A row that makes a new customer or supplier, with what they owe or are owed (paise, above zero: they owe)."""

    row: int
    kind: str
    card: Mapping[str, str]
    balance: int
    credit_limit: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A row that changes fields of a product the shop has: what they are now, and what they become."""

    row: int
    product_id: bytes
    name: str
    was: dict[str, Any]
    now: dict[str, Any]

    def said(self) -> str:
        """Which item it changes, and what of it."""
        return changes_said(self.name, self.was, self.now)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to know of a row: why it is skipped, or what looks odd about it."""

    row: int
    name: str
    said: str


@dataclass(slots=True)
class Checked:
    """What an import would do, row by row; nothing has been written yet.

    `renamed` are changes that would make quite another item of a known one: those rows are among the `bad` ones until
    somebody has said that they are right; then they are among the `changed` ones. `kept_stock` counts items of the
    shop for which the list has another stock than the shop, which stays; `ended` the rows of each GST rate that has
    ended (hundredths of a percent), `dear` those with a price above the MRP: both whatever was chosen for them;
    `sure` are the rows that were said to be right.
    """

    sheet: Sheet
    mapping: tuple[str, ...]
    new: list[NewItem | NewParty] = field(default_factory=list[NewItem | NewParty])
    changed: list[Change] = field(default_factory=list[Change])
    skipped: list[Remark] = field(default_factory=list[Remark])
    bad: list[ItemRow] = field(default_factory=list[ItemRow])
    renamed: list[Change] = field(default_factory=list[Change])
    doubts: list[Remark] = field(default_factory=list[Remark])
    whole: bool = False
    kept_stock: int = 0
    ended: dict[int, int] = field(default_factory=dict[int, int])
    dear: int = 0
    sure: frozenset[int] = frozenset()


class Check:
    """One dry run: it knows the shop's codes and those that the list has had so far."""

    def __init__(
        self,
        catalogue: Catalogue,
        sheet: Sheet,
        mapping: tuple[str, ...],
        sure: frozenset[int] = frozenset(),
        rates: Mapping[int, int] = NO_RATES,
        *,
        at_mrp: bool = False,
    ) -> None:
        """Look up every code the shop has, once; the rows in `sure` may make another item of a known one.

        `rates` gives for a rate that has ended the one that items shall have instead; `at_mrp` lowers a price above
        the MRP to it.
        """
        self.catalogue = catalogue
        self.sure = sure
        self.rates = rates
        self.at_mrp = at_mrp
        self.ended: dict[int, int] = {}
        self.found = Checked(sheet, mapping, sure=sure)
        self.found.doubts.extend(Remark(row, name, said) for row, name, said in sheet.odd)
        rows = catalogue.db.rows
        self.codes: dict[str, bytes] = {}
        self.names: dict[str, bytes | None] = {}
        for product_id, code, name in rows("SELECT id, code, name FROM product WHERE active = 1"):
            self.codes[code] = product_id
            key = name.casefold()
            self.names[key] = None if key in self.names else product_id
        self.codes.update(rows("SELECT code, product_id FROM barcode"))
        self.seen: dict[str, int] = {}
        self.codeless: set[int] = set()
        self.changing: dict[bytes, int] = {}
        self.slabs = frozenset(slabs(day_of(catalogue.today())))

    def run(self, progress: Callable[[int, int], None], cancelled: Callable[[], bool]) -> Checked:
        """Every row, in their order; when somebody cancels, what was found so far, not `whole`."""
        rows = self.found.sheet.rows
        for at, (number, cells) in enumerate(rows):
            if at % TELL_EVERY == 0:
                if cancelled():
                    return self.found
                progress(at, len(rows))
            self._row(read_row(number, cells, self.found.mapping))
        self._give_codes()
        self.found.whole = True
        progress(len(rows), len(rows))
        return self.found

    def _row(self, row: ItemRow) -> None:
        said = is_no_item(row, self.found.sheet.headings)
        if said:
            self.found.skipped.append(Remark(row.row, "", said))
            return
        codes = self._codes_of(row)
        owners = {self.codes[code] for code in codes if code in self.codes}
        product_id = self._owner(row, codes, owners)
        self._replace_rate(row, known=product_id is not None)
        problems = (*row.bad, *self._clashes(row, codes, owners), *self._rate(row))
        if product_id is None:
            problems = (*problems, *missing(row, self.found.mapping))
        elif product_id in self.changing:
            problems = (
                *problems,
                self._cell("code", _("Row {row} changes this item already.").format(row=self.changing[product_id])),
            )
        if problems:
            self.found.bad.append(ItemRow(row.row, row.cells, row.values, problems))
        elif product_id is None:
            self._new(row, codes)
        else:
            self._change(row, product_id, codes)

    def _codes_of(self, row: ItemRow) -> list[str]:
        barcodes = row.values.get("barcode")
        code = row.values.get("code")
        found = [code] if isinstance(code, str) else []
        return found + (list(barcodes) if isinstance(barcodes, tuple) else [])

    def _owner(self, row: ItemRow, codes: list[str], owners: set[bytes]) -> bytes | None:
        """The product of the shop that a row means: by its codes, without any by its exact name."""
        if codes:
            return next((self.codes[code] for code in codes if code in self.codes), None) if len(owners) == 1 else None
        name = row.values.get("name")
        return self.names.get(clean(name, 120).casefold()) if isinstance(name, str) else None

    def _clashes(self, row: ItemRow, codes: list[str], owners: set[bytes]) -> tuple[BadCell, ...]:
        if len(owners) > 1:
            return (self._cell("barcode", _("The code and the barcode belong to two different items of the shop.")),)
        for code in codes:
            if code in self.seen:
                said = _("The code {code} stands in row {row} already.").format(code=code, row=self.seen[code])
                return (self._cell("code" if code == row.values.get("code") else "barcode", said),)
        return ()

    def _replace_rate(self, row: ItemRow, *, known: bool) -> None:
        """Another rate for one that has ended, if it was chosen; a backup's else none at all, and that is said."""
        rate = row.values.get("rate")
        if not isinstance(rate, int) or rate in self.slabs or row.bad:
            return
        self.found.ended[rate] = self.found.ended.get(rate, 0) + 1
        other = self.rates.get(rate)
        if other is not None:
            row.values["rate"] = other
        if other is not None or not self.found.sheet.backup:
            return
        del row.values["rate"]
        row.values.pop("treatment", None)
        if known:
            said = _("GST of {rate} % has ended; the rate in the shop stays.")
        else:
            self.ended[row.row] = rate
            row.values["treatment"] = "nil"
            said = _("GST of {rate} % has ended; it comes in without a rate, to be completed with today's.")
        name = clean(str(row.values.get("name", "")), 120)
        self.found.doubts.append(Remark(row.row, name, said.format(rate=show_rate(rate))))

    def _rate(self, row: ItemRow) -> tuple[BadCell, ...]:
        rate = row.values.get("rate")
        if not isinstance(rate, int) or rate in self.slabs:
            return ()
        said = _("GST has no {rate} % any more. Write today's rate: {rates}.").format(
            rate=show_rate(rate), rates=", ".join(show_rate(slab) for slab in sorted(self.slabs))
        )
        return (self._cell("rate", said),)

    def _cell(self, field: str, said: str) -> BadCell:
        mapping = self.found.mapping
        return BadCell(mapping.index(field) if field in mapping else -1, field, said)

    def _form(self, row: ItemRow, start: dict[str, Any], codes: list[str]) -> ProductForm | None:
        """The cleaned form of a row on top of what is known; None, and the row is bad, if no product can be so."""
        said: dict[str, Any] = {
            TAKEN_OVER.get(key, key): value for key, value in row.values.items() if key not in NOT_TAKEN
        }
        said["barcodes"] = (*start.get("barcodes", ()), *codes)
        try:
            return cleaned(ProductForm(**{**start, **said}))
        except InvalidInput as error:
            self.found.bad.append(ItemRow(row.row, row.cells, row.values, (self._cell(error.field, str(error)),)))
            return None

    def _new(self, row: ItemRow, codes: list[str]) -> None:
        stock = row.values.get("stock")
        start = {"code": codes[0] if codes else str(row.row), "name": "", "price": 0, "stock": stock}
        form = self._form(row, start, codes[1:])
        form = form and self._within_mrp(row, form)
        if form is None:
            return
        if not codes:
            self.codeless.add(row.row)
        self.seen.update(dict.fromkeys(codes, row.row))
        self.found.new.append(NewItem(row.row, form, self._more(row, form), self.ended.get(row.row, 0)))
        self._doubt(row.row, form)

    def _more(self, row: ItemRow, form: ProductForm) -> More:
        """What comes with a new item; most lists say nothing of it."""
        sheet = self.found.sheet
        if not (sheet.batches or BEYOND & row.values.keys()):
            return NOTHING
        say = row.values.get
        wholesale, least, ratio, unit = say("wholesale"), say("least"), say("ratio"), say("second_unit")
        if isinstance(wholesale, int) and form.mrp is not None and form.inclusive and wholesale > form.mrp:
            said = _("The wholesale price is above the MRP and is left out.")
            self.found.doubts.append(Remark(row.row, form.name, said))
            wholesale = None
        more = More(
            str(say("shelf") or ""),
            wholesale if isinstance(wholesale, int) and wholesale > 0 else None,
            least if isinstance(least, int) and least > 0 else 0,
            sheet.batches.get(fold(form.name), ()),
        )
        if isinstance(unit, str) and unit != form.unit and isinstance(ratio, int) and ONE < ratio <= MOST_RATIO:
            more = replace(more, ratio=ratio, part=replace(form, unit=unit))
        return more

    def _change(self, row: ItemRow, product_id: bytes, codes: list[str]) -> None:
        card = self.catalogue.card(product_id)
        old = card.form
        new = self._form(row, {name: getattr(old, name) for name in ProductForm.__slots__}, codes)
        if new is None:
            return
        if "local_name" not in row.values and another_item(old.name, new.name):
            new = replace(new, local_name="")  # another item, as somebody says: its bills would show the old one's name
        if self.found.sheet.backup and not new.price:
            new = replace(new, price=old.price)
        if (new.price, new.mrp) != (old.price, old.mrp):
            new = self._within_mrp(row, new)
            if new is None:
                return
        now = {name: getattr(new, name) for name in ProductForm.__slots__ if getattr(new, name) != getattr(old, name)}
        was = {name: getattr(old, name) for name in now}
        for known, other in zip((was, now), more_changes(self.catalogue.db, product_id, row.values, new), strict=True):
            known.update(other)
        told = row.values.get("stock")
        kept = isinstance(told, int) and told != card.on_hand
        if not now:
            self.found.kept_stock += kept
            self.found.skipped.append(Remark(row.row, old.name, _("Is in the shop just so")))
            return
        change = Change(row.row, product_id, old.name, was, now)
        if another_item(old.name, new.name):
            self.found.renamed.append(change)
            if row.row not in self.sure:
                said = _("Same code, another name: the shop calls it {name}.").format(name=old.name)
                self.found.bad.append(ItemRow(row.row, row.cells, row.values, (self._cell("name", said),)))
                return
        self.changing[product_id] = row.row
        self.seen.update(dict.fromkeys(codes, row.row))
        self.found.changed.append(change)
        self.found.kept_stock += kept
        self._doubt(row.row, new)

    def _give_codes(self) -> None:
        """A short number that no item has for each item that came without any code, once all codes are known."""
        taken = self.codes.keys() | self.seen.keys()
        free = (str(number) for number in count(FIRST_CODE) if str(number) not in taken)
        self.found.new = [
            self._ready(item, next(free) if item.row in self.codeless else item.form.code)
            for item in self.found.new
            if isinstance(item, NewItem)
        ]

    def _ready(self, item: NewItem, code: str) -> NewItem:
        """An item with the code it got: a pack is parted now, and what lies in batches is no stock beside them."""
        if item.more is NOTHING and code == item.form.code:
            return item
        form, more = replace(item.form, code=code), item.more
        lying = sum(batch.quantity for batch in more.batches)
        if lying:
            rest = (form.stock or 0) - lying
            if rest < 0:
                said = _("Its batches hold more than its stock; the batches count.")
                self.found.doubts.append(Remark(item.row, form.name, said))
            form = replace(form, stock=rest if rest > 0 else None)
        if more.part is not None:
            form, part = parted(form, more.part.unit, more.ratio)
            more = replace(more, part=part)
        return NewItem(item.row, form, more, item.ended)

    def _within_mrp(self, row: ItemRow, form: ProductForm) -> ProductForm | None:
        """The form, its price no higher than the MRP if that was chosen; else None, and the row is bad.

        Nothing may be sold above its MRP: Legal Metrology (Packaged Commodities) Rules, rule 18(2).
        """
        said = "" if row.row in self.sure else above_mrp(form)
        if not said:
            return form
        self.found.dear += 1
        if not self.at_mrp:
            self.found.bad.append(ItemRow(row.row, row.cells, row.values, (self._cell("price", said),)))
            return None
        self.found.doubts.append(Remark(row.row, form.name, said + " " + _("It comes in at the MRP.")))
        return replace(form, price=form.mrp or 0)

    def _doubt(self, row: int, form: ProductForm) -> None:
        if form.price == 0 or form.unit not in KNOWN_UNITS or (form.stock or 0) < 0:
            said = odd(form.price, form.stock or 0, form.unit)
            self.found.doubts.extend(Remark(row, form.name, one) for one in said)
