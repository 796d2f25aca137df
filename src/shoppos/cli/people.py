"""Customers and what they owe, and who works here: customers, khata, employees."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from shoppos.base.clock import day_of
from shoppos.base.errors import NotFound
from shoppos.base.i18n import _
from shoppos.base.money import grouped, parse_paise, plain, rupees
from shoppos.base.text import clean
from shoppos.cli.answer import DONE, answer, facts, table
from shoppos.cli.place import opened, pin_from

if TYPE_CHECKING:
    from argparse import Namespace

    from shoppos.cli.parser import Commands
    from shoppos.shop import Shop
    from shoppos.shop.customers import CustomerView

CARD = ("name", "phone", "address", "pin_code", "state", "gstin")
CHANGED = ("name", "address", "pin_code", "state", "gstin")


def add(commands: Commands) -> None:
    """Add these commands."""
    customers = commands.group("customers", "people and what they owe")
    new = customers.add("add", create, "a new customer")
    other = customers.add("change", change, "what is written down of a customer; what is not named stays")
    for one, default in ((new, ""), (other, None)):
        one.add_argument("phone")
        for name in ("--name", "--address", "--pin-code", "--state", "--gstin"):
            one.add_argument(name, default=default)
    find = customers.add("find", search, "by the end of the phone number or the beginning of a name")
    find.add_argument("text", metavar="PHONE|NAME")
    find.add_argument("--limit", type=int, default=20, metavar="N")
    customers.add("show", show, "one customer").add_argument("phone")
    pay = customers.add("pay", take, "money taken for what a customer owes")
    pay.add_argument("phone")
    pay.add_argument("amount", nargs="?", help="without it: all that is owed")
    pay.add_argument("--by", default="cash", metavar="METHOD", help="cash, upi, card or netbanking")
    pay.add_argument("--reference", default="")
    commands.add("khata", khata, "every line of a customer's khata").add_argument("phone")
    employees = commands.group("employees", "who works here")
    person = employees.add("add", hire, "someone new")
    person.add_argument("name")
    person.add_argument("--role", default="cashier", help="owner, manager, cashier or packer")
    pin = employees.add("pin", give_pin, "give somebody a PIN, by which they sign in and allow what others may not")
    pin.add_argument("name")
    which = pin.add_mutually_exclusive_group(required=True)
    which.add_argument("--new-pin-file", metavar="FILE", help="a file with 4 to 8 digits")
    which.add_argument("--none", action="store_true", help="take it away")
    employees.add("list", staff, "all who work here")


def create(options: Namespace) -> int:
    """Write down a new customer."""
    with opened(options) as shop:
        customer = shop.customers.add(
            options.name, options.phone, address=options.address, pin_code=options.pin_code, state=options.state,
            gstin=options.gstin,
        )  # fmt: skip
    _show(options, customer)
    return DONE


def change(options: Namespace) -> int:
    """Change what is written down of a customer."""
    named = {name: value for name in CHANGED if (value := getattr(options, name)) is not None}
    with opened(options) as shop:
        customer = shop.customers.change(_customer(shop, options.phone).id, **named)
    _show(options, customer)
    return DONE


def search(options: Namespace) -> int:
    """Find customers."""
    with opened(options) as shop:
        found = shop.customers.search(options.text, options.limit)
    rows = [(one.phone, one.name, one.bills, grouped(one.owes)) for one in found]
    people = (
        table((_("Phone"), _("Name"), _("Bills"), _("Owes")), rows, "llrr") if rows else _("No customer was found.")
    )
    answer(options, [told(one) for one in found], people)
    return DONE


def show(options: Namespace) -> int:
    """Show one customer."""
    with opened(options) as shop:
        customer = _customer(shop, options.phone)
    _show(options, customer)
    return DONE


def take(options: Namespace) -> int:
    """Take money for what is owed."""
    with opened(options) as shop:
        customer = _customer(shop, options.phone)
        amount = customer.owes if options.amount is None else parse_paise(options.amount)
        customer = shop.customers.pay(customer.id, amount, options.by, options.reference)
    _show(options, customer)
    return DONE


def khata(options: Namespace) -> int:
    """Show a customer's khata."""
    with opened(options) as shop:
        customer = _customer(shop, options.phone)
        lines = shop.customers.khata(customer.id)
    document = {
        "customer": told(customer),
        "owes": plain(customer.owes),
        "lines": [
            {"day": day_of(line.business_date).isoformat(), "kind": line.kind, "number": line.number,
             "amount": plain(line.amount), "balance": plain(line.balance)}
            for line in lines
        ],
    }  # fmt: skip
    rows = [
        (day_of(x.business_date).isoformat(), x.kind, x.number, grouped(x.amount), grouped(x.balance)) for x in lines
    ]
    people = [
        *table((_("Day"), _("What"), _("Bill"), _("Amount"), _("Owes")), rows, "lllrr"),
        _("{name} owes {amount}.").format(name=customer.name, amount=rupees(customer.owes)),
    ]
    answer(options, document, people)
    return DONE


def _customer(shop: Shop, phone: str) -> CustomerView:
    customer = shop.customers.by_phone(phone)
    if customer is None:
        raise NotFound(
            _("No customer has the number {phone}.").format(phone=clean(phone, 40)),
            _("Add them with: shoppos customers add PHONE --name NAME"),
        )
    return customer


def told(customer: CustomerView) -> dict[str, Any]:
    """A customer as JSON."""
    return {**{name: getattr(customer, name) for name in CARD}, "owes": plain(customer.owes), "bills": customer.bills}


def _show(options: Namespace, customer: CustomerView) -> None:
    captions = (_("Name"), _("Phone"), _("Address"), _("PIN code"), _("State"), _("GSTIN"))
    pairs = [(caption, str(getattr(customer, name))) for caption, name in zip(captions, CARD, strict=True)]
    more = [(_("Bills"), str(customer.bills)), (_("Owes"), rupees(customer.owes))]
    answer(options, told(customer), facts([*pairs, *more]))


def hire(options: Namespace) -> int:
    """Put someone on the list of employees."""
    with opened(options) as shop:
        person = shop.staff.add(options.name, options.role)
    said = _("{name} works here now, as {role}.").format(name=person.name, role=person.role)
    answer(options, {"name": person.name, "role": person.role}, said)
    return DONE


def staff(options: Namespace) -> int:
    """List the employees."""
    with opened(options) as shop:
        everyone = [(person, shop.staff.has_pin(person.id)) for person in shop.staff.list()]
    document = [{"name": person.name, "role": person.role, "pin": pin} for person, pin in everyone]
    rows = [(person.name, person.role, _("yes") if pin else "") for person, pin in everyone]
    answer(options, document, table((_("Name"), _("Role"), _("PIN")), rows))
    return DONE


def give_pin(options: Namespace) -> int:
    """Set or take away somebody's PIN."""
    with opened(options) as shop:
        shop.staff.set_pin(options.name, "" if options.none else pin_from(Path(options.new_pin_file)))
    said = _("{name} has no PIN any more.") if options.none else _("{name} has a PIN now.")
    answer(options, {"name": clean(options.name), "pin": not options.none}, said.format(name=clean(options.name)))
    return DONE
