"""A queue of Windows: what its flags mean, and in which order its spooler is spoken to."""

import ctypes
import sys

import pytest

from shoppos.base.errors import Unavailable
from shoppos.printing.devices import Delivery, Outcome, Status, WindowsQueue, winspool
from shoppos.printing.devices.windows import judged_queue, queues, takes_raw
from shoppos.printing.devices.winspool import QueueState

NOT_SENT, SENT, UNCERTAIN = Outcome.NOT_SENT, Outcome.SENT, Outcome.UNCERTAIN
OUT, COVER, OFFLINE = "The printer is out of paper.", "The printer's cover is open.", "The printer is offline."
FAULT = "The printer reports a fault. Switch it off and on again."
BILL = b"\x1b@bill\n" * 20_000
DRIVER = "EPSON TM-T82 Receipt5"


class Spooler:
    """A spooler in memory that notes every call; `jobs` are the flags that GetJob gives one after the other."""

    def __init__(self, state=None, jobs=(0x10, None), refuses="", takes=65_536, missing=False):
        self.told = state or QueueState(driver=DRIVER, port="USB001")
        self.jobs = list(jobs)
        self.refuses = refuses
        self.takes = takes
        self.missing = missing
        self.calls = []
        self.data = b""
        self.name = ""

    def _note(self, call):
        if not self.calls or self.calls[-1] != call:
            self.calls.append(call)
        if self.refuses == call:
            raise OSError(5, "Access is denied.")

    def open(self, queue):
        assert queue == "Counter 1"
        self._note("open")
        return 42

    def state(self, handle):
        assert handle == 42
        self._note("state")
        return self.told

    def begin(self, handle, name):
        assert handle == 42
        self.name = name
        self._note("begin")
        return 7

    def write(self, handle, content):
        assert handle == 42
        self._note("write")
        taken = content[: self.takes]
        self.data += taken
        return len(taken)

    def end(self, handle):
        assert handle == 42
        self._note("end")

    def job(self, handle, number):
        assert (handle, number) == (42, 7)
        self._note("job")
        return self.jobs.pop(0) if len(self.jobs) > 1 else self.jobs[0]

    def cancel(self, handle, number):
        assert (handle, number) == (42, 7)
        self._note("cancel")

    def close(self, handle):
        assert handle == 42
        self._note("close")


def queue(spooler):
    return WindowsQueue("Counter 1", stuck_seconds=0.1, follow_seconds=0.3, poll=0.01, spooler=spooler)


def test_a_job_is_asked_for_begun_written_ended_followed_and_the_queue_closed():
    spooler = Spooler()
    assert queue(spooler).send(BILL, "A1-2627-000001.bin") == Delivery(SENT)
    assert spooler.calls == ["open", "state", "begin", "write", "end", "job", "close"]
    assert spooler.data == BILL
    assert spooler.name == "A1-2627-000001.bin"


def test_a_spooler_that_takes_little_at_a_time_gets_all_of_it():
    spooler = Spooler(takes=1_000)
    assert queue(spooler).send(BILL).outcome is SENT
    assert spooler.data == BILL


STATES = [
    (QueueState(0x10), OUT), (QueueState(0x40), OUT), (QueueState(0x40_0000), COVER), (QueueState(0x08), "stuck"),
    (QueueState(0x80), OFFLINE), (QueueState(0x1000), OFFLINE), (QueueState(0x200_0000), OFFLINE),
    (QueueState(0, 0x400), OFFLINE), (QueueState(0x01), "Counter 1 is paused"), (QueueState(0x02), FAULT),
    (QueueState(0x10_0000), FAULT), (QueueState(0x10 | 0x80), OUT),
]  # fmt: skip


@pytest.mark.parametrize(("state", "reason"), STATES, ids=[f"{s.status:#x} {s.attributes:#x}" for s, _reason in STATES])
def test_a_queue_that_is_not_well_is_begun_nothing(state, reason):
    spooler = Spooler(state)
    delivery = queue(spooler).send(BILL)
    assert delivery.outcome is NOT_SENT
    assert reason in delivery.reason
    assert spooler.calls == ["open", "state", "close"]
    status = queue(spooler).status(None)
    assert (status.answered, status.ready, status.reason) == (False, False, delivery.reason)


@pytest.mark.parametrize("flags", [0, 0x200, 0x400, 0x4000, 0x100_0000])
def test_a_queue_that_only_works_is_ready(flags):
    assert judged_queue("Counter 1", QueueState(flags)) == Status(answered=False, ready=True)


def test_toner_that_runs_low_is_a_warning():
    assert judged_queue("Counter 1", QueueState(0x2_0000)).warning == "The printer's ink or toner is nearly empty."


