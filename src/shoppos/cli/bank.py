"""What the bank says came in, what couriers hand over of what was paid at the doors, and which couriers there are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from shoppos.base.errors import NotFound, Refused, Unavailable
from shoppos.base.i18n import _
from shoppos.base.money import grouped, parse_paise, plain, rupees
from shoppos.base.text import ascii_digits, clean
from shoppos.cli.answer import DONE, PARTLY, answer, asked_once, note, table
from shoppos.cli.bills import key_of, tender
from shoppos.cli.place import opened

if TYPE_CHECKING:
    from argparse import Namespace

    from shoppos.cli.parser import Commands
    from shoppos.reports.bank import Arrived
    from shoppos.shop import Shop
    from shoppos.shop.bank import Learned

SHORT = 8
"""Characters of the end of a payment's id by which it is named."""


def add(commands: Commands) -> None:
    """Add these commands."""
    bank = commands.group("bank", "payments that came in, and what they are for")
    pasted = bank.add("paste", paste, "the bank's SMS or messages, as they were copied; - reads them from stdin")
    pasted.add_argument("text")
    bank.add("read", read_file, "a statement of the bank or a payment service, CSV or Excel").add_argument(
        "file", type=Path
    )
    seen = bank.add("arrived", arrived, "you have seen at the bank that it came in")
    seen.add_argument("utr", metavar="UTR")
    seen.add_argument("amount", metavar="AMOUNT")
    seen.add_argument("--payer", default="", metavar="NAME")
    bank.add("list", every, "payments of which nobody knows yet what they are for, with what they may be")
    match = bank.add("match", match_one, "say what a payment is for")
    match.add_argument("id", metavar="UTR|ID", help="its UTR, or the end of its id")
    match.add_argument("document", nargs="?", default="", metavar="NUMBER", help="an order, a bill or a phone number; "
                       "without one: the likeliest")  # fmt: skip
    match.add_argument("--utr", default="", metavar="UTR", help="where the bank's words did not tell it")
    match.add_argument("--sure", action="store_true", help="though the amounts differ")
    left = bank.add("leave", leave, "it is for nothing here")
    left.add_argument("id", metavar="UTR|ID")
    left.add_argument("--note", required=True, help="why")
    bank.add("doubles", doubles, "payments that came once more for what another one paid already")
    _add_door(commands)
    _add_couriers(commands)


def _add_door(commands: Commands) -> None:
    cod = commands.group("cod", "cash on delivery")
    one = cod.add("take", take_at_door, "money that was paid at the door for a bill")
    one.add_argument("number", metavar="NUMBER", help="the bill, the order or the AWB")
    one.add_argument("pay", nargs="?", default="cash", metavar="METHOD[=AMOUNT[:REFERENCE]]", help="cash or upi")
    one.add_argument("--key", default="", metavar="UUID", help="the same key twice takes it once")
    listed = cod.add("remittance", remittance, "the list of what a courier hands over, CSV or Excel")
    listed.add_argument("file", type=Path)
    listed.add_argument("--dry-run", action="store_true", help="only say what would come of it")
    cod.add("list", due_at_doors, "what is due at the doors still, and with whom it is")


def _add_couriers(commands: Commands) -> None:
    couriers = commands.group("couriers", "who parcels are given to")
    couriers.add("list", list_couriers, "the shop's couriers, and the links by which parcels are followed")
    one = couriers.add("set", set_courier, "add a courier or change its link; {awb} stands for the parcel's number")
    one.add_argument("name")
    one.add_argument("link", nargs="?", default="", metavar="LINK")
    one.add_argument("--check", default=None, choices=("", "s10"), help="how its numbers are tested")
    one.add_argument("--remove", action="store_true", help="take it off the list")


# -- the bank


def _learned(options: Namespace, told: Learned) -> int:
    """Answer with what came of telling."""
    document = {
        "new": told.new, "known": told.known, "open": told.open, "matched": list(told.matched), "odd": list(told.odd),
        "ids": [one.hex() for one in told.ids],
    }  # fmt: skip
    counted = _("New: {new}. Known before: {known}. To be matched by you: {open}.").format(
        new=told.new, known=told.known, open=told.open
    )
    answer(options, document, [*told.matched, counted])
    for sentence in told.odd:
        note(sentence)
    return PARTLY if told.odd else DONE


