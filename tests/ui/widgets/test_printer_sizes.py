"""The printers' page for every eye and hand: at the largest letters, in two languages, by keys alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QStyle,
    QStyleOptionComboBox,
)

from shoppos.base import i18n
from shoppos.printing.devices.discover import Found
from shoppos.ui import style
from shoppos.ui.screens.settings import SettingsScreen
from shoppos.ui.widgets.form import Field
from tests.ui.pages import Key, context, focus, press, shown
from tests.ui.printer_hands import COUNTER, PACKING, PRINTERS
from tests.ui.settings_hands import until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shoppos.shop import Shop
    from shoppos.ui.widgets.settings_printers import PrinterPage


def visible(page: PrinterPage, *kinds):
    settle()
    return [one for kind in kinds for one in page.findChildren(kind) if one.isVisible()]


def settle() -> None:
    """Let a change of height go from the innermost widget to the outermost."""
    for _again in range(12):
        QApplication.processEvents()


@pytest.fixture(params=[(100, "en"), (150, "en"), (150, "hi")], ids=lambda size: "-".join(map(str, size)))
def sized(request, qtbot, qapp, shop: Shop) -> Iterator[SettingsScreen]:
    percent, language = request.param
    style.load_fonts()
    style.apply(qapp, theme="light", percent=percent)
    i18n.use(language)
    shop.settings.set("printers", [COUNTER | {"drawer": True}, PACKING])
    screen = SettingsScreen(context(shop))
    screen.setFixedSize(1024, 600)
    shown(qtbot, screen)
    screen.subjects.setCurrentRow(PRINTERS)
    until(lambda: screen.all_made)  # the other pages are made one by one meanwhile
    yield screen
    i18n.use("en")
    style.apply(qapp, theme="light", percent=100)


def states_of(screen: SettingsScreen):
    page = screen.page()
    yield "list"
    page.change()
    page.form.details.unfold()
    yield "receipt printer"
    page.step_back()
    page.list.setCurrentRow(1)
    page.change()
    page.form.details.unfold()
    yield "label printer"
    page.step_back()
    page.add()
    page.search._heard((Found("tcp://192.0.2.77:9100", "Answers as a label printer", "tspl"),))
    yield "new"


def test_nothing_is_cut_off_too_small_or_nameless(sized: SettingsScreen) -> None:
    page = sized.page()
    for state in states_of(sized):
        area = sized.pages.currentWidget()
        settle()
        assert page.width() <= area.viewport().width(), f"{state}: one would have to scroll sideways"
        for button in visible(page, QAbstractButton):
            need = button.fontMetrics().horizontalAdvance(button.text().replace("&", ""))
            assert need <= button.width(), f"{state}: {button.text()!r} needs {need}, has {button.width()}"
        for label in visible(page, QLabel):
            high = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
            assert high <= label.height() + 1, f"{state}: {label.text()!r} needs {high}, has {label.height()}"
        for one in visible(page, QAbstractButton, QLineEdit, QComboBox):
            assert one.height() >= 44, f"{state}: {one.objectName()} is {one.height()} high"
        for one in visible(page, QAbstractButton, QLineEdit, QComboBox, QListWidget):
            name = QAccessible.queryAccessibleInterface(one).text(QAccessible.Text.Name)
            assert name.strip(), f"{state}: {one}"
        for box in visible(page, QComboBox):
            option = QStyleOptionComboBox()
            box.initStyleOption(option)
            control = QStyle.ComplexControl.CC_ComboBox
            room = box.style().subControlRect(control, option, QStyle.SubControl.SC_ComboBoxEditField, box).width()
            for at in range(box.count()):
                need = box.fontMetrics().horizontalAdvance(box.itemText(at))
                assert need <= room, f"{state}: {box.itemText(at)!r} needs {need}, has {room}"


def test_tab_leads_through_the_form_and_never_traps(sized: SettingsScreen) -> None:
    page = sized.page()
    page.change()
    page.form.details.unfold()
    seen = []
    for _again in range(60):
        here = focus()
        if here in seen:
            break
        seen.append(here)
        press(Key.Key_Tab)
    asked = [*page.form.editors(), page.form.drawer, page.form.test, page.keep, page.form.details.fold]
    shown_fields = [page.form.details.fields[name] for name in page.form.details.shown()]
    for widget in (*asked, *(field.editor for field in shown_fields if isinstance(field, Field))):
        assert widget in seen, widget.objectName()
    assert [one for one in seen if one in page.form.editors()] == page.form.editors()
