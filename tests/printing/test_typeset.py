"""Where words stand on the sheets."""

from hypothesis import given
from hypothesis import strategies as st

from shoppos.printing.imposing import sheets
from shoppos.printing.marks import Words
from shoppos.printing.page import Align, Beside, Column, Feed, Page, Size, Table, Text, Together
from shoppos.printing.paper import paper_named
from shoppos.printing.typeset import strip

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
