"""Plain text in columns."""

from hypothesis import given
from hypothesis import strategies as st

from shoppos.printing.languages.text import Line, cells, compose, layout, placed, wrap
from shoppos.printing.page import NBSP, Align, Beside, Column, Feed, Page, Qr, Rule, Size, Table, Text, Together, row
from shoppos.printing.paper import PAPERS, paper_named

FIGURES = Table(
    (Column("Rate", 1), Column("Taxable", 1, Align.RIGHT), Column("Tax", 1, Align.RIGHT)),
    (("5%", "1,00,000.00", "5,000.00"), ("18%", "20.00", "3.60")),
    total=("", "1,00,020.00", "5,003.60"),
    head=True,
)


def lines(part, columns):
    return [line.text for line in layout(part, columns)]


def test_a_text_is_broken_at_blanks():
    assert wrap("Surf Excel Easy Wash", 11) == ["Surf Excel", "Easy Wash"]


def test_a_word_wider_than_the_paper_is_cut_and_nothing_of_it_is_lost():
    assert wrap("ABCDEFGHIJ", 4) == ["ABCD", "EFGH", "IJ"]


def test_glued_words_stay_on_one_line():
    assert wrap(f"2 × 10.00 HSN{NBSP}1905", 12) == ["2 × 10.00", "HSN 1905"]


@given(st.text(st.sampled_from("abc ₹क्ष\u200b日 "), max_size=60), st.integers(2, 20))
def test_wrapping_loses_no_sign_and_respects_the_width(text, width):
    tidy = " ".join(text.split())
    wrapped = wrap(tidy, width)
    assert "".join(wrapped).replace(" ", "") == tidy.replace(" ", "")
    assert all(cells(line) <= width for line in wrapped)


def test_vowel_signs_above_and_below_take_no_column_and_chinese_signs_two():
    assert cells("कु") == 1
    assert cells("日本") == 4
    assert cells("क्\u200dष") == 2


def test_a_text_is_placed_left_in_the_middle_or_right():
    assert placed(Line("ab", align=Align.RIGHT), 6) == "    ab"
    assert placed(Line("ab", align=Align.CENTER), 6) == "  ab"
    assert placed(Line("ab"), 6) == "ab"


def test_figures_stand_under_each_other_at_the_right():
    assert lines(FIGURES, 32) == [
        "Rate          Taxable        Tax",
        "--------------------------------",
        "5%        1,00,000.00   5,000.00",
        "18%             20.00       3.60",
        "          1,00,020.00   5,003.60",
    ]


def test_figures_that_do_not_fit_side_by_side_stand_below_each_other_with_their_titles():
    assert lines(FIGURES, 19)[:3] == ["5%", "Taxable 1,00,000.00", "Tax        5,000.00"]


def test_a_figure_is_never_broken_however_narrow_the_paper():
    for columns in range(12, 60):
        said = "\n".join(lines(FIGURES, columns))
        for figure in ("1,00,000.00", "5,000.00", "1,00,020.00", "5,003.60"):
            assert figure in said


def test_a_long_name_wraps_beside_its_amount():
    assert lines(row("a long long name", "9.00"), 14) == ["a long    9.00", "long", "name"]


def test_a_double_wide_text_has_half_the_columns():
    assert lines(Text("Sharma General Store", Size.HUGE), 20) == ["Sharma", "General", "Store"]


def test_stacks_stand_side_by_side_and_parts_together_in_order():
    beside = Beside(((Text("left"), Text("low")), (Text("right"),)), (1, 1))
    together = Together((Rule(heavy=True), beside, Feed(2), Qr("x")))
    assert lines(together, 13) == ["=============", "left    right", "low", "", "", "x"]


def test_a_page_is_text_of_whole_lines_with_its_foot():
    for paper in PAPERS:
        made = compose(Page(paper, (Text("Bill"), FIGURES), foot="A1/2627/000001")).decode()
        assert made.startswith("Bill\n")
        assert made.endswith("A1/2627/000001\n")


def test_a_roll_of_58_mm_has_32_columns():
    made = compose(Page(paper_named("58"), (Rule(),))).decode()
    assert made == "-" * 32 + "\n"
