"""The papers that are owed: which document, which copy, and where to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shoppos.base.errors import NotFound
from shoppos.base.i18n import _

if TYPE_CHECKING:
    from shoppos.base.file import Reader

WAITING = ("owed", "sending", "uncertain")
"""The states of `models.print_job` in which something is still to be done."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of a kind of `models.print_job.KINDS`: `copy` 0 is the original, `error` says what held it up.

    `number` is its bill's, "" where it belongs to none.
    """

    id: bytes
    number: str
    copy: int
    printer: str
    state: str
    tries: int
    error: str
    kind: str
    made_at: dt.datetime


PAPERS = (
    "SELECT j.id, coalesce(s.number, c.number, ''), j.copy_no, j.printer, j.state, j.tries, j.error, j.kind, j.made_at "
    "FROM print_job j LEFT JOIN sale s ON s.id = j.doc_id LEFT JOIN consolidated c ON c.id = j.doc_id WHERE "
)


def paper(db: Reader, job_id: bytes) -> Paper:
    """One paper by its id."""
    return _one(db, "j.id = ?", (job_id,))


def copy(db: Reader, doc_id: bytes, number: int, kind: str = "bill") -> Paper:
    """The paper of that kind of a document with that copy's number."""
    return _one(db, "j.doc_id = ? AND j.kind = ? AND j.copy_no = ?", (doc_id, kind, number))


def _one(db: Reader, where: str, values: tuple[bytes | str | int, ...]) -> Paper:
    row = db.row(PAPERS + where, values)
    if row is None:
        raise NotFound(_("There is no such paper."))
    return Paper(*row[:8], made_at=db.clock.at(row[8]))


def counts(db: Reader) -> dict[str, int]:
    """How many papers wait, by their state."""
    found = dict(
        db.rows("SELECT state, count(*) FROM print_job WHERE state IN ('owed', 'sending', 'uncertain') GROUP BY 1")
    )
    return {state: found.get(state, 0) for state in WAITING}
