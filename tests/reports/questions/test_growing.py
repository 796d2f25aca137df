"""No question reads a table that grows with the years from end to end: it finds its days by an index."""

import pytest

from shoppos.rules.bank_words import Credit
from tests.plans import overheard, read_whole
from tests.reports.questions.counting import PERIODS, ask

NAMES = (
    "day", "upi", "z", "discounts", "customers", "orders", "purchases", "slow", "stock", "expiring", "payables",
    "reorder", "gst", "daybook",
)  # fmt: skip
FEW = ("bank_credit_open",)
"""Indexes that hold only what waits for a person."""


@pytest.mark.parametrize("name", NAMES)
def test_a_month_is_found_by_its_days(year, monkeypatch, name):
    year.bank.learn([Credit(75_00, "412345678901", "anil@upi")])
    with overheard(year, monkeypatch) as asked:
        ask(year, name, PERIODS["a month"])
        ask(year, name, PERIODS["a day"])
    assert asked
    assert read_whole(year, asked, *FEW) == []
