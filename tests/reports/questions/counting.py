"""Counting the year anew, document by document, in plain Python: what every report must come to."""

import datetime as dt
from collections import defaultdict

from shoppos.reports import questions
from shoppos.reports.report import Period
from tests.reports.year import FIRST, LAST, documents

PERIODS = {
    "a year": Period(FIRST, LAST),
    "a month": Period(dt.date(2026, 8, 1), dt.date(2026, 8, 31)),
    "days across months": Period(dt.date(2026, 2, 11), dt.date(2026, 5, 6)),
    "a day": Period(LAST, LAST),
    "a financial year": Period(dt.date(2026, 4, 1), dt.date(2027, 3, 31)),
}
"""Days that are whole months, that are none, and that are both."""


def docs_of(shop, period):
    return documents(shop, period.first, period.last)


def ask(shop, name, period, **choices):
    return questions.ask(shop.db, name, period, **choices)


def rows(table):
    """Each line as a dictionary by its columns' keys."""
    keys = [column.key for column in table.columns]
    return [dict(zip(keys, line.values, strict=True)) for line in table.lines]


def table(report, key):
    """The table that has a column of that key first."""
    return next(one for one in report.tables if one.columns[0].key == key)


def figures(report):
    return {one.title: one.value for one in report.figures}


def tax_of(line):
    return line["cgst"] + line["sgst"] + line["igst"] + line["cess"]


def cost_of(line):
    """What a line has cost in paise, halves away from zero; None where nobody knows."""
    return None if line["cost"] is None else (2 * line["quantity"] * line["cost"] + 1000) // 2000


def profit_of(docs):
    """What is left of the lines with a known cost, and those lines' taxable value."""
    costed = cost = 0
    for doc in docs:
        for line in doc.lines:
            own = cost_of(line)
            if own is not None:
                costed += doc.sign * line["taxable"]
                cost += doc.sign * own
    return costed - cost, costed


def summed(pairs):
    """Sums by key."""
    found = defaultdict(int)
    for key, value in pairs:
        found[key] += value
    return dict(found)


def share(part, whole):
    """Hundredths of a percent, halves up."""
    return (2 * part * 10_000 + whole) // (2 * whole)
