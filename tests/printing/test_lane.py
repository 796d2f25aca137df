"""Printers side by side: each has a thread of its own, is watched while it rests, and is known by what it answered."""

import itertools
import random
import subprocess
import sys
import threading
import time

import pytest

from shoppos.printing.devices import Delivery, Outcome, open_device
from shoppos.printing.printers import printers
from shoppos.printing.spooler import Spooler
from shoppos.printing.trial import asked_status, sent
from shoppos.shop.payments import Tender
from tests.printing.virtual import VirtualPrinter

SOON = 10.0


def until(met, seconds=SOON):
    """Wait until something holds; True if it came to."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if met():
            return True
        time.sleep(0.01)
    return False


class Counter:
    """A shop whose spooler runs, and all that it tells."""

    def __init__(self, shop, connect=open_device):
        self.shop = shop
        self.news = []
        self.told = []
        self.spooler = Spooler(shop.db, shop.db.clock, self.news.append, self.hear, connect)

    def hear(self, state):
        self.told.append((time.monotonic(), state))

    def printers(self, **addresses):
        self.shop.settings.set(
            "printers",
            [{"name": name, "address": at, "form": "escpos", "mode": "text"} for name, at in addresses.items()],
        )

    def sell(self):
        return self.shop.sales.sell(["1001"], tenders=[Tender("cash", None)]).numbers[0]

    def states(self):
        return [row[0] for row in self.shop.db.rows("SELECT state FROM print_job ORDER BY id")]

    def last(self, printer):
        found = [state for _when, state in self.told if state.printer == printer]
        return found[-1] if found else None

    def known(self):
        return self.shop.db.rows("SELECT address, confirms FROM answering_printer ORDER BY address")


@pytest.fixture
def counter(shop):
    counter = Counter(shop)
    yield counter
    counter.spooler.stop(1)


def test_a_hung_printer_holds_up_nobody_at_a_good_one(shop):
    """The label printer hangs for ever in its first paper; bills come out all the same, and selling never waits."""
    stuck, done = threading.Event(), threading.Event()

    class Hung:
        def send(self, *_what, **_how):
            stuck.set()
            done.wait(30)
            return Delivery(Outcome.UNCERTAIN, "It hung.")

    counter = Counter(shop, lambda address: Hung() if address == "cups:labels" else open_device(address))
    with VirtualPrinter() as bills:
        counter.printers(labels="cups:labels", bills=bills.address)
        shop.settings.set("routes", {"bill": "labels"})
        counter.spooler.start()
        counter.sell()
        assert stuck.wait(SOON)
        shop.settings.set("routes", {"bill": "bills"})
        numbers = []
        slowest = 0.0
        for _sale in range(5):
            begun = time.monotonic()
            numbers.append(counter.sell())
            slowest = max(slowest, time.monotonic() - begun)
        assert until(lambda: counter.states() == ["sending", *["printed"] * 5])
        bills.settle()
        assert [bills.printed.index(number.encode()) for number in numbers] == sorted(
            bills.printed.index(number.encode()) for number in numbers
        )
        assert slowest < 1
    done.set()
    assert until(lambda: counter.states()[0] == "uncertain")
    assert counter.spooler.stop()


def test_a_drawer_that_is_opened_while_the_spooler_starts_does_not_keep_it_from_printing(counter, monkeypatch):
    """The first bill of a day may be paid at that very moment."""
    with VirtualPrinter() as bills:
        told = {"name": "bills", "address": bills.address, "form": "escpos", "mode": "text", "drawer": True}
        counter.shop.settings.set("printers", [told])
        monkeypatch.setattr(counter.spooler._queue, "sweep", counter.spooler.open_drawer)
        counter.spooler.start()
        counter.sell()
        assert until(lambda: counter.states() == ["printed"])


def test_a_spooler_with_a_hung_printer_ends_all_the_same(shop):
    done = threading.Event()
    counter = Counter(shop, lambda _address: type("Hung", (), {"send": lambda *_a, **_k: done.wait(30)})())
    counter.printers(bills="cups:bills")
    counter.spooler.start()
    counter.sell()
    assert until(lambda: counter.states() == ["sending"])
    begun = time.monotonic()
    assert not counter.spooler.stop(0.3)
    assert time.monotonic() - begun < 1
    done.set()


PAYS = """
import random, sys, time
from pathlib import Path
from shoppos.printing.spooler import Spooler
from shoppos.shop import Shop

shop = Shop.open(Path(sys.argv[1]))
spooler = Spooler(shop.db, shop.db.clock, lambda news: print(news.number, news.state, flush=True))
print("READY", flush=True)
while not (Path(sys.argv[1]) / "enough").exists():
    spooler.pay_one()
    time.sleep(random.uniform(0, 0.03))
