"""Sales below Rs 200: numbered like all others, or tokens for which the day's end writes one tax invoice.

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
from shoppos.rules.documents import SMALL_SALE, Kind, collects_tax
from shoppos.shop.business_day import closed_day
from shoppos.shop.tills import Tills

SERIES = "T"
"""The letter of the tokens' own numbers."""
NUMBER, CONSOLIDATE = "number", "consolidate"
CHOICES = (NUMBER, CONSOLIDATE)
SUMS = ("taxable", "cgst", "sgst", "igst", "cess", "round_off", "payable")
OF = (
    "WHERE s.state = 'done' AND s.till = :till AND s.kind = :kind AND s.business_date > :closed "
    "AND s.business_date <= :day AND NOT EXISTS (SELECT 1 FROM void v WHERE v.sale_id = s.id)"
)
OPEN = (
    f"SELECT count(*), {', '.join(f'coalesce(sum(s.{name}), 0)' for name in SUMS)} FROM sale s INDEXED BY sale_day {OF}"
)
END = f"SELECT s.number FROM sale s INDEXED BY sale_day {OF} ORDER BY s.seq {{way}} LIMIT 1"


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


def consolidate(db: Database, tills: Tills, tx: Transaction, day: int) -> str:
    """Write the one invoice for this till's tokens of the days that are not closed, up to that one (yyyymmdd).

    Gives its number, "" where there was no token. Cancelled tokens are not on it.
    """
    span: dict[str, Any] = {
        "till": db.till, "kind": Kind.TOKEN.value, "closed": closed_day(db), "day": day
    }  # fmt: skip
    bills, *sums = db.row(OPEN, span) or (0,)
    if not bills:
        return ""
    first, last = ((db.row(END.format(way=way), span) or ("",))[0] for way in ("ASC", "DESC"))
    number, booked = tills.draw(tx, day)
    found: dict[str, Value] = {
        "id": new_id(), "number": number, "till": db.till, "business_date": booked, "first": first, "last": last,
        "bills": bills, **dict(zip(SUMS, sums, strict=True)), "made_at": tx.at, "employee_id": db.employee,
    }  # fmt: skip
    tx.insert(Consolidated, found)
    return number
