"""The board with four orders on it, for the tests of its page; a page of another kind has a `screen` of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.ui.screens.board_hands import board_of, four_orders

if TYPE_CHECKING:
    from shoppos.shop import Shop
    from shoppos.ui.screens.orders import OrdersScreen


@pytest.fixture
def orders(shop: Shop) -> list[bytes]:
    return four_orders(shop)


@pytest.fixture
def screen(qtbot, shop: Shop, orders: list[bytes]) -> OrdersScreen:
    assert len(orders) == len(set(orders))
    return board_of(qtbot, shop)
