"""What is known of one print head."""

import pytest

from shoppos.printing.head import CUTS, FINENESS, MODES, Head, fitted, head_of
from shoppos.printing.paper import PAPERS, paper_named


def test_a_printer_nobody_has_described_has_every_default():
    assert head_of({}) == head_of({"name": "Roll", "mode": None, "dots": "576", "z64": 1, "turned": "yes"}) == Head()
    assert Head().mode in MODES
    assert Head().cut in CUTS
    assert Head().dots_per_mm in FINENESS


def test_what_a_printers_settings_say_is_kept():
    told = {"mode": "raster", "dots": 512, "dots_per_mm": 12, "cut": "none", "z64": True, "gap": 0, "paper": "80"}
    assert head_of(told) == Head("raster", 512, 12, cut="none", z64=True, gap=0)


@pytest.mark.parametrize("fine", [0, -8, 7, 203])
def test_a_fineness_that_no_printer_has_is_not_believed(fine):
    assert head_of({"dots_per_mm": fine}).dots_per_mm == 8


def test_a_head_that_has_not_been_measured_takes_every_paper_as_it_is():
    assert all(fitted(paper, Head()) == paper for paper in PAPERS)


@pytest.mark.parametrize("fine", FINENESS)
@pytest.mark.parametrize("dots", [384, 512, 576, 640, 832, 1248])
def test_a_roll_is_filled_to_the_width_of_its_head(dots, fine):
    for name in ("58", "80"):
        paper = fitted(paper_named(name), Head(dots=dots, dots_per_mm=fine))
        assert paper.dots == dots * 8 // fine
        assert paper.columns == paper.dots // 12
        assert paper.dots <= (paper.width - 2 * paper.margin) * 8 / 10 + 1
        assert paper.width >= paper_named(name).width


def test_a_label_wider_than_its_head_keeps_its_size_and_has_wider_margins():
    plain = paper_named("50x25")
    paper = fitted(plain, Head(dots=360))
    assert (paper.width, paper.height) == (plain.width, plain.height)
    assert (paper.width - 2 * paper.margin) * 8 / 10 <= 360
    assert fitted(plain, Head(dots=832)) == plain


def test_sheets_know_no_head():
    assert all(fitted(paper_named(name), Head(dots=384)) == paper_named(name) for name in ("A4", "A5", "A4x24"))


def test_only_a_head_of_letters_alone_has_no_other_script():
    assert [Head(mode=mode).letters_alone for mode in MODES] == [True, False, False]
    assert not Head(mode="text", turned=True).letters_alone
