"""The keys as data: nothing twice, nothing unknown, and a way for keyboards whose F-keys are hidden behind Fn."""

import json

import pytest
from PySide6.QtGui import QKeySequence

from shoppos.base.paths import resource
from shoppos.ui import keys

PORTABLE = QKeySequence.SequenceFormat.PortableText
TYPED = ("Ctrl+A", "Ctrl+C", "Ctrl+V", "Ctrl+X", "Return", "Enter", "Esc", "Tab", "Up", "Down", "Space")


@pytest.mark.parametrize("profile", keys.PROFILES)
def test_no_key_does_two_things(profile):
    pressed = [QKeySequence(key).toString(PORTABLE) for key, _action in keys.load(profile).pairs()]
    assert len(pressed) == len(set(pressed))


@pytest.mark.parametrize("profile", keys.PROFILES)
def test_every_key_is_one_that_qt_knows_and_no_key_of_typing(profile):
    for key, action in keys.load(profile).pairs():
        assert QKeySequence(key).toString(PORTABLE), f"{action}: {key}"
        assert QKeySequence(key).toString(PORTABLE) not in TYPED


@pytest.mark.parametrize("profile", keys.PROFILES)
def test_every_f_key_has_a_second_key_for_keyboards_without(profile):
    for action, on in keys.load(profile).keys.items():
        if any(key.startswith("F") and key[1:].isdigit() for key in on):
            assert any(key.startswith("Ctrl+") or key == "Del" for key in on), action


@pytest.mark.parametrize("profile", keys.PROFILES)
def test_every_action_is_known_and_named(profile):
    raw = json.loads((resource("keymaps") / f"{profile}.json").read_text("utf-8"))
    assert set(raw) <= set(keys.ACTIONS)
    assert all(keys.label(action) for action in keys.ACTIONS)
    assert len({keys.label(action) for action in keys.ACTIONS}) == len(keys.ACTIONS)


def test_an_order_is_taken_by_one_key_in_every_profile():
    assert keys.load("shoppos").shown("order") == "F7"
    assert keys.load("vyapar").shown("order") == "Alt+F", "there F7 is the card's"


def test_an_unknown_profile_is_the_shops_own():
    assert keys.load("nonsense") == keys.load("shoppos")


def test_the_shown_key_is_the_first_and_a_missing_one_is_empty():
    keymap = keys.load("shoppos")
    assert keymap.shown("cash") == "F9"
    assert keymap.shown("fly") == ""
