"""A queue of Windows' print spooler, which takes the printer's own language as a RAW job."""

from __future__ import annotations

import contextlib
import re
import sys
from dataclasses import dataclass, field, replace
from threading import Lock
from time import monotonic, sleep
from typing import TYPE_CHECKING, Protocol

from shoppos.base.errors import Unavailable
from shoppos.base.i18n import _
from shoppos.base.text import clean
from shoppos.printing.devices.device import Delivery, Outcome, Status, Told, unheard
from shoppos.printing.devices.talk import cover_open, faulty, in_the_middle, judged, offline, out_of_paper

if TYPE_CHECKING:
    from shoppos.printing.devices.talk import Talk
    from shoppos.printing.devices.winspool import QueueState


class Spooler(Protocol):
    """The part of winspool.drv that a RAW job needs; each call raises OSError when Windows refuses."""

    def open(self, queue: str) -> int:
        """OpenPrinter: a handle. Succeeds on an unplugged printer, and may wait long for a dead one in the network."""
        ...

    def state(self, handle: int) -> QueueState:
        """GetPrinter, level 2."""
        ...

    def begin(self, handle: int, name: str) -> int:
        """StartDocPrinter with data type RAW: the job's number."""
        ...

    def write(self, handle: int, content: bytes) -> int:
        """WritePrinter: how many bytes were taken."""
        ...

    def end(self, handle: int) -> None:
        """EndDocPrinter: from here on the job may print."""
        ...

    def job(self, handle: int, number: int) -> int | None:
        """GetJob: the JOB_STATUS_* flags, None for a job that is not in the queue any more."""
        ...

    def cancel(self, handle: int, number: int) -> None:
        """SetJob with JOB_CONTROL_DELETE."""
        ...

    def close(self, handle: int) -> None:
        """ClosePrinter."""
        ...


# PRINTER_STATUS_*, as the protocol MS-RPRN lists them in 2.2.3.12
DOOR_OPEN, PAPER_OUT, PAPER_PROBLEM, PAPER_JAM = 0x40_0000, 0x10, 0x40, 0x08
OFFLINE, NOT_AVAILABLE, SERVER_OFFLINE = 0x80, 0x1000, 0x200_0000
PAUSED, PENDING_DELETION, ERROR, USER_INTERVENTION = 0x01, 0x04, 0x02, 0x10_0000
TONER_LOW, NO_TONER = 0x2_0000, 0x4_0000
WORK_OFFLINE = 0x400
"""The attribute that says a USB printer is unplugged while its status stays 0."""

# JOB_STATUS_*
JOB_STUCK = 0x02 | 0x20 | 0x40 | 0x200 | 0x400
"""Error, offline, out of paper, blocked, in need of a person."""
JOB_PRINTING, JOB_OFFLINE, JOB_PAPER_OUT = 0x10, 0x20, 0x40
JOB_DELETED, JOB_OUT = 0x04 | 0x100, 0x80 | 0x1000
"""Deleted by somebody; printed and kept in the queue for show."""

CHUNK = 65_536

NO_RAW = re.compile(r"XPS|Print to PDF|OneNote|\bFax\b|IPP Class Driver|PDFCreator|\bPDF\b", re.IGNORECASE)
"""Drivers that throw away what they have not drawn themselves."""

_one_document = Lock()  # the spooler of old Windows mixes up documents that several threads begin at once


def judged_queue(queue: str, state: QueueState) -> Status:
    """What a queue's flags mean, in a sentence; it is the driver who speaks, so the printer never counts as asked."""
    status = state.status
    held = _("The queue {queue} is paused. Start it in Windows' printer settings.").format(queue=queue)
    lost = bool(status & (OFFLINE | NOT_AVAILABLE | SERVER_OFFLINE) or state.attributes & WORK_OFFLINE)
    found = judged(
        (
            (bool(status & DOOR_OPEN), cover_open()),
            (bool(status & (PAPER_OUT | PAPER_PROBLEM)), out_of_paper()),
            (bool(status & PAPER_JAM), _("Paper is stuck in the printer.")),
            (lost, offline()),
            (bool(status & (PAUSED | PENDING_DELETION)), held),
            (bool(status & (ERROR | USER_INTERVENTION | NO_TONER)), faulty()),
        ),
        _("The printer's ink or toner is nearly empty.") if status & TONER_LOW else "",
    )
    return replace(found, answered=False)


def takes_raw(state: QueueState) -> bool:
    """Whether the driver passes on what it did not draw itself; vendors' and "Generic / Text Only" drivers do."""
    return not NO_RAW.search(state.driver) and state.port.upper() not in {"PORTPROMPT:", "NUL:", "SHRFAX:"}


def _system() -> Spooler:
    if sys.platform != "win32":
        raise Unavailable(_("Windows queues are there on Windows only."))
    from shoppos.printing.devices.winspool import Winspool  # noqa: PLC0415  (there is nothing to load but on Windows)

    return Winspool()


