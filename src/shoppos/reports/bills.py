"""The bills and credit notes of a period, newest first, found by number, customer or amount."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from shoppos.base.clock import day_number, day_of
from shoppos.base.file import Reader
from shoppos.base.money import read_paise
from shoppos.base.text import clean


@dataclass(frozen=True, slots=True)
class BillRow:
    """One bill or credit note in a list; `payable` in paise, below zero for a credit note: it was given back.

    `state`: done, void, "part returned" or returned; `claimed`: a UPI payment of it waits for its UTR.
    """

    number: str
    sale_id: bytes
    kind: str
    state: str
    business_date: dt.date
    made_at: dt.datetime
    payable: int
    methods: str
    claimed: bool
    buyer: str
    till: str
    employee: str


ROWS = (
    "SELECT s.number, s.id, s.kind, v.sale_id IS NOT NULL, (SELECT sum(l.quantity) FROM credit_note n "
    "JOIN sale_line l ON l.sale_id = n.sale_id WHERE n.against_id = s.id), s.business_date, s.made_at, "
    "iif(s.kind = 'CREDIT NOTE', -s.payable, s.payable), "
    "coalesce((SELECT group_concat(DISTINCT p.method) FROM payment p WHERE p.sale_id = s.id "
    "AND (p.amount < 0) = (s.kind = 'CREDIT NOTE')), ''), "
    "EXISTS (SELECT 1 FROM payment p WHERE p.sale_id = s.id AND p.method = 'upi' AND p.amount > 0 AND NOT EXISTS "
    "(SELECT 1 FROM utr u WHERE u.doc_id = p.sale_id AND u.line = p.line)), "
    "coalesce(nullif(c.name, ''), c.phone, ''), s.till, e.name "
    "FROM sale s JOIN employee e ON e.id = s.employee_id LEFT JOIN void v ON v.sale_id = s.id "
    "LEFT JOIN personal c ON c.id = s.personal_id WHERE s.state = 'done' AND s.business_date BETWEEN ? AND ? "
)


OF_DAYS = (
    "SELECT c.number, c.id, c.kind, c.business_date, c.made_at, c.payable, c.till, e.name FROM consolidated c "
    "JOIN employee e ON e.id = c.employee_id WHERE c.business_date BETWEEN ? AND ? AND c.number LIKE ? "
    "ORDER BY c.business_date DESC, c.number DESC"
)
_OF_DAY = re.compile(r"S\d+$", re.IGNORECASE)

ONLY = {
    "claimed": (
        "AND v.sale_id IS NULL AND EXISTS (SELECT 1 FROM payment p WHERE p.sale_id = s.id AND p.method = 'upi' "
        "AND p.amount > 0 AND NOT EXISTS (SELECT 1 FROM utr u WHERE u.doc_id = p.sale_id AND u.line = p.line)) "
    ),
    "void": "AND v.sale_id IS NOT NULL ",
    "notes": "AND s.kind = 'CREDIT NOTE' ",
    "bills": "AND s.kind <> 'CREDIT NOTE' AND v.sale_id IS NULL ",
}


def find(
    db: Reader, since: dt.date, until: dt.date, text: str = "", limit: int = 200, *, only: str = ""
) -> list[BillRow]:
    """Bills from `since` to `until`, both included; `text` looks at number, customer, phone and amount.

    `only` (a key of ONLY) keeps those with a UPI payment that waits for its UTR, those that were cancelled, the
    credit notes, or the bills that stand. The one invoice for a day's small sales is found by the end of its number
    alone: its tokens are in the list already.
    """
    days: list[Any] = [day_number(since), day_number(until)]
    asked = clean(text)
    where = ""
    if asked:
        like = "%" + asked.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        amount = read_paise(asked)
        number, name, phone = (f"{column} LIKE ? ESCAPE '\\'" for column in ("s.number", "c.name", "c.phone"))
        where = f"AND ({number} OR {name} OR {phone} OR s.payable = ?) "
        days += [like, like, like, -1 if amount is None else amount]
    where += ONLY.get(only, "")
    rows = db.rows(
        ROWS + where + "ORDER BY s.business_date DESC, s.made_at DESC, s.number DESC LIMIT ?", [*days, limit]
    )
    found = [
        BillRow(
            r[0], r[1], r[2], _state(db, r[1], void=bool(r[3]), back=r[4] or 0), day_of(r[5]), db.clock.at(r[6]),
            r[7], r[8], bool(r[9]), *r[10:],
        )
        for r in rows
    ]  # fmt: skip
    return (_of_days(db, days[:2], asked) if asked and not only else []) + found


def _of_days(db: Reader, days: list[Any], asked: str) -> list[BillRow]:
    """The invoices for small sales whose number ends like this, from the letter of their series on."""
    if not _OF_DAY.search(asked):
        return []
    return [
        BillRow(number, at, kind, "done", day_of(day), db.clock.at(made_at), payable, "", False, "", till, who)
        for number, at, kind, day, made_at, payable, till, who in db.rows(OF_DAYS, (*days, "%" + asked))
    ]


def _state(db: Reader, sale_id: bytes, *, void: bool, back: int) -> str:
    """What has become of a bill of which `back` thousandths came back."""
    if void or not back:
        return "void" if void else "done"
    sold = db.row("SELECT sum(quantity) FROM sale_line WHERE sale_id = ?", (sale_id,))
    return "returned" if sold and sold[0] == back else "part returned"
