"""A page's parts, before anybody sets them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoppos.printing.page import Break, Text, pieces, printable, share_out
from tests.printing.hostile import HOSTILE


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_printable_can_command_a_printer(name):
    for sign in printable(name):
        assert sign >= " "
        assert sign not in "\x7f\u202e\u2066\u2028\ufeff"


def test_a_glued_blank_survives_cleaning_and_a_control_character_beside_it_does_not():
    assert printable("HSN\u00a0\x1b1905") == "HSN\u00a01905"


def test_a_break_parts_labels_and_leaves_no_empty_one():
    a, b = Text("a"), Text("b")
    assert pieces((a, Break(), b)) == [(a,), (b,)]
    assert pieces((Break(), a, Break(), Break(), b, Break())) == [(a,), (b,)]
    assert pieces(()) == [()]


@given(
    st.integers(0, 500),
    st.lists(st.tuples(st.integers(1, 40), st.integers(0, 60)), min_size=1, max_size=9),
)
def test_columns_fill_the_width_exactly_and_none_is_below_its_least(total, columns):
    shares, least = [share for share, _least in columns], [least for _share, least in columns]
    widths = share_out(total, shares, least)
    if sum(least) > total:
        assert widths is None
    else:
        assert sum(widths) == total
        assert all(width >= needed for width, needed in zip(widths, least, strict=True))
