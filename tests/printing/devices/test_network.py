"""A printer in the network and its faults: what each makes of a job, and what the cashier is told."""

import socket
import time
from dataclasses import replace

import pytest

from shoppos.printing.devices import Delivery, NetworkPrinter, Outcome, Status, talk_for
from shoppos.printing.devices.conversation import USUAL
from tests.printing.devices.patience import BILL, HASTY, LONG
from tests.printing.virtual import VirtualPrinter

NOT_SENT, SENT, PRINTED, UNCERTAIN = Outcome.NOT_SENT, Outcome.SENT, Outcome.PRINTED, Outcome.UNCERTAIN
ESCPOS = talk_for("escpos")

NO_ANSWER, REFUSED, BUSY = "did not answer", "refused", "hung up at once"
OUT, COVER, OFFLINE = "The printer is out of paper.", "The printer's cover is open.", "The printer is offline."
BROKE, MIDDLE, NO_WORD = (
    "broke off in the middle",
    "in the middle of this paper",
    "did not say that this paper came out",
)

FAULTS = [
    # what is wrong          its settings                     job    of an unknown printer     of one that answers
    ("nothing",              {},                              LONG, (PRINTED, ""),            (PRINTED, "")),
    ("refused",              {"refuse": True},                BILL, (NOT_SENT, REFUSED),      (NOT_SENT, REFUSED)),
    ("no accept",            {"no_accept": True},             BILL, (SENT, ""),               (NOT_SENT, NO_ANSWER)),
    ("no accept, long job",  {"no_accept": True},             LONG, (UNCERTAIN, BROKE),       (NOT_SENT, NO_ANSWER)),
    ("stall",                {"stall_after": 5_000},          LONG, (UNCERTAIN, BROKE),       (UNCERTAIN, BROKE)),
    ("reset mid-job",        {"reset_after": 5_000},          LONG, (UNCERTAIN, BROKE),       (UNCERTAIN, BROKE)),
    ("slow",                 {"slow": 3_000},                 BILL, (PRINTED, ""),            (PRINTED, "")),
    ("mute",                 {"mute": True},                  LONG, (SENT, ""),               (NOT_SENT, NO_ANSWER)),
    ("tiny buffer",          {"buffer": 1_024},               LONG, (PRINTED, ""),            (PRINTED, "")),
    ("ASB on",               {"asb": True},                   LONG, (PRINTED, ""),            (PRINTED, "")),
    ("ASB all the time",     {"asb": True, "chatty": True},   LONG, (PRINTED, ""),            (PRINTED, "")),
    ("paper out",            {"paper_out": True},             BILL, (NOT_SENT, OUT),          (NOT_SENT, OUT)),
    ("cover open",           {"cover_open": True},            BILL, (NOT_SENT, COVER),        (NOT_SENT, COVER)),
    ("offline",              {"offline": True},               BILL, (NOT_SENT, OFFLINE),      (NOT_SENT, OFFLINE)),
    ("power cut",            {"power_cut_after": 5_000},      LONG, (UNCERTAIN, BROKE),       (UNCERTAIN, BROKE)),
    ("power cut, all taken", {"power_cut_after": 1_000},      BILL, (UNCERTAIN, NO_WORD),     (UNCERTAIN, NO_WORD)),
    ("paper out in the end", {"paper_out_after": 900},        BILL, (UNCERTAIN, MIDDLE),      (UNCERTAIN, MIDDLE)),
    ("paper out in between", {"paper_out_after": 5_000, "buffer": 4_096},
                                                              LONG, (UNCERTAIN, MIDDLE),      (UNCERTAIN, MIDDLE)),
    ("no receipts",          {"receiptless": True},           BILL, (SENT, ""),               (UNCERTAIN, NO_WORD)),
]  # fmt: skip


def device(printer, **seconds):
    return NetworkPrinter(printer.host, printer.number, connect_seconds=2.0, patience=replace(HASTY, **seconds))


@pytest.mark.parametrize("known", [False, True], ids=["unknown", "answers"])
@pytest.mark.parametrize(
    ("faults", "job", "unknown_ends", "known_ends"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS]
)
def test_a_fault_has_its_outcome(faults, job, unknown_ends, known_ends, known):
    outcome, reason = known_ends if known else unknown_ends
    with VirtualPrinter(**faults) as printer:
        delivery = device(printer).send(job, talk=ESCPOS, answers=known)
        assert delivery.outcome is outcome, delivery
        assert delivery.answered is not bool({"mute", "refuse", "no_accept"} & set(faults))
        assert reason in delivery.reason
        assert bool(delivery.reason) == bool(reason)
        if outcome is NOT_SENT:
            assert printer.printed == b""
        elif outcome is PRINTED or (outcome is SENT and not faults.get("no_accept")):
            printer.settle()
            assert printer.printed == job


