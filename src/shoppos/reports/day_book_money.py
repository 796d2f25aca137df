"""What the day book has beside bills: payments of dues, money for orders, purchases, expenses, and cash moved.

What a bill itself put on a khata or took from an advance is in the bill's own entry and not told again here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shoppos.base.text import clean
from shoppos.reports.vouchers import (
    ADVANCES,
    AT_DOOR,
    CASH,
    CASH_MOVED,
    INPUT,
    MERGED,
    OPENING,
    OVER_SHORT,
    ROUND_OFF,
    Kind,
    Ledger,
    Voucher,
    balanced,
    customer,
    expense,
    method,
    purchases,
    supplier,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shoppos.base.file import Reader

WHO = "LEFT JOIN customer c ON c.id = {id} LEFT JOIN personal p ON p.id = c.personal_id"
NAMED = "c.id, coalesce(p.name, ''), coalesce(p.phone, '')"
KHATA = (
    f"SELECT k.id, k.kind, k.amount, k.method, k.reference, k.made_at, {NAMED} FROM khata_entry k "
    f"{WHO.format(id='k.customer_id')} WHERE k.business_date = ? AND k.kind <> 'sale' "
    "AND k.kind IN ('opening', 'payment', 'adjust') AND k.amount <> 0"
)
"""That it is no sale is said for the index of those few."""
ADVANCED = (
    f"SELECT a.id, a.amount, a.method, a.reference, a.made_at, o.number, {NAMED} FROM advance a "
    f"JOIN orders o ON o.id = a.order_id {WHO.format(id='o.customer_id')} "
    "WHERE a.business_date = ? AND a.method <> 'khata'"
)
"""What an order's money leaves on the khata is the customer's line there."""
DOOR = (
    "SELECT r.id, r.amount, r.method, r.reference, r.made_at, s.number FROM cod_receipt r JOIN sale s "
    "ON s.id = r.sale_id WHERE r.business_date = ?"
)
SUPPLIED = (
    "SELECT e.id, e.kind, e.amount, e.method, e.reference, e.made_at, s.name FROM supplier_entry e "
    "JOIN supplier s ON s.id = e.supplier_id WHERE e.business_date = ? AND e.kind IN ('opening', 'payment') "
    "AND e.amount <> 0"
)
BOUGHT = (
    "SELECT p.id, p.kind, p.number, p.bill_number, p.made_at, s.name, p.cgst, p.sgst, p.igst, p.cess, p.round_off, "
    "p.total FROM purchase p JOIN supplier s ON s.id = p.supplier_id WHERE p.business_date = ?"
)
BOUGHT_LINES = "SELECT rate, sum(taxable) FROM purchase_line WHERE purchase_id = ? GROUP BY rate ORDER BY rate"
SPENT = "SELECT e.id, e.amount, e.category, e.method, e.note, e.made_at FROM expense e WHERE e.business_date = ?"
MOVED = (
    "SELECT m.id, m.kind, m.amount, m.reason, m.made_at FROM cash_movement m "
    "WHERE m.business_date = ? AND m.expense_id IS NULL AND m.supplier_doc IS NULL"
)
"""Cash for an expense is in the expense, and cash for a supplier in what was paid to them."""
COUNTED = (
    "SELECT c.shift_id, c.counted - c.expected, c.reason, c.made_at FROM shift_close c "
    "WHERE c.business_date = ? AND c.counted <> c.expected"
)


def vouchers(db: Reader, day: int) -> Iterator[Voucher]:
    """The documents of one day (yyyymmdd) that are no bills, in no order."""
    for read in READERS:
        yield from read(db, day)


def _khata(db: Reader, day: int) -> Iterator[Voucher]:
    """Dues that were paid, balances that were brought along, and those moved between cards."""
    for at, kind, amount, way, reference, made_at, *who in db.rows(KHATA, (day,)):
        mine = customer(*who)
        other = {"opening": OPENING, "adjust": MERGED}.get(kind) or method(way)
        booked = ((mine, amount), (other, -amount))
        form = Kind.JOURNAL if kind != "payment" or way == "advance" else _way(-amount)
        yield _one(day, made_at, form, at, mine, f"Khata {kind} {reference}", *booked)


def _advances(db: Reader, day: int) -> Iterator[Voucher]:
    """Money for orders before their bills, and what was given back of it."""
    for at, amount, way, reference, made_at, order, *who in db.rows(ADVANCED, (day,)):
        booked = ((method(way), amount), (ADVANCES, -amount))
        yield _one(day, made_at, _way(amount), at, customer(*who), f"Advance for {order} {reference}", *booked)


def _door(db: Reader, day: int) -> Iterator[Voucher]:
    """Money that came in for what was to be paid at the door."""
    for at, amount, way, reference, made_at, bill in db.rows(DOOR, (day,)):
        booked = ((method(way), amount), (AT_DOOR, -amount))
        yield _one(day, made_at, _way(amount), at, AT_DOOR, f"Cash on delivery of {bill} {reference}", *booked)


def _suppliers(db: Reader, day: int) -> Iterator[Voucher]:
    """What was paid to suppliers, and what they were owed before."""
    for at, kind, amount, way, reference, made_at, name in db.rows(SUPPLIED, (day,)):
        mine = supplier(name)
        other = OPENING if kind == "opening" else method(way)
        form = Kind.JOURNAL if kind == "opening" else _way(amount)
        yield _one(day, made_at, form, at, mine, f"Supplier {kind} {reference}", (mine, -amount), (other, amount))


def _bought(db: Reader, day: int) -> Iterator[Voucher]:
    """Goods that came with a supplier's bill, or went back."""
    for at, kind, number, bill, made_at, name, *taxes, round_off, total in db.rows(BOUGHT, (day,)):
        mine, came = supplier(name), 1 if kind == "received" else -1
        booked: list[tuple[Ledger, int]] = [
            *((purchases(rate), came * taxable) for rate, taxable in db.rows(BOUGHT_LINES, (at,))),
            *((ledger, came * amount) for ledger, amount in zip(INPUT, taxes, strict=True)),
            (ROUND_OFF, came * round_off), (mine, -came * total),
        ]  # fmt: skip
        form = Kind.PURCHASE if kind == "received" else Kind.DEBIT_NOTE
        told = f"ShopPOS {number} {clean(bill)}".rstrip()
        yield Voucher(day, made_at, form, number, mine, told, balanced(booked), clean(bill) or number, at)


