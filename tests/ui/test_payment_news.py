"""A payment that comes in behind the window is in the books, and then said to whoever stands at the counter."""

import threading

import pytest

from shoppos import app
from shoppos.online.gateway import Trouble
from shoppos.rules.bank_words import Credit
from shoppos.ui import keys
from shoppos.ui.context import Context
from shoppos.ui.main_window import MainWindow
from tests.shop.order_rows import an_order
from tests.ui.pages import wait


@pytest.fixture
def running(qtbot, folder):
    window = MainWindow(Context(keys.load("shoppos")))
    qtbot.addWidget(window)
    program = app.Program(folder, None, None, window)
    window.closed.disconnect(program._quit)  # one that was never run would end the dialogs of the tests behind it
    return program


def test_what_came_in_for_an_order_is_said_in_the_bar(running, shop):
    order = an_order(shop, "1002")
    shown = shop.advances.qr(order)
    came = [Credit(10_00, "412345678901", reference=shown.reference)]
    thread = threading.Thread(target=lambda: (running.workers().learn_payments(shop, came), shop.db.release()))
    thread.start()
    thread.join()
    wait(50)
    said = running.window.counter.bar.text()
    assert "10.00" in said
    assert "O00001" in said
    assert shop.advances.left(order) == 10_00


def test_a_service_that_is_not_heard_is_said_and_its_return_is_not(running):
    workers = running.workers()
    workers.tell_trouble(Trouble("Razorpay does not answer now."))
    workers.tell_trouble(None)
    wait(20)
    assert running.window.counter.bar.text() == "Razorpay does not answer now."
