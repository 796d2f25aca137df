"""Each key acts once wherever the focus is, a line of text keeps what it needs, and every action can be found."""

import pytest
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMainWindow, QTableWidget, QVBoxLayout, QWidget

from shoppos.ui import keys
from shoppos.ui.main_window import EVERYWHERE
from shoppos.ui.pages import SCREENS
from shoppos.ui.screens.settings import SettingsScreen
from shoppos.ui.shortcuts import Shortcuts
from tests.ui.window import in_front, window_on

PROFILES = [keys.load(name) for name in keys.PROFILES]


class Page(QMainWindow):
    """A line and a table, for the keys that lines take for themselves."""

    def __init__(self, keymap):
        super().__init__()
        page = QWidget()
        self.line, self.table = QLineEdit("abc"), QTableWidget(2, 2)
        column = QVBoxLayout(page)
        column.addWidget(self.line)
        column.addWidget(self.table)
        self.setCentralWidget(page)
        self.done = []
        self.shortcuts = Shortcuts(self, keymap)
        self.shortcuts.wanted.connect(self.done.append)

    def press(self, key):
        combination = QKeySequence(key)[0]
        self.done.clear()
        QTest.keyClick(self.windowHandle(), combination.key(), combination.keyboardModifiers())
        return list(self.done)


@pytest.fixture(params=PROFILES, ids=keys.PROFILES)
def page(request, qtbot):
    made = in_front(qtbot, Page(request.param))
    made.keymap = request.param
    return made


def test_every_key_acts_once_from_a_line_and_from_a_table(page):
    page.table.setFocus()
    assert {key: page.press(key) for key, _action in page.keymap.pairs()} == {
        key: [action] for key, action in page.keymap.pairs()
    }
    page.line.setFocus()
    for key, action in page.keymap.pairs():
        left = key in {"Ctrl+Z", "Del"}
        assert page.press(key) == ([] if left else [action]), key


def test_a_line_takes_back_its_own_typing_first(page):
    page.line.setFocus()
    QTest.keyClicks(page.line, "de")
    page.press("Ctrl+Z")
    assert page.line.text() == "abc"


def test_what_is_not_allowed_is_left_to_the_line(page):
    page.shortcuts.allow({"keys"})
    page.line.setFocus()
    page.line.selectAll()
    assert page.press(page.keymap.shown("cash")) == []
    assert page.press(page.keymap.keys["keys"][0]) == ["keys"]
    page.shortcuts.allow(keys.ACTIONS)
    assert page.press(page.keymap.shown("cash")) == ["cash"]


def test_another_profile_replaces_the_keys(qtbot):
    page = in_front(qtbot, Page(keys.load("shoppos")))
    assert page.press("F4") == ["reprint"]
    page.shortcuts.remake(keys.load("vyapar"))
    assert page.press("F4") == ["remove"]
    assert page.press("F12") == ["note"]


@pytest.mark.parametrize("profile", keys.PROFILES)
def test_no_page_has_a_key_that_leads_elsewhere_from_everywhere(qtbot, shop, profile):
    """Qt does neither of two acts on one key: a page's own and the window's never share one."""
    shop.settings.set("keymap", profile)
    window = window_on(shop, qtbot)
    everywhere = {QKeySequence(key): act for key, act in window.context.keymap.pairs() if act in EVERYWHERE}
    clashes = []
    seen = 0
    for page, _make in SCREENS:
        window.do(page)
        front = window.pages.front
        if isinstance(front, SettingsScreen):
            for row in range(front.subjects.count()):
                front.subjects.setCurrentRow(row)
        own = [one.key() for one in front.findChildren(QShortcut)]
        own += [key for one in front.findChildren(QAction) for key in one.shortcuts()]
        seen += len(own)
        clashes += [f"{page}: {key.toString()} is {everywhere[key]}" for key in own if key in everywhere]
    assert clashes == []
    assert seen > 100
