"""The parts of every form: a turn of the mouse wheel goes to the page, and no choice is changed by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDateEdit, QScrollArea

from shoppos.ui.dialogs.product_form import ProductDialog
from shoppos.ui.screens.bills import BillsScreen
from shoppos.ui.screens.settings import SettingsScreen
from shoppos.ui.widgets.form import Field, line, typed_day
from tests.ui.pages import context, shown
from tests.ui.printer_hands import COUNTER, PACKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from shoppos.shop import Shop

NOTCH = 120


def turn(widget: QWidget, notches: int) -> None:
    """Turn the wheel over the middle of the widget, as the system tells the window of it."""
    window = widget.window()
    QTest.wheelEvent(
        window.windowHandle(), QPointF(widget.mapTo(window, widget.rect().center())), QPoint(0, NOTCH * notches)
    )
    QApplication.processEvents()


def test_the_wheel_changes_no_choice_of_the_settings(qtbot, shop: Shop) -> None:
    shop.settings.set("printers", [COUNTER, PACKING])
    screen = SettingsScreen(context(shop))
    shown(qtbot, screen)
    before = shop.settings.get("routes", {})
    turned = 0
    for at in range(screen.subjects.count()):
        screen.subjects.setCurrentRow(at)
        area = screen.pages.currentWidget()
        for box in (box for box in screen.page().findChildren(QComboBox) if box.isVisible()):
            area.ensureWidgetVisible(box)
            chosen = box.currentIndex()
            for held in (False, True):
                if held:
                    box.setFocus()
                for notches in (-1, 1):
                    area.ensureWidgetVisible(box)
                    turn(box, notches)
                    assert box.currentIndex() == chosen, box.objectName()
            turned += box.count() > 1
    assert turned > 10
    assert shop.settings.get("routes", {}) == before


def test_over_a_choice_the_wheel_turns_the_page(qtbot, shop: Shop) -> None:
    shop.settings.set("printers", [COUNTER, PACKING])
    screen = SettingsScreen(context(shop))
    shown(qtbot, screen)
    screen.resize(1024, 420)
    screen.subjects.setCurrentRow(3)
    QApplication.processEvents()
    area = screen.pages.currentWidget()
    assert isinstance(area, QScrollArea)
    assert area.verticalScrollBar().maximum() > 0
    box = screen.page().routes.fields["bill"].editor
    area.ensureWidgetVisible(box)
    bar = area.verticalScrollBar()
    before = bar.value()
    turn(box, 1 if before else -1)
    assert bar.value() != before


def test_the_wheel_changes_no_day_and_no_choice_of_an_item(qtbot, shop: Shop) -> None:
    bills = BillsScreen(context(shop))
    item = ProductDialog(shop, None)
    for page in (bills, item):
        shown(qtbot, page)
        assert page.findChildren(QDateEdit)
        for box in page.findChildren(QComboBox):
            chosen = box.currentText()
            for notches in (-1, 1):
                turn(box, notches)
                assert box.currentText() == chosen, box.objectName()
        for box in page.findChildren(QDateEdit):
            day = box.date()
            for notches in (-1, 1):
                turn(box, notches)
                assert box.date() == day


@pytest.mark.parametrize("text", ["31-12-2026", "31/12/26", "31.12.2026", "31 12 2026", "2026-12-31", "31122026"])
def test_a_day_is_understood_as_people_and_files_write_it(text: str) -> None:
    assert typed_day(text) == 2026_12_31


@pytest.mark.parametrize("text", ["", "31", "31-02-2026", "soon", "31-12", "1-2-3-4", "12-31-2026"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  (whatever it says: the forms have their own sentence)
        typed_day(text)


def test_a_name_with_an_ampersand_stands_in_a_caption_as_it_is(qtbot) -> None:
    field = Field("amount", "Shah & Sons", line())
    qtbot.addWidget(field)
    assert field.caption.text() == "Shah && Sons", "one alone would underline the letter behind it"
    assert field.editor.accessibleName() == "Shah & Sons"
