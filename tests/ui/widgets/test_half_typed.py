"""What is half typed is kept once the keys rest, a second after the first at the latest, and never at each key."""

import signal
import subprocess
import sys
from contextlib import closing
from time import perf_counter

import pytest
from PySide6.QtWidgets import QLineEdit

from shoppos.base.file import connect
from shoppos.shop import Shop
from shoppos.ui.widgets.half_typed import CALM, LONGEST, HalfTyped
from tests.counted import counted
from tests.ui.pages import wait

GAP = 100
HALF_OF_A_SALES_PATIENCE = 2.5
"""Seconds: whoever waited for the file as a sale does would wait twice that."""
KILLED = """
import os, signal, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit
from shoppos.shop import Shop
from shoppos.ui.widgets.half_typed import HalfTyped

app = QApplication([])
shop = Shop.open(Path(sys.argv[1]))
line = QLineEdit()
half = HalfTyped(line, "answer", lambda: shop.begun)
half.begin("aa", lambda: {"text": line.text()})
line.textChanged.connect(half.touched)

def key():
    line.insert("k")
    if len(line.text()) == 30:
        print(line.text(), flush=True)
        os.kill(os.getpid(), signal.SIGKILL)

keys = QTimer()
keys.timeout.connect(key)
keys.start(100)
app.exec()
"""


@pytest.fixture
def line(qtbot) -> QLineEdit:
    made = QLineEdit()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def half(shop: Shop, line: QLineEdit) -> HalfTyped:
    made = HalfTyped(line, "answer", lambda: shop.begun)
    line.textChanged.connect(made.touched)
    made.begin("aa", lambda: {"text": line.text()} if line.text() else {})
    return made


def kept(shop: Shop) -> str:
    return shop.begun.of("answer aa").get("text", "")


@pytest.mark.usefixtures("half")
def test_the_file_is_written_when_the_keys_rest_and_not_at_each_key(shop: Shop, line: QLineEdit):
    before = shop.db.raw.total_changes
    for _key in range(4):
        line.insert("k")
        wait(GAP)
    assert shop.db.raw.total_changes == before
    wait(CALM)
    assert shop.db.raw.total_changes == before + 1
    assert kept(shop) == "kkkk"


@pytest.mark.usefixtures("half")
def test_who_types_without_a_rest_loses_a_second_at_most(shop: Shop, line: QLineEdit):
    for _key in range((LONGEST + CALM) // GAP):
        line.insert("k")
        wait(GAP)
    assert len(kept(shop)) >= CALM // GAP


def test_a_killed_program_has_lost_the_last_second_at_most(shop: Shop, folder):
    shop.close()
    done = subprocess.run([sys.executable, "-c", KILLED, str(folder)], capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert done.stdout.strip() == "k" * 30
    with closing(Shop.open(folder)) as again:
        assert 30 - LONGEST // GAP - 2 <= len(kept(again)) < 30


def test_a_busy_file_holds_nobody_up_and_is_tried_again(shop: Shop, line: QLineEdit, half: HalfTyped):
    writer = connect(shop.db.path)
    writer.execute("BEGIN IMMEDIATE")
    line.insert("Good mor")
    before = perf_counter()
    half.leave()
    assert perf_counter() - before < HALF_OF_A_SALES_PATIENCE
    assert half.of("aa") == {"text": "Good mor"}
    assert kept(shop) == ""
    writer.execute("ROLLBACK")
    writer.close()
    half.begin("bb", dict)
    wait(CALM + GAP)
    assert kept(shop) == "Good mor"


def test_what_was_sent_while_the_file_was_busy_is_not_offered_again(shop: Shop, line: QLineEdit, half: HalfTyped):
    line.insert("Yes")
    half.keep()
    writer = connect(shop.db.path)
    writer.execute("BEGIN IMMEDIATE")
    half.end()
    assert half.of("aa") == {}
    assert kept(shop) == "Yes"
    writer.execute("ROLLBACK")
    writer.close()
    wait(CALM + GAP)
    assert kept(shop) == ""


def test_to_keep_an_answer_takes_the_window_no_time_to_speak_of(shop: Shop, line: QLineEdit, half: HalfTyped):
    shop.begun.keep({f"answer {at:032x}": {"text": "It comes at six " * 30} for at in range(500)})
    line.insert("k" * 200)
    with counted(shop) as work:
        half.keep()
    assert work.questions == 0
    assert work.steps < 10 * 500, "of SQLite's machine: the others are hardly looked at"
