"""Taking goods back, and a manager's yes: return, approve."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shoppos.base.errors import InvalidInput, Refused
from shoppos.base.i18n import _
from shoppos.base.money import rupees
from shoppos.base.text import clean
from shoppos.cli.answer import DONE, answer, note
from shoppos.cli.bills import key_of, said_to_people, typed_lines
from shoppos.cli.place import opened, pin_from
from shoppos.reports import bill as bill_report

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from shoppos.cli.parser import Commands
    from shoppos.shop import Shop
    from shoppos.shop.credit_notes import Refund, Returned
    from shoppos.shop.return_view import Give, ReturnView


def add(commands: Commands) -> None:
    """Add these commands."""
    one = commands.add("return", take_back, "a credit note, against the bill")
    one.add_argument("number", metavar="NUMBER", help="the bill's number, or the text of its code")
    one.add_argument("lines", nargs="*", metavar="LINE", help="CODE, 2*CODE or a serial number")
    one.add_argument("--all", action="store_true", help="all that is left of the bill")
    one.add_argument("--refund", required=True, metavar="METHOD[:REFERENCE]", help="cash, upi, card, netbanking, khata")
    one.add_argument("--reason", default="")
    one.add_argument("--damaged", action="store_true", help="it cannot be sold again")
    one.add_argument("--exchange", nargs="+", default=[], metavar="LINE", help="sold instead")
    one.add_argument(
        "--customer", default="", metavar="PHONE", help="whose store credit it is, if the bill has no name"
    )
    one.add_argument("--approved", default="", metavar="UUID", help="the answer of approve")
    one.add_argument("--key", default="", metavar="UUID", help="the same key twice takes back once")
    one.add_argument("--no-bill", action="store_true", help="there is no bill: NUMBER is a LINE too (CODE@PRICE)")
    yes = commands.add("approve", approve, "a manager's yes to one act on one document")
    yes.add_argument("act", metavar="ACT", help="return_late, return_no_bill, expired, oversell, credit_limit …")
    yes.add_argument("document", metavar="NUMBER|UUID", help="the bill, or the key that the act will be done with")
    yes.add_argument("--manager-pin-file", required=True, metavar="FILE", help="a file with the manager's PIN")
    yes.add_argument("--reason", default="")


def take_back(options: Namespace) -> int:
    """Take goods back."""
    with opened(options) as shop:
        made = _without(shop, options) if options.no_bill else _against(shop, options)
        notes = [bill_report.load(shop.db, number) for number in made.numbers]
        taken = [bill_report.load(shop.db, number) for number in (made.bill.numbers if made.bill else ())]
    document: dict[str, Any] = {**bill_report.as_json(notes[0]), "warnings": list(made.warnings)}
    if len(notes) > 1:
        document["bills"] = [bill_report.as_json(one) for one in notes]
    if taken:
        document["exchange"] = [bill_report.as_json(one) for one in taken]
    given = ", ".join(f"{bill_report.label(way)} {rupees(paise)}" for way, paise in made.ways)
    people = [line for one in (*notes, *taken) for line in said_to_people(one)]
    answer(options, document, [*people, _("Given back: {ways}").format(ways=given)])
    for warning in made.warnings:
        note(warning)
    return DONE


def _against(shop: Shop, options: Namespace) -> Returned:
    view = shop.returns.open(options.number)
    if bool(options.lines) == options.all:
        raise InvalidInput(_("Say which items come back, or --all."), field="lines")
    return shop.returns.take(
        options.number, _gives(shop, view, options), _refund(shop, options), options.reason,
        exchange=typed_lines(options.exchange), approved=_approval(options.approved), key=key_of(options.key),
    )  # fmt: skip


def _without(shop: Shop, options: Namespace) -> Returned:
    from shoppos.shop.return_view import DAMAGE, RESTOCK

    if options.all or options.exchange:
        raise InvalidInput(_("Without a bill there is neither --all nor --exchange."), field="no_bill")
    return shop.returns.take_without(
        typed_lines([options.number, *options.lines]), _refund(shop, options), options.reason,
        fate=DAMAGE if options.damaged else RESTOCK, approved=_approval(options.approved), key=key_of(options.key),
    )  # fmt: skip


def _gives(shop: Shop, view: ReturnView, options: Namespace) -> dict[int, Give]:
    from shoppos.shop.return_view import DAMAGE, RESTOCK, Give

    fate = DAMAGE if options.damaged else RESTOCK
    if options.all:
        return {line: Give(give.quantity, fate) for line, give in view.everything().items()}
    gives: dict[int, Give] = {}
    for text in _one_each(options.lines):
        gives, _line = shop.returns.scan(view, gives, text, fate)
    return gives


def _one_each(lines: Sequence[str]) -> Sequence[str]:
    """The lines of a return carry no price: the bill knows it."""
    for text in lines:
        if text.startswith(("@", "/", "-", "=")):
            raise InvalidInput(
                _("{text} is no item: what comes back has the bill's price.").format(text=clean(text, 40)),
                field="lines",
            )
    return lines


def _refund(shop: Shop, options: Namespace) -> Refund:
    from shoppos.shop.credit_notes import Refund

    way, _colon, reference = options.refund.partition(":")
    customer = shop.customers.by_phone(options.customer) if options.customer else None
    if options.customer and customer is None:
        raise Refused(
            _("No customer has the number {phone}.").format(phone=clean(options.customer, 40)),
            _("Add them with: shoppos customers add PHONE --name NAME"),
        )
    return Refund(way.strip().lower(), reference.strip(), customer.id if customer else None)


def _approval(text: str) -> bytes | None:
    try:
        return uuid.UUID(text).bytes if text else None
    except ValueError:
        raise InvalidInput(_("{key} is no approval.").format(key=clean(text, 60)), field="approved") from None


def approve(options: Namespace) -> int:
    """Allow one act, known by PIN."""
    pin = pin_from(Path(options.manager_pin_file))
    with opened(options) as shop:
        try:
            doc = uuid.UUID(options.document).bytes
        except ValueError:
            doc = shop.returns.open(options.document).sale_id
        yes = shop.staff.approve(options.act, doc, pin, options.reason)
        given = next(person for person in shop.staff.list() if person.id == yes.given_id)
    key = str(uuid.UUID(bytes=yes.id))
    document = {"approval": key, "act": yes.act, "document": str(uuid.UUID(bytes=doc)), "by": given.name}
    said = _("{name} allows it: --approved {key}").format(name=given.name, key=key)
    answer(options, document, said)
    return DONE
