"""Papers that a person prints past the queue, on an office printer, and those put back on the list."""

import json
from dataclasses import dataclass
from typing import Any

from shoppos.base.db import Database
from shoppos.base.ids import new_id
from shoppos.models.print_job import CANCELLED, OWED, SENDING, SENT, UNCERTAIN, PrintJob
from shoppos.shop.looking import Looking
from shoppos.shop.papers import Papers


@dataclass(frozen=True, slots=True)
class Taken:
    """A paper taken off the queue by whoever prints it: its job, and which copy it is (0 the original)."""

    job_id: bytes
    copy: int


class ByHand:
    """What is printed through the system's own print dialog counts like any other paper: the first is the original."""

    def __init__(self, db: Database, papers: Papers, looking: Looking) -> None:
        """Take from what `papers` owes in `db`; `looking` says who may have it."""
        self.db = db
        self._papers = papers
        self._looking = looking

    def take(self, kind: str, doc_id: bytes | None, told: dict[str, Any], printer: str, sender: str) -> Taken:
        """Take the paper of a document that was never printed, else owe one more and take that, before it is drawn.

        `sender` is a lock of `printing.senders` that lives as long as the printing: if the program dies meanwhile, the
        paper is doubted like any other. `doc_id` None makes a document of its own. Refused to who may
        not see it.
        """
        self._looking.refuse(kind, doc_id, told)
        document = doc_id or new_id()
        with self.db.transaction("print.by_hand") as tx:
            job_id, copy = self._papers.next_of(tx, document, kind, told)
            mine = {"state": SENDING, "sender": sender, "printer": printer, "made_for": printer, "error": ""}
            words = json.dumps(told, ensure_ascii=False, sort_keys=True)
            tx.change(PrintJob, {"id": job_id}, {**mine, "told": words, "content": None, "next_at": 0}, local=True)
        return Taken(job_id, copy)

    def ended(self, job_id: bytes, reason: str = "") -> None:
        """It went to the printer; or, with a `reason`, nothing did, and it waits for nobody until asked for again."""
        changes: dict[str, Any] = {"state": SENT, "error": "", "tries": 1}
        if reason:
            changes = {"state": CANCELLED, "error": reason, "made_for": None, "printer": ""}
        with self.db.transaction("print.state") as tx:
            tx.change(PrintJob, {"id": job_id, "state": SENDING}, {**changes, "sender": None}, local=True)

    def doubted(self, job_id: bytes, reason: str) -> None:
        """Some of it went to the printer: a person has to look whether it came out."""
        with self.db.transaction("print.state") as tx:
            changes = {"state": UNCERTAIN, "error": reason, "tries": 1, "sender": None}
            tx.change(PrintJob, {"id": job_id, "state": SENDING}, changes, local=True)

    def wait_again(self, job_id: bytes) -> bool:
        """Put a cancelled paper back on the list, in doubt if it may be out; False if it is not cancelled any more."""
        with self.db.transaction("print.state") as tx:
            row = self.db.row("SELECT made_for FROM print_job WHERE id = ? AND state = ?", (job_id, CANCELLED))
            if row is None:
                return False
            back = {"state": OWED if row[0] is None else UNCERTAIN, "next_at": 0}
            return tx.change(PrintJob, {"id": job_id, "state": CANCELLED}, back, local=True) == 1
