"""A customer as commands name and tell them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shoppos.base.errors import NotFound
from shoppos.base.i18n import _
from shoppos.base.money import plain, rupees
from shoppos.base.text import clean
from shoppos.cli.answer import answer, facts

if TYPE_CHECKING:
    from argparse import Namespace

    from shoppos.shop import Shop
    from shoppos.shop.customers import CustomerView

CARD = ("name", "phone", "address", "pin_code", "state", "gstin")


def customer_of(shop: Shop, phone: str) -> CustomerView:
    """The customer with that phone; NotFound when there is none."""
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


def show_customer(
    options: Namespace, customer: CustomerView, more: dict[str, Any] | None = None, *, email: str | None = None
) -> None:
    """Answer with one customer; with `email` their address for mail too."""
    captions = (_("Name"), _("Phone"), _("Address"), _("PIN code"), _("State"), _("GSTIN"))
    pairs = [(caption, str(getattr(customer, name))) for caption, name in zip(captions, CARD, strict=True)]
    document = {**told(customer), **(more or {})}
    if email is not None:
        pairs.append((_("E-mail"), email))
        document["email"] = email
    sums = [(_("Bills"), str(customer.bills)), (_("Owes"), rupees(customer.owes))]
    answer(options, document, facts([*pairs, *sums]))
