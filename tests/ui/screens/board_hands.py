"""Hands on the board of orders: four orders as they stand in a shop, the page over them, and what it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.ui.screens.orders import OrdersScreen
from tests.shop.order_taking import confirmed
from tests.ui.pages import context, shown

if TYPE_CHECKING:
    from shoppos.shop import Shop

CALMED = 250
TAKEN, NEW, PACKED, OUT = range(4)


def four_orders(shop: Shop) -> list[bytes]:
    """Four orders: one not confirmed, one confirmed, one packed, one on its way with Ravi and COD."""
    shop.staff.add("Ravi", "cashier")
    first = shop.orders.begin(phone="9812300001", name="Kavita Rao").id
    shop.orders.enter(first, "1002")
    shop.orders.address(first, "3 Hill Road, Pune", pin_code="411004", state="27")
    ids = [
        first,
        confirmed(shop, "1001", "2*1002", phone="9812300002"),
        confirmed(shop, "1003", phone="9812300003"),
        confirmed(shop, "2*1001", phone="9812300004"),
    ]
    shop.dispatching.pack_all(ids[PACKED])
    shop.dispatching.pack_all(ids[OUT])
    shop.dispatching.dispatch(ids[OUT], carrier="Ravi")
    return ids


def board_of(qtbot, shop: Shop) -> OrdersScreen:
    page = OrdersScreen(context(shop))
    shown(qtbot, page)
    page.heard = []
    page.told.connect(lambda sentence, kind: page.heard.append((sentence, kind)))
    page.refresh(page.watches)
    page.enter()
    return page


def numbers(screen: OrdersScreen) -> dict[str, set[str]]:
    """What stands in which column, by the last digit of the order's number."""
    return {view.key: {row.number[-1] for row in view.model.rows} for view in screen.board.columns if view.model.rows}


def offered(screen: OrdersScreen) -> set[str]:
    return {act for act, button in screen.page.buttons.items() if not button.isHidden()}
