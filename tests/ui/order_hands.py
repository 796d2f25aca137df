"""Hands at the page of taking an order: who calls, real keys, and what stands on the order."""

from PySide6.QtCore import Qt

from shoppos.shop import Shop
from tests.ui.window import keys_at, press, window_on

F5, F7, F9, F10 = Qt.Key.Key_F5, Qt.Key.Key_F7, Qt.Key.Key_F9, Qt.Key.Key_F10
ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape
ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
ANIL = "9876512345"


def called(shop: Shop, qtbot):
    """The window of a shop that Anil Verma calls, who lives in Pune."""
    made = shop.customers.add("Anil Verma", ANIL, address="4 Lake View, Pune", pin_code="411001", state="27")
    shop.customers.set_terms(made.id, likes="Unsalted butter", tags=("regular",))
    return window_on(shop, qtbot)


def anil(shop: Shop) -> bytes:
    return shop.customers.by_phone(ANIL).id


def page(window):
    front = window.pages.front
    assert front.key == "order"
    return front


def typed(text: str) -> None:
    keys_at(120, text, end=None)


def entered(window, *texts: str) -> None:
    for text in texts:
        typed(text)
        press(window, ENTER)


def begun(window):
    press(window, F7)
    entered(window, "2345")
    return page(window)


def goods(front) -> list[tuple[str, int]]:
    return [(line.code, line.quantity) for line in front.view.sale.lines]
