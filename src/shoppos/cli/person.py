"""One person at the command line: terms, addresses, consent, points, history; merging, exporting and erasing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shoppos.base.clock import day_of
from shoppos.base.errors import InvalidInput, NotFound, Refused
from shoppos.base.i18n import _
from shoppos.base.money import grouped, parse_paise, plain, quantity
from shoppos.base.saving import save
from shoppos.base.text import clean
from shoppos.cli.answer import DONE, answer, facts, table
from shoppos.cli.customer_told import customer_of, show_customer
from shoppos.cli.place import opened

if TYPE_CHECKING:
    from argparse import Namespace

    from shoppos.cli.parser import Commands
    from shoppos.shop import Shop
    from shoppos.shop.customers import CustomerView


def add(customers: Commands) -> None:
    """Add these commands under `customers`."""
    terms = customers.add("terms", agreed, "on which terms a customer buys; what is not named stays")
    terms.add_argument("phone")
    terms.add_argument("--limit", metavar="AMOUNT", help="credit limit; - for the shop's own")
    terms.add_argument("--list", dest="price_list", metavar="NAME", help="price list; - for none")
    terms.add_argument("--birthday", metavar="DAY/MONTH")
    terms.add_argument("--tags", metavar="A,B")
    for name in ("--likes", "--note"):
        terms.add_argument(name)
    places = customers.add("addresses", addresses, "further addresses; with --add one more")
    places.add_argument("phone")
    places.add_argument("--add", metavar="ADDRESS")
    for name in ("--label", "--name", "--pin-code", "--state"):
        places.add_argument(name, default="")
    places.add_argument("--remove", type=int, metavar="N", help="the Nth of the list")
    allow = customers.add("consent", consent, "what a customer allows; with a channel and purpose, give or withdraw")
    allow.add_argument("phone")
    allow.add_argument("channel", nargs="?", help="whatsapp, sms, phone or email")
    allow.add_argument("purpose", nargs="?", help="offers, reminders or greetings")
    allow.add_argument("--withdraw", action="store_true")
    allow.add_argument("--how", default="counter", help="counter, phone, message or form")
    have = customers.add("points", points, "a customer's points; --give adds some by hand")
    have.add_argument("phone")
    have.add_argument("--give", type=int, metavar="N")
    customers.add("history", history, "what a customer bought").add_argument("phone")
    near = customers.add("birthdays", birthdays, "whose birthday comes")
    near.add_argument("--days", type=int, default=7, metavar="N")
    customers.add("duplicates", duplicates, "cards that may be one person's")
    join = customers.add("merge", merge, "let a card join another: bills stay, dues and points move")
    join.add_argument("keep", metavar="PHONE")
    join.add_argument("gone", metavar="OTHER", help="the phone of the card that joins it")
    part = customers.add("unmerge", unmerge, "part a card again, while nothing has happened since")
    part.add_argument("gone", metavar="OTHER")
    out = customers.add("export", export, "all that is known of a person")
    out.add_argument("phone")
    out.add_argument("--html", metavar="FILE", help="write it as a page for them, too")
    gone = customers.add("erase", erase, "forget a person; bills keep their numbers and money")
    gone.add_argument("phone")
    gone.add_argument("--yes", action="store_true", help="without it nothing is erased")


def agreed(options: Namespace) -> int:
    """Show or change terms."""
    with opened(options) as shop:
        customer = customer_of(shop, options.phone)
        changes: dict[str, Any] = {
            name: value for name in ("birthday", "likes", "note") if (value := getattr(options, name)) is not None
        }
        if options.limit is not None:
            changes["credit_limit"] = None if options.limit == "-" else parse_paise(options.limit)
        if options.price_list is not None:
            changes["list_id"] = _list(shop, options.price_list)
        if options.tags is not None:
            changes["tags"] = tuple(options.tags.split(","))
        now = shop.customers.set_terms(customer.id, **changes)
        named = shop.db.row("SELECT name FROM price_list WHERE id = ?", (now.list_id,)) if now.list_id else None
    limit = None if now.credit_limit is None else plain(now.credit_limit)
    document = {
        "phone": customer.phone, "credit_limit": limit, "price_list": named[0] if named else None,
        "birthday": now.birthday, "likes": now.likes, "tags": list(now.tags), "note": now.note,
    }  # fmt: skip
    answer(options, document, facts((name, str(value)) for name, value in document.items() if value))
    return DONE


def _list(shop: Shop, name: str) -> bytes | None:
    if name == "-":
        return None
    row = shop.db.row("SELECT id FROM price_list WHERE name = ?", (clean(name),))
    if row is None:
        raise NotFound(_("There is no price list {name}.").format(name=clean(name, 40)))
    found: bytes = row[0]
    return found


def addresses(options: Namespace) -> int:
    """Show, add or take away further addresses."""
    with opened(options) as shop:
        customer = customer_of(shop, options.phone)
        if options.add:
            shop.customers.add_address(
                customer.id, options.add, label=options.label, name=options.name, pin_code=options.pin_code,
                state=options.state,
            )  # fmt: skip
        found = shop.customers.addresses(customer.id)
        if options.remove is not None:
            at: int = options.remove - 1
            if not 0 <= at < len(found):
                raise InvalidInput(_("There is no such address."), field="remove")
            shop.customers.remove_address(customer.id, found[at].personal_id)
            found = shop.customers.addresses(customer.id)
    document = [
        {"label": x.label, "name": x.card.name, "address": x.card.address, "pin_code": x.card.pin_code,
         "state": x.card.state}
        for x in found
    ]  # fmt: skip
    rows = [(n, x.label, x.card.name, x.card.address, x.card.pin_code) for n, x in enumerate(found, 1)]
    heads = ("", _("Label"), _("Name"), _("Address"), _("PIN code"))
    answer(options, document, table(heads, rows) if rows else _("No further address."))
    return DONE


def consent(options: Namespace) -> int:
    """Show, give or withdraw consent."""
    with opened(options) as shop:
        customer = customer_of(shop, options.phone)
        if options.channel:
            shop.privacy.consent(
                customer.id, options.channel, options.purpose or "", options.how, given=not options.withdraw
            )
        found = shop.privacy.consents(customer.id)
    document = [
        {"channel": x.channel, "purpose": x.purpose, "given": x.given, "how": x.how,
         "at": x.at.isoformat(timespec="seconds")}
        for x in found
    ]  # fmt: skip
    rows = [(x.channel, x.purpose, _("yes") if x.given else _("no"), x.how, f"{x.at:%d-%m-%Y %H:%M}") for x in found]
    heads = (_("Channel"), _("Purpose"), _("Allowed"), _("How"), _("When"))
    answer(options, document, table(heads, rows) if rows else _("Nothing was asked yet: no message may be sent."))
    return DONE


def points(options: Namespace) -> int:
    """Show or give points."""
    from shoppos.reports.customers import points as lines_of

    with opened(options) as shop:
        customer = customer_of(shop, options.phone)
        if options.give:
            shop.points.gift(customer.id, options.give)
        lines = lines_of(shop.db, customer.id)
        balance, worth = shop.points.balance(customer.id), shop.points.worth(customer.id)
    document = {
        "points": balance, "worth": plain(worth),
        "lines": [
            {"day": x.day.isoformat(), "kind": x.kind, "number": x.number, "points": x.points, "balance": x.balance}
            for x in lines
        ],
    }  # fmt: skip
    rows = [(x.day.isoformat(), x.kind, x.number, x.points, x.balance) for x in lines]
    heads = (_("Day"), _("What"), _("Bill"), _("Points"), _("Balance"))
    answer(options, document, table(heads, rows, "lllrr") if rows else _("No points yet."))
    return DONE


def history(options: Namespace) -> int:
    """Show what a customer bought."""
    from shoppos.reports.customers import history as told

    with opened(options) as shop:
        found = told(shop.db, customer_of(shop, options.phone).id)
    document = {
        "bills": found.bills, "total": plain(found.total), "average": plain(found.average),
        "first": found.first and found.first.isoformat(), "last": found.last and found.last.isoformat(),
        "visits": [{"number": x.number, "day": x.day.isoformat(), "payable": plain(x.payable)} for x in found.visits],
        "most": [
            {"code": x.code, "name": x.name, "bills": x.bills, "quantity": quantity(x.quantity)} for x in found.most
        ],
    }  # fmt: skip
    rows = [(x.code, x.name, x.bills, f"{quantity(x.quantity)} {x.unit.lower()}") for x in found.most]
    visits = [(x.day.isoformat(), x.number, grouped(x.payable)) for x in found.visits]
    people = [
        *facts([(_("Bills"), str(found.bills)), (_("In all"), grouped(found.total)),
                (_("Average"), grouped(found.average))]),
        *table((_("Code"), _("Item"), _("Bills"), _("Quantity")), rows, "llrr"),
        *table((_("Day"), _("Bill"), _("Amount")), visits, "llr"),
    ]  # fmt: skip
    answer(options, document, people)
    return DONE


def birthdays(options: Namespace) -> int:
    """List whose birthday comes."""
    from shoppos.reports.customers import birthdays as coming

    with opened(options) as shop:
        clock = shop.db.clock
        found = coming(shop.db, day_of(clock.business_day(clock.ms())), options.days)
    document = [{"day": x.day.isoformat(), "name": x.name, "phone": x.phone} for x in found]
    rows = [(f"{x.day:%d-%m}", x.name, x.phone) for x in found]
    answer(options, document, table((_("Day"), _("Name"), _("Phone")), rows) if rows else _("No birthday is near."))
    return DONE


def duplicates(options: Namespace) -> int:
    """List cards that may be one person's."""
    from shoppos.reports.customers import twins

    with opened(options) as shop:
        found = twins(shop.db)
    document = [
        {"first": {"name": x.first[1], "phone": x.first[2]}, "second": {"name": x.second[1], "phone": x.second[2]},
         "why": x.why}
        for x in found
    ]  # fmt: skip
    rows = [(x.first[2], x.first[1], x.second[2], x.second[1], x.why) for x in found]
    heads = (_("Phone"), _("Name"), _("Phone"), _("Name"), _("Same"))
    answer(options, document, table(heads, rows) if rows else _("No card looks like another."))
    return DONE


