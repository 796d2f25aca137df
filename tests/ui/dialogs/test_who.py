"""Who is at the till, asked by the window: keys alone, a wrong PIN told, and the bill left as it is."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from shoppos.base import i18n
from shoppos.shop.payments import Tender
from shoppos.ui.dialogs.who import Who
from tests.ui.pages import CTRL, SHIFT, Key, focus, press, type_in, wait
from tests.ui.window import SURF, window_on


@pytest.fixture
def window(shop, qtbot):
    shop.staff.add("Ravi")
    shop.staff.add("Asha")
    shop.staff.set_pin("Ravi", "2222")
    shop.staff.set_pin("Meena", "4711")
    made = window_on(shop, qtbot)
    made.begin_day()
    yield made
    made.bridge.stop()
    made.close()
    i18n.use("en")


def asking() -> Who | None:
    for _again in range(100):
        front = QApplication.activeModalWidget()
        if isinstance(front, Who) and front.isActiveWindow():
            return front
        wait(10)
    return None


def test_the_window_begins_with_the_question_and_esc_leaves_a_till_that_only_sells(window, shop):
    dialog = asking()
    assert dialog is not None
    press(Key.Key_Escape)
    assert not dialog.isVisible()
    assert "nobody signed in" in window.counter.top.who.text()
    assert not shop.staff.may("void")
    assert shop.sales.sell([SURF], [Tender("cash")]).numbers


def test_a_name_and_a_pin_sign_in_and_one_key_asks_again(window, shop):
    sale = shop.sales.on_screen()
    shop.sales.enter(sale.id, SURF)
    dialog = asking()
    type_in("r")
    assert dialog.name == "Ravi"
    press(Key.Key_Return)
    assert "Type the PIN of Ravi" in dialog.pin.note.text()
    type_in("9999")
    press(Key.Key_Return)
    assert "not the PIN of Ravi" in dialog.pin.note.text()
    type_in("2222")
    press(Key.Key_Return)
    assert not dialog.isVisible()
    assert (shop.staff.current.name, shop.staff.may("void"), shop.staff.may("letterhead")) == ("Ravi", True, False)
    assert "Ravi" in window.counter.top.who.text()
    focus()
    press(Key.Key_E, CTRL | SHIFT)
    dialog = asking()
    while dialog.name != "Meena":
        press(Key.Key_Up)
    type_in("4711")
    press(Key.Key_Return)
    assert (shop.staff.current.name, shop.staff.may("letterhead")) == ("Meena", True)
    assert "Meena" in window.counter.top.who.text()
    focus()
    press(Key.Key_E, CTRL | SHIFT)
    assert asking() is not None
    press(Key.Key_Escape)
    assert shop.staff.current.name == "Meena", "who was there stays"
    assert shop.sales.on_screen().items == 1


def test_who_has_no_pin_signs_in_by_enter(window, shop):
    dialog = asking()
    type_in("a")
    assert dialog.pin.editor.placeholderText() == "no PIN: press Enter"
    press(Key.Key_Return)
    assert shop.staff.current.name == "Asha"


def test_a_shop_without_pins_is_not_asked(shop, qtbot):
    made = window_on(shop, qtbot)
    made.begin_day()
    assert QApplication.activeModalWidget() is None
    assert "Meena" in made.counter.top.who.text()
    made.bridge.stop()
    made.close()
