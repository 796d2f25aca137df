"""The floor of the reports is asked the same as they are, and gives the same answers."""

import datetime as dt
from collections import defaultdict

import pytest

from bench import fill, fill_years, reports
from shoppos.base.clock import Clock, day_of
from shoppos.base.file import Reader
from shoppos.reports import sold as sums
from shoppos.reports import totals
from shoppos.reports.report import Period
from shoppos.shop import FILE

EVER = Period(dt.date(2024, 1, 1), dt.date(2099, 12, 31))


@pytest.fixture(scope="module")
def sold(tmp_path_factory):
    """A shop with 2,000 bills on 899 days."""
    folder = tmp_path_factory.mktemp("years") / "shop"
    fill.make(folder, 40)
    fill_years.sell_much(folder, 2_000)
    return folder


@pytest.fixture
def db(sold):
    reader = Reader(sold / FILE, Clock())
    yield reader
    reader.close()


def test_the_bills_are_there_and_lie_in_the_hours_of_a_shop(db):
    assert db.row("SELECT count(*), count(DISTINCT business_date) > 400 FROM sale WHERE state = 'done'") == (2_000, 1)
    assert db.row("SELECT count(*) FROM sale_line") == (10_000,)
    by_template = 1_000
    hours = sums.by(db, EVER, "hour")
    assert sum(hours[hour].bills for hour in range(8, 22) if hour in hours) >= by_template


def test_the_totals_of_a_filled_shop_agree(db):
    proof, cores = reports.proven(db)
    assert (proof.no, proof.what) == ("12", "totals proven equal to 10,000 lines")
    assert proof.ours > 0 < cores.ours


def test_the_raw_lines_tell_what_the_totals_tell(db, sold):
    raw = reports.raw_lines(sold)
    days = EVER.span

    def asked(sql):
        return raw.execute(sql, days).fetchall()

    whole = totals.of_period(db, *days)
    assert asked(reports.DAY_REPORT[0]) == [(whole.bills, whole.payable, whole.taxable, whole.tax, whole.cess)]
    assert asked(reports.DAY_REPORT[2]) == [(whole.gross, whole.discount, whole.costed, whole.cost)]
    ways = defaultdict(lambda: (0, 0))
    for (_day, method), (bills, amount) in sums.methods(db, EVER).items():
        ways[method] = (ways[method][0] + bills, ways[method][1] + amount)
    assert {row[0]: row[1:] for row in asked(reports.DAY_REPORT[3])} == ways
    taxed = {tuple(one) for one in totals.by_tax(db, 202401, 209912)}
    assert {(int(row[0]), *row[1:]) for row in asked(reports.TAX[0])} == taxed
    best = totals.by_item(db, *days, limit=50)
    assert sorted(row[5] for row in asked(reports.BEST[0])) == sorted(one.sold for one in best)
    by_day = {row[0]: row[2] for row in asked(reports.BY_DAY[0])}
    assert by_day == {day: one.payable for day, one in sums.by(db, EVER, "day").items()}
    raw.close()


def test_every_bar_is_measured(db, sold):
    raw = reports.raw_lines(sold)
    last = day_of(db.row("SELECT max(day) FROM sale_total")[0])
    found = [*reports._beside_raw(db, raw, last), *reports._any_month(db, last)]
    raw.close()
    assert [bar.no for bar in found if bar.must] == ["9"] * 5 + ["10"] * 2 + ["11"]
    assert all(bar.ours > 0 for bar in found)
