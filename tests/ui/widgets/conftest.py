"""The printers' page in its window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from shoppos.base import i18n
from shoppos.ui.screens.settings import SettingsScreen
from tests.ui.pages import context, shown
from tests.ui.printer_hands import COUNTER, PACKING, PRINTERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shoppos.shop import Shop
    from shoppos.ui.widgets.settings_printers import PrinterPage


@pytest.fixture
def screen(qtbot, shop: Shop) -> Iterator[SettingsScreen]:
    page = SettingsScreen(context(shop))
    shown(qtbot, page)
    page.refresh(page.watches)
    page.subjects.setCurrentRow(PRINTERS)
    page.page().begin()
    yield page
    i18n.use("en")


@pytest.fixture
def page(screen: SettingsScreen) -> PrinterPage:
    return screen.page()


@pytest.fixture
def two(screen: SettingsScreen, shop: Shop, page: PrinterPage) -> PrinterPage:
    """Two printers, and where their papers go."""
    shop.settings.set("printers", [COUNTER, PACKING])
    shop.settings.set("routes", {"bill": "Counter", "label": "Packing"})
    screen.refresh(screen.watches)
    page.begin()
    return page
