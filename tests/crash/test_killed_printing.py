"""A shop killed while it prints: no paper twice by itself, none taken for printed that is not, none lost."""

import json
import logging
import os
import random
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from shoppos.printing import lane, paying
from shoppos.printing.spooler import Spooler
from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.payments import Tender
from tests.crash.printing import QUICK
from tests.crash.wire import Wire
from tests.printing.virtual import VirtualPrinter

log = logging.getLogger(__name__)

KILLS = int(os.environ.get("SHOPPOS_PRINT_KILLS", "20"))
BILLS_A_LIFE = 5
SPEED = 60_000
"""Bytes a second: a bill takes some 30 ms, so that most kills fall into one."""
ROOT = Path(__file__).resolve().parents[2]

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="a shop is forked to be killed"),
    pytest.mark.timeout(300 + 10 * KILLS),
]


@pytest.fixture(scope="module")
def forge():
    """The process that forks and kills shops; all they need is loaded there already."""
    command = [sys.executable, "-m", "tests.crash.printing"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.stdin.close()


@pytest.fixture
def goods(folder):
    """A shop's folder with two things to sell."""
    shop = Shop.open(folder)
    for code in ("1001", "1002"):
        shop.catalogue.add(ProductForm(code, f"Thing {code}", 7000))
    shop.close()
    return folder


def point(folder, wire):
    """Let the shop's bills go down that wire."""
    shop = Shop.open(folder)
    told = {"name": "bills", "address": wire.address, "form": "escpos", "mode": "text"}
    shop.settings.set("printers", [told])
    shop.close()


def on_paper(printer):
    """How often each bill lies there whole: all that came out up to its cut."""
    whole = printer.printed.split(b"\x1dV")[:-1]
    found = Counter()
    for paper in whole:
        last = paper.rpartition(b"\x1b@")[2]  # what came before is the half of a paper that broke off
        found.update(set(re.findall(rb"A1/\d{4}/\d{6}", last)))
    return Counter({number.decode(): count for number, count in found.items()})


def jobs(shop):
    """Number, state and id of every paper."""
    return shop.db.rows(
        "SELECT s.number, j.state, j.id FROM print_job j JOIN sale s ON s.id = j.doc_id ORDER BY s.number"
    )


def wrong_with(shop, printer):
    """What must never be, at any moment at which nothing is on its way."""
    paper, rows = on_paper(printer), jobs(shop)
    sold = [row[0] for row in shop.db.rows("SELECT number FROM sale WHERE state = 'done' ORDER BY number")]
    found = [f"twice: {number}" for number, count in paper.items() if count > 1]
    found += [f"not on paper: {number}" for number, state, _id in rows if state == "printed" and not paper[number]]
    found += [f"again: {number}" for number, state, _id in rows if state == "owed" and paper[number]]
    found += [f"{state}: {number}" for number, state, _id in rows if state in {"sending", "cancelled"}]
    if [row[0] for row in rows] != sold:
        found.append(f"lost: {len(rows)} papers for {len(sold)} bills")
    return found


def looked_after(shop, printer):
    """A person looks at the paper for each that is in doubt, and says what lies there."""
    spooler, paper = Spooler(shop.db, shop.db.clock, lambda _news: None), on_paper(printer)
    spooler.recover()
    doubted = [(number, job) for number, state, job in jobs(shop) if state == "uncertain"]
    for number, job in doubted:
        assert spooler.printed(job) if paper[number] else spooler.retry(job)
    return len(doubted), sum(paper[number] for number, _job in doubted)


class PaperOuts(threading.Thread):
    """Takes the paper out now and then, and puts it in again."""

    def __init__(self, printer, dice):
        super().__init__(daemon=True)
        self.printer, self.dice, self.ended = printer, dice, threading.Event()
        self.count = 0

    def run(self):
        while not self.ended.wait(self.dice.uniform(0.3, 1.2)):
            self.count += 1
            self.printer.set(paper_out=True)
            self.ended.wait(self.dice.uniform(0.05, 0.3))
            self.printer.set(paper_out=False)


def lives(forge, folder, wire, dice, kind="Counter", kills=KILLS):
    """Kill one shop after the other; after each, nothing that must not be may be so."""
    for life in range(kills):
        order = {"kind": kind, "folder": str(folder), "seed": dice.randrange(1 << 30), "sells": BILLS_A_LIFE,
                 "after": dice.uniform(0.02, 0.5)}  # fmt: skip
        forge.stdin.write(json.dumps(order) + "\n")
        forge.stdin.flush()
        assert forge.stdout.readline() == "DEAD\n"
        wire.cut()
        wire.printer.settle()
        yield life


def sold_to_the_end(folder, wanted):
    """Sell what the killed ones did not come to."""
    shop = Shop.open(folder)
    missing = wanted - shop.db.rows("SELECT count(*) FROM sale WHERE state = 'done'")[0][0]
    for _bill in range(missing):
        shop.sales.sell(["1001"], [Tender("cash")])
    return shop


def paid_to_the_end(shop, seconds=60):
    """Let a spooler print all that is owed."""
    spooler = Spooler(shop.db, shop.db.clock, lambda _news: None)
    spooler.start()
    end = time.monotonic() + seconds
    while time.monotonic() < end and shop.db.rows("SELECT 1 FROM print_job WHERE state IN ('owed', 'sending')"):
        time.sleep(0.02)
    assert spooler.stop()


@pytest.fixture
def quick(monkeypatch):
    """What is left to print is printed without long pauses."""
    monkeypatch.setattr(lane, "WATCH_SECONDS", QUICK)
    monkeypatch.setattr(paying, "FIRST_PAUSE", int(QUICK * 1000))


@pytest.mark.usefixtures("quick")
def test_of_a_hundred_papers_none_is_printed_twice_or_taken_for_printed_or_lost(forge, goods):
    dice = random.Random(31)
    doubted = there = 0
    with VirtualPrinter() as printer, Wire(printer, SPEED) as wire:
        point(goods, wire)
        outs = PaperOuts(printer, dice)
        outs.start()
        for life in lives(forge, goods, wire, dice):
            shop = Shop.open(goods)
            Spooler(shop.db, shop.db.clock, lambda _news: None).recover()
            assert wrong_with(shop, printer) == [], f"kill {life}"
            if life % 4 == 3:
                counts = looked_after(shop, printer)
                doubted, there = doubted + counts[0], there + counts[1]
            shop.close()
        outs.ended.set()
        outs.join()
        printer.set(paper_out=False)
        wire.pause = 0.0  # nobody is killed any more
        shop = sold_to_the_end(goods, KILLS * BILLS_A_LIFE)
        while True:
            paid_to_the_end(shop)
            printer.settle()
            assert wrong_with(shop, printer) == []
            counts = looked_after(shop, printer)
            doubted, there = doubted + counts[0], there + counts[1]
            if not counts[0] - counts[1]:
                break
        numbers = [number for number, _state, _id in jobs(shop)]
        assert len(numbers) >= KILLS * BILLS_A_LIFE
        assert on_paper(printer) == Counter(numbers)
        assert {state for _number, state, _id in jobs(shop)} == {"printed"}
        shop.close()
    assert doubted >= KILLS // 4, "hardly a kill fell into a paper: they prove nothing"
    said = f"{len(numbers)} papers, {KILLS} kills, {outs.count} paper-outs: {doubted} doubted, {there} of them on paper"
    log.info(said)


@pytest.mark.parametrize(
    ("fault", "seen"),
    [("MarksPrintedFirst", "not on paper: "), ("SendsAgain", "twice: "), ("MarksAfterwards", "again: ")],
)
def test_a_spooler_with_a_fault_is_found_out(fault, seen, forge, goods):
    dice = random.Random(32)
    with VirtualPrinter() as printer, Wire(printer, SPEED) as wire:
        point(goods, wire)
        for _life in lives(forge, goods, wire, dice, fault, kills=60):
            shop = Shop.open(goods)
            found = [one for one in wrong_with(shop, printer) if not one.startswith("sending")]
            shop.close()
            if found:
                assert found[0].startswith(seen), found
                return
    pytest.fail(f"{fault} was never seen in 60 kills")
