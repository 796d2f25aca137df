"""A refusal is a sentence in the bar, a bug one dialog; whatever happens, work goes on."""

import logging
import sys
import threading

import pytest
from PySide6.QtCore import QLoggingCategory, QObject, Signal, qInstallMessageHandler, qWarning
from PySide6.QtGui import QGuiApplication

from shoppos.base.errors import NotFound
from shoppos.ui import errors
from shoppos.ui.dialogs.crash import CrashDialog


class Told:
    def __init__(self):
        self.refused, self.crashed, self.threads = [], [], []

    def refuse(self, error):
        self.refused.append(str(error))
        self.threads.append(threading.current_thread())

    def crash(self, details):
        self.crashed.append(details)
        self.threads.append(threading.current_thread())


@pytest.fixture
def told(qtbot):
    before = sys.excepthook, threading.excepthook
    made = Told()
    undo = errors.install(made.refuse, made.crash)
    yield made
    undo()
    assert (sys.excepthook, threading.excepthook) == before


class Button(QObject):
    clicked = Signal()


def in_a_slot(error):
    """Raise as a screen does: inside what a button calls."""
    button = Button()

    def slot():
        raise error

    button.clicked.connect(slot)
    button.clicked.emit()


def in_a_thread(error):
    def work():
        raise error

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


@pytest.mark.parametrize("somewhere", [in_a_slot, in_a_thread])
def test_a_refusal_is_told_with_its_hint_and_is_no_bug(told, qtbot, caplog, somewhere):
    caplog.set_level(logging.INFO)
    somewhere(NotFound("No item has the code 12.", "Press Enter to add it."))
    qtbot.waitUntil(lambda: bool(told.refused), timeout=1000)
    assert told.refused == ["No item has the code 12. Press Enter to add it."]
    assert told.crashed == []
    assert all(record.levelno < logging.ERROR for record in caplog.records)
    assert told.threads == [threading.main_thread()]


@pytest.mark.parametrize("somewhere", [in_a_slot, in_a_thread])
def test_a_bug_is_logged_and_told_without_phone_numbers(told, qtbot, caplog, somewhere):
    somewhere(ValueError("what does 9876543210 owe?"))
    qtbot.waitUntil(lambda: bool(told.crashed), timeout=1000)
    assert "ValueError" in told.crashed[0]
    assert "9876543210" not in told.crashed[0]
    assert told.refused == []
    assert [record.levelname for record in caplog.records] == ["CRITICAL"]
    assert told.threads == [threading.main_thread()]


def test_a_bug_is_told_after_the_act_not_in_its_middle(told, qtbot):
    in_a_slot(ValueError("x"))
    assert told.crashed == []
    qtbot.waitUntil(lambda: bool(told.crashed), timeout=1000)


def test_what_qt_says_goes_to_the_diary(caplog, qtbot):
    caplog.set_level(logging.DEBUG)
    errors.keep_what_qt_says()
    try:
        qWarning("a plug-in complains")
    finally:
        qInstallMessageHandler(None)
    assert ("qt", logging.WARNING, "a plug-in complains") in caplog.record_tuples


def test_qt_says_nothing_while_it_holds_its_fonts(qtbot):
    QLoggingCategory.setFilterRules("")
    assert QLoggingCategory("qt.text.font.db").isInfoEnabled()
    errors.keep_what_qt_says()
    try:
        fonts = QLoggingCategory("qt.text.font.db")
        assert not any((fonts.isDebugEnabled(), fonts.isInfoEnabled(), fonts.isWarningEnabled()))
    finally:
        QLoggingCategory.setFilterRules("qt.text.font.db=false")  # as every test has it
        qInstallMessageHandler(None)


def test_the_crash_dialog_says_the_bill_is_safe_and_hands_over_the_details(qtbot, tmp_path):
    dialog = CrashDialog(None, tmp_path, "Traceback\nZeroDivisionError: <b>division</b>")
    qtbot.addWidget(dialog)
    dialog.show()
    from PySide6.QtWidgets import QLabel

    words = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "bill is safe" in words
    assert "Traceback" not in words
    assert not dialog.details.isVisible()
    dialog.shown.click()
    assert dialog.details.isVisible()
    dialog.copied.click()
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("ShopPOS ")
    assert copied.endswith("ZeroDivisionError: <b>division</b>")
    assert dialog.on.isDefault()