DRIVERS = [
    ("EPSON TM-T82 Receipt5", "USB001", True), ("Generic / Text Only", "USB001", True), ("POS-80C", "COM3:", True),
    ("ZDesigner ZD220-203dpi ZPL", "USB002", True), ("Microsoft XPS Document Writer v4", "PORTPROMPT:", False),
    ("Microsoft Print To PDF", "PORTPROMPT:", False), ("Microsoft IPP Class Driver", "WSD-1", False),
    ("HP Universal Printing XPS", "10.0.0.9", False), ("Generic / Text Only", "nul:", False),
    ("Send to Microsoft OneNote 16 Driver", "nul:", False), ("Microsoft Shared Fax Driver", "SHRFAX:", False),
]  # fmt: skip


@pytest.mark.parametrize(("driver", "port", "takes"), DRIVERS)
def test_a_driver_that_draws_every_page_itself_is_refused(driver, port, takes):
    assert takes_raw(QueueState(driver=driver, port=port)) is takes
    if not takes:
        spooler = Spooler(QueueState(driver=driver, port=port))
        delivery = queue(spooler).send(BILL)
        assert delivery.outcome is NOT_SENT
        assert driver in delivery.reason
        assert "begin" not in spooler.calls


def test_a_pdf_is_no_printers_own_language():
    spooler = Spooler()
    delivery = queue(spooler).send(b"%PDF-1.4")
    assert delivery.outcome is NOT_SENT
    assert "not PDFs" in delivery.reason
    assert spooler.calls == []


REFUSALS = [
    ("open", NOT_SENT, ["open"]),
    ("state", NOT_SENT, ["open", "state", "close"]),
    ("begin", NOT_SENT, ["open", "state", "begin", "close"]),
    ("write", NOT_SENT, ["open", "state", "begin", "write", "end", "cancel", "close"]),
    ("end", SENT, ["open", "state", "begin", "write", "end", "job", "close"]),
    ("job", SENT, ["open", "state", "begin", "write", "end", "job", "close"]),
]


@pytest.mark.parametrize(("refuses", "outcome", "calls"), REFUSALS)
def test_a_call_that_windows_refuses_ends_in_an_outcome_and_a_closed_queue(refuses, outcome, calls):
    spooler = Spooler(refuses=refuses)
    delivery = queue(spooler).send(BILL)
    assert delivery.outcome is outcome
    assert spooler.calls == calls
    assert bool(delivery.reason) is (outcome is not SENT)


def test_a_spooler_that_takes_a_part_only_leaves_it_uncertain():
    class Full(Spooler):
        def write(self, handle, content):
            return super().write(handle, content) if not self.data else 0

    spooler = Full()
    assert queue(spooler).send(BILL).outcome is UNCERTAIN
    assert spooler.calls[-2:] == ["cancel", "close"]


JOBS = [
    ("offline, waits",     (0x20,),               NOT_SENT,  OFFLINE, True),
    ("out of paper",       (0x10 | 0x40,),        UNCERTAIN, "out of paper. It happened in the middle", True),
    ("lost while printing", (0x10 | 0x20,),       UNCERTAIN, "offline. It happened in the middle", True),
    ("error",              (0x02,),               UNCERTAIN, "fault", True),
    ("error that passes",  (0x02, 0x10, None),    SENT,      "", False),
    ("needs a person",     (0x400,),              UNCERTAIN, "fault", True),
    ("never ends",         (0x10,),               UNCERTAIN, "in the middle", True),
    ("deleted by somebody", (0x10, 0x104),        UNCERTAIN, "Windows ended this job", False),
    ("kept for show",      (0x10, 0x2080),        SENT,      "", False),
]  # fmt: skip


@pytest.mark.parametrize(("jobs", "outcome", "reason", "cancelled"), [j[1:] for j in JOBS], ids=[j[0] for j in JOBS])
def test_a_job_that_stays_in_the_queue_is_taken_back(jobs, outcome, reason, cancelled):
    spooler = Spooler(jobs=jobs)
    delivery = queue(spooler).send(BILL)
    assert delivery.outcome is outcome
    assert reason in delivery.reason
    assert ("cancel" in spooler.calls) is cancelled
    assert spooler.calls[-1] == "close"


@pytest.mark.skipif(sys.platform == "win32", reason="there it works")
def test_elsewhere_there_is_no_windows_spooler():
    assert queues() == []
    with pytest.raises(Unavailable, match="on Windows only"):
        WindowsQueue("Counter 1").status(None)


@pytest.mark.skipif(ctypes.sizeof(ctypes.c_void_p) != 8, reason="the sizes of 64-bit Windows")
def test_the_structures_have_the_sizes_of_windows():
    assert ctypes.sizeof(winspool.PrinterInfo2) == 136
    assert winspool.PrinterInfo2.Status.offset == 124
    assert ctypes.sizeof(winspool.DocInfo1) == 24
    assert ctypes.sizeof(winspool.JobInfo1) == 96
    assert winspool.JobInfo1.Status.offset == 56
