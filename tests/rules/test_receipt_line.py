"""What is typed of goods that came."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoppos.base.errors import InvalidInput
from shoppos.rules.receipt_line import TypedLine, read


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("1001", TypedLine("1001")),
        ("12*1001", TypedLine("1001", 12_000)),
        ("12*1001@85.50", TypedLine("1001", 12_000, 0, 85_50)),
        ("10+2*1001@₹1,200", TypedLine("1001", 10_000, 2_000, 1200_00)),
        (" .75 * dal @ 90 ", TypedLine("dal", 750, 0, 90_00)),
        ("8901030865275", TypedLine("8901030865275")),
    ],
)
def test_a_line_is_read(text, typed):
    assert read(text) == typed


@pytest.mark.parametrize(
    "text", ["", "*", "3*", "0*1001", "x*1001", "1001@", "1001@x", "8901719101038*1001", "1001@8901719101038", "1+*5"]
)
def test_what_cannot_be_meant_is_refused(text):
    with pytest.raises(InvalidInput):
        read(text)


@given(st.text(max_size=40))
def test_nothing_typed_breaks_it(text):
    with contextlib.suppress(InvalidInput):
        assert read(text).code
