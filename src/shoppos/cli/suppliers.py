"""Suppliers and what runs out: suppliers, reorder, asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shoppos.base.errors import Doubtful, InvalidInput
from shoppos.base.i18n import _
from shoppos.base.money import grouped, parse_paise, parse_quantity, plain, quantity, rupees
from shoppos.cli.answer import DONE, answer, facts, table
from shoppos.cli.bills import key_of
from shoppos.cli.place import opened
from shoppos.reports import payables, reorder

if TYPE_CHECKING:
    from argparse import Namespace

    from shoppos.cli.parser import Commands
    from shoppos.shop import Shop
    from shoppos.shop.suppliers import SupplierView

WORDS = ("phone", "email", "gstin", "state", "address", "note")


def add(commands: Commands) -> None:
    """Add these commands."""
    suppliers = commands.group("suppliers", "from whom the shop buys, and what it owes them")
    new = suppliers.add("add", create, "a new supplier")
    other = suppliers.add("change", change, "what is written down of a supplier; what is not named stays")
    for one, default in ((new, ""), (other, None)):
        one.add_argument("name")
        for word in WORDS:
            one.add_argument(f"--{word}", default=default)
        one.add_argument("--lead-days", type=int, default=None, metavar="N", help="days that goods take to come")
    new.add_argument("--opening", default="0", metavar="AMOUNT", help="what the shop owed before")
    suppliers.add("list", every, "the suppliers, and how old is what they are owed")
    suppliers.add("show", show, "one supplier, and every line of the account").add_argument("name")
    pay = suppliers.add("pay", give, "money paid to a supplier")
    pay.add_argument("name")
    pay.add_argument("amount", nargs="?", help="without it: all that is owed")
    pay.add_argument("--by", default="cash", metavar="METHOD", help="cash, upi, card or netbanking")
    pay.add_argument("--reference", default="")
    pay.add_argument("--key", default="", metavar="UUID", help="the same key twice pays once")
    pay.add_argument("--sure", action="store_true", help="more than is owed: an advance")
    out = commands.group("reorder", "what runs out, and how much to buy")
    out.add("list", low, "what to buy, by supplier").add_argument(
        "--all", action="store_true", help="also what is only watched"
    )
    order = out.add("order", order_now, "an order of all that is suggested of a supplier")
    order.add_argument("supplier", metavar="NAME")
    order.add_argument("--key", default="", metavar="UUID")
    asked = commands.group("asked", "what customers asked for and did not get")
    one = asked.add("add", ask, "write it down: a code, or words")
    one.add_argument("said", metavar="CODE|WORDS")
    one.add_argument("--quantity", default="1", metavar="QTY")
    asked.add("list", wanted, "what was asked for in the last four weeks")


def create(options: Namespace) -> int:
    """Write down a new supplier."""
    from shoppos.shop.suppliers import SupplierCard

    said = {word: getattr(options, word) for word in WORDS}
    opening = parse_paise(options.opening)
    with opened(options) as shop:
        card = SupplierCard(name=options.name, **said, lead_days=options.lead_days)
        _show(options, shop, shop.suppliers.add(card, opening=opening))
    return DONE


def change(options: Namespace) -> int:
    """Change a supplier's card."""
    said: dict[str, Any] = {word: value for word in WORDS if (value := getattr(options, word)) is not None}
    if options.lead_days is not None:
        said["lead_days"] = options.lead_days
    with opened(options) as shop:
        _show(options, shop, shop.suppliers.change(shop.suppliers.named(options.name).id, **said))
    return DONE


def every(options: Namespace) -> int:
    """List the suppliers."""
    with opened(options) as shop:
        found = shop.suppliers.search()
        ages = {one.supplier_id: one.ages for one in payables.owed(shop.db)}
    document = [
        {**_told(one), "ages": [plain(paise) for paise in ages.get(one.id, (0, 0, 0, 0))]} for one in found
    ]  # fmt: skip
    rows = [
        (x.name, x.card.phone, grouped(x.owed), *(grouped(paise) for paise in ages.get(x.id, (0, 0, 0, 0))))
        for x in found
    ]
    heads = (_("Supplier"), _("Phone"), _("Owed"), _("to 30 days"), _("to 60"), _("to 90"), _("older"))
    answer(options, document, table(heads, rows, "llrrrrr") if rows else _("There is no supplier yet."))
    return DONE


def show(options: Namespace) -> int:
    """Show one supplier."""
    with opened(options) as shop:
        _show(options, shop, shop.suppliers.named(options.name))
    return DONE


