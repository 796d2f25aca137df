"""A new shop, and whether an old one is well: init, verify, doctor."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, cast

from shoppos.base.clock import day_of
from shoppos.base.i18n import _, ngettext
from shoppos.cli.answer import DONE, REFUSED, answer, facts, note
from shoppos.cli.place import asked, folder
from shoppos.reports.open_tokens import open_tokens

if TYPE_CHECKING:
    from argparse import Namespace

    from shoppos.cli.parser import Commands
    from shoppos.reports.open_tokens import OpenTokens

SCHEMES = ("regular", "composition", "unregistered")
FIELDS = ("name", "state", "gstin", "scheme", "upi", "address", "pin_code", "phone", "email", "footer", "terms", "mcc")


def add(commands: Commands) -> None:
    """Add these commands."""
    new = commands.add("init", init, "make a new shop")
    new.add_argument("--name", required=True, help="as it shall stand on the bills")
    new.add_argument(
        "--state", default="", metavar="CODE", help="the State's GST code, for example 27 (a GSTIN tells it)"
    )
    new.add_argument("--gstin", default="", help="without one the shop is not registered and charges no GST")
    new.add_argument("--scheme", choices=SCHEMES, help="how the shop stands to GST; regular when it has a GSTIN")
    new.add_argument("--upi", default="", metavar="VPA", help="the UPI id that is paid to, for example shop@okbank")
    new.add_argument("--personal-upi", action="store_true", help="the UPI id is a person's, not a merchant's")
    new.add_argument("--mcc", default="", help="the merchant category code of the UPI id")
    new.add_argument("--address", default="")
    new.add_argument("--pin-code", "--pin", dest="pin_code", default="", metavar="PIN", help="the postal PIN code")
    new.add_argument("--phone", default="")
    new.add_argument("--email", default="")
    new.add_argument("--footer", default="", help="a line at the foot of every bill")
    new.add_argument("--terms", default="", help="the terms on A4 and A5 bills")
    new.add_argument("--owner", default="Owner", metavar="NAME", help="the first employee")
    check = commands.add("verify", verify, "do the books agree? exit 1 names the first row that does not")
    check.add_argument("--all", action="store_true", help="name every row that does not agree, up to a thousand")
    commands.add("doctor", doctor, "versions, database, printers, queues: what support asks first")


def init(options: Namespace) -> int:
    """Make a new shop in an empty folder."""
    from shoppos.shop import Shop

    told: dict[str, Any] = {name: getattr(options, name) for name in FIELDS}
    told["scheme"] = options.scheme or ("regular" if options.gstin else "unregistered")
    told["upi_merchant"] = not options.personal_upi
    shop = Shop.create(folder(options), owner=options.employee or options.owner, **told)
    profile = shop.settings.profile()
    made = {
        "folder": str(folder(options)), "till": shop.tills.current, "employee": shop.staff.current.name,
        **{name: getattr(profile, name) for name in FIELDS},
    }  # fmt: skip
    shop.close()
    answer(
        options,
        made,
        [
            _("{shop} is ready in {folder}.").format(shop=made["name"], folder=made["folder"]),
            _("Add an item: {command}").format(command='shoppos items add 1001 "Tea" --price 20'),
        ],
    )
    return DONE


def verify(options: Namespace) -> int:
    """Walk the journal and compare the books with it."""
    from shoppos.reports.audit import audit

    with asked(options) as db:
        verdict = audit(
            db, _progress if sys.stderr.isatty() and not options.json else _silent, 1000 if options.all else 1
        )
        tokens = open_tokens(db)
    document = {
        "agrees": verdict.agrees,
        "entries": verdict.entries,
        "documents": verdict.documents,
        "tills": [{"till": head.till, "entries": head.entries, "hash": head.hash} for head in verdict.heads],
        "first": _fault(verdict.faults[0]) if verdict.faults else None,
        "faults": [_fault(fault) for fault in verdict.faults],
        "unproven": list(verdict.unproven),
        "open_tokens": [{"till": one.till, "day": day_of(one.day).isoformat(), "bills": one.bills,
                         "first": one.first, "last": one.last} for one in tokens],
    }  # fmt: skip
    if not options.json and verdict.agrees:
        agree = ngettext(
            "The books agree: one bill or credit note in {entries} journal entries.",
            "The books agree: {n} bills and credit notes in {entries} journal entries.", verdict.documents,
        )  # fmt: skip
        print(agree.format(n=f"{verdict.documents:,}", entries=f"{verdict.entries:,}"))
        ends = _("Till {till}: {entries} entries, ends with {hash}.")
        for head in verdict.heads:
            print(ends.format(till=head.till, entries=f"{head.entries:,}", hash=head.hash[:16]))
        for sentence in verdict.unproven:
            print(sentence)
    elif options.json:
        answer(options, document, "")
    for fault in verdict.faults:
        note(fault.sentence)
    for one in tokens:
        note(_no_invoice(one))
    return DONE if verdict.agrees else REFUSED


def _no_invoice(one: OpenTokens) -> str:
    """What the law still wants for the small sales of a day that nobody closed."""
    return _("Till {till}, {day}: no invoice stands for {n} tokens, {first} to {last}. Close the day.").format(
        till=one.till, day=f"{day_of(one.day):%d-%m-%Y}", n=one.bills, first=one.first, last=one.last
    )


def _fault(fault: Any) -> dict[str, str]:
    return {"kind": fault.kind, "where": fault.where, "sentence": fault.sentence}


def _progress(done: int, every: int) -> None:
    said = _("{done} of {every}").format(done=f"{done:,}", every=f"{every:,}")
    print(f"\r{said}", end="" if done < every else "\r" + " " * 40 + "\r", file=sys.stderr, flush=True)


def _silent(_done: int, _every: int) -> None:
    """Nobody watches."""


def doctor(options: Namespace) -> int:
    """Look at everything that support asks for; nobody's name, number or secret is told."""
    from shoppos.cli.health import look

    with asked(options) as db:
        found = look(db)
    flat = [
        (f"{group} {name}".replace("_", " "), _shown(value))
        for group, many in found.items()
        for name, value in many.items()
    ]
    answer(options, found, facts(flat))
    for trouble in found["trouble"].values():
        note(trouble)
    return REFUSED if found["trouble"] else DONE


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "; ".join(map(_listed, cast("list[Any]", value))) if isinstance(value, list) else str(value)


def _listed(value: Any) -> str:
    """One of a list: a text, or a printer and what it says."""
    return f"{value['name']}: {value['why']}" if isinstance(value, dict) else str(value)
