"""What the counter asks of goods that are kept by batch or piece, and what is asked for on a line."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from shoppos.base.ids import new_id
from shoppos.reports import bill
from shoppos.shop.batches import NewBatch
from shoppos.shop.catalogue import ProductForm
from tests.ui.window import press as real_press
from tests.ui.window import window_on


@pytest.fixture
def milk(shop):
    product = shop.catalogue.add(ProductForm("MILK", "Milk", 3000))
    shop.keepings.set(product, tracks="batch")
    with shop.db.transaction("test.received") as tx:
        shop.stock.receive(
            tx, new_id(), 1, product, 3000, day=20200101, kind="opening", batch=NewBatch("OLD", 20200131)
        )
    shop.staff.set_pin("Meena", "4711")
    shop.staff.add("Ravi")
    shop.staff.sign_in("Ravi")
    return product


def test_a_manager_allows_at_the_till_what_has_expired(hands, shop, milk):
    hands.scan("MILK")
    hands.press("F9")
    page = hands.counter
    assert page.ask.isVisible()
    assert "Milk expired on 31-01-2020" in page.ask.question.text()
    hands.type("for the dog")
    hands.press("Return")
    hands.type("9999")
    hands.press("Return")
    assert "does not allow it" in page.ask.wrong.text()
    page.ask.fields[1].clear()
    hands.type("4711")
    hands.press("Return")
    assert not page.ask.isVisible()
    assert shop.stock.on_hand(milk) == 2000
    assert shop.sales.last().payable == 3000


def test_who_leaves_the_question_has_the_bill_as_it_was(hands, shop, milk):
    hands.scan("MILK")
    hands.press("F9")
    hands.press("Escape")
    assert not hands.counter.ask.isVisible()
    assert shop.stock.on_hand(milk) == 3000
    assert [line.code for line in hands.counter.view.lines] == ["MILK"]


def test_a_wish_stands_below_its_item_on_the_bill(hands, shop):
    hands.scan("1001")
    hands.press("Ctrl+Shift+J")
    hands.type("Gift wrap, red")
    hands.press("Return")
    assert hands.counter.view.lines[0].note == "Gift wrap, red"
    hands.press("F9")
    made = bill.load(shop.db, shop.sales.last().number)
    assert made.lines[0].note == "Gift wrap, red"
    assert bill.as_json(made)["lines"][0]["note"] == "Gift wrap, red"


def test_the_counter_says_when_it_is_time_to_count_and_sells_on(hands, shop):
    shop.settings.set("count_reminder", "weekly")
    hands.counter.attach()
    assert "The stock was never counted." in hands.bar
    assert "Ctrl+Shift+C" in hands.bar
    hands.scan("1001")
    assert hands.bar == ""


def test_what_is_asked_for_is_written_down_by_a_real_key_from_the_line(qtbot, shop):
    window = window_on(shop, qtbot)
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    real_press(window.counter.line, Qt.Key.Key_A, held)
    assert window.counter.bar.text() == "Nothing is typed that was asked for. Type its name, then press Ctrl+Shift+A."
    QTest.keyClicks(window.counter.line, "zz noodles")
    real_press(window.counter.line, Qt.Key.Key_A, held)
    assert window.counter.bar.text() == "zz noodles was asked for and not had: it counts when you buy."
    assert window.counter.line.text() == ""
    assert [row[0] for row in shop.db.rows("SELECT said FROM asked")] == ["zz noodles"]


def test_asked_for_on_an_empty_line_says_what_to_type(hands):
    hands.press("Ctrl+Shift+A")
    assert hands.bar == "Nothing is typed that was asked for. Type its name, then press Ctrl+Shift+A."
    assert hands.counter.bar.isVisible()
    assert hands.counter.line.hasFocus()
