"""The bills of a period, newest first, found by number, customer or amount."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from shoppos.base.clock import day_number, day_of
from shoppos.base.file import Reader
from shoppos.base.money import read_paise
from shoppos.base.text import clean


@dataclass(frozen=True, slots=True)
class BillRow:
    """One bill in a list; money in paise. `claimed`: a UPI payment of it waits for its UTR."""

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
    "SELECT s.number, s.id, s.kind, v.sale_id IS NOT NULL, s.business_date, s.made_at, s.payable, "
    "coalesce((SELECT group_concat(DISTINCT p.method) FROM payment p WHERE p.sale_id = s.id AND p.amount > 0), ''), "
    "EXISTS (SELECT 1 FROM payment p WHERE p.sale_id = s.id AND p.method = 'upi' AND NOT EXISTS "
    "(SELECT 1 FROM utr u WHERE u.doc_id = p.sale_id AND u.line = p.line)), "
    "coalesce(nullif(c.name, ''), c.phone, ''), s.till, e.name "
    "FROM sale s JOIN employee e ON e.id = s.employee_id LEFT JOIN void v ON v.sale_id = s.id "
    "LEFT JOIN personal c ON c.id = s.personal_id WHERE s.state = 'done' AND s.business_date BETWEEN ? AND ? "
)


ONLY = {
    "claimed": (
        "AND v.sale_id IS NULL AND EXISTS (SELECT 1 FROM payment p WHERE p.sale_id = s.id AND p.method = 'upi' "
        "AND NOT EXISTS (SELECT 1 FROM utr u WHERE u.doc_id = p.sale_id AND u.line = p.line)) "
    ),
    "void": "AND v.sale_id IS NOT NULL ",
}


def find(
    db: Reader, since: dt.date, until: dt.date, text: str = "", limit: int = 200, *, only: str = ""
) -> list[BillRow]:
    """Bills from `since` to `until`, both included; `text` looks at number, customer, phone and amount.

    `only` (a key of ONLY) keeps those with a UPI payment that waits for its UTR, or those that were cancelled.
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
    return [
        BillRow(
            r[0],
            r[1],
            r[2],
            "void" if r[3] else "done",
            day_of(r[4]),
            db.clock.at(r[5]),
            r[6],
            r[7],
            bool(r[8]),
            *r[9:],
        )
        for r in rows
    ]
