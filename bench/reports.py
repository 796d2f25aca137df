"""The owner's questions about a million bills, beside a database made for such questions reading the raw lines."""

import csv
import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from bench import fill_years
from bench.fill import SPREAD_DAYS
from bench.table import Bar, in_turns, percentile, taken
from shoppos.base.clock import Clock, day_of
from shoppos.base.file import Reader
from shoppos.reports import sold, totals
from shoppos.reports.audit.totals import check
from shoppos.reports.questions import ask, questions
from shoppos.reports.report import Period
from shoppos.shop import FILE

ROUNDS = 15
RAW = "raw.duckdb"
LEAST = 100_000
"""Bills that are asked about at least: of fewer, everybody tells as quickly."""
BILL = {
    "bill": "s.rowid", "day": "s.business_date", "hour": "hour_of(s.made_at)", "till": "s.till",
    "registered": "s.gstin <> ''", "place": "s.place", "inter_state": "s.inter_state", "taxable": "s.taxable",
    "tax": "s.cgst + s.sgst + s.igst", "cess": "s.cess", "payable": "s.payable",
}  # fmt: skip
LINE = {
    "bill": "s.rowid", "product": "p.number", "quantity": "l.quantity", "gross": "l.gross", "off": "l.disc + l.bdisc",
    "taxable": "l.taxable", "cgst": "l.cgst", "sgst": "l.sgst", "igst": "l.igst", "cess": "l.cess", "rate": "l.rate",
    "cess_rate": "l.cess_rate", "treatment": "l.treatment", "hsn": "l.hsn", "unit": "l.unit", "cost": "l.cost",
}  # fmt: skip
PAYMENT = {"bill": "s.rowid", "method": "y.method", "amount": "y.amount"}
TABLES = (
    ("bill", BILL, "FROM sale s WHERE s.state = 'done'"),
    ("line", LINE, "FROM sale s CROSS JOIN sale_line l ON l.sale_id = s.id JOIN product p ON p.id = l.product_id"),
    ("payment", PAYMENT, "FROM sale s CROSS JOIN payment y ON y.sale_id = s.id"),
)
WHEN = "WHERE day BETWEEN ? AND ?"
OF_BILLS = f"FROM bill {WHEN}"
OF_LINES = f"FROM line JOIN bill USING (bill) {WHEN}"
PAID = f"FROM payment JOIN bill USING (bill) {WHEN}"
MARGIN = "sum(line.taxable) FILTER (cost IS NOT NULL), sum(line.quantity * cost // 1000)"
TAX_KEY = "registered, place, inter_state, treatment, rate, cess_rate, hsn, unit"
TAXES = "sum(quantity), sum(line.taxable), sum(cgst), sum(sgst), sum(igst), sum(line.cess)"
SOLD = f"product, count(*), sum(quantity), sum(gross), sum(off), sum(line.taxable), {MARGIN}"
MOST = "GROUP BY product ORDER BY sum(line.taxable) DESC LIMIT"
WEEKDAY = "dayofweek(strptime(day::VARCHAR, '%Y%m%d'))"
DAY_REPORT = (
    f"SELECT count(*), sum(payable), sum(taxable), sum(tax), sum(cess) {OF_BILLS}",
    f"SELECT hour, count(*), sum(payable) {OF_BILLS} GROUP BY hour",
    f"SELECT sum(gross), sum(off), {MARGIN} {OF_LINES}",
    f"SELECT method, count(*), sum(amount) {PAID} GROUP BY method",
)
TAX = (f"SELECT {TAX_KEY}, {TAXES} {OF_LINES} GROUP BY {TAX_KEY}",)
HOURS = (f"SELECT {WEEKDAY}, hour, count(*), sum(payable) {OF_BILLS} GROUP BY 1, 2",)
BY_DAY = (
    f"SELECT day, count(*), sum(payable), sum(taxable), sum(tax) {OF_BILLS} GROUP BY day",
    f"SELECT day, sum(gross), sum(off), {MARGIN} {OF_LINES} GROUP BY day",
)
BEST = (f"SELECT {SOLD} {OF_LINES} {MOST} 50",)


class _Asked(NamedTuple):
    """One question: its row of the table, its name there, days, what DuckDB is asked, the report, and our answer."""

    no: str
    said: str
    period: Period
    queries: tuple[str, ...]
    name: str
    read: Callable[[Period], object]
    must: float | None = 1.0
    want: float | None = 0.3


def bars(bills: int) -> list[Bar]:
    """Bars 9 to 12 of the table."""
    folder = fill_years.ready(max(bills, LEAST))
    db, raw = Reader(folder / FILE, Clock()), raw_lines(folder)
    last = db.rows("SELECT max(day) FROM sale_total")[0][0]
    found = [*_beside_raw(db, raw, day_of(last)), *_any_month(db, day_of(last)), *proven(db)]
    raw.close()
    db.close()
    return found


