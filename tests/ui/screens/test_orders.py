"""The board of orders: every order in its column, walked by arrows, searched by digits, drawn where it is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLineEdit

from shoppos.ui import style
from shoppos.ui.screens.orders import OrdersScreen
from shoppos.ui.widgets.order_cards import CardPainter
from tests.counted import counted
from tests.shop.order_rows import an_order
from tests.ui.pages import CTRL, Key, focus, press, type_in, wait
from tests.ui.screens.board_hands import CALMED, NEW, OUT, PACKED, board_of, numbers

if TYPE_CHECKING:
    from shoppos.shop import Shop

MANY = 500
SEEN = 40
"""Cards for which there is room."""


# -- looking


def test_every_order_stands_in_the_column_of_its_goods(screen: OrdersScreen) -> None:
    assert numbers(screen) == {"new": {"1", "2"}, "packed": {"3"}, "out": {"4"}}
    assert screen.board.column("new").title.text() == "New  2"
    assert screen.board.column("delivered").empty.text() == "Nothing delivered lately"


def test_a_card_says_its_three_states_in_words(screen: OrdersScreen) -> None:
    told = screen.board.column("out").model.index(0).data()
    for part in ("O00004", "Asha Kulkarni ··0004", "On its way", "COD ₹300", "To be told", "Ravi", "Pune", "1 item"):
        assert part in told, part


def test_an_empty_board_says_what_to_do(qtbot, shop: Shop) -> None:
    screen = board_of(qtbot, shop)
    assert screen.page.middle.currentWidget() is screen.page.empty
    assert screen.page.empty.text() == "No orders yet. Press F7 when somebody calls."
    assert not screen.page.top.isVisible(), "there is nothing to look for"
    assert focus() is screen.page.new
    with qtbot.waitSignal(screen.wanted) as wanted:
        press(Key.Key_Space)
    assert wanted.args == ["order"]
    assert screen.in_hand() == "", "a new order begins with nothing in hand"


def test_late_orders_stand_first_and_say_so(qtbot, shop: Shop, orders: list[bytes]) -> None:
    with shop.db.transaction("test") as tx:
        tx.run("UPDATE orders SET promised = 20200102 WHERE id = ?", (orders[NEW],))
    screen = board_of(qtbot, shop)
    assert screen.board.column("new").model.rows[0].order_id == orders[NEW]
    assert "Late: 02-01" in screen.board.column("new").model.index(0).data()
    assert screen.page.late.text() == "Late (1)"
    screen.page.late.click()
    assert numbers(screen) == {"new": {"2"}}


def test_arrows_walk_between_columns_that_hold_something(screen: OrdersScreen, orders: list[bytes]) -> None:
    assert screen.order_id in orders[:2]
    for expected in (orders[PACKED], orders[OUT], orders[OUT]):
        press(Key.Key_Right)
        assert screen.order_id == expected
    press(Key.Key_Left)
    press(Key.Key_Left)
    before = screen.order_id
    press(Key.Key_Down)
    assert {before, screen.order_id} == set(orders[:2])


@pytest.mark.parametrize(
    ("text", "found"),
    [("0003", {"3"}), ("kavita", {"1"}), ("O00004", {"4"}), ("A1/2627/000001", {"4"}), ("zzz", set())],
)
def test_orders_are_found_by_phone_name_number_and_bill(screen: OrdersScreen, text: str, found: set[str]) -> None:
    press(Key.Key_F, CTRL)
    type_in(text)
    assert set().union(*numbers(screen).values()) == found
    if not found:
        assert screen.page.empty.text() == "No order is like that. Esc shows all."


def test_digits_typed_on_the_board_are_looked_for_and_enter_opens_the_only_one(screen, orders) -> None:
    type_in("0003")
    assert screen.search.text() == "0003"
    assert focus() is screen.search
    press(Key.Key_Return)
    assert screen.page.opened
    assert screen.order_id == orders[PACKED]
    press(Key.Key_Escape)
    press(Key.Key_Escape)
    assert len(numbers(screen)) == 3, "a second Esc shows all again"


def test_an_orders_own_number_comes_before_the_digits_of_a_phone(screen: OrdersScreen, orders: list[bytes]) -> None:
    type_in("3")
    assert len(set().union(*numbers(screen).values())) == 4, "every phone has a 3"
    press(Key.Key_Return)
    assert screen.order_id == orders[PACKED]
    assert screen.board.column("packed").list.hasFocus()


def test_what_was_looked_for_is_forgotten_when_one_comes_back(screen: OrdersScreen, orders: list[bytes]) -> None:
    type_in("0003")
    screen.enter()
    assert (screen.search.text(), len(numbers(screen))) == ("", 3)
    type_in("0003")
    press(Key.Key_Return)
    screen.enter()
    assert (screen.page.opened, screen.order_id, screen.search.text()) == (True, orders[PACKED], "")


def test_filters_narrow_the_board(screen: OrdersScreen, shop: Shop, orders: list[bytes]) -> None:
    shop.orders.set(orders[NEW], way="pickup")
    screen.page.way.setCurrentIndex(2)
    assert numbers(screen) == {"new": {"2"}}
    assert "Pick-up" in screen.board.column("new").model.index(0).data()
    screen.page.way.setCurrentIndex(0)
    screen.page.channel.setCurrentIndex(3)
    assert numbers(screen) == {}, "none came from the web"


def test_a_scan_of_a_bill_an_awb_or_an_order_opens_it(screen: OrdersScreen, shop: Shop, orders: list[bytes]) -> None:
    shop.dispatching.dispatch(orders[PACKED], courier="India Post", awb="CM123456785IN")
    assert screen.scanned("A1/2627/000001")
    assert screen.order_id == orders[OUT]
    assert screen.scanned("CM123456785IN")
    assert screen.order_id == orders[PACKED]
    assert screen.scanned("A1/2627/O00002")
    assert screen.order_id == orders[NEW]
    assert not screen.scanned("8901030865275"), "goods belong to the counter"


def test_the_board_looks_again_by_itself_and_stays_where_one_was(screen, shop: Shop, orders: list[bytes]) -> None:
    screen.board.mark(orders[NEW], focus=True)
    shop.dispatching.pack_all(orders[NEW])
    screen.refresh(frozenset({"orders"}))
    wait(CALMED)
    assert numbers(screen)["packed"] == {"2", "3"}
    assert screen.order_id == orders[NEW], "the mark goes with the order into the other column"
    assert focus() is screen.board.column("packed").list


# -- how it looks and how fast


@pytest.mark.parametrize(("width", "height", "percent"), [(1024, 548, 100), (1024, 548, 150), (1366, 716, 100)])
def test_everything_is_named_and_large_enough(
    qapp, screen: OrdersScreen, width: int, height: int, percent: int
) -> None:
    style.apply(qapp, theme="light", percent=percent)
    try:
        screen.retranslate()
        screen.resize(width, height)
        wait(50)
        assert screen.width() == width, "the page asks for no more than the screen has"
        for kind in (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView):
            for widget in screen.findChildren(kind):
                if widget.isVisible() and not widget.objectName().startswith("qt_"):
                    named = QAccessible.queryAccessibleInterface(widget)
                    assert named.text(QAccessible.Text.Name), widget
                    assert widget.height() >= 44, (widget, widget.height())
    finally:
        style.apply(qapp, theme="light", percent=100)


def test_five_hundred_live_orders_are_asked_for_together_and_drawn_where_they_are_seen(
    qtbot, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn, paint = [], CardPainter.paint
    monkeypatch.setattr(CardPainter, "paint", lambda *given: (drawn.append(1), paint(*given))[1])
    an_order(shop, "1002", phone="9800000000", agreed=1000)
    screen = board_of(qtbot, shop)
    with counted(shop) as one:
        screen._look()
    for n in range(1, MANY):
        an_order(shop, "1002", phone=f"97{n:08d}", agreed=1000)
    screen._look()
    assert screen.board.column("new").title.text() == f"New  {MANY}"
    drawn.clear()
    with counted(shop) as every:
        screen._look()
    screen.board.grab()
    assert every.questions == one.questions
    assert 0 < len(drawn) < SEEN
