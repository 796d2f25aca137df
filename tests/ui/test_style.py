"""The looks: every pair of colours that is read together stands the contrast of WCAG 2.2 AA, in light and in dark."""

import re

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from shoppos.base.paths import resource
from shoppos.ui import style
from shoppos.ui.main_window import make_application

LOOKS = pytest.mark.parametrize("look", [style.LIGHT, style.DARK], ids=["light", "dark"])
READ = (
    ("text", "ground"), ("text", "card"), ("text", "raised"), ("text", "stripe"), ("quiet", "ground"),
    ("quiet", "card"), ("quiet", "raised"), ("quiet", "stripe"),
    ("on_brand", "brand"), ("on_primary", "primary"), ("warn", "warn_ground"),
    ("error", "error_ground"), ("good", "good_ground"), ("error", "card"), ("error", "ground"), ("text", "brand_soft"),
)  # fmt: skip


@pytest.fixture
def app():
    made = make_application()
    yield made
    style.apply(made, theme="light", percent=100)


def luminance(colour):
    """Relative luminance by WCAG 2.2."""
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in QColor(colour).getRgbF()[:3]
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one, other):
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_the_measure_itself_is_right():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@LOOKS
def test_words_can_be_read_on_what_they_stand_on(look):
    faint = {pair: round(contrast(getattr(look, pair[0]), getattr(look, pair[1])), 2) for pair in READ}
    assert {pair: ratio for pair, ratio in faint.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_selected_row_a_placeholder_and_a_dead_button_can_be_read(app, theme):
    style.apply(app, theme=theme)
    palette, role = app.palette(), QPalette.ColorRole
    assert contrast(palette.color(role.HighlightedText), palette.color(role.Highlight)) >= 4.5
    assert contrast(palette.color(role.PlaceholderText), palette.color(role.Base)) >= 4.5
    dead = palette.color(QPalette.ColorGroup.Disabled, role.ButtonText)
    assert contrast(dead, palette.color(role.Window)) >= 4.5


@pytest.mark.parametrize("percent", style.PERCENTS)
def test_what_is_pressed_is_as_high_as_a_finger_at_every_size(app, qtbot, percent):
    style.apply(app, theme="light", percent=percent)
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    pressed = [QPushButton("Cash"), QLineEdit()]
    for role in ("primary", "pay", "pay-first", "note", "danger", "chip", "nav"):
        pressed.append(QPushButton("Cash"))
        pressed[-1].setProperty("role", role)
    for part in pressed:
        column.addWidget(part)
    page.show()
    least = 44 if percent >= 100 else 39  # the smallest letters are for a mouse
    small = {str(part.property("role")): part.height() for part in pressed if part.height() < least}
    assert not {role: high for role, high in small.items() if role not in {"chip", "nav"}}
    assert QLabel("x").fontMetrics().height() > 0


def test_an_unknown_size_is_the_usual_one(app):
    style.apply(app, theme="light", percent=7000)
    assert style.scaled(100) == 100


def test_no_placeholder_of_the_sheet_is_left_unfilled(app):
    for theme in ("light", "dark"):
        style.apply(app, theme=theme, percent=110)
        sheet = app.styleSheet()
        assert "@" not in sheet
        assert not re.search(r"\d+dp\b", sheet)
        for path in re.findall(r"url\(([^)]+)\)", sheet):
            assert resource("icons").joinpath(path.rsplit("/", 1)[-1].strip("\"'")).is_file()


def test_the_letters_of_the_figures_know_the_rupee_and_hindi(app):
    style.load_fonts()
    style.apply(app, theme="light")
    font = style.font(12)
    assert font.families()[:2] == ["Noto Sans", "DejaVu Sans"]
    assert "Noto Sans Devanagari" in font.families()
