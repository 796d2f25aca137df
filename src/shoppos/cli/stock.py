"""Stock: stock show, list, move, damage, use, transfer, expiring."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from shoppos.base.clock import day_of
from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.money import parse_quantity, quantity, rupees
from shoppos.base.text import clean
from shoppos.cli.answer import DONE, answer, asked_once, table
from shoppos.cli.place import asked, opened
from shoppos.reports import expiring, stock_card, stock_list

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from shoppos.cli.parser import Commands, Parser
    from shoppos.shop import Shop


def add(commands: Commands) -> None:
    """Add these commands."""
    stock = commands.group("stock", "what is on hand")
    one = stock.add("show", show, "an item's stock and its last changes")
    one.add_argument("code")
    one.add_argument("--limit", type=int, default=20, metavar="N", help="how many changes")
    every = stock.add("list", everything, "what the shop has, and what it is worth")
    every.add_argument("--low", action="store_true", help="only what is running out")
    over = stock.add("expiring", soon, "the batches that are over soon")
    over.add_argument("--days", type=int, default=90, metavar="N", help="looking so many days ahead")
    _changing(stock.add("move", change, "correct an item's stock, and say why"), "for example 5 or -2.5")
    for off in (
        _changing(stock.add("damage", damage, "take off what cannot be sold any more"), "for example 2"),
        _changing(stock.add("use", use, "take off what the shop itself used"), "for example 1"),
    ):
        off.add_argument("--sure", action="store_true", help="even more than is on hand")
    carry = stock.add("transfer", transfer, "carry goods between places; shop is the shop floor")
    carry.add_argument("code")
    carry.add_argument("quantity", metavar="QTY")
    carry.add_argument("--from", dest="source", default="shop", metavar="PLACE")
    carry.add_argument("--to", dest="target", default="shop", metavar="PLACE")
    carry.add_argument("--reason", default="")
    carry.add_argument("--key", default="", metavar="UUID", help="the same key twice carries once")


def _changing(command: Parser, example: str) -> Parser:
    command.add_argument("code")
    command.add_argument("quantity", metavar="QTY", help=example)
    command.add_argument("--reason", required=True)
    command.add_argument("--batch", default="", metavar="CODE", help="of that batch; else what expires first")
    command.add_argument("--serial", action="append", default=[], metavar="NUMBER", help="which piece; once for each")
    command.add_argument("--key", default="", metavar="UUID", help="the same key twice moves once")
    return command


def show(options: Namespace) -> int:
    """Show an item's stock."""
    with opened(options) as shop:
        return _show(options, shop, options.limit)


def everything(options: Namespace) -> int:
    """List what the shop has."""
    with asked(options) as db:
        found = stock_list.items(db, low=options.low)
    rows = [
        (item.code, item.name, quantity(item.on_hand), item.unit, quantity(item.reserved), quantity(item.elsewhere),
         rupees(item.worth))
        for item in found
    ]  # fmt: skip
    headings = (_("Code"), _("Item"), _("On hand"), "", _("Promised"), _("Elsewhere"), _("Worth"))
    total = _("{n} items, worth {worth} at cost").format(n=len(found), worth=rupees(sum(i.worth for i in found)))
    answer(options, stock_list.as_json(found), [*(table(headings, rows, "llrlrrr") if rows else []), total])
    return DONE


def soon(options: Namespace) -> int:
    """List the batches that are over soon."""
    with asked(options) as db:
        today = day_of(db.clock.business_day(db.clock.ms()))
        found = expiring.expiring(db, today, max(options.days, 0))
    rows = [
        (one.code, one.name, one.batch, f"{one.expiry:%d-%m-%Y}", one.days, quantity(one.on_hand), rupees(one.worth))
        for one in found
    ]
    headings = (_("Code"), _("Item"), _("Batch"), _("Expires"), _("Days"), _("On hand"), _("Worth"))
    none = _("No batch is over in the next {n} days.").format(n=options.days)
    answer(options, expiring.as_json(found), table(headings, rows, "llllrrr") if rows else none)
    return DONE


def change(options: Namespace) -> int:
    """Add to an item's stock, or take from it."""
    less = options.quantity.startswith("-")
    amount = parse_quantity(options.quantity.removeprefix("-").removeprefix("+"))
    with opened(options) as shop:
        shop.stock.move(
            _code(shop, options), -amount if less else amount, options.reason, batch=options.batch,
            pieces=options.serial, key=_key(options),
        )  # fmt: skip
        return _show(options, shop, 5)