def raw_lines(folder: Path) -> Any:
    """The bills and lines in DuckDB's own tables, made once beside the shop's file."""
    path = folder / RAW
    if not path.exists():
        db, part = Reader(folder / FILE, Clock()), path.with_suffix(".part")
        db.raw.create_function("hour_of", 1, db.clock.hour)
        part.unlink(missing_ok=True)
        raw = duckdb.connect(str(part))
        for table, columns, source in TABLES:
            told = folder / f"{table}.csv"
            with told.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(db.raw.execute(f"SELECT {', '.join(columns.values())} {source}"))
            names = ", ".join(f"'{name}'" for name in columns)
            words = ", ".join(f"'{name}': 'VARCHAR'" for name in ("hsn", "place", "unit") if name in columns)
            how = (
                f"names = [{names}], header = false, types = {{{words}}}"
                if words
                else f"names = [{names}], header = false"
            )
            raw.execute(f"CREATE TABLE {table} AS FROM read_csv('{told}', {how})")
            told.unlink()
        raw.close()
        db.close()
        part.rename(path)
    return duckdb.connect(str(path), read_only=True)


def _month(day: dt.date) -> Period:
    """The last whole month before a day."""
    last = day.replace(day=1) - dt.timedelta(days=1)
    return Period(last.replace(day=1), last)


def _beside_raw(db: Reader, raw: Any, last: dt.date) -> list[Bar]:
    """What the totals tell, and the whole report made of it, each in turns with DuckDB on the lines."""
    month, day = _month(last), Period(last, last)
    year = Period(month.last - dt.timedelta(days=364), month.last)
    quarter = Period(last - dt.timedelta(days=89), last)
    ever = Period(last - dt.timedelta(days=SPREAD_DAYS), last)
    by_tax = _Asked("9", "GST of a month", month, TAX, "tax", lambda one: sold.taxes(db, one))
    best = _Asked("10", "best sellers of a month", month, BEST, "best", lambda one: _best(db, one), want=0.5)
    asked = (
        _Asked("9", "day report", day, DAY_REPORT, "day", lambda one: _day(db, one)),
        by_tax,
        by_tax._replace(said="GST of a year", period=year),
        _Asked("9", "peak hours of 90 days", quarter, HOURS, "hours", lambda one: sold.by(db, one, "day", "hour")),
        _Asked("9", "sales by day of a year", year, BY_DAY, "sales", lambda one: sold.by(db, one, "day")),
        best._replace(said="best sellers of a day", period=day, must=None),
        best,
        best._replace(said="best sellers of all time", period=ever, must=3.0, want=2.2),
    )
    found = list[Bar]()
    for one in asked:
        first, end = one.period.span
        floor, ours, whole = in_turns(
            [
                (_nothing, lambda q=one.queries, a=first, b=end: [raw.execute(sql, (a, b)).fetchall() for sql in q]),
                (_nothing, lambda read=one.read, period=one.period: read(period)),
                (_nothing, lambda name=one.name, period=one.period: ask(db, name, period)),
            ],
            ROUNDS,
        )
        half = percentile(floor, 50)
        found.append(Bar(one.no, one.said, percentile(ours, 50), half, "ms", one.must, one.want))
        found.append(Bar(one.no, "  the whole report of it", percentile(whole, 50), half, "ms"))
    return found


def _nothing() -> None:
    """Nothing has to be ready."""


def _day(db: Reader, day: Period) -> object:
    """The sums of a day, its hours and its ways to pay."""
    return sold.whole(db, day), sold.by(db, day, "hour"), sold.methods(db, day)


def _best(db: Reader, period: Period) -> object:
    return totals.by_item(db, *period.span, limit=50)


def _any_month(db: Reader, last: dt.date) -> list[Bar]:
    """Every question of a month, whole, as it is asked for on screen: the slowest of all, and which it was."""
    times = {
        one.name: percentile([taken(lambda name=one.name: ask(db, name, _month(last))) for _n in range(5)], 50)
        for one in questions()
    }
    slowest = max(times, key=lambda name: times[name])
    said = f"any report of a month: the slowest of {len(times)} ({slowest})"
    return [Bar("11", said, times[slowest], None, "ms", 300, 120)]


def proven(db: Reader) -> list[Bar]:
    """All totals recounted from the lines; refuses to time what does not agree."""
    faults, before = list[object](), sum(os.times()[:4])
    spent = taken(lambda: faults.extend(check(db)))
    if faults:
        raise ValueError(faults[0])
    lines = db.rows("SELECT sum(lines) FROM sale_total")[0][0]
    return [
        Bar("12", f"totals proven equal to {lines:,} lines", spent / 1000, None, "s", 20, 8),
        Bar("12", f"  the time of {os.cpu_count()} cores for it", sum(os.times()[:4]) - before, None, "s"),
    ]
