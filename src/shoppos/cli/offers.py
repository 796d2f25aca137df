"""Prices for some: offers list, add, end; pricelists list, add, show, set, unset, for-all, end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shoppos.base.errors import InvalidInput, NotFound
from shoppos.base.i18n import _
from shoppos.base.money import grouped, parse_paise, parse_quantity, parse_rate, plain, quantity, rate
from shoppos.cli.answer import DONE, answer, table
from shoppos.cli.place import opened

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from shoppos.cli.parser import Commands, Parser
    from shoppos.rules.offers import Choice, Offer
    from shoppos.shop import Shop


def add(commands: Commands) -> None:
    """Add these commands."""
    offers = commands.group("offers", "what the shop gives away, and when")
    offers.add("list", every, "the offers that were not ended")
    _kinds(offers)
    offers.add("end", end, "run an offer no more").add_argument("offer_id", metavar="ID")
    lists = commands.group("pricelists", "prices for some customers, or from a quantity on")
    lists.add("list", lists_of, "all price lists")
    lists.add("add", new_list, "a new list, such as Wholesale").add_argument("name")
    lists.add("show", show_list, "the prices of a list").add_argument("name")
    one = lists.add("set", set_price, "the price of an item on a list")
    for word in ("name", "code", "price"):
        one.add_argument(word)
    one.add_argument("--from", dest="least", default="0", metavar="QTY", help="from this quantity on")
    gone = lists.add("unset", unset_price, "take a price off a list")
    for word in ("name", "code"):
        gone.add_argument(word)
    gone.add_argument("--from", dest="least", default="0", metavar="QTY")
    everybody = lists.add("for-all", for_all, "let a list hold for everybody; without a name none does")
    everybody.add_argument("name", nargs="?", default="")
    lists.add("end", end_list, "use a list no more").add_argument("name")


def _kinds(offers: Commands) -> None:
    new = offers.add("add", create, "a new offer: --buy and --get, --count and --price, or --off")
    _what(new)
    new.add_argument("--buy", type=int, default=0, metavar="N", help="buy so many")
    new.add_argument("--get", type=int, default=0, metavar="N", help="get so many, free or --off")
    new.add_argument("--also", nargs="+", default=[], metavar="CODE", help="of these items, not of those bought")
    new.add_argument("--count", type=int, default=0, metavar="N", help="so many …")
    new.add_argument("--price", default="0", help="… for this price")
    new.add_argument("--off", metavar="PERCENT")
    new.add_argument("--least", default="0", metavar="AMOUNT", help="when they come to this amount")
    new.add_argument("--stacks", action="store_true", help="on top of another offer")
    new.add_argument("--since", type=int, metavar="YYYYMMDD")
    new.add_argument("--until", type=int, metavar="YYYYMMDD")
    new.add_argument("--days", default="", help="weekdays as digits, 1 is Monday")
    new.add_argument("--hours", default="", metavar="17:00-19:00")


def _what(new: Parser) -> None:
    new.add_argument("--name", default="", help="what the bill says; else what the offer gives")
    new.add_argument("--of", nargs="+", default=[], metavar="CODE", help="these items; else all")
    new.add_argument("--category", nargs="+", default=[], metavar="C", help="all items of these categories")


def create(options: Namespace) -> int:
    """Make an offer."""
    from shoppos.rules.offers import COUNT, GET, PERCENT, Choice, Offer
    from shoppos.rules.pricing import WHOLE
    from shoppos.shop.offers import minutes

    kind = GET if options.buy or options.get else COUNT if options.count else PERCENT
    begin, _dash, until = options.hours.partition("-")
    if not set(options.days) <= set("1234567"):
        raise InvalidInput(_("Weekdays are digits from 1 (Monday) to 7."), field="days")
    off = parse_rate(options.off) if options.off is not None else WHOLE if kind == GET else 0
    with opened(options) as shop:
        of = _chosen(shop, options.of)
        offer = Offer(
            b"", options.name, kind, of=Choice(of.products, frozenset(options.category)), buy=options.buy,
            get=options.get, also=_chosen(shop, options.also) if options.also else None, off=off,
            count=options.count, price=parse_paise(options.price), least=parse_paise(options.least),
            stacks=options.stacks, since=options.since, until=options.until,
            days=frozenset(map(int, options.days)), hours=(minutes(begin), minutes(until)) if options.hours else None,
        )  # fmt: skip
        made = shop.offers.add(offer)
        document = _told(next(one for one in shop.offers.all() if one.id == made))
    answer(options, document, _("Offer {name}: {id}").format(name=document["name"], id=document["id"]))
    return DONE


def _chosen(shop: Shop, codes: Sequence[str]) -> Choice:
    from shoppos.rules.offers import Choice

    return Choice(frozenset(shop.catalogue.show(code).product_id.hex() for code in codes))


def every(options: Namespace) -> int:
    """List the offers."""
    with opened(options) as shop:
        found, running = shop.offers.all(), {offer.id for offer in shop.offers.running()}
    rows = [(one.name, _("runs now") if one.id in running else "", one.id.hex()) for one in found]
    shown = table((_("Offer"), _("Now"), _("Id")), rows, "lll") if found else _("There are no offers.")
    answer(options, [{**_told(one), "runs": one.id in running} for one in found], shown)
    return DONE


def _told(offer: Offer) -> dict[str, Any]:
    return {
        "id": offer.id.hex(), "name": offer.name, "kind": offer.kind, "buy": offer.buy, "get": offer.get,
        "off": rate(offer.off), "count": offer.count, "price": plain(offer.price), "least": plain(offer.least),
        "stacks": offer.stacks, "since": offer.since, "until": offer.until, "days": sorted(offer.days),
        "hours": [f"{minute // 60:02}:{minute % 60:02}" for minute in offer.hours or ()],
    }  # fmt: skip


def end(options: Namespace) -> int:
    """End an offer."""
    try:
        offer_id = bytes.fromhex(options.offer_id)
    except ValueError:
        raise NotFound(_("That offer is gone.")) from None
    with opened(options) as shop:
        shop.offers.end(offer_id)
    answer(options, {"ended": options.offer_id}, _("The offer runs no more."))
    return DONE


def lists_of(options: Namespace) -> int:
    """List the price lists."""
    with opened(options) as shop:
        found = shop.prices.lists()
    rows = [(one.name, one.prices, one.customers, _("for all") if one.for_all else "") for one in found]
    shown = table((_("List"), _("Prices"), _("Customers"), ""), rows, "lrrl") if found else _("There are none.")
    told = [
        {"name": one.name, "prices": one.prices, "customers": one.customers, "for_all": one.for_all} for one in found
    ]
    answer(options, told, shown)
    return DONE


def new_list(options: Namespace) -> int:
    """Make a list."""
    with opened(options) as shop:
        shop.prices.add(options.name)
    answer(options, {"name": options.name}, _("{name} is a price list now.").format(name=options.name))
    return DONE


def show_list(options: Namespace) -> int:
    """Show the prices of a list."""
    with opened(options) as shop:
        found = shop.prices.on_list(shop.prices.named(options.name).id)
    rows = [(one.code, one.name, quantity(one.least), grouped(one.price), grouped(one.usual)) for one in found]
    headings = (_("Code"), _("Name"), _("From"), _("Price"), _("Usual"))
    told = [
        {"code": one.code, "name": one.name, "from": quantity(one.least), "price": plain(one.price)} for one in found
    ]
    answer(options, told, table(headings, rows, "llrrr") if found else _("It has no prices yet."))
    return DONE


def set_price(options: Namespace) -> int:
    """Set a price."""
    price, least = parse_paise(options.price), parse_quantity(options.least)
    with opened(options) as shop:
        card = shop.catalogue.show(options.code)
        shop.prices.set(shop.prices.named(options.name).id, card.product_id, price, least)
    said = _("{name} costs {price} on {list}.").format(name=card.form.name, price=grouped(price), list=options.name)
    answer(options, {"code": card.form.code, "price": plain(price), "from": quantity(least)}, said)
    return DONE


def unset_price(options: Namespace) -> int:
    """Take a price off."""
    with opened(options) as shop:
        card = shop.catalogue.show(options.code)
        shop.prices.unset(shop.prices.named(options.name).id, card.product_id, parse_quantity(options.least))
    said = _("{name} has its usual price on {list}.").format(name=card.form.name, list=options.name)
    answer(options, {"code": card.form.code}, said)
    return DONE


def for_all(options: Namespace) -> int:
    """Choose the list for everybody."""
    with opened(options) as shop:
        shop.prices.choose_for_all(shop.prices.named(options.name).id if options.name else None)
    said = _("{name} holds for everybody.").format(name=options.name) if options.name else _("No list holds for all.")
    answer(options, {"for_all": options.name or None}, said)
    return DONE


def end_list(options: Namespace) -> int:
    """Retire a list."""
    with opened(options) as shop:
        shop.prices.retire(shop.prices.named(options.name).id)
    answer(options, {"ended": options.name}, _("{name} is used no more.").format(name=options.name))
    return DONE
