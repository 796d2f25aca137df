"""A window for every test of the screens."""

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QThreadPool

from shoppos.shop import Shop
from tests.ui.counter_hands import Hands


@pytest.fixture
def shop(shop) -> Iterator[Shop]:
    """The shop of all tests; what windows still look up beside them has ended before its file is closed."""
    yield shop
    assert QThreadPool.globalInstance().waitForDone(10_000)


@pytest.fixture
def hands(qapp, shop) -> Iterator[Hands]:
    """Hands at the counter of a shop that has a few things to sell."""
    made = Hands(shop)
    yield made
    made.close()


@pytest.fixture
def again(hands, folder, qapp):
    """The program started anew on the same shop, after it was killed."""
    opened = []

    def start():
        shop = Shop.open(folder)
        opened.append(Hands(shop))
        return opened[-1]

    yield start
    for one in opened:
        one.close()
        one.shop.close()


@pytest.fixture(autouse=True)
def swept() -> Iterator[None]:
    """Waste is collected between two tests and on this thread, as the program does it: see `Sweeper`.

    What is left when the next test begins is what all tests share; frozen, it is not looked through after each of them.
    Windows that were closed are deleted by then: what one held would be frozen with it, and stay a window for ever that
    every change of the style sheet goes through.
    """
    gc.disable()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()  # a window is waste only now: its test has held it to its very end
    gc.freeze()
    yield
    assert QThreadPool.globalInstance().waitForDone(10_000)
    gc.collect()
    gc.enable()
