"""The khata at the command line: its lines and statement, payments with their receipt, who owes and is reminded."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from shoppos.base.clock import day_number, day_of
from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.money import grouped, parse_paise, plain, rupees
from shoppos.base.text import clean
from shoppos.cli.answer import DONE, answer, table
from shoppos.cli.bills import key_of
from shoppos.cli.customer_told import customer_of, show_customer, told
from shoppos.cli.place import opened

if TYPE_CHECKING:
    from argparse import Namespace

    from shoppos.cli.parser import Commands
    from shoppos.reports.khata import Ageing
    from shoppos.reports.khata_told import Statement
    from shoppos.shop import Shop


def add(commands: Commands) -> None:
    """Add these commands."""
    one = commands.add("khata", khata, "every line of a customer's khata, or the statement of a period")
    one.add_argument("phone")
    one.add_argument("--statement", nargs=2, metavar=("FROM", "TO"), help="days as 2026-04-01; --print makes it paper")
    one.add_argument("--print", action="store_true", dest="paper", help="owe the statement to the bill printer")
    one.add_argument("--message", action="store_true", help="the statement as the text of a message")
    dues = commands.group("dues", "who owes, and who is to be reminded")
    listed = dues.add("list", owing, "all who owe, the oldest due first")
    listed.add_argument("--due", action="store_true", help="only those who are to be reminded now")
    remind = dues.add("remind", reminded, "the text of a reminder with its UPI link; --done notes that it was sent")
    remind.add_argument("phone")
    remind.add_argument("--done", metavar="CHANNEL", help="whatsapp, sms, phone or person: they were reminded")
    rules = dues.add("rules", limits, "the shop's credit limit, and when people are reminded")
    rules.add_argument("--limit", metavar="AMOUNT", help="of each khata; 0: none")
    rules.add_argument("--policy", choices=("warn", "block"), help="what happens beyond a limit")
    rules.add_argument("--after", type=int, metavar="DAYS", help="remind of dues this old")
    rules.add_argument("--again", type=int, metavar="DAYS", help="days between two reminders")


def add_to_customers(customers: Commands) -> None:
    """Add what is told of one customer's khata under `customers`."""
    pay = customers.add("pay", take, "money taken for what a customer owes")
    pay.add_argument("phone")
    pay.add_argument("amount", nargs="?", help="without it: all that is owed")
    pay.add_argument("--by", default="cash", metavar="METHOD", help="cash, upi, card or netbanking")
    pay.add_argument("--reference", default="")
    pay.add_argument("--key", default="", metavar="UUID", help="the same key twice takes it once")
    pay.add_argument("--receipt", action="store_true", help="owe a receipt to the bill printer")
    begin = customers.add("opening", opening, "what a customer owed when the khata was begun here")
    begin.add_argument("phone")
    begin.add_argument("amount", help="below zero: what they have to their credit")
    customers.add("due", aged, "what a customer owes by its age").add_argument("phone")


def take(options: Namespace) -> int:
    """Take money for what is owed."""
    from shoppos.reports.khata_told import receipt_number

    with opened(options) as shop:
        customer = customer_of(shop, options.phone)
        amount = customer.owes if options.amount is None else parse_paise(options.amount)
        paid = shop.customers.take(customer.id, amount, options.by, options.reference, key=key_of(options.key))
        if options.receipt:
            shop.papers.receipt(paid.id)
    show_customer(options, paid.customer, {"receipt": receipt_number(paid.id)})
    return DONE


def opening(options: Namespace) -> int:
    """Begin a khata."""
    with opened(options) as shop:
        customer = shop.customers.opening(customer_of(shop, options.phone).id, parse_paise(options.amount))
    show_customer(options, customer)
    return DONE


def khata(options: Namespace) -> int:
    """Show a customer's khata."""
    if options.statement:
        return _statement(options)
    from shoppos.reports.khata import ageing

    with opened(options) as shop:
        customer = customer_of(shop, options.phone)
        lines = shop.customers.khata(customer.id)
        ages = ageing(shop.db, customer.id)
    document = {
        "customer": told(customer),
        "owes": plain(customer.owes),
        "ageing": ages_told(ages),
        "lines": [
            {"day": day_of(line.business_date).isoformat(), "kind": line.kind, "number": line.number,
             "amount": plain(line.amount), "balance": plain(line.balance)}
            for line in lines
        ],
    }  # fmt: skip
    rows = [
        (day_of(x.business_date).isoformat(), _kind_said(x.kind), x.number, grouped(x.amount), grouped(x.balance))
        for x in lines
    ]
    people = [
        *table((_("Day"), _("What"), _("Bill"), _("Amount"), _("Owes")), rows, "lllrr"),
        owes_said(customer.name, customer.owes),
    ]
    answer(options, document, people)
    return DONE


def _kind_said(kind: str) -> str:
    return _("not paid at the door") if kind == "door" else kind


