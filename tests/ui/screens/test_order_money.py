"""Money taken while an order is taken, and what of it needs a manager."""

import pytest
from PySide6.QtCore import Qt

from shoppos.base.ids import new_id
from shoppos.shop import Shop
from tests.ui.order_hands import (
    ENTER,
    ESC,
    F7,
    F9,
    F10,
    SHIFT,
    anil,
    begun,
    called,
    entered,
    goods,
    page,
    typed,
)
from tests.ui.window import CTRL, PARLE, keys_at, press


@pytest.fixture
def window(shop: Shop, qtbot):
    return called(shop, qtbot)


# -- money before the bill


def test_money_is_taken_before_the_bill(window, shop):
    front = begun(window)
    entered(window, "1001")
    typed("100")
    press(window, F9)
    assert front.side.panel.opened
    press(window, ENTER)
    assert (front.view.paid, front.view.due, front.view.payment) == (100_00, 50_00, "part paid")
    assert front.side.total.figure.text() == "₹50.00"
    assert front.line.hasFocus()
    assert front.bar.text() == "₹100.00 taken by Cash."
    assert shop.sales.last() is None, "no bill is drawn before the goods leave"


def test_the_customer_sees_the_code_with_the_exact_amount_and_then_the_counter_again(window, shop):
    seen = []
    window.counter.showing.connect(seen.append)
    front = begun(window)
    entered(window, "1001")
    press(window, F10)
    assert (seen[-1].kind, seen[-1].payable) == ("upi", 150_00)
    assert "am=150.00" in seen[-1].upi_link
    assert front.side.panel.qr.isVisible()
    press(window, ENTER)
    assert seen[-1].kind == "idle"
    assert shop.advances.claimed(front.view.id)[0][1] == 150_00
    assert front.view.state == "taken"


def test_esc_leaves_the_panel_and_a_scan_there_changes_nothing(window, shop):
    front = begun(window)
    entered(window, "1001")
    press(window, F9)
    keys_at(5, PARLE)
    assert "is not on the order" in front.side.panel.wrong.text()
    assert goods(front) == [("1001", 1000)]
    press(window, ESC)
    assert front.taking
    assert front.view.paid == 0
    assert front.line.hasFocus()


# -- what needs a manager


@pytest.fixture
def agreed(window, shop) -> bytes:
    """A confirmed order, and Ravi the cashier at the till."""
    order = shop.orders.begin(customer_id=anil(shop), key=new_id()).id
    shop.orders.enter(order, "1001")
    shop.orders.confirm(order)
    shop.staff.set_pin("Meena", "4321")
    shop.staff.add("Ravi", "cashier")
    shop.staff.sign_in("Ravi")
    press(window, F7)
    page(window).begin("A1/2627/O00001")
    return order


def test_an_agreed_price_changes_with_a_managers_pin_alone(window, shop, agreed):
    front = page(window)
    entered(window, "=100")
    assert front.ask.isVisible()
    assert front.view.payable == 150_00
    entered(window, "Regular customer", "9999")
    assert front.ask.wrong.text(), "another PIN allows nothing"
    entered(window, "4321")
    assert front.view.payable == 100_00
    assert front.line.hasFocus()


def test_a_charge_that_was_agreed_asks_for_the_pin_after_it_is_typed(window, shop, agreed):
    front = page(window)
    press(window, Qt.Key.Key_S, CTRL | SHIFT)
    entered(window, "40")
    assert len(front.ask.fields) == 2
    entered(window, "Far away", "4321")
    assert front.view.payable == 190_00
    press(window, Qt.Key.Key_S, CTRL | SHIFT)
    entered(window, "90")
    press(window, ESC)
    assert front.view.payable == 190_00
    assert front.line.hasFocus()
