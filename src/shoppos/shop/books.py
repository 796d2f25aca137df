"""Do the books agree? Proved when somebody asks, and every night by itself: what came out is kept and said."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from shoppos.base.db import Database
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.base.row import table_name
from shoppos.base.worker import Worker
from shoppos.models.owed_report import BooksCheck
from shoppos.models.shift import DayClose
from shoppos.reports.audit import audit

Progress = Callable[[int, int], None]
IDLE = 60.0
"""Seconds without a commit before the books are walked by themselves: a busy counter has the disk for itself."""
LOOK = 300.0
"""Seconds between two looks at whether it is time."""
STALE = 20 * 3_600_000
"""Milliseconds after which the books are checked again, whatever the hour."""
NIGHT, BY_NIGHT = range(1, 6), 8 * 3_600_000
"""The hours of the clock that are night, and the milliseconds since the last check that are enough then."""
PRESSING = 44 * 3_600_000
"""Milliseconds after which a check goes on though somebody sells: a shop that never rests is checked too."""
KEPT = 400
"""So many checks are remembered: more than a year of nights."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One check: when (milliseconds), how much was looked at, and the first row that differs, in words, or ""."""

    made_at: int
    entries: int
    documents: int
    agrees: bool
    fault: str
    heads: tuple[tuple[str, int, str], ...]


class Books:
    """The proof of the books, and what came of it last."""

    def __init__(self, db: Database) -> None:
        """Check the books in `db`."""
        self.db = db

    def latest(self) -> Checked | None:
        """What came of the last check, None before the first."""
        found = self.db.row(
            "SELECT made_at, entries, documents, agrees, fault, heads FROM books_check ORDER BY made_at DESC, id DESC"
        )
        if found is None:
            return None
        heads = tuple((str(till), int(entries), str(end)) for till, entries, end in json.loads(found[5]))
        return Checked(found[0], found[1], found[2], bool(found[3]), found[4], heads)

    def said(self) -> tuple[bool, str]:
        """Whether all is well as far as is known, and the badge's sentence: they agree, or the row that differs."""
        last = self.latest()
        if last is None:
            return True, _("The books were not checked yet.")
        day = f"{self.db.clock.at(last.made_at):%d-%m-%Y}"
        if last.agrees:
            return True, _("The books agree ({date}).").format(date=day)
        return False, _("The books do not agree ({date}). {fault}").format(date=day, fault=last.fault)

    def check(
        self, progress: Progress = lambda _done, _all: None, cancelled: Callable[[], bool] = lambda: False
    ) -> Checked | None:
        """Prove the books now and keep what came out; None when it was cancelled. Minutes, for a million bills.

        `progress` gets what is done and all there is to do. For a worker: it reads one moment of the file all along.
        """

        def tell(done: int, every: int) -> None:
            if cancelled():
                raise _LeftOff
            progress(done, every)

        begun = self.db.clock.ms()
        try:
            verdict = audit(self.db, tell)
        except _LeftOff:
            return None
        heads = [(head.till, head.entries, head.hash) for head in verdict.heads]
        fault = verdict.faults[0].sentence if verdict.faults else ""
        row = {"entries": verdict.entries, "documents": verdict.documents, "agrees": int(verdict.agrees)}
        with self.db.transaction("books.checked") as tx:
            told = {"id": new_id(), "made_at": begun, **row, "fault": fault, "heads": json.dumps(heads)}
            tx.insert(BooksCheck, told, local=True)
            tx.run(
                "DELETE FROM books_check WHERE id NOT IN (SELECT id FROM books_check ORDER BY made_at DESC LIMIT ?)",
                (KEPT,), touches=BooksCheck,
            )  # fmt: skip
        return self.latest()

    def is_due(self) -> bool:
        """Whether it is time: the day was closed since, it is night, or the last check is of yesterday."""
        last, now = self.latest(), self.db.clock.ms()
        if last is None or now - last.made_at > STALE:
            return True
        if self.db.row("SELECT 1 FROM day_close WHERE made_at > ? LIMIT 1", (last.made_at,)):
            return True
        return self.db.clock.hour(now) in NIGHT and now - last.made_at > BY_NIGHT

    def is_pressing(self) -> bool:
        """Whether nobody has checked for so long that it cannot wait for a pause."""
        last = self.latest()
        return last is not None and self.db.clock.ms() - last.made_at > PRESSING


class BookKeeper:
    """Checks in idle moments, on a thread of its own, and tells what does not agree."""

    def __init__(self, books: Books, tell: Callable[[str], None], idle: float = IDLE) -> None:
        """Nothing is checked before `start`, and then only after `idle` seconds in which nobody sold."""
        self._books = books
        self._tell = tell
        self._idle = idle
        self._last = monotonic()
        self._worker = Worker("books", self.work)

    def start(self) -> None:
        """Wait for the first idle moment."""
        self._last = monotonic()
        self._books.db.committed.connect(self._heard)
        self._worker.start()

    def stop(self) -> bool:
        """Leave the rest for another day; False if a piece is still under way after some seconds."""
        self._books.db.committed.disconnect(self._heard)
        return self._worker.stop()

    def _heard(self, tables: frozenset[str]) -> None:
        """Somebody works; the check's own row is nobody's work. A day that was closed is looked at in a moment."""
        if tables <= {table_name(BooksCheck)}:
            return
        self._last = monotonic()
        if table_name(DayClose) in tables:
            self._worker.wake()

    def work(self) -> float:
        """One round: check if it is time and nobody sells; answers in how many seconds to look again."""
        try:
            if not self._books.is_due():
                return LOOK
            pressing = self._books.is_pressing()
            idle = monotonic() - self._last
            if idle < self._idle and not pressing:
                return self._idle - idle
            begun = monotonic()
            found = self._books.check(
                cancelled=lambda: self._worker.stopping or (self._last > begun and not pressing)
            )  # fmt: skip
            if found is not None and not found.agrees:
                self._tell(self._books.said()[1])
            return LOOK
        finally:
            self._books.db.release()


class _LeftOff(Exception):
    """Raised through the walk when nobody waits for its end any more."""
