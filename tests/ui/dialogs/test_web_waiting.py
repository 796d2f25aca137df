"""What waits from the web is decided by keys: an item found, less sold, a line left out, an order taken or left."""

from __future__ import annotations

import pytest

from shoppos.shop import Shop
from shoppos.ui.dialogs.web_address import WebAddressDialog
from shoppos.ui.dialogs.web_waiting import WebWaiting
from tests.shop.web_orders import SOURCE, row, told
from tests.ui.pages import ALT, CTRL, Key, context, focus, meanwhile, press, shown, type_in, wait

ROSE = {"sku": "RW", "name": "Rose Water", "quantity": 3, "amount": "165", "note": "Gift wrap"}
BUTTER = {"sku": "1003", "name": "Amul Butter", "quantity": 40, "amount": "2480"}


def dialog(qtbot, shop: Shop) -> WebWaiting:
    return shown(qtbot, WebWaiting(context(shop), None))


@pytest.fixture
def strange(shop: Shop) -> Shop:
    shop.receiving.receive(SOURCE, told(lines=[ROSE, {"sku": "1002", "quantity": 1, "amount": "10"}], total=None))
    return shop


@pytest.fixture
def oversold(shop: Shop) -> Shop:
    lines = [BUTTER, {"sku": "1002", "quantity": 1, "amount": "10"}]
    shop.receiving.receive(SOURCE, told(lines=lines, total=None))
    return shop


def test_an_unknown_line_is_matched_and_the_order_taken_by_four_acts(qtbot, strange: Shop) -> None:
    window = dialog(qtbot, strange)
    assert window.item.hasFocus()
    assert "Rose Water" in window.why.text()
    assert window.lines.rows[0] == ("Rose Water (Gift wrap)", "3", "₹165.00", "nobody knows it", "3")
    type_in("tiffin")
    assert window.hits.isVisible()
    press(Key.Key_Return)
    assert window.lines.rows[0][3] == "3001  Steel Tiffin"
    assert window.take.hasFocus()
    press(Key.Key_Space)
    assert row(strange)[0] == "taken"
    assert window.none.isVisible()
    assert not window.take.isVisible()


def test_arrows_move_among_the_lines_and_among_what_fits(qtbot, strange: Shop) -> None:
    window = dialog(qtbot, strange)
    press(Key.Key_Down)
    assert window.line_list.currentIndex().row() == 1
    press(Key.Key_Up)
    type_in("a")
    assert window.hits.count() > 1
    press(Key.Key_Down)
    assert window.hits.currentRow() == 1
    press(Key.Key_Return)
    assert window.lines.rows[0][3] != "nobody knows it"


def test_a_name_that_nothing_has_is_said_below(qtbot, strange: Shop) -> None:
    window = dialog(qtbot, strange)
    type_in("zzzzqqqq")
    press(Key.Key_Return)
    assert window.why.text() == "No item is called that."
    window.take.click()
    assert "Rose Water" in window.why.text()
    assert row(strange)[0] == "waiting"


@pytest.mark.parametrize("way", ["wait", "fewer", "without"])
def test_what_is_oversold_is_awaited_lowered_or_left_out(qtbot, oversold: Shop, way: str) -> None:
    window = dialog(qtbot, oversold)
    assert "Only 30 of Amul Butter" in window.why.text()
    window.line_list.selectRow(0)
    if way == "wait":
        window.backorder.setChecked(True)
    elif way == "fewer":
        window.pieces.setText("30")
        window.fewer.click()
        assert window.lines.rows[0][4] == "30"
    else:
        window.without.click()
        assert window.lines.rows[0][4] == "0"
    window.take.click()
    state, order_id, _reason, _told = row(oversold)
    assert state == "taken"
    assert order_id is not None
    quantities = {"wait": [40_000, 1000], "fewer": [30_000, 1000], "without": [1000]}
    sale = oversold.orders.view(order_id).sale
    assert sale is not None
    assert [line.quantity for line in sale.lines] == quantities[way]


def test_what_does_not_do_stands_below_and_nothing_is_lost(qtbot, oversold: Shop) -> None:
    window = dialog(qtbot, oversold)
    for text, said in (("x", "not a quantity"), ("41", "No more can be sold")):
        window.pieces.setText(text)
        window.fewer.click()
        assert said in window.why.text()


