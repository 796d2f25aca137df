"""The spooler: pays the papers that are owed, each printer for itself, and never prints one twice by itself."""

from __future__ import annotations

import threading
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING

from shoppos.base.errors import NotFound, Refused
from shoppos.base.i18n import _
from shoppos.base.text import clean
from shoppos.base.worker import Worker
from shoppos.models.print_job import OWED, UNCERTAIN
from shoppos.printing.answering import Answering
from shoppos.printing.desk import Desk
from shoppos.printing.devices import open_device
from shoppos.printing.lane import Lane
from shoppos.printing.news import News, PrinterState, States
from shoppos.printing.paying import FIRST_PAUSE, LONGEST_PAUSE, Paying
from shoppos.printing.printers import fleet, is_watchable, place
from shoppos.printing.queue import Queue
from shoppos.printing.senders import Senders

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shoppos.base.clock import Clock
    from shoppos.base.db import Database
    from shoppos.printing.devices import Device
    from shoppos.printing.printers import Fleet, Printer
    from shoppos.printing.queue import Owed

__all__ = ["FIRST_PAUSE", "LONGEST_PAUSE", "News", "PrinterState", "Spooler"]

TABLES = frozenset({"print_job", "setting"})
"""Tables whose change may let a paper be printed."""
SECOND_LOOK = 5.0
"""Seconds after which it is looked whether a program that was sending still lives."""
PATIENCE = 30.0
"""Seconds that a person waits for a printer to which another program speaks."""


