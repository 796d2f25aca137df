"""Labels on their places, whole or not at all."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoppos.base.errors import InvalidInput
from shoppos.printing.imposing import sheets
from shoppos.printing.marks import Ground, Words
from shoppos.printing.page import Barcode, Break, Either, Page, Rule, Size, Spring, Text
from shoppos.printing.paper import PAPERS, paper_named
from tests.printing.layout import Even, checked, words

SHEETS = tuple(paper for paper in PAPERS if paper.grid is not None)
LABEL = paper_named("50x25")


def page(paper, *labels, skip=0):
    """A page with each label's parts on a label of its own."""
    parts = [part for label in labels for part in (*label, Break())]
    return Page(paper, tuple(parts), skip=skip)


def numbered(count):
    return [(Text(f"{number}"),) for number in range(count)]


def places(sheet):
    """Where each text stands, as {text: (x, y)} in tenths of a millimetre."""
    return {mark.text: (mark.x / 10, mark.y / 10) for mark in sheet.marks if isinstance(mark, Words)}


@pytest.mark.parametrize("paper", SHEETS, ids=lambda paper: paper.name)
def test_labels_fill_a_sheet_line_by_line_each_a_step_from_the_last(paper):
    grid = paper.grid
    (sheet,) = sheets(page(paper, *numbered(grid.places)), Even(paper))
    found = places(sheet)
    assert len(found) == grid.places
    left, top = found["0"]
    assert left == grid.left + paper.cell.margin
    for number in range(grid.places):
        down, across = divmod(number, grid.across)
        x, y = found[str(number)]
        assert x == left + across * grid.step_x
        assert y == pytest.approx(top + down * grid.step_y, abs=0.1)


@pytest.mark.parametrize("paper", SHEETS, ids=lambda paper: paper.name)
@given(count=st.integers(1, 150), skip=st.integers(0, 200))
def test_places_that_are_gone_are_left_free_and_what_is_left_over_goes_on_the_next_sheet(paper, count, skip):
    grid = paper.grid
    made = sheets(page(paper, *numbered(count), skip=skip), Even(paper))
    free = skip % grid.places
    assert len(made) == -(-(free + count) // grid.places)
    assert [text for sheet in made for text in words(sheet)] == [str(number) for number in range(count)]
    _down, across = divmod(free, grid.across)
    x, _y = places(made[0])["0"]
    assert x == grid.left + paper.cell.margin + across * grid.step_x
    assert {sheet.height for sheet in made} == {29700}


def test_a_plain_sheet_says_where_it_is_cut_and_a_sheet_of_labels_does_not():
    for paper in SHEETS:
        (sheet,) = sheets(page(paper, *numbered(1)), Even(paper))
        lines = [(mark.x / 10, mark.y / 10) for mark in sheet.marks if isinstance(mark, Ground)]
        assert lines == ([(1050, 0), (0, 1485)] if paper.name == "A4x4" else [])


def test_each_label_of_a_roll_is_as_high_as_the_label():
    made = sheets(page(LABEL, *numbered(7)), Even(LABEL))
    assert [words(sheet) for sheet in made] == [[str(number)] for number in range(7)]
    assert {sheet.height for sheet in made} == {2500}


def test_a_spring_puts_what_follows_at_the_foot():
    (sheet,) = sheets(page(LABEL, (Text("head"), Spring(), Rule())), Even(LABEL))
    foot = max(mark.y for mark in sheet.marks)
    assert 2500 - LABEL.margin * 10 - foot == 100  # the air below a rule


def test_springs_share_what_is_left_and_keep_a_little_where_nothing_is():
    texts = [Text("a"), Spring(5), Text("b"), Spring(5), Text("c")]
    (sheet,) = checked(page(LABEL, texts), Even(LABEL))
    a, b, c = (places(sheet)[text][1] for text in "abc")
    assert b - a == pytest.approx(c - b, abs=0.1)
    (full,) = checked(page(LABEL, [Text("x")] * 6 + texts), Even(LABEL))
    tops = sorted({y for _x, y in places(full).values()})
    assert min(later - earlier for earlier, later in pairwise(tops)) > 0


def test_type_shrinks_until_the_label_holds_it_and_no_further_than_it_can_be_read():
    large = [Text("word " * 50)]
    (sheet,) = checked(page(LABEL, large), Even(LABEL))
    assert 50 <= sheet.marks[0].percent < 100
    with pytest.raises(InvalidInput, match=r"A label of 50 × 25 mm is too small for this.") as refused:
        sheets(page(LABEL, [Text("word " * 100)] * 6), Even(LABEL))
    assert refused.value.field == "paper"


def test_less_is_said_before_type_grows_small_and_the_least_is_said_as_it_fits():
    full, bare = (Text("full " * 50),), (Text("bare"),)
    assert words(sheets(page(LABEL, (Either((full, bare)),)), Even(LABEL))[0]) == ["bare"]
    assert words(sheets(page(LABEL, (Either(((Text("full"),), bare)),)), Even(LABEL))[0]) == ["full"]
    loose = sheets(page(LABEL, (Either((full, bare), close=50),)), Even(LABEL))[0]
    assert words(loose)[0].startswith("full")
    last = sheets(page(LABEL, (Either(((Text("none " * 600),), full)),)), Even(LABEL))[0]
    assert words(last)[0].startswith("full")


def test_choices_of_several_parts_are_made_together():
    long = Text("long " * 50)
    parts = (Text("A"), Either(((long,), (Text("b"),))), Either(((Text("C"),), (Text("c"),))))
    assert words(sheets(page(LABEL, parts), Even(LABEL))[0]) == ["A", "b", "c"]


def test_where_there_is_no_end_to_the_paper_the_fullest_is_said():
    roll = paper_named("80")
    (sheet,) = sheets(Page(roll, (Either(((Text("full"),), (Text("bare"),))),)), Even(roll))
    assert words(sheet) == ["full"]


def test_like_labels_are_set_once_and_stand_everywhere():
    paper = paper_named("A4x24")
    (sheet,) = checked(page(paper, *[(Text("same", Size.LARGE), Barcode("1001"))] * 24), Even(paper))
    assert words(sheet).count("same") == 24
