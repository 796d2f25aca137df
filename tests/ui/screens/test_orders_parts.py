"""What left of an order in parts has a card of its own on the board, and its own steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QListWidget

from shoppos.ui.screens.orders import OrdersScreen
from shoppos.ui.widgets import order_cards
from tests.shop.order_taking import confirmed
from tests.ui.pages import ALT, CTRL, Key, meanwhile, press, type_in
from tests.ui.screens.board_hands import numbers

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from shoppos.shop import Shop


# -- moving on


def deliver(_dialog: QDialog) -> None:
    press(Key.Key_C, ALT)
    press(Key.Key_Return, CTRL)


def test_the_parcel_of_an_order_that_was_sent_in_part_is_delivered_and_paid_on_its_own_card(screen, shop) -> None:
    order_id = confirmed(shop, "1001", "2*1002", phone="9812300009")
    shop.dispatching.scan(order_id, "1001")
    shop.dispatching.pack(order_id, short="later")
    shop.dispatching.dispatch(order_id, carrier="Ravi")
    screen.refresh(screen.watches)
    assert {key for key, found in numbers(screen).items() if "5" in found} == {"new", "out"}
    new, out = screen.board.column("new"), screen.board.column("out")
    rest, gone = (view.model.rows[view.model.row_of(order_id)] for view in (new, out))
    assert (rest.items, gone.items) == (1, 1)
    assert (order_cards.where(rest)[:8], order_cards.where(gone)[:4]) == ("the rest", "part")
    assert (order_cards.further(rest), order_cards.further(gone)) == ("", "Ravi")
    out.stand(out.model.row_of(order_id))
    assert screen.page.buttons["next"].text() == ">  Delivered"
    failures = meanwhile(deliver)
    type_in(">")
    assert failures == []
    view = shop.orders.view(order_id)
    assert (view.parcels[0].state, view.state) == ("delivered", "confirmed")


def test_of_two_parcels_the_one_is_asked_that_is_meant(screen: OrdersScreen, shop: Shop) -> None:
    order_id = confirmed(shop, "1001", "1003", phone="9812300009")
    for line in (1, 2):
        shop.dispatching.dispatch(order_id, lines={line: 1000} if line == 1 else None, carrier="Ravi")
    screen.refresh(screen.watches)
    screen.show_order(order_id)
    failures: list[list[str]] = []

    def why(_dialog: QDialog) -> None:
        type_in("1")
        press(Key.Key_Return, CTRL)

    def which(dialog: QDialog) -> None:
        offered = dialog.findChild(QListWidget)
        assert [offered.item(at).text() for at in range(2)] == [
            "1. Ravi: on its way  ·  COD ₹150.00", "2. Ravi: on its way  ·  COD ₹62.00",
        ]  # fmt: skip
        press(Key.Key_Down)
        failures.append(meanwhile(why))
        press(Key.Key_Return)

    failures.append(meanwhile(which))
    press(Key.Key_N)
    assert failures == [[], []]
    assert [parcel.state for parcel in shop.orders.view(order_id).parcels] == ["out", "failed"]
