"""One printer's lane: its papers in their order, its drawer before them, and between them how it is."""

from __future__ import annotations

from collections import deque
from operator import itemgetter
from time import monotonic
from typing import TYPE_CHECKING

from shoppos.base.i18n import _
from shoppos.base.settings import setting
from shoppos.base.worker import Worker
from shoppos.models.print_job import CANCELLED, OWED
from shoppos.printing.devices import Delivery, Outcome, talk_for
from shoppos.printing.languages import escpos
from shoppos.printing.news import News, PrinterState
from shoppos.printing.paying import Paying, silent
from shoppos.printing.printers import fleet, is_watchable, place
from shoppos.printing.sending import send

if TYPE_CHECKING:
    from shoppos.printing.desk import Desk
    from shoppos.printing.devices import Status
    from shoppos.printing.printers import Printer
    from shoppos.printing.queue import Owed

WATCH = "watch_printers"
"""The settings' key that lets printers be asked how they are while they have nothing to print."""
WATCH_SECONDS = 1.2
"""From one look to the next: with the answer and the way to the window, a fault is told within two seconds."""
BUSY_SECONDS = 0.2
"""How soon a printer that another program speaks to is looked at again."""
PULSE_PATIENCE = 2.0
"""Seconds that a drawer waits for a printer that another program speaks to."""
STALE = 10_000
"""Milliseconds after which a drawer opens no more: nobody stands before it waiting."""
SILENCES = 2
"""Looks that a printer which used to answer may leave unanswered before it counts as hung."""