def _statement(options: Namespace) -> int:
    from shoppos.reports.khata_told import message, statement

    since, until = (_day(text) for text in options.statement)
    with opened(options) as shop:
        customer = customer_of(shop, options.phone)
        found = statement(shop.db, customer.id, since, until)
        if options.paper:
            shop.papers.statement(customer.id, day_number(since), day_number(until))
    text = message(found)
    rows = [
        (
            f"{x.day:%d-%m-%Y}",
            _kind_said("door" if x.kind == "payment" and x.taken and x.method == "cod" else x.kind),
            x.number,
            *map(grouped, (x.taken, x.paid, x.balance)),
        )
        for x in found.lines
    ]
    people = [
        _("Owed before: {amount}").format(amount=rupees(found.before)),
        *table((_("Day"), _("What"), _("Bill"), _("On khata"), _("Paid"), _("Owes")), rows, "lllrrr"),
        owes_said(found.name, found.after),
    ]
    answer(options, _told(found) | {"message": text}, text if options.message else people)
    return DONE


def _told(found: Statement) -> dict[str, Any]:
    return {
        "name": found.name, "phone": found.phone, "since": found.since.isoformat(), "until": found.until.isoformat(),
        "before": plain(found.before), "after": plain(found.after), "ageing": ages_told(found.ageing),
        "lines": [
            {"day": x.day.isoformat(), "kind": x.kind, "number": x.number, "method": x.method,
             "taken": plain(x.taken), "paid": plain(x.paid), "balance": plain(x.balance)}
            for x in found.lines
        ],
        "upi": found.link,
    }  # fmt: skip


def owes_said(name: str, owes: int) -> str:
    """What somebody owes, or has to their credit, in paise."""
    if owes < 0:
        return _("{name} has {amount} to their credit.").format(name=name, amount=rupees(-owes))
    return _("{name} owes {amount}.").format(name=name, amount=rupees(owes))


def ages_told(ages: Ageing) -> dict[str, str | int]:
    """What is owed by its age, as JSON."""
    names = ("0-30", "31-60", "61-90", "over 90")
    return {**dict(zip(names, map(plain, ages.buckets), strict=True)), "credit": plain(ages.credit),
            "oldest_days": ages.oldest}  # fmt: skip


def aged(options: Namespace) -> int:
    """Show what a customer owes by its age."""
    from shoppos.reports.khata import ageing

    with opened(options) as shop:
        customer = customer_of(shop, options.phone)
        ages = ageing(shop.db, customer.id)
    rows = [tuple(map(grouped, ages.buckets))]
    heads = (_("Up to 30 days"), _("31 to 60 days"), _("61 to 90 days"), _("Over 90 days"))
    answer(options, {"owes": plain(ages.owes), **ages_told(ages)}, table(heads, rows, "rrrr"))
    return DONE


def owing(options: Namespace) -> int:
    """List who owes."""
    from shoppos.reports.khata import debtors

    with opened(options) as shop:
        found = [one for one in debtors(shop.db) if one.due or not options.due]
    document = [
        {"name": one.name, "phone": one.phone, "owes": plain(one.ageing.owes), **ages_told(one.ageing),
         "last_paid": _iso(one.last_paid), "last_reminded": _iso(one.last_reminded), "due": one.due}
        for one in found
    ]  # fmt: skip
    rows = [
        (one.phone, one.name, grouped(one.ageing.owes), one.ageing.oldest, _iso(one.last_reminded) or "")
        for one in found
    ]
    heads = (_("Phone"), _("Name"), _("Owes"), _("Days"), _("Reminded"))
    answer(options, document, table(heads, rows, "llrr") if rows else _("Nobody owes anything."))
    return DONE


def _iso(day: int) -> str | None:
    return day_of(day).isoformat() if day else None


def reminded(options: Namespace) -> int:
    """Give the text of a reminder, or note that it was given."""
    from shoppos.reports.khata_told import reminder
    from shoppos.rules.whatsapp import whatsapp

    with opened(options) as shop:
        customer = customer_of(shop, options.phone)
        if options.done:
            shop.customers.remind(customer.id, options.done)
        text = reminder(shop.db, customer.id)
    link = whatsapp(customer.phone, text)
    document = {"phone": customer.phone, "owes": plain(customer.owes), "text": text, "whatsapp": link}
    answer(options, {**document, "done": bool(options.done)}, [text, link])
    return DONE


def limits(options: Namespace) -> int:
    """Show or change the rules of credit."""
    asked = {"credit_policy": options.policy, "remind_after": options.after, "remind_again": options.again}
    if options.limit is not None:
        asked["credit_limit"] = parse_paise(options.limit)
    if any(isinstance(value, int) and value < 0 for value in asked.values()):
        raise InvalidInput(_("The amount must be more than 0."), field="limit")
    with opened(options) as shop:
        for key, value in asked.items():
            if value is not None:
                shop.settings.set(key, value)
        document = _limits(shop)
    answer(options, document, [f"{name}: {value}" for name, value in document.items()])
    return DONE


def _limits(shop: Shop) -> dict[str, Any]:
    from shoppos.reports.khata import REMIND_AFTER, REMIND_AGAIN

    get = shop.settings.get
    return {
        "credit_limit": plain(get("credit_limit", 0)), "credit_policy": get("credit_policy", "warn"),
        "remind_after": get("remind_after", REMIND_AFTER), "remind_again": get("remind_again", REMIND_AGAIN),
    }  # fmt: skip


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise InvalidInput(
            _("{text} is not a day.").format(text=clean(text, 40)), _("Type it as 2026-04-01."), "statement"
        ) from None
