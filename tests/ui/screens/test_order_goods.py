"""The goods of an order being taken, and its terms: by keys alone, the counter untouched."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from shoppos.shop import Shop
from tests.shop.order_taking import confirmed
from tests.ui.order_hands import (
    ALT,
    ANIL,
    ENTER,
    SHIFT,
    anil,
    begun,
    called,
    entered,
    goods,
    page,
    typed,
)
from tests.ui.window import CTRL, PARLE, SURF, keys_at, press

SLOTS = [
    {"label": "9-12", "from": 540, "to": 720, "most": 1, "ways": ["delivery"], "days": [0, 1, 2, 3, 4, 5, 6]},
    {"label": "16-19", "from": 960, "to": 1140, "most": 5, "ways": ["delivery"], "days": [0, 1, 2, 3, 4, 5, 6]},
]


@pytest.fixture
def window(shop: Shop, qtbot):
    return called(shop, qtbot)


# -- the goods


def test_the_lines_are_the_counters_own_and_say_what_is_free(window, shop):
    front = begun(window)
    entered(window, "3*1002", "butter", "*2", "/10")
    assert goods(front) == [("1002", 3000), ("1003", 2000)]
    assert [front.table.goods.words(row, 4) for row in range(2)] == ["200", "30"]
    assert front.view.sale.lines[1].amount == 111_60
    press(window, Qt.Key.Key_Z, CTRL)
    assert front.view.sale.lines[1].amount == 124_00
    typed("+")
    assert goods(front)[1] == ("1003", 3000)
    press(window, Qt.Key.Key_Delete)
    assert goods(front) == [("1002", 3000)]


def test_a_scan_adds_to_the_order_and_leaves_the_counter_alone(window, shop):
    keys_at(5, PARLE)
    front = begun(window)
    keys_at(5, SURF)
    assert goods(front) == [("1001", 1000)]
    front.side.confirm.setFocus()
    keys_at(5, PARLE)
    assert goods(front) == [("1001", 1000), ("1002", 1000)]
    assert [line.code for line in shop.sales.on_screen().lines] == ["1002"], "the counter's sale stands as it was"


def test_what_is_mistyped_is_offered_and_what_is_unknown_stays_typed(window, shop):
    front = begun(window)
    entered(window, "amol buttr")
    assert front.results.isVisible()
    assert goods(front) == []
    press(window, Qt.Key.Key_Down)
    press(window, ENTER)
    assert [code for code, _quantity in goods(front)] == ["1003"]
    entered(window, "8901234567894")
    assert front.bar.text() == (
        "No item has the code 8901234567894. Ctrl+Shift+A: note that it was asked for. Esc: leave it."
    )
    assert front.line.text() == "8901234567894"
    press(window, Qt.Key.Key_A, CTRL | SHIFT)
    assert front.bar.text().startswith("8901234567894 was asked for and not had")


def test_a_quantity_of_thousands_is_asked_once_and_enter_again_is_the_answer(window):
    front = begun(window)
    entered(window, "2000*1002")
    assert (front.bar.kind, front.line.text(), goods(front)) == ("warn", "2000*1002", [])
    press(window, ENTER)
    assert goods(front) == [("1002", 2_000_000)]


def test_too_little_is_said_in_the_bar_and_answered_by_one_key(window, shop):
    front = begun(window)
    entered(window, "40*1003")
    assert front.bar.text() == (
        "Only 30 of Amul Butter 100 g are there. Alt+B: the customer waits. Alt+N: only what is there."
    )
    assert QApplication.activeModalWidget() is None
    assert front.table.goods.short(0)
    press(window, ENTER)
    assert front.view.state == "taken"
    press(window, Qt.Key.Key_B, ALT)
    assert front.view.backorder
    press(window, Qt.Key.Key_B, ALT)
    assert not front.view.backorder
    press(window, Qt.Key.Key_N, ALT)
    assert goods(front) == [("1003", 30_000)]
    assert front.bar.text() == ""


def test_a_wish_stands_on_the_line_and_a_note_on_the_order(window, shop):
    front = begun(window)
    entered(window, "1001")
    press(window, Qt.Key.Key_J, CTRL | SHIFT)
    entered(window, "gift wrap")
    assert front.view.sale.lines[0].note == "gift wrap"
    press(window, Qt.Key.Key_J, CTRL)
    entered(window, "Ring twice")
    assert front.view.note == "Ring twice"
    assert "You also asked: Ring twice" in front.script.sentences
    assert front.line.hasFocus()


# -- the terms


def test_a_full_slot_is_seen_and_cannot_be_chosen(window, shop):
    shop.settings.set("slots", SLOTS)
    other = shop.orders.begin(phone="9898989898").id
    shop.orders.enter(other, "1002")
    shop.orders.address(other, "7 Hill Road, Pune")
    clock = shop.db.clock
    tomorrow = clock.business_day(clock.ms() + 86_400_000)
    shop.orders.set(other, promised=tomorrow, slot="9-12")
    shop.orders.confirm(other, sure=True)
    front = begun(window)
    box = front.side.terms.boxes["promised"]
    said = {box.itemData(row): (box.itemText(row), box.model().item(row).isEnabled()) for row in range(box.count())}
    words, free = said[f"{tomorrow} 9-12"]
    assert words.startswith("✕ tomorrow")
    assert words.endswith("9-12 · full")
    assert not free
    assert said[f"{tomorrow} 16-19"][1]
    assert box.currentText().startswith("Earliest: ")


def test_a_slot_is_chosen_by_keys_alone_and_the_line_has_the_keyboard_again(window, shop):
    shop.settings.set("slots", SLOTS)
    front = begun(window)
    entered(window, "1001")
    box = front.side.terms.boxes["promised"]
    press(window, Qt.Key.Key_D, ALT)
    assert box.view().isVisible()
    row = next(row for row in range(box.count()) if box.itemText(row).endswith("16-19 · 0 of 5"))
    for _step in range(row):
        QTest.keyClick(box.view(), Qt.Key.Key_Down)
    QTest.keyClick(box.view(), ENTER)
    assert f"{front.view.promised} {front.view.slot}" == box.itemData(row)
    assert front.line.hasFocus()


def test_what_is_picked_up_needs_no_address_and_is_paid_at_the_shop(window, shop):
    front = begun(window)
    entered(window, "1001")
    assert front.view.pay_by == "cod"
    box = front.side.terms.boxes["way"]
    box.setCurrentIndex(1)
    box.activated.emit(1)
    assert (front.view.way, front.view.pay_by) == ("pickup", "cash")
    assert not front.side.terms.boxes["personal_id"].isEnabled()
    assert "You pick it up at the shop." in front.script.sentences


def test_a_day_that_is_not_on_the_list_is_typed(window, shop):
    front = begun(window)
    entered(window, "1001")
    box = front.side.terms.boxes["promised"]
    box.setCurrentIndex(box.count() - 1)
    box.activated.emit(box.count() - 1)
    entered(window, "31-02-2030")
    assert front.ask.wrong.text().startswith("That is not a day.")
    front.ask.fields[0].clear()
    entered(window, "28-02-2030")
    assert front.view.promised == 2030_02_28
    assert box.currentText() == "Thu 28-02"


def test_one_more_address_is_taken_down_and_the_goods_go_there(window, shop):
    front = begun(window)
    entered(window, "1001")
    box = front.side.terms.boxes["personal_id"]
    box.setCurrentIndex(box.count() - 1)
    box.activated.emit(box.count() - 1)
    entered(window, "411057", "Plot 12, Hinjewadi")
    assert front.view.card.address == "Plot 12, Hinjewadi, Pune"
    assert len(shop.customers.addresses(anil(shop))) == 1
    assert shop.customers.get(anil(shop)).address == "4 Lake View, Pune"


def test_the_delivery_charge_is_typed(window, shop):
    front = begun(window)
    entered(window, "1001")
    press(window, Qt.Key.Key_S, CTRL | SHIFT)
    entered(window, "40")
    assert front.view.payable == 190_00
    assert front.side.terms.buttons["shipping"].text() == "Charge ₹40"


# -- a box that is closed


def opened(window, shop):
    """The page with an order of Anil's that is packed."""
    made = confirmed(shop, "1001", phone=ANIL)
    shop.dispatching.pack_all(made)
    window.do("order")
    front = page(window)
    front.begin(shop.orders.view(made).number)
    return front


def test_goods_open_a_packed_box_only_after_one_question_and_it_is_said(window, shop):
    front = opened(window, shop)
    entered(window, "1002")
    assert "is packed: a change of its goods opens the box again" in front.bar.text()
    assert (front.view.state, goods(front)) == ("packed", [("1001", 1000)])
    press(window, ENTER)
    assert (front.view.state, goods(front)) == ("confirmed", [("1001", 1000), ("1002", 1000)])
    assert "is open again: pack it anew" in front.bar.text()
    entered(window, "1003")
    assert len(goods(front)) == 3, "an open box is not asked about"


@pytest.mark.parametrize("act", ["undo", "line_note", "repeat"])
def test_whatever_touches_the_goods_asks_first(window, shop, act):
    front = opened(window, shop)
    front.act(act)
    assert "opens the box again" in front.bar.text()
    assert not front.ask.isVisible()
    assert front.view.state == "packed"


def test_who_fetches_a_packed_order_finds_its_box_closed(window, shop):
    front = opened(window, shop)
    for way in ("pickup", "delivery"):
        front.side.terms.changed.emit({"way": way})
        assert (front.view.way, front.view.state) == (way, "packed")
    assert shop.dispatching.packing(front.view.id).complete
