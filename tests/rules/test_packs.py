"""Packs: what their parts move, and how many they make."""

import pytest

from shoppos.rules import packs


def test_a_box_moves_its_pieces_and_half_a_box_half_of_them():
    assert packs.moved(2_000, 12_000) == 24_000
    assert packs.moved(500, 12_000) == 6_000
    assert packs.moved(1_000, 333) == 333


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ([(30_000, 12_000)], 2_000),
        ([(30_000, 2_000), (4_500, 1_000)], 4_000),
        ([(None, 2_000), (4_500, 1_000)], 4_000),
        ([(None, 2_000)], None),
        ([(-1, 12_000)], -1_000),
        ([], None),
    ],
)
def test_as_many_whole_packs_as_the_scarcest_part_makes(parts, whole):
    assert packs.whole(parts) == whole
