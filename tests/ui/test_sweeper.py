"""Waste is collected from the event loop, on the window's thread, and nowhere else."""

import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QObject

from shoppos.ui.sweeper import Sweeper


@pytest.fixture
def sweeper(qtbot):
    parent = QObject()
    before = gc.get_threshold()
    made = Sweeper(parent)
    yield made
    made._timer.stop()
    gc.unfreeze()
    gc.set_threshold(*before)
    gc.enable()


class Knot(QObject):
    """A cycle, as a widget and the lambda connected to it are one."""

    def __init__(self):
        super().__init__()
        self.me = self


def knots(count):
    """Tie that many cycles; gives what tells whether the first one is gone."""
    first = weakref.ref(Knot())
    for _n in range(count):
        Knot()
    return first


def test_however_much_is_allocated_nothing_is_collected_in_the_middle(sweeper):
    first = knots(30_000)
    thread = threading.Thread(target=lambda: [[] for _n in range(100_000)])
    thread.start()
    thread.join()
    assert first() is not None


def test_a_sweep_collects_what_is_due_and_then_nothing(sweeper):
    first = knots(30_000)
    assert sweeper.sweep() >= 30_000
    assert first() is None
    assert sweeper.sweep() == 0


def test_it_sweeps_by_itself(sweeper, qtbot):
    sweeper._timer.setInterval(20)
    first = knots(30_000)
    qtbot.waitUntil(lambda: first() is None, timeout=2000)
