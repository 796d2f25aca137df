"""A page's parts, its papers and its codes."""

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from shoppos.base.errors import InvalidInput, Unavailable
from shoppos.printing import codes
from shoppos.printing.codes import checked_qr, drawn, qr_matrix
from shoppos.printing.page import printable, share_out
from shoppos.printing.paper import PAPERS, paper_named
from tests.printing.hostile import HOSTILE


@pytest.fixture(autouse=True)
def forget():
    """No code that was read back in an earlier test is trusted."""
    checked_qr.cache_clear()


LINK = "upi://pay?pa=sharma.store@okaxis&pn=Sharma%20General%20Store&am=931.00&cu=INR&tr=A12627000123P1"


@pytest.mark.parametrize(
    ("said", "name"), [("58", "58"), ("80 mm", "80"), ("a4", "A4"), (" A5 ", "A5"), ("80MM", "80")]
)
def test_a_paper_is_found_as_people_write_it(said, name):
    assert paper_named(said).name == name


@pytest.mark.parametrize("said", ["", "57", "letter", "\x1b@", "mm"])
def test_an_unknown_paper_is_refused_in_a_sentence(said):
    with pytest.raises(InvalidInput, match="There is no paper") as refused:
        paper_named(said)
    assert refused.value.field == "paper"
    assert "\x1b" not in str(refused.value)


def test_every_paper_has_whole_bytes_of_dots_and_fits_its_width():
    for paper in PAPERS:
        assert paper.for_labels or paper.dots % 8 == 0
        assert 10 * paper.dots <= paper.width * 8


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_printable_can_command_a_printer(name):
    for sign in printable(name):
        assert sign >= " "
        assert sign not in "\x7f\u202e\u2066\u2028\ufeff"


def test_a_glued_blank_survives_cleaning_and_a_control_character_beside_it_does_not():
    assert printable("HSN\u00a0\x1b1905") == "HSN\u00a01905"


@given(
    st.integers(0, 500),
    st.lists(st.tuples(st.integers(1, 40), st.integers(0, 60)), min_size=1, max_size=9),
)
def test_columns_fill_the_width_exactly_and_none_is_below_its_least(total, columns):
    shares, least = [share for share, _least in columns], [least for _share, least in columns]
    widths = share_out(total, shares, least)
    if sum(least) > total:
        assert widths is None
    else:
        assert sum(widths) == total
        assert all(width >= needed for width, needed in zip(widths, least, strict=True))


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