class Lane:
    """What goes to one address, one thing at a time; a lane that stands still holds up no other.

    Started, it works on a thread of its own; `work` and `pay_next` do the same for a program without one.
    """

    def __init__(self, address: str, desk: Desk) -> None:
        """The lane of the printer at `address`."""
        self.address = address
        self._desk = desk
        self._paying = Paying(desk)
        self._pulses = deque[int]()
        self._hurried = False
        self._heard_at = float("-inf")
        self._was_ill = False
        self._silences = 0
        self._worker = Worker(f"printer {address}", self._round)

    def start(self) -> None:
        """Begin to work."""
        self._worker.start()

    def stop(self, timeout: float) -> bool:
        """End after the paper under way; False if it is still being sent after `timeout` seconds."""
        return self._worker.stop(timeout)

    def wake(self) -> None:
        """Look whether there is something to do."""
        self._worker.wake()

    def open_drawer(self) -> None:
        """Open the drawer at this printer before its next paper, now or not at all."""
        self._pulses.append(self._desk.clock.ms())
        self._worker.wake()

    # -- working

    def _round(self) -> float | None:
        pause = self.work()
        if self._look():
            pause = self.work()
        looks = max(self._heard_at + WATCH_SECONDS - monotonic(), 0.01) if self._watched() else None
        return min((wait for wait in (pause, looks) if wait is not None), default=None)

    def work(self) -> float | None:
        """Open the drawer, then print every paper that is due; answers in how many seconds the next one is."""
        self.pulse()
        while (pause := self.pay_next()) == 0 and not self._worker.stopping:
            continue
        return pause

    def pulse(self) -> None:
        """Open the drawer now if somebody waits for it, and print nothing."""
        if self._pulses:
            self._send_pulse()

    def pay_next(self) -> float | None:
        """Print this printer's oldest paper if it is due.

        Answers 0 when one was tried, else in how many seconds it can be, None when nothing waits.
        """
        if self._next() is None:
            return None
        with self._desk.senders.at(self.address) as free:
            if not free:
                return BUSY_SECONDS
            found = self._next()  # again: what another program printed meanwhile waits no more
            if found is None:
                return None
            wait, job, printer = found
            if wait > 0:
                return wait / 1000 + 0.01
            news = self._paying.pay(job, printer, self._open_drawer)
        self._heard_at = monotonic()
        if news.state == OWED:  # one that seems well and yet takes nothing is hurried once, then waited for
            self._was_ill, self._hurried = not self._hurried, False
        return 0

    def _next(self) -> tuple[int, Owed, Printer] | None:
        """In how many milliseconds which paper goes out at this address, and the printer there for which it is meant.

        It is the oldest one of its language: a queue that takes no page to be drawn may well take all others.
        """
        desk, here = self._desk, place(self.address)
        known = fleet(desk.db)
        oldest: dict[str, tuple[int, Owed, Printer]] = {}
        for job_id, name, kind in desk.queue.heads():
            printer = known.of(name, kind)
            if printer is None or place(printer.address) != here or printer.form in oldest:
                continue
            job = desk.queue.job(job_id)
            if job is not None and job.state == OWED:
                wait = 0 if self._hurried else max(job.next_at - desk.clock.ms(), 0)
                oldest[printer.form] = wait, job, printer
        return min(oldest.values(), key=itemgetter(0), default=None)

    # -- the drawer

    def _send_pulse(self) -> None:
        with self._desk.senders.at(self.address, PULSE_PATIENCE) as free:
            if free:
                self._open_drawer()
                return
        self._pulses.clear()
        self._tell_shut(_("Another program is printing there just now, so the drawer stays shut."))

    def _open_drawer(self) -> None:
        """Before the next paper: the cashier waits for the drawer, the paper waits for nobody."""
        asked = 0
        while self._pulses:
            asked = self._pulses.popleft()
        printer = next((one for one in fleet(self._desk.db).at(self.address) if one.has_drawer), None)
        if not asked or printer is None:
            return
        if self._desk.clock.ms() - asked > STALE:
            self._tell_shut(_("The printer was busy, so the drawer stayed shut. Open it with its key."))
            return
        delivery = self._pulsed(printer)
        if delivery.outcome is Outcome.NOT_SENT:
            self._tell_shut(delivery.reason)

    def _pulsed(self, printer: Printer) -> Delivery:
        """Send the pulse so that it is obeyed now or never: one that stands in a queue opens the drawer with the roll.

        A printer that tells how it is and can print nothing obeys the pulse that is obeyed out of turn, or none.
        """
        device, head = self._desk.connect(printer.address), printer.head
        if self._desk.answering.knows(printer.address):
            status = device.status(talk_for(printer.form))
            if not status.answered:
                return Delivery(Outcome.NOT_SENT, status.reason or silent(printer))
            if not status.ready:
                return device.send(escpos.drawer_pulse_at_once(head), "drawer.bin")
        return send(self._desk.senders, device, printer, escpos.drawer_pulse(head), "drawer.bin", asking=False)

    def _tell_shut(self, reason: str) -> None:
        self._desk.on_news(News(b"", b"", "", CANCELLED, reason))

    # -- watching

    def _watched(self) -> tuple[Printer, ...]:
        """The names under which this printer is asked how it is, () when it is not.

        One that answers always is, one that does not until it is there; so each is asked once when the day begins.
        """
        desk = self._desk
        if not is_watchable(self.address) or not setting(desk.db, WATCH, default=True):
            return ()
        known = fleet(desk.db).at(self.address)
        if desk.answering.knows(self.address) or not all(desk.states.ready(one.name) for one in known):
            return known
        return ()

    def _look(self) -> bool:
        """Ask the printer how it is if it is time to; True when it is ready again, so that no paper need wait."""
        known = self._watched()
        if not known or monotonic() < self._heard_at + WATCH_SECONDS:
            return False
        self._heard_at = monotonic()
        with self._desk.senders.at(self.address) as free:
            if not free:
                return False
            status = self._desk.connect(known[0].address).status(talk_for(known[0].form))
        if status.answered:
            self._desk.answering.learn(self.address)
        mute = status.ready and not status.answered and self._desk.answering.knows(self.address)
        self._silences = self._silences + 1 if mute else 0
        if 0 < self._silences < SILENCES:
            return False
        return self._noted(known, status)

    def _noted(self, known: tuple[Printer, ...], status: Status) -> bool:
        ready = status.ready and not self._silences
        for one in known:
            reason = silent(one) if self._silences else status.reason
            self._desk.states.note(PrinterState(one.name, ready, reason, status.warning))
        again, self._was_ill = ready and self._was_ill, not ready
        self._hurried = self._hurried or again
        return again
