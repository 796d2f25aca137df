"""The whole window on a real shop, and a scanner's trigger that can be pulled wherever the focus is."""

from itertools import count

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from shoppos.ui import keys
from shoppos.ui.bridge import Bridge
from shoppos.ui.context import Context
from shoppos.ui.main_window import MainWindow

SURF, PARLE = "8901030865275", "8901719101038"
CTRL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier
_hours = count(1)


def in_front(qtbot, widget):
    """Show the widget as a window that has the keyboard."""
    qtbot.addWidget(widget)
    widget.show()
    widget.activateWindow()
    assert QTest.qWaitForWindowActive(widget)
    return widget


def window_on(shop, qtbot):
    """The window as `app.py` leaves it when the shop is open, with its sounds written down in `heard`."""
    window = in_front(qtbot, MainWindow(Context(keys.load("shoppos"))))
    window.context.opened = shop
    window.attach()
    window.heard = []
    window.context.sound = window.heard.append
    window.bridge = Bridge(shop.db, window)
    window.bridge.changed.connect(window.hear)
    window.bridge.elsewhere.connect(window.hear_from_elsewhere)
    return window


def press(widget, key, held=NONE):
    """One key, as the system hands it to the window: shortcuts first, then the widget."""
    QTest.keyClick(widget.window().windowHandle(), key, held)


def keys_at(gap, text, end=Qt.Key.Key_Return, pause=None, widget=None):
    """Type `text` with `gap` milliseconds between the keys and end it; `pause` is the gap before the last key."""
    at = 1_000_000 * next(_hours)
    for char in text:
        at += gap
        _send(widget, Qt.Key(ord(char.upper())) if char.isascii() else Qt.Key.Key_unknown, char, at)
    if end is not None:
        _send(widget, end, "\t" if end == Qt.Key.Key_Tab else "\r", at + (gap if pause is None else pause))


def _send(widget, key, text, at):
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        target = widget or QApplication.focusWidget() or QApplication.activeWindow()
        event = QKeyEvent(kind, key, NONE, text)
        event.setTimestamp(at)
        QApplication.sendEvent(target, event)
