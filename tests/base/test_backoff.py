"""Pauses between tries: by chance, longer each time, and never without end."""

import random

from shoppos.base.backoff import pause


def test_a_pause_is_any_part_of_its_bound():
    chance = random.Random(3)
    found = [pause(5, chance.uniform) for _n in range(300)]
    assert min(found) < 2
    assert 30 < max(found) <= 32
    assert all(0 <= pause(n, chance.uniform) <= 3600 for n in (-1, 0, 60, 10**6))


def test_a_bound_begins_and_ends_where_it_is_told_to():
    bounds = [pause(n, lambda _low, high: high, shortest=2.0, longest=900.0) for n in range(12)]
    assert bounds[:4] == [2.0, 4.0, 8.0, 16.0]
    assert bounds[-1] == 900.0
