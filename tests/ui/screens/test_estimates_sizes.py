"""The page of estimates fits each window at each size of letters: no button cut off, each large enough for a finger."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication

from shoppos.base import i18n
from shoppos.ui import keys, style
from shoppos.ui.context import Context
from shoppos.ui.screens.estimates import EstimatesScreen
from tests.shop.test_estimates import new_price
from tests.stories.clocks import SetClock
from tests.stories.order_shop import SURF, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shoppos.shop import Shop

SIZES = [
    (1024, 600, 90, "en"), (1024, 600, 100, "en"), (1024, 600, 150, "en"), (1024, 600, 150, "hi"),
    (1366, 768, 100, "hi"), (1920, 1080, 125, "en"),
]  # fmt: skip
LONG = "श्रीमती कमलाबाई ज्ञानेश्वर देशपांडे-कुलकर्णी"


@pytest.fixture
def shop(folder: Path) -> Iterator[Shop]:
    clock = SetClock("2026-11-10 11:00")
    shop = opened(folder, clock)
    for phone, lines, until in (("9812345699", ("40*1001", "25.750*2001"), 20261112), ("", ("2*1002",), 20261201)):
        made = shop.estimates.begin(phone, name=LONG if phone else "").id
        for line in lines:
            shop.estimates.enter(made, line)
        shop.estimates.set_note(made, "Brought within two days. Without the fitting, and without what was said before.")
        shop.estimates.keep(made, until)
    clock.set("2026-11-23 11:00")
    new_price(shop, SURF, 155_00)
    yield shop
    shop.close()


@pytest.fixture(params=SIZES, ids=lambda size: "-".join(map(str, size)))
def page(request, qapp, qtbot, shop: Shop) -> Iterator[EstimatesScreen]:
    width, height, percent, language = request.param
    style.load_fonts()
    style.apply(qapp, theme="light", percent=percent)
    i18n.use(language)
    made = EstimatesScreen(Context(keys.load("shoppos"), opened=shop))
    qtbot.addWidget(made)
    made.resize(width, height - style.scaled(60))
    made.show()
    made.refresh(made.watches)
    yield made
    made.hide()
    i18n.use("en")
    style.apply(qapp, theme="light", percent=100)


def states(page: EstimatesScreen) -> Iterator[str]:
    """The page in each state that changes it."""
    yield "list"
    lapsed = next(row.id for row in page.rows.things if row.state == "lapsed")
    page.list.selectRow([row.id for row in page.rows.things].index(lapsed))
    page.act("sell")
    yield "which price"
    page.ask.cancel()
    page.open_one(lapsed)
    yield "one"
    page.act("until")
    yield "until"
    page.ask.cancel()
    page.act("note")
    yield "note"
    page.ask.cancel()
    page.act("give_up")
    yield "giving up"
    page.ask.cancel()
    page.act("new")
    yield "new"


def test_no_button_is_cut_off_or_too_small_for_a_finger(page: EstimatesScreen) -> None:
    assert page.minimumSizeHint().width() <= 1024
    for state in states(page):
        QApplication.processEvents()
        for button in page.findChildren(QAbstractButton):
            if not button.isVisible() or not button.text():
                continue
            need = button.fontMetrics().horizontalAdvance(button.text().replace("&", ""))
            assert need <= button.width(), f"{state}: {button.text()!r} needs {need}, has {button.width()}"
            if button in page.side.buttons.values():
                assert button.height() >= 44, f"{state}: {button.text()!r} is {button.height()} high"


def test_who_it_is_for_and_what_it_comes_to_are_in_sight(page: EstimatesScreen) -> None:
    for _state in states(page):
        QApplication.processEvents()
        if page.writing:
            assert page.lines.height() >= style.scaled(44)
        figure = page.side.figure
        if figure.isVisible():
            assert figure.fontMetrics().horizontalAdvance(figure.text()) <= figure.width()
