"""A khata told to its customer: the statement of a period, a payment's receipt, and the text of a reminder."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shoppos.base.clock import day_number, day_of
from shoppos.base.errors import InvalidInput, NotFound
from shoppos.base.i18n import _
from shoppos.base.money import rupees
from shoppos.base.text import clean
from shoppos.reports.khata import Ageing, ageing_of, entries, today
from shoppos.reports.one_person import survivor
from shoppos.rules import upi

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shoppos.base.file import Reader


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One line of a statement: its day, what it is, a bill's number, what was taken and paid in paise, and the rest."""

    day: dt.date
    kind: str
    number: str
    method: str
    taken: int
    paid: int
    balance: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A khata from `since` to `until`, both included: what was owed before, each line, what is owed at the end."""

    shop: str
    shop_phone: str
    shop_address: str
    name: str
    phone: str
    since: dt.date
    until: dt.date
    before: int
    lines: tuple[StatementLine, ...]
    after: int
    ageing: Ageing
    link: str | None
    number: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """One payment of dues: who paid, when and how, in paise, what was owed `before` it and `after` it.

    With the number of an `order` it is money for that before its bill: what had been paid before it, and after it.
    """

    shop: str
    shop_phone: str
    shop_address: str
    number: str
    name: str
    phone: str
    made_at: dt.datetime
    employee: str
    method: str
    reference: str
    amount: int
    before: int
    after: int
    order: str = ""


def statement(db: Reader, customer_id: bytes, since: dt.date, until: dt.date) -> Statement:
    """The khata of a period; InvalidInput when it ends before it begins."""
    if until < since:
        raise InvalidInput(_("A statement cannot end before it begins."), field="until")
    lines = entries(db, customer_id)
    first, last = day_number(since), day_number(until)
    balance = before = sum(line.amount for line in lines if line.business_date < first)
    said = list[StatementLine]()
    for line in sorted(lines, key=lambda one: (one.business_date, one.id)):
        if first <= line.business_date <= last:
            balance += line.amount
            taken, paid = max(line.amount, 0), max(-line.amount, 0)
            said.append(
                StatementLine(day_of(line.business_date), line.kind, line.number, line.method, taken, paid, balance)
            )
    who = db.row(
        "SELECT p.name, p.phone FROM customer c JOIN personal p ON p.id = c.personal_id WHERE c.id = ?",
        (survivor(db, customer_id),),
    ) or ("", "")
    counted = [line for line in lines if line.business_date <= last]
    return Statement(
        *_shop(db), who[0], who[1], since, until, before, tuple(said), balance, ageing_of(counted, last),
        _link(db, customer_id, balance),
    )  # fmt: skip


def receipt(db: Reader, doc_id: bytes, _told: Mapping[str, Any] | None = None) -> Receipt:
    """The receipt of a payment of dues or for an order, by its id; NotFound when there is no such payment."""
    row = db.row(
        "SELECT k.id, k.customer_id, k.amount, k.method, k.reference, k.made_at, e.name, p.name, p.phone "
        "FROM khata_entry k JOIN employee e ON e.id = k.employee_id JOIN customer c ON c.id = k.customer_id "
        "JOIN personal p ON p.id = c.personal_id WHERE k.doc_id = ? AND k.kind = 'payment'",
        (doc_id,),
    )
    if row is None:
        return _for_order(db, doc_id)
    entry, customer_id, amount, method, reference, at, employee, name, phone = row
    before = sum(line.amount for line in entries(db, customer_id) if line.id < entry)
    return Receipt(
        *_shop(db)[:3], receipt_number(doc_id), name, phone, db.clock.at(at), employee, method, reference, -amount,
        before, before + amount,
    )  # fmt: skip


def _for_order(db: Reader, doc_id: bytes) -> Receipt:
    """The receipt of money that was taken for an order before its bill."""
    row = db.row(
        "SELECT a.amount, a.method, a.reference, a.made_at, e.name, p.name, p.phone, o.number, coalesce((SELECT "
        "sum(b.amount) FROM advance b WHERE b.order_id = a.order_id AND b.id < a.id), 0) FROM advance a "
        "JOIN orders o ON o.id = a.order_id JOIN employee e ON e.id = a.employee_id "
        "JOIN personal p ON p.id = o.personal_id WHERE a.id = ? AND a.amount > 0",
        (doc_id,),
    )
    if row is None:
        raise NotFound(_("There is no such payment."))
    amount, method, reference, at, employee, name, phone, order, before = row
    return Receipt(
        *_shop(db)[:3], receipt_number(doc_id), name, phone, db.clock.at(at), employee, method, reference, amount,
        before, before + amount, order,
    )  # fmt: skip


def receipt_number(doc_id: bytes) -> str:
    """What a receipt is called: the end of its payment's id."""
    return f"R-{doc_id.hex()[-8:].upper()}"


def read_statement(db: Reader, doc_id: bytes, told: Mapping[str, Any]) -> Statement:
    """The statement of the customer `doc_id` over the days `since` and `until` (yyyymmdd) of `told`."""
    return statement(db, doc_id, day_of(int(told["since"])), day_of(int(told["until"])))


def _link(db: Reader, customer_id: bytes, owed: int) -> str | None:
    """A UPI link for what is owed; its reference stands for one customer, day and amount."""
    row = db.row("SELECT name, upi, mcc, upi_merchant FROM letterhead ORDER BY id DESC LIMIT 1")
    if row is None or not row[1] or owed <= 0:
        return None
    tr = upi.reference(f"K{customer_id.hex()[-12:].upper()}{today(db)}P{owed}")
    return upi.link(row[1], row[0], amount=owed, tr=tr, tn=_("Khata"), mc=row[2] or None, merchant=bool(row[3]))


def _shop(db: Reader) -> tuple[str, str, str]:
    return db.row("SELECT name, phone, address FROM letterhead ORDER BY id DESC LIMIT 1") or ("", "", "")


def message(told: Statement) -> str:
    """A statement as the text of a message."""
    lines = [
        f"*{clean(told.shop)}*",
        _("Statement for {name}, {since} to {until}").format(
            name=clean(told.name), since=f"{told.since:%d-%m-%Y}", until=f"{told.until:%d-%m-%Y}"
        ),
        _("Owed before: {amount}").format(amount=rupees(told.before)),
        *(f"{one.day:%d-%m-%y}  {clean(one.number) or one.kind}  {rupees(one.taken - one.paid)}" for one in told.lines),
        _("*Owed now: {amount}*").format(amount=rupees(told.after)),
    ]
    return "\n".join([*lines, told.link] if told.link else lines)


def reminder(db: Reader, customer_id: bytes) -> str:
    """The text by which a customer is reminded of what they owe; with a link to pay it, where the shop has a UPI id."""
    now = day_of(today(db))
    told = statement(db, customer_id, now, now)
    said = _("Dear {name}, {amount} is open on your khata at {shop}. Please pay when you pass by.").format(
        name=clean(told.name) or _("customer"), amount=rupees(told.after), shop=clean(told.shop)
    )
    return "\n".join([said, _("Pay by UPI: {link}").format(link=told.link)] if told.link else [said])
