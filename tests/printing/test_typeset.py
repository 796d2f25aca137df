"""Where words stand on the sheets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoppos.printing.codes import QUIET
from shoppos.printing.imposing import sheets
from shoppos.printing.marks import Bars, Frame, Modules, Words
from shoppos.printing.page import (
    Align,
    Barcode,
    Beside,
    Column,
    Either,
    Feed,
    Framed,
    Page,
    Qr,
    Size,
    Stand,
    Table,
    Text,
    Together,
)
from shoppos.printing.paper import paper_named
from shoppos.printing.typeset import strip
from tests.printing.layout import Even

SHEET = paper_named("A5")


class Cells:
    """A face whose every sign is 10 wide and every line 20 high."""

    millimetre = 10
    smallest_module = 5
    dot = 1
    percent = 100

    def at(self, _percent):
        return self

    def width(self, text, _size, *, bold):  # noqa: ARG002  (a face is asked so)
        return 10 * len(text)

    def line(self, _size):
        return 20

    def ascent(self, _size):
        return 16


def words(sheet):
    return [mark for mark in sheet.marks if isinstance(mark, Words)]


def table(count, **how):
    columns = (Column("Item", 3), Column("Amount", 1, Align.RIGHT))
    return Table(columns, tuple((f"item {n}", f"{n}.00") for n in range(count)), head=True, **how)


def test_the_head_stands_again_on_every_sheet():
    made = sheets(Page(SHEET, (table(300, grid=True),), foot="foot"), Cells())
    assert len(made) > 2
    for sheet in made:
        assert [mark.text for mark in words(sheet)].count("Amount") == 1
        assert words(sheet)[0].text == "Item"


def test_every_row_stands_on_exactly_one_sheet_in_order():
    made = sheets(Page(SHEET, (table(300),), foot="foot"), Cells())
    rows = [mark.text for sheet in made for mark in words(sheet) if mark.text.startswith("item ")]
    assert rows == [f"item {n}" for n in range(300)]


def test_a_head_never_stands_alone_at_the_end_of_a_sheet():
    for lines in range(60, 110):
        made = sheets(Page(SHEET, (*[Text("x")] * lines, table(3)), foot="foot"), Cells())
        for sheet in made:
            texts = [mark.text for mark in words(sheet)]
            if "Item" in texts:
                assert any(text.startswith("item ") for text in texts)


def test_what_belongs_together_is_never_parted():
    for lines in range(60, 110):
        made = sheets(Page(SHEET, (*[Text("x")] * lines, Together((Text("a"), Feed(), Text("b")))), foot="f"), Cells())
        assert any({"a", "b"} <= {mark.text for mark in words(sheet)} for sheet in made)


def test_feeds_at_the_end_make_no_empty_sheet():
    for lines in range(60, 110):
        made = sheets(Page(SHEET, (*[Text("x")] * lines, Feed(9)), foot="foot"), Cells())
        assert all("x" in [mark.text for mark in words(sheet)] for sheet in made)


@given(st.lists(st.text("abc ₹", max_size=40), max_size=30), st.booleans())
def test_nothing_stands_outside_the_paper(texts, grid):
    parts = tuple(Text(text, Size.HUGE, align=align) for text in texts for align in Align)
    beside = Beside((parts, parts), (2, 1), (True, False))
    for sheet in sheets(Page(SHEET, (*parts, table(5, grid=grid), beside), foot="foot"), Cells()):
        if sheet.height == SHEET.height * 10:
            for mark in words(sheet):
                assert mark.x >= SHEET.margin * 10
                assert mark.x + 10 * len(mark.text) <= (SHEET.width - SHEET.margin) * 10


def test_figures_too_wide_for_their_columns_stand_below_each_other_with_their_titles():
    wide = Table(
        (Column("Item", 1), Column("Taxable", 1, Align.RIGHT), Column("Amount", 1, Align.RIGHT)),
        (("oil", "8,47,45,75,338.98", "9,99,99,98,900.00"),),
        head=True,
    )
    texts = [mark.text for mark in words(strip(wide, 300, Cells()))]
    assert texts == ["oil", "Taxable", "8,47,45,75,338.98", "Amount", "9,99,99,98,900.00"]


def test_a_word_is_cut_between_syllables_never_before_a_vowel_sign_or_inside_a_conjunct():
    (sheet,) = [strip(Text("क्ष्म" * 8), 60, Cells())]
    for mark in words(sheet):
        assert mark.text[0] == "क"
        assert not mark.text.endswith("\u094d")


def test_a_roll_is_one_sheet_as_long_as_its_text():
    short, long = (sheets(Page(paper_named("80"), (Text("x"),) * n), Cells()) for n in (1, 500))
    assert len(short) == len(long) == 1
    assert long[0].height - short[0].height == 499 * 20


LABEL = Even(paper_named("4x6"))


def only(kind, part, width=9000, face=LABEL):
    """The marks of one kind that a part is set in."""
    return [mark for mark in strip(part, width, face).marks if isinstance(mark, kind)]


def test_a_text_that_must_fit_stands_on_one_line_in_smaller_type_however_small():
    for signs in (4, 20, 60):
        (line,) = only(Words, Text("8" * signs, Size.GIANT, fit=True))
        assert line.text == "8" * signs
        assert LABEL.at(line.percent).width(line.text, Size.GIANT, bold=False) <= 9000
    assert len(only(Words, Text("8" * 60, Size.GIANT))) > 1


def test_a_tight_line_is_as_high_as_its_figures_and_lower_letters_still_have_room():
    plain, tight, deep = (
        strip(Text(text, Size.GIANT, tight=tight), 9000, LABEL).height
        for text, tight in (("560001", False), ("560001", True), ("168/kg", True))
    )
    assert tight < deep < plain
    (figures,) = only(Words, Text("560001", Size.GIANT, tight=True))
    assert figures.y <= tight * 86 // 100


@pytest.mark.parametrize("text", ["ಕ್ಷ್ಮಿ ಸ್ತ್ರೀ", "క్ష్మ్యా స్త్రీ"])
def test_letters_that_hang_below_letters_have_room(text):
    apart = [mark.y for mark in only(Words, Text(f"{text} " * 20))]
    assert apart[1] - apart[0] == LABEL.line(Size.NORMAL) * 116 // 100
    table = Table((Column("", 1),), ((text,),))
    assert strip(table, 9000, LABEL).height == apart[1] - apart[0]
    plain = [mark.y for mark in only(Words, Text("plain " * 60))]
    assert plain[1] - plain[0] == LABEL.line(Size.NORMAL)


def test_stacks_stand_on_one_line_in_the_middle_or_head_to_head():
    stacks = ((Text("small", Size.SMALL),), (Text("giant", Size.GIANT),))
    top, middle, foot = (
        {mark.text: mark.y for mark in only(Words, Beside(stacks, (1, 1), stand=stand))}
        for stand in (Stand.TOP, Stand.MIDDLE, Stand.FOOT)
    )
    assert top["small"] < middle["small"] < foot["small"] == foot["giant"]
    assert top["giant"] == middle["giant"] == foot["giant"]


def test_a_stack_without_words_stands_on_its_foot():
    stacks = ((Barcode("1001", height=40, told=False),), (Text("giant", Size.GIANT),))
    part = Beside(stacks, (1, 1), stand=Stand.FOOT)
    (bars,) = only(Bars, part)
    (words_,) = only(Words, part)
    assert bars.y + bars.height == words_.y


def test_bars_are_as_wide_as_is_asked_and_keep_their_quiet_zones():
    for text in ("1", "1234", "D12345678901"):
        (bars,) = only(Bars, Barcode(text, least=380))
        wide = len(bars.pattern) * bars.side
        assert wide >= 3800
        assert bars.side % LABEL.dot == 0
        assert QUIET * bars.side <= bars.x
        assert bars.x + wide + QUIET * bars.side <= 9000


def test_bars_that_would_be_too_fine_or_cannot_say_it_give_way_to_a_square():
    for text, width in (("D12345678901D12345678901", 3000), ("डाक १२३", 9000), ("X" * 150, 9000)):
        assert not only(Bars, Barcode(text), width)
        (code,) = only(Modules, Barcode(text), width)
        assert code.x >= 0
        assert code.x + len(code.matrix) * code.side <= width


def test_a_square_is_no_wider_than_it_may_be():
    (free,), (held,) = only(Modules, Qr("A1/2627/000123")), only(Modules, Qr("A1/2627/000123", most=90))
    assert len(held.matrix) * held.side <= 900 < len(free.matrix) * free.side
    assert held.side % LABEL.dot == 0


def test_a_frame_keeps_its_air_on_all_sides_and_turns_words_white_when_it_is_solid():
    part = Framed((Text("COD"),), pad=40)
    (frame,), (word,) = only(Frame, part), only(Words, part)
    assert word.x == 400
    assert not word.light
    assert frame.height > LABEL.line(Size.NORMAL) + 2 * 200
    assert only(Words, Framed((Text("COD"),), solid=True))[0].light


def test_of_several_ways_to_say_it_a_part_alone_says_the_fullest():
    assert [mark.text for mark in only(Words, Either(((Text("full"),), (Text("bare"),))))] == ["full"]
