"""A courier's list of the money it hands over: which parcel, how much was paid at the door, and what it keeps of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.money import MOST, read_paise
from shoppos.base.text import clean, code, fold
from shoppos.rules.bank_words import LOST, read_moment

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    Row = tuple[int, Sequence[str]]

FIRST_ROWS = 60
HEADINGS: dict[str, str] = {
    "awb": (
        "awb | awb no | awb number | awb code | waybill | waybill no | waybill number | tracking no | tracking "
        "number | tracking id | consignment no | consignment number | cn no | cnno | article number | article no "
        "| docket no | shipment id | shipment no | lr no | barcode"
    ),
    "amount": (
        "cod amount | cod amt | cod value | amount | amount collected | collected amount | cod collected | cod | "
        "collectable amount | collectable value | order value | gross amount | cod payable | remitted cod amount "
        "| cash collected | net cod amount"
    ),
    "fee": (
        "fee | fees | charges | deduction | deductions | cod charges | cod charge | service charge | freight | "
        "freight charges | shipping charges | total charges | adjustment | amount deducted | deducted amount | "
        "commission"
    ),
    "net": (
        "net amount | net payable | remitted amount | remittance amount | amount remitted | paid amount | net "
        "remitted | net payout | payout | amount paid"
    ),
    "reference": (
        "reference | utr | utr no | utr number | remittance id | remittance no | remittance number | crf id | "
        "remittance reference | neft utr | payment reference | bank reference | bank utr | batch id | transaction "
        "id"
    ),
    "date": "date | remittance date | remitted date | payment date | delivered date | delivery date | cod date",
    "status": "status | shipment status | remittance status | delivery status",
}
BY_HEADING = {alias.strip(): field for field, names in HEADINGS.items() for alias in names.split("|")}


@dataclass(frozen=True, slots=True)
class Remitted:
    """One parcel of a list, with its row: what was paid at the door and what the courier keeps of it, in paise."""

    row: int
    awb: str
    amount: int
    fee: int = 0
    reference: str = ""
    at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Remittance:
    """A list read: its parcels, the rows that could not be read with the reason, and which heading meant what."""

    lines: tuple[Remitted, ...]
    skipped: tuple[tuple[int, str], ...]
    columns: Mapping[str, str]


def read(rows: Sequence[Row]) -> Remittance:
    """The parcels of one sheet; InvalidInput when no row names the AWB and the amount."""
    start, columns = _headings(rows)
    lines, skipped = list[Remitted](), list[tuple[int, str]]()
    for number, cells in rows[start + 1 :]:
        held = {field: cells[at].strip() for field, at in columns.items() if at < len(cells)}
        if not held.get("awb") or fold(held["awb"]) in {"total", "grand total", "sum"}:
            continue
        line = _line(number, held)
        if isinstance(line, str):
            skipped.append((number, line))
        else:
            lines.append(line)
    headings = rows[start][1]
    return Remittance(tuple(lines), tuple(skipped), {field: clean(headings[at], 60) for field, at in columns.items()})


def _headings(rows: Sequence[Row]) -> tuple[int, dict[str, int]]:
    for at, (_number, cells) in enumerate(rows[:FIRST_ROWS]):
        columns: dict[str, int] = {}
        for place, cell in enumerate(cells):
            field = BY_HEADING.get(fold(cell))
            if field is not None:
                columns.setdefault(field, place)
        if "awb" in columns and ("amount" in columns or "net" in columns):
            return at, columns
    raise InvalidInput(
        _("This is no courier's list that can be read: no row names the AWB and the amount."),
        _("Export it as CSV or Excel with its headings: AWB, COD amount, Charges, Reference, Date."),
        "file",
    )


def _line(number: int, held: Mapping[str, str]) -> Remitted | str:
    """One row, or in a sentence why it cannot be read; where only the net is told, the fee is added to it."""
    awb = held["awb"]
    if LOST.fullmatch(awb):
        return _("Excel has cut off the AWB: set the column to text and export it again.")
    fee, net = _paise(held.get("fee", "")), _paise(held.get("net", ""))
    amount = _paise(held["amount"]) if "amount" in held else None if net is None else net + (fee or 0)
    if amount is None or fee is None:
        return _("The amount of AWB {awb} cannot be read.").format(awb=clean(awb, 40))
    if not amount:
        return _("No money came for AWB {awb}.").format(awb=clean(awb, 40))
    return Remitted(
        number, code(awb)[:40], amount, fee, clean(held.get("reference", ""), 40), read_moment(held.get("date", ""))
    )


def _paise(text: str) -> int | None:
    """An amount in paise, nothing for an empty cell; None where it is none."""
    if not text or text in {"-", "--", "NA", "N/A"}:
        return 0
    found = read_paise(text.removeprefix("-"))
    return found if found is not None and found < MOST else None
