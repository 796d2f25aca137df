"""The totals made anew from the bills themselves, in plain SQL: what `models.total` must hold, a month at a time."""

from __future__ import annotations

from operator import add
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shoppos.base.file import Reader

Rows = list[tuple[Any, ...]]
"""Rows of one table of totals in the order of its columns, and of its key."""

THEN = "BETWEEN :first AND :last"
DOCUMENT = (
    "document AS (SELECT s.id, s.business_date AS day, s.made_at, s.till, s.employee_id, "
    "iif(s.kind = 'CREDIT NOTE', 0, 1) AS count, iif(s.kind = 'CREDIT NOTE', -1, 1) AS sign "
    f"FROM sale s INDEXED BY sale_day WHERE s.state = 'done' AND s.business_date {THEN} UNION ALL "
    "SELECT s.id, v.business_date, v.made_at, coalesce(v.till, s.till), v.employee_id, -1, -1 FROM void v "
    f"JOIN sale s ON s.id = v.sale_id WHERE v.business_date {THEN})"
)
"""Every document of some days: a bill counts 1, a credit note 0 and a bill that was cancelled then -1."""

LINES = (
    "count(*) AS lines, sum(l.gross) AS gross, sum(l.disc + l.bdisc) AS discount, sum(l.ship) AS shipping, "
    "sum(iif(l.inclusive, 0, l.cgst + l.sgst + l.igst + l.cess)) AS on_top, "
    "sum(iif(l.cost IS NULL, 0, l.taxable)) AS costed, "
    "sum(iif(l.cost IS NULL, 0, (2 * l.quantity * l.cost + 1000) / 2000)) AS cost"
)
HEAD = (
    "s.taxable AS of_taxable, s.cgst + s.sgst + s.igst AS tax, s.cess AS of_cess, s.round_off AS rounded, "
    "s.payable AS paid"
)
BILL = ("lines", "gross", "discount", "shipping", "on_top", "of_taxable", "tax", "of_cess", "rounded", "paid", "costed",
        "cost")  # fmt: skip
OFF = ("of_taxable", "tax", "of_cess", "costed", "cost")
SALES = (
    "WITH summed AS (SELECT s.business_date AS day, s.made_at AS at, s.till AS at_till, s.employee_id AS by_id, "
    f"iif(s.kind = 'CREDIT NOTE', 0, 1) AS n, {HEAD}, {LINES} FROM sale s INDEXED BY sale_day "
    f"CROSS JOIN sale_line l ON l.sale_id = s.id WHERE s.state = 'done' AND s.business_date {THEN} "
    "GROUP BY s.business_date, s.made_at, s.rowid UNION ALL "
    f"SELECT v.business_date, v.made_at, coalesce(v.till, s.till), v.employee_id, -1, {HEAD}, {LINES} FROM void v "
    "JOIN sale s ON s.id = v.sale_id JOIN sale_line l ON l.sale_id = s.id "
    f"WHERE v.business_date {THEN} GROUP BY v.sale_id) "
    "SELECT day, hour_of(at), at_till, by_id, sum(n = 1), "
    f"{', '.join(f'sum(iif(n = 1, {name}, 0))' for name in BILL)}, "
    "sum(n = -1), sum(iif(n = -1, paid, 0)), sum(n = 0), sum(iif(n = 0, paid, 0)), "
    f"{', '.join(f'sum(iif(n = 1, 0, {name}))' for name in OFF)} FROM summed GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"
)
"""The sums of a bill are made line by line in the order of the bills, so that millions of lines need no sorting."""
METHODS = (
    f"WITH {DOCUMENT} SELECT day, till, method, sum(count = 1), sum(amount) FROM (SELECT d.day, d.till, p.method, "
    "d.count, sum(iif(d.count = -1, -p.amount, p.amount)) AS amount FROM document d CROSS JOIN payment p "
    "ON p.sale_id = d.id GROUP BY d.id, d.count, p.method) GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
)
OF_ITEMS = (
    "SELECT l.product_id, sum(d.count), sum(d.sign * l.quantity), sum(d.sign * l.gross), "
    "sum(d.sign * (l.disc + l.bdisc)), sum(d.sign * l.taxable), "
    "sum(d.sign * (l.taxable + l.cgst + l.sgst + l.igst + l.cess)), sum(iif(l.cost IS NULL, 0, d.sign * l.taxable)), "
    "sum(iif(l.cost IS NULL, 0, d.sign * ((2 * l.quantity * l.cost + 1000) / 2000))) "
    "FROM document d CROSS JOIN sale_line l ON l.sale_id = d.id GROUP BY l.product_id"
)
"""What was sold of each product, net, in the order of the columns of `item_total`."""
ITEMS = f"WITH {DOCUMENT} {OF_ITEMS} ORDER BY l.product_id".replace("SELECT l.p", "SELECT :first / 100, l.p")
TAXES = (
    f"WITH {DOCUMENT} SELECT :first / 100, s.gstin <> '', s.place, s.inter_state, l.treatment, l.rate, l.cess_rate, "
    "l.hsn, l.unit, sum(d.sign * l.quantity), sum(d.sign * l.taxable), sum(d.sign * l.cgst), sum(d.sign * l.sgst), "
    "sum(d.sign * l.igst), sum(d.sign * l.cess) FROM document d CROSS JOIN sale s ON s.id = d.id "
    "CROSS JOIN sale_line l ON l.sale_id = d.id GROUP BY (s.gstin <> '') || s.inter_state || s.place || '/' "
    "|| l.treatment || l.rate || '/' || l.cess_rate || '/' || length(l.hsn) || '/' || l.hsn || l.unit"
)
"""Few rows of many lines: one key that is compared at once takes a third less time to sort than eight."""
TAX_KEYS = 9
"""Columns of the key of `tax_total`."""
COUNTED = {"sale_total": SALES, "method_total": METHODS, "item_total": ITEMS, "tax_total": TAXES}
"""How each table is made from the bills of a month (`:first` and `:last` as yyyymmdd)."""