def test_an_order_is_left_or_refused_there(qtbot, strange: Shop) -> None:
    strange.receiving.receive(SOURCE, told(id="728", currency="USD"))
    window = dialog(qtbot, strange)
    assert [line[1] for line in window.orders.rows] == ["727", "728"]
    window.refuse.click()
    assert [news.outside_id for news in strange.receiving.owed(SOURCE)] == ["727"]
    assert not window.take.isEnabled()  # nobody can read the other
    window.leave.click()
    assert row(strange, "728")[0] == "left"
    assert window.none.isVisible()


# -- where it goes


def nowhere(shop: Shop) -> None:
    shop.receiving.receive(SOURCE, told(address={}))


def test_an_order_without_an_address_gets_one_and_is_taken_by_keys_alone(qtbot, shop: Shop) -> None:
    nowhere(shop)
    window = dialog(qtbot, shop)
    assert "There is no address" in window.why.text()
    assert window.where.hasFocus()

    def answer(asked: WebAddressDialog) -> None:
        type_in("411004")
        assert asked.town.editor.currentText() == "Pune"
        press(Key.Key_Return)
        type_in("7 Lake View Road")
        press(Key.Key_Return)

    failures = meanwhile(answer)
    press(Key.Key_Return)
    assert failures == []
    assert focus() is window.take
    press(Key.Key_Return)
    state, order_id, _reason, _told = row(shop)
    assert state == "taken"
    view = shop.orders.view(order_id)
    assert (view.card.address, view.card.pin_code, view.card.state) == ("7 Lake View Road, Pune", "411004", "27")


def test_a_street_typed_for_the_pin_code_is_refused_at_its_field_and_the_dialog_stays(qtbot, shop: Shop) -> None:
    nowhere(shop)
    window = dialog(qtbot, shop)

    def answer(asked: WebAddressDialog) -> None:
        type_in("7 Lake View")
        press(Key.Key_Return)
        type_in("Lake View Road")
        press(Key.Key_Return)
        assert asked.isVisible()
        assert "7 Lake Vie is not a PIN code." in asked.pin_code.note.text()
        assert asked.pin_code.editor.hasFocus()
        assert asked.address.editor.text() == "Lake View Road"
        type_in("411004")
        press(Key.Key_Return)
        press(Key.Key_Return)

    failures = meanwhile(answer)
    press(Key.Key_A, ALT)
    assert failures == []
    assert focus() is window.take
    press(Key.Key_Return)
    assert shop.orders.view(row(shop)[1]).card.pin_code == "411004"


def test_who_fetches_the_goods_needs_no_address(qtbot, shop: Shop) -> None:
    nowhere(shop)
    window = dialog(qtbot, shop)

    def answer(_asked: WebAddressDialog) -> None:
        press(Key.Key_F, ALT)
        press(Key.Key_Return)

    failures = meanwhile(answer)
    press(Key.Key_A, ALT)
    assert failures == []
    press(Key.Key_Return, CTRL)
    assert shop.orders.view(row(shop)[1]).way == "pickup"
    assert window.none.isVisible()


def test_each_button_of_the_lines_has_its_key(qtbot, oversold: Shop) -> None:
    window = dialog(qtbot, oversold)
    window.line_list.selectRow(0)
    press(Key.Key_X, ALT)
    assert window.lines.rows[0][4] == "0"
    window.line_list.selectRow(0)
    window.pieces.setText("30")
    press(Key.Key_N, ALT)
    assert window.lines.rows[0][4] == "30"
    press(Key.Key_W, ALT)
    assert window.backorder.isChecked()
    press(Key.Key_Return, CTRL)
    assert row(oversold)[0] == "taken"


def test_on_a_small_screen_all_of_it_stands_from_its_top_and_the_reason_whole(qtbot, strange: Shop) -> None:
    window = dialog(qtbot, strange)
    window.resize(900, 540)
    wait(20)
    assert window.area.verticalScrollBar().maximum() == 0
    assert window.why.height() >= window.why.heightForWidth(window.why.width())