def merge(options: Namespace) -> int:
    """Let a card join another."""
    with opened(options) as shop:
        customer = shop.merging.merge(customer_of(shop, options.keep).id, customer_of(shop, options.gone).id)
    show_customer(options, customer)
    return DONE


def unmerge(options: Namespace) -> int:
    """Part a card again."""
    with opened(options) as shop:
        keep = customer_of(shop, options.gone)
        joined = [card for card, _name, phone in shop.merging.merged(keep.id) if phone == _phone(options.gone, keep)]
        if not joined:
            raise Refused(_("That card was not merged with another."))
        customer = shop.merging.unmerge(joined[0])
    show_customer(options, customer)
    return DONE


def _phone(text: str, keep: CustomerView) -> str:
    from shoppos.rules import identifiers

    return identifiers.phone(text) or keep.phone


def export(options: Namespace) -> int:
    """Tell all that is known of a person."""
    from shoppos.reports.personal_data import as_html, personal_data

    with opened(options) as shop:
        document = personal_data(shop.db, customer_of(shop, options.phone).id)
        name = shop.settings.profile().name
    if options.html:
        save(Path(options.html), as_html(document, name).encode())
    answer(options, document, json.dumps(document, ensure_ascii=False, indent=2))
    return DONE


def erase(options: Namespace) -> int:
    """Forget a person."""
    with opened(options) as shop:
        customer = customer_of(shop, options.phone)
        if not options.yes:
            raise Refused(
                _("{name} would be erased for good.").format(name=customer.name or customer.phone),
                _("Say --yes to do it; customers export tells first what is known."),
            )
        done = shop.privacy.erase(customer.id)
    document = {"cards": done.cards, "papers": done.papers, "kept": list(done.kept)}
    answer(options, document, [_("The person is forgotten."), *done.kept])
    return DONE
