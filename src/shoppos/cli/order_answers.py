"""What commands on an order share: how one is named, done once by its key, and answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.errors import Refused
from shoppos.base.i18n import _
from shoppos.base.money import parse_quantity
from shoppos.cli import order_words as words
from shoppos.cli.answer import DONE, answer, note

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from shoppos.cli.parser import Commands, Parser
    from shoppos.shop import Shop

KEYED = (("order_step", "order_id"), ("parcel", "order_id"), ("advance", "order_id"), ("cod_receipt", "sale_id"))
"""Where the key of an act on an order is kept, and whose it is there."""


def act(
    group: Commands, name: str, run: Callable[[Namespace], int], about: str, *, sure: bool = False, key: bool = False,
    parcel: bool = False,
) -> Parser:  # fmt: skip
    """A command on one order, with the options that such acts share."""
    one = group.add(name, run, about)
    one.add_argument("id", metavar="ID", help="the order's number or its last digits, an AWB or a bill")
    if sure:
        one.add_argument("--sure", action="store_true", help="yes to what would be asked")
    if key:
        one.add_argument("--key", default="", metavar="UUID", help="the same key twice does it once")
    if parcel:
        one.add_argument("--parcel", type=int, default=0, metavar="N", help="which, where several are on their way")
    return one


def pays(parser: Parser) -> None:
    """Money that is taken with an act."""
    parser.add_argument("--pay", action="append", default=[], metavar="METHOD[=AMOUNT[:REFERENCE]]",
                        help="what is paid then")  # fmt: skip


def told(options: Namespace, shop: Shop, order_id: bytes, said: str, warnings: tuple[str, ...] = ()) -> int:
    """Answer with an order as it stands now; to people what was done is `said`, and what is to be known beside it."""
    document = words.document(shop, order_id) if options.json else {}
    known = (*shop.orders.view(order_id).warnings, *warnings)
    answer(options, {**document, "warnings": list(known)}, said)
    for warning in known:
        note(warning)
    return DONE


def stands(options: Namespace, shop: Shop, order_id: bytes) -> int:
    """Answer where an order is."""
    view = shop.orders.view(order_id)
    said = _("Order {number}: {state}, {payment}").format(
        number=view.number, state=words.state_said(view.state), payment=words.payment_said(view.payment)
    )
    return told(options, shop, order_id, said)


def done_before(shop: Shop, key: bytes | None, order_id: bytes) -> bool:
    """Whether the act with that key was done already; Refused when it was done to another order."""
    if key is None:
        return False
    for name, column in KEYED:
        row = shop.db.row(f"SELECT {column} FROM {name} WHERE id = ?", (key,))
        if row is None:
            continue
        if column == "order_id" and row[0] != order_id:
            raise Refused(_("That key belongs to another order."), _("Use a new one."))
        return True
    return False


def grams(text: str) -> int:
    """Kilograms as typed, in grams."""
    return parse_quantity(text) if text else 0
