"""The money of an order before its bill, and what a person of the shop brings back from the doors."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from shoppos.base.errors import NotFound, Refused
from shoppos.base.i18n import _
from shoppos.base.money import parse_paise, plain, rupees
from shoppos.cli import order_words as words
from shoppos.cli.answer import DONE, answer, asked_once, table
from shoppos.cli.bills import key_of, tender
from shoppos.cli.order_answers import act, done_before, told
from shoppos.cli.place import opened

if TYPE_CHECKING:
    from argparse import Namespace

    from shoppos.cli.parser import Commands
    from shoppos.shop import Shop


def add(group: Commands) -> None:
    """Add these commands to those of orders."""
    paid = act(group, "pay", pay, "money for an order before its bill", sure=True, key=True)
    paid.add_argument("pay", metavar="METHOD[=AMOUNT[:REFERENCE]]", help="cash, upi, card, netbanking; else all due")
    paid.add_argument("--receipt", action="store_true", help="print a receipt")
    asked = act(group, "qr", show_qr, "the UPI link for what is due, under a reference of its own")
    asked.add_argument("amount", nargs="?", default="", metavar="AMOUNT")
    asked.add_argument("--out", type=Path, metavar="FILE", help="write its QR code into a PNG file")
    given = act(group, "give-back", give_back, "money of an order goes back to its customer", key=True)
    given.add_argument("amount", metavar="AMOUNT")
    given.add_argument("--refund", default="cash", metavar="METHOD[:REFERENCE]", help="cash, upi, card, khata …")
    given.add_argument("--reason", required=True)
    seen = act(group, "verify", verify, "a payment that was claimed has come, under that UTR or reference")
    seen.add_argument("reference", metavar="REFERENCE")
    never = act(group, "strike", strike, "a payment that was claimed never came: take it off", sure=True)
    never.add_argument("--reason", required=True)
    for one in (seen, never):
        one.add_argument("--amount", default="", metavar="AMOUNT", help="which one, where several are claimed")
    run = group.add("run", run_of, "what a person of the shop carries, and the cash they bring back")
    run.add_argument("name", metavar="NAME")
    run.add_argument("--print", dest="paper", action="store_true", help="its sheet on paper, too")
    run.add_argument("--settle", default="", metavar="AMOUNT", help="they hand over that much")
    run.add_argument("--sure", action="store_true", help="it is short all the same")
    run.add_argument("--key", default="", metavar="UUID", help="the same key twice settles once")


def pay(options: Namespace) -> int:
    """Take money for an order."""
    offered, key = tender(options.pay), key_of(options.key)
    with opened(options) as shop:
        order_id = shop.orders.find(options.id)
        done_before(shop, key, order_id)
        taken = asked_once(options, lambda sure: shop.advances.take(order_id, offered, key=key, sure=sure))
        if options.receipt:
            shop.advances.receipt(taken)
        view = shop.orders.view(order_id)
        said = _("Order {number}: paid {paid}, due {due}").format(
            number=view.number, paid=rupees(view.paid), due=rupees(view.due)
        )
        if view.claimed:
            said += _(", said to be paid {claimed}: waits for its proof").format(claimed=rupees(view.claimed))
        return told(options, shop, order_id, said)


def show_qr(options: Namespace) -> int:
    """Ask for money by UPI."""
    amount = parse_paise(options.amount) if options.amount else None
    with opened(options) as shop:
        shown = shop.advances.qr(shop.orders.find(options.id), amount)
    if options.out:
        from shoppos.cli.tracking import write_qr

        write_qr(options.out, shown.link)
    document = {"reference": shown.reference, "amount": plain(shown.amount), "link": shown.link}
    answer(options, document, shown.link)
    return DONE


def give_back(options: Namespace) -> int:
    """Give money back."""
    key, amount = key_of(options.key), parse_paise(options.amount)
    way, _colon, reference = options.refund.partition(":")
    with opened(options) as shop:
        order_id = shop.orders.find(options.id)
        if not done_before(shop, key, order_id):
            way = way.strip().lower()
            shop.advances.give_back(
                order_id, amount, way, options.reason, to_khata=way == "khata", reference=reference.strip(), key=key,
                approved=shop.stock.approval("return", order_id),
            )  # fmt: skip
        said = _("Given back: {ways}").format(ways=rupees(amount))
        return told(options, shop, order_id, said)


def verify(options: Namespace) -> int:
    """Prove what was claimed."""
    with opened(options) as shop:
        order_id = shop.orders.find(options.id)
        claim, amount = _claim(shop, order_id, options.amount)
        shop.advances.verify(claim, options.reference)
        return told(options, shop, order_id, _("{amount} came.").format(amount=rupees(amount)))


def strike(options: Namespace) -> int:
    """Take off what was claimed and never came."""
    with opened(options) as shop:
        order_id = shop.orders.find(options.id)
        claim, amount = _claim(shop, order_id, options.amount)
        asked_once(options, lambda sure: shop.advances.strike(claim, options.reason, sure=sure))
        return told(options, shop, order_id, _("{amount} taken off.").format(amount=rupees(amount)))


def _claim(shop: Shop, order_id: bytes, amount: str) -> tuple[bytes, int]:
    """The one payment of an order that is only claimed: its id and paise; Refused where it is none or not clear."""
    asked = parse_paise(amount) if amount else None
    found = [(one, much) for one, much, _attempt in shop.advances.claimed(order_id) if asked in {None, much}]
    if not found:
        raise NotFound(_("No such payment of this order waits for its proof."), _("Look at the order again."))
    if len(found) > 1:
        several = ", ".join(rupees(much) for _one, much in found)
        raise Refused(_("Several payments are claimed: {several}.").format(several=several), _("Say which: --amount"))
    return found[0]


def run_of(options: Namespace) -> int:
    """Show what a person carries, print it, or settle it."""
    key, brought = key_of(options.key), parse_paise(options.settle) if options.settle else None
    settled: Any = None
    with opened(options) as shop:
        asked = options.name.casefold()
        name = next((one for one in shop.dispatching.carriers() if one.casefold() == asked), options.name)
        if brought is not None:
            settled = asked_once(options, lambda sure: shop.dispatching.settle_run(name, brought, key=key, sure=sure))
        sheet = shop.dispatching.run(name)
        job = shop.dispatching.print_run(name) if options.paper else None
    document: dict[str, Any] = {**words.run_told(sheet), "job": job.hex() if job else None}
    if settled is not None:
        document["settled"] = {name: plain(getattr(settled, name)) for name in ("expected", "brought", "short")}
    rows = [
        (one.order, one.bill, one.name, one.phone, one.pin_code, one.slot, words.parcel_said(one.state),
         rupees(one.collect))
        for one in sheet.parcels
    ]  # fmt: skip
    heads = (_("Order"), _("Bill"), _("Customer"), _("Phone"), _("PIN code"), _("Slot"), _("Status"), _("Collect"))
    nothing = _("{name} carries nothing.").format(name=sheet.carrier)
    people = table(heads, rows, "lllllllr") if rows else [nothing]
    if settled is not None:
        people = [_("{name} brought {brought}: booked.").format(name=sheet.carrier, brought=rupees(settled.brought))]
        if settled.short:
            people.append(_("{amount} are short.").format(amount=rupees(settled.short)))
        people += table(heads, rows, "lllllllr") if rows else []
    people.append(_("To collect: {out}. To hand over: {bring}.").format(
        out=rupees(sheet.to_collect), bring=rupees(sheet.to_bring)
    ))  # fmt: skip
    answer(options, document, people)
    return DONE
