"""The papers as a list shows them: those that wait, what needs a person first, or all of today, the newest first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shoppos.base.errors import InvalidInput, NotFound
from shoppos.base.i18n import _
from shoppos.base.text import clean

if TYPE_CHECKING:
    from shoppos.base.file import Reader

MOST, SOME = 10_000, 5
"""Papers among which one is looked for by its name, and how many are named when several are meant."""

IDS_THAT_WAIT = (
    "SELECT id FROM print_job WHERE state IN ('owed', 'sending', 'uncertain') "
    "ORDER BY state <> 'uncertain', id LIMIT ? OFFSET ?"
)
IDS_OF_LATE = "SELECT id FROM print_job WHERE made_at > ? ORDER BY made_at DESC, id DESC LIMIT ? OFFSET ?"
TWO_DAYS = 2 * 24 * 60 * 60 * 1000
"""Milliseconds within which a business day has begun."""
ROWS = (
    "SELECT j.id, j.doc_id, j.kind, coalesce(s.number, o.number, b.number, r.number, t.number, d.number, ''), "
    "j.copy_no, coalesce(nullif(c.name, ''), c.phone, ''), coalesce(e.name, ''), j.printer, j.state, j.tries, j.error, "
    "j.made_at, j.next_at "
    "FROM ({ids}) w JOIN print_job j ON j.id = w.id LEFT JOIN sale s ON s.id = j.doc_id "
    "LEFT JOIN purchase_order o ON o.id = j.doc_id LEFT JOIN purchase b ON b.id = j.doc_id "
    "LEFT JOIN orders r ON r.id = j.doc_id LEFT JOIN estimate t ON t.id = j.doc_id "
    "LEFT JOIN consolidated d ON d.id = j.doc_id LEFT JOIN sale q ON q.id = t.sale_id "
    "LEFT JOIN personal c ON c.id = coalesce(s.personal_id, r.personal_id, q.personal_id) "
    "LEFT JOIN employee e ON e.id = j.employee_id "
)


@dataclass(frozen=True, slots=True)
class ListedPaper:
    """One paper: `number` of its document, `customer` it is for, `employee` who asked for it, `copy` 0 the original.

    `next_try` is when a failed one is sent again by itself, None when no time is set.
    """

    id: bytes
    doc_id: bytes
    kind: str
    number: str
    copy: int
    customer: str
    employee: str
    printer: str
    state: str
    tries: int
    error: str
    made_at: dt.datetime
    next_try: dt.datetime | None


def waiting(db: Reader, limit: int = 200, after: int = 0) -> list[ListedPaper]:
    """What still waits, behind the first `after` of them: what needs a person first, then in the order of printing."""
    rows = db.rows(ROWS.format(ids=IDS_THAT_WAIT) + "ORDER BY j.state <> 'uncertain', j.id", (limit, after))
    return [_listed(db, row) for row in rows]


def of_today(db: Reader, limit: int = 200, after: int = 0) -> list[ListedPaper]:
    """All that was asked for on this business day, behind the first `after` of them, the newest first."""
    clock = db.clock
    now = clock.ms()
    today = clock.business_day(now)
    # one that was asked for anew keeps its old id
    rows = db.rows(ROWS.format(ids=IDS_OF_LATE) + "ORDER BY j.made_at DESC, j.id DESC", (now - TWO_DAYS, limit, after))
    return [_listed(db, row) for row in rows if clock.business_day(row[11]) == today]


def named(db: Reader, name: str, *, done: bool = False) -> ListedPaper:
    """The waiting paper with that id, with that end of it as a list shows it, or of that bill.

    `done`: papers of today that are out are meant too. NotFound for none, InvalidInput when several are meant.
    """
    wanted = clean(name)
    rows = waiting(db, MOST)
    if done:
        waits = {row.id for row in rows}
        rows += [row for row in of_today(db, MOST) if row.id not in waits]
    found = [row for row in rows if row.id.hex().endswith(wanted.lower()) or row.number == wanted.upper()]
    if not wanted or not found:
        raise NotFound(_("No paper is owed under {name}.").format(name=wanted), _("Look at: shoppos queue list"))
    if len(found) > 1:
        some = ", ".join(row.id.hex()[-8:] for row in found[:SOME])
        raise InvalidInput(
            _("Several papers are meant by {name}: {papers}.").format(name=wanted, papers=some),
            _("Name one by its id."),
        )
    return found[0]


def told(db: Reader, job_id: bytes) -> str:
    """What a paper was asked to say beyond its document, as it was written down (JSON); "" for an unknown one."""
    row = db.row("SELECT told FROM print_job WHERE id = ?", (job_id,))
    return row[0] if row else ""


def printed_before(db: Reader, doc_id: bytes, kind: str) -> bool:
    """Whether a paper of that kind went out, or may have, for a document: the next one says DUPLICATE."""
    sql = (
        "SELECT 1 FROM print_job WHERE doc_id = ? AND kind = ? "
        "AND state <> 'owed' AND NOT (state = 'cancelled' AND made_for IS NULL) LIMIT 1"
    )
    return db.row(sql, (doc_id, kind)) is not None


def _listed(db: Reader, row: tuple[Any, ...]) -> ListedPaper:
    next_try = db.clock.at(row[12]) if row[12] else None
    return ListedPaper(*row[:11], made_at=db.clock.at(row[11]), next_try=next_try)
