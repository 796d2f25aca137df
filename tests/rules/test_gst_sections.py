"""Where a supply stands in GSTR-1, which numbers follow each other, and until when a note takes tax back."""

import datetime as dt
import json
import sqlite3
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoppos.base.clock import day_number
from shoppos.reports.gst.documents import limit_on
from shoppos.rules.gst_sections import Run, follows, last_day_for_note, nil_type, runs, section
from shoppos.rules.numbers import number

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "rules.json").read_text(encoding="utf-8"))
SERIES = next(one["cases"] for one in VECTORS["gstr1_public_fragments"] if "cases" in one)


def large(value, day, *, inter):
    """What the return's own question says of an unregistered buyer's bill of that day."""
    above = f"SELECT :inter AND :value > {limit_on(str(day_number(day)))}"
    return bool(sqlite3.connect(":memory:").execute(above, {"inter": inter, "value": value}).fetchone()[0])


@pytest.mark.parametrize(
    "case", VECTORS["gstr1_section"], ids=lambda case: f"{case['expect']} {case['input']['value']}"
)
def test_the_published_cases_stand_where_they_should(case):
    asked = case["input"]
    inter, registered = asked["pos"] != asked["supplier_state"], asked["ctin"] is not None
    value = int(Decimal(asked.get("original_invoice_value", asked["value"])) * 100)
    found = section(
        treatment="taxable" if asked.get("taxable", True) else "nil", registered=registered,
        large=large(value, dt.date.fromisoformat(asked["date"]), inter=inter),
        note=asked.get("is_credit_note", False),
    )  # fmt: skip
    said = {"nil": f"nil:{nil_type(registered=registered, inter=inter)}", "cdnur": "cdnur:B2CL"}.get(found, found)
    assert said == case["expect"]


def test_what_is_exempt_or_outside_gst_stands_with_what_is_nil_rated():
    for treatment in ("exempt", "non-gst"):
        assert section(treatment=treatment, registered=True, large=True, note=True) == "nil"


def test_a_registered_buyer_is_named_whatever_the_value():
    assert section(treatment="taxable", registered=True, large=False, note=False) == "b2b"
    assert section(treatment="taxable", registered=True, large=True, note=True) == "cdnr"


def test_exactly_the_limit_is_not_above_it():
    assert not large(100_000_00, dt.date(2026, 5, 1), inter=True)
    assert large(100_000_01, dt.date(2026, 5, 1), inter=True)
    assert not large(10**10, dt.date(2026, 5, 1), inter=False)
    assert large(250_000_01, dt.date(2017, 1, 1), inter=True)
    assert not large(250_000_00, dt.date(2017, 1, 1), inter=True)


@pytest.mark.parametrize(("before", "after", "so"), SERIES)
def test_the_published_numbers_follow_each_other_or_not(before, after, so):
    assert follows(before, after) is so


@given(st.lists(st.tuples(st.integers(1, 60), st.booleans()), unique_by=lambda one: one[0]).map(sorted))
def test_runs_cover_all_numbers_and_none_that_was_not_used(drawn):
    found = runs([(f"A1/2627/{n:06d}", cancelled) for n, cancelled in drawn])
    covered = [n for run in found for n in range(int(run.first[-6:]), int(run.last[-6:]) + 1)]
    assert covered == [n for n, _cancelled in drawn]
    assert sum(run.count for run in found) == len(drawn)
    assert sum(run.cancelled for run in found) == sum(cancelled for _n, cancelled in drawn)


def test_two_series_are_two_runs():
    assert runs([("A1/2627/000001", False), ("A2/2627/000002", True)]) == [
        Run("A1/2627/000001", "A1/2627/000001", 1, 0),
        Run("A2/2627/000002", "A2/2627/000002", 1, 1),
    ]


@pytest.mark.parametrize("tail", ["000001", "000150", "C00001", "S00007"])
def test_the_same_count_at_the_next_till_begins_a_row_of_its_own(tail):
    after = f"{tail[:-1]}{int(tail[-1]) + 1}"
    drawn = [(f"A1/2627/{tail}", False), (f"A2/2627/{tail}", False), (f"A2/2627/{after}", True)]
    assert runs(drawn) == [
        Run(f"A1/2627/{tail}", f"A1/2627/{tail}", 1, 0),
        Run(f"A2/2627/{tail}", f"A2/2627/{after}", 2, 1),
    ]


@given(
    st.sets(
        st.tuples(st.sampled_from(["A1", "A2", "A3", "B1", "B2"]), st.sampled_from(["", "C", "S"]), st.integers(1, 30)),
        min_size=1,
    )
)
def test_no_row_holds_numbers_of_two_series(used):
    drawn = sorted(number(till, dt.date(2026, 11, 23), n, letter) for till, letter, n in used)
    found = runs([(one, False) for one in drawn])
    covered = []
    for run in found:
        head = run.first.rstrip("0123456789")
        assert run.last.rstrip("0123456789") == head, run
        first, last = int(run.first[len(head) :]), int(run.last[len(head) :])
        assert last - first + 1 == run.count
        covered += [f"{head}{n:0{len(run.first) - len(head)}d}" for n in range(first, last + 1)]
    assert covered == drawn


@pytest.mark.parametrize(
    ("supplied", "until"),
    [("2025-04-01", "2026-11-30"), ("2026-03-31", "2026-11-30"), ("2026-04-01", "2027-11-30")],
)
def test_tax_may_be_taken_back_until_the_november_after_the_year(supplied, until):
    assert last_day_for_note(dt.date.fromisoformat(supplied)).isoformat() == until
