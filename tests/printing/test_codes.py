"""Codes: bars and squares, read back before anybody sees them."""

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from shoppos.base.errors import InvalidInput, Unavailable
from shoppos.printing import codes
from shoppos.printing.codes import (
    CODE_128,
    EAN_8,
    EAN_13,
    QUIET,
    bars_width,
    checked_bars,
    checked_qr,
    drawn,
    qr_matrix,
    spaced,
)

LINK = "upi://pay?pa=sharma.store@okaxis&pn=Sharma%20General%20Store&am=931.00&cu=INR&tr=A12627000123P1"


@pytest.fixture(autouse=True)
def forget():
    """No code that was read back in an earlier test is trusted."""
    checked_qr.cache_clear()
    checked_bars.cache_clear()


def read(modules, side):
    """What a scanner reads from bars of so many dots a module."""
    white = b"\xff" * (QUIET * side)
    line = white + b"".join((b"\x00" if module else b"\xff") * side for module in modules) + white
    image = memoryview(line * 20).cast("B", shape=[20, len(line)])
    return [(code.format.name, code.text) for code in zxingcpp.read_barcodes(image)]


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=150))
def test_a_drawn_code_says_what_it_was_asked_to_say(text):
    matrix = qr_matrix(text)
    pixels, side = drawn(matrix, 3)
    found = zxingcpp.read_barcodes(memoryview(pixels).cast("B", shape=[side, side]))
    assert [code.text for code in found] == [text]


def test_a_checked_code_has_its_quiet_zone():
    matrix = checked_qr(LINK)
    quiet = [*matrix[:4], *matrix[-4:], *[line[:4] for line in matrix], *[line[-4:] for line in matrix]]
    assert not any(module for line in quiet for module in line)
    assert len(matrix) == len(matrix[0])


def test_a_code_that_reads_back_wrong_is_never_shown(monkeypatch):
    other = qr_matrix(LINK.replace("931", "139"))
    monkeypatch.setattr(codes, "qr_matrix", lambda _text: other)
    with pytest.raises(Unavailable, match="could not be read back"):
        checked_qr(LINK)


def test_a_code_that_cannot_be_read_at_all_is_never_shown(monkeypatch):
    blank = tuple((False,) * 41 for _line in range(41))
    monkeypatch.setattr(codes, "qr_matrix", lambda _text: blank)
    with pytest.raises(Unavailable):
        checked_qr(LINK)


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=40))
def test_code_128_says_any_printable_text(text):
    modules = checked_bars(text, CODE_128)
    assert modules[0]
    assert modules[-1]
    assert read(modules, 2) == [("Code128", text)]


@pytest.mark.parametrize(
    ("text", "kind", "wide", "name"),
    [("8901030865275", EAN_13, 95, "EAN13"), ("0012345678905", EAN_13, 95, "EAN13"), ("96385074", EAN_8, 67, "EAN8")],
)
def test_retail_codes_are_drawn_as_retail_bars(text, kind, wide, name):
    modules = checked_bars(text, kind)
    assert len(modules) == wide
    assert read(modules, 3) == [(name, text)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("8901030865274", EAN_13),
        ("890103086", EAN_13),
        ("ABC", EAN_8),
        ("साबुन", CODE_128),
        ("", CODE_128),
        ("X" * 120, CODE_128),
    ],
)
def test_what_bars_cannot_say_is_refused_in_a_sentence(text, kind):
    with pytest.raises(InvalidInput, match="cannot be printed as a bar code") as refused:
        checked_bars(text, kind)
    assert refused.value.field == "barcode"


def test_the_width_of_bars_is_known_before_they_are_drawn():
    assert bars_width("8901030865275", EAN_13) == 288  # (95 + 20) / 4 mm
    assert bars_width("96385074", EAN_8) == 218


def test_digits_are_told_in_their_groups():
    assert spaced("8901030865275", EAN_13) == "8 901030 865275"
    assert spaced("96385074", EAN_8) == "9638 5074"
    assert spaced("SURF-1", CODE_128) == "SURF-1"