def damage(options: Namespace) -> int:
    """Take off what cannot be sold any more."""
    with opened(options) as shop:
        _take_off(options, shop, shop.stock.damage)
        return _show(options, shop, 5)


def use(options: Namespace) -> int:
    """Take off what the shop itself used."""
    with opened(options) as shop:
        _take_off(options, shop, shop.stock.use)
        return _show(options, shop, 5)


def transfer(options: Namespace) -> int:
    """Carry goods from one place to another."""
    with opened(options) as shop:
        shop.stock.transfer(
            _code(shop, options), parse_quantity(options.quantity), options.source, options.target, options.reason,
            key=_key(options),
        )  # fmt: skip
        return _show(options, shop, 5)


def _code(shop: Shop, options: Namespace) -> str:
    return shop.catalogue.show(options.code).form.code


def _take_off(options: Namespace, shop: Shop, act: Callable[..., int]) -> None:
    code, amount = _code(shop, options), parse_quantity(options.quantity)
    more: dict[str, Any] = {"batch": options.batch, "pieces": options.serial, "key": _key(options)}
    asked_once(options, lambda sure: act(code, amount, options.reason, sure=sure, **more))


def _key(options: Namespace) -> bytes | None:
    try:
        return uuid.UUID(options.key).bytes if options.key else None
    except ValueError:
        raise InvalidInput(_("{key} is no UUID.").format(key=clean(options.key, 60)), field="key") from None


def _show(options: Namespace, shop: Shop, limit: int) -> int:
    card = shop.catalogue.show(options.code)
    product = card.product_id
    moves = stock_card.moves(shop.db, product, limit)
    on_hand = None if card.on_hand is None else quantity(card.on_hand)
    document = {
        "code": card.form.code, "name": card.form.name, "unit": card.form.unit, "on_hand": on_hand,
        "low": None if card.form.low is None else quantity(card.form.low), **_kept(shop, product),
        "moves": [
            {"day": move.day.isoformat(), "kind": move.kind, "quantity": quantity(move.quantity), "number": move.number,
             "reason": move.reason, "batches": move.batches, "after": quantity(move.after)}
            for move in moves
        ],
    }  # fmt: skip
    said = (
        _("was never counted")
        if on_hand is None
        else _("{quantity} {unit} on hand").format(quantity=on_hand, unit=card.form.unit)
    )
    people = [f"{card.form.code} {card.form.name}: {said}", *_kept_words(shop, product)]
    rows = [(m.day.isoformat(), m.kind, quantity(m.quantity), m.number, m.batches, m.reason) for m in moves]
    headings = (_("Day"), _("What"), _("Quantity"), _("Bill"), _("Batch"), _("Reason"))
    answer(options, document, people + (table(headings, rows, "llr") if rows else []))
    return DONE


def _kept(shop: Shop, product: bytes) -> dict[str, Any]:
    """What is promised and free of an item, where it lies, in which batches, and of what it is a pack."""
    free, stock = shop.stock.free(product), shop.stock
    return {
        "reserved": quantity(stock.reserved(product)), "free": None if free is None else quantity(free),
        "places": {place or "shop": quantity(there) for place, there in stock.places(product).items()},
        "batches": [
            {"code": batch.code, "expiry": None if batch.expiry is None else day_of(batch.expiry).isoformat(),
             "on_hand": quantity(batch.on_hand)}
            for batch in stock.batches(product)
        ],
        "serials": stock.pieces(product),
        "parts": [{"name": name, "quantity": quantity(each)} for _id, name, each in shop.packs.parts(product)],
    }  # fmt: skip


def _kept_words(shop: Shop, product: bytes) -> list[str]:
    """The same for people, as far as there is anything to say."""
    kept, found = _kept(shop, product), list[str]()
    if kept["parts"]:
        parts = ", ".join(f"{part['quantity']} × {part['name']}" for part in kept["parts"])
        found.append(_("A pack of {parts}").format(parts=parts))
    if kept["reserved"] != "0":
        found.append(_("{n} promised, {free} free").format(n=kept["reserved"], free=kept["free"]))
    if len(kept["places"]) > 1:
        found.append(", ".join(f"{place}: {there}" for place, there in kept["places"].items()))
    found.extend(
        _("Batch {code}: {n}, expires {day}").format(code=b["code"], n=b["on_hand"], day=b["expiry"] or "-")
        for b in kept["batches"]
    )
    return found
