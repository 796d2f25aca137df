"""Stock: stock show, stock move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.i18n import _
from shoppos.base.money import parse_quantity, quantity
from shoppos.cli.answer import DONE, answer, table
from shoppos.cli.place import opened
from shoppos.reports import stock_card

if TYPE_CHECKING:
    from argparse import Namespace

    from shoppos.cli.parser import Commands
    from shoppos.shop import Shop


def add(commands: Commands) -> None:
    """Add these commands."""
    stock = commands.group("stock", "what is on hand")
    one = stock.add("show", show, "an item's stock and its last changes")
    one.add_argument("code")
    one.add_argument("--limit", type=int, default=20, metavar="N", help="how many changes")
    move = stock.add("move", change, "correct an item's stock, and say why")
    move.add_argument("code")
    move.add_argument("quantity", metavar="QTY", help="for example 5 or -2.5")
    move.add_argument("--reason", required=True)


def show(options: Namespace) -> int:
    """Show an item's stock."""
    with opened(options) as shop:
        return _show(options, shop, options.limit)


def change(options: Namespace) -> int:
    """Add to an item's stock, or take from it."""
    less = options.quantity.startswith("-")
    amount = parse_quantity(options.quantity.removeprefix("-").removeprefix("+"))
    with opened(options) as shop:
        shop.stock.move(shop.catalogue.show(options.code).form.code, -amount if less else amount, options.reason)
        return _show(options, shop, 5)


def _show(options: Namespace, shop: Shop, limit: int) -> int:
    card = shop.catalogue.show(options.code)
    moves = stock_card.moves(shop.db, card.product_id, limit)
    on_hand = None if card.on_hand is None else quantity(card.on_hand)
    document = {
        "code": card.form.code, "name": card.form.name, "unit": card.form.unit, "on_hand": on_hand,
        "low": None if card.form.low is None else quantity(card.form.low),
        "moves": [
            {"day": move.day.isoformat(), "kind": move.kind, "quantity": quantity(move.quantity), "number": move.number,
             "reason": move.reason}
            for move in moves
        ],
    }  # fmt: skip
    said = (
        _("was never counted")
        if on_hand is None
        else _("{quantity} {unit} on hand").format(quantity=on_hand, unit=card.form.unit)
    )
    rows = [(move.day.isoformat(), move.kind, quantity(move.quantity), move.number, move.reason) for move in moves]
    people = [f"{card.form.code} {card.form.name}: {said}"]
    headings = (_("Day"), _("What"), _("Quantity"), _("Bill"), _("Reason"))
    answer(options, document, people + (table(headings, rows, "llr") if rows else []))
    return DONE
