"""What happens to a parcel: delivered, not delivered, sent again, brought back, numbered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.clock import day_number
from shoppos.base.errors import Refused
from shoppos.base.i18n import _
from shoppos.cli import order_words as words
from shoppos.cli.answer import asked_once, note
from shoppos.cli.bills import day, key_of, tender
from shoppos.cli.order_answers import act, done_before, grams, pays, stands
from shoppos.cli.place import opened
from shoppos.reports.orders import charge_said

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from shoppos.cli.parser import Commands
    from shoppos.shop import Shop
    from shoppos.shop.order_view import OrderView, ParcelView
    from shoppos.shop.parcels import Arrived

ON_ITS_WAY = ("out", "failed")


def add(group: Commands) -> None:
    """Add these commands to those of orders."""
    there = act(group, "deliver", deliver, "the parcel is with its customer", sure=True, key=True, parcel=True)
    there.add_argument("--refused", action="append", default=[], metavar="LINE", help="what they would not take")
    there.add_argument("--refund", default="khata", metavar="METHOD", help="how what was paid for that goes back")
    there.add_argument("--reason", default="")
    there.add_argument("--rest", default="", choices=("khata",), help="where what is not paid at the door is written")
    pays(there)
    failed = act(group, "fail", fail, "nobody took the parcel", key=True, parcel=True)
    failed.add_argument("--reason", required=True, help="why; the customer reads it in the message")
    failed.add_argument("--due", default="", metavar="DAY", help="when it is tried again")
    failed.add_argument("--slot", default="", metavar="LABEL")
    again = act(group, "again", send_again, "a parcel that nobody took goes out once more", key=True, parcel=True)
    again.add_argument("--carrier", default="", metavar="NAME")
    back = act(group, "return", bring_back, "it came back: a credit note, nothing is due for it", key=True, parcel=True)
    back.add_argument("--reason", required=True, help="why; the customer reads it where nothing of the order comes")
    back.add_argument("--damaged", action="store_true", help="it cannot be sold again")
    back.add_argument("--refund", default="khata", metavar="METHOD", help="how what was paid goes back")
    number = act(group, "awb", set_awb, "the courier's number of a parcel, given later", sure=True, parcel=True)
    number.add_argument("awb", metavar="NUMBER")
    number.add_argument("--courier", default="", metavar="NAME")
    number.add_argument("--weight", default="", metavar="KG")


def _parcel(shop: Shop, options: Namespace, order_id: bytes) -> ParcelView:
    """The parcel that is meant: the only one on its way, the one of that number or AWB."""
    view = shop.orders.view(order_id)
    asked = "".join(options.id.split()).upper()
    moving = [one for one in view.parcels if one.state in ON_ITS_WAY]
    if options.parcel:
        found = [one for one in view.parcels if one.no == options.parcel]
    else:
        found = [one for one in moving if asked in {one.awb, one.bill}] or moving
    if len(found) > 1:
        said = _("Order {number} has {n} parcels on their way.").format(number=view.number, n=len(found))
        raise Refused(said, _("Say which with --parcel N."))
    if not found:
        state = words.state_said(view.state)
        raise Refused(
            _("No parcel of order {number} is on its way: it is {state}.").format(number=view.number, state=state),
            _("Look at: shoppos order show {number}").format(number=view.number),
        )
    return found[0]


def _tell_charge(arrived: Arrived) -> None:
    """Say what became of the charge for delivery where goods came back."""
    if arrived.credit is not None and (said := charge_said(*arrived.charge)):
        note(said)


def _at_door(options: Namespace, do: Callable[[Shop, ParcelView, bytes | None], Arrived]) -> int:
    """One act on a parcel, once by its key."""
    key = key_of(options.key)
    with opened(options) as shop:
        order_id = shop.orders.find(options.id)
        if not done_before(shop, key, order_id):
            _tell_charge(do(shop, _parcel(shop, options, order_id), key))
        return stands(options, shop, order_id)


def deliver(options: Namespace) -> int:
    """The parcel is with its customer."""
    tenders = [tender(text) for text in options.pay]

    def handed(shop: Shop, parcel: ParcelView, key: bytes | None) -> Arrived:
        refused: dict[int, int] = {}
        if options.refused:
            view, gives = shop.returns.open(parcel.bill), {}
            for text in options.refused:
                gives, _line = shop.returns.scan(view, gives, text)
            refused = {line: give.quantity for line, give in gives.items()}
        return asked_once(options, lambda sure: shop.dispatching.deliver(
            parcel.id, tenders=tenders, refused=refused, refund=options.refund, reason=options.reason, key=key,
            sure=sure, rest=options.rest,
        ))  # fmt: skip

    return _at_door(options, handed)


def fail(options: Namespace) -> int:
    """Nobody took the parcel."""
    promised = day_number(day(options.due)) if options.due else None
    return _at_door(
        options,
        lambda shop, parcel, key: shop.dispatching.fail(parcel.id, options.reason, promised, options.slot, key=key),
    )


def send_again(options: Namespace) -> int:
    """The parcel goes out once more."""
    return _at_door(options, lambda shop, parcel, key: shop.dispatching.send_again(parcel.id, options.carrier, key=key))


def bring_back(options: Namespace) -> int:
    """The parcel came back, or what was delivered did: a credit note."""
    key = key_of(options.key)
    with opened(options) as shop:
        order_id = shop.orders.find(options.id)
        view = shop.orders.view(order_id)
        if not done_before(shop, key, order_id):
            moving = [one for one in view.parcels if one.state in ON_ITS_WAY]
            if moving or options.parcel or view.state != "delivered":
                _tell_charge(shop.dispatching.bring_back(
                    _parcel(shop, options, order_id).id, options.reason, damaged=options.damaged,
                    refund=options.refund, key=key,
                ))  # fmt: skip
            else:
                _delivered_back(shop, view, options, key)
        return stands(options, shop, order_id)


def _delivered_back(shop: Shop, view: OrderView, options: Namespace, key: bytes | None) -> None:
    """All that was delivered of an order comes back, as at the counter."""
    from shoppos.shop.credit_notes import Refund
    from shoppos.shop.return_view import DAMAGE, RESTOCK, Give

    fate = DAMAGE if options.damaged else RESTOCK
    with shop.db.transaction("order.returned"):
        for parcel in view.parcels:
            every = shop.returns.open(parcel.bill).everything()
            gives = {line: Give(give.quantity, fate, give.serials) for line, give in every.items()}
            if gives:
                way = Refund(options.refund, customer_id=view.customer.id)
                shop.returns.take(parcel.bill, gives, way, options.reason, key=key)
                key = None


def set_awb(options: Namespace) -> int:
    """The number came later."""
    weight = grams(options.weight) if options.weight else None
    with opened(options) as shop:
        order_id = shop.orders.find(options.id)
        parcel = _parcel(shop, options, order_id)
        asked_once(options, lambda sure: shop.dispatching.set_awb(
            parcel.id, options.awb, courier=options.courier, weight=weight, sure=sure
        ))  # fmt: skip
        return stands(options, shop, order_id)
