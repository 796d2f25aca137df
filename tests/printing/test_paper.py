"""The papers: what they are called, and that sheets of labels lie where their makers cut them."""

import pytest

from shoppos.base.errors import InvalidInput
from shoppos.printing.paper import BILL_PAPERS, PAPERS, paper_named

SHEETS = tuple(paper for paper in PAPERS if paper.grid is not None)
LABELS = tuple(paper for paper in PAPERS if paper.label)
UNPRINTED = 50
"""Tenths of a millimetre along the edges that cheap office printers leave white."""


@pytest.mark.parametrize(
    ("said", "name"),
    [("58", "58"), ("80 mm", "80"), ("a4", "A4"), (" A5 ", "A5"), ("80MM", "80"), ("4X6", "4x6"), ("a4x65", "A4x65")],
)
def test_a_paper_is_found_as_people_write_it(said, name):
    assert paper_named(said).name == name


@pytest.mark.parametrize("said", ["", "57", "letter", "\x1b@", "mm"])
def test_an_unknown_paper_is_refused_in_a_sentence(said):
    with pytest.raises(InvalidInput, match="There is no paper") as refused:
        paper_named(said)
    assert refused.value.field == "paper"
    assert "\x1b" not in str(refused.value)


def test_every_roll_has_whole_bytes_of_dots_and_every_paper_fits_its_width():
    for paper in PAPERS:
        assert paper.for_labels or paper.dots % 8 == 0
        assert 10 * paper.dots <= paper.width * 8


def test_bills_stand_on_rolls_and_sheets_labels_on_labels():
    assert [paper.name for paper in BILL_PAPERS] == ["58", "80", "A5", "A4"]
    assert [paper.name for paper in LABELS] == ["4x6", "100x150", "3x2", "50x25", "38x25"]
    assert [paper.name for paper in SHEETS] == ["A4x4", "A4x24", "A4x40", "A4x65"]


@pytest.mark.parametrize(
    ("name", "across", "down", "width", "height", "gap", "left", "top"),
    [
        ("A4x4", 2, 2, 1050, 1485, 0, 0, 0),
        ("A4x24", 3, 8, 635, 339, 25, 72, 129),  # 63.5 x 33.9 mm: Avery L7159
        ("A4x40", 4, 10, 457, 254, 26, 97, 215),  # 45.7 x 25.4 mm: Avery L7654
        ("A4x65", 5, 13, 381, 212, 25, 47, 107),  # 38.1 x 21.2 mm: Avery L7651
    ],
)
def test_labels_lie_where_the_makers_of_sheets_cut_them(name, across, down, width, height, gap, left, top):
    paper = paper_named(name)
    grid, cell = paper.grid, paper.cell
    assert (grid.across, grid.down, grid.left, grid.top) == (across, down, left, top)
    assert (cell.width, cell.height) == (width, height)
    assert (grid.step_x, grid.step_y) == (width + gap, height)


@pytest.mark.parametrize("paper", SHEETS, ids=lambda paper: paper.name)
def test_the_labels_lie_in_the_middle_of_the_sheet_and_do_not_overlap(paper):
    grid, cell = paper.grid, paper.cell
    right = paper.width - grid.left - (grid.across - 1) * grid.step_x - cell.width
    below = paper.height - grid.top - (grid.down - 1) * grid.step_y - cell.height
    assert abs(right - grid.left) <= 2
    assert abs(below - grid.top) <= 2
    assert grid.step_x >= cell.width
    assert grid.step_y >= cell.height
    assert grid.places == int(paper.name.removeprefix("A4x"))


@pytest.mark.parametrize("paper", SHEETS, ids=lambda paper: paper.name)
def test_an_office_printer_that_cannot_print_to_the_edge_prints_all(paper):
    assert paper.grid.left + paper.cell.margin >= UNPRINTED
    assert paper.grid.top + paper.cell.margin >= UNPRINTED
