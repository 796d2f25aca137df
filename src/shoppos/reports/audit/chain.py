"""The journal itself: is each till's chain whole, in order, and as it was written?"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shoppos.base import journal
from shoppos.base.i18n import _
from shoppos.reports.audit.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shoppos.base.file import Reader

BATCH = 500
# A scan of all keys would read every body; this jumps from till to till.
TILLS = (
    "WITH RECURSIVE t(till) AS (SELECT min(till) FROM journal UNION ALL "
    "SELECT (SELECT min(till) FROM journal WHERE till > t.till) FROM t WHERE t.till IS NOT NULL) "
    "SELECT till FROM t WHERE till IS NOT NULL"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the journal that hangs together with the one before it; `body` is what it tells."""

    till: str
    seq: int
    hash: bytes
    body: dict[str, Any]


def tills(db: Reader) -> list[str]:
    """The tills that have written in this journal."""
    return [row[0] for row in db.rows(TILLS)]


def length(db: Reader, till: str) -> int:
    """The number of the last entry of a till."""
    row = db.row("SELECT max(seq) FROM journal WHERE till = ?", (till,))
    return row[0] if row else 0


def walk(db: Reader, till: str) -> Iterator[list[Entry] | Fault]:
    """The entries of one till in order, some hundred at a time; a fault ends it: nothing after it is proven."""
    last = journal.Head(0, -1, journal.genesis(till))
    cursor = db.raw.execute("SELECT seq, hlc, kind, body, prev, hash FROM journal WHERE till = ? ORDER BY seq", (till,))
    while rows := cursor.fetchmany(BATCH):
        batch = list[Entry]()
        for row in rows:
            entry = _checked(till, last, row)
            if isinstance(entry, Fault):
                yield batch
                yield entry
                return
            batch.append(entry)
            last = journal.Head(row[0], row[1], row[5])
        yield batch


def _checked(till: str, last: journal.Head, row: tuple[Any, ...]) -> Entry | Fault:
    """The entry, if it stands where it was written and says what it said then."""
    seq, hlc, kind, stored, prev, digest = row
    if seq != last.seq + 1:
        return _fault(till, last.seq + 1, _("Entry {seq} of till {till} is missing from the journal."))
    if prev != last.hash:
        return _fault(till, seq, _("Entry {seq} of till {till} does not follow the one before it."))
    try:
        told = journal.body_of(stored)
    except ValueError:
        told = b""
    if journal.chain(prev, told) != digest:
        return _fault(till, seq, _("Entry {seq} of till {till} was changed after it was written."))
    body: dict[str, Any] = json.loads(told)
    if (body["seq"], body["till"], body["kind"], body["hlc"]) != (seq, till, kind, f"{hlc:016x}"):
        return _fault(till, seq, _("Entry {seq} of till {till} is not filed as what it says it is."))
    if hlc <= last.hlc:
        return _fault(till, seq, _("The clock of entry {seq} of till {till} goes back."))
    return Entry(till, seq, digest, body)


def _fault(till: str, seq: int, sentence: str) -> Fault:
    return Fault("chain", f"{till}#{seq}", sentence.format(seq=seq, till=till))
