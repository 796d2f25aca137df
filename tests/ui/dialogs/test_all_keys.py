"""The list of all keys, and the way to an action whose key one does not know."""

import inspect
import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea

from shoppos.rules import entry
from shoppos.ui import keys, style
from shoppos.ui.dialogs import all_keys
from shoppos.ui.dialogs.all_keys import AllKeys
from shoppos.ui.dialogs.palette import Palette
from shoppos.ui.main_window import make_application
from shoppos.ui.widgets import entry_line, pay_panel
from shoppos.ui.widgets.pay_ways import POINTS_KEY
from tests.ui.window import in_front, window_on

KEYS_READ = re.compile(r"Qt\.Key\.Key_(\w+)")
NAMES = {"Delete": "Del", "Escape": "Esc", "Enter": "Return", "1": "Alt+1", "9": "Alt+9", "Z": "Ctrl+Z"}
TYPING = {"0"}
"""Subtracted from the digit that was pressed, not pressed itself."""
every_profile = pytest.mark.parametrize("keymap", [keys.load(name) for name in keys.PROFILES], ids=keys.PROFILES)


@every_profile
def test_the_list_of_keys_names_each_key_and_each_action_once(qtbot, keymap):
    dialog = AllKeys(keymap)
    qtbot.addWidget(dialog)
    dialog.show()
    words = [label.text() for label in dialog.findChildren(QLabel)]
    for key, action in keymap.pairs():
        assert words.count(keys.printable(key)) == 1
        assert words.count(keys.label(action)) == 1
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in dialog.findChildren(QLabel))


@every_profile
def test_every_key_that_acts_at_the_counter_is_listed(qtbot, shop, keymap):
    shop.settings.set("keymap", keymap.name)
    window = window_on(shop, qtbot)
    made = {one.key().toString() for one in window.findChildren(QShortcut) if one.isEnabled()}
    read = set().union(*(KEYS_READ.findall(inspect.getsource(module)) for module in (entry_line, pay_panel)))
    dialog = AllKeys(window.context.keymap)
    qtbot.addWidget(dialog)
    listed = {label.text() for label in dialog.findChildren(QLabel)}
    assert {key for key, _action in keymap.pairs()} <= made, "the window makes the keys of the profile"
    assert {keys.printable(key) for key in made} <= listed
    assert {keys.printable(NAMES.get(key, key)) for key in read - TYPING} | {keys.printable(POINTS_KEY)} <= listed


def test_the_groups_hold_every_action_once():
    grouped = [action for _group, actions in all_keys.GROUPS for action in actions]
    assert sorted(grouped) == sorted(keys.ACTIONS)
    for layout in all_keys.LAYOUTS:
        assert sorted(group for column in layout for group in column) == sorted(
            [*dict(all_keys.GROUPS), all_keys.TYPED, all_keys.FIXED]
        )


def test_every_example_of_the_entry_line_is_understood_as_the_list_says():
    for text, told in all_keys.grammar()[:-1]:
        for one in text.replace("−", "-").split():
            assert not isinstance(entry.read(one), entry.Mistake), told


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_F12])
def test_esc_and_its_own_key_close_the_list(qtbot, key):
    dialog = in_front(qtbot, AllKeys(keys.load("shoppos")))
    QTest.keyClick(dialog.windowHandle(), key)
    assert not dialog.isVisible()


@pytest.mark.parametrize("percent", [90, 100, 150])
@every_profile
def test_the_list_never_runs_out_of_the_screen_at_the_side(qtbot, keymap, percent):
    style.apply(make_application(), theme="light", percent=percent)
    dialog = in_front(qtbot, AllKeys(keymap))
    area = dialog.findChild(QScrollArea)
    assert area.widget().minimumSizeHint().width() <= area.viewport().width()
    assert dialog.width() <= dialog.screen().availableGeometry().width()
    style.apply(make_application(), theme="light", percent=100)


@pytest.fixture
def palette(qtbot):
    return in_front(qtbot, Palette(keys.load("shoppos"), keys.ACTIONS))


def test_a_few_letters_and_enter_find_an_action(palette):
    QTest.keyClicks(palette.line, "customer dis")
    assert palette.found() == ["display"]
    QTest.keyClick(palette.line, Qt.Key.Key_Enter)
    assert palette.chosen == "display"


def test_down_picks_the_next_one_and_a_click_any(palette):
    QTest.keyClicks(palette.line, "bill")
    assert len(palette.found()) > 2
    assert palette.found()[0] in {"reprint", "hold", "note", "new_sale", "bills"}
    QTest.keyClick(palette.line, Qt.Key.Key_Down)
    second = palette.found()[1]
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    assert palette.chosen == second


def test_words_no_action_has_are_answered_and_do_nothing(palette):
    QTest.keyClicks(palette.line, "zzz")
    assert palette.found() == []
    assert palette.none.isVisible()
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    assert palette.isVisible()
    QTest.keyClick(palette.line, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert palette.chosen == ""


def test_dialogs_have_targets_a_finger_can_hit(palette, qtbot):
    style.apply(make_application())
    dialog = AllKeys(keys.load("shoppos"))
    qtbot.addWidget(dialog)
    dialog.show()
    for button in dialog.findChildren(QPushButton):
        assert button.height() >= 44
        assert button.accessibleName() or button.text()
    assert palette.list.verticalHeader().defaultSectionSize() >= 44
    assert palette.list.accessibleName()
    assert palette.line.accessibleName()