def test_a_printer_that_another_till_is_using_was_sent_nothing():
    with VirtualPrinter() as printer, socket.create_connection((printer.host, printer.number)):
        time.sleep(0.1)
        delivery = device(printer).send(BILL, talk=ESCPOS)
        assert delivery.outcome is NOT_SENT
        assert BUSY in delivery.reason
        assert printer.printed == b""


def test_a_printer_that_is_busy_with_another_till_prints_after_it():
    with VirtualPrinter() as printer:
        with socket.create_connection((printer.host, printer.number)):
            time.sleep(0.1)
            assert device(printer).send(BILL, talk=ESCPOS).outcome is NOT_SENT
        printer.await_nobody()
        assert device(printer).send(BILL, talk=ESCPOS) == Delivery(PRINTED, answered=True)
        assert printer.printed == BILL


def test_a_printer_nobody_finds_was_sent_nothing():
    delivery = NetworkPrinter("printer.invalid", connect_seconds=2.0).send(BILL)
    assert delivery.outcome is NOT_SENT
    assert "printer.invalid" in delivery.reason


def test_a_roll_that_is_nearly_empty_still_prints():
    with VirtualPrinter(near_end=True) as printer:
        assert device(printer).status(ESCPOS).warning == "The paper roll is nearly empty."
        assert device(printer).send(BILL, talk=ESCPOS).outcome is PRINTED


STOPPED = "The printer has stopped in the middle of a paper. Look at its paper and its cover."


def test_paper_that_is_put_in_while_the_printer_waits_ends_well():
    told = []
    with VirtualPrinter(buffer=4_096, paper_out_after=5_000) as printer:

        def put_in(said):
            """Put paper in as soon as it is asked for, however slow this machine is."""
            told.append(said)
            if said:
                printer.later(0.1, paper_out=False)

        delivery = device(printer).send(LONG, talk=ESCPOS, on_stop=put_in)
        assert delivery.outcome is PRINTED
        assert printer.printed == LONG
        assert told == [STOPPED, ""]


def test_a_printer_that_stops_in_the_middle_is_told_of_within_two_seconds():
    told = []
    with VirtualPrinter(buffer=4_096, paper_out_after=5_000) as printer:
        patience = replace(USUAL, stall=2.5)
        begun = time.monotonic()
        device = NetworkPrinter(printer.host, printer.number, patience=patience)
        device.send(LONG, talk=ESCPOS, on_stop=lambda sentence: told.append((time.monotonic() - begun, sentence)))
        assert [sentence for _after, sentence in told] == [STOPPED]
        assert told[0][0] < 2


def test_a_printer_that_prints_as_it_should_is_told_nothing_of():
    told = []
    with VirtualPrinter(slow=30_000) as printer:
        assert device(printer).send(BILL * 4, talk=ESCPOS, answers=True, on_stop=told.append).outcome is PRINTED
        assert told == []


def test_a_picture_that_holds_the_bytes_of_questions_prints_as_it_is():
    rows = b"\x1dr\x01\x1da\xff" * 800
    picture = b"\x1dv0\x00" + (60).to_bytes(2, "little") + (80).to_bytes(2, "little") + rows
    with VirtualPrinter() as printer:
        assert device(printer).send(b"\x1b@" + picture, talk=ESCPOS, answers=True).outcome is PRINTED
        assert printer.printed == b"\x1b@" + picture


def test_the_receipt_of_an_earlier_paper_is_not_taken_for_this_one():
    """A till that was killed left a paper and its question in the printer, which answers whoever is there then."""
    with VirtualPrinter(slow=6_000, paper_out_after=len(BILL) + 700) as printer:
        with socket.create_connection((printer.host, printer.number)) as killed:
            killed.sendall(BILL + ESCPOS.receipt)
        printer.await_nobody()
        delivery = device(printer).send(BILL, talk=ESCPOS, answers=True)
        assert delivery.outcome is UNCERTAIN
        assert MIDDLE in delivery.reason
        assert len(printer.printed) < 2 * len(BILL)


def test_a_printer_that_runs_out_over_an_earlier_paper_was_not_sent_this_one():
    with VirtualPrinter(slow=2_000, paper_out_after=900) as printer:
        with socket.create_connection((printer.host, printer.number)) as killed:
            killed.sendall(BILL)
        printer.await_nobody()
        delivery = device(printer, silence=5.0).send(BILL, talk=ESCPOS, answers=True)
        assert delivery == Delivery(NOT_SENT, OUT, answered=True)
        printer.set(paper_out=False)
        printer.settle()
        assert printer.printed == BILL