@dataclass(frozen=True, slots=True)
class WindowsQueue:
    """A queue by its name; times in seconds.

    A job that stays in the queue because the printer is gone is taken back: it would come out when nobody expects it.
    """

    queue: str
    stuck_seconds: float = 2.0
    """For a job that Windows calls stuck."""
    follow_seconds: float = 60.0
    """For the whole job; what is not out by then is taken back."""
    poll: float = 0.2
    spooler: Spooler | None = field(default=None, repr=False)

    def send(
        self,
        content: bytes,
        name: str = "",
        *,
        talk: Talk | None = None,  # noqa: ARG002  (a queue answers for its printer)
        answers: bool = False,  # noqa: ARG002  (a queue answers for its printer)
        on_stop: Told = unheard,  # noqa: ARG002  (a queue answers for its printer)
    ) -> Delivery:
        """Ask for the state, hand one job to the spooler and follow it until it has left for the printer."""
        if content.startswith(b"%PDF-"):
            told = _("The queue {queue} takes the printer's own language, not PDFs. Choose it in the settings.")
            return Delivery(Outcome.NOT_SENT, told.format(queue=self.queue))
        spooler = self.spooler or _system()
        try:
            handle = spooler.open(self.queue)
        except OSError as error:
            return Delivery(Outcome.NOT_SENT, self._missing(error))
        try:
            return self._sent(spooler, handle, content, clean(name) or "ShopPOS")
        finally:
            spooler.close(handle)

    def status(self, talk: Talk | None) -> Status:  # noqa: ARG002  (a queue answers for its printer)
        """How the queue is, as far as its driver tells Windows."""
        spooler = self.spooler or _system()
        try:
            handle = spooler.open(self.queue)
        except OSError as error:
            return Status(answered=False, ready=False, reason=self._missing(error))
        try:
            return judged_queue(self.queue, spooler.state(handle))
        except OSError as error:
            return Status(answered=False, ready=False, reason=self._missing(error))
        finally:
            spooler.close(handle)

    def _sent(self, spooler: Spooler, handle: int, content: bytes, name: str) -> Delivery:
        try:
            state = spooler.state(handle)
            refused = self._refused(state)
            if refused:
                return Delivery(Outcome.NOT_SENT, refused)
            number = spooler.begin(handle, name)
        except OSError as error:
            return Delivery(Outcome.NOT_SENT, self._missing(error))
        done = _written(spooler, handle, content)
        if done < len(content):
            spooler.cancel(handle, number)
            reason = _("Windows did not take the whole of this paper.")
            return Delivery(Outcome.UNCERTAIN if done else Outcome.NOT_SENT, reason)
        return self._followed(spooler, handle, number)

    def _refused(self, state: QueueState) -> str:
        """Why no job is begun, "" if nothing speaks against it."""
        if not takes_raw(state):
            told = _('The driver "{driver}" does not pass on receipts. Install the maker\'s, or Generic / Text Only.')
            return told.format(driver=clean(state.driver))
        return judged_queue(self.queue, state).reason

    def _followed(self, spooler: Spooler, handle: int, number: int) -> Delivery:
        """Look after the job until it leaves the queue; Windows says nothing of the paper."""
        begun = monotonic()
        stuck = 0.0
        while (flags := self._flags(spooler, handle, number)) is not None and not flags & JOB_OUT:
            if flags & JOB_DELETED:
                return Delivery(Outcome.UNCERTAIN, _("Windows ended this job. Look whether this paper came out."))
            now = monotonic()
            stuck = (stuck or now) if flags & JOB_STUCK else 0.0
            if (stuck and now - stuck >= self.stuck_seconds) or now - begun >= self.follow_seconds:
                return self._taken_back(spooler, handle, number, flags)
            sleep(self.poll)
        return Delivery(Outcome.SENT)

    @staticmethod
    def _flags(spooler: Spooler, handle: int, number: int) -> int | None:
        try:
            return spooler.job(handle, number)
        except OSError:  # what was handed over can be followed no further
            return None

    @staticmethod
    def _taken_back(spooler: Spooler, handle: int, number: int, flags: int) -> Delivery:
        reason = out_of_paper() if flags & JOB_PAPER_OUT else offline() if flags & JOB_OFFLINE else faulty()
        spooler.cancel(handle, number)
        if flags & JOB_OFFLINE and not flags & JOB_PRINTING:
            return Delivery(Outcome.NOT_SENT, reason)
        return Delivery(Outcome.UNCERTAIN, in_the_middle(reason))

    def _missing(self, error: OSError) -> str:
        reason = clean(error.strerror or str(error)).rstrip(".")
        return _("The Windows queue {queue} could not be used: {reason}.").format(queue=self.queue, reason=reason)


def _written(spooler: Spooler, handle: int, content: bytes) -> int:
    """Write one document and end it; how many bytes of it the spooler took. It may begin to print at the first."""
    done = 0
    with _one_document:
        try:
            while done < len(content) and (taken := spooler.write(handle, content[done : done + CHUNK])) > 0:
                done += taken
        except OSError:
            done = min(done, len(content) - 1)
        with contextlib.suppress(OSError):
            spooler.end(handle)
    return done


def queues() -> list[tuple[str, str]]:
    """The queues of this computer, each with its driver's name; [] on any other system."""
    if sys.platform != "win32":
        return []
    from shoppos.printing.devices.winspool import listed  # noqa: PLC0415  (there is nothing to load but on Windows)

    return listed()
