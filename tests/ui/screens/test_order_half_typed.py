"""What is half typed on the page of an order outlives a killed program: it is there when the page is opened again."""

import gc

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from shoppos.shop import Shop
from tests.ui.order_hands import ENTER, ESC, F7, anil, begun, called, entered, page, typed
from tests.ui.pages import wait
from tests.ui.window import CTRL, press, window_on

CALMED = 600
J = Qt.Key.Key_J


@pytest.fixture
def window(shop: Shop, qtbot):
    return called(shop, qtbot)


@pytest.fixture
def killed(qtbot, folder):
    """The program started anew on the same file, after its window went without being closed."""
    opened = []

    def start(window):
        window.bridge.setParent(None)
        window.hide()  # no closeEvent, no leaving of the page: what is in memory is gone
        gc.collect()
        opened.append(Shop.open(folder))
        return window_on(opened[-1], qtbot)

    yield start
    for shop in opened:
        shop.close()


def another_address(window):
    front = begun(window)
    entered(window, "1001")
    front.side.terms.asked.emit("address")
    return front


def test_a_new_callers_name_and_address_are_there_again(window, killed):
    press(window, F7)
    entered(window, "9811122233", "Leela Nair", "411004")
    typed("12 Temple St")
    wait(CALMED)
    again = killed(window)
    press(again, F7)
    front = page(again)
    assert front.stack.currentWidget() is front.form
    given = front.form.typed
    assert (given.name, given.pin_code, given.state, given.address) == ("Leela Nair", "411004", "27", "12 Temple St")
    assert front.form.heading.text().startswith("Not finished: 98111 22233 is new.")
    front.form.address.editor.setFocus()
    typed("reet")
    press(again, ENTER)
    assert front.view.card.name == "Leela Nair"
    assert "12 Temple Street" in front.view.card.address
    assert front.shop.begun.last("order") == {}


def test_one_more_address_of_an_order_is_there_again_with_its_order(window, killed, shop):
    front = another_address(window)
    number = front.view.number
    typed("560001")
    front.form.address.editor.setFocus()
    typed("88 MG Ro")
    wait(CALMED)
    again = killed(window)
    press(again, F7)
    front = page(again)
    assert front.view.number == number
    assert front.form.typed.address == "88 MG Ro"
    assert front.form.typed.pin_code == "560001"


def test_a_note_is_there_again(window, killed):
    begun(window)
    entered(window, "1001")
    press(window, J, CTRL)
    typed("Ring twi")
    wait(CALMED)
    again = killed(window)
    press(again, F7)
    front = page(again)
    assert front.ask.isVisible()
    assert front.ask.fields[0].text() == "Ring twi"
    typed("ce")
    press(again, ENTER)
    assert front.view.note == "Ring twice"
    press(again, ESC)
    press(again, F7)
    assert not page(again).ask.isVisible()


def test_what_was_left_by_esc_does_not_come_back(window, shop):
    front = another_address(window)
    typed("560001")
    wait(CALMED)
    assert shop.begun.last("order")
    press(window, ESC)
    assert shop.begun.last("order") == {}
    assert front.stack.currentWidget() is front.table


def test_another_page_and_back_costs_nothing_typed(window, shop):
    front = another_address(window)
    typed("560001")
    window.do("orders")
    assert window.pages.front.key == "orders"
    window.do("order")
    assert page(window) is front
    assert front.form.typed.pin_code == "560001"
    press(window, ESC)
    assert front.view is not None


def test_an_order_that_has_ended_takes_its_half_typed_words_along(window, shop):
    front = another_address(window)
    typed("560001")
    wait(CALMED)
    order_id = front.view.id
    window.do("orders")
    shop.orders.cancel(order_id, "Ordered twice")
    window.do("order")
    assert shop.begun.last("order") == {}
    assert page(window).stack.currentWidget() is not front.form


def test_it_stands_beside_the_tills_screen_and_never_in_the_journal(window, shop):
    another_address(window)
    shown = shop.tills.screen()
    before = shop.db.row("SELECT count(*) FROM journal")
    typed("560001")
    wait(CALMED)
    assert shop.tills.screen() == shown
    assert shop.db.row("SELECT count(*) FROM journal") == before
    assert anil(shop)
    assert QApplication.instance() is not None
