"""What the queue makes of a printer's faults: once it is mended and people have looked, each bill lies there once."""

import re
import time

import pytest

from shoppos.printing.devices import NetworkPrinter
from shoppos.printing.languages import escpos
from shoppos.printing.spooler import Spooler
from shoppos.shop.payments import Tender
from tests.printing.devices.patience import HASTY
from tests.printing.virtual import VirtualPrinter

HALF = 700
"""Bytes after which half a bill is through."""
FAULTS = [
    # what is wrong           its settings                 its paper then waits or is doubted
    ("fell silent",           {"mute": True},              "owed"),
    ("stall",                 {"stall_after": HALF},       "uncertain"),
    ("reset mid-job",         {"reset_after": HALF},       "uncertain"),
    ("slow",                  {"slow": 3_000},             "printed"),
    ("tiny buffer",           {"buffer": 256},             "printed"),
    ("ASB on",                {"asb": True},               "printed"),
    ("paper out",             {"paper_out": True},         "owed"),
    ("cover open",            {"cover_open": True},        "owed"),
    ("offline",               {"offline": True},           "owed"),
    ("power cut",             {"power_cut_after": HALF},   "uncertain"),
    ("paper out in the middle", {"paper_out_after": HALF}, "uncertain"),
]  # fmt: skip
BROKEN_OFF = b"\0" + escpos.START + escpos.FEED
"""How a scrap of paper ends that the next job cut off before it began."""
COUNTED = ("stall_after", "reset_after", "power_cut_after")
WELL = {"mute": False, "stall_after": None, "reset_after": None, "slow": 0, "buffer": 65_536, "paper_out": False,
        "cover_open": False, "offline": False, "power_cut_after": None, "paper_out_after": None}  # fmt: skip


class Till:
    """A shop, its spooler and a printer in which something goes wrong."""

    def __init__(self, shop, printer):
        self.shop, self.printer = shop, printer
        near = NetworkPrinter(printer.host, printer.number, connect_seconds=2.0, patience=HASTY)
        self.spooler = Spooler(shop.db, shop.db.clock, lambda _news: None, connect=lambda _address: near)
        told = {"name": "till", "address": printer.address, "form": "escpos", "mode": "text"}
        shop.settings.set("printers", [told])

    def sell(self):
        number = self.shop.sales.sell(["1001"] * 8, [Tender("cash")]).numbers[0]
        self.spooler.work()
        return number

    def break_it(self, faults):
        """From now on; what counts bytes counts from here."""
        beyond = {"paper_out_after": len(self.printer.printed), **dict.fromkeys(COUNTED, self.printer.received)}
        self.printer.asb = faults.get("asb", False)
        self.printer.set(**{name: value + beyond.get(name, 0) for name, value in faults.items()})

    def mend(self):
        if self.printer.faults.power_cut_after is not None:
            self.printer.waiting.clear()
        self.printer.set(**WELL)
        time.sleep(0.1)
        self.printer.settle()

    def papers(self):
        """The numbers of all bills that lie there whole."""
        cut = self.printer.printed.split(b"\x1dV")[:-1]
        whole = [paper for paper in cut if not paper.endswith(BROKEN_OFF)]
        return [re.search(rb"A1/\d{4}/\d{6}", paper.rpartition(b"\x1b@")[2])[0].decode() for paper in whole]

    def look(self):
        """A person looks after the paper that is in doubt."""
        (job, number) = self.shop.db.rows(
            "SELECT j.id, s.number FROM print_job j JOIN sale s ON s.id = j.doc_id WHERE j.state = 'uncertain'"
        )[0]
        assert self.spooler.printed(job) if number in self.papers() else self.spooler.retry(job)

    def states(self):
        return [row[0] for row in self.shop.db.rows("SELECT state FROM print_job ORDER BY id")]


@pytest.mark.parametrize(("faults", "state"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS])
def test_a_fault_that_is_mended_leaves_one_paper_for_each_bill(faults, state, shop):
    with VirtualPrinter() as printer:
        till = Till(shop, printer)
        numbers = [till.sell()]
        till.break_it(faults)
        numbers.append(till.sell())
        assert till.states() == ["printed", state]
        till.mend()
        assert till.papers() == numbers[: len(till.papers())], "nothing came out that nobody knows of"
        if state == "uncertain":
            till.look()
        for waiting in shop.db.rows("SELECT id FROM print_job WHERE state = 'owed'"):
            till.spooler.retry(*waiting)
        till.spooler.work()
        numbers.append(till.sell())
        printer.settle()
        assert till.states() == ["printed"] * 3
        assert sorted(till.papers()) == numbers
