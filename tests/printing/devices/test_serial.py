"""A printer on a serial port: a pty is a port, and a printer hangs on its other end."""

from socket import socketpair
from time import monotonic

import pytest

from shoppos.printing.devices import Delivery, Outcome, SerialPrinter, Status, talk_for
from shoppos.printing.devices.serial import ports
from tests.printing.devices.patience import BILL, HASTY, LONG
from tests.printing.virtual import VirtualPrinter

NOT_SENT, SENT, PRINTED, UNCERTAIN = Outcome.NOT_SENT, Outcome.SENT, Outcome.PRINTED, Outcome.UNCERTAIN
ESCPOS = talk_for("escpos")

FAULTS = [
    # what is wrong          its settings                    job    known  what becomes of it
    ("nothing",              {},                             LONG, True,  PRINTED,   ""),
    ("nothing, unknown",     {},                             LONG, False, PRINTED,   ""),
    ("ASB all the time",     {"asb": True, "chatty": True},  LONG, True,  PRINTED,   ""),
    ("tiny buffer",          {"buffer": 1_024},              LONG, True,  PRINTED,   ""),
    ("switched off",         {"mute": True},                 BILL, True,  NOT_SENT,  "did not answer"),
    ("mute",                 {"mute": True},                 LONG, False, SENT,      ""),
    ("paper out",            {"paper_out": True},            BILL, True,  NOT_SENT,  "The printer is out of paper."),
    ("stall",                {"stall_after": 5_000},         LONG, True,  UNCERTAIN, "broke off"),
    ("stall, unknown",       {"stall_after": 0},             LONG, False, UNCERTAIN, "broke off"),
    ("paper out in the end", {"paper_out_after": 900},       BILL, True,  UNCERTAIN, "in the middle of this paper"),
    ("cable pulled",         {"reset_after": 5_000},         LONG, True,  UNCERTAIN, "broke off"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("faults", "job", "known", "outcome", "reason"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS]
)
def test_a_fault_has_its_outcome(faults, job, known, outcome, reason):
    with VirtualPrinter(over="pty", **faults) as printer:
        device = SerialPrinter(str(printer.node_path), 115_200, HASTY)
        delivery = device.send(job, talk=ESCPOS, answers=known)
        assert delivery.outcome is outcome, delivery
        assert delivery.answered is not ("mute" in faults or faults.get("stall_after") == 0)
        assert reason in delivery.reason
        if outcome in {PRINTED, SENT}:
            printer.settle()
            assert printer.printed == job
        elif outcome is NOT_SENT:
            assert printer.printed == b""


def test_a_printer_on_a_port_is_asked_how_it_is():
    with VirtualPrinter(over="pty", cover_open=True) as printer:
        device = SerialPrinter(str(printer.node_path), patience=HASTY)
        assert device.status(ESCPOS) == Status(answered=True, ready=False, reason="The printer's cover is open.")
        printer.set(cover_open=False)
        assert device.status(ESCPOS) == Status(answered=True, ready=True)


def test_a_port_that_is_not_there_was_sent_nothing():
    device = SerialPrinter("/dev/rfcomm-none")
    assert device.send(BILL) == Delivery(NOT_SENT, "There is no port /dev/rfcomm-none on this computer.")
    assert device.status(None).reason == "There is no port /dev/rfcomm-none on this computer."


def test_a_port_that_another_program_holds_was_sent_nothing():
    from serial import Serial

    with VirtualPrinter(over="pty") as printer, Serial(str(printer.node_path), exclusive=True):
        delivery = SerialPrinter(str(printer.node_path), patience=HASTY).send(BILL, talk=ESCPOS)
        assert delivery.outcome is NOT_SENT
        assert "Another program is using the printer" in delivery.reason
        assert printer.printed == b""


def test_a_port_that_breaks_right_behind_a_short_paper_leaves_it_in_doubt(monkeypatch):
    """What went out may lie there: nothing sends it again by itself."""

    class Pulled:
        def __init__(self):
            self.end, self.other_end = socketpair()
            self.taken = b""

        def fileno(self):
            return self.end.fileno()

        out_waiting = 0

        @property
        def in_waiting(self):
            if self.taken:
                raise OSError(5, "Input/output error")
            return 0

        def write(self, chunk):
            self.taken += chunk
            return len(chunk)

        def __enter__(self):
            return self

        def __exit__(self, *_what):
            self.end.close()
            self.other_end.close()

    port = Pulled()
    monkeypatch.setattr(SerialPrinter, "_opened", lambda _self: port)
    delivery = SerialPrinter("COM5", patience=HASTY).send(b"1 kg of rice")
    assert port.taken == b"1 kg of rice"
    assert delivery.outcome is UNCERTAIN


def test_that_a_printer_on_a_port_has_stopped_is_told_within_two_seconds_and_that_it_goes_on():
    told = []
    with VirtualPrinter(over="pty", stall_after=5_000) as printer:

        def hear(sentence):
            told.append((sentence, monotonic()))
            printer.set(stall_after=None)

        begun = monotonic()
        delivery = SerialPrinter(str(printer.node_path), 115_200).send(LONG, talk=ESCPOS, on_stop=hear)
        printer.settle()
        assert printer.printed == LONG
    assert delivery.outcome is PRINTED
    assert ["has stopped in the middle" in sentence for sentence, _when in told] == [True, False]
    assert told[0][1] - begun < 2


def test_a_file_is_no_port(tmp_path):
    path = tmp_path / "bill.bin"
    path.write_bytes(b"kept")
    delivery = SerialPrinter(str(path)).send(BILL)
    assert delivery.outcome is NOT_SENT
    assert "could not be opened" in delivery.reason
    assert path.read_bytes() == b"kept"


OPENING = [
    (
        "could not open port 'COM5': OSError(22, 'The semaphore timeout period has expired.', None, 121)",
        "is off or too far",
    ),
    ("[Errno 112] could not open port /dev/rfcomm0: [Errno 112] Host is down: '/dev/rfcomm0'", "is off or too far"),
    ("could not open port 'COM5': PermissionError(13, 'Access is denied.', None, 5)", "Another program is using"),
    ("could not open port 'COM9': FileNotFoundError(2, 'The system cannot find the file.', None, 2)", "no port COM5"),
    ("[Errno 13] could not open port /dev/ttyUSB0: [Errno 13] Permission denied: '/dev/ttyUSB0'", "group dialout"),
    ("something new\x1b", "could not be opened: something new."),
]


@pytest.mark.parametrize(("said", "sentence"), OPENING)
def test_why_a_port_does_not_open_is_said_in_a_sentence(said, sentence):
    assert sentence in SerialPrinter("COM5")._closed(OSError(said))


def test_the_ports_of_this_computer_can_be_listed():
    assert all(port and told.isprintable() for port, told in ports())
