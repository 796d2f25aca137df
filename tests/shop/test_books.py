"""The proof of the books: kept whenever it was made, due every night and after the day's end, left off when need be."""

import threading
import time

import pytest

from shoppos.models.shift import DayClose
from shoppos.shop import Shop
from shoppos.shop.books import KEPT, BookKeeper
from shoppos.shop.payments import Tender
from tests.reports.test_audit import attack
from tests.stories.clocks import SetClock

CASH = [Tender("cash")]


@pytest.fixture
def clock() -> SetClock:
    return SetClock("2026-11-23 14:00")


@pytest.fixture
def sold(folder, clock):
    """A shop with a bill at two in the afternoon."""
    shop = Shop.open(folder, clock=clock)
    shop.sales.add_new(shop.sales.on_screen().id, code="1001", name="Surf", price=15000)
    shop.sales.checkout(shop.sales.on_screen().id, CASH)
    yield shop
    shop.close()


def test_what_a_check_found_is_kept_and_said(sold: Shop):
    assert sold.books.latest() is None
    assert sold.books.said() == (True, "The books were not checked yet.")
    found = sold.books.check()
    assert found == sold.books.latest()
    assert found is not None
    assert (found.agrees, found.documents, found.fault) == (True, 1, "")
    assert found.heads == ((("A1", found.entries, sold.db.row("SELECT max(hash) FROM journal WHERE seq = ?",
                                                              (found.entries,))[0].hex())),)  # fmt: skip
    assert sold.books.said() == (True, "The books agree (23-11-2026).")


def test_the_row_that_differs_is_said_in_words(sold: Shop):
    attack(sold, "UPDATE method_total SET amount = amount + 1")
    found = sold.books.check()
    assert found is not None
    assert not found.agrees
    well, said = sold.books.said()
    assert not well
    assert said == (
        "The books do not agree (23-11-2026). The total of 23-11-2026 paid by cash, till A1 does not add up: "
        "the amount is ₹150.01, it should be ₹150.00."
    )


def test_a_check_writes_nothing_into_the_journal_and_forgets_the_oldest(sold: Shop, clock):
    before = sold.db.row("SELECT count(*) FROM journal")
    row = "INSERT INTO books_check VALUES (randomblob(16), ?, 1, 1, 1, '', '[]')"
    sold.db.raw.executemany(row, [(n,) for n in range(KEPT)])
    sold.books.check()
    assert sold.db.row("SELECT count(*) FROM journal") == before
    assert sold.db.row("SELECT count(*), min(made_at), max(made_at) FROM books_check") == (KEPT, 1, clock.ms())


def test_it_is_due_when_the_last_is_old_at_night_and_after_the_days_end(sold: Shop, clock):
    assert sold.books.is_due()
    sold.books.check()
    assert not sold.books.is_due()
    clock.set("2026-11-24 02:00")
    assert sold.books.is_due()
    sold.books.check()
    clock.set("2026-11-24 04:00")
    assert not sold.books.is_due()
    clock.set("2026-11-24 21:00")
    assert not sold.books.is_due()
    row = {"till": "A1", "number": 1, "business_date": 20261124, "figures": "{}", "perpetual": 0, "head": "",
           "previous": "", "hash": "", "made_at": clock.ms(), "employee_id": sold.db.employee}  # fmt: skip
    with sold.db.transaction("day.closed") as tx:
        tx.insert(DayClose, row)
    assert sold.books.is_due()
    sold.books.check()
    clock.set("2026-11-25 17:30")
    assert sold.books.is_due()
    assert not sold.books.is_pressing()
    clock.set("2026-11-26 18:00")
    assert sold.books.is_pressing()


def test_a_check_that_is_cancelled_leaves_nothing(sold: Shop):
    assert sold.books.check(cancelled=lambda: True) is None
    assert sold.books.latest() is None
    assert not sold.db.raw.in_transaction


def wait_until(true, most=20.0) -> bool:
    end = time.monotonic() + most
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    return true()


def test_the_keeper_checks_when_nobody_sells_and_tells_what_differs(sold: Shop):
    told = list[str]()
    attack(sold, "DELETE FROM item_total")
    keeper = BookKeeper(sold.books, told.append, idle=0.2)
    keeper.start()
    assert wait_until(lambda: bool(told))
    assert keeper.stop()
    assert "The total of item 1001 in 11-2026 is missing" in told[0]
    assert sold.db.row("SELECT agrees FROM books_check") == (0,)


def test_the_keeper_waits_for_a_pause_and_looks_after_the_days_end(sold: Shop, clock):
    keeper = BookKeeper(sold.books, print, idle=0.6)
    keeper.start()
    for _n in range(4):
        sold.sales.sell(["1001"], CASH)
        time.sleep(0.2)
    assert sold.books.latest() is None
    assert wait_until(lambda: sold.books.latest() is not None)
    first = sold.books.latest()
    clock.go_on(hours=21)
    row = {"till": "A1", "number": 1, "business_date": 20261124, "figures": "{}", "perpetual": 0, "head": "",
           "previous": "", "hash": "", "made_at": clock.ms() - 1, "employee_id": sold.db.employee}  # fmt: skip
    with sold.db.transaction("day.closed") as tx:
        tx.insert(DayClose, row)
    assert wait_until(lambda: sold.books.latest() != first)
    assert keeper.stop()


def test_the_keeper_leaves_off_when_the_window_closes(sold: Shop, monkeypatch):
    begun = threading.Event()
    check = sold.books.check

    def slow(progress=None, cancelled=None):
        begun.set()
        while not cancelled():
            time.sleep(0.01)
        return check(cancelled=cancelled)

    monkeypatch.setattr(sold.books, "check", slow)
    keeper = BookKeeper(sold.books, print, idle=0.0)
    keeper.start()
    assert begun.wait(10)
    assert keeper.stop()
    assert sold.books.latest() is None
