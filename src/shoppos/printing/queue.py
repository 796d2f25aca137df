"""The queue of owed papers: their order, and every way in which one may go from one state to another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shoppos.base.i18n import _
from shoppos.models.print_job import CANCELLED, OWED, PRINTED, SENDING, UNCERTAIN, WAITS, PrintBytes, PrintJob

if TYPE_CHECKING:
    from shoppos.base.db import Database
    from shoppos.printing.senders import Senders

JOB = "id, doc_id, kind, copy_no, printer, state, tries, next_at, told, made_for"
WITHOUT_BYTES = f"job_id NOT IN (SELECT id FROM print_job WHERE {WAITS})"


@dataclass(frozen=True, slots=True)
class Owed:
    """One paper of the queue, as its row stands."""

    id: bytes
    doc_id: bytes
    kind: str
    copy_no: int
    printer: str
    state: str
    tries: int
    next_at: int
    told: str
    made_for: str | None


class Queue:
    """The rows of `print_job`. Each change names the state it changes: of two programs that try, one wins."""

    def __init__(self, db: Database, senders: Senders) -> None:
        """`senders` know who still sends."""
        self._db = db
        self._senders = senders

    # -- looking

    def heads(self) -> list[tuple[bytes, str, str]]:
        """The oldest owed paper of each kind and printer: its id, the printer it names, and its kind; oldest first."""
        oldest = f"SELECT min(id), printer, kind FROM print_job WHERE state = ? AND {WAITS}"
        rows = self._db.rows(f"{oldest} GROUP BY printer, kind ORDER BY 1", (OWED,))
        return [(job_id, printer, kind) for job_id, printer, kind in rows]

    def job(self, job_id: bytes) -> Owed | None:
        """One paper."""
        row = self._db.row(f"SELECT {JOB} FROM print_job WHERE id = ?", (job_id,))
        return Owed(*row) if row else None

    def content(self, job_id: bytes) -> bytes | None:
        """The final bytes of a paper that was composed before."""
        row = self._db.row("SELECT content FROM print_bytes WHERE job_id = ?", (job_id,))
        return row[0] if row else None

    def being_sent(self) -> bool:
        """Whether any program sends a paper now."""
        sql = f"SELECT 1 FROM print_job WHERE state = ? AND {WAITS} LIMIT 1"
        return self._db.row(sql, (SENDING,)) is not None

    def asked_by(self, job: Owed) -> tuple[str, int]:
        """Who asked for a paper, and when (milliseconds): of a bill's copy as the chain keeps it."""
        row = self._db.row(
            "SELECT coalesce(e.name, ''), coalesce(r.made_at, j.made_at) FROM print_job j LEFT JOIN reprint r "
            "ON j.kind = 'bill' AND r.doc_id = j.doc_id AND r.copy_no = j.copy_no "
            "LEFT JOIN employee e ON e.id = coalesce(r.employee_id, j.employee_id) WHERE j.id = ?",
            (job.id,),
        )
        return (row[0], row[1]) if row else ("", 0)

    def never_printed(self, doc_id: bytes, kind: str) -> bytes | None:
        """The job of a document's paper of which surely no byte went out, or None."""
        row = self._db.row(
            "SELECT id FROM print_job WHERE doc_id = ? AND kind = ? AND (state = ? OR state = ? AND made_for IS NULL) "
            "ORDER BY copy_no LIMIT 1",
            (doc_id, kind, OWED, CANCELLED),
        )
        return row[0] if row else None

    def was_served(self, kind: str) -> bool:
        """Whether a paper of that kind has ever gone to a printer by its route."""
        sql = "SELECT 1 FROM print_job WHERE kind = ? AND printer = '' AND made_for IS NOT NULL LIMIT 1"
        return self._db.row(sql, (kind,)) is not None

    # -- sending

    def claim(self, job: Owed, sender: str, content: bytes | None, made_for: str) -> bool:
        """Mark a paper as being sent, with its final bytes (None: those kept).

        False if another program has it, or it was moved or is to say something else since `job` was read.
        """
        read = {"id": job.id, "state": OWED, "printer": job.printer, "told": job.told}
        marks = {"state": SENDING, "sender": sender, "tries": job.tries + 1, "error": "", "made_for": made_for}
        with self._db.transaction("print.state") as tx:
            won = tx.change(PrintJob, read, marks, local=True) == 1
            if won and content is not None:
                tx.run("REPLACE INTO print_bytes (job_id, content) VALUES (?, ?)", (job.id, content))
        return won

    def put_back(self, job_id: bytes, next_at: int, reason: str) -> None:
        """No byte went out: it is owed as before, and tried again at `next_at` (milliseconds)."""
        self._mark(job_id, SENDING, state=OWED, next_at=next_at, error=reason, sender=None)

    def hold(self, job: Owed, reason: str) -> bool:
        """Say why a paper waits that nobody can take; False if it says so already."""
        said = self._db.row("SELECT 1 FROM print_job WHERE id = ? AND error = ?", (job.id, reason))
        return said is None and self._mark(job.id, OWED, error=reason)

    def end(self, job_id: bytes, state: str, reason: str, printer: str) -> None:
        """It went out at `printer`, or may have: one in doubt keeps its bytes, for a person may find it missing."""
        self._mark(job_id, SENDING, keep=state == UNCERTAIN, state=state, error=reason, sender=None, printer=printer)

    def drop(self, job_id: bytes, reason: str) -> None:
        """It cannot be printed at all."""
        self._mark(job_id, OWED, keep=False, state=CANCELLED, error=reason, made_for=None)

    def sweep(self) -> None:
        """Forget the bytes of papers that are out or dropped by other ways than through this queue."""
        if self._db.row(f"SELECT 1 FROM print_bytes WHERE {WITHOUT_BYTES} LIMIT 1"):
            with self._db.transaction("print.swept") as tx:
                tx.run(f"DELETE FROM print_bytes WHERE {WITHOUT_BYTES}", touches=PrintBytes)

    def recover(self) -> list[Owed]:
        """Doubt what was being sent by a program that is gone; gives those papers."""
        rows = self._db.rows(f"SELECT id, sender FROM print_job WHERE state = ? AND {WAITS}", (SENDING,))
        reason = _("The program ended while this paper was being printed. Look whether it came out.")
        doubted = list[Owed]()
        for job_id, sender in rows:
            if self._senders.lives(sender or ""):
                continue
            key = {"sender": sender} if sender else {}
            with self._db.transaction("print.state") as tx:
                changes = {"state": UNCERTAIN, "error": reason, "sender": None}
                won = tx.change(PrintJob, {"id": job_id, "state": SENDING, **key}, changes, local=True)
            job = self.job(job_id) if won else None
            if job is not None:
                doubted.append(job)
        return doubted

    # -- what a person decides

    def retry(self, job_id: bytes) -> bool:
        """Try a waiting paper now, or send one again that a person found missing: the same row, the same bytes."""
        return self._mark(job_id, OWED, next_at=0) or self._mark(job_id, UNCERTAIN, state=OWED, next_at=0, error="")

    def cancel(self, job_id: bytes) -> bool:
        """Owe a paper no longer; one in doubt stays known as one that may be on paper."""
        if self._mark(job_id, OWED, keep=False, state=CANCELLED, made_for=None):
            return True
        return self._mark(job_id, UNCERTAIN, keep=False, state=CANCELLED)

    def printed(self, job_id: bytes) -> bool:
        """A person has seen a paper that was in doubt."""
        return self._mark(job_id, UNCERTAIN, keep=False, state=PRINTED, error="")

    def revive(self, job_id: bytes) -> None:
        """A person asks for a cancelled paper after all."""
        self._mark(job_id, CANCELLED, state=OWED, next_at=0, error="")

    def move(self, job_id: bytes, printer: str) -> bool:
        """Owe a paper to another printer, to be composed for it; False for one that is on its way or done."""
        moved = {"state": OWED, "printer": printer, "next_at": 0, "error": "", "made_for": None}
        return any(self._mark(job_id, state, keep=False, **moved) for state in (OWED, UNCERTAIN, CANCELLED))

    def _mark(self, job_id: bytes, before: str, *, keep: bool = True, **changes: Any) -> bool:
        """Change one that stands in the state `before`, and `keep` its bytes; False if it stands in another."""
        with self._db.transaction("print.state") as tx:
            done = tx.change(PrintJob, {"id": job_id, "state": before}, changes, local=True) == 1
            if done and not keep:
                tx.remove(PrintBytes, {"job_id": job_id}, local=True)
        return done
