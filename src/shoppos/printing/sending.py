"""Sending one job to one printer: before it what ends a job that broke off there, whoever sent that."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shoppos.printing.devices import Outcome, talk_for
from shoppos.printing.devices.device import unheard
from shoppos.printing.languages import escpos
from shoppos.printing.paper import paper_named
from shoppos.printing.printers import keeps_files

if TYPE_CHECKING:
    from shoppos.printing.devices import Delivery, Device
    from shoppos.printing.devices.device import Told
    from shoppos.printing.printers import Printer
    from shoppos.printing.senders import Senders

QUEUES = ("cups:", "windows:")
"""Addresses where the system speaks to the printer, and not we."""


def send(
    senders: Senders, device: Device, printer: Printer, content: bytes, name: str, *, asking: bool = True,
    answers: bool = False, on_stop: Told = unheard,
) -> Delivery:  # fmt: skip
    """Send one job; the caller has the printer to itself.

    A printer that stood still in the middle of a picture waits for the rest of it, and would take the next job for it.
    Not `asking`: it goes as it is, without a question how the printer is or a wait for its word.
    """
    talk, address = talk_for(printer.form) if asking else None, printer.address
    if keeps_files(address):
        return device.send(content, name, talk=talk, answers=answers, on_stop=on_stop)
    torn = senders.is_torn(address)
    if torn and printer.form == "escpos":
        ending = escpos.ending(paper_named(printer.paper), printer.head)
        if talk is None or address.startswith(QUEUES):
            content = ending + content
        else:
            talk = replace(talk, ending=ending)
    senders.tear(address)
    delivery = device.send(content, name, talk=talk, answers=answers, on_stop=on_stop)
    if delivery.outcome in {Outcome.SENT, Outcome.PRINTED} or (delivery.outcome is Outcome.NOT_SENT and not torn):
        senders.mend(address)
    return delivery
