"""Orders from the web that wait are met on the board and beside any order: one key shows them, and they are decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.shop.web_orders import SOURCE, row, told
from tests.ui.pages import ALT, CTRL, Key, meanwhile, press, wait
from tests.ui.screens.board_hands import CALMED, NEW, board_of, four_orders, offered

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from shoppos.shop import Shop


def fetched(dialog: QDialog) -> None:
    def answer(_asked: QDialog) -> None:
        press(Key.Key_F, ALT)
        press(Key.Key_Return)

    failures = meanwhile(answer)
    press(Key.Key_Return)
    assert failures == []
    dialog.activateWindow()
    for _again in range(100):
        if dialog.take.hasFocus():
            break
        wait(10)
    assert dialog.take.hasFocus()
    press(Key.Key_Return)
    assert dialog.none.isVisible()
    press(Key.Key_Escape)


def test_the_board_tells_how_many_wait_and_u_shows_them(qtbot, shop: Shop) -> None:
    four_orders(shop)
    screen = board_of(qtbot, shop)
    assert "web" not in offered(screen)
    shop.receiving.receive(SOURCE, told(address={}))
    screen.refresh(frozenset({"outside_order"}))
    wait(CALMED)
    assert screen.page.buttons["web"].text() == "U  Web orders that wait (1)"
    assert "web" in offered(screen)
    failures = meanwhile(fetched)
    press(Key.Key_U)
    assert failures == []
    assert row(shop)[0] == "taken"
    assert "web" not in offered(screen)


def test_beside_one_order_too(qtbot, shop: Shop) -> None:
    ids = four_orders(shop)
    shop.receiving.receive(SOURCE, told(address={}))
    screen = board_of(qtbot, shop)
    screen.show_order(ids[NEW])
    assert "web" in offered(screen)
    failures = meanwhile(fetched)
    press(Key.Key_U, CTRL)
    assert failures == []
    assert row(shop)[0] == "taken"


def test_on_an_empty_board_too(qtbot, shop: Shop) -> None:
    shop.receiving.receive(SOURCE, told(address={}))
    screen = board_of(qtbot, shop)
    assert screen.board.empty
    assert offered(screen) == {"web"}
    failures = meanwhile(fetched)
    press(Key.Key_U)
    assert failures == []
    assert not screen.board.empty
