"""A list of payments by its columns: the statement of a bank, or the report of a payment service."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shoppos.base.errors import InvalidInput, ShopError
from shoppos.base.i18n import _
from shoppos.base.text import clean, fold
from shoppos.rules.bank_words import LOST, Credit, find_utr, find_vpa, paise, read_moment, said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Row = tuple[int, Sequence[str]]

FIRST_ROWS = 60
"""Above the headings stand the account's holder, number and branch."""
FEWEST = 2
HEADINGS: dict[str, str] = {
    "date": (
        "date | txn date | transaction date | tran date | post date | posting date | value date | value dt | "
        "created at | created on | payment date | date time | transaction time | transaction date time | "
        "settlement date | txn posted date | settled at | दिनांक | तारीख"
    ),
    "narration": (
        "narration | description | particulars | remarks | transaction remarks | transaction details | details | "
        "transaction particulars | transaction description | transaction remark | note | message | विवरण"
    ),
    "credit": (
        "credit | cr | credits | credit amount | credit amt | credit inr | cr amount | deposit | deposits | "
        "deposit amt | deposit amount | deposit amt inr | deposit amount inr | amount credited | credit rs | "
        "deposit cr | credit cr | जमा"
    ),
    "debit": (
        "debit | dr | debits | debit amount | debit amt | debit inr | dr amount | withdrawal | withdrawals | "
        "withdrawal amt | withdrawal amount | withdrawal amt inr | withdrawal amount inr | debit rs | "
        "withdrawal dr"
    ),
    "amount": (
        "amount | txn amount | transaction amount | amount inr | amount rs | amount in rs | amount paid | payment "
        "amount | gross amount | total amount | collected amount | transaction value"
    ),
    "side": "cr dr | dr cr | cr or dr | debit credit | credit debit | txn type | type | transaction type | sign",
    "utr": (
        "utr | utr no | utr number | rrn | rrn no | rrn number | bank rrn | bank reference number | bank "
        "reference no | bank ref no | bank reference | chq ref no | ref no cheque no | cheque ref no | ref no | "
        "ref number | reference no | reference number | reference | customer reference | customer reference no | "
        "upi ref no | upi reference number | upi ref id | upi transaction id | bank transaction id | bank txn id "
        "| chq ref number | ref cheque no | rrn utr"
    ),
    "ours": (
        "merchant reference | merchant reference id | merchant transaction id | merchant order id | order id | "
        "order no | order number | merchant txn id | bill number | invoice number | receipt | notes"
    ),
    "payer": (
        "customer vpa | payer vpa | vpa | upi id | customer upi id | payer | payer name | customer name | from | "
        "sender | sender name | remitter | remitter name | customer vpa phone | payer upi id"
    ),
    "status": "status | payment status | transaction status | txn status",
    "id": "payment id | transaction id | txn id | id | phonepe transaction id | phonepe reference id | tran id",
}
BY_HEADING = {alias.strip(): field for field, names in HEADINGS.items() for alias in names.split("|")}
GOOD = frozenset(
    {"success", "successful", "captured", "completed", "settled", "paid", "credited", "processed", "txn success"}
)
CREDIT_SIDES = frozenset(
    {"cr", "credit", "c", "payment", "sale", "collect", "collection", "pay", "deposit", "received"}
)
PADDED = re.compile(r"'?0*(\d{12})", re.ASCII)
SIGNED = re.compile(r"\s*([+-]?)\s*(.*?)\s*\(?\s*(cr|dr)?\.?\s*\)?\s*", re.IGNORECASE | re.DOTALL)
WENT = re.compile(r"(?:^|[/\s-])(?:DR|DEBIT)(?:[/\s-]|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that looks like a payment and could not be read: its number in the file, and why."""

    row: int
    why: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What a list tells: the payments that came in, what could not be read, and how many rows were about other things.

    `columns` says which heading was taken for what, so that a person can judge it.
    """

    credits: tuple[Credit, ...]
    skipped: tuple[Skipped, ...]
    others: int
    columns: Mapping[str, str]


def read(rows: Sequence[Row]) -> Statement:
    """The payments of one sheet, its rows with their numbers; InvalidInput when no row has headings that are known."""
    start, columns = _headings(rows)
    headings = rows[start][1]
    came, skipped, others = list[Credit](), list[Skipped](), 0
    for number, cells in rows[start + 1 :]:
        held = {field: cells[at].strip() for field, at in columns.items() if at < len(cells)}
        try:
            credit = _credit(held)
        except ShopError as error:
            skipped.append(Skipped(number, error.message))
            continue
        if credit is None:
            others += 1
        else:
            came.append(credit)
    named = {field: clean(headings[at], 60) for field, at in columns.items()}
    return Statement(tuple(came), tuple(skipped), others, named)


def _headings(rows: Sequence[Row]) -> tuple[int, dict[str, int]]:
    """Which row holds the headings, and the place of each column; the first of two alike counts."""
    for at, (_number, cells) in enumerate(rows[:FIRST_ROWS]):
        columns: dict[str, int] = {}
        for place, cell in enumerate(cells):
            field = BY_HEADING.get(fold(cell))
            if field is not None:
                columns.setdefault(field, place)
        if len(columns) > FEWEST and ("credit" in columns or _tells_side(columns)):
            return at, columns
    raise InvalidInput(
        _("This is no statement that can be read: no row names a date and what came in."),
        _("Export it as CSV or Excel with its headings: Date, Narration, Deposit or Credit, Reference."),
        "file",
    )


def _tells_side(columns: Mapping[str, int]) -> bool:
    """Whether an amount can be told to have come in: by a column for it, or because the list has nothing else."""
    return "amount" in columns and bool({"side", "status", "ours", "payer"} & columns.keys())


def _credit(held: Mapping[str, str]) -> Credit | None:
    """One row's payment, None for what is none; InvalidInput where it cannot be told."""
    status = fold(held.get("status", ""))
    if status and status not in GOOD:
        return None
    amount = _amount(held)
    if amount is None:
        return None
    narration = held.get("narration", "")
    if WENT.search(narration) and not held.get("side"):
        raise InvalidInput(_("The words say that money left, the columns that it came in."))
    told = held.get("utr", "")
    if LOST.fullmatch(told):
        raise InvalidInput(_("Excel has cut off the reference: set the column to text and export it again."))
    padded = PADDED.fullmatch(told)
    at = read_moment(held.get("date", ""))
    if at is None:
        raise InvalidInput(_("There is no day that can be read."))
    words = " ".join(word for word in (narration, told if not padded else "", held.get("ours", "")) if word)
    return Credit(
        amount, padded[1] if padded else find_utr(told) or find_utr(narration),
        clean(held.get("payer", ""), 60) or _payer(narration), said(words), at, key=clean(held.get("id", ""), 60),
        reference=clean(held.get("ours", ""), 60),
    )  # fmt: skip


def _payer(narration: str) -> str:
    """The payer's UPI id in a narration; where its parts are joined by hyphens it is the part that holds the @."""
    parts = narration.split("-") if narration[:4].upper() == "UPI-" else [narration]
    return next((found for part in parts if (found := find_vpa(part))), "")


def _amount(held: Mapping[str, str]) -> int | None:
    """What came in by this row, in paise; None where nothing did."""
    if "credit" in held:
        came, went = _signed(held["credit"]), _signed(held.get("debit", ""))
        if came and went:
            raise InvalidInput(_("Money came in and went out in one row."))
        return came if came and came > 0 else None
    amount = _signed(held.get("amount", ""))
    side = fold(held.get("side", ""))
    if amount is None or amount < 0:
        return None
    return amount if not side or side in CREDIT_SIDES else None


def _signed(text: str) -> int | None:
    """An amount in paise, below zero where its sign or its Dr says so; None for an empty cell or nothing."""
    found = SIGNED.fullmatch(text)
    if found is None or not found[2] or not any(char.isdigit() for char in found[2]):
        return None
    if re.fullmatch(r"[0.,]*", found[2]):
        return None
    amount = paise(found[2])
    if amount is None:
        raise InvalidInput(_('"{text}" is not an amount of money.').format(text=clean(text, 40)))
    return -amount if found[1] == "-" or (found[3] or "").lower() == "dr" else amount
