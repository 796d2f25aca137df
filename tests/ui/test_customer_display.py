"""What the customer sees: readable from afar, right to the paisa, a code that phones read, and never markup."""

import json
import os
import subprocess
import sys

import pytest
import zxingcpp
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel

from shoppos.base import i18n
from shoppos.ui import customer_page
from shoppos.ui.customer_display import DisplayState
from shoppos.ui.customer_page import CustomerDisplay

LINK = "upi://pay?pa=sharmakirana@okhdfcbank&pn=Sharma%20Kirana&am=1296.00&cu=INR&tr=A1X000123"
SELLING = DisplayState("selling", "Sharma Kirana", 6, 129600, "Good Day Biscuit 5 × ₹10.00 = ₹50.00")
UPI = DisplayState("upi", "Sharma Kirana", 6, 129600, "", LINK)


@pytest.fixture
def display(qtbot):
    made = CustomerDisplay()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def seen(display):
    return [label.text() for label in display.findChildren(QLabel) if label.isVisible() and label.text()]


def codes(display):
    """What a phone reads from the display."""
    picture = display.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    pixels = memoryview(picture.constBits()).cast("B", shape=[picture.height(), picture.bytesPerLine()])
    return [code.text for code in zxingcpp.read_barcodes(pixels)]


def test_idle_it_shows_whose_shop_it_is(display):
    display.tell(DisplayState(shop="Sharma Kirana"))
    assert seen(display)[0] == "Sharma Kirana"
    assert not [text for text in seen(display) if "₹" in text]


def test_while_selling_it_shows_the_last_line_the_count_and_the_total(display):
    display.tell(SELLING)
    shown = seen(display)
    assert "₹1,296.00" in shown
    assert "Good Day Biscuit 5 × ₹10.00 = ₹50.00" in shown
    assert [text for text in shown if text.startswith("6 items")]
    assert display.total.font().pixelSize() == 92
    assert codes(display) == []


@pytest.mark.parametrize("size", [(640, 400), (800, 480), (1024, 600), (1920, 1080), (1080, 1920)])
def test_it_reads_on_any_screen(display, size):
    display.resize(*size)
    display.tell(UPI)
    assert codes(display) == [LINK]
    for label in display.findChildren(QLabel):
        if label.isVisible() and not label.wordWrap():
            assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width()
        if label.isVisible():
            assert label.rect().translated(label.mapTo(display, label.rect().topLeft())).bottom() <= display.height()


def test_letters_grow_with_the_screen_and_shrink_before_they_are_cut(display):
    display.resize(1920, 1080)
    display.tell(SELLING)
    assert display.total.font().pixelSize() > 150
    display.resize(1024, 600)
    long = DisplayState("upi", "A" * 90, 99999, 999999999999, "रंगोली " * 30, LINK)
    display.tell(long)
    assert display.total.fontMetrics().horizontalAdvance(display.total.text()) <= display.total.width()


def test_without_change_no_amount_is_shown_beside_the_thanks(display):
    display.tell(DisplayState("thanks", "Sharma Kirana"))
    assert not [text for text in seen(display) if "₹" in text]


def test_names_are_shown_as_they_are(display):
    hostile = "<b>Sale</b> &amp; <img src=x onerror=alert(1)>"
    display.tell(DisplayState("selling", hostile, 1, 100, hostile))
    assert hostile in seen(display)
    for label in display.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText


def test_both_languages_stand_beside_each_other_and_none_twice(monkeypatch):
    class Hindi:
        def gettext(self, message):
            return {"Welcome": "स्वागत है"}.get(message, message)

        def ngettext(self, one, many, n):
            return one if n == 1 else many

    english = i18n.catalogue("en")
    monkeypatch.setattr(customer_page, "catalogue", lambda language: Hindi() if language == "hi" else english)
    assert customer_page.both("Welcome") == "Welcome / स्वागत है"
    assert customer_page.both("Unknown words") == "Unknown words"
    assert customer_page.both("{n} item", "{n} items", 6) == "6 items"
    monkeypatch.setattr(customer_page, "language", lambda: "hi")
    assert customer_page.both("Welcome") == "स्वागत है / Welcome"


def test_a_code_that_does_not_read_back_is_not_shown(display, monkeypatch):
    from shoppos.printing import codes

    def white(matrix, scale):
        side = len(matrix) * scale
        return b"\xff" * side * side, side

    monkeypatch.setattr(codes, "drawn", white)
    codes.checked_qr.cache_clear()  # another test may have shown the same code
    display.tell(UPI)
    assert not display.qr.isVisible()
    assert "₹1,296.00" in seen(display)


TWO_SCREENS = """
import sys
from PySide6.QtWidgets import QApplication, QMainWindow
from shoppos.ui.customer_display import DisplayState
from shoppos.ui.second_screen import SecondScreen
app = QApplication([])
window = QMainWindow()
window.show()
second = SecondScreen(window)
second.tell(DisplayState("selling", "Sharma Kirana", 1, 100))
second.watch()
app.processEvents()
display = second.display
print(len(app.screens()), display is not None and display.isVisible())
if display is not None:
    print(display.screen().name(), display.isFullScreen(), display.geometry().getRect(), display.total.text())
print(second.toggle(), second.toggle(), second.display.isFullScreen())
"""


@pytest.mark.parametrize("screens", [1, 2])
def test_it_takes_the_second_screen_if_there_is_one(tmp_path, screens):
    both = [
        {"name": "cashier", "x": 0, "y": 0, "width": 1366, "height": 768},
        {"name": "customer", "x": 1366, "y": 0, "width": 1024, "height": 600},
    ]
    (tmp_path / "screens.json").write_text(json.dumps({"screens": both[:screens]}))
    done = subprocess.run(
        [sys.executable, "-c", TWO_SCREENS],
        env={**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={tmp_path / 'screens.json'}"},
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    lines = done.stdout.splitlines()
    if screens == 2:
        assert lines == ["2 True", "customer True (1366, 0, 1024, 600) ₹1.00", "False True True"]
    else:
        assert lines == ["1 False", "True False False"]
