"""Hands on the settings: to a page by the arrows, into a field, through a list, and to the end of a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.ui.screens.settings import PAGES
from tests.ui.pages import Key, press, type_in, until

if TYPE_CHECKING:
    from shoppos.ui.screens.settings import SettingsScreen
    from shoppos.ui.widgets.settings_page import SettingsPage


def turn(screen: SettingsScreen, kind: type[SettingsPage]):
    at = PAGES.index(kind)
    screen.subjects.setFocus()
    while screen.subjects.currentRow() != at:
        press(Key.Key_Down if screen.subjects.currentRow() < at else Key.Key_Up)
    quiet(screen.page())
    return screen.page()


def quiet(page) -> None:
    until(lambda: getattr(page, "job", None) is None)


def write(field, text: str) -> None:
    """Go there, type it in place of what stands there."""
    field.editor.setFocus()
    field.editor.selectAll()
    type_in(text)


def pick(box, value: object) -> None:
    """Choose by the arrows, as a hand does."""
    box.setFocus()
    want = box.findData(value)
    while box.currentIndex() != want:
        press(Key.Key_Down if box.currentIndex() < want else Key.Key_Up)
