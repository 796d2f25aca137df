"""Zs as they were closed: every figure comes back as it was kept, from older ones too, and totals equal bills."""

import json
from dataclasses import fields, replace

import pytest

from shoppos.reports import z
from shoppos.reports.reading import Reading
from shoppos.shop.payments import Tender
from tests.printing import evenings
from tests.printing.slips import READINGS
from tests.stories.clocks import SetClock

CASH = [Tender("cash")]


@pytest.mark.parametrize("reading", [*READINGS.values(), *evenings.EVENINGS.values(), evenings.OPENED])
def test_figures_come_back_as_they_were_kept(reading):
    told = z.figures(reading)
    unsaid = replace(
        reading, difference_reason="", turns=tuple(replace(one, reason="") for one in reading.turns),
        movements=tuple(replace(one, reason="") for one in reading.movements),
    )  # fmt: skip
    assert z.read_figures(told) == unsaid
    assert z.figures(z.read_figures(told)) == told
    assert {field.name for field in fields(Reading)} == set(json.loads(told))


def test_a_z_of_before_knows_less_and_is_read_all_the_same():
    told = json.loads(z.figures(evenings.ONE))
    for name in ("tokens", "unsent", "movements", "blind", "outside", "openings"):
        del told[name]
    del told["turns"][0]["pieces"]
    told["of a later version"] = {"x": 1}
    found = z.read_figures(json.dumps(told))
    assert (found.tokens, found.unsent, found.movements, found.turns[0].pieces) == (0, (0, 0, 0), (), ())
    assert (found.openings, found.opened) == ((), 0)
    assert (found.net, found.z_number) == (evenings.ONE.net, 41)


def test_a_hash_covers_the_one_before_and_every_figure():
    told = z.figures(evenings.ONE)
    assert z.sealed(z.FIRST, told) != z.sealed(z.FIRST, told.replace("Asha", "Usha"))
    assert z.sealed(z.FIRST, told) != z.sealed("1" * 64, told)


def test_what_was_sold_is_the_same_from_the_bills_and_from_the_totals(shop, monkeypatch):
    clock = SetClock("2036-11-20 12:00")
    monkeypatch.setattr(shop.db.clock, "ms", lambda: clock.stands)
    for day in range(20, 25):
        clock.set(f"2036-11-{day} 12:00")
        number = shop.sales.sell([f"{day - 18}*1001"], CASH).numbers[0]
        shop.sales.sell(["1002"], CASH)
        if day % 2:
            shop.sales.void(number, "wrong")
    days = [20361119, *range(20361120, 20361125)]
    for after in days:
        for until in days:
            assert z.net_between(shop.db, "A1", after, until) == z.net_kept(shop.db, "A1", after, until)
    assert z.net_kept(shop.db, "A1", 20361120, 20361122) == 20_00 + 4 * 150_00
    assert z.net_kept(shop.db, "A2", 0, 20361231) == 0
