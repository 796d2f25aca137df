"""The rates of each day."""

import json
from datetime import date
from pathlib import Path

import pytest

from shoppos.base import money
from shoppos.rules.gst_rates import SLABS, slabs

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "rules.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", VECTORS["gst_rates"]["rates"], ids=lambda case: f"{case['total']} from {case['from']}")
def test_each_notified_rate_is_in_force_from_its_first_to_its_last_day(case: dict[str, str | None]) -> None:
    rate = money.parse_rate(str(case["total"]))
    assert rate in slabs(date.fromisoformat(str(case["from"])))
    assert rate in slabs(date.fromisoformat(str(case["to"] or "2026-11-23")))


@pytest.mark.parametrize(
    ("day", "rates"),
    [
        (date(2017, 6, 30), ()),
        (date(2017, 7, 1), (0, 25, 300, 500, 1200, 1800, 2800)),
        (date(2025, 9, 21), (0, 25, 150, 300, 500, 1200, 1800, 2800)),
        (date(2025, 9, 22), (0, 25, 150, 300, 500, 1800, 2800, 4000)),
        (date(2026, 1, 31), (0, 25, 150, 300, 500, 1800, 2800, 4000)),
        (date(2026, 2, 1), (0, 25, 150, 300, 500, 1800, 4000)),
    ],
)
def test_the_slabs_change_on_the_day_of_the_notification(day: date, rates: tuple[int, ...]) -> None:
    assert slabs(day) == rates


def test_the_table_is_written_lowest_first() -> None:
    assert list(SLABS) == sorted(SLABS, key=lambda slab: slab.rate)
