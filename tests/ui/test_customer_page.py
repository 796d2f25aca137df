"""What the customer sees, read off the picture where a phone would read it."""

import pytest
import zxingcpp
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from shoppos.base import i18n
from shoppos.ui import customer_page
from shoppos.ui.customer_display import DisplayState
from shoppos.ui.customer_page import CustomerDisplay

LINK = "upi://pay?pa=sharma@okhdfcbank&pn=Sharma%20Kirana&tr=A1000007&tn=Bill&am=1296.00&cu=INR"
SELLING = DisplayState("selling", "Sharma Kirana", 6, 129_600, "Good Day Biscuit 5 × ₹10.00 = ₹50.00")
UPI = DisplayState("upi", "Sharma Kirana", 6, 129_600, "Good Day Biscuit", LINK)


@pytest.fixture(params=[(1024, 600), (800, 480), (1920, 1080)])
def display(request, qapp):
    """The customer's display at that size."""
    made = CustomerDisplay()
    made.resize(*request.param)
    made.show()
    QApplication.processEvents()
    yield made
    made.close()
    made.deleteLater()


def words(display):
    return [label.text() for label in display.findChildren(QLabel) if label.isVisible()]


def codes(display):
    QApplication.processEvents()
    picture = display.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    pixels = memoryview(picture.constBits()).cast("B", shape=[picture.height(), picture.bytesPerLine()])
    return [code.text for code in zxingcpp.read_barcodes(pixels)]


def test_the_code_on_the_display_is_read_back_off_the_picture(display):
    display.tell(UPI)
    assert codes(display) == [LINK]
    assert "₹1,296.00" in words(display)


def test_without_an_awaited_payment_no_code_stands_there(display):
    display.tell(UPI)
    display.tell(SELLING)
    assert codes(display) == []
    assert {"Sharma Kirana", "₹1,296.00", SELLING.last} <= set(words(display))


def test_it_speaks_two_languages(display):
    display.tell(SELLING)
    assert "Please pay / कृपया भुगतान करें" in words(display)
    i18n.use("hi")
    try:
        display.tell(SELLING)
        assert "कृपया भुगतान करें / Please pay" in words(display)
    finally:
        i18n.use("en")


def test_thanks_and_change_stay_their_time_though_the_counter_is_empty_again(display, qtbot, monkeypatch):
    monkeypatch.setattr(customer_page, "THANKS", 200)
    display.tell(DisplayState("thanks", "Sharma Kirana", payable=44_000, change=6_000))
    display.tell(DisplayState("idle", "Sharma Kirana"))
    assert "₹60.00" in words(display)
    qtbot.waitUntil(lambda: "₹60.00" not in words(display), timeout=2000)
    assert "Sharma Kirana" in words(display)


def test_the_next_sale_ends_the_thanks(display):
    display.tell(DisplayState("thanks", "Sharma Kirana", change=6_000))
    display.tell(SELLING)
    assert "₹60.00" not in words(display)


def test_a_long_name_and_a_large_sum_are_shown_whole(display):
    long = "Shri Balaji Supermarket and General Stores, Kothrud, Pune 411038"
    display.tell(DisplayState("upi", long, 126, 12_34_56_789_00, "तूर दाल (खुला) 0.75 KG × ₹168.00 = ₹126.00", LINK))
    QApplication.processEvents()
    for label in display.findChildren(QLabel):
        if label.isVisible() and not label.wordWrap():
            assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width() + 1, label.text()


def test_it_never_takes_the_keyboard(display):
    assert display.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    assert display.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    display.tell(UPI)
    wanted = {child.focusPolicy() for child in display.findChildren(QWidget)}
    assert wanted == {Qt.FocusPolicy.NoFocus}
