"""Variants as a grid: the sizes down, the colours across, and in each cell an item with its price, codes and stock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.text import clean
from shoppos.base.text import code as spell
from shoppos.shop.catalogue import Catalogue, ProductForm, doubt_above_mrp
from shoppos.shop.keepings import Keepings, Kept

BETWEEN = " / "
"""Stands between size and colour in what is kept of a variant."""
LONGEST = 28
"""Characters of a size or a colour: both stand in one variant."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One item of the grid: price in paise, thousandths on hand (None: never counted)."""

    product_id: bytes
    code: str
    price: int
    on_hand: int | None
    barcodes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A family by size and colour; what has only one of them has it as its size. `price` of a new one in paise."""

    family: str
    sizes: tuple[str, ...]
    colours: tuple[str, ...]
    cells: Mapping[tuple[str, str], Cell]
    price: int


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed of one cell; None is left as it is, in a new one as the first item has it."""

    size: str
    colour: str
    price: int | None = None
    stock: int | None = None
    barcodes: tuple[str, ...] | None = None


class VariantGrid:
    """Reads a family as a grid, and writes what was typed into it."""

    def __init__(self, catalogue: Catalogue, keepings: Keepings) -> None:
        """Work on the shop's items."""
        self.db = catalogue.db
        self.catalogue = catalogue
        self.keepings = keepings

    def of(self, product_id: bytes) -> Grid:
        """The grid of the family of that product; of one without family an empty grid."""
        form, kept = self.catalogue.card(product_id).form, self.keepings.of(product_id)
        cells = dict[tuple[str, str], Cell]()
        for one in self.keepings.variants(kept.family):
            if one.variant:
                size, _between, colour = one.variant.partition(BETWEEN)
                codes = self.catalogue.card(one.product_id).form.barcodes
                cells[size, colour] = Cell(one.product_id, one.code, one.price, one.on_hand, codes)
        sizes = tuple(dict.fromkeys(size for size, _colour in cells))
        colours = tuple(dict.fromkeys(colour for _size, colour in cells))
        return Grid(kept.family or form.name, sizes, colours, cells, form.price)

    def save(self, product_id: bytes, typed: Iterable[Typed], *, sure: bool = False) -> int:
        """Make the items that are new and change the others, all or none; gives how many. New ones are like the first.

        Doubtful for a price above the MRP; InvalidInput for a size that cannot stand in a variant.
        """
        done = 0
        with self.db.transaction("product.variants"):
            grid, like = self.of(product_id), self.catalogue.card(product_id).form
            kept = self.keepings.of(product_id)
            if not kept.family:
                kept = self.keepings.set(product_id, family=grid.family)
            for given in typed:
                one = given if given.size else replace(given, size=given.colour, colour="")
                cell = grid.cells.get((one.size, one.colour))
                form = like if cell is None else self.catalogue.card(cell.product_id).form
                if not sure and one.price is not None and one.price != form.price:
                    doubt_above_mrp(replace(form, price=one.price))
                if cell is None:
                    self._make(like, kept, one)
                    done += 1
                else:
                    done += self._change(cell, form, one)
        return done

    def _make(self, like: ProductForm, kept: Kept, one: Typed) -> None:
        variant = BETWEEN.join(filter(None, (_named(one.size), _named(one.colour))))
        if not variant:
            raise InvalidInput(_("A variant needs a size or a colour."), field="sizes")
        words, tail = variant.replace(BETWEEN, " "), variant.replace(BETWEEN, "-")
        own = "-" + kept.variant.replace(BETWEEN, "-")
        base = like.code.removesuffix(spell(own).replace(" ", "")) if kept.variant else like.code
        form = replace(
            like, code=self._free(f"{base}-{tail}".replace(" ", "")), name=f"{kept.family} {words}",
            local_name=f"{like.local_name} {words}" if like.local_name and not kept.variant else "",
            price=like.price if one.price is None else one.price, barcodes=one.barcodes or (), stock=one.stock,
        )  # fmt: skip
        made = self.catalogue.add(form, sure=True)
        same: dict[str, Any] = {
            "tracks": kept.tracks, "policy": kept.policy, "shelf": kept.shelf, "supplier_id": kept.supplier_id,
            "lead_days": kept.lead_days, "most": kept.most, "return_days": kept.return_days,
        }  # fmt: skip
        self.keepings.set(made, family=kept.family, variant=variant, **same)

    def _change(self, cell: Cell, form: ProductForm, one: Typed) -> bool:
        changes: dict[str, Any] = {}
        if one.price is not None and one.price != cell.price:
            changes["price"] = one.price
        if one.barcodes is not None and {*map(spell, one.barcodes)} != {*cell.barcodes}:
            changes["barcodes"] = one.barcodes
        if changes:
            self.catalogue.change(cell.product_id, **changes)
        moved = one.stock is not None and one.stock != (cell.on_hand or 0)
        if moved:
            self.catalogue.stock.move(form.code, (one.stock or 0) - (cell.on_hand or 0), _("Counted"))
        return bool(changes) or moved

    def _free(self, code: str) -> str:
        """That code, or with the first number behind it that nobody has."""
        spelled, n = spell(code), 1
        while self.catalogue.find_code(spelled) is not None:
            n += 1
            spelled = spell(f"{code}-{n}")
        return spelled


def names(text: str) -> tuple[str, ...]:
    """The sizes or colours of a line, parted by commas or semicolons; InvalidInput for one that cannot be kept."""
    return tuple(dict.fromkeys(filter(None, map(_named, text.replace(";", ",").split(",")))))


def _named(text: str) -> str:
    name = clean(text)
    if BETWEEN in name or len(name) > LONGEST:
        raise InvalidInput(_("{text} is no size or colour.").format(text=clean(text, 60)), _("Use a shorter word."))
    return name