def _spent(db: Reader, day: int) -> Iterator[Voucher]:
    """Expenses, and those that were taken back."""
    for at, amount, category, way, note, made_at in db.rows(SPENT, (day,)):
        mine = expense(category)
        yield _one(day, made_at, _way(-amount), at, mine, f"{category} {note}", (mine, amount), (method(way), -amount))


def _moved(db: Reader, day: int) -> Iterator[Voucher]:
    """Cash put into a drawer or taken out of it."""
    for at, kind, amount, reason, made_at in db.rows(MOVED, (day,)):
        into = amount if kind == "in" else -amount
        yield _one(
            day, made_at, _way(into), at, CASH_MOVED, f"Cash {kind}: {reason}", (CASH, into), (CASH_MOVED, -into)
        )


def _counted(db: Reader, day: int) -> Iterator[Voucher]:
    """What was over or short when a drawer was counted."""
    for at, over, reason, made_at in db.rows(COUNTED, (day,)):
        said = f"Counted: {reason}"
        yield _one(day, made_at, Kind.JOURNAL, at, OVER_SHORT, said, (CASH, over), (OVER_SHORT, -over))


def _way(came_in: int) -> Kind:
    return Kind.RECEIPT if came_in > 0 else Kind.PAYMENT


def _one(
    day: int, made_at: int, kind: Kind, at: bytes, party: Ledger, narration: str, *booked: tuple[Ledger, int]
) -> Voucher:  # fmt: skip
    """A document without a number of its own: the end of its id stands for one."""
    number = at.hex()[-12:].upper()
    return Voucher(day, made_at, kind, number, party, clean(narration), balanced(booked), at=at)


READERS: tuple[Callable[[Any, int], Iterator[Voucher]], ...] = (
    _khata, _advances, _door, _suppliers, _bought, _spent, _moved, _counted,
)  # fmt: skip
