"""A queue of CUPS, whose commands are stand-ins (see conftest.py) that speak as CUPS 2.4 was heard to."""

import os

import pytest

from shoppos.printing.devices import CupsQueue, Delivery, Outcome, Status
from shoppos.printing.devices.cups import queues
from tests.printing.hostile import HOSTILE

NOT_SENT, SENT, UNCERTAIN = Outcome.NOT_SENT, Outcome.SENT, Outcome.UNCERTAIN
OFFLINE = "The printer is offline."
BILL = b"\x1b@" + bytes(range(256)) * 100


def test_a_bill_goes_to_its_queue_byte_by_byte_and_is_followed_out(cups):
    assert cups(waits=2).send(BILL, "A1-2627-000001.bin") == Delivery(SENT)
    assert cups.paper == BILL
    assert cups.calls("lp") == [["lp", "-d", "raw1", "-o", "raw", "-t", "A1-2627-000001.bin", "-", "C"]]
    assert len(cups.calls("lpstat")) > 3


@pytest.mark.parametrize("content", [b"%PDF-1.4 page", b"\x89PNG\r\n page"])
def test_a_page_goes_through_the_queues_driver(cups, content):
    assert cups(model="HP LaserJet, driverless").send(content, "A1.pdf") == Delivery(SENT)
    assert cups.calls("lp") == [["lp", "-d", "raw1", "-t", "A1.pdf", "-", "C"]]


def test_a_page_for_a_queue_without_a_driver_would_be_metres_of_rubbish(cups):
    delivery = cups().send(b"%PDF-1.4 page", "A1.pdf")
    assert delivery.outcome is NOT_SENT
    assert "has no driver" in delivery.reason
    assert cups.paper is None


def test_plain_text_is_left_to_the_driver(cups):
    assert cups().send(b"bill", "A1.txt").outcome is SENT
    assert "raw" not in cups.calls("lp")[0]


GONE = "The printer may not exist or is unavailable at this time."

UNPLUGGED = "Waiting for printer to become available."

FATES = [
    # what happens           the plan                                            what becomes of it
    ("printer gone",         {"complaint": GONE, "waits": 99},                   NOT_SENT,  OFFLINE, True),
    ("printer unplugged",    {"complaint": UNPLUGGED, "waits": 99},              NOT_SENT,  OFFLINE, True),
    ("queue stopped before", {"stopped": "no paper"},                            NOT_SENT,  "no paper.", False),
    ("queue paused before",  {"stopped": "Paused"},                              NOT_SENT,  "raw1 is stopped", False),
    ("queue stops, unbegun", {"stops": "no paper", "waits": 99},                 NOT_SENT,  "no paper", True),
    ("stuck while printing", {"waits": 9999},                                    UNCERTAIN, "did not say", True),
    ("behind another's job", {"waits": 9999, "prints": "raw1-5"},                NOT_SENT,  OFFLINE, True),
    ("refused",              {"refuses": "too large"},                           NOT_SENT,  "too large", False),
    ("cannot be cancelled",  {"complaint": GONE, "waits": 99, "sticks": True},   UNCERTAIN, "cancel raw1-7", True),
    ("out while cancelling", {"complaint": GONE, "waits": 99, "uncancelled": True}, SENT,   "", True),
    ("ended by somebody",    {"alerts": "job-canceled-by-user"},                 UNCERTAIN, "ended this job", False),
    ("aborted",              {"alerts": "aborted-by-system"},                    UNCERTAIN, "ended this job", False),
    ("CUPS is not running",  {"down": True},                                     NOT_SENT,  "is not running", False),
]  # fmt: skip


@pytest.mark.parametrize(("plan", "outcome", "reason", "cancelled"), [f[1:] for f in FATES], ids=[f[0] for f in FATES])
def test_a_job_has_its_fate(cups, plan, outcome, reason, cancelled):
    delivery = cups(**plan).send(BILL)
    assert delivery.outcome is outcome, delivery
    assert reason in delivery.reason
    assert bool(delivery.reason) is bool(reason)
    assert bool(cups.calls("cancel")) is cancelled


def test_a_queue_that_nobody_knows_was_handed_nothing(cups):
    cups()
    delivery = CupsQueue("counter").send(BILL)
    assert delivery == Delivery(NOT_SENT, "CUPS has no queue called counter.")
    assert cups.paper is None


def test_a_command_that_hangs_is_given_up(cups):
    cups(hangs="lp")
    delivery = CupsQueue("raw1", command_seconds=0.8).send(BILL)
    assert delivery == Delivery(UNCERTAIN, "CUPS does not answer. Look whether this paper came out.")


def test_a_question_that_hangs_was_asked_before_the_first_byte(cups):
    cups(hangs="lpstat")
    delivery = CupsQueue("raw1", command_seconds=0.8).send(BILL)
    assert delivery == Delivery(NOT_SENT, "CUPS does not answer.")
    assert CupsQueue("raw1", command_seconds=0.8).status(None).reason == "CUPS does not answer."


def test_a_question_for_the_driver_that_hangs_was_asked_before_the_first_byte(cups):
    cups(hangs="lpoptions")
    delivery = CupsQueue("raw1", command_seconds=0.8).send(b"%PDF-1.4")
    assert delivery == Delivery(NOT_SENT, "CUPS does not answer.")
    assert cups.paper is None


def test_without_cups_nothing_is_sent_and_nothing_found(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    delivery = CupsQueue("raw1").send(BILL)
    assert delivery.outcome is NOT_SENT
    assert "CUPS is not installed" in delivery.reason
    assert CupsQueue("raw1").status(None).reason == delivery.reason
    assert queues() == []


STATES = [
    ({}, Status(answered=False, ready=True)),
    ({"complaint": GONE}, Status(answered=False, ready=True)),  # an old complaint of an idle queue
    ({"stopped": "no paper"}, Status(answered=False, ready=False, reason="The queue is stopped: no paper.")),
    ({"down": True}, Status(answered=False, ready=False, reason="CUPS is not running on this computer.")),
]


@pytest.mark.parametrize(("plan", "status"), STATES)
def test_a_queue_is_asked_how_it_is(cups, plan, status):
    assert cups(**plan).status(None) == status


@pytest.mark.parametrize("name", [*HOSTILE[::7], "-o raw", "--", "-d office"])
def test_no_name_of_a_paper_becomes_an_option(cups, name):
    assert cups().send(BILL, name).outcome is SENT
    (call,) = cups.calls("lp")
    assert call[:6] == ["lp", "-d", "raw1", "-o", "raw", "-t"]
    assert call[7:] == ["-", "C"]
    assert call[6].isprintable() or "\u200d" in call[6]


def test_the_queues_of_this_computer_are_found(cups):
    cups()
    assert queues() == [
        ("raw1", "socket://127.0.0.1:9100/?waiteof=false"),
        ("Office", "usb://HP/LaserJet?serial=1"),
    ]
    assert os.environ["PATH"] == str(cups.place / "bin")
