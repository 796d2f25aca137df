"""What works behind the window begins when its shop is open, tells what it finds, and ends with the window."""

import threading
import time

import pytest

from shoppos import behind
from shoppos.printing import travelling
from shoppos.shop import Shop, books
from shoppos.shop.payments import Tender
from shoppos.ui import keys
from shoppos.ui.context import Context
from tests.reports.test_audit import attack
from tests.shop.report_rows import lost, made, states


@pytest.fixture
def told() -> list[tuple[str, str]]:
    return []


def begun(shop: Shop, told: list[tuple[str, str]]) -> behind.Behind:
    """All that works behind a window, begun as the program begins it; what is told stands in `told`."""

    def quiet(*_news: object) -> None:
        """Nobody listens to the printer here."""

    ears = behind.Ears(quiet, quiet, quiet, lambda *words: told.append(words), quiet)
    made = behind.Behind(shop.db.path.parent, Context(keys.load("shoppos"), shop), ears)
    made.begin(shop)
    return made


@pytest.fixture
def workers(shop: Shop, told):
    """Workers that end with the test."""
    made = begun(shop, told)
    yield made
    made.stop()


def wait_until(true, most=30.0) -> bool:
    end = time.monotonic() + most
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    return bool(true())


def test_what_prints_is_reached_as_soon_as_it_is_there(shop: Shop, workers):
    context = workers._context
    assert context.papers() is None
    context.wake_printer()
    workers.prepare_paper(shop)
    assert context.papers() is not None


def test_the_books_are_checked_when_nobody_sells_and_what_differs_is_told(shop: Shop, workers, told, monkeypatch):
    shop.sales.sell(["1001"], [Tender("cash")])
    attack(shop, "UPDATE sale_total SET bills = 2")
    monkeypatch.setattr(books.BookKeeper.__init__, "__defaults__", (0.1,))
    workers.settle(shop)
    assert wait_until(lambda: told)
    assert told[0][1] == "warn"
    assert "till A1, Meena does not add up: the number of bills is 2, it should be 1." in told[0][0]


def test_all_of_it_ends_with_the_window(shop: Shop, told):
    before = {thread.name for thread in threading.enumerate()}
    workers = begun(shop, told)
    workers.prepare_paper(shop)
    workers.settle(shop)
    assert {"books", "ranking"} <= {thread.name for thread in threading.enumerate()}
    workers.stop()
    assert wait_until(lambda: {thread.name for thread in threading.enumerate()} <= before)


def closed(shop: Shop) -> None:
    shop.sales.sell(["1001"], [Tender("cash")])
    shop.days.close(sure=True)


def test_tonights_report_goes_though_the_window_is_closed_right_after_the_day(shop: Shop, told, tmp_path, monkeypatch):
    def slowly(db, one):
        time.sleep(0.5)
        return made(db, one)

    monkeypatch.setattr(travelling, "render", slowly)
    shop.reports.set_place("folder", str(tmp_path / "out"), name="Office")
    workers = begun(shop, told)
    workers.prepare_reports(shop)
    closed(shop)
    workers.stop()
    assert states(shop) == {"sent": 1}
    assert {path.suffix for path in (tmp_path / "out").iterdir()} == {".html", ".pdf"}


def test_a_place_that_is_away_keeps_no_program_from_ending(shop: Shop, told, tmp_path):
    lost(shop, tmp_path / "x")
    workers = begun(shop, told)
    workers.prepare_reports(shop)
    closed(shop)
    began = time.monotonic()
    workers.stop()
    assert time.monotonic() - began < 12
    assert states(shop) == {"owed": 1}
    assert shop.reports.owed()[0].error, "it was tried"
