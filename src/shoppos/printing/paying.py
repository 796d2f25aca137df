"""Paying one paper: composed for its printer, marked on disk before its first byte leaves, sent, and told."""

from __future__ import annotations

import json
import logging
from dataclasses import astuple, replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from shoppos.base.errors import NotFound, Refused, ShopError
from shoppos.base.i18n import _
from shoppos.base.settings import setting
from shoppos.models.print_job import BILL, CANCELLED, OWED, PRINTED, SENDING, SENT, UNCERTAIN
from shoppos.printing.bill import again_mark
from shoppos.printing.devices import Delivery, Outcome, talk_for
from shoppos.printing.documents import document
from shoppos.printing.languages import encode
from shoppos.printing.news import News, PrinterState
from shoppos.printing.paper import paper_named
from shoppos.printing.sending import send

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.printing.desk import Desk
    from shoppos.printing.devices import Device
    from shoppos.printing.documents import Document
    from shoppos.printing.printers import Printer
    from shoppos.printing.queue import Owed

log = logging.getLogger(__name__)

FIRST_PAUSE = 2_000
LONGEST_PAUSE = 60_000
"""Milliseconds between tries at a printer that did not answer: doubled each time."""

ENDS = {Outcome.SENT: SENT, Outcome.PRINTED: PRINTED, Outcome.UNCERTAIN: UNCERTAIN}


class Made(NamedTuple):
    """A paper ready to go: what its document is called, its final bytes, whether those are kept, and for what."""

    number: str
    content: bytes
    kept: bool
    made_for: str


class Paying:
    """Takes one paper to one printer."""

    def __init__(self, desk: Desk) -> None:
        """Pay what lies on that desk's queue."""
        self._desk = desk

    def pay(
        self, job: Owed, printer: Printer | None, before: Callable[[], None] = lambda: None, *, words: str = ""
    ) -> News:
        """Print one owed paper; `before` is done when it is composed, right before it goes out.

        `words` is their language, "" for the shop's. The caller has the printer to itself.
        """
        if printer is None:
            return self._nowhere(job)
        number = ""
        try:
            printer = _as_before(job, printer)
            made = self._made(job, printer, words)
            number, device = made.number, self._desk.connect(printer.address)
        except ShopError as error:
            return self._dropped(job, number, str(error))
        except Exception:
            log.exception("The %s of %s could not be drawn", job.kind, job.doc_id.hex())
            return self._dropped(job, number, _not_drawn(job))
        before()
        with self._desk.senders.sending() as sender:
            if not self._desk.queue.claim(job, sender, None if made.kept else made.content, made.made_for):
                return self._overtaken(job, number)
            insisted = job.tries > 0 and not job.next_at
            delivery = self._sent(made.content, number or job.kind, printer, device, insisted=insisted)
            return self._ended(job, number, printer, delivery)

    def _nowhere(self, job: Owed) -> News:
        """No printer takes papers of that kind: where one did before, another one will, and the paper waits for it."""
        if not self._desk.queue.was_served(job.kind):
            return self._dropped(job, "", str(_no_printer(job)))
        reason = _("No printer is set up for this paper. It is printed when there is one.")
        news = News(job.id, job.doc_id, "", OWED, reason, job.kind)
        return self._told(news) if self._desk.queue.hold(job, reason) else news

    def _sent(self, content: bytes, name: str, printer: Printer, device: Device, *, insisted: bool) -> Delivery:
        """Send it, and remember what was learnt of the printer.

        One that told how it is before and says nothing now hangs, even if it never confirms a paper. When a person has
        `insisted` on this one, a printer that reads the question to its end and says nothing is another one, and mute.
        """
        answering, talk = self._desk.answering, talk_for(printer.form)
        confirms = answering.confirms(printer.address)
        if talk is not None and answering.knows(printer.address) and (insisted or not confirms):
            status = device.status(talk)
            if not status.answered:
                if not (insisted and status.taken):
                    return Delivery(Outcome.NOT_SENT, status.reason or silent(printer))
                answering.forget(printer.address)
                confirms = False
        told = partial(self._stopped, printer)
        delivery = send(
            self._desk.senders, device, printer, content, printer.file_name(name), answers=confirms, on_stop=told
        )
        if delivery.answered:
            answering.learn(printer.address, confirms=delivery.outcome is Outcome.PRINTED)
        return delivery

    def _overtaken(self, job: Owed, number: str) -> News:
        """Nothing was sent here: somebody has printed, moved or changed the paper since it was read."""
        now = self._desk.queue.job(job.id)
        state, reason = now.state if now else CANCELLED, ""
        if state == SENDING:
            state, reason = UNCERTAIN, _("Another program is printing this paper just now.")
        elif state == OWED:
            reason = _("Another program is printing there just now. The paper waits.")
        return News(job.id, job.doc_id, number, state, reason, job.kind)

    def _stopped(self, printer: Printer, sentence: str) -> None:
        """It has stopped in the middle of a paper, or goes on again ("")."""
        self._desk.states.note(PrinterState(printer.name, ready=not sentence, reason=sentence))

    def _dropped(self, job: Owed, number: str, reason: str) -> News:
        self._desk.queue.drop(job.id, reason)
        return self._told(News(job.id, job.doc_id, number, CANCELLED, reason, job.kind))

    def _ended(self, job: Owed, number: str, printer: Printer, delivery: Delivery) -> News:
        desk, reason = self._desk, delivery.reason
        if delivery.outcome is Outcome.NOT_SENT:
            pause = min(FIRST_PAUSE << min(job.tries, 10), LONGEST_PAUSE)
            desk.queue.put_back(job.id, desk.clock.ms() + pause, reason)
            desk.states.note(PrinterState(printer.name, ready=False, reason=reason))
            return self._told(News(job.id, job.doc_id, number, OWED, _waits(job, number, delivery), job.kind))
        state = ENDS[delivery.outcome]
        desk.queue.end(job.id, state, reason, printer.name)
        if state != UNCERTAIN:
            desk.states.took(printer.name)
        return self._told(News(job.id, job.doc_id, number, state, reason, job.kind))

    def _told(self, news: News) -> News:
        self._desk.on_news(news)
        return news

    # -- composing

    def _made(self, job: Owed, printer: Printer, words: str) -> Made:
        """The paper for that printer; one that was composed for it before keeps its bytes."""
        one, told = document(job.kind), json.loads(job.told)
        paper = _paper(printer, job.kind, str(told.get("size", "")))
        record = one.read(self._desk.db, job.doc_id, told)
        number = one.number(record)
        made_for = " ".join(map(str, (printer.form, paper, *astuple(printer.head), words))).strip()
        same = job.made_for == made_for or (job.made_for and printer.name == printer.address)
        kept = self._desk.queue.content(job.id) if same else None
        if kept is not None:
            return Made(number, kept, True, job.made_for or made_for)
        language = words or setting(self._desk.db, "bill_language", "") or setting(self._desk.db, "language", "en")
        language = "en" if printer.form == "escpos" and printer.head.letters_alone else language
        page = one.page(record, paper_named(paper), self._mark(job, one), language)
        return Made(number, encode(page, printer.form, printer.head), False, made_for)

    def _mark(self, job: Owed, one: Document) -> str:
        """What stands on a second paper: that it is one, who asked for it and when; "" on an original."""
        if not job.copy_no or not one.marked:
            return ""
        name, ms = self._desk.queue.asked_by(job)
        return again_mark(job.copy_no, name, self._desk.db.clock.at(ms))


