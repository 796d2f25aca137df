"""Customers and who works here: customers, employees; a customer's khata and person have files of their own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from shoppos.base.i18n import _
from shoppos.base.money import grouped
from shoppos.base.text import clean
from shoppos.cli import khata, person
from shoppos.cli.answer import DONE, answer, table
from shoppos.cli.customer_told import customer_of, show_customer, told
from shoppos.cli.place import opened, pin_from

if TYPE_CHECKING:
    from argparse import Namespace

    from shoppos.cli.parser import Commands

CHANGED = ("name", "address", "pin_code", "state", "gstin", "email")


def add(commands: Commands) -> None:
    """Add these commands."""
    customers = commands.group("customers", "people and what they owe")
    new = customers.add("add", create, "a new customer")
    other = customers.add("change", change, "what is written down of a customer; what is not named stays")
    for one, default in ((new, ""), (other, None)):
        one.add_argument("phone")
        for name in ("--name", "--address", "--pin-code", "--state", "--gstin", "--email"):
            one.add_argument(name, default=default)
    find = customers.add("find", search, "by the end of the phone number or the beginning of a name")
    find.add_argument("text", metavar="PHONE|NAME")
    find.add_argument("--limit", type=int, default=20, metavar="N")
    customers.add("show", show, "one customer").add_argument("phone")
    khata.add_to_customers(customers)
    person.add(customers)
    employees = commands.group("employees", "who works here")
    someone = employees.add("add", hire, "someone new")
    someone.add_argument("name")
    someone.add_argument("--role", default="cashier", help="owner, manager, cashier or packer")
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
            gstin=options.gstin, email=options.email,
        )  # fmt: skip
        email = shop.customers.card(customer.id).email
    show_customer(options, customer, email=email)
    return DONE


def change(options: Namespace) -> int:
    """Change what is written down of a customer."""
    named = {name: value for name in CHANGED if (value := getattr(options, name)) is not None}
    with opened(options) as shop:
        customer = shop.customers.change(customer_of(shop, options.phone).id, **named)
        email = shop.customers.card(customer.id).email
    show_customer(options, customer, email=email)
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
        customer = customer_of(shop, options.phone)
        email = shop.customers.card(customer.id).email
    show_customer(options, customer, email=email)
    return DONE


def hire(options: Namespace) -> int:
    """Put someone on the list of employees."""
    with opened(options) as shop:
        new = shop.staff.add(options.name, options.role)
    said = _("{name} works here now, as {role}.").format(name=new.name, role=new.role)
    answer(options, {"name": new.name, "role": new.role}, said)
    return DONE


def staff(options: Namespace) -> int:
    """List the employees."""
    with opened(options) as shop:
        everyone = [(one, shop.staff.has_pin(one.id)) for one in shop.staff.list()]
    document = [{"name": one.name, "role": one.role, "pin": pin} for one, pin in everyone]
    rows = [(one.name, one.role, _("yes") if pin else "") for one, pin in everyone]
    answer(options, document, table((_("Name"), _("Role"), _("PIN")), rows))
    return DONE


def give_pin(options: Namespace) -> int:
    """Set or take away somebody's PIN."""
    with opened(options) as shop:
        own = shop.staff.current.name.casefold() == clean(options.name).casefold()
        old = pin_from(Path(options.pin_file)) if own and options.pin_file else None
        shop.staff.set_pin(options.name, "" if options.none else pin_from(Path(options.new_pin_file)), old)
    said = _("{name} has no PIN any more.") if options.none else _("{name} has a PIN now.")
    answer(options, {"name": clean(options.name), "pin": not options.none}, said.format(name=clean(options.name)))
    return DONE
