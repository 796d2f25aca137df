"""What a label printer makes of TSPL."""

import re

import pytest

from shoppos.base.errors import InvalidInput
from shoppos.printing.head import Head
from shoppos.printing.languages import encode, tspl
from shoppos.printing.page import Page, Spring, Text
from shoppos.printing.paper import paper_named
from shoppos.printing.raster import print_rows
from tests.printing.hostile import HOSTILE
from tests.printing.pages import LABELS, codes_of, label, labels
from tests.printing.scanner import different, read
from tests.printing.tspl_reader import read_tspl

FINE = Head(dots_per_mm=12)


@pytest.mark.parametrize("head", [Head(), FINE], ids=["203", "300"])
@pytest.mark.parametrize("paper", LABELS)
def test_the_label_is_the_picture_dot_for_dot_and_its_codes_are_read(paper, head, qapp):
    page = label(paper)
    out = read_tspl(encode(page, "tspl", head), head.dots_per_mm)
    assert out.problems == []
    (printed,) = out.labels
    (rows,) = print_rows(page, head)
    assert different(printed.rows, rows) == 0
    assert len(rows) == page.paper.height * head.dots_per_mm // 10
    assert sorted(read(printed.rows)) == codes_of(page)


def test_only_the_words_that_every_copy_knows_are_said(qapp):
    plain = ["SIZE", "GAP", "DIRECTION", "CLS", "BITMAP", "PRINT"]
    assert read_tspl(encode(label("4x6"), "tspl")).said == plain
    asked = read_tspl(encode(label("4x6"), "tspl", Head(darkness=9, speed=4))).said
    assert asked == ["SIZE", "GAP", "DENSITY", "SPEED", "DIRECTION", "CLS", "BITMAP", "PRINT"]


def test_the_size_is_the_labels_and_the_gap_the_printers(qapp):
    made = encode(label("50x25"), "tspl", Head(gap=25, darkness=99, speed=3))
    assert made.startswith(
        b"SIZE 50.0 mm,25.0 mm\r\nGAP 2.5 mm,0 mm\r\nDENSITY 15\r\nSPEED 3\r\nDIRECTION 0\r\nCLS\r\n"
    )
    assert encode(label("4x6"), "tspl", Head(gap=0)).startswith(b"SIZE 101.6 mm,152.4 mm\r\nGAP 0.0 mm,0 mm\r\n")


def test_labels_come_one_after_the_other_and_like_ones_are_counted(qapp):
    out = read_tspl(encode(labels("50x25"), "tspl"))
    assert out.problems == []
    assert [printed.copies for printed in out.labels] == [1, 2]
    assert out.labels[0].rows != out.labels[1].rows


def test_a_printer_that_prints_upside_down_is_told_so(qapp):
    assert read_tspl(encode(label("3x2"), "tspl")).directions == ["0"]
    assert read_tspl(encode(label("3x2"), "tspl", Head(turned=True))).directions == ["1"]


def test_a_narrow_head_keeps_the_ink_in_its_reach(qapp):
    """384 dots over a label of 400: nothing stands in the eight on either side."""
    narrow = Head(dots=360)
    (printed,) = read_tspl(encode(label("50x25"), "tspl", narrow)).labels
    whole = sum(1 << 399 - at for at in range(400) if at < 20 or at >= 380)
    assert len(printed.rows[0]) == 50
    assert not any(int.from_bytes(row, "big") & whole for row in printed.rows)


def test_the_white_beyond_the_label_is_white(qapp):
    """A 4-inch label is 812 dots wide: the last four of its 102 bytes are nobody's."""
    made = encode(Page(paper_named("4x6"), (Text("x"),)), "tspl")
    found = re.search(rb"BITMAP 0,0,102,(\d+),0,", made)
    dots = made[found.end() : found.end() + 102 * int(found[1])]
    assert {dots[at] & 15 for at in range(101, len(dots), 102)} == {15}


@pytest.mark.parametrize("language", ["tspl", "zpl"])
def test_white_below_the_last_ink_is_not_sent(language, qapp):
    short, long = (Page(paper_named("4x6"), (Text("x"), *below)) for below in ((), (Spring(), Text("x"))))
    assert len(encode(short, language)) < len(encode(long, language)) / 2
    assert encode(Page(paper_named("4x6"), ()), language)


def test_dots_that_happen_to_spell_a_command_are_not_sent_as_they_are():
    """ESC ! R resets the printer in the midst of its label; here a set bit is white, so the dots are its inverse."""
    rows = [bytes((0xE4, 0xDE, 0xAD, 0x81, 0xDE))] * 8
    made = b"".join(tspl.job(rows, 1, paper_named("50x25"), Head()))
    assert read_tspl(made).problems == []
    assert not any(command in made for command in tspl.AT_ONCE)


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_can_command_the_printer(name, qapp):
    out = read_tspl(encode(Page(paper_named("50x25"), (Text(name, fit=True),)), "tspl"))
    assert out.problems == []
    assert out.said == ["SIZE", "GAP", "DIRECTION", "CLS", "BITMAP", "PRINT"]


@pytest.mark.parametrize("language", ["tspl", "zpl"])
@pytest.mark.parametrize("paper", ["58", "80", "A4", "A5", "A4x24"])
def test_rolls_and_sheets_are_refused_with_what_to_choose(paper, language, qapp):
    with pytest.raises(InvalidInput, match=f"single labels, not {paper}") as refused:
        encode(Page(paper_named(paper), (Text("x"),)), language)
    assert refused.value.field == "paper"


@pytest.mark.parametrize("language", ["tspl", "zpl"])
def test_the_same_label_gives_the_same_bytes(language, qapp):
    assert encode(labels("4x6"), language) == encode(labels("4x6"), language)
