"""Bands that a printer can hold, and pictures that command nothing."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoppos.printing.languages import escpos, tspl
from shoppos.printing.languages.dots import FEWEST_BLANK, bands, defused
from shoppos.printing.page import Barcode, Page, Qr, Text
from shoppos.printing.paper import paper_named
from shoppos.printing.raster import print_rows
from tests.printing.pages import LINK
from tests.printing.scanner import different, ink, read

PAIRS = [b"\x10\x04", b"\x10\x05", b"\x10\x14"]
ROWS = st.integers(1, 12).flatmap(
    lambda wide: st.lists(st.binary(min_size=wide, max_size=wide) | st.just(bytes(wide)), min_size=1, max_size=90)
)


def picture(data, wide):
    return [bytes(data[at : at + wide]) for at in range(0, len(data), wide)]


def met(data, commands):
    """How often one of the commands stands in the data."""
    return sum(data.count(command) for command in commands)


@given(ROWS, st.integers(1, 40))
def test_bands_laid_below_one_another_are_the_picture(rows, most):
    wide = len(rows[0])
    made = list(bands(rows, most))
    assert all(0 < len(band) <= most for band in made)
    assert all(len({len(row) for row in band}) == 1 for band in made)
    assert [row.ljust(wide, b"\0") for band in made for row in band] == rows


@given(ROWS)
def test_a_long_blank_is_one_byte_wide_and_no_band_is_wider_than_the_ink(rows):
    inked = max(len(row.rstrip(b"\0")) for row in rows)
    for band in bands(rows, 40):
        assert len(band[0]) in {1, inked or 1}
    blank = [bytes(9)] * FEWEST_BLANK
    assert list(bands([*blank, b"\xff" * 9], 99)) == [[b"\0"] * FEWEST_BLANK, [b"\xff" * 9]]


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("at", [0, 1, 70, 71, 72, 143])
def test_a_command_anywhere_in_a_picture_even_over_the_end_of_a_row_costs_one_dot(pair, at):
    plain = bytearray(72 * 3)
    plain[at : at + 2] = pair
    clean = defused(bytes(plain), 72, escpos.AT_ONCE)
    assert not met(clean, escpos.AT_ONCE)
    assert different(picture(plain, 72), picture(clean, 72)) == 1


def test_a_command_made_of_nothing_but_commands_is_defused_too():
    plain = b"\x10\x04" * 36 * 4 + b"\x10\x10\x10\x05\x10\x14\x10\x10\x04\x04" * 36
    clean = defused(plain, 72, escpos.AT_ONCE)
    assert not met(clean, escpos.AT_ONCE)
    assert different(picture(plain, 72), picture(clean, 72)) <= plain.count(0x10)


@pytest.mark.parametrize("commands", [escpos.AT_ONCE, tspl.AT_ONCE])
def test_no_command_is_left_in_random_pictures_and_few_dots_are_turned(commands):
    chance = random.Random(7)
    for _round in range(40):
        plain = chance.randbytes(72 * 300)
        clean = defused(plain, 72, commands)
        assert not met(clean, commands)
        assert different(picture(plain, 72), picture(clean, 72)) <= met(plain, commands) + 1
    assert defused(clean, 72, commands) is clean


def test_the_dot_that_is_turned_is_the_one_least_seen():
    """A lone black dot beside a black edge: the edge grows by a dot rather than a speck appearing in the white."""
    rows = [b"\x00\x00\x0f\xff", b"\x00\x10\x04\xff", b"\x00\x00\x0f\xff"]
    clean = picture(defused(b"".join(rows), 4, escpos.AT_ONCE), 4)
    assert different(rows, clean) == 1
    assert clean[1] in {b"\x00\x00\x04\xff", b"\x00\x10\x0c\xff"}


def test_codes_are_still_read_where_commands_were_defused(qapp):
    """A picture whose every row is sown with commands beside and below its codes."""
    paper = paper_named("80")
    for part, said in ((Qr(LINK), LINK), (Barcode("A1/2627/000123"), "A1/2627/000123")):
        (rows,) = print_rows(Page(paper, (part, Text(said))), escpos.PLAIN)
        sown = [b"\x10\x04" + row[2:70] + b"\x10\x14" for row in rows]
        clean = picture(defused(b"".join(sown), 72, escpos.AT_ONCE), 72)
        assert not met(b"".join(clean), escpos.AT_ONCE)
        assert said in read(clean)
        assert abs(ink(clean) - ink(sown)) <= 4 * len(rows)


def test_dots_are_turned_inside_a_code_and_it_is_still_read(qapp):
    """Two bytes that stand in the code itself here and there are called commands."""
    (rows,) = print_rows(Page(paper_named("80"), (Qr(LINK),)), escpos.PLAIN)
    commands = (b"\x0f\x80", b"\x0f\xfc")
    found = met(b"".join(rows), commands)
    clean = defused(b"".join(rows), 72, commands)
    assert not met(clean, commands)
    assert different(rows, picture(clean, 72)) >= found > 20
    assert list(read(picture(clean, 72))) == [LINK]
