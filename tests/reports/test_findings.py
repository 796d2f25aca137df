"""What several reports say alike: shares, and how much more than before."""

import datetime as dt

import pytest

from shoppos.reports.findings import compared, percent, share
from shoppos.reports.report import Period

OCTOBER = Period(dt.date(2026, 10, 1), dt.date(2026, 10, 31))


@pytest.mark.parametrize(
    ("now", "was", "said"),
    [
        (112, 100, "12 % more than October 2026"),
        (88, 100, "12 % less than October 2026"),
        (1003, 1000, "as much as October 2026"),
        (1012, 1000, "1.2 % more than October 2026"),
        (0, 100, "100 % less than October 2026"),
        (500, 100, "400 % more than October 2026"),
        (4423, 100, "44 times as much as October 2026"),
        (100, 0, ""),
        (100, -5, ""),
        (-5, 100, ""),
    ],
)
def test_more_or_less_is_said_as_exactly_as_it_needs_to_be(now, was, said):
    assert compared(now, was, OCTOBER) == said


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(14, 100, "14 %"), (996, 1000, "100 %"), (4, 1000, "0.4 %"), (1, 3, "33 %"), (0, 5, "0 %"), (5, 0, "0 %"),
     (94, 1000, "9.4 %"), (-4, 1000, "-0.4 %")],
)  # fmt: skip
def test_a_share_is_said_in_few_digits(part, whole, said):
    assert percent(share(part, whole)) == said
