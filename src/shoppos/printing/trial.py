"""Trying a printer out, past the queue: how it is, and a test on paper; by whoever has the printer to himself."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from shoppos.base.errors import Unavailable
from shoppos.base.i18n import _
from shoppos.printing.answering import Answering
from shoppos.printing.devices import Outcome, open_device, talk_for
from shoppos.printing.senders import Senders
from shoppos.printing.sending import send

if TYPE_CHECKING:
    from collections.abc import Generator

    from shoppos.base.db import Database
    from shoppos.printing.devices import Delivery, Status
    from shoppos.printing.printers import Printer

PATIENCE = 10.0
"""Seconds for which a printer may be busy with another paper before it is told so."""


@contextmanager
def alone_with(db: Database, printer: Printer) -> Generator[None]:
    """Have the printer to oneself, for most take one caller; Unavailable if it prints and does not end."""
    with Senders(db.path.parent).at(printer.address, PATIENCE) as free:
        if not free:
            raise Unavailable(_("A paper is being printed there just now."), _("Try again when it is out."))
        yield


def asked_status(db: Database, printer: Printer) -> Status:
    """What a printer says of itself when it is asked now; waits for the device. One that answers is watched later."""
    with alone_with(db, printer):
        status = open_device(printer.address).status(talk_for(printer.form))
    if status.answered:
        Answering(db).learn(printer.address)
    return status


def sent(db: Database, printer: Printer, content: bytes, name: str) -> Delivery:
    """Send bytes to a printer now; waits for the device.

    One that read them all and said nothing is mute from now on, whatever stood at its address before: a person looks
    at what comes out.
    """
    device, answering = open_device(printer.address), Answering(db)
    with alone_with(db, printer):
        delivery = send(Senders(db.path.parent), device, printer, content, printer.file_name(name))
    if delivery.answered:
        answering.learn(printer.address, confirms=delivery.outcome is Outcome.PRINTED)
    elif delivery.outcome is Outcome.SENT and delivery.taken:
        answering.forget(printer.address)
    return delivery
