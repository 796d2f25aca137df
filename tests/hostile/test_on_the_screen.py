"""Sixty hostile texts typed, scanned and pasted at the real counter: a line, a sentence or nothing, and no crash."""

import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from shoppos.reports import audit
from tests.hostile.unsafe import unsafe, unsafe_in_the_file
from tests.printing.hostile import HOSTILE
from tests.ui.counter_hands import Hands


@pytest.fixture
def counter(qapp, shop, monkeypatch):
    """Hands at the counter; a bug in any slot fails the test."""
    bugs = []
    monkeypatch.setattr(sys, "excepthook", lambda *told: bugs.append(told))
    hands = Hands(shop)
    yield hands
    hands.close()
    assert bugs == []


def seen(hands):
    """What stands on the labels of the window."""
    return [label.text() for label in hands.window.findChildren(QLabel)]


def sound(hands):
    """What must hold after anything that was typed."""
    QApplication.processEvents()
    assert unsafe("".join(seen(hands)), "\n") == []
    assert {label.textFormat() for label in hands.window.findChildren(QLabel)} <= {Qt.TextFormat.PlainText}
    assert unsafe_in_the_file(hands.shop) == []
    assert hands.shop.sales.on_screen().payable >= 0


def at_the_entry_line(hands):
    """Escape till the counter waits for the next thing."""
    for _again in range(3):
        hands.press("Escape")
    assert isinstance(QApplication.focusWidget(), QLineEdit)


def test_typed_at_the_entry_line(counter):
    for text in HOSTILE:
        at_the_entry_line(counter)
        counter.type([char for char in text if char.isprintable()][:60])
        counter.press("Return")
    sound(counter)


def test_pasted_at_the_entry_line(counter):
    for text in HOSTILE:
        at_the_entry_line(counter)
        QGuiApplication.clipboard().setText(text.replace("\ud800", ""))
        counter.press("Ctrl+V", "Return")
    sound(counter)


def test_scanned_wherever_the_focus_is(counter):
    for n, text in enumerate(HOSTILE):
        at_the_entry_line(counter)
        if n % 3 == 0:
            counter.press("F5")
        counter.scan([char for char in text if char.isprintable()][:80])
    sound(counter)


def test_named_as_a_new_item_and_as_a_customer(counter):
    shop = counter.shop
    for n, text in enumerate(HOSTILE):
        shop.sales.add_new(counter.view.id, code=f"H{n}", name=f"x{text}", price=100)
        customer = shop.customers.add(f"x{text}")
        shop.sales.set_customer(counter.view.id, customer.id)
        shop.sales.set_note(counter.view.id, text)
        counter.counter.enter()
        if n % 10 == 0:
            counter.press("F5", "Escape", "F6")
    sound(counter)
    assert audit.audit(shop.db).agrees
