"""A scanner is told from a person by its speed alone, and a scan never stays in the field it fell into."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from shoppos.ui.scanner import FEWEST, LONGEST_GAP, MEAN_GAP, TAKES_SCANS, Burst, Scanner
from tests.ui.window import in_front, keys_at

CODE = "8901030865275"


def burst(text, gaps, end):
    """What the burst of `text` with these gaps before each next key, and `end` before Enter, is taken for."""
    watched, at = Burst(), 1000
    for char, gap in zip(text, [0, *gaps], strict=True):
        at += gap
        watched.add(char, at)
    return watched.end(at + end)


@pytest.mark.parametrize("gap", [0, 1, 5, 20, 30])
def test_a_wired_or_bluetooth_scanner_is_heard(gap):
    assert burst(CODE, [gap] * (len(CODE) - 1), gap) == CODE


def test_a_scanner_on_a_busy_machine_is_heard():
    gaps = [5] * (len(CODE) - 1)
    gaps[6] = 100
    assert burst(CODE, gaps, 40) == CODE


@pytest.mark.parametrize("gap", [60, 100, 150, 250])
def test_a_typist_is_no_scanner(gap):
    assert burst(CODE, [gap] * (len(CODE) - 1), gap) == ""


def test_a_code_of_five_characters_is_too_short_to_tell():
    assert burst(CODE[: FEWEST - 1], [5] * (FEWEST - 2), 5) == ""


def test_enter_long_after_the_burst_is_a_persons():
    assert burst(CODE, [5] * (len(CODE) - 1), LONGEST_GAP + 1) == ""


def test_a_pause_begins_a_new_burst():
    watched = Burst()
    for n, char in enumerate("abc"):
        watched.add(char, n * 100)
    assert watched.add("8", 1000)
    for n, char in enumerate(CODE[1:], 1):
        watched.add(char, 1000 + 5 * n)
    assert watched.end(1000 + 5 * len(CODE)) == CODE


def test_a_clock_that_runs_backwards_makes_no_scan():
    watched = Burst()
    for n, char in enumerate(CODE):
        watched.add(char, 10_000 - n * 5)
    assert watched.end(10_000) == ""


@given(st.lists(st.integers(0, 400), min_size=6, max_size=60))
def test_what_is_taken_for_a_scan_was_quick_throughout(gaps):
    text = "7" * len(gaps)
    heard = burst(text, gaps[1:], gaps[0])
    if heard:
        quick = [*gaps[-(len(heard) - 1) :], gaps[0]]
        assert max(quick) <= LONGEST_GAP
        assert sum(quick) < MEAN_GAP * len(heard)


# -- in the fields of a window


class Page(QWidget):
    """A window with one field of each kind."""

    def __init__(self):
        super().__init__()
        self.line = QLineEdit("rice")
        self.wants = QLineEdit()
        self.wants.setProperty(TAKES_SCANS, True)
        self.entry = QLineEdit()
        self.entry.setProperty("role", "entry")
        self.spin = QSpinBox()
        self.spin.setMaximum(10**6)
        self.spin.setValue(7)
        self.combo = QComboBox()
        self.combo.addItems(["5 %", "8 %", "18 %"])
        self.area = QPlainTextEdit("two\nlines")
        self.button = QPushButton("Save")
        column = QVBoxLayout(self)
        for part in (self.line, self.wants, self.entry, self.spin, self.combo, self.area, self.button):
            column.addWidget(part)
        self.found, self.refused = [], []
        self.scanner = Scanner(self, self.found.append, lambda: self.refused.append(1))


@pytest.fixture
def page(qtbot):
    return in_front(qtbot, Page())


@pytest.mark.parametrize("end", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab])
@pytest.mark.parametrize("gap", [0, 1, 8, 30, 34])
def test_a_scan_into_a_field_goes_to_the_bill_and_leaves_the_field_as_it_was(page, gap, end):
    page.line.setFocus()
    page.line.setSelection(1, 2)
    keys_at(gap, CODE, end)
    assert page.found == [CODE]
    assert page.line.text() == "rice"
    assert page.line.selectedText() == "ic"
    assert page.line.hasFocus()


@pytest.mark.parametrize("gap", [35, 60, 100, 240])
def test_what_a_person_types_stays_where_it_was_typed(page, gap):
    page.line.setFocus()
    page.line.clear()
    keys_at(gap, CODE)
    assert page.found == []
    assert page.line.text() == CODE


def test_a_burst_that_enter_follows_late_was_typed(page):
    page.line.setFocus()
    page.line.clear()
    keys_at(5, CODE, pause=LONGEST_GAP + 1)
    assert (page.found, page.line.text()) == ([], CODE)


def test_fewer_than_six_quick_keys_are_no_scan(page):
    page.line.setFocus()
    page.line.clear()
    keys_at(2, "12345")
    assert (page.found, page.line.text()) == ([], "12345")


@pytest.mark.parametrize("name", ["wants", "entry"])
def test_a_field_that_takes_scans_keeps_them(page, name):
    field = getattr(page, name)
    field.setFocus()
    keys_at(5, CODE)
    assert page.found == []
    assert field.text() == CODE


def test_numbers_choices_and_long_texts_are_put_back_too(page):
    page.spin.setFocus()
    page.spin.selectAll()
    keys_at(5, CODE)
    page.combo.setFocus()
    keys_at(5, CODE)
    page.area.setFocus()
    keys_at(5, CODE)
    assert page.found == [CODE] * 3
    assert page.spin.value() == 7
    assert page.combo.currentText() == "5 %"
    assert page.area.toPlainText() == "two\nlines"


def test_a_scan_on_a_button_neither_presses_it_nor_is_lost(page):
    pressed = []
    page.button.clicked.connect(lambda: pressed.append(1))
    page.button.setDefault(True)
    page.button.setFocus()
    keys_at(5, CODE)
    assert (page.found, pressed) == ([CODE], [])


def test_a_scan_that_no_widget_has_the_focus_for_is_heard_once(page):
    page.line.setFocus()
    page.line.clearFocus()
    keys_at(5, CODE, widget=page)
    assert page.found == [CODE]


def test_a_key_held_down_is_no_scan(page):
    page.line.setFocus()
    page.line.clear()
    for n in range(9):
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_1, Qt.KeyboardModifier.NoModifier, "1", n > 0)
        event.setTimestamp(5_000 + 33 * n)
        QApplication.sendEvent(page.line, event)
    enter = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r")
    enter.setTimestamp(5_000 + 33 * 9)
    QApplication.sendEvent(page.line, enter)
    assert (page.found, page.line.text()) == ([], "1" * 9)


def test_over_a_waiting_dialog_a_scan_only_beeps(page, qtbot):
    dialog = QDialog(page)
    field = QLineEdit("Anil", dialog)
    dialog.setModal(True)
    dialog.open()
    qtbot.waitExposed(dialog)
    field.setFocus()
    keys_at(5, CODE)
    assert (page.found, page.refused, field.text()) == ([], [1], "Anil")
    dialog.close()


def test_a_widget_that_is_gone_takes_nothing_with_it(page, qtbot):
    passing = QLineEdit(page)
    passing.show()
    passing.setFocus()
    keys_at(5, "890103", end=None)
    passing.deleteLater()
    qtbot.wait(10)
    page.line.setFocus()
    keys_at(5, CODE)
    assert page.found == [CODE]
    assert page.line.text() == "rice"
