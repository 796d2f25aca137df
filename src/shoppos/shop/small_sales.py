"""Sales below Rs 200: numbered like all others, or tokens for which each day's end writes one invoice.

CGST Act s.31(3)(b) with the fourth proviso of Rule 46: no invoice is needed below Rs 200 for a buyer without GSTIN who
asks for none, but one for all of them together at the close of each day.
"""

from dataclasses import dataclass
from typing import Any

from shoppos.base.db import Database
from shoppos.base.ids import new_id
from shoppos.base.journal import Value
from shoppos.base.settings import setting
from shoppos.base.transaction import Transaction
from shoppos.models.shift import Consolidated
from shoppos.rules.documents import SMALL_SALE, Kind, Scheme, collects_tax, documents
from shoppos.shop.business_day import closed_day
from shoppos.shop.tills import Tills

SERIES = "T"
"""The letter of the tokens' own numbers."""
INVOICES = "S"
"""The letter of the invoices for tokens: in a series of their own each bears the day of its tokens, whenever made."""
NUMBER, CONSOLIDATE = "number", "consolidate"
CHOICES = (NUMBER, CONSOLIDATE)
SUMS = ("taxable", "cgst", "sgst", "igst", "cess", "round_off", "payable")
OPEN = (
    "FROM sale s INDEXED BY sale_day WHERE s.state = 'done' AND s.kind = 'TOKEN' AND s.till = :till "
    "AND NOT EXISTS (SELECT 1 FROM void v WHERE v.sale_id = s.id) AND s.business_date "
)
DAYS = f"SELECT DISTINCT s.business_date {OPEN} > :closed AND s.business_date <= :day ORDER BY 1"
SUMMED = f"SELECT count(*), {', '.join(f'sum(s.{name})' for name in SUMS)} {OPEN} = :day"
END = f"SELECT s.number, s.letterhead_id, s.place {OPEN} = :day ORDER BY s.seq {{way}} LIMIT 1"
TREATMENTS = (
    "SELECT DISTINCT l.treatment FROM sale_line l WHERE l.sale_id IN (SELECT s.id " + OPEN + " = :day) ORDER BY 1"
)


@dataclass(frozen=True, slots=True)
class Small:
    """What decides whether a counter sale may be a token; `payable` in paise."""

    kinds: tuple[Kind, ...]
    scheme: str
    gstin: str
    payable: int
    inter_state: bool


def is_token(db: Database, sale: Small) -> bool:
    """Whether this counter sale gets a token: the shop chose so, and no law wants an invoice of its own for it."""
    return (
        sale.payable < SMALL_SALE and not sale.gstin and not sale.inter_state and len(sale.kinds) == 1
        and collects_tax(sale.scheme) and setting(db, "small_sales", NUMBER) == CONSOLIDATE
    )  # fmt: skip


def consolidate(db: Database, tills: Tills, tx: Transaction, day: int) -> list[tuple[bytes, str]]:
    """Write one invoice for each day of this till's tokens that is not closed, up to that day (yyyymmdd).

    Gives id and number of each, none where there was no token. Cancelled tokens are on none.
    """
    till = {"till": db.till}
    days = db.rows(DAYS, {**till, "closed": closed_day(db), "day": day})
    return [_write(db, tills, tx, {**till, "day": one}) for (one,) in days]


def _write(db: Database, tills: Tills, tx: Transaction, at: dict[str, Any]) -> tuple[bytes, str]:
    """Write the invoice for the tokens of one day; of which kind it is, their lines decide as on any other bill."""
    bills, *sums = db.row(SUMMED, at) or (0,)
    first, _head, _place = db.row(END.format(way="ASC"), at) or ("", None, "")
    last, letterhead, place = db.row(END.format(way="DESC"), at) or ("", None, "")
    kind = documents(Scheme.REGULAR, [row[0] for row in db.rows(TREATMENTS, at)])[0][0]
    number, booked = tills.draw(tx, at["day"], INVOICES)
    made = new_id()
    found: dict[str, Value] = {
        "id": made, "number": number, "kind": kind.value, "till": db.till,
        "seq": tx.last_entry(db.till).seq + 1, "business_date": booked, "letterhead_id": letterhead, "place": place,
        "first": first, "last": last, "bills": bills, **dict(zip(SUMS, sums, strict=True)), "made_at": tx.at,
        "employee_id": db.employee,
    }  # fmt: skip
    tx.insert(Consolidated, found)
    return made, number
