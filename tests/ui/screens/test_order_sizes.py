"""The page of taking an order fits the smallest screen at the largest letters, for eye, finger and reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QComboBox, QHeaderView, QLineEdit

from shoppos.base import i18n
from shoppos.ui import style
from shoppos.ui.dialogs.read_back import ReadBackDialog
from tests.ui.window import keys_at, press, window_on

if TYPE_CHECKING:
    from collections.abc import Iterator

TOUCH = 44
SIZES = [(1024, 600, 100, "en"), (1024, 600, 150, "en"), (1024, 600, 150, "hi"), (1366, 768, 100, "hi")]
LONG = "4/12 Shree Siddhivinayak Apartments, behind the old post office, Deccan Gymkhana, Pune"
NAMED = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView)


@pytest.fixture(params=SIZES, ids=lambda size: "-".join(map(str, size)))
def window(request, qapp, shop, qtbot) -> Iterator:
    width, height, percent, language = request.param
    style.load_fonts()
    style.apply(qapp, theme="light", percent=percent)
    shop.settings.set("font_percent", percent)
    shop.settings.set("language", language)
    shop.customers.add("श्रीमती कमलाबाई देशपांडे-कुलकर्णी", "9876512345", address=LONG, pin_code="411004", state="27")
    made = window_on(shop, qtbot)
    made.resize(width, height)
    QApplication.processEvents()
    yield made
    i18n.use("en")
    style.apply(qapp, theme="light", percent=100)


def enter(window, *texts):
    for text in texts:
        keys_at(120, text, end=None)
        press(window, Qt.Key.Key_Return)


def states(window):
    """The page in each state that changes it, one after the other."""
    press(window, Qt.Key.Key_F7)
    yield "empty"
    keys_at(120, "2345", end=None)
    yield "found"
    press(window, Qt.Key.Key_Return)
    yield "begun"
    enter(window, "3*1001", "40*1003", "1002")
    yield "short"
    press(window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    yield "asked"
    enter(window, "Please ring twice, and leave it with the watchman if nobody opens the door")
    yield "noted"
    press(window, Qt.Key.Key_F9)
    yield "paying"
    press(window, Qt.Key.Key_Escape)
    press(window, Qt.Key.Key_Escape)
    press(window, Qt.Key.Key_F7)
    enter(window, "9898989898")
    yield "new"


def shown(page, *kinds):
    QApplication.processEvents()
    return [one for kind in kinds for one in page.findChildren(kind) if one.isVisible()]


def test_no_button_is_cut_off_and_nothing_is_too_small_or_outside(window):
    for state in states(window):
        page = window.pages.front
        assert window.size().width() <= 1366, state
        for button in shown(page, QAbstractButton):
            if page.side.area.isAncestorOf(button):
                continue  # what is scrolled to
            at = button.mapTo(page, button.rect().bottomRight())
            assert page.rect().contains(at), f"{state}: {button.text()} lies outside"
            need = button.fontMetrics().horizontalAdvance(button.text().replace("&", ""))
            assert need <= button.width(), f"{state}: {button.text()!r} needs {need}, has {button.width()}"
            assert button.fontMetrics().height() <= button.height(), f"{state}: {button.text()!r} is too low"
        for one in shown(page, QAbstractButton, QLineEdit, QComboBox):
            if not isinstance(one.parent(), QComboBox):
                assert one.height() >= TOUCH - 2, f"{state}: {name(one)} is {one.height()} high"


def test_the_selected_line_and_the_script_are_in_sight(window):
    for state in states(window):
        page = window.pages.front
        if state in {"short", "noted"}:
            row = page.table.visualRect(page.table.currentIndex())
            assert page.table.viewport().rect().contains(row), state
            assert page.script.area.height() >= page.script.script.fontMetrics().lineSpacing() * 2 - 2, state
            bottom = page.script.mapTo(page, page.script.rect().bottomRight())
            assert page.rect().contains(bottom), state


def test_everything_has_a_name_for_a_reader(window):
    for state in states(window):
        for one in (one for one in shown(window.pages.front, *NAMED) if not isinstance(one, QHeaderView)):
            if not isinstance(one.parent(), QComboBox):
                assert name(one).strip(), f"{state}: {one}"


def test_the_whole_script_is_seen_at_once_in_the_large_window(window, shop):
    every = [state for state in states(window) if state == "noted"]
    assert every
    view = shop.orders.view(shop.orders.drafts()[0].id)
    dialog = ReadBackDialog(window, shop.orders.read_back(view.id), "hi", "Enter  Confirm")
    dialog.show()
    QApplication.processEvents()
    assert dialog.script.heightForWidth(dialog.area.viewport().width()) <= dialog.area.viewport().height() + 2
    dialog.close()


def name(widget):
    """What a screen reader says."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
