"""How items are kept: keep set, pack, grid, family."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.money import parse_paise, parse_quantity, plain, quantity, rupees
from shoppos.base.text import clean
from shoppos.cli.answer import DONE, answer, asked_once, facts, table
from shoppos.cli.place import opened

if TYPE_CHECKING:
    from argparse import Namespace

    from shoppos.cli.parser import Commands
    from shoppos.shop import Shop
    from shoppos.shop.variant_grid import Cell

SET = ("tracks", "policy", "shelf", "family", "variant")


def add(commands: Commands) -> None:
    """Add these commands."""
    keep = commands.group("keep", "how items are kept: by batch, in packs, as variants")
    one = keep.add("set", change, "how one item is kept; without options as it is now")
    one.add_argument("code")
    one.add_argument("--tracks", choices=("none", "batch", "serial"))
    one.add_argument("--policy", choices=("shop", "allow", "warn", "manager"), help="when more is sold than is there")
    one.add_argument("--shelf", metavar="NAME")
    one.add_argument("--family", metavar="NAME", help="the items that differ from it in size or colour only")
    one.add_argument("--variant", metavar="WORDS", help="its size or colour")
    pack = keep.add("pack", parts, "what a pack or bundle holds; without parts it is none")
    pack.add_argument("code")
    pack.add_argument("parts", nargs="*", metavar="QTY*CODE")
    grid = keep.add("grid", sizes, "an item's sizes and colours as a grid; makes those that are missing")
    grid.add_argument("code")
    grid.add_argument("--sizes", default="", metavar="S,M,L", help="without any: as the grid is now")
    grid.add_argument("--colours", default="", metavar="RED,BLUE")
    grid.add_argument("--price", metavar="RS", help="of all that are named; without it new ones cost as the item")
    grid.add_argument("--stock", metavar="QTY", help="of each that is named")
    grid.add_argument("--sure", action="store_true", help="yes to a price above the MRP")
    family = keep.add("family", variants, "a family's variants side by side")
    family.add_argument("name")


def change(options: Namespace) -> int:
    """Say how an item is kept."""
    given = {name: getattr(options, name) for name in SET if getattr(options, name) is not None}
    words = {"none": "", "shop": ""}
    with opened(options) as shop:
        product = shop.catalogue.show(options.code).product_id
        if given:
            kept = {name: words.get(v, v) if name in {"tracks", "policy"} else v for name, v in given.items()}
            shop.keepings.set(product, **kept)
        return _show(options, shop, product)


def parts(options: Namespace) -> int:
    """Say what a pack holds."""
    with opened(options) as shop:
        product = shop.catalogue.show(options.code).product_id
        held: dict[bytes, int] = {}
        for text in options.parts:
            amount, star, code = text.partition("*")
            if not star:
                raise InvalidInput(
                    _("{text} is no part of a pack.").format(text=clean(text, 40)), _("Type it like 12*CODE."), "parts"
                )
            held[shop.catalogue.show(code).product_id] = parse_quantity(amount)
        shop.packs.set_parts(product, held)
        return _show(options, shop, product)


def sizes(options: Namespace) -> int:
    """Show a grid, and make what is missing in it."""
    from shoppos.shop.variant_grid import Typed, names

    with opened(options) as shop:
        product = shop.catalogue.show(options.code).product_id
        grid = shop.variants.of(product)
        down, across = names(options.sizes), names(options.colours)
        price = None if options.price is None else parse_paise(options.price)
        stock = None if options.stock is None else parse_quantity(options.stock)
        if down or across:
            typed = [
                Typed(size, colour, price, stock) for size in down or grid.sizes or ("",)
                for colour in across or grid.colours or ("",)
            ]  # fmt: skip
            asked_once(options, lambda sure: shop.variants.save(product, typed, sure=sure))
            grid = shop.variants.of(product)
    cells = [
        {"size": size, "colour": colour, "code": cell.code, "price": plain(cell.price),
         "on_hand": None if cell.on_hand is None else quantity(cell.on_hand), "barcodes": list(cell.barcodes)}
        for (size, colour), cell in grid.cells.items()
    ]  # fmt: skip
    rows = [(size, *(_in_grid(grid.cells.get((size, colour))) for colour in grid.colours)) for size in grid.sizes]
    people = table(("", *grid.colours), rows, "l" * (1 + len(grid.colours))) if rows else []
    answer(options, {"family": grid.family, "cells": cells}, [grid.family, *people])
    return DONE


def _in_grid(cell: Cell | None) -> str:
    return "-" if cell is None else f"{cell.code}  {rupees(cell.price)}  {_on_hand(cell.on_hand)}"


def variants(options: Namespace) -> int:
    """List a family."""
    with opened(options) as shop:
        found = shop.keepings.variants(options.name)
    document = [
        {"code": one.code, "name": one.name, "variant": one.variant,
         "on_hand": None if one.on_hand is None else quantity(one.on_hand)}
        for one in found
    ]  # fmt: skip
    rows = [(one.code, one.variant, one.name, rupees(one.price), _on_hand(one.on_hand)) for one in found]
    headings = (_("Code"), _("Variant"), _("Item"), _("Price"), _("On hand"))
    none = _("No item is of the family {name}.").format(name=clean(options.name, 60))
    answer(options, document, table(headings, rows, "lllrr") if rows else none)
    return DONE


def _show(options: Namespace, shop: Shop, product: bytes) -> int:
    kept, held = shop.keepings.of(product), shop.packs.parts(product)
    document: dict[str, Any] = {
        "code": shop.catalogue.card(product).form.code, **{name: getattr(kept, name) for name in SET},
        "parts": [{"name": name, "quantity": quantity(each)} for _id, name, each in held],
    }  # fmt: skip
    people = facts((
        (_("Item"), document["code"]),
        (_("Kept by"), kept.tracks),
        (_("When too little is there"), kept.policy or _("as in the shop")),
        (_("Shelf"), kept.shelf),
        (_("Family"), kept.family),
        (_("Variant"), kept.variant),
        (_("Holds"), ", ".join(f"{quantity(each)} × {name}" for _id, name, each in held)),
    ))  # fmt: skip
    answer(options, document, people)
    return DONE


def _on_hand(milli: int | None) -> str:
    return "-" if milli is None else quantity(milli)
