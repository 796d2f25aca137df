"""Hands on the back pages: real keys on real widgets, and answers to the dialogs that wait for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget

from shoppos.ui import keys
from shoppos.ui.context import Context

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.shop import Shop

Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


def context(shop: Shop) -> Context:
    """What a window hands to its pages."""
    return Context(keymap=keys.load("shoppos"), opened=shop)


def shown(qtbot, widget: QWidget) -> QWidget:
    """The widget as a window of its own, in front; at the end it is closed without a question."""
    qtbot.addWidget(widget, before_close_func=QWidget.hide)
    widget.resize(1024, 600)
    widget.show()
    widget.activateWindow()
    assert QTest.qWaitForWindowActive(widget)
    return widget


def focus() -> QWidget:
    """Where the next key goes; a window needs a moment to come back to the front when a dialog has gone."""
    for _again in range(100):
        found = QApplication.focusWidget()
        if found is not None:
            return found
        for window in QApplication.topLevelWidgets():
            if window.isVisible():
                window.activateWindow()
        wait(10)
    raise AssertionError("nothing has the focus")


def type_in(text: str) -> None:
    """Type where the focus is; QTest itself knows no letters beyond Latin."""
    for sign in text:
        if sign.isascii():
            QTest.keyClicks(focus(), sign)
        else:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(focus(), QKeyEvent(kind, Qt.Key.Key_unknown, NONE, sign))


def press(key: Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    """Press one key where the focus is."""
    QTest.keyClick(focus(), key, modifier)


def meanwhile(act: Callable[[QDialog], None]) -> list[str]:
    """Once a dialog waits for its answer, do this with it; what went wrong there is in the list, and fails the test."""
    failures: list[str] = []
    tries = 0

    def look() -> None:
        nonlocal tries
        dialog = QApplication.activeModalWidget()
        tries += 1
        if isinstance(dialog, QDialog) and dialog.isActiveWindow():
            try:
                act(dialog)
                assert not dialog.isVisible(), [label.text() for label in dialog.findChildren(QLabel)]
            except BaseException as error:  # noqa: BLE001  (a failed assertion in Qt's loop would be lost)
                failures.append(repr(error))
                dialog.done(0)
        elif tries < 300:
            QTimer.singleShot(10, look)
        else:
            failures.append("no dialog came to the front")
            if isinstance(dialog, QDialog):
                dialog.done(0)

    QTimer.singleShot(0, look)
    return failures


def wait(milliseconds: int) -> None:
    """Let the window work; other threads too."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def until(true: Callable[[], object], seconds: float = 9) -> None:
    """Let the window work until that is so."""
    for _again in range(round(seconds * 100)):
        if true():
            return
        wait(10)
    raise AssertionError("it did not come so")


def asked_here(shop: Shop, act: Callable[[], object]) -> list[str]:
    """What was asked of the shop's file on this thread, the window's, while that was done; a query is one sentence."""
    asked: list[str] = []
    shop.db.raw.set_trace_callback(asked.append)
    try:
        act()
    finally:
        shop.db.raw.set_trace_callback(None)
    return asked
