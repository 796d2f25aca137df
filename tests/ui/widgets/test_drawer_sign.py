"""The sign of the drawer: a forgotten day, a shift that never ended, nothing where all is well or nobody closes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from shoppos.shop import Shop
from shoppos.shop.business_day import closed_day
from shoppos.shop.payments import Tender
from shoppos.ui.dialogs.close_day import CloseDayDialog
from shoppos.ui.widgets.drawer_sign import trouble
from shoppos.ui.widgets.printer_state import Trouble
from tests.stories.clocks import SetClock
from tests.ui.pages import until
from tests.ui.window import press, window_on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def clock() -> SetClock:
    return SetClock("2026-11-20 09:00")


@pytest.fixture
def shop(folder: Path, clock: SetClock) -> Iterator[Shop]:
    from shoppos.shop.catalogue import ProductForm

    made = Shop.open(folder, clock=clock)
    made.catalogue.add(ProductForm("1", "Bread", 40_00, rate=0, hsn="1905", stock=1_000_000))
    yield made
    made.close()


def sold(shop: Shop, clock: SetClock, day: int) -> None:
    clock.set(f"2026-11-{day} 20:00")
    shop.sales.sell(["1"], [Tender("cash")])


def test_a_day_that_nobody_closed_is_named_the_morning_after(shop: Shop, clock: SetClock) -> None:
    sold(shop, clock, 20)
    shop.days.close()
    sold(shop, clock, 21)
    clock.set("2026-11-22 02:00")
    assert trouble(shop) == (Trouble(), ""), "the night is part of the evening"
    clock.set("2026-11-22 08:30")
    assert trouble(shop) == (Trouble("⚠  21-11-2026 was not closed", "warn"), "close_day")
    sold(shop, clock, 22)
    clock.set("2026-11-23 08:30")
    assert trouble(shop)[0].text == "⚠  2 days were not closed, the first on 21-11-2026"
    shop.days.close(sure=True)
    assert trouble(shop) == (Trouble(), "")
    shop.tills.add("B1")
    shop.tills.use("B1")
    sold(shop, clock, 24)
    clock.set("2026-11-25 08:30")
    assert trouble(shop)[0].text == "⚠  24-11-2026 was not closed", "the first days of a new till too"


def test_days_of_another_till_are_named_with_it_until_it_was_given_up(shop: Shop, clock: SetClock) -> None:
    shop.tills.add("B1")
    shop.tills.use("B1")
    sold(shop, clock, 20)
    sold(shop, clock, 21)
    shop.tills.use("A1")
    sold(shop, clock, 22)
    shop.days.close()
    assert trouble(shop) == (
        Trouble("⚠  Till B1: 2 days were not closed, the first on 20-11-2026", "warn"), "closed_days"
    )  # fmt: skip
    sold(shop, clock, 23)
    clock.set("2026-11-24 08:30")
    said, act = trouble(shop)
    assert said.text == "⚠  23-11-2026 was not closed  ·  Till B1: 2 days were not closed, the first on 20-11-2026"
    assert act == "close_day"
    shop.days.close(sure=True)
    clock.set("2026-12-24 12:00")
    assert trouble(shop) == (Trouble(), "")


def test_a_shop_that_never_closes_a_day_is_left_alone(shop: Shop, clock: SetClock) -> None:
    sold(shop, clock, 20)
    sold(shop, clock, 21)
    clock.set("2026-11-23 12:00")
    assert trouble(shop) == (Trouble(), "")


def test_a_shift_that_nobody_ended_is_named_by_whose_it_is(shop: Shop, clock: SetClock) -> None:
    shop.shifts.open(2000_00)
    clock.set("2026-11-20 22:30")
    assert trouble(shop) == (Trouble(), "")
    clock.set("2026-11-20 23:30")
    assert trouble(shop) == (Trouble("⚠  Meena's shift is open since 20-11-2026 09:00", "warn"), "shift")


def test_it_stands_on_the_counter_leads_to_the_dialog_and_goes_when_the_day_is_closed(
    shop: Shop, clock: SetClock, qtbot
) -> None:
    sold(shop, clock, 20)
    shop.days.close()
    sold(shop, clock, 21)
    clock.set("2026-11-22 20:00")
    window = window_on(shop, qtbot)
    sign = window.till.counter
    until(sign.isVisible)
    assert sign.said == "⚠  21-11-2026 was not closed"
    assert "Ctrl+Shift+D" in sign.toolTip()
    assert window.counter.line.hasFocus(), "it takes nobody's keyboard"
    QTest.mouseClick(sign, Qt.MouseButton.LeftButton)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, CloseDayDialog)
    press(dialog, Qt.Key.Key_Return)
    until(lambda: closed_day(shop.db) >= 20261122)
    until(lambda: not sign.isVisible())
