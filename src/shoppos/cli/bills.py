"""Selling and its bills: sell, bill show, bill explain, bill list, bill void."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from shoppos.base.clock import day_of
from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.money import grouped, parse_paise, plain, quantity, rate, rupees
from shoppos.base.text import clean
from shoppos.cli.answer import DONE, answer, facts, note, table
from shoppos.cli.place import asked, opened
from shoppos.reports import bill as bill_report
from shoppos.reports import bills as bill_list
from shoppos.reports import explain as told
from shoppos.rules.documents import Kind

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Iterator

    from shoppos.cli.parser import Commands
    from shoppos.reports.bill import Bill
    from shoppos.shop import Shop
    from shoppos.shop.payments import Tender
    from shoppos.shop.sale_view import LineView

BEHIND_A_CODE = ("@", "/", "-", "=")
"""Signs with which a price or discount begins that is typed behind its code, apart from it."""


def add(commands: Commands) -> None:
    """Add these commands."""
    one = commands.add("sell", sell, "one counter sale, done and numbered")
    one.add_argument("lines", nargs="+", metavar="LINE", help="CODE, 3*CODE, .75*CODE, and after a code @95 /10 -5")
    one.add_argument("--customer", default="", metavar="PHONE")
    one.add_argument("--gstin", default="", help="the buyer's")
    one.add_argument("--state", default="", metavar="CODE", help="the State of the buyer's address")
    one.add_argument("--address", action="store_true", help="put the customer's address on the bill, for delivery")
    one.add_argument("--discount", default="", metavar="AMOUNT|PCT%", help="off the whole bill")
    one.add_argument("--shipping", default="0", metavar="AMOUNT")
    one.add_argument("--pay", action="append", required=True, metavar="METHOD[=AMOUNT[:REFERENCE]]",
                     help="cash, upi, card, netbanking, khata, cod; without an amount: the rest, exactly")  # fmt: skip
    one.add_argument("--invoice", action="store_true", help="a numbered bill and no token, however small: they ask")
    one.add_argument("--key", default="", metavar="UUID", help="the same key twice gives the same bill once")
    bill = commands.group("bill", "bills that were made")
    bill.add("show", show, "one bill, whole").add_argument("number")
    bill.add("explain", explain, "where every rupee of a bill comes from, computed again").add_argument("number")
    many = bill.add("list", every, "bills of a time, the newest first")
    many.add_argument("--from", dest="since", metavar="DAY", help="YYYY-MM-DD; without it a month ago")
    many.add_argument("--to", dest="until", metavar="DAY", help="YYYY-MM-DD; without it today")
    many.add_argument("--find", default="", metavar="TEXT", help="in number, customer, phone or amount")
    many.add_argument("--limit", type=int, default=1000, metavar="N")
    void = bill.add("void", cancel, "cancel a bill; its number stays used")
    void.add_argument("number")
    void.add_argument("--reason", required=True)


def sell(options: Namespace) -> int:
    """Ring up, take the money, number the bill."""
    tenders = [tender(text) for text in options.pay]
    lines, key, shipping = typed_lines(options.lines), key_of(options.key), parse_paise(options.shipping)
    with opened(options) as shop:
        done = shop.sales.sell(
            lines, tenders, customer_phone=options.customer, gstin=options.gstin, state=options.state,
            discount=options.discount, shipping=shipping, key=key, with_address=options.address,
            invoice=options.invoice,
        )  # fmt: skip
        made = [bill_report.load(shop.db, number) for number in done.numbers]
    document: dict[str, Any] = {**bill_report.as_json(made[0]), "warnings": list(done.warnings)}
    if len(made) > 1:
        document["bills"] = [bill_report.as_json(bill) for bill in made]
    answer(options, document, [line for bill in made for line in said_to_people(bill)])
    for warning in done.warnings:
        note(warning)
    return DONE


def typed_lines(typed: list[str]) -> list[str]:
    """The lines as at the counter: what begins with @, / or - belongs to the code before it."""
    lines = list[str]()
    for text in typed:
        if lines and text.startswith(BEHIND_A_CODE):
            lines[-1] = f"{lines[-1]} {text.replace('=', '@', 1) if text.startswith('=') else text}"
        else:
            lines.append(text)
    return lines


def tender(text: str) -> Tender:
    """METHOD, METHOD=AMOUNT or METHOD=AMOUNT:REFERENCE; METHOD:REFERENCE pays the rest."""
    from shoppos.shop.payments import Tender

    head, _colon, reference = text.partition(":")
    method, equals, amount = head.partition("=")
    return Tender(method.strip().lower(), parse_paise(amount) if equals else None, reference.strip())


def key_of(text: str) -> bytes | None:
    """The key of an act, a UUID; None where there is none."""
    try:
        return uuid.UUID(text).bytes if text else None
    except ValueError:
        raise InvalidInput(_("{key} is not a UUID.").format(key=clean(text, 60)), field="key") from None


def show(options: Namespace) -> int:
    """Show one bill."""
    with asked(options) as db:
        bill = bill_report.load(db, options.number)
    answer(options, bill_report.as_json(bill), said_to_people(bill))
    return DONE


def explain(options: Namespace) -> int:
    """Say of each line, rate and rounding of a bill what it comes to, and whether that still comes out."""
    with asked(options) as db:
        bill = bill_report.load(db, options.number)
    sentences = told.explain(bill)
    document = {
        "number": bill.number, "kind": bill.kind, "payable": plain(bill.payable), "said": sentences,
        "agrees": told.agrees(bill),
    }  # fmt: skip
    answer(options, document, [f"{bill.kind} {bill.number}  {rupees(bill.payable)}", *sentences])
    return DONE


def line_of(shop: Shop, lines: Iterable[LineView], code: str) -> int | None:
    """The number of the line that sells the item of that code or bar code; None where no line does."""
    hit = shop.catalogue.find_code(code)
    return next((line.no for line in lines if hit is not None and line.product_id == hit.product_id), None)


def every(options: Namespace) -> int:
    """List the bills of a time."""
    with asked(options) as db:
        newest = db.row("SELECT max(business_date) FROM sale WHERE state = 'done'")
        last: int = (newest[0] if newest else None) or 0
        today = day_of(max(db.clock.business_day(db.clock.ms()), last))
        until = day(options.until) if options.until else today
        since = day(options.since) if options.since else until - dt.timedelta(days=31)
        rows = bill_list.find(db, since, until, options.find, options.limit)
    document = [
        {
            "number": row.number, "kind": row.kind, "state": row.state, "business_date": row.business_date.isoformat(),
            "made_at": row.made_at.isoformat(timespec="seconds"), "payable": plain(row.payable),
            "methods": row.methods.split(",") if row.methods else [], "claimed": row.claimed, "customer": row.buyer,
            "till": row.till, "employee": row.employee,
        }
        for row in rows
    ]  # fmt: skip
    people = table(
        (_("Bill"), _("Day"), _("Time"), _("Status"), _("Customer"), _("Paid by"), _("Amount")),
        [
            (row.number, row.business_date.isoformat(), f"{row.made_at:%H:%M}", row.state, row.buyer, row.methods,
             grouped(row.payable))
            for row in rows
        ],
        "llllllr",
    )  # fmt: skip
    answer(
        options, document, people if rows else _("No bill from {since} to {until}.").format(since=since, until=until)
    )
    return DONE


def day(text: str) -> dt.date:
    """A day as YYYY-MM-DD."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise InvalidInput(
            _("{text} is not a day.").format(text=clean(text, 40)), _("Write it like 2026-05-03.")
        ) from None


