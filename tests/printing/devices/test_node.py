"""A printer behind a device node: the same questions, the same outcomes, over a cable."""

import os

import pytest

from shoppos.printing.devices import Delivery, FileDevice, NodePrinter, Outcome, Status, talk_for
from tests.printing.devices.patience import BILL, HASTY, LONG
from tests.printing.virtual import VirtualPrinter

NOT_SENT, SENT, PRINTED, UNCERTAIN = Outcome.NOT_SENT, Outcome.SENT, Outcome.PRINTED, Outcome.UNCERTAIN
ESCPOS = talk_for("escpos")
OUT, COVER, NO_ANSWER = "The printer is out of paper.", "The printer's cover is open.", "did not answer"

FAULTS = [
    # what is wrong           its settings                     job    of an unknown printer   of one that answers
    ("nothing",               {},                              LONG, (PRINTED, ""),          (PRINTED, "")),
    ("stall",                 {"stall_after": 5_000},          LONG, (UNCERTAIN, "broke"),   (UNCERTAIN, "broke")),
    ("slow",                  {"slow": 3_000},                 BILL, (PRINTED, ""),          (PRINTED, "")),
    ("mute",                  {"mute": True},                  LONG, (SENT, ""),             (NOT_SENT, NO_ANSWER)),
    ("tiny buffer",           {"buffer": 1_024},               LONG, (PRINTED, ""),          (PRINTED, "")),
    ("ASB all the time",      {"asb": True, "chatty": True},   LONG, (PRINTED, ""),          (PRINTED, "")),
    ("paper out",             {"paper_out": True},             BILL, (NOT_SENT, OUT),        (NOT_SENT, OUT)),
    ("cover open",            {"cover_open": True},            BILL, (NOT_SENT, COVER),      (NOT_SENT, COVER)),
    ("power cut",             {"power_cut_after": 5_000},      LONG, (UNCERTAIN, "broke"),   (UNCERTAIN, "broke")),
    ("paper out in the end",  {"paper_out_after": 900},        BILL, (UNCERTAIN, "middle"),  (UNCERTAIN, "middle")),
    ("unplugged in between",  {"reset_after": 5_000},          LONG, (UNCERTAIN, "broke"),   (UNCERTAIN, "broke")),
]  # fmt: skip


@pytest.mark.parametrize("known", [False, True], ids=["unknown", "answers"])
@pytest.mark.parametrize(
    ("faults", "job", "unknown_ends", "known_ends"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS]
)
def test_a_fault_has_its_outcome(faults, job, unknown_ends, known_ends, known):
    outcome, reason = known_ends if known else unknown_ends
    with VirtualPrinter(over="pty", **faults) as printer:
        delivery = FileDevice(printer.node_path, HASTY).send(job, talk=ESCPOS, answers=known)
        assert delivery.outcome is outcome, delivery
        assert delivery.answered is not ("mute" in faults or faults.get("stall_after") == 0)
        assert reason in delivery.reason
        assert bool(delivery.reason) == bool(reason)
        if outcome is NOT_SENT:
            assert printer.printed == b""
        elif outcome in {PRINTED, SENT}:
            printer.settle()
            assert printer.printed == job


def test_jobs_follow_one_another():
    with VirtualPrinter(over="pty") as printer:
        for _job in range(3):
            assert FileDevice(printer.node_path, HASTY).send(BILL, talk=ESCPOS) == Delivery(PRINTED, answered=True)
        assert printer.printed == BILL * 3


def test_a_printer_on_a_cable_is_asked_how_it_is():
    with VirtualPrinter(over="pty", near_end=True) as printer:
        device = FileDevice(printer.node_path, HASTY)
        assert device.status(ESCPOS) == Status(answered=True, ready=True, warning="The paper roll is nearly empty.")
        printer.set(paper_out=True)
        assert device.status(ESCPOS) == Status(answered=True, ready=False, reason=OUT)
        printer.set(paper_out=False, near_end=False)
        assert device.status(ESCPOS) == Status(answered=True, ready=True)


def test_a_node_that_can_only_be_written_takes_jobs_one_after_the_other(tmp_path):
    node = tmp_path / "lp0"
    os.mkfifo(node)
    with os.fdopen(os.open(node, os.O_RDONLY | os.O_NONBLOCK), "rb", buffering=0) as paper:
        assert FileDevice(node).send(b"one", talk=ESCPOS).outcome is SENT
        assert FileDevice(node).send(b"two").outcome is SENT
        assert paper.read(100) == b"onetwo"


def test_a_node_that_can_only_be_written_and_stalls_leaves_it_uncertain(tmp_path):
    node = tmp_path / "lp0"
    os.mkfifo(node)
    reader = os.open(node, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert FileDevice(node, HASTY).send(bytes(1 << 20)).outcome is UNCERTAIN
    finally:
        os.close(reader)


def test_a_node_without_a_printer_was_sent_nothing(tmp_path):
    node = tmp_path / "lp0"
    os.mkfifo(node)
    delivery = FileDevice(node).send(b"one")
    assert delivery == Delivery(NOT_SENT, f"No printer is connected at {node}.")
    assert not FileDevice(node).status(None).ready


@pytest.mark.parametrize("device", [NodePrinter, FileDevice])
def test_a_printer_that_is_unplugged_is_missed_and_no_file_takes_its_place(device, tmp_path):
    from pathlib import Path

    missing = Path("/dev/usb/lp-none-such")
    delivery = device(missing).send(b"one")
    assert delivery == Delivery(NOT_SENT, "No printer is connected at /dev/usb/lp-none-such.")
    assert device(missing).status(ESCPOS).reason == delivery.reason
    assert not missing.exists()