def _paper(printer: Printer, kind: str, asked: str) -> str:
    """The paper on which this printer lays a paper of that kind: what a page for a reader was asked for, else its own.

    Refused with what to do when it has none that the kind can stand on.
    """
    paper = printer.paper_for(kind, asked)
    if not paper:
        reason = _("{printer} holds {paper}, on which this paper cannot be printed.")
        raise Refused(
            reason.format(printer=printer.name, paper=printer.paper),
            _("Choose another printer for it in the settings, or move the paper to one."),
        )
    return paper


def silent(printer: Printer) -> str:
    """What to say of a printer that used to tell how it is and does not any more."""
    return _("{printer} does not answer. Switch it off and on again.").format(printer=printer.name)


def _as_before(job: Owed, printer: Printer) -> Printer:
    """A printer that no settings describe, only an address: what it was first taken for it still is."""
    if printer.name != printer.address or not job.made_for:
        return printer
    form, paper, *_head = job.made_for.split(" ")
    return replace(printer, form=form, paper=paper)


def _no_printer(job: Owed) -> NotFound:
    """What to say in a shop that has never printed papers of that kind."""
    if job.kind == BILL:
        return NotFound(_("No printer is set up, so nothing was printed."), _("The bill is saved."))
    return NotFound(_("No printer is set up for this paper."), _("Add one in the settings, then print it again."))


def _not_drawn(job: Owed) -> str:
    if job.kind == BILL:
        return _("The bill is saved, but its paper could not be drawn. Details are in the log.")
    return _("The paper could not be drawn. Details are in the log.")


def _waits(job: Owed, number: str, delivery: Delivery) -> str:
    """What to tell of a paper that could not go out: a printer that answered has said itself what it lacks."""
    if job.kind != BILL or job.copy_no:
        return _("{reason} The paper waits, and is printed when the printer is ready.").format(reason=delivery.reason)
    if delivery.answered:
        said = _("The bill is saved (No. {number}). {reason}")
    else:
        said = _("The bill is saved (No. {number}). {reason} Check paper and cable.")
    return said.format(number=number, reason=delivery.reason)
