"""What waits from the web is decided by keys: an item found, less sold, a line left out, an order taken or left."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from shoppos.shop import Shop
from shoppos.ui.dialogs.web_waiting import WebWaiting
from tests.shop.web_orders import SOURCE, row, told
from tests.ui.pages import Key, press, shown, type_in

ROSE = {"sku": "RW", "name": "Rose Water", "quantity": 3, "amount": "165", "note": "Gift wrap"}
BUTTER = {"sku": "1003", "name": "Amul Butter", "quantity": 40, "amount": "2480"}


def dialog(qtbot, shop: Shop) -> WebWaiting:
    return shown(qtbot, WebWaiting(SimpleNamespace(shop=shop), None))  # type: ignore[arg-type]


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
