"""How wide a text is, where it is cut, and the outline of a part of a ring."""

import math

import pytest

from shoppos.reports.drawing import Arc, Box, Drawing, cut, svg, wide


@pytest.mark.parametrize("text", ["Surf Excel 1 kg", "₹1,18,000.00", "तूर दाल (खुला)", "தமிழ் காபி", "iiiillll", "WWWW"])
def test_a_text_is_about_as_wide_as_qt_draws_it(text):
    from PySide6.QtGui import QFont, QFontMetricsF

    from shoppos.printing.raster import _families

    font = QFont()
    font.setFamilies(list(_families()))
    font.setPixelSize(110)
    assert wide(text, 110) == pytest.approx(QFontMetricsF(font).horizontalAdvance(text), rel=0.35)


def test_a_text_is_cut_before_a_letter_and_never_inside_one():
    assert cut("short", 11, 100) == "short"
    said = cut("Surf Excel 1 kg Matic Front Load", 11, 80)
    assert said.endswith("…")
    assert wide(said, 11) <= 80
    for room in range(10, 90, 5):
        said = cut("किलोग्राम सर्फ एक्सेल", 11, room).removesuffix("…")
        assert not said or said[-1] not in "ािीुूेैोौ्ं"
    assert cut("anything", 11, 0) == "…"


def test_a_part_of_a_ring_runs_clockwise_from_the_top():
    outline = Arc(100, 100, 50, 30, 0, 0.25, "accent").corners()
    assert outline[0] == pytest.approx((100, 50))
    assert outline[-1] == pytest.approx((100, 70))
    assert max(x for x, _y in outline) == pytest.approx(150)
    assert all(29.99 <= math.hypot(x - 100, y - 100) <= 50.01 for x, y in outline)


def test_numbers_are_short_and_colours_are_the_grounds_own():
    drawing = Drawing(100, 50, (Box(1 / 3, 0, 10, 20, "accent", edge="ink"),), "t", "s")
    assert 'x="0.33" y="0" width="10" height="20" fill="#0b6e4f" stroke="#1b2327"' in svg(drawing)
    assert 'fill="#3fbf94" stroke="#e6ecef"' in svg(drawing, dark=True)


def test_a_part_of_a_ring_holds_what_lies_between_its_edges_and_its_ends():
    part, rest = Arc(100, 100, 50, 30, 0, 0.25, "accent"), Arc(100, 100, 50, 30, 0.25, 1, "before")
    for x, y, inside in ((128, 72, part), (72, 72, rest), (72, 128, rest), (128, 128, rest)):
        assert [one.holds(x, y) for one in (part, rest)] == [inside is part, inside is rest], (x, y)
    for x, y in ((100, 100), (110, 90), (140, 60)):
        assert not part.holds(x, y), (x, y)