"""


def test_two_programs_that_pay_one_queue_print_each_paper_once_and_in_order(counter):
    """A window and a command beside it, on a printer that takes one caller at a time."""
    folder = counter.shop.db.path.parent
    dice = random.Random(7)
    with VirtualPrinter() as printer:
        counter.printers(bills=printer.address)
        command = [sys.executable, "-c", PAYS, folder]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as beside:
            assert beside.stdout.readline() == "READY\n"
            numbers = [counter.sell() for _sale in range(20)]
            end = time.monotonic() + 60
            while set(counter.states()) != {"printed"} and time.monotonic() < end:
                counter.spooler.pay_one()
                time.sleep(dice.uniform(0, 0.03))
            (folder / "enough").touch()
            theirs = beside.communicate(timeout=20)[0].splitlines()
        printer.settle()
        papers = printer.printed.split(b"\x1dV")
        on_each = [[number for number in numbers if number.encode() in paper] for paper in papers]
        assert [found for found in on_each if found] == [[number] for number in numbers]
        assert len(theirs) + len(counter.news) == 20
        assert theirs
        assert counter.news, "one program printed all: nothing was shown"


@pytest.mark.parametrize("over", ["tcp", "pty"])
def test_paper_out_stands_as_words_within_two_seconds_and_goes_when_it_is_mended(over, counter):
    """Over the network, and over a cable, where the printer is a node of the system."""
    with VirtualPrinter(over=over) as printer:
        counter.printers(bills=printer.address)
        counter.spooler.start()
        assert until(lambda: counter.last("bills") is not None and counter.last("bills").ready)
        for fault, words in (("paper_out", "out of paper"), ("cover_open", "cover is open")):
            time.sleep(0.3)
            begun = time.monotonic()
            printer.set(**{fault: True})
            assert until(lambda: not counter.last("bills").ready, 4)
            assert time.monotonic() - begun < 2
            assert words in counter.last("bills").reason
            printer.set(**{fault: False})
            assert until(lambda: counter.last("bills").ready, 4)
        told = [state for _when, state in counter.told]
        assert all(one != after for one, after in itertools.pairwise(told)), "told twice"


def test_a_roll_that_is_nearly_empty_is_a_warning_and_no_fault(counter):
    with VirtualPrinter(near_end=True) as printer:
        counter.printers(bills=printer.address)
        counter.spooler.start()
        assert until(lambda: counter.last("bills") is not None)
        assert counter.last("bills").ready
        assert "nearly empty" in counter.last("bills").warning


def test_waiting_papers_come_out_at_once_when_the_paper_is_back(counter):
    """However long the pause before the next try has grown."""
    with VirtualPrinter(paper_out=True) as printer:
        counter.printers(bills=printer.address)
        counter.spooler.start()
        number = counter.sell()
        assert until(lambda: counter.news)
        assert "out of paper" in counter.news[0].reason
        counter.shop.db.raw.execute("UPDATE print_job SET next_at = next_at + 3600000")
        printer.set(paper_out=False)
        assert until(lambda: counter.states() == ["printed"], 4)
        printer.settle()
        assert number.encode() in printer.printed


def test_a_printer_that_is_switched_off_is_seen_and_seen_again_when_it_is_on(counter):
    with VirtualPrinter(refuse=True) as printer:
        counter.printers(bills=printer.address)
        counter.spooler.start()
        assert until(lambda: counter.last("bills") is not None)
        assert not counter.last("bills").ready
        counter.sell()
        assert until(lambda: counter.states() == ["owed"] and counter.news)
        counter.shop.db.raw.execute("UPDATE print_job SET next_at = next_at + 3600000")
        printer.port.listen(1)
        printer._run(printer._accept)
        assert until(lambda: counter.last("bills").ready, 4)
        assert until(lambda: counter.states() == ["printed"], 4)


def test_a_watch_that_is_switched_off_asks_nobody(counter):
    counter.shop.settings.set("watch_printers", False)
    with VirtualPrinter() as printer:
        counter.printers(bills=printer.address)
        counter.spooler.start()
        counter.sell()
        assert until(lambda: counter.states() == ["printed"])
        calls = printer.calls
        time.sleep(2.5)
        assert printer.calls == calls


def test_a_mute_printer_is_not_asked_again_and_again(counter):
    with VirtualPrinter(mute=True) as printer:
        counter.printers(bills=printer.address)
        counter.spooler.start()
        assert until(lambda: counter.last("bills") is not None and counter.last("bills").ready)
        calls = printer.calls
        time.sleep(2.5)
        assert printer.calls == calls
        assert counter.known() == []
        counter.sell()
        assert until(lambda: counter.states() == ["sent"])


def test_a_printer_that_answered_once_and_is_silent_was_sent_nothing(counter):
    with VirtualPrinter() as printer:
        counter.printers(bills=printer.address)
        counter.sell()
        counter.spooler.work()
        assert counter.states() == ["printed"]
        assert counter.known() == [(printer.address, 1)]
        printer.set(mute=True)
        counter.sell()
        counter.spooler.work()
        assert counter.states() == ["printed", "owed"]
        assert "did not answer" in counter.news[-1].reason
        counter.spooler.forget(printer.address)
        assert counter.known() == []
        counter.spooler.retry(counter.shop.db.rows("SELECT max(id) FROM print_job")[0][0])
        counter.spooler.work()
        assert counter.states() == ["printed", "sent"]


@pytest.mark.parametrize("receiptless", [False, True])
def test_a_mute_printer_in_the_place_of_one_that_answered_is_believed_when_a_person_insists(counter, receiptless):
    with VirtualPrinter(receiptless=receiptless) as printer:
        counter.printers(bills=printer.address)
        assert asked_status(counter.shop.db, printers(counter.shop.db)[0]).answered
        printer.set(mute=True)
        counter.sell()
        counter.spooler.work()
        assert counter.states() == ["owed"]
        counter.spooler.retry(counter.shop.db.rows("SELECT id FROM print_job")[0][0])
        counter.spooler.work()
        assert (counter.states(), counter.known()) == (["sent"], [])
        counter.sell()
        counter.spooler.work()
        assert counter.states() == ["sent", "sent"]


def test_a_printer_that_hangs_stays_protected_however_often_a_person_tries(counter):
    with VirtualPrinter() as printer:
        counter.printers(bills=printer.address)
        counter.sell()
        counter.spooler.work()
        printer.set(stall_after=printer.received)
        counter.sell()
        counter.spooler.work()
        for _try in range(2):
            counter.spooler.retry(counter.shop.db.rows("SELECT max(id) FROM print_job")[0][0])
            counter.spooler.work()
            assert (counter.states(), counter.known()) == (["printed", "owed"], [(printer.address, 1)])


def test_a_test_that_was_read_in_silence_makes_a_printer_mute_and_one_that_hangs_not(counter):
    with VirtualPrinter() as printer:
        counter.printers(bills=printer.address)
        meant = printers(counter.shop.db)[0]
        assert sent(counter.shop.db, meant, b"\x1b@A test\n", "test").outcome is Outcome.PRINTED
        assert counter.known() == [(printer.address, 1)]
        printer.set(stall_after=printer.received)
        sent(counter.shop.db, meant, b"\x1b@A test\n", "test")
        assert counter.known() == [(printer.address, 1)]
        printer.set(stall_after=None, mute=True)
        printer.settle()
        assert sent(counter.shop.db, meant, b"\x1b@A test\n", "test").outcome is Outcome.SENT
        assert counter.known() == []
        counter.sell()
        counter.spooler.work()
        assert counter.states() == ["sent"]


def test_a_printer_that_was_changed_in_the_settings_is_asked_anew(counter):
    with VirtualPrinter() as printer:
        counter.printers(bills=printer.address)
        counter.spooler.start()
        assert until(lambda: counter.known() == [(printer.address, 0)])
        printer.set(mute=True)
        listed = counter.shop.settings.get("printers", [])
        counter.shop.settings.set("printers", [{**one, "paper": "58"} for one in listed])
        assert until(lambda: counter.known() == [])
        counter.sell()
        assert until(lambda: counter.states() == ["sent"])
        printer.set(mute=False)
        counter.shop.settings.set("printers", listed)
        assert until(lambda: counter.known() == [(printer.address, 0)]), "it answers, and is protected again"


def test_a_printer_that_tells_how_it_is_but_confirms_nothing_is_not_taken_for_one_that_does(counter):
    with VirtualPrinter(receiptless=True) as printer:
        counter.printers(bills=printer.address)
        assert asked_status(counter.shop.db, printers(counter.shop.db)[0]).answered
        assert counter.known() == [(printer.address, 0)]
        counter.sell()
        counter.spooler.work()
        assert counter.states() == ["sent"]
        printer.set(mute=True)
        counter.sell()
        counter.spooler.work()
        assert counter.states() == ["sent", "owed"]


def test_what_is_known_of_a_printer_is_written_once(counter):
    heard = []
    counter.shop.db.committed.connect(heard.append)
    with VirtualPrinter() as printer:
        counter.printers(bills=printer.address)
        for _sale in range(3):
            counter.sell()
        counter.spooler.work()
    assert [tables for tables in heard if "answering_printer" in tables] == [frozenset({"answering_printer"})]


def test_a_printer_taken_off_the_list_and_added_again_is_a_stranger(counter):
    with VirtualPrinter() as printer:
        counter.printers(bills=printer.address)
        counter.spooler.start()
        counter.sell()
        assert until(lambda: counter.states() == ["printed"])
        assert counter.known() == [(printer.address, 1)]
        counter.printers(bills=printer.address, second="cups:other")
        counter.sell()
        assert until(lambda: counter.states() == ["printed"] * 2)
        assert counter.known() == [(printer.address, 1)]
        counter.shop.settings.set("watch_printers", False)
        counter.printers()
        assert until(lambda: counter.known() == [])
        printer.set(mute=True)
        counter.printers(bills=printer.address)
        counter.sell()
        assert until(lambda: counter.states()[-1] == "sent")