def give(options: Namespace) -> int:
    """Pay a supplier."""
    with opened(options) as shop:
        one = shop.suppliers.named(options.name)
        amount = one.owed if options.amount is None else parse_paise(options.amount)
        try:
            one = shop.suppliers.pay(
                one.id, amount, options.by, options.reference, key=key_of(options.key), sure=options.sure
            )
        except Doubtful as doubt:
            raise InvalidInput(doubt.message, _("If it is right, say so with --sure."), doubt.field) from None
        _show(options, shop, one)
    return DONE


def low(options: Namespace) -> int:
    """Show the reorder list."""
    with opened(options) as shop:
        found = shop.reorder.list(every=options.all)
    document = [
        {"code": x.code, "name": x.name, "supplier": x.supplier, "on_hand": quantity(x.on_hand),
         "reserved": quantity(x.reserved), "coming": quantity(x.coming), "sold": quantity(x.sold),
         "lost": quantity(x.lost), "per_day": quantity(x.per_day), "days_left": x.days_left,
         "lead_days": x.lead_days, "point": quantity(x.point), "order": quantity(x.quantity), "cost": plain(x.cost)}
        for x in found
    ]  # fmt: skip
    rows = [
        (x.supplier, x.code, x.name, quantity(x.on_hand), quantity(x.coming), quantity(x.per_day), quantity(x.quantity))
        for x in found
    ]
    heads = (_("Supplier"), _("Code"), _("Item"), _("In stock"), _("Coming"), _("A day"), _("Order"))
    answer(options, document, table(heads, rows, "lllrrrr") if rows else _("Nothing is running out."))
    return DONE


def order_now(options: Namespace) -> int:
    """Draft an order of what is suggested."""
    with opened(options) as shop:
        order = shop.reorder.order(shop.suppliers.named(options.supplier).id, key=key_of(options.key))
        lines = [(shop.catalogue.card(x.product_id).form, x.quantity) for x in order.lines]
    document = {
        "number": order.number, "state": order.state,
        "lines": [{"code": form.code, "name": form.name, "quantity": quantity(many)} for form, many in lines],
    }  # fmt: skip
    rows = [(form.code, form.name, quantity(many)) for form, many in lines]
    answer(options, document, [order.number, *table((_("Code"), _("Item"), _("Order")), rows, "llr")])
    return DONE


def ask(options: Namespace) -> int:
    """Write down what was asked for."""
    many = parse_quantity(options.quantity)
    with opened(options) as shop:
        said = shop.asked.add(options.said, quantity=many)
    words = _("{name} was asked for and not had.").format(name=said)
    answer(options, {"said": said, "quantity": quantity(many)}, words)
    return DONE


def wanted(options: Namespace) -> int:
    """Show what was asked for."""
    with opened(options) as shop:
        found = reorder.asked(shop.db)
    document = [
        {"said": x.said, "times": x.times, "quantity": quantity(x.quantity), "last": x.last.isoformat(),
         "sold_here": x.known}
        for x in found
    ]  # fmt: skip
    rows = [(x.said, x.times, quantity(x.quantity), x.last.isoformat()) for x in found]
    heads = (_("Asked for"), _("Times"), _("Quantity"), _("Last"))
    answer(options, document, table(heads, rows, "lrrl") if rows else _("Nothing was asked for in vain."))
    return DONE


def _told(one: SupplierView) -> dict[str, Any]:
    said = {word: getattr(one.card, word) for word in ("name", *WORDS)}
    return {**said, "lead_days": one.card.lead_days, "owed": plain(one.owed)}


def _show(options: Namespace, shop: Shop, one: SupplierView) -> None:
    entries = payables.statement(shop.db, one.id)
    document = {
        **_told(one),
        "entries": [
            {"day": x.day.isoformat(), "kind": x.kind, "number": x.number, "bill": x.bill_number, "method": x.method,
             "reference": x.reference, "amount": plain(x.amount), "balance": plain(x.balance)}
            for x in entries
        ],
    }  # fmt: skip
    captions = (_("Name"), _("Phone"), _("E-mail"), _("GSTIN"), _("State"), _("Address"), _("Note"))
    people = facts([
        *((caption, getattr(one.card, word)) for caption, word in zip(captions, ("name", *WORDS), strict=True)),
        (_("Owed"), rupees(one.owed)),
    ])  # fmt: skip
    rows = [
        (x.day.isoformat(), x.kind, x.number, x.bill_number or x.reference, grouped(x.amount), grouped(x.balance))
        for x in entries
    ]
    heads = (_("Day"), _("What"), _("Number"), _("Bill"), _("Amount"), _("Owed"))
    answer(options, document, people + (table(heads, rows, "llllrr") if rows else []))