def paste(options: Namespace) -> int:
    """Learn from the bank's messages."""
    import sys

    text = sys.stdin.read() if options.text == "-" else options.text
    with opened(options) as shop:
        return _learned(options, shop.bank.paste(text))


def read_file(options: Namespace) -> int:
    """Learn from a statement."""
    with opened(options) as shop:
        return _learned(options, shop.bank.read_file(_there(options.file)))


def _there(file: Path) -> Path:
    if not file.is_file():
        raise Unavailable(
            _("{file} cannot be read.").format(file=file), _("Look whether its name and folder are right.")
        )
    return file


def arrived(options: Namespace) -> int:
    """Learn from a person's eyes."""
    amount = parse_paise(options.amount)
    with opened(options) as shop:
        return _learned(options, shop.bank.arrived(options.utr, amount, payer=options.payer))


def every(options: Namespace) -> int:
    """List what waits for a person."""
    with opened(options) as shop:
        rows = shop.bank.open()
        document = [_told(shop, one) for one in rows]
    shown = [
        (one["id"][-SHORT:], one["at"][:10], one["utr"], one["payer"], grouped(row.amount),
         "; ".join(f"{_named(may)} ({may['why']})" for may in _each_once(one["suggestions"])[:2]))
        for one, row in zip(document, rows, strict=True)
    ]  # fmt: skip
    heads = (_("Id"), _("Day"), _("UTR"), _("From"), _("Amount"), _("May be for"))
    answer(options, document, table(heads, shown, "llllrl") if rows else _("Every payment is matched."))
    return DONE


def _named(may: dict[str, Any]) -> str:
    """What is suggested by its number, a khata by who owes."""
    named: str = may["number"] or may["name"] or may["kind"]
    return named


