"""Documents as an accountant books them: each with what is debited and credited, which always come to the same.

Names of accounts are the accountant's, in English as Tally has them: they are matched, not read aloud. Paise; a debit
stands above zero, a credit below.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from shoppos.base.money import rate
from shoppos.base.text import clean
from shoppos.rules.documents import Treatment

if TYPE_CHECKING:
    from collections.abc import Iterable

NAME = 80
"""Characters of an account's name."""


class Kind(StrEnum):
    """What a voucher is, by the names of Tally's own types."""

    SALES = "Sales"
    CREDIT_NOTE = "Credit Note"
    RECEIPT = "Receipt"
    PAYMENT = "Payment"
    PURCHASE = "Purchase"
    DEBIT_NOTE = "Debit Note"
    JOURNAL = "Journal"


class Ledger(NamedTuple):
    """One account and the group it belongs to."""

    name: str
    group: str


class Entry(NamedTuple):
    """What is booked on one account: a debit above zero, a credit below."""

    ledger: Ledger
    amount: int


class Voucher(NamedTuple):
    """One document: its day (yyyymmdd), moment (milliseconds), number, whose it is, and what it books.

    `at` is its id: of one millisecond ids tell what was written down first.
    """

    day: int
    made_at: int
    kind: Kind
    number: str
    party: Ledger
    narration: str
    entries: tuple[Entry, ...]
    reference: str = ""
    at: bytes = b""

    @property
    def amount(self) -> int:
        """What is debited, and so what is credited."""
        return sum(entry.amount for entry in self.entries if entry.amount > 0)


_BANK, _DUTIES, _OWED, _SALES = "Bank Accounts", "Duties & Taxes", "Current Liabilities", "Sales Accounts"
_COST, _DEBTORS, _CREDITORS = "Indirect Expenses", "Sundry Debtors", "Sundry Creditors"
CASH = Ledger("Cash", "Cash-in-Hand")
ADVANCES = Ledger("Advances from Customers", _OWED)
AT_DOOR = Ledger("Cash on Delivery", _DEBTORS)
ROUND_OFF = Ledger("Round Off", _COST)
OVER_SHORT = Ledger("Cash Over and Short", _COST)
CASH_MOVED = Ledger("Cash In and Out", "Suspense A/c")
MERGED = Ledger("Khata Moved", "Suspense A/c")
UNSETTLED = Ledger("Unsettled", "Suspense A/c")
OPENING = Ledger("Opening Balances", "Capital Account")
OUTPUT = tuple(Ledger(f"Output {tax}", _DUTIES) for tax in ("CGST", "SGST", "IGST", "Cess"))
INPUT = tuple(Ledger(f"Input {tax}", _DUTIES) for tax in ("CGST", "SGST", "IGST", "Cess"))
_METHODS = {
    "cash": CASH, "upi": Ledger("UPI", _BANK), "card": Ledger("Card", _BANK),
    "netbanking": Ledger("Net Banking", _BANK), "cod": AT_DOOR, "points": Ledger("Loyalty Points", _COST),
    "exchange": Ledger("Exchange", _OWED), "advance": ADVANCES, "courier": Ledger("Courier Remittances", _BANK),
}  # fmt: skip
_UNTAXED = {
    Treatment.NIL.value: Ledger("Sales Nil Rated", _SALES), Treatment.EXEMPT.value: Ledger("Sales Exempt", _SALES),
    Treatment.NON_GST.value: Ledger("Sales Non-GST", _SALES),
}  # fmt: skip
PLAIN_SALES = Ledger("Sales", _SALES)


def method(key: str) -> Ledger:
    """The account of a way to pay."""
    return _METHODS.get(key) or Ledger(clean(key, NAME).title() or "Bank", _BANK)


@cache
def sales(treatment: str, percent: int, *, taxed: bool) -> Ledger:
    """The account of what was sold at one rate (hundredths of a percent); one for all where no GST is collected."""
    if not taxed:
        return PLAIN_SALES
    return _UNTAXED.get(treatment) or Ledger(f"Sales GST {rate(percent)}%", _SALES)


def purchases(percent: int) -> Ledger:
    """The account of what was bought at one rate (hundredths of a percent)."""
    return Ledger(f"Purchase GST {rate(percent)}%", "Purchase Accounts")


def customer(customer_id: bytes | None, name: str, phone: str) -> Ledger:
    """The account of a customer; what stands in brackets keeps two of one name, and one called Cash, apart."""
    if customer_id is None:
        return UNSETTLED
    return Ledger(f"{clean(name, NAME) or 'Customer'} ({clean(phone) or customer_id.hex()[-8:]})", _DEBTORS)


def supplier(name: str) -> Ledger:
    """The account of a supplier."""
    return Ledger(f"{clean(name, NAME)} (Supplier)", _CREDITORS)


def expense(category: str) -> Ledger:
    """The account of a kind of expense."""
    return Ledger(f"{clean(category, NAME)} (Expense)", _COST)


def balanced(entries: Iterable[tuple[Ledger, int]]) -> tuple[Entry, ...]:
    """The entries, one for each account, debits first, without those of nothing; what is missing is unsettled."""
    sums: dict[Ledger, int] = {}
    for ledger, amount in entries:
        sums[ledger] = sums.get(ledger, 0) + amount
    rest = -sum(sums.values())
    if rest:
        sums[UNSETTLED] = sums.get(UNSETTLED, 0) + rest
    kept = [Entry(ledger, amount) for ledger, amount in sums.items() if amount]
    return tuple(sorted(kept, key=lambda entry: entry.amount < 0))
