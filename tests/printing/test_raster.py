"""The dots a print head gets."""

from shoppos.printing.codes import checked_qr
from shoppos.printing.page import Align, Qr, Size, Table, Text, row
from shoppos.printing.paper import paper_named
from shoppos.printing.raster import Dots, strip_rows

ROLL = paper_named("80")


def inked(rows):
    """The first and last column of dots with ink in it."""
    across = [
        byte * 8 + bit for line in rows for byte, value in enumerate(line) for bit in range(8) if value << bit & 128
    ]
    return min(across), max(across)


def test_rows_are_whole_bytes_across_the_head(qapp):
    for name in ("58", "80"):
        paper = paper_named(name)
        rows = strip_rows(Text("नमस्ते ₹"), paper)
        assert {len(line) for line in rows} == {paper.dots // 8}
        assert any(any(line) for line in rows)


def test_texts_stand_left_right_and_in_the_middle(qapp):
    left, right = inked(strip_rows(Text("नाम"), ROLL))
    assert left < 8
    assert right < 120
    left, right = inked(strip_rows(Text("नाम", align=Align.RIGHT), ROLL))
    assert left > 450
    assert right > 560
    left, right = inked(strip_rows(Text("नाम", align=Align.CENTER), ROLL))
    assert abs((left + right) // 2 - 288) < 8


def test_a_row_keeps_its_figure_at_the_right_edge(qapp):
    _left, right = inked(strip_rows(row("कुल", "₹931.00", size=Size.LARGE, bold=True), ROLL))
    assert 565 <= right < 576


def test_a_long_hindi_name_takes_more_lines_not_more_width(qapp):
    one, many = strip_rows(Text("तेल"), ROLL), strip_rows(Text("तेल " * 60), ROLL)
    assert len(many) >= 3 * len(one)
    assert inked(many)[1] < 576


def test_the_squares_of_a_code_are_whole_dots(qapp):
    rows = strip_rows(Qr("upi://pay?pa=a@b"), ROLL)
    matrix = checked_qr("upi://pay?pa=a@b")
    assert len(rows) == len(matrix) * ROLL.qr_dots
    assert sum(byte.bit_count() for line in rows for byte in line) == sum(map(sum, matrix)) * ROLL.qr_dots**2


def test_conjuncts_are_shaped_by_our_own_faces(qapp):
    face = Dots(ROLL, smooth=True)

    def width(text):
        return face.width(text, Size.NORMAL, bold=False)

    assert width("क्ष") < width("क") + width("ष")
    assert width("₹") > 0
    assert width("க்ஷ") < width("க") + width("்") + width("ஷ")


def test_an_empty_table_draws_nothing(qapp):
    assert not any(any(line) for line in strip_rows(Table((), ()), ROLL))
