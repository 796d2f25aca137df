"""Dialogs over the window: a closed one is gone, and asks nothing any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication, QDialog

from shoppos.shop.payments import Tender
from shoppos.ui.dialogs import deliveries
from tests.ui.pages import asked_here, until, wait
from tests.ui.window import window_on

if TYPE_CHECKING:
    from shoppos.shop import Shop

ACTS = ("deliveries", "web_waiting", "who", "expense", "cash_in", "shift", "reading", "close_day", "closed_days")


@pytest.mark.parametrize("act", ACTS)
def test_a_closed_dialog_is_gone(qtbot, shop: Shop, act: str) -> None:
    shop.sales.sell(["1001"], [Tender("cash", 15_000)])
    window = window_on(shop, qtbot)
    for _again in range(3):
        window.do(act)
        until(lambda: isinstance(QApplication.activeModalWidget(), QDialog))
        QApplication.activeModalWidget().reject()
        until(lambda: QApplication.activeModalWidget() is None)
    until(lambda: not window.findChildren(QDialog), 2)


def test_a_closed_list_of_reports_asks_nothing_any_more(qtbot, shop: Shop, monkeypatch) -> None:
    monkeypatch.setattr(deliveries, "OFTEN", 20)
    window = window_on(shop, qtbot)
    window.do("deliveries")
    until(lambda: isinstance(QApplication.activeModalWidget(), deliveries.DeliveriesDialog))
    assert any("delivery" in one for one in asked_here(shop, lambda: wait(100)))
    QApplication.activeModalWidget().reject()
    until(lambda: not window.findChildren(QDialog), 2)
    assert not any("delivery" in one for one in asked_here(shop, lambda: wait(100)))