def cancel(options: Namespace) -> int:
    """Cancel a done bill."""
    with opened(options) as shop:
        notes = shop.sales.void(options.number, options.reason)
        bill = bill_report.load(shop.db, options.number)
        back = [paid for note in notes for paid in bill_report.load(shop.db, note).payments]
    said = _("Bill {number} is cancelled: {reason}").format(number=bill.number, reason=bill.void_reason)
    if notes:
        said = _("Bill {number} can be cancelled no more, so {notes} takes it back: {reason}").format(
            number=bill.number, notes=", ".join(notes), reason=clean(options.reason)
        )
        ways = ", ".join(f"{paid.label} {rupees(abs(paid.amount))}" for paid in back)
        said = "\n".join((said, _("Given back: {ways}").format(ways=ways))) if ways else said
    answer(options, bill_report.as_json(bill), said)
    return DONE


def said_to_people(bill: Bill) -> Iterator[str]:
    """A bill as a person reads it on a terminal."""
    cancelled = _("CANCELLED: {reason}").format(reason=bill.void_reason) if bill.state == "void" else ""
    yield f"{bill.kind} {bill.number}  {bill.made_at:%d-%m-%Y %H:%M}  {cancelled}".rstrip()
    if bill.against:
        yield _("Against bill {number} of {date}").format(
            number=bill.against.number, date=f"{bill.against.date:%d-%m-%Y}"
        )
    if bill.tokens:
        yield _("For {n} small sales: {first} to {last}").format(
            n=bill.tokens.bills, first=bill.tokens.first, last=bill.tokens.last
        )
    invoice = bill.invoice or (bill.against and bill.against.invoice)
    if invoice:
        yield _("On invoice {number} of {date}").format(number=invoice.number, date=f"{invoice.date:%d-%m-%Y}")
    if bill.notes:
        yield _("Came back with: {numbers}").format(numbers=", ".join(bill.notes))
    if bill.buyer:
        yield "  ".join(part for part in (bill.buyer.name, bill.buyer.phone, bill.buyer.gstin) if part)
    taxed, offered = bill.total != bill.taxable, any(x.offer for x in bill.lines)
    columns = (
        ("l", _("Code"), [x.code for x in bill.lines]), ("l", _("Item"), [x.name for x in bill.lines]),
        ("r", _("Qty"), [quantity(x.quantity) for x in bill.lines]), ("l", _("Unit"), [x.unit for x in bill.lines]),
        ("r", _("Price"), [grouped(x.price) for x in bill.lines]),
        ("r", _("Disc"), [grouped(x.disc) for x in bill.lines]),
        *([("r", _("GST"), [f"{rate(x.rate)} %" for x in bill.lines])] if taxed else []),
        ("r", _("Amount"), [grouped(x.gross - x.disc) for x in bill.lines]),
        *([("l", _("Offer"), [x.offer for x in bill.lines])] if offered else []),
    )  # fmt: skip
    sides, headings, cells = zip(*columns, strict=True)
    yield from table(headings, list(zip(*cells, strict=True)), "".join(sides))
    tax = [(name, grouped(value)) for name, value in zip((_("Taxable"), *bill.tax_labels), _taxes(bill), strict=False)]
    yield from facts((
        *(tax if taxed else ()), (_("Cess"), grouped(bill.cess) if bill.cess else ""),
        (_("Shipping"), grouped(bill.shipping) if bill.shipping else ""),
        (_("Discount"), grouped(bill.discount) if bill.discount else ""),
        (_("Round-off"), grouped(bill.round_off) if bill.round_off else ""),
        (_("Given back") if bill.kind == Kind.CREDIT_NOTE else _("To pay"), rupees(bill.payable)),
        *((payment.label, f"{grouped(payment.amount)} {payment.reference}".rstrip()) for payment in bill.payments),
        (_("Change"), grouped(bill.change) if bill.change else ""), (_("Due"), grouped(bill.due) if bill.due else ""),
        (_("Proof"), bill.fragment),
    ))  # fmt: skip


def _taxes(bill: Bill) -> tuple[int, ...]:
    return (bill.taxable, bill.igst) if bill.inter_state else (bill.taxable, bill.cgst, bill.sgst)
