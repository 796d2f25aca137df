"""The spooler: pays the papers that sales owe, one at a time, and never prints one twice by itself."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from shoppos.base.errors import NotFound, ShopError
from shoppos.base.i18n import _
from shoppos.base.settings import setting
from shoppos.base.text import clean
from shoppos.base.worker import Worker
from shoppos.models.print_job import CANCELLED, OWED, PRINTED, SENDING, SENT, UNCERTAIN, PrintJob
from shoppos.printing import compose
from shoppos.printing.bill import DUPLICATE
from shoppos.printing.devices import Device, Outcome, Status, open_device, talk_for
from shoppos.printing.languages import escpos
from shoppos.printing.printers import printer_for
from shoppos.printing.senders import Senders
from shoppos.reports.bill import load_by_id

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.base.clock import Clock
    from shoppos.base.db import Database
    from shoppos.printing.printers import Printer
    from shoppos.reports.bill import Bill

log = logging.getLogger(__name__)

FIRST_PAUSE = 2_000
LONGEST_PAUSE = 60_000
"""Milliseconds between tries at a printer that did not answer: doubled each time."""

ENDS = {Outcome.SENT: SENT, Outcome.PRINTED: PRINTED, Outcome.UNCERTAIN: UNCERTAIN}
TABLE = "print_job"
JOB = "id, doc_id, copy_no, printer, tries, next_at, content"


@dataclass(frozen=True, slots=True)
class News:
    """What became of one paper: its document, its state of `models.print_job`, and the reason if it is not well."""

    job_id: bytes
    doc_id: bytes
    number: str
    state: str
    reason: str = ""
    kind: str = "bill"


@dataclass(frozen=True, slots=True)
class PrinterState:
    """How a printer is, by its name: `reason` says why it is not `ready`, `warning` what will stop it soon."""

    printer: str
    ready: bool
    reason: str = ""
    warning: str = ""


@dataclass(frozen=True, slots=True)
class _Job:
    id: bytes
    doc_id: bytes
    copy_no: int
    printer: str
    tries: int
    next_at: int
    content: bytes | None


class Spooler:
    """Takes owed papers in the order of their sales, each printer for itself.

    A paper is marked `sending` on disk before its first byte goes out, with the name of a lock that its sender holds as
    long as it lives. One whose sender is gone may or may not be on paper: it becomes `uncertain`, and only a person
    sends it again. What surely was not sent is tried again.
    """

    def __init__(
        self,
        db: Database,
        clock: Clock,
        on_news: Callable[[News], None],
        on_state: Callable[[PrinterState], None] = lambda _state: None,
        connect: Callable[[str], Device] = open_device,
    ) -> None:
        """`on_news` and `on_state` are told on a printer's thread."""
        self._db = db
        self._clock = clock
        self._on_news = on_news
        self._on_state = on_state
        self._connect = connect
        self._pulses: list[str] = []
        self._senders = Senders(db.path.parent)
        self._worker = Worker("spooler", self.work)

    # -- running

    def start(self) -> None:
        """Doubt what was under way when a program ended, then pay what is owed whenever a commit owes more."""
        self._db.committed.connect(self._heard)
        self._worker.start()

    def stop(self, timeout: float = 5.0) -> bool:
        """End after the paper under way; False if it is still being sent after `timeout` seconds."""
        self._db.committed.disconnect(self._heard)
        return self._worker.stop(timeout)

    def wake(self) -> None:
        """Look now: another program may have owed a paper."""
        self._worker.wake()

    def _heard(self, tables: frozenset[str]) -> None:
        if TABLE in tables:
            self.wake()

    def work(self) -> float | None:
        """One round: pulses first, then every paper that is due; answers in how many seconds the next one is."""
        self._send_pulses()
        self.recover()
        while not self._worker.stopping and self.pay_one():
            continue
        waiting = [job.next_at for job in self._first_of_each_printer()]
        return max(min(waiting) - self._clock.ms(), 0) / 1000 + 0.01 if waiting else None

    def recover(self) -> int:
        """Mark what was being sent when its program ended as uncertain; gives how many papers that were."""
        found = self._db.rows("SELECT id, doc_id, sender FROM print_job WHERE state = ?", (SENDING,))
        reason = _("The program ended while this paper was being printed. Look whether it came out.")
        doubted = 0
        for job_id, doc_id, sender in found:
            if self._senders.lives(sender or ""):
                continue
            with self._db.transaction("print.state") as tx:
                key = {"id": job_id, "state": SENDING, **({"sender": sender} if sender else {})}
                changed = tx.change(PrintJob, key, {"state": UNCERTAIN, "error": reason, "sender": None}, local=True)
            if changed:
                doubted += 1
                self._on_news(News(job_id, doc_id, "", UNCERTAIN, reason))
        return doubted

    # -- paying

    def pay_one(self) -> bool:
        """Print the first paper that is due; False when none is."""
        now = self._clock.ms()
        for job in self._first_of_each_printer():
            if job.next_at <= now:
                self._pay(job)
                return True
        return False

    def _first_of_each_printer(self) -> list[_Job]:
        """The oldest owed paper of each printer: a dead printer holds up its own papers in their order, no other's."""
        rows = self._db.rows(
            f"SELECT {JOB} FROM print_job WHERE state = ?"
            " AND id IN (SELECT min(id) FROM print_job WHERE state = ? GROUP BY printer) ORDER BY id",
            (OWED, OWED),
        )
        return [_Job(*row) for row in rows]

    def _pay(self, job: _Job, printer: Printer | None = None) -> News:
        number = ""
        try:
            printer = printer or self._printer(job)
            bill = load_by_id(self._db, job.doc_id)
            number = bill.number
            content = job.content or self._composed(bill, printer, job.copy_no)
            device = self._connect(printer.address)
        except ShopError as error:
            return self._end(job, OWED, number, CANCELLED, str(error))
        except Exception:
            log.exception("The paper of %s could not be drawn", job.doc_id.hex())
            reason = _("The bill is saved, but its paper could not be drawn. Details are in the log.")
            return self._end(job, OWED, number, CANCELLED, reason)
        self._send_pulses()
        with self._senders.sending() as sender:
            marks = {"state": SENDING, "content": content, "sender": sender, "tries": job.tries + 1, "error": ""}
            if not self._mark(job.id, OWED, **marks):
                busy = _("Another program is printing this paper just now.")
                return News(job.id, job.doc_id, number, UNCERTAIN, busy)
            delivery = device.send(content, printer.file_name(number))
            if delivery.outcome is Outcome.NOT_SENT:
                return self._put_back(job, number, delivery.reason)
            return self._end(job, SENDING, number, ENDS[delivery.outcome], delivery.reason)

    def _printer(self, job: _Job) -> Printer:
        printer = printer_for(self._db, job.printer)
        if printer is None:
            raise NotFound(_("No printer is set up, so nothing was printed."), _("The bill is saved."))
        return printer

    def _composed(self, bill: Bill, printer: Printer, copy_no: int) -> bytes:
        language = setting(self._db, "bill_language", "") or setting(self._db, "language", "en")
        copy = "" if copy_no == 0 else DUPLICATE if copy_no == 1 else f"{DUPLICATE} {copy_no}"
        return compose(bill, printer.form, printer.paper, copy=copy, language=language)

    def _put_back(self, job: _Job, number: str, reason: str) -> News:
        pause = min(FIRST_PAUSE << min(job.tries, 10), LONGEST_PAUSE)
        self._mark(job.id, SENDING, state=OWED, next_at=self._clock.ms() + pause, error=reason, sender=None)
        told = _("The bill is saved (No. {number}). {reason} Check paper and cable.")
        return self._told(News(job.id, job.doc_id, number, OWED, told.format(number=number, reason=reason)))

    def _end(self, job: _Job, before: str, number: str, state: str, reason: str) -> News:
        done = {} if state == UNCERTAIN else {"content": None}  # one more paper is composed anew
        self._mark(job.id, before, state=state, error=reason, sender=None, **done)
        return self._told(News(job.id, job.doc_id, number, state, reason))

    def _told(self, news: News) -> News:
        self._on_news(news)
        return news

    def _mark(self, job_id: bytes, before: str, **changes: Any) -> bool:
        with self._db.transaction("print.state") as tx:
            return tx.change(PrintJob, {"id": job_id, "state": before}, changes, local=True) == 1

    # -- what a person may ask

    def never_printed(self, doc_id: bytes, kind: str = "bill") -> bytes | None:
        """The job of a document's paper that never went out, or None: then one more has to be owed, as a duplicate."""
        sql = "SELECT id FROM print_job WHERE doc_id = ? AND kind = ? AND state IN (?, ?) ORDER BY copy_no LIMIT 1"
        row = self._db.row(sql, (doc_id, kind, OWED, CANCELLED))
        return row[0] if row else None

    def print_now(self, job_id: bytes, printer: Printer | None = None) -> News:
        """Print one paper at once, on `printer` if it is named, and say what became of it."""
        self._mark(job_id, CANCELLED, state=OWED, next_at=0, error="")
        row = self._db.row(f"SELECT {JOB} FROM print_job WHERE id = ?", (job_id,))
        if row is None:
            raise NotFound(_("There is no such paper."))
        job = _Job(*row)
        return self._pay(replace(job, content=None) if printer else job, printer)

    def retry(self, job_id: bytes) -> bool:
        """Try a paper now that waits for its next try, or one a person found missing; False if it is neither.

        One that its sender left behind half sent is doubted first, and a person who asks for it has looked.
        """
        self.recover()
        waiting = self._mark(job_id, OWED, next_at=0)
        return waiting or self._mark(job_id, UNCERTAIN, state=OWED, next_at=0, error="")

    def cancel(self, job_id: bytes) -> bool:
        """Owe this paper no longer; False if it is on its way or done."""
        self.recover()
        dropped = {"state": CANCELLED, "content": None}
        return self._mark(job_id, OWED, **dropped) or self._mark(job_id, UNCERTAIN, **dropped)

    def printed(self, job_id: bytes) -> bool:
        """A person has seen an uncertain paper; False if it was not uncertain."""
        self.recover()
        return self._mark(job_id, UNCERTAIN, state=PRINTED, error="", content=None)

    def move(self, job_id: bytes, printer_name: str) -> bool:
        """Send a waiting or an uncertain paper to another printer, laid out anew for it; False if it is neither."""
        if printer_for(self._db, printer_name) is None:
            raise NotFound(_("There is no printer called {name}.").format(name=clean(printer_name, limit=60)))
        self.recover()
        moved = {"state": OWED, "printer": printer_name, "content": None, "next_at": 0, "error": ""}
        return self._mark(job_id, OWED, **moved) or self._mark(job_id, UNCERTAIN, **moved)

    def check(self, printer: Printer) -> Status:
        """Ask a printer how it is, without printing."""
        return self._connect(printer.address).status(talk_for(printer.form))

    def open_drawer(self, printer: str = "") -> None:
        """Open the cash drawer at a printer now; never kept for later, for a drawer must not open by itself."""
        self._pulses.append(printer)
        self._worker.wake()

    def _send_pulses(self) -> None:
        """Before the next paper: the cashier waits for the drawer, the paper waits for nobody."""
        while self._pulses:
            self._send_pulse(self._pulses.pop(0))

    def _send_pulse(self, name: str) -> None:
        printer = printer_for(self._db, name)
        if printer is None or not printer.drawer or printer.form != "escpos":
            return
        delivery = self._connect(printer.address).send(escpos.drawer_pulse(), "drawer.bin")
        if delivery.outcome is Outcome.NOT_SENT:
            self._on_news(News(b"", b"", "", CANCELLED, delivery.reason))
