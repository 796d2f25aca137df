"""What is done with an order in the shop: confirmed, packed, sent, handed over, put off, given up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.clock import day_number
from shoppos.base.errors import Refused
from shoppos.base.i18n import _
from shoppos.base.money import parse_quantity, rupees
from shoppos.base.text import clean
from shoppos.cli import order_words as words
from shoppos.cli.answer import asked_once
from shoppos.cli.bills import day, key_of, tender, typed_lines
from shoppos.cli.order_answers import act, done_before, grams, pays, stands, told
from shoppos.cli.place import opened

if TYPE_CHECKING:
    from argparse import Namespace

    from shoppos.cli.parser import Commands
    from shoppos.shop import Shop
    from shoppos.shop.order_view import OrderView

PIECE = 1000


def add(group: Commands) -> None:
    """Add these commands to those of orders."""
    act(group, "confirm", confirm, "the caller has agreed: the goods are promised to them", sure=True)
    box = act(group, "pack", pack, "what goes into the box; without a LINE all of it", sure=True)
    box.add_argument("lines", nargs="*", metavar="LINE", help="CODE, 2*CODE, .75*CODE or a serial number")
    box.add_argument("--short", default="", choices=("", "later", "drop"), help="what becomes of what is missing")
    act(group, "unpack", unpack, "open the box again")
    sent = act(group, "dispatch", dispatch, "it leaves: bill, stock, parcel, label", sure=True, key=True)
    sent.add_argument("lines", nargs="*", metavar="LINE", help="only that of it: CODE, 2*CODE")
    sent.add_argument("--courier", default="", metavar="NAME")
    sent.add_argument("--awb", default="", metavar="NUMBER", help="the courier's number of the parcel")
    sent.add_argument("--weight", default="", metavar="KG")
    sent.add_argument("--pieces", type=int, default=1, metavar="N")
    sent.add_argument("--carrier", default="", metavar="NAME", help="the person of the shop who brings it")
    pays(sent)
    over = act(group, "hand-over", hand_over, "the customer takes it at the counter: bill and delivery in one",
                sure=True, key=True)  # fmt: skip
    pays(over)
    late = act(group, "delay", delay, "promise another day, and say why", sure=True)
    late.add_argument("--due", required=True, metavar="DAY")
    late.add_argument("--slot", default="", metavar="LABEL")
    late.add_argument("--reason", required=True, help="why; the customer reads it in the message")
    off = act(group, "cancel", cancel, "give up what did not leave")
    off.add_argument("--reason", required=True, help="why; the customer reads it in the message")
    off.add_argument("--refund", default="", metavar="METHOD", help="how what was paid goes back; else onto the khata")


# -- in the shop


def confirm(options: Namespace) -> int:
    """Promise the goods."""
    with opened(options) as shop:
        order_id = shop.orders.find(options.id)
        view: OrderView = asked_once(options, lambda sure: shop.orders.confirm(order_id, sure=sure))
        day_said = f"{words.iso(view.promised) or ''} {view.slot}".strip() or _("no day promised")
        said = _("Order {number} is confirmed: {amount}, {when}.").format(
            number=view.number, amount=rupees(view.payable), when=day_said
        )
        return told(options, shop, order_id, said)


def pack(options: Namespace) -> int:
    """Put the goods into the box and close it; one that is closed stays so."""
    with opened(options) as shop:
        order_id = shop.orders.find(options.id)
        if shop.orders.view(order_id).state != "packed":
            with shop.db.transaction("order.packed"):
                for text in options.lines:
                    asked_once(options, lambda sure, text=text: shop.dispatching.scan(order_id, text, sure=sure))
                if options.lines or options.short:
                    shop.dispatching.pack(order_id, short=options.short)
                else:
                    asked_once(options, lambda sure: shop.dispatching.pack_all(order_id, sure=sure))
        return stands(options, shop, order_id)


def unpack(options: Namespace) -> int:
    """Open the box again."""
    with opened(options) as shop:
        order_id = shop.orders.find(options.id)
        shop.dispatching.unpack(order_id)
        return stands(options, shop, order_id)


def delay(options: Namespace) -> int:
    """Promise another day; the same once more is one act."""
    promised = day_number(day(options.due))
    with opened(options) as shop:
        order_id = shop.orders.find(options.id)
        view = shop.orders.view(order_id)
        last = view.steps[-1]
        same = (view.promised, view.slot, last.kind, last.said) == (promised, options.slot, "delayed", options.reason)
        if not same:
            asked_once(
                options,
                lambda sure: shop.orders.delay(order_id, promised, options.slot, options.reason, sure=sure),
            )
        said = _("Order {number} is put off: {when}.").format(
            number=view.number, when=f"{words.iso(promised)} {options.slot}".strip()
        )
        return told(options, shop, order_id, said)


def cancel(options: Namespace) -> int:
    """Give an order up."""
    with opened(options) as shop:
        order_id = shop.orders.find(options.id)
        shop.orders.cancel(order_id, options.reason, refund_way=options.refund)
        return stands(options, shop, order_id)


# -- it leaves


def dispatch(options: Namespace) -> int:
    """Send an order, or a part of it."""
    key, tenders = key_of(options.key), [tender(text) for text in options.pay]
    with opened(options) as shop:
        order_id = shop.orders.find(options.id)
        lines = None if done_before(shop, key, order_id) else _part(shop, order_id, options.lines)
        sent = asked_once(options, lambda sure: shop.dispatching.dispatch(
            order_id, lines=lines, courier=options.courier, awb=options.awb, weight=grams(options.weight),
            carrier=options.carrier, pieces=options.pieces, tenders=tenders, key=key, sure=sure,
            ask=True,
        ))  # fmt: skip
        view = shop.orders.view(order_id)
        said = _("Order {number} has left with bill {bill}.").format(
            number=view.number, bill=", ".join(sent.done.numbers)
        )
        return told(options, shop, order_id, said, sent.warnings)


def hand_over(options: Namespace) -> int:
    """The customer takes it at the counter."""
    key, tenders = key_of(options.key), [tender(text) for text in options.pay]
    with opened(options) as shop:
        order_id = shop.orders.find(options.id)
        done_before(shop, key, order_id)
        sent = asked_once(options, lambda sure: shop.dispatching.hand_over(order_id, tenders, key=key, sure=sure))
        view = shop.orders.view(order_id)
        said = _("Order {number} is handed over with bill {bill}.").format(
            number=view.number, bill=", ".join(sent.done.numbers)
        )
        return told(options, shop, order_id, said, sent.warnings)


def _part(shop: Shop, order_id: bytes, texts: list[str]) -> dict[int, int] | None:
    """The lines of an order that leave, in thousandths; None for all of them."""
    if not texts:
        return None
    view = shop.orders.view(order_id)
    opened_lines = view.sale.lines if view.sale is not None else ()
    wanted: dict[int, int] = {}
    for text in typed_lines(texts):
        many, star, code = text.rpartition("*")
        hit = shop.catalogue.find_code(code.strip())
        line = next((one for one in opened_lines if hit is not None and one.product_id == hit.product_id), None)
        if line is None:
            raise Refused(
                _("{name} is not in order {number}.").format(name=clean(code, 40), number=view.number),
                _("Look at: shoppos order show {number}").format(number=view.number),
            )
        wanted[line.no] = wanted.get(line.no, 0) + (parse_quantity(many) if star else PIECE)
    return wanted
