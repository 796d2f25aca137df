"""Many items changed in one go: shown before, written beside the selling, taken back by its id."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shoppos.base.clock import day_of
from shoppos.base.errors import InvalidInput, NotFound, Refused, ShopError
from shoppos.base.i18n import _, ngettext
from shoppos.base.ids import new_id
from shoppos.base.journal import Value
from shoppos.base.money import half_up, rupees
from shoppos.models.product import Barcode, ImportUndo, Product, ProductImport, ProductRate
from shoppos.rules.gst_rates import slabs
from shoppos.rules.pricing import WHOLE
from shoppos.shop.catalogue import Catalogue, checked_hsn
from shoppos.shop.importing import Importing, Undone, batches
from shoppos.shop.keepings import Keepings
from shoppos.shop.staff import bound

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]
MOST = 100_000
BULK = "bulk"


@dataclass(frozen=True, slots=True)
class Wish:
    """What shall become of the chosen items; None leaves a thing as it is.

    `percent` (hundredths, may be below zero) and `amount` (paise) are added to the price, or `price` (paise) takes
    its place; it is then rounded to the nearest `round_to` paise.
    `rate` in hundredths of a percent, from the business day `since` (None: today) on.
    `retire` takes them off the list.
    """

    percent: int = 0
    amount: int = 0
    price: int | None = None
    round_to: int = 1
    category: str | None = None
    hsn: str | None = None
    rate: int | None = None
    since: int | None = None
    low: int | None = None
    supplier_id: bytes | None = None
    retire: bool = False

    def empty(self) -> bool:
        """Whether nothing would change."""
        return self == Wish(round_to=self.round_to, since=self.since)


@dataclass(frozen=True, slots=True)
class Planned:
    """What would become of one item: prices in paise, margins in hundredths of a percent of the price before tax.

    `problem` says why it stays as it is, "" when all is well.
    """

    product_id: bytes
    code: str
    name: str
    old_price: int
    new_price: int
    old_margin: int | None
    new_margin: int | None
    now: dict[str, Any]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class BulkDone:
    """What was changed, by the id that takes it back; `kept` names what the shop refused meanwhile."""

    id: bytes
    changed: int
    kept: tuple[str, ...]
    stopped: bool


def _refusal(plan: Sequence[Planned]) -> Refused:
    """Why nothing of a plan can be done, with what stands against the first items."""
    if not plan:
        return Refused(_("No item is called so."), _("Type other words, or choose them by their category."))
    first = "; ".join(f"{one.name}: {one.problem} ({rupees(one.new_price)})" for one in plan[:3])
    return Refused(_("None of these items can be changed so."), first)


def _silent(_done: int, _all: int) -> None:
    """Progress that nobody watches."""


def _never() -> bool:
    return False


class BulkEdit:
    """Changes many items, and takes them back."""

    def __init__(self, catalogue: Catalogue, importing: Importing, keepings: Keepings) -> None:
        """Write through `catalogue`; past changes stand among those of `importing`."""
        self.db = catalogue.db
        self.catalogue = catalogue
        self.importing = importing
        self.keepings = keepings

    def choose(self, text: str = "", category: str | None = None) -> list[bytes]:
        """The items that a search finds, within one category when it is named; all of them for no text."""
        if text.strip():
            found = [hit.product_id for hit in self.catalogue.search(text, MOST) if not hit.near]
            if category is None:
                return found
            wanted = {row[0] for row in self._in(category)}
            return [product_id for product_id in found if product_id in wanted]
        if category is not None:
            return [row[0] for row in self._in(category)]
        return [row[0] for row in self.db.rows("SELECT id FROM product WHERE active = 1 ORDER BY number")]

    def _in(self, category: str) -> Sequence[Sequence[Any]]:
        return self.db.rows("SELECT id FROM product WHERE active = 1 AND category = ? ORDER BY number", (category,))

    def plan(
        self, chosen: Sequence[bytes], wish: Wish, progress: Progress = _silent, cancelled: Cancelled = _never
    ) -> list[Planned]:
        """What a wish would do to each chosen item, with nothing written.

        InvalidInput for a wish without sense. An item whose new price is above its MRP or below zero stays.
        """
        self._check(wish)
        found: list[Planned] = []
        for at, product_id in enumerate(chosen, 1):
            if cancelled():
                break
            found.append(self._planned(product_id, wish))
            if at % 500 == 0 or at == len(chosen):
                progress(at, len(chosen))
        return found

    def _check(self, wish: Wish) -> None:
        if wish.empty():
            raise InvalidInput(_("Nothing would change."), _("Say what shall become of the items."), "percent")
        if wish.round_to < 1:
            raise InvalidInput(_("A price is rounded to a paisa or more."), field="round_to")
        if wish.hsn is not None:
            checked_hsn(wish.hsn)
        day = wish.since or self.catalogue.today()
        if wish.rate and wish.rate not in slabs(day_of(day)):
            raise InvalidInput(_("GST has no rate of that height on that day."), field="rate")

    def _planned(self, product_id: bytes, wish: Wish) -> Planned:
        form = self.catalogue.card(product_id).form
        now: dict[str, Any] = {}
        price = form.price
        if wish.price is not None:
            price = now["price"] = half_up(wish.price, wish.round_to) * wish.round_to
        elif wish.percent or wish.amount:
            price = half_up(form.price * (WHOLE + wish.percent), WHOLE) + wish.amount
            price = half_up(price, wish.round_to) * wish.round_to
            now["price"] = price
        for field in ("category", "low"):
            if (value := getattr(wish, field)) is not None:
                now[field] = value
        if wish.hsn is not None:
            now["hsn"] = checked_hsn(wish.hsn)
        now = {field: value for field, value in now.items() if getattr(form, field) != value}
        problem = ""
        if price < 0:
            problem = _("Below zero")
        elif form.mrp is not None and form.inclusive and price > form.mrp and price > form.price:
            problem = _("Above the MRP")
        rate = form.rate if wish.rate is None else wish.rate
        return Planned(
            product_id, form.code, form.name, form.price, price,
            _margin(form.price, form.cost, form.rate if form.inclusive else 0),
            _margin(price, form.cost, rate if form.inclusive else 0), now, problem,
        )  # fmt: skip

    def apply(
        self, plan: Sequence[Planned], wish: Wish, progress: Progress = _silent, cancelled: Cancelled = _never
    ) -> BulkDone:
        """Write a plan in batches of some 10 ms, so that selling goes on; stopped half way, what is in can go back."""
        work = [one for one in plan if not one.problem]
        if not work:
            raise _refusal(plan)
        bulk_id = new_id()
        said = ngettext("{n} item changed together", "{n} items changed together", len(work)).format(n=len(work))
        with self.db.transaction("import.begun") as tx:
            self._ask(work, wish)
            row = {"id": bulk_id, "file": said, "made_at": self.db.clock.ms()}
            tx.insert(ProductImport, {**row, "added": 0, "changed": 0, "undone_at": None})
        changed, kept, stopped = 0, list[str](), False
        for batch, at in batches(self.db, work):
            if cancelled():
                stopped = True
                break
            with self.db.transaction("import.applied") as tx:
                for one in batch:
                    told = self._change(one, wish)
                    if told is None:
                        kept.append(one.name)
                        continue
                    was = json.dumps({BULK: 1, **told}, ensure_ascii=False)
                    tx.insert(ImportUndo, {"import_id": bulk_id, "product_id": one.product_id, "was": was})
                    changed += 1
                tx.change(ProductImport, {"id": bulk_id}, {"changed": changed})
            progress(at, len(work))
        return BulkDone(bulk_id, changed, tuple(kept), stopped)

    def _ask(self, work: Sequence[Planned], wish: Wish) -> None:
        """NeedsApproval for who may not change many items at once; a yes is for this plan, before any other change."""
        last = self.db.row("SELECT max(id) FROM product_import") or (None,)
        told = ((one.product_id, one.old_price, one.new_price, sorted(one.now.items())) for one in work)
        message = ngettext(
            "Not everybody may change {n} item like this.", "Not everybody may change {n} items at once.", len(work)
        ).format(n=len(work))
        self.catalogue.stock.staff.allow("items.bulk", bound(last[0] or b"", wish, *told), message)

    def _change(self, one: Planned, wish: Wish) -> dict[str, Any] | None:
        """Change one item; gives what it was and is, None when the shop refuses it now."""
        try:
            card = self.catalogue.card(one.product_id)
            if not card.active:
                return None
            told: dict[str, Any] = {"was": {name: getattr(card.form, name) for name in one.now}, "now": one.now}
            if one.now:
                self.catalogue.change(one.product_id, **one.now)
            if wish.rate is not None:
                told["rate"] = self._change_rate(one.product_id, wish.since or self.catalogue.today(), wish.rate)
            if wish.supplier_id is not None:
                old = self.keepings.of(one.product_id).supplier_id
                self.keepings.set(one.product_id, supplier_id=wish.supplier_id)
                told["supplier"] = [old.hex() if old else None, wish.supplier_id.hex()]
            if wish.retire:
                told["retired"] = [card.form.code, *card.form.barcodes]
                self.catalogue.retire(one.product_id)
        except ShopError:
            return None
        return told

    def _change_rate(self, product_id: bytes, since: int, rate: int) -> list[Any]:
        """A rate from a day on; gives that day, the rate that was written for it (None: none), and the new one."""
        asked = "SELECT rate, cess_rate, cess_per_unit FROM product_rate WHERE product_id = ? AND since"
        same = self.db.row(f"{asked} = ?", (product_id, since))
        before = self.db.row(f"{asked} <= ? ORDER BY since DESC LIMIT 1", (product_id, since)) or (0, 0, 0)
        self.catalogue.set_rate(product_id, since, rate, before[1], before[2])
        with self.db.transaction("product.changed") as tx:
            treatment = self.db.row("SELECT treatment FROM product WHERE id = ?", (product_id,))
            if rate and treatment != ("taxable",):
                tx.change(Product, {"id": product_id}, {"treatment": "taxable"})
        return [since, list(same) if same else None, rate, treatment[0] if treatment else "taxable"]

    # -- back

    def undo(self, import_id: bytes, progress: Progress = _silent, cancelled: Cancelled = _never) -> Undone:
        """Take back what was changed together, or an import; what someone has edited since stays and is named."""
        row = self.db.row("SELECT undone_at FROM product_import WHERE id = ?", (import_id,))
        if row is None:
            raise NotFound(_("There is no such change."))
        work = self.db.rows("SELECT product_id, was FROM import_undo WHERE import_id = ?", (import_id,))
        if not work or BULK not in json.loads(work[0][1] or "{}"):
            return self.importing.undo(import_id, progress, cancelled)
        if row[0] is not None:
            raise Refused(_("This was taken back already."))
        restored, kept = 0, list[str]()
        for batch, at in batches(self.db, work):
            if cancelled():
                return Undone(0, restored, tuple(kept))
            with self.db.transaction("import.undone"):
                for product_id, was in batch:
                    name = self._take_back(product_id, json.loads(was))
                    if name:
                        kept.append(name)
                    else:
                        restored += 1
            progress(at, len(work))
        with self.db.transaction("import.undone") as tx:
            tx.change(ProductImport, {"id": import_id}, {"undone_at": self.db.clock.ms()})
        return Undone(0, restored, tuple(kept))

    def _take_back(self, product_id: bytes, told: Mapping[str, Any]) -> str:
        """Undo one item; gives its name when it must stay as it is."""
        if "retired" in told and not self._revive(product_id, told["retired"]):
            return self.catalogue.card(product_id).form.name
        form = self.catalogue.card(product_id).form
        if any(getattr(form, name) != value for name, value in told["now"].items()):
            return form.name
        if told["was"]:
            self.catalogue.change(product_id, **told["was"])
        if "rate" in told:
            self._rate_back(product_id, *told["rate"])
        if "supplier" in told:
            old, new = (bytes.fromhex(one) if one else None for one in told["supplier"])
            if self.keepings.of(product_id).supplier_id == new:
                self.keepings.set(product_id, supplier_id=old)
        return ""

    def _rate_back(self, product_id: bytes, since: int, was: list[int] | None, rate: int, treatment: str) -> None:
        key = {"product_id": product_id, "since": since}
        with self.db.transaction("product.rate") as tx:
            now = self.db.row("SELECT rate FROM product_rate WHERE product_id = ? AND since = ?", (product_id, since))
            if now != (rate,):
                return
            if was is None:
                tx.remove(ProductRate, key)
            else:
                values: dict[str, Value] = dict(zip(("rate", "cess_rate", "cess_per_unit"), was, strict=True))
                tx.change(ProductRate, key, values)
            tx.change(Product, {"id": product_id}, {"treatment": treatment})

    def _revive(self, product_id: bytes, codes: Sequence[str]) -> bool:
        """Sell a product again under its codes; False when one of them belongs to another by now."""
        if any(self.catalogue.find_code(code) is not None for code in codes):
            return False
        with self.db.transaction("product.revived") as tx:
            tx.change(Product, {"id": product_id}, {"active": 1, "code": codes[0]})
            tx.insert(Barcode, *({"code": code, "product_id": product_id} for code in codes[1:]))
            self.catalogue.index(tx, product_id)
        return True


def _margin(price: int, cost: int | None, rate: int) -> int | None:
    """What is earned of a price before its tax, in hundredths of a percent; None without a cost."""
    before_tax = half_up(price * WHOLE, WHOLE + rate)
    return None if not cost or not before_tax else half_up((before_tax - cost) * WHOLE, before_tax)