def recount(db: Reader, table: str, month: int) -> Rows:
    """What a table of totals must hold for one month (yyyymm): the rows that the bills, notes and cancellings make."""
    db.raw.create_function("hour_of", 1, db.clock.hour)
    if table == "tax_total":
        return _day_by_day(db, month)
    return db.rows(COUNTED[table], {"first": month * 100, "last": month * 100 + 99})


def _day_by_day(db: Reader, month: int) -> Rows:
    """The taxes of a month: few rows of many lines, which are sorted in less time when it is done each day."""
    sums: dict[tuple[Any, ...], tuple[int, ...]] = {}
    for day in range(month * 100 + 1, month * 100 + 32):
        for row in db.rows(TAXES, {"first": day, "last": day}):
            key, more = row[:TAX_KEYS], row[TAX_KEYS:]
            before = sums.get(key)
            sums[key] = more if before is None else tuple(map(add, before, more))
    return [(*key, *sums[key]) for key in sorted(sums)]


def kept(db: Reader, table: str, month: int) -> Rows:
    """What it holds, in the same order."""
    if table in {"sale_total", "method_total"}:
        order = "1, 2, 3, 4" if table == "sale_total" else "1, 2, 3"
        days = {"first": month * 100, "last": month * 100 + 99}
        return db.rows(f"SELECT * FROM {table} WHERE day {THEN} ORDER BY {order}", days)
    order = "2" if table == "item_total" else "2, 3, 4, 5, 6, 7, 8, 9"
    return db.rows(f"SELECT * FROM {table} WHERE month = :month ORDER BY {order}", {"month": month})


FIRST = (
    "SELECT min(business_date) / 100 FROM sale INDEXED BY sale_day WHERE state = 'done' AND business_date > :after",
    "SELECT min(business_date) / 100 FROM void WHERE business_date > :after",
    "SELECT min(day) / 100 FROM sale_total WHERE day > :after",
    "SELECT min(day) / 100 FROM method_total WHERE day > :after",
    "SELECT min(month) FROM item_total WHERE month > :after / 100",
    "SELECT min(month) FROM tax_total WHERE month > :after / 100",
)
"""The next month of which there is something, in each of its places."""


def months(db: Reader) -> Iterator[int]:
    """Every month (yyyymm) of which there are bills, notes, cancelled bills or totals, in order."""
    last = 0
    while True:
        found = [row[0] for sql in FIRST if (row := db.row(sql, {"after": last * 100 + 99}))]
        left = [month for month in found if month is not None]
        if not left:
            return
        last = min(left)
        yield last
