"""A report with every kind of cell, and with names that people who mean harm would write."""

import datetime as dt

from shoppos.base.clock import INDIA
from shoppos.reports.charts import SHAPES, Chart, Series
from shoppos.reports.report import Column, Figure, Kind, Line, Link, Period, Report, Table, total
from shoppos.rules.letterhead import Letterhead

HOSTILE = (
    '=HYPERLINK("http://evil.example","click")', "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1+1", "'=1",
    "</td><script>alert(1)</script>", "\x1b[2Jgone\x07", "a\u202eb", '"><img src=x onerror=alert(1)>', "&amp;",
    'x\ny,"z"', "तूर दाल", "தமிழ்",
)  # fmt: skip
SHOP = Letterhead(name="Sharma & <Sons>", gstin="27AAPFU0939F1ZV")
MADE = dt.datetime(2026, 11, 23, 21, 30, tzinfo=INDIA)
DAYS = Period(dt.date(2026, 11, 1), dt.date(2026, 11, 30))
COLUMNS = (
    Column("item", "Item"), Column("day", "Day", Kind.DAY), Column("month", "Month", Kind.MONTH),
    Column("at", "At", Kind.MOMENT), Column("bills", "Bills", Kind.WHOLE, total=True),
    Column("quantity", "Quantity", Kind.QUANTITY), Column("share", "Share", Kind.PERCENT),
    Column("sales", "Sales", Kind.MONEY, total=True), Column("none", "None", Kind.MONEY),
)  # fmt: skip
ALERTS = ("=1+1 <b> is below zero", "The books & the drawer differ")
MOMENT = 1_795_449_600_000


def lines():
    return tuple(
        Line((name, 20261101 + at, 202611, MOMENT, at, 750, 1250, (-1) ** at * 12_345_678_90 * at, None),
             Link("bill", "A1/2627/000001"))
        for at, name in enumerate(HOSTILE)
    )  # fmt: skip


def sample():
    """The report."""
    made = lines()
    table = Table(COLUMNS, made, "By item: [1]/2", total(COLUMNS, made, "Total"))
    small = Table((Column("way", "Way"), Column("paid", "Paid", Kind.MONEY)), (Line(("Cash", -500)),), "Ways")
    charts = tuple(
        Chart(shape, HOSTILE[6], ("a", HOSTILE[9]), (Series("Sales", (100_00, 50_00)),), "Two values")
        for shape in SHAPES
    )
    figures = (Figure("Sales", 118_000_00, was=-5_00), Figure("Bills", 1234567, Kind.WHOLE))
    return Report("sample", "Sample <b>", DAYS, "It rose & fell.", (table, small), figures, charts, ("Note <i>.",),
                  ALERTS)  # fmt: skip