class Spooler:
    """Takes owed papers in the order in which they came to be owed, each printer for itself.

    A paper is marked `sending` on disk before its first byte goes out, with the name of a lock that its sender holds as
    long as it lives. One whose sender is gone may or may not be on paper: it becomes `uncertain`, and only a person
    sends it again. What surely was not sent is tried again.

    Started, it has a thread for each printer that has something to do. Not started, `work`, `pay_one` and `print_now`
    do it on the thread that calls them.
    """

    def __init__(
        self,
        db: Database,
        clock: Clock,
        on_news: Callable[[News], None],
        on_state: Callable[[PrinterState], None] = lambda _state: None,
        connect: Callable[[str], Device] = open_device,
    ) -> None:
        """`on_news` is told of each paper, `on_state` of each change of a printer, both on a printer's thread."""
        self._db = db
        senders = Senders(db.path.parent)
        self._queue = Queue(db, senders)
        self._desk = Desk(db, clock, self._queue, senders, Answering(db), States(on_state), on_news, connect)
        self._paying = Paying(self._desk)
        self._lanes: dict[str, Lane] = {}
        self._machines = frozenset["Printer"]()
        self._guard = threading.Lock()
        self._running = False
        self._worker = Worker("spooler", self._share_out)

    # -- running

    def start(self) -> None:
        """Doubt what was under way when a program ended, then pay what is owed whenever a commit owes more."""
        self._db.committed.connect(self._heard)
        with self._guard:  # a lane that is made from here on starts itself
            self._running, waiting = True, tuple(self._lanes.values())
        self._queue.sweep()
        for lane in waiting:
            lane.start()
        self._worker.start()

    def stop(self, timeout: float = 5.0) -> bool:
        """End after the papers under way; False if one is still being sent after `timeout` seconds."""
        if self._running:
            self._db.committed.disconnect(self._heard)
        until = monotonic() + timeout
        self._running = False
        workers = (self._worker, *self._all())
        for worker in workers:
            worker.stop(0)
        ended = [worker.stop(max(until - monotonic(), 0)) for worker in workers]
        return all(ended)

    def wake(self) -> None:
        """Look now: another program may have owed a paper."""
        self._worker.wake()

    def _heard(self, tables: frozenset[str]) -> None:
        if tables & TABLES:
            self.wake()

    def _share_out(self) -> float | None:
        """Give each printer with something to do its lane, and wake it."""
        self.recover()
        known = fleet(self._db)
        self._forget_replaced(known)
        for job_id, name, kind in self._queue.heads():
            printer = known.of(name, kind)
            if printer is None:
                self._pay_nowhere(job_id)
            else:
                self._lane(printer.address)
        for printer in known.printers:
            if is_watchable(printer.address):
                self._lane(printer.address)
        for lane in self._all():
            lane.wake()
        return SECOND_LOOK if self._queue.being_sent() else None

    def _forget_replaced(self, known: Fleet) -> None:
        """A printer that a person took off the list, or changed there in anything but its name, may be another one."""
        before = self._machines
        self._machines = frozenset(replace(one, name="", address=place(one.address)) for one in known.printers)
        for gone in before - self._machines:
            self.forget(gone.address)

    def _lane(self, address: str) -> Lane:
        with self._guard:
            lane = self._lanes.get(place(address))
            if lane is None:
                lane = self._lanes[place(address)] = Lane(address, self._desk)
                if self._running:
                    lane.start()
        return lane

    def _all(self) -> tuple[Lane, ...]:
        with self._guard:
            return tuple(self._lanes.values())

    # -- paying, on the caller's thread

    def work(self) -> None:
        """Pay everything that is due."""
        self.recover()
        for lane in self._all():
            lane.work()
        while self.pay_one():
            continue

    def pay_one(self) -> bool:
        """Print the first paper that is due; False when none is."""
        known = fleet(self._db)
        for job_id, name, kind in self._queue.heads():
            printer = known.of(name, kind)
            if printer is None:
                if self._pay_nowhere(job_id):
                    return True
            elif self._lane(printer.address).pay_next() == 0:
                return True
        return False

    def _pay_nowhere(self, job_id: bytes) -> bool:
        """Whether a paper that no printer takes was dropped; else it waits for one."""
        job = self._queue.job(job_id)
        return job is not None and self._paying.pay(job, None).state != OWED

    def recover(self) -> int:
        """Mark what was being sent when its program ended as uncertain; gives how many papers that were."""
        doubted = self._queue.recover()
        reason = _("The program ended while this paper was being printed. Look whether it came out.")
        for job in doubted:
            self._desk.on_news(News(job.id, job.doc_id, "", UNCERTAIN, reason, job.kind))
        return len(doubted)

    # -- what a person may ask

    def never_printed(self, doc_id: bytes, kind: str = "bill") -> bytes | None:
        """The job of a document's paper that never went out, or None: then one more has to be owed, as a duplicate."""
        return self._queue.never_printed(doc_id, kind)

    def print_now(self, job_id: bytes) -> News:
        """Print one paper at once where it goes, and say what became of it; NotFound for none."""
        self._queue.revive(job_id)
        job = self._known(job_id)
        printer = fleet(self._db).of(job.printer, job.kind)
        if printer is None:
            return self._paying.pay(job, None)
        with self._desk.senders.at(printer.address, PATIENCE) as free:  # what its lane did meanwhile is not done over
            return self._paying.pay(self._known(job_id), printer) if free else _busy(job)

    def print_new(self, owe: Callable[[], Sequence[bytes]], printer: Printer, *, words: str = "") -> list[News]:
        """Owe papers and print them at once on `printer`; says what became of each.

        `owe` writes them down for that printer (or for the route that leads to it) and gives their jobs' ids. It is
        called by whoever has the printer to himself, so that no other program's lane can be quicker. `words` is the
        language of their words, "" for the shop's.
        """
        with self._desk.senders.at(printer.address, PATIENCE) as free:
            jobs = [self._known(job_id) for job_id in owe()]
            return [self._paying.pay(job, printer, words=words) if free else _busy(job) for job in jobs]

    def _known(self, job_id: bytes) -> Owed:
        job = self._queue.job(job_id)
        if job is None:
            raise NotFound(_("There is no such paper."))
        return job

    def retry(self, job_id: bytes) -> bool:
        """Try a paper now that waits for its next try, or one a person found missing; False if it is neither.

        One that its sender left behind half sent is doubted first, and a person who asks for it has looked.
        """
        self.recover()
        return self._queue.retry(job_id)

    def cancel(self, job_id: bytes) -> bool:
        """Owe this paper no longer; False if it is on its way or done."""
        self.recover()
        return self._queue.cancel(job_id)

    def printed(self, job_id: bytes) -> bool:
        """A person has seen an uncertain paper; False if it was not uncertain."""
        self.recover()
        return self._queue.printed(job_id)

    def move(self, job_id: bytes, printer: str) -> bool:
        """Owe a paper to the printer of that name, laid out anew for it; False if it is on its way or done.

        One that was in doubt is moved by a person who has looked. NotFound for a printer nobody knows, Refused for one
        whose paper does not suit.
        """
        self.recover()
        job, to = self._queue.job(job_id), fleet(self._db).named(printer)
        if job is None or to is None:
            raise NotFound(_("There is no printer called {name}.").format(name=clean(printer, limit=60)))
        if not to.paper_for(job.kind):
            reason = _("{printer} holds {paper}, on which this paper cannot be printed.")
            raise Refused(reason.format(printer=to.name, paper=to.paper), _("Choose another printer."))
        return self._queue.move(job_id, printer)

    def forget(self, address: str) -> None:
        """Another printer may stand at that address now: whether it answers has to be found out anew."""
        self._desk.answering.forget(address)
        for printer in fleet(self._db).at(address):
            self._desk.states.forget(printer.name)

    def open_drawer(self, printer: str = "") -> None:
        """Open the cash drawer at a printer now, "" for that of the bills; never kept for later.

        A drawer must not open by itself: what could not be opened at once stays shut.
        """
        to = fleet(self._db).drawer(printer)
        if to is not None:
            self._lane(to.address).open_drawer()

    def pulse(self) -> None:
        """Open the drawer as `open_drawer` does, on the thread that calls it; no paper is printed meanwhile."""
        self.open_drawer()
        for lane in self._all():
            lane.pulse()


def _busy(job: Owed) -> News:
    """Another program has the printer, and does not let go of it."""
    busy = _("Another program is printing there just now. The paper waits.")
    return News(job.id, job.doc_id, "", OWED, busy, job.kind)
