"""A job that broke off in the middle of a picture: the next one begins on clean paper, and stands still nowhere."""

import time

import pytest

from shoppos.printing.devices import NetworkPrinter, Outcome
from shoppos.printing.languages import escpos
from shoppos.printing.printers import Printer
from shoppos.printing.senders import Senders
from shoppos.printing.sending import send
from tests.printing.devices.patience import HASTY
from tests.printing.virtual import VirtualPrinter

PICTURE = escpos.START + escpos.picture([b"\xaa" * 72] * 500) + escpos.CUTS["full"]
BILL = escpos.START + b"A BILL\n" + escpos.CUTS["full"]


@pytest.fixture
def senders(tmp_path):
    return Senders(tmp_path)


def sent(senders, printer, content, **how):
    near = NetworkPrinter(printer.host, printer.number, patience=HASTY)
    return send(senders, near, Printer("till", printer.address), content, "b.bin", **how).outcome


def broken_off(senders, printer):
    """Stop the printer in the middle of a picture, and let it go on when its line is gone."""
    assert sent(senders, printer, BILL, answers=True) is Outcome.PRINTED
    printer.set(stall_after=printer.received + 9_000)
    assert sent(senders, printer, PICTURE, answers=True) is Outcome.UNCERTAIN
    printer.set(stall_after=None)
    time.sleep(0.2)


@pytest.mark.parametrize("asking", [True, False])
def test_the_paper_after_one_that_broke_off_in_a_picture_begins_clean(senders, asking):
    with VirtualPrinter() as printer:
        broken_off(senders, printer)
        begun = time.monotonic()
        outcome = sent(senders, printer, BILL, answers=asking, asking=asking)
        assert outcome is (Outcome.PRINTED if asking else Outcome.SENT)
        assert time.monotonic() - begun < HASTY.silence, "it waited for a word that was eaten by the picture"
        printer.settle()
        assert printer.printed.endswith(escpos.CUTS["full"] + escpos.START + BILL), "with a clean edge above it"
        before = len(printer.printed)
        assert sent(senders, printer, BILL, answers=True) is Outcome.PRINTED
        assert printer.printed[before:] == BILL, "and the one after that as always"


def test_a_program_that_ended_while_it_sent_is_thought_to_have_broken_off(senders):
    with VirtualPrinter() as printer:
        senders.tear(printer.address)
        assert sent(senders, printer, BILL) is Outcome.PRINTED
        assert printer.printed.startswith(bytes(128 * 72) + escpos.START)
        assert not senders.is_torn(printer.address)


def test_what_was_not_sent_leaves_the_printer_as_it_was(senders):
    with VirtualPrinter(paper_out=True) as printer:
        assert sent(senders, printer, BILL) is Outcome.NOT_SENT
        assert not senders.is_torn(printer.address)
        senders.tear(printer.address)
        assert sent(senders, printer, BILL) is Outcome.NOT_SENT
        assert senders.is_torn(printer.address)