def test_a_printer_with_another_papers_in_its_buffer_prints_ours_after_them():
    with VirtualPrinter(slow=6_000) as printer:
        with socket.create_connection((printer.host, printer.number)) as other:
            other.sendall(BILL + ESCPOS.receipt)
        printer.await_nobody()
        assert device(printer).send(BILL, talk=ESCPOS, answers=True).outcome is PRINTED
        assert printer.printed == BILL * 2


def test_without_a_language_nothing_is_asked():
    with VirtualPrinter() as printer:
        assert device(printer).send(BILL) == Delivery(SENT)
        assert printer.received == len(BILL)


def test_each_job_has_a_line_of_its_own():
    with VirtualPrinter() as printer:
        for _job in range(3):
            assert device(printer).send(BILL, talk=ESCPOS).outcome is PRINTED
        assert printer.calls == 3
        assert printer.printed == BILL * 3


def test_what_a_stalled_printer_has_not_fetched_never_comes_out():
    with VirtualPrinter(stall_after=5_000) as printer:
        assert device(printer).send(LONG, talk=ESCPOS).outcome is UNCERTAIN
        printer.set(stall_after=None)
        printer.settle()
        assert len(printer.printed) < len(LONG) // 2


STATES = [
    ({}, Status(answered=True, ready=True)),
    ({"mute": True}, Status(answered=False, ready=True)),
    ({"near_end": True}, Status(answered=True, ready=True, warning="The paper roll is nearly empty.")),
    ({"paper_out": True}, Status(answered=True, ready=False, reason=OUT)),
    ({"cover_open": True}, Status(answered=True, ready=False, reason=COVER)),
    ({"offline": True}, Status(answered=True, ready=False, reason=OFFLINE)),
]


@pytest.mark.parametrize(("faults", "status"), STATES, ids=[" ".join(faults) or "well" for faults, _status in STATES])
def test_a_printer_is_asked_how_it_is_within_two_seconds(faults, status):
    with VirtualPrinter(**faults) as printer:
        begun = time.monotonic()
        assert NetworkPrinter(printer.host, printer.number).status(ESCPOS) == status
        assert time.monotonic() - begun < 2
        assert printer.printed == b""


def test_a_printer_that_is_not_there_says_so():
    with VirtualPrinter(refuse=True) as printer:
        status = device(printer).status(ESCPOS)
        assert (status.answered, status.ready) == (False, False)
        assert f"{printer.host}:{printer.number} refused" in status.reason


def test_a_mute_printer_costs_seconds_and_not_the_evening():
    with VirtualPrinter(mute=True) as printer:
        begun = time.monotonic()
        assert NetworkPrinter(printer.host, printer.number).send(BILL, talk=ESCPOS).outcome is SENT
        assert time.monotonic() - begun < 5


def test_a_pulse_for_the_drawer_keeps_no_bill_waiting_at_a_printer_that_never_hangs_up():
    with socket.create_server(("127.0.0.1", 0)) as printer:
        begun = time.monotonic()
        assert NetworkPrinter(*printer.getsockname()).send(b"\x1bp\x00\x19\xfa").outcome is SENT
        assert time.monotonic() - begun < 0.8
        caller, _address = printer.accept()
        with caller:
            assert caller.recv(100) == b"\x1bp\x00\x19\xfa"
            assert caller.recv(100) == b""


LABEL = {
    "tspl": b"SIZE 50 mm,25 mm\r\nGAP 3 mm,0\r\nCLS\r\nPRINT 1,1\r\n",
    "zpl": b"^XA^FO20,20^GFA,8,8,1,:FF^FS^XZ\r\n",
}


@pytest.mark.parametrize("language", LABEL)
def test_a_label_printer_that_worked_and_is_idle_again_has_printed(language):
    with VirtualPrinter(language) as printer:
        assert device(printer).send(LABEL[language], talk=talk_for(language)) == Delivery(PRINTED, answered=True)
        assert printer.printed == LABEL[language]


@pytest.mark.parametrize("language", LABEL)
def test_a_label_printer_that_is_open_was_sent_nothing(language):
    with VirtualPrinter(language, cover_open=True) as printer:
        delivery = device(printer).send(LABEL[language], talk=talk_for(language), answers=True)
        assert delivery == Delivery(NOT_SENT, COVER, answered=True)
        assert printer.printed == b""


def test_a_zebra_without_labels_keeps_silent_and_was_sent_nothing():
    with VirtualPrinter("zpl", paper_out=True) as printer:
        delivery = device(printer).send(LABEL["zpl"], talk=talk_for("zpl"), answers=True)
        assert delivery.outcome is NOT_SENT
        assert NO_ANSWER in delivery.reason
