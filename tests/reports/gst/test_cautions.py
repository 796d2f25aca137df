"""What the turnover of the year asks of a shop, told before it is too late."""

import datetime as dt

import pytest

from shoppos.reports.gst.cautions import thresholds
from shoppos.rules.letterhead import Letterhead

CRORE = 10**9
DAY = dt.date(2026, 11, 23)


@pytest.fixture
def sold(writer):
    """Write what was sold this year and the year before into the totals, in paise without tax."""

    def write(now, before=0, off=0):
        for day, taxable, back in ((20260701, now, off), (20251201, before, 0)):
            names = [row[1] for row in writer.raw.execute("PRAGMA table_info(sale_total)")]
            row = dict.fromkeys(names, 0) | {"day": day, "till": "A1", "employee_id": writer.employee,
                                             "taxable": taxable, "off_taxable": back}  # fmt: skip
            marks = ", ".join("?" * len(row))
            writer.raw.execute(f"INSERT INTO sale_total ({', '.join(row)}) VALUES ({marks})", list(row.values()))

    return write


@pytest.mark.parametrize(
    ("scheme", "state", "turnover", "code"),
    [
        ("unregistered", "27", 32 * CRORE // 100, "register"), ("unregistered", "27", 31 * CRORE // 100, None),
        ("unregistered", "14", 9 * CRORE // 100, "register"), ("composition", "27", 13 * CRORE // 10, "composition"),
        ("composition", "27", 11 * CRORE // 10, None), ("composition", "05", 7 * CRORE // 10, "composition"),
        ("regular", "27", 4 * CRORE, "five_crore"), ("regular", "27", 3 * CRORE, None),
    ],
)  # fmt: skip
def test_one_is_told_near_the_threshold_of_ones_scheme_and_state(db, sold, scheme, state, turnover, code):
    sold(turnover)
    found = list(thresholds(db, Letterhead(state=state, scheme=scheme), DAY))
    assert [one.code for one in found] == ([code] if code else [])
    assert not any(one.refused for one in found)


def test_what_came_back_does_not_count_and_neither_does_the_year_before(db, sold):
    sold(4 * CRORE, before=9 * CRORE, off=CRORE)
    assert list(thresholds(db, Letterhead(state="27", scheme="regular"), DAY)) == []