def _each_once(suggestions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What is suggested, one order or bill once by its likeliest reason."""
    found: dict[str, dict[str, Any]] = {}
    for may in suggestions:
        found.setdefault(may["number"] or f"{may['kind']} {len(found)}", may)
    return list(found.values())


def _told(shop: Shop, one: Arrived) -> dict[str, Any]:
    return {
        "id": one.id.hex(), "utr": one.credit.utr, "amount": plain(one.amount), "payer": one.credit.payer,
        "said": one.credit.said, "source": one.source, "at": shop.db.clock.at(one.came_at).isoformat(),
        "state": one.state, "number": one.number,
        "suggestions": [
            {
                "kind": may.claim.kind, "number": may.claim.number, "name": may.claim.name,
                "amount": plain(may.claim.amount), "score": may.score, "why": may.why,
            }
            for may in (shop.bank.suggestions(one.id) if one.state == "open" else ())
        ],
    }  # fmt: skip


def _credit(shop: Shop, text: str) -> Arrived:
    """The payment of that UTR, or with that end of its id; NotFound for none and for several."""
    asked = clean(ascii_digits(text), 40).replace("-", "").lower()
    found = shop.db.rows("SELECT id FROM bank_credit WHERE utr <> '' AND lower(utr) = ?", (asked,))
    if not found and len(asked) >= SHORT - 2 and all(char in "0123456789abcdef" for char in asked):
        found = shop.db.rows("SELECT id FROM bank_credit WHERE lower(hex(id)) LIKE ? LIMIT 2", (f"%{asked}",))
    if len(found) != 1:
        raise NotFound(_("There is no payment {text}.").format(text=clean(text, 40)), _("Look at: shoppos bank list"))
    return shop.bank.view(found[0][0])


def match_one(options: Namespace) -> int:
    """Say what a payment is for."""
    with opened(options) as shop:
        one = _credit(shop, options.id)
        doc_id, line = _document(shop, one, options.document)
        asked_once(options, lambda sure: shop.bank.match(one.id, doc_id, line, utr=options.utr, sure=sure))
        now = shop.bank.view(one.id)
        document = _told(shop, now)
    said = _("{amount} came in for {number}.").format(amount=rupees(now.amount), number=now.number or _("the khata"))
    answer(options, document, said)
    return DONE


def _document(shop: Shop, one: Arrived, text: str) -> tuple[bytes, int]:
    """What a person names, or the likeliest of what is suggested."""
    may = shop.bank.suggestions(one.id)
    if not text:
        if not may:
            raise Refused(_("Nothing is known that this payment may be for."), _("Give an order, a bill or a number."))
        return may[0].claim.doc_id, may[0].claim.line
    asked = clean(ascii_digits(text)).upper()
    for claim in (suggestion.claim for suggestion in may):
        if claim.number and claim.number.upper().endswith(asked):
            return claim.doc_id, claim.line
    bill = shop.db.row("SELECT id FROM sale WHERE number = ?", (asked,))
    if bill is not None:
        return bill[0], 0
    person = shop.customers.by_phone(text) if len(asked) >= SHORT and asked.isdecimal() else None
    if person is not None:
        return person.id, 0
    order_id = shop.orders.find(text)
    waiting = shop.advances.claimed(order_id)
    return (waiting[0][0], 1) if waiting else (order_id, 0)


def leave(options: Namespace) -> int:
    """A payment is for nothing here."""
    with opened(options) as shop:
        one = _credit(shop, options.id)
        if one.state != "left":
            shop.bank.leave(one.id, options.note)
        document = _told(shop, shop.bank.view(one.id))
    answer(options, document, _("{amount} waits no more.").format(amount=rupees(one.amount)))
    return DONE


def doubles(options: Namespace) -> int:
    """List what came twice."""
    with opened(options) as shop:
        found, again = shop.bank.doubles(), shop.bank.paid_again()
        pairs = [(shop.bank.view(one.first), shop.bank.view(one.second), one.why) for one in found]
        document = [
            {"first": _told(shop, first), "second": _told(shop, second), "why": why} for first, second, why in pairs
        ]
        document += [{"first": None, "second": _told(shop, one), "why": _paid_before(number)} for one, number in again]
    rows = [
        (second.id.hex()[-SHORT:], second.credit.utr, grouped(second.amount), first.credit.utr, why)
        for first, second, why in pairs
    ]
    rows += [
        (one.id.hex()[-SHORT:], one.credit.utr, grouped(one.amount), "", _paid_before(number)) for one, number in again
    ]
    heads = (_("Id"), _("UTR"), _("Amount"), _("Paid before by"), _("Why"))
    answer(options, document, table(heads, rows, "llr") if rows else _("Nothing came twice."))
    return DONE


def _paid_before(number: str) -> str:
    """Why a payment is one too many, though no other of the bank is known for the order of that number."""
    return _("{number} was paid before; it is kept for it until it is given back").format(number=number)


# -- at the door


def take_at_door(options: Namespace) -> int:
    """Write down what was paid at a door."""
    offered, key = tender(options.pay), key_of(options.key)
    with opened(options) as shop:
        sale_id, number = _due_bill(shop, options.number, key)
        before = shop.cod.due(sale_id)
        shop.cod.take(sale_id, offered.amount, offered.method, offered.reference, key=key)
        due = shop.cod.due(sale_id)
    document = {"number": number, "taken": plain(before - due), "due": plain(due)}
    said = _("Bill {number}: {amount} received, {due} due.").format(
        number=number, amount=rupees(before - due), due=rupees(due)
    )
    answer(options, document, said)
    return DONE


def _due_bill(shop: Shop, text: str, key: bytes | None) -> tuple[bytes, str]:
    """The bill of that number, or of the parcel of that order or AWB with something due; what `key` was used for."""
    if key is not None:
        row = shop.db.row(
            "SELECT s.id, s.number FROM cod_receipt c JOIN sale s ON s.id = c.sale_id WHERE c.id = ?", (key,)
        )
        if row is not None:
            return row[0], row[1]
    asked = clean(ascii_digits(text)).upper()
    row = shop.db.row("SELECT id, number FROM sale WHERE number = ? AND state = 'done'", (asked,))
    if row is not None:
        return row[0], row[1]
    parcels = shop.orders.view(shop.orders.find(text)).parcels
    owing = [one for one in parcels if one.awb == asked] or [one for one in parcels if shop.cod.due(one.sale_id)]
    if not owing:
        raise Refused(
            _("Nothing is due at the door for {number}.").format(number=clean(text, 40)),
            _("Look at what is due with: shoppos cod list"),
        )
    if len(owing) > 1:
        raise Refused(
            _("Order {number} has several bills with something due at the door.").format(number=clean(text, 40)),
            ", ".join(one.bill for one in owing),
        )
    return owing[0].sale_id, owing[0].bill


def remittance(options: Namespace) -> int:
    """Count a courier's list."""
    with opened(options) as shop:
        done = shop.remittances.read_file(_there(options.file), preview=options.dry_run)
    document = {
        "counted": plain(done.counted), "fees": plain(done.fees), "dry_run": options.dry_run,
        "rows": [
            {"row": one.row, "awb": one.awb, "number": one.number, "said": plain(one.said), "due": plain(one.due),
             "counted": plain(one.counted), "state": one.state, "why": one.why}
            for one in done.rows
        ],
        "skipped": [{"row": row, "why": why} for row, why in done.skipped],
    }  # fmt: skip
    rows = [
        (str(one.row), one.awb, one.number, grouped(one.said), grouped(one.due), grouped(one.counted), one.why)
        for one in done.rows
    ]
    heads = (_("Row"), _("AWB"), _("Bill"), _("Remitted"), _("Due"), _("Counted"), _("Why"))
    total = _("Counted: {amount}. The courier kept {fees}.").format(
        amount=rupees(done.counted), fees=rupees(done.fees)
    )  # fmt: skip
    answer(options, document, [*table(heads, rows, "rllrrr"), total])
    for row, why in done.skipped:
        note(_("Row {row}: {why}").format(row=row, why=why))
    return PARTLY if done.odd or done.skipped else DONE


def due_at_doors(options: Namespace) -> int:
    """List what is due at the doors."""
    with opened(options) as shop:
        parcels = shop.db.rows(
            "SELECT p.sale_id, o.number, s.number, coalesce(nullif(p.courier, ''), p.carrier), p.awb, p.state "
            "FROM parcel p JOIN orders o ON o.id = p.order_id JOIN sale s ON s.id = p.sale_id "
            "WHERE p.cod > 0 AND p.state <> 'returned' ORDER BY p.out_at"
        )
        document = [
            {"order": order, "bill": bill, "with": by, "awb": awb, "state": state, "due": plain(due)}
            for sale_id, order, bill, by, awb, state in parcels if (due := shop.cod.due(sale_id))
        ]  # fmt: skip
    heads = (_("Order"), _("Bill"), _("With"), _("AWB"), _("Status"), _("Due"))
    rows = [tuple(one[name] for name in ("order", "bill", "with", "awb", "state", "due")) for one in document]
    answer(options, document, table(heads, rows, "lllllr") if rows else _("Nothing is due at the doors."))
    return DONE


# -- couriers


def list_couriers(options: Namespace) -> int:
    """List the couriers."""
    with opened(options) as shop:
        _couriers(options, shop)
    return DONE


def set_courier(options: Namespace) -> int:
    """Add, change or remove one."""
    from shoppos.rules.couriers import Courier, named

    with opened(options) as shop:
        kept = list(shop.dispatching.couriers.list())
        old = named(kept, options.name)
        if options.remove:
            if old is None:
                raise NotFound(
                    _("There is no courier {name}.").format(name=clean(options.name, 40)),
                    _("Look at: shoppos couriers list"),
                )
            kept.remove(old)
        else:
            check = options.check if options.check is not None else old.check if old else ""
            new = Courier(old.name if old else options.name, options.link or (old.template if old else ""), check)
            kept = [new if one is old else one for one in kept] + ([] if old else [new])
        shop.dispatching.couriers.set(kept)
        _couriers(options, shop)
    return DONE


def _couriers(options: Namespace, shop: Shop) -> None:
    found = shop.dispatching.couriers.list()
    document = [{"name": one.name, "link": one.template, "check": one.check, "deep": one.deep} for one in found]
    answer(options, document, table((_("Courier"), _("Link")), [(one.name, one.template) for one in found]))
